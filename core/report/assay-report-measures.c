/* assay-report-measures.c: what the tools measured of one exhibit: answers, numbers, tables and
 * figures. Of the standard examinations the short form has one line and the figures that a reader
 * or a finding needs; what somebody ran on purpose stands with all its numbers and its first
 * figures: a robustness test alone has more than a hundred, which say what its tables say. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "base/assay-base.h"
#include "model/assay-catalogue.h"
#include "report/assay-report-writer-private.h"

#define PLOT_WIDTH_TO_HEIGHT 2.6
/* Half as wide, the names of axes and series take the same height. */
#define PAIR_WIDTH_TO_HEIGHT 1.8
/* Between two figures of one row, pt. */
#define PLOT_GUTTER 14.0
/* Rows of a tool's table in the short and in the long form. */
#define FEW_ROWS 20
#define MOST_ROWS 400
/* Figures of such a run in the short form. */
#define FEW_FIGURES 6

/* Run on every file, by nobody's decision. */
static gboolean
is_standard (const char *tool)
{
  static const char *const tools[] = { "integrity", "metadata", "structure", "image", NULL };
  return g_strv_contains (tools, tool);
}

/* The tool of @run; with the number of its ledger entry where several of its runs stand here. */
static char *
tool_words (const AssayReportExhibit *exhibit, const AssayReportRun *run)
{
  if (!assay_report_exhibit_is_one_of_several (exhibit, run))
    return g_strdup (run->tool);
  /* Translators: a tool, and the number of the ledger entry of one of its runs */
  return g_strdup_printf (_ ("%s, entry %" PRId64), run->tool, run->entry);
}

static char *
title_words (const AssayReportExhibit *exhibit, const AssayReportRun *run)
{
  if (!assay_report_exhibit_is_one_of_several (exhibit, run))
    return g_strdup (assay_report_run_title (run));
  return g_strdup_printf (_ ("%s, entry %" PRId64), assay_report_run_title (run), run->entry);
}

/* A row of the table of what was measured, which begins with its first row. */
static void
write_value (AssayReportWriter *self,
             const char *title,
             const char *value,
             const char *tool,
             gboolean *begun)
{
  static const AssayFlowColumn columns[] = {
    { N_ ("Measured"), 4.0, ASSAY_STYLE_CELL },
    { N_ ("Value"), 2.0, ASSAY_STYLE_CELL_STRONG },
    { N_ ("Tool"), 2.0, ASSAY_STYLE_CELL },
  };
  g_autofree char *shown
      = assay_words_value (value, assay_writer_full (self, ASSAY_REPORT_FINDINGS));
  const char *cells[] = { title, shown, tool };

  if (!*begun)
    assay_writer_begin_table (self, columns, G_N_ELEMENTS (columns));
  *begun = TRUE;
  assay_flow_row (self->flow, cells);
}

/* What the tool answered in words: a mark, its outcome, with what a video was encoded anew. */
static void
write_answers (AssayReportWriter *self,
               const AssayReportExhibit *exhibit,
               const AssayReportRun *run,
               gboolean *begun)
{
  g_autofree char *tool = tool_words (exhibit, run);
  for (guint i = 0; i < assay_result_get_n_answers (run->result); i++)
    {
      const char *name;
      const char *value;
      assay_result_get_answer_at (run->result, i, &name, &value);
      g_autofree char *title = assay_answer_title (name);
      /* The type of the file stands in section 4. */
      if (!g_str_equal (name, "type"))
        write_value (self, title, assay_answer_words (name, value), tool, begun);
    }
  if (run->recipient != NULL)
    write_value (self, _ ("Recipient of the copy with this mark"), run->recipient, run->tool,
                 begun);
}

/* Whose known recordings the exhibit was compared with: others' would say nothing. */
static void
write_compared (AssayReportWriter *self,
                const AssayReportExhibit *exhibit,
                const AssayReportRun *run,
                gboolean *begun)
{
  g_autofree char *tool = tool_words (exhibit, run);
  g_autofree char *value = NULL;
  if (run->compared == NULL)
    return;
  /* Translators: a speaker or device, and numbers of exhibits with commas */
  value = g_strdup_printf (_ ("%s (exhibits: %s)"), run->compared, run->compared_with);
  write_value (self, _ ("Compared with recordings known to be genuine, of"), value, tool, begun);
}

