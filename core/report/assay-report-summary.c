/* assay-report-summary.c: page 1, for a victim, a judge or a journalist. Nothing here is stronger
 * than what later pages support, and each reason names the finding it rests on. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/assay-base.h"
#include "report/assay-report-writer-private.h"

/* Cards for so many exhibits; above that a table, so that it stays one page. */
#define MOST_CARDS 3
#define MOST_ROWS 7
#define MOST_REASONS 5
/* From this step on rows stand in place of cards. */
#define ROWS_BREVITY 2
/* Steps by which the summary gets shorter until it is one page: some languages and file names take
 * more room than others. */
#define MOST_BREVITY 6
/* In pt: what stands below the rows (what is not shown, next steps, checkpoint), each reason there,
 * and a row at its lowest, which a picture must not raise, with what a reason for no answer and a
 * warning add. */
#define BELOW_HEIGHT 331
#define PICTURE_HEIGHT 26
#define REASON_HEIGHT 34
#define ROW_HEIGHT 32
#define NO_ANSWER_HEIGHT 36
#define WARNING_HEIGHT 26

static void
write_title (AssayReportWriter *self)
{
  const AssayReportData *data = self->data;
  assay_flow_paragraph (self->flow, ASSAY_STYLE_TITLE,
                        data->quick ? _ ("Quick check of a digital file")
                                    : _ ("Report on digital evidence"));
  g_autofree char *date = assay_words_time (data->date);
  g_autoptr (GString) line = g_string_new (NULL);
  if (!data->quick)
    {
      g_string_append (line, assay_words_or_unstated (data->title));
      if (data->reference != NULL && *data->reference != '\0')
        g_string_append_printf (line, " · %s", data->reference);
      g_string_append (line, "\n");
    }
  /* Translators: "Report AR-0123456789ab of 2026-11-20 23:24:05 UTC" */
  g_string_append_printf (line, _ ("Report %s of %s"), data->id, date);
  if (assay_report_options_get_redacted (data->options))
    g_string_append_printf (line, " · %s", _ ("redacted version"));
  assay_flow_paragraph (self->flow, ASSAY_STYLE_NOTE, line->str);
  assay_flow_space (self->flow, 3);
}

static void
write_question (AssayReportWriter *self)
{
  const char *question = assay_writer_text (self, ASSAY_REPORT_TEXT_QUESTION);
  g_autoptr (AssayRich) rich = assay_rich_new ();
  assay_rich_add (rich, _ ("Question: "), assay_style (ASSAY_STYLE_STRONG));
  assay_rich_add (rich,
                  *question != '\0'
                      ? question
                      : _ ("Do the files show signs that they were changed after they were "
                           "recorded?"),
                  assay_style (ASSAY_STYLE_BODY));
  assay_flow_rich (self->flow, rich);
  assay_flow_space (self->flow, 3);
}

/* Before every answer: that the case is no longer what it was. */
static void
write_warning (AssayReportWriter *self)
{
  if (!self->data->broken)
    return;
  assay_flow_begin_box (self->flow, ASSAY_TINT,
                        assay_words_severity_colour (ASSAY_SEVERITY_COMPROMISED));
  assay_flow_paragraph (self->flow, ASSAY_STYLE_STRONG, self->data->verified);
  assay_flow_end_box (self->flow);
}

/* Returns the width that the picture takes at the right of a card, 0 without one; *@bottom is where
 * it ends. */