/* Title and value of metric @i, (transfer full) both; FALSE if it says nothing. */
static gboolean
metric_words (const AssayReportRun *run, guint i, const char **title, char **value)
{
  const char *name;
  const char *unit;
  double number;
  guint digits;
  assay_result_get_metric (run->result, i, &name, &number, &digits, &unit);
  /* A video with one key frame has no distance between two. */
  if (number < 1 && g_str_equal (name, "key_distance"))
    return FALSE;
  g_autofree char *text = assay_number_text (number, digits);
  *title = assay_tool_info_metric_title (run->info, name);
  *value = assay_truth_words (unit, number) != NULL
               ? g_strdup (assay_truth_words (unit, number))
               : g_strchomp (
                   g_strdup_printf ("%s %s", text, assay_unit_words_real (unit, number, digits)));
  return TRUE;
}

static void
write_metrics (AssayReportWriter *self,
               const AssayReportExhibit *exhibit,
               const AssayReportRun *run,
               gboolean *begun)
{
  g_autofree char *tool = tool_words (exhibit, run);
  for (guint i = 0; i < assay_result_get_n_metrics (run->result); i++)
    {
      const char *title;
      g_autofree char *value = NULL;
      if (metric_words (run, i, &title, &value))
        write_value (self, title, value, tool, begun);
    }
}

/* "Image analysis: Width 3264 px · Height 2448 px …"; what the check itself counted is not said. */
static void
write_metrics_line (AssayReportWriter *self, const AssayReportRun *run)
{
  g_autoptr (GString) line = g_string_new (NULL);
  for (guint i = 0; i < assay_result_get_n_metrics (run->result); i++)
    {
      const char *title;
      g_autofree char *value = NULL;
      if (metric_words (run, i, &title, &value))
        g_string_append_printf (line, "%s%s %s", line->len > 0 ? " · " : "", title, value);
    }
  if (line->len == 0)
    return;
  g_autofree char *head = g_strdup_printf ("%s: ", assay_report_run_title (run));
  g_autoptr (AssayRich) rich = assay_rich_new ();
  assay_rich_add (rich, head, assay_style (ASSAY_STYLE_STRONG));
  assay_rich_add (rich, line->str, assay_style (ASSAY_STYLE_BODY));
  assay_flow_space (self->flow, 4);
  assay_flow_rich (self->flow, rich);
}

static void
write_tables (AssayReportWriter *self,
              const AssayReportExhibit *exhibit,
              const AssayReportRun *run,
              guint most)
{
  g_autofree char *title = title_words (exhibit, run);
  for (guint i = 0; i < assay_result_get_n_tables (run->result); i++)
    assay_writer_table (self, title, assay_result_get_table (run->result, i), most);
}

/* That the tool ran before with the same settings, and where that is found. */
static void
write_earlier (AssayReportWriter *self,
               const AssayReportExhibit *exhibit,
               const AssayReportRun *shown)
{
  g_autoptr (GString) entries = g_string_new (NULL);
  for (guint r = 0; r < exhibit->runs->len && exhibit->runs->pdata[r] != shown; r++)
    {
      const AssayReportRun *run = exhibit->runs->pdata[r];
      if (run->result != NULL && g_str_equal (run->tool, shown->tool)
          && !assay_report_exhibit_speaks (exhibit, run)
          && g_strcmp0 (run->parameters, shown->parameters) == 0)
        g_string_append_printf (entries, "%s%" PRId64, entries->len > 0 ? ", " : "", run->entry);
    }
  if (entries->len == 0)
    return;
  g_autofree char *text = g_strdup_printf (
      /* Translators: a tool, the number of a ledger entry, one or more of them with commas */
      _ ("“%s” ran more than once: what is shown is of ledger entry %" PRId64
         "; the attached findings.json has what was measured earlier (entry %s)."),
      assay_report_run_title (shown), shown->entry, entries->str);
  assay_flow_paragraph (self->flow, ASSAY_STYLE_NOTE, text);
}