static double
write_thumbnail (AssayReportWriter *self, const AssayReportExhibit *exhibit, double *bottom)
{
  gboolean blurred;
  g_autoptr (AssayImage) shown = assay_writer_picture (self, exhibit, &blurred);
  if (shown == NULL)
    return 0;

  const double most = self->data->exhibits->len > 1 ? 56 : 74;
  const double w = assay_image_get_width (exhibit->thumbnail);
  const double h = assay_image_get_height (exhibit->thumbnail);
  const double scale = MIN (most / w, most / h);
  AssayRect area = { .width = w * scale, .height = h * scale };
  area.x = assay_flow_get_left (self->flow) + assay_flow_get_width (self->flow) - area.width;
  area.y = assay_flow_get_y (self->flow);
  assay_draw_list_image (assay_flow_get_list (self->flow), &area, shown, TRUE);
  *bottom = area.y + area.height + (blurred ? 13 : 4);
  if (blurred)
    {
      const double x = area.x + area.width / 2;
      g_autoptr (PangoLayout) label = assay_text_layout (
          assay_flow_get_fonts (self->flow), _ ("blurred"), assay_style (ASSAY_STYLE_FOOTER), -1);
      PangoLayoutLine *line = pango_layout_get_line_readonly (label, 0);
      double ascent;
      double width;
      assay_text_line_extents (line, &ascent, NULL, &width);
      assay_text_draw_line (assay_flow_get_fonts (self->flow), assay_flow_get_codes (self->flow),
                            line, MIN (x - width / 2, area.x + area.width - width),
                            area.y + area.height + ascent, assay_flow_get_list (self->flow));
    }
  return area.width + 10;
}

/* "Why [F2.1]", @titled "Exhibit 2: name. Why [F2.1]". */
static void
write_reason (AssayReportWriter *self, const AssayFindingRef *ref, guint number, gboolean titled)
{
  const AssayRule *rule = assay_catalogue_find (assay_finding_get_rule (ref->finding));
  g_autofree char *title = assay_writer_exhibit_title (self, ref->exhibit);
  g_autofree char *shortened = assay_words_shortened (title, 60);
  g_autofree char *subject = g_strdup_printf ("%s. ", shortened);
  g_autofree char *mark = g_strdup_printf ("%u", number);
  g_autofree char *label = g_strdup_printf (" [%s]", ref->label);
  g_autoptr (AssayRich) rich = assay_rich_new ();
  if (titled)
    assay_rich_add (rich, subject, assay_style (ASSAY_STYLE_STRONG));
  assay_rich_add (rich,
                  rule != NULL ? assay_text_translate (rule->plain)
                               : assay_finding_get_rule (ref->finding),
                  assay_style (ASSAY_STYLE_BODY));
  assay_rich_add_link (rich, label, assay_style (ASSAY_STYLE_LINK), ref->label);
  assay_flow_bullet (self->flow, mark, rich);
}

static void
write_reasons (AssayReportWriter *self, const AssayReportExhibit *exhibit, guint most)
{
  guint n;
  const guint first = assay_writer_find (self, exhibit, &n);
  guint written = 0;
  for (guint i = first; i < first + n && written < most; i++)
    {
      const AssayFindingRef *ref = &g_array_index (self->findings, AssayFindingRef, i);
      if (assay_finding_get_severity (ref->finding) == ASSAY_SEVERITY_INFO)
        break;
      if (!assay_report_run_is_of_made (ref->run))
        write_reason (self, ref, ++written, FALSE);
    }
}

static void
write_card (AssayReportWriter *self, const AssayReportExhibit *exhibit, guint reasons)
{
  AssayFlow *flow = self->flow;
  g_autofree char *title = assay_writer_exhibit_title (self, exhibit);
  g_autofree char *facts = assay_words_facts (exhibit, TRUE);
  g_autofree char *hash = assay_words_hash (exhibit->sha256);

  assay_flow_begin_box (flow, ASSAY_TINT, assay_words_verdict_colour (exhibit));
  const double top = assay_flow_get_y (flow);
  double bottom = top;
  const double picture = write_thumbnail (self, exhibit, &bottom);
  assay_flow_narrow (flow, picture);
  assay_sign_verdict (assay_flow_get_list (flow), assay_flow_get_left (flow), top + 1, 21, exhibit);
  assay_flow_indent (flow, 29);
  assay_flow_paragraph (flow, ASSAY_STYLE_VERDICT, assay_words_verdict (exhibit));
  assay_flow_indent (flow, -29);
  assay_flow_paragraph (flow, ASSAY_STYLE_BODY, assay_words_verdict_caveat (exhibit));
  assay_flow_paragraph (flow, ASSAY_STYLE_STRONG, title);
  assay_flow_paragraph (flow, ASSAY_STYLE_NOTE, facts);
  assay_flow_narrow (flow, -picture);
  assay_flow_set_y (flow, MAX (assay_flow_get_y (flow), bottom));
  g_autoptr (AssayRich) line = assay_rich_new ();
  assay_rich_add (line, "SHA-256  ", assay_style (ASSAY_STYLE_LABEL));
  assay_rich_add (line, hash, assay_style (ASSAY_STYLE_CELL_MONO));
  /* A file that could not be read has no hash. */
  if (*hash != '\0')
    assay_flow_rich (flow, line);
  const char *altered = assay_words_altered (exhibit);
  if (altered != NULL)
    assay_flow_paragraph (flow, ASSAY_STYLE_STRONG, altered);
  g_autofree char *refused = assay_words_refused (exhibit);
  if (refused != NULL)
    assay_flow_paragraph (flow, ASSAY_STYLE_STRONG, refused);
  g_autofree char *unread = assay_words_unread (exhibit);
  if (unread != NULL)
    assay_flow_paragraph (flow, ASSAY_STYLE_STRONG, unread);
  write_reasons (self, exhibit, reasons);
  assay_flow_end_box (flow);
}