void
assay_write_measures (AssayReportWriter *self, const AssayReportExhibit *exhibit)
{
  const gboolean redacted = assay_report_options_get_redacted (self->data->options);
  const gboolean full = assay_writer_full (self, ASSAY_REPORT_FINDINGS);
  gboolean begun = FALSE;
  for (guint r = 0; r < exhibit->runs->len; r++)
    {
      const AssayReportRun *run = exhibit->runs->pdata[r];
      if (!assay_report_exhibit_speaks (exhibit, run) || (!full && is_standard (run->tool)))
        continue;
      write_compared (self, exhibit, run, &begun);
      if (!redacted) /* an answer may be somebody's name */
        write_answers (self, exhibit, run, &begun);
      write_metrics (self, exhibit, run, &begun);
    }
  if (begun)
    assay_flow_end_table (self->flow);
  for (guint r = 0; r < exhibit->runs->len; r++)
    {
      const AssayReportRun *run = exhibit->runs->pdata[r];
      if (!assay_report_exhibit_speaks (exhibit, run))
        continue;
      if (!full && g_str_equal (run->tool, "image"))
        write_metrics_line (self, run);
      write_earlier (self, exhibit, run);
      if (!redacted && !is_standard (run->tool))
        write_tables (self, exhibit, run, full ? MOST_ROWS : FEW_ROWS);
    }
}

/* Whether a finding that has weight is of the rule family @family. */
static gboolean
has_weighty (const AssayReportWriter *self, const AssayReportExhibit *exhibit, const char *family)
{
  guint n;
  const guint first = assay_writer_find (self, exhibit, &n);
  for (guint i = first; i < first + n; i++)
    {
      const AssayFinding *finding = g_array_index (self->findings, AssayFindingRef, i).finding;
      const AssayRule *rule = assay_catalogue_find (assay_finding_get_rule (finding));
      if (rule != NULL && assay_finding_get_severity (finding) != ASSAY_SEVERITY_INFO
          && g_str_equal (rule->family, family))
        return TRUE;
    }
  return FALSE;
}

/* Of the standard examination of pictures: the histogram or the sizes of the frames, the rate, and
 * what a finding speaks of. */
static gboolean
is_wanted (const AssayReportWriter *self,
           const AssayReportExhibit *exhibit,
           const AssayReportRun *run,
           guint plot)
{
  const char *id = assay_plot_get_id (assay_result_get_plot (run->result, plot));
  if (assay_writer_full (self, ASSAY_REPORT_FINDINGS) || plot == 0 || g_str_equal (id, "bit_rate"))
    return TRUE;
  if (!is_standard (run->tool))
    return plot < FEW_FIGURES;
  if (g_str_equal (id, "preview_difference"))
    return has_weighty (self, exhibit, "thumbnail");
  if (g_str_has_prefix (id, "quantisation_"))
    return has_weighty (self, exhibit, "jpeg");
  return FALSE;
}

typedef struct
{
  const AssayReportRun *run;
  AssayPlot *plot;
} Figure;

/* The settings, and of a tool that could have been given a region that it was given none. */
static char *
settings_with_range (const AssayReportRun *run)
{
  g_autofree char *settings = assay_words_settings (run->parameters);
  const AssayParameterInfo *at = run->info != NULL ? run->info->parameters : NULL;

  while (at != NULL && at->name != NULL && at->type != ASSAY_PARAMETER_REGION)
    at++;
  if (at == NULL || at->name == NULL)
    return g_steal_pointer (&settings);
  g_autoptr (JsonNode) node = run->parameters == NULL
                                  ? NULL
                                  : assay_json_parse (run->parameters, -1, ASSAY_LIMIT_DEPTH, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node)
      || *json_object_get_string_member_with_default (json_node_get_object (node), at->name, "")
             != '\0')
    return g_steal_pointer (&settings);
  /* Translators: settings as "name value", then the name of the setting that says which part of a
   * file was looked at. It was left empty. */
  return g_strdup_printf (_ ("%s · %s everything"), settings, at->name);
}

/* What another person needs to draw the same: file, tool, model, references, settings with the
 * region. */