static int
worst_first (gconstpointer a, gconstpointer b)
{
  const AssayReportExhibit *left = *(AssayReportExhibit *const *) a;
  const AssayReportExhibit *right = *(AssayReportExhibit *const *) b;
  if (left->verdict != right->verdict)
    return left->verdict > right->verdict ? -1 : 1;
  return (left->number > right->number) - (left->number < right->number);
}

/* The answer; why there is none; that the bytes were altered since. */
static char *
row_answer (const AssayReportExhibit *exhibit)
{
  GString *text = g_string_new (assay_words_verdict (exhibit));
  if (*exhibit->error != '\0' || exhibit->verdict == ASSAY_VERDICT_NOT_APPLICABLE)
    {
      g_autofree char *reason = assay_words_shortened (assay_words_verdict_caveat (exhibit), 80);
      g_string_append_printf (text, ": %s", reason);
    }
  if (exhibit->state == ASSAY_CUSTODY_DIFFERS)
    g_string_append_printf (text, "\n%s",
                            _ ("Warning: the bytes kept are no longer those taken in"));
  g_autofree char *refused = assay_words_refused (exhibit);
  if (refused != NULL)
    g_string_append_printf (text, "\n%s", refused);
  g_autofree char *unread = assay_words_unread (exhibit);
  if (unread != NULL)
    g_string_append_printf (text, "\n%s", unread);
  return g_string_free (text, FALSE);
}

/* The strongest finding that is a reason for the answer; NULL if nothing is. */
static const AssayFindingRef *
find_reason (const AssayReportWriter *self, const AssayReportExhibit *exhibit)
{
  guint n;
  const guint first = assay_writer_find (self, exhibit, &n);
  for (guint i = first; i < first + n; i++)
    {
      const AssayFindingRef *ref = &g_array_index (self->findings, AssayFindingRef, i);
      if (assay_finding_get_severity (ref->finding) == ASSAY_SEVERITY_INFO)
        return NULL;
      if (!assay_report_run_is_of_made (ref->run))
        return ref;
    }
  return NULL;
}

/* Whether page 1 has room for the row of @exhibit. */
static gboolean
has_room (const AssayReportWriter *self, const AssayReportExhibit *exhibit)
{
  guint reasons = 0;
  for (guint i = 0; i < self->data->exhibits->len && reasons < MOST_REASONS; i++)
    {
      if (find_reason (self, self->data->exhibits->pdata[i]) != NULL)
        reasons++;
    }
  double height
      = BELOW_HEIGHT + ROW_HEIGHT * (1 + (double) self->brevity) + REASON_HEIGHT * (double) reasons;
  if (*exhibit->error != '\0' || exhibit->verdict == ASSAY_VERDICT_NOT_APPLICABLE)
    height += NO_ANSWER_HEIGHT;
  if (exhibit->state == ASSAY_CUSTODY_DIFFERS)
    height += WARNING_HEIGHT;
  if (exhibit->refused != 0)
    height += WARNING_HEIGHT;
  if (exhibit->unread != NULL)
    height += WARNING_HEIGHT;
  return assay_flow_get_room (self->flow) >= height;
}

/* Returns whether its picture is blurred. */
static gboolean
write_row (AssayReportWriter *self, const AssayReportExhibit *exhibit)
{
  gboolean blurred;
  g_autoptr (AssayImage) picture = assay_writer_picture (self, exhibit, &blurred);
  g_autofree char *number = g_strdup_printf ("%u", exhibit->number);
  g_autofree char *hash = assay_words_hash (exhibit->sha256);
  g_autofree char *name = assay_words_shortened (exhibit->name, 60);
  g_autofree char *facts = assay_words_facts (exhibit, FALSE);
  g_autofree char *what = g_strdup_printf ("%s\n%s", name, facts);
  g_autofree char *answer = row_answer (exhibit);
  const char *cells[] = { number, "", what, answer, hash };
  assay_flow_picture_row (self->flow, cells, 1, picture, PICTURE_HEIGHT);
  return picture != NULL && blurred;
}

static void
write_rows (AssayReportWriter *self)
{
  static const AssayFlowColumn columns[] = {
    { N_ ("No."), 0.5, ASSAY_STYLE_CELL },          { N_ ("Picture"), 1.0, ASSAY_STYLE_CELL },
    { N_ ("Name"), 3.2, ASSAY_STYLE_CELL },         { N_ ("Answer"), 3.0, ASSAY_STYLE_CELL_STRONG },
    { N_ ("SHA-256"), 4.5, ASSAY_STYLE_CELL_MONO },
  };
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  g_ptr_array_extend (order, self->data->exhibits, NULL, NULL);
  g_ptr_array_sort (order, worst_first);
  assay_writer_begin_table (self, columns, G_N_ELEMENTS (columns));
  guint written = 0;
  gboolean blurred = FALSE;
  for (guint i = 0; i < MIN (order->len, MOST_ROWS); i++)
    {
      /* Reasons and warnings take the place of rows, so that it stays one page. */
      if (i > 0 && !has_room (self, order->pdata[i]))
        break;
      blurred = write_row (self, order->pdata[i]) || blurred;
      written++;
    }
  assay_flow_end_table (self->flow);
  if (blurred)
    assay_flow_paragraph (self->flow, ASSAY_STYLE_NOTE, _ ("The pictures are blurred on purpose."));
  if (order->len > written)
    {
      const guint more = order->len - written;
      g_autofree char *text = g_strdup_printf (
          self->data->quick
              ? ngettext ("The strongest answers stand first; %u further file is in the list of "
                          "files.",
                          "The strongest answers stand first; %u further files are in the list of "
                          "files.",
                          more)
              : ngettext ("The strongest answers stand first; %u further file is in section 4.",
                          "The strongest answers stand first; %u further files are in section 4.",
                          more),
          more);
      assay_flow_paragraph (self->flow, ASSAY_STYLE_NOTE, text);
    }
}

static void
write_counts (AssayReportWriter *self)
{
  guint counts[4] = { 0 };
  for (guint i = 0; i < self->data->exhibits->len; i++)
    {
      const AssayReportExhibit *exhibit = self->data->exhibits->pdata[i];
      counts[exhibit->verdict]++;
    }
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 4; i > 0; i--)
    {
      AssayReportExhibit sample = { .verdict = (AssayVerdict) (i - 1), .error = (char[]){ "" } };
      if (counts[i - 1] > 0)
        g_string_append_printf (text, "%s%s: %u", text->len > 0 ? " · " : "",
                                assay_words_verdict (&sample), counts[i - 1]);
    }
  assay_flow_paragraph (self->flow, ASSAY_STYLE_STRONG, text->str);
}

/* The strongest findings of all exhibits, one each of the first exhibits that have any. */
static void
write_strongest (AssayReportWriter *self)
{
  guint written = 0;
  for (int severity = ASSAY_SEVERITY_COMPROMISED; severity > ASSAY_SEVERITY_INFO; severity--)
    for (guint i = 0; i < self->data->exhibits->len && written < MOST_REASONS; i++)
      {
        const AssayFindingRef *ref = find_reason (self, self->data->exhibits->pdata[i]);
        if (ref == NULL || (int) assay_finding_get_severity (ref->finding) != severity)
          continue;
        if (written == 0)
          assay_flow_minor_heading (self->flow, _ ("Strongest reasons"));
        write_reason (self, ref, ++written, TRUE);
      }
}