static char *
caption_text (const Figure *figure)
{
  const AssayReportRun *run = figure->run;
  const char *title = assay_text_translate (assay_plot_get_title (figure->plot));
  const char *model = assay_result_get_answer (run->result, "model");
  g_autofree char *settings = settings_with_range (run);
  g_autofree char *text = g_strdup_printf (_ ("%s. Tool %s %s, settings %s, result %.16s."), title,
                                           run->tool, run->version, settings, run->result_sha256);
  GString *caption = g_string_new (text);

  g_string_append_printf (caption, " %s: %.16s", _ ("File"), run->input_sha256);
  if (model != NULL && *model != '\0')
    g_string_append_printf (caption, ", %s: %.16s", _ ("Model"), model);
  if (run->references != NULL && *run->references != '\0')
    g_string_append_printf (caption, ", %s: %s", _ ("Reference recordings"), run->references);
  return g_string_free (caption, FALSE);
}

static void
draw_figure (AssayReportWriter *self, const Figure *figure, double width_to_height)
{
  g_autofree char *caption = caption_text (figure);
  assay_flow_plot (self->flow, figure->plot, assay_flow_get_width (self->flow) / width_to_height,
                   caption);
}

/* What a figure of a pair takes, in the width that the flow has now. */
static double
figure_height (AssayReportWriter *self, const Figure *figure)
{
  g_autofree char *caption = caption_text (figure);
  return assay_flow_plot_height (self->flow,
                                 assay_flow_get_width (self->flow) / PAIR_WIDTH_TO_HEIGHT, caption);
}

/* Two side by side, or the last one alone on the left. */
static void
draw_pair (AssayReportWriter *self, const Figure *left, const Figure *right)
{
  AssayFlow *flow = self->flow;
  const double half = (assay_flow_get_width (flow) - PLOT_GUTTER) / 2;
  assay_flow_narrow (flow, half + PLOT_GUTTER);
  /* No page ends between them. */
  assay_flow_need (
      flow, MAX (figure_height (self, left), right != NULL ? figure_height (self, right) : 0));
  const double top = assay_flow_get_y (flow);
  draw_figure (self, left, PAIR_WIDTH_TO_HEIGHT);
  assay_flow_narrow (flow, -(half + PLOT_GUTTER));
  if (right == NULL)
    return;
  const double bottom = assay_flow_get_y (flow);
  assay_flow_set_y (flow, top);
  assay_flow_indent (flow, half + PLOT_GUTTER);
  draw_figure (self, right, PAIR_WIDTH_TO_HEIGHT);
  assay_flow_indent (flow, -(half + PLOT_GUTTER));
  assay_flow_set_y (flow, MAX (bottom, assay_flow_get_y (flow)));
}

void
assay_write_figures (AssayReportWriter *self, const AssayReportExhibit *exhibit)
{
  g_autoptr (GArray) small = g_array_new (FALSE, FALSE, sizeof (Figure));
  guint left_out = 0;
  for (guint r = 0; r < exhibit->runs->len; r++)
    {
      const AssayReportRun *run = exhibit->runs->pdata[r];
      for (guint i = 0;
           assay_report_exhibit_speaks (exhibit, run) && i < assay_result_get_n_plots (run->result);
           i++)
        {
          const Figure figure = { run, assay_result_get_plot (run->result, i) };
          if (!is_wanted (self, exhibit, run, i))
            left_out++;
          else if (!is_standard (run->tool) || assay_writer_full (self, ASSAY_REPORT_FINDINGS))
            draw_figure (self, &figure, PLOT_WIDTH_TO_HEIGHT);
          else
            g_array_append_val (small, figure);
        }
    }
  for (guint i = 0; i < small->len; i += 2)
    draw_pair (self, &g_array_index (small, Figure, i),
               i + 1 < small->len ? &g_array_index (small, Figure, i + 1) : NULL);
  if (left_out == 0)
    return;
  g_autofree char *text = g_strdup_printf (
      ngettext ("%u further figure is in the long form of this section.",
                "%u further figures are in the long form of this section.", left_out),
      left_out);
  assay_flow_paragraph (self->flow, ASSAY_STYLE_NOTE, text);
}