/* What can no longer be looked at. */
static void
write_erased (AssayReportWriter *self)
{
  g_autoptr (GString) numbers = g_string_new (NULL);
  for (guint i = 0; i < self->data->exhibits->len; i++)
    {
      const AssayReportExhibit *exhibit = self->data->exhibits->pdata[i];
      if (exhibit->state == ASSAY_CUSTODY_ERASED)
        g_string_append_printf (numbers, "%s%u", numbers->len > 0 ? ", " : "", exhibit->number);
    }
  if (numbers->len == 0)
    return;
  g_autofree char *text = g_strdup_printf (
      /* Translators: one or more numbers of exhibits, with commas */
      _ ("No longer kept here (section 4 says why): exhibit %s"), numbers->str);
  assay_flow_paragraph (self->flow, ASSAY_STYLE_STRONG, text);
}

/* With each card as many reasons as there is room for. */
static guint
reasons_of_card (const AssayReportWriter *self)
{
  const guint most = MOST_REASONS / self->data->exhibits->len;
  return most > self->brevity ? most - self->brevity : 1;
}

static void
write_answers (AssayReportWriter *self)
{
  const GPtrArray *exhibits = self->data->exhibits;
  if (exhibits->len == 0)
    {
      assay_flow_paragraph (self->flow, ASSAY_STYLE_STRONG, _ ("This report covers no files."));
      return;
    }
  if (exhibits->len > MOST_CARDS || (exhibits->len > 1 && self->brevity >= ROWS_BREVITY))
    {
      write_counts (self);
      write_rows (self);
      write_erased (self);
      write_strongest (self);
      return;
    }
  for (guint i = 0; i < exhibits->len; i++)
    write_card (self, exhibits->pdata[i], reasons_of_card (self));
  write_erased (self);
}

static void
write_not_shown (AssayReportWriter *self)
{
  assay_flow_minor_heading (self->flow, _ ("What this does not show"));
  assay_flow_bullet_text (self->flow, "–", _ ("Who made or changed a file, and when they did it."));
  assay_flow_bullet_text (self->flow, "–",
                          _ ("Whether the scene is true, staged or shown out of context."));
  assay_flow_bullet_text (self->flow, "–",
                          _ ("Whether the people in it agreed to it being made or passed on."));
}

static void
write_next_steps (AssayReportWriter *self)
{
  assay_flow_minor_heading (self->flow, _ ("What to do next"));
  assay_flow_bullet_text (self->flow, "–",
                          _ ("Keep the original file and the device it came from. Do not forward, "
                             "rename, edit or re-save it; a "
                             "copy sent through a messenger is a different file."));
  assay_flow_bullet_text (
      self->flow, "–",
      _ ("You can show this report to the police, a lawyer, a victim support service or the "
         "platform that "
         "hosts the file. Nobody needs the intimate content itself to read it."));
  assay_flow_bullet_text (
      self->flow, "–",
      self->data->quick
          ? _ ("Anybody can hold the file against its hash and repeat this check: the last pages "
               "say how. The report itself is not signed: for one that proves its origin, keep the "
               "file as a case.")
          : _ ("Anybody can check this report without Assay: section 13 says how."));
}

static void
write_page (AssayReportWriter *self)
{
  write_title (self);
  write_warning (self);
  write_question (self);
  write_answers (self);
  write_not_shown (self);
  write_next_steps (self);
  assay_write_checkpoint (self);
}

/* Whether it is one page as it stands; tried on a page that is thrown away. */
static gboolean
fits (const AssayReportWriter *self)
{
  AssayReportWriter trial = *self;
  AssayPrivateCodes *codes = assay_private_codes_new ();
  trial.flow = assay_flow_new_trial (self->flow, codes);
  write_page (&trial);
  const gboolean one = assay_flow_get_page (trial.flow) == assay_flow_get_page (self->flow);
  assay_flow_free (trial.flow);
  assay_private_codes_free (codes);
  return one;
}

void
assay_write_summary (AssayReportWriter *self)
{
  while (self->brevity < MOST_BREVITY && !fits (self))
    self->brevity++;
  write_page (self);
}
