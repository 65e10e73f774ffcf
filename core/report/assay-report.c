/* assay-report.c: data laid out into pages, and the finished pages handed out. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <hb.h>

#include "plot/assay-painter-cairo.h"
#include "report/assay-report-private.h"

G_DEFINE_BOXED_TYPE (AssayReport, assay_report, assay_report_ref, assay_report_unref)

static void
finding_ref_clear (gpointer data)
{
  g_free (((AssayFindingRef *) data)->label);
}

/* Both in one text: rule, severity and all that was observed. */
static char *
finding_text (const AssayFinding *finding)
{
  GString *text = g_string_new (assay_finding_get_rule (finding));
  g_string_append_printf (text, "\n%d", (int) assay_finding_get_severity (finding));
  for (guint i = 0; i < assay_finding_get_n_observed (finding); i++)
    {
      AssayObserved observed;
      assay_finding_get_observed (finding, i, &observed);
      g_autofree char *value = assay_observed_to_text (&observed);
      g_string_append_printf (text, "\n%s %s", observed.name, value);
    }
  return g_string_free (text, FALSE);
}

/* Whether a later run of the same tool with other settings found the very same. */
static gboolean
is_said_later (const AssayReportExhibit *exhibit, guint index, const AssayFinding *finding)
{
  const AssayReportRun *run = exhibit->runs->pdata[index];
  g_autofree char *text = NULL;
  for (guint r = index + 1; r < exhibit->runs->len; r++)
    {
      const AssayReportRun *later = exhibit->runs->pdata[r];
      if (!g_str_equal (later->tool, run->tool) || !assay_report_exhibit_speaks (exhibit, later))
        continue;
      if (text == NULL)
        text = finding_text (finding);
      for (guint i = 0; i < assay_result_get_n_findings (later->result); i++)
        {
          g_autofree char *other = finding_text (assay_result_get_finding (later->result, i));
          if (g_str_equal (text, other))
            return TRUE;
        }
    }
  return FALSE;
}

static void
number_findings (GArray *findings, const AssayReportExhibit *exhibit)
{
  guint number = 0;
  for (int severity = ASSAY_SEVERITY_COMPROMISED; severity >= ASSAY_SEVERITY_INFO; severity--)
    for (guint r = 0; r < exhibit->runs->len; r++)
      {
        const AssayReportRun *run = exhibit->runs->pdata[r];
        if (!assay_report_exhibit_speaks (exhibit, run))
          continue;
        for (guint i = 0; i < assay_result_get_n_findings (run->result); i++)
          {
            const AssayFinding *finding = assay_result_get_finding (run->result, i);
            if ((int) assay_finding_get_severity (finding) != severity
                || is_said_later (exhibit, r, finding))
              continue;
            AssayFindingRef ref = { exhibit, run, finding, NULL };
            ref.label = g_strdup_printf ("F%u.%u", exhibit->number, ++number);
            g_array_append_val (findings, ref);
          }
      }
}

static void
write_sections (AssayReportWriter *writer)
{
  static void (*const sections[]) (AssayReportWriter * writer) = {
    assay_write_contents,     assay_write_identification, assay_write_scope,
    assay_write_exhibits,     assay_write_custody,        assay_write_method,
    assay_write_findings,     assay_write_evaluation,     assay_write_conclusion,
    assay_write_limitations,  assay_write_review,         assay_write_declarations,
    assay_write_verification, assay_write_annexes,
  };
  assay_flow_target (writer->flow, "section-1");
  assay_write_summary (writer);
  if (writer->data->quick)
    {
      assay_write_quick (writer);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    sections[i](writer);
}

/* Numbers of exhibits as ranges: "1–3, 7". */
static char *
exhibit_ranges (const AssayReportData *data)
{
  g_autofree guint *numbers = g_new (guint, data->exhibits->len + 1);
  for (guint i = 0; i < data->exhibits->len; i++)
    numbers[i] = ((AssayReportExhibit *) data->exhibits->pdata[i])->number;
  return assay_words_ranges (numbers, data->exhibits->len);
}

static void
draw_footer_line (AssayReport *self, guint page, const char *text, double y, gboolean right)
{
  AssayDrawList *list = assay_flow_get_pages (self->flow)->pdata[page];
  const double left = assay_flow_get_left (self->flow);
  const double width = assay_flow_get_width (self->flow);
  g_autoptr (PangoLayout) layout
      = assay_text_layout (self->fonts, text, assay_style (ASSAY_STYLE_FOOTER), width);
  PangoLayoutLine *line = pango_layout_get_line_readonly (layout, 0);
  double taken;
  assay_text_line_extents (line, NULL, NULL, &taken);
  assay_text_draw_line (self->fonts, self->codes, line, right ? left + width - taken : left, y,
                        list);
}

static void
draw_footers (AssayReport *self)
{
  const AssayReportData *data = self->data;
  const guint n = assay_flow_get_pages (self->flow)->len;
  g_autofree char *root = assay_report_data_root (data, 8);
  g_autofree char *exhibits = exhibit_ranges (data);
  g_autofree char *what = data->quick
                              ? g_strdup_printf (_ ("Report %s · quick check, no case"), data->id)
                              : g_strdup_printf (_ ("Report %s · case %s · exhibits %s"), data->id,
                                                 data->case_uuid, exhibits);
  g_autofree char *proof
      = *root != '\0' ? g_strdup_printf (_ ("Checkpoint root %s · Assay %s"), root, data->version)
                      : g_strdup_printf (_ ("No checkpoint · Assay %s"), data->version);
  const double left = assay_flow_get_left (self->flow);
  const double top = self->height - 46;
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *number = g_strdup_printf (_ ("Page %u of %u"), i + 1, n);
      assay_draw_list_line (assay_flow_get_pages (self->flow)->pdata[i], left, top,
                            left + assay_flow_get_width (self->flow), top, ASSAY_RULE, 0.5,
                            ASSAY_DASH_SOLID);
      draw_footer_line (self, i, what, top + 11, FALSE);
      draw_footer_line (self, i, proof, top + 21, FALSE);
      draw_footer_line (self, i, number, top + 21, TRUE);
    }
}

AssayReport *
assay_report_new_from_data (AssayReportData *data, GError **error)
{
  g_autoptr (AssayReport) self = g_new0 (AssayReport, 1);
  self->references = 1;
  self->data = data;
  assay_report_data_finish (data);
  self->fonts = assay_report_fonts_new (data->language, error);
  if (self->fonts == NULL)
    return NULL;
  const gboolean letter = assay_report_options_get_paper (data->options) == ASSAY_REPORT_LETTER;
  self->width = letter ? 612.0 : 595.276;
  self->height = letter ? 792.0 : 841.89;
  self->codes = assay_private_codes_new ();
  self->flow = assay_flow_new (self->fonts, self->codes, self->width, self->height);
  self->attached = assay_report_attachments (data);

  AssayReportWriter writer = { .data = data, .flow = self->flow, .attached = self->attached };
  writer.findings = g_array_new (FALSE, FALSE, sizeof (AssayFindingRef));
  writer.explained = g_hash_table_new (g_str_hash, g_str_equal);
  g_array_set_clear_func (writer.findings, finding_ref_clear);
  for (guint i = 0; i < data->exhibits->len; i++)
    number_findings (writer.findings, data->exhibits->pdata[i]);
  write_sections (&writer);
  g_hash_table_unref (writer.explained);
  g_array_unref (writer.findings);
  assay_flow_finish (self->flow);
  draw_footers (self);
  return g_steal_pointer (&self);
}

AssayReport *
assay_report_ref (AssayReport *self)
{
  g_atomic_int_inc (&self->references);
  return self;
}

void
assay_report_unref (AssayReport *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->references))
    return;
  g_clear_pointer (&self->flow, assay_flow_free);
  g_clear_pointer (&self->attached, g_ptr_array_unref);
  g_clear_pointer (&self->codes, assay_private_codes_free);
  g_clear_pointer (&self->fonts, assay_report_fonts_free);
  g_clear_pointer (&self->data, assay_report_data_free);
  g_free (self);
}

const char *
assay_report_get_id (const AssayReport *self)
{
  return self->data->id;
}

gint64
assay_report_get_upto (const AssayReport *self)
{
  return self->data->upto;
}

gint64
assay_report_get_checkpoint_size (const AssayReport *self)
{
  return self->data->checkpoint_size;
}

guint
assay_report_get_n_pages (const AssayReport *self)
{
  return assay_flow_get_pages (self->flow)->len;
}

void
assay_report_get_page_size (const AssayReport *self, double *width, double *height)
{
  *width = self->width;
  *height = self->height;
}

AssayDrawList *
assay_report_get_page (const AssayReport *self, guint index)
{
  g_return_val_if_fail (index < assay_report_get_n_pages (self), NULL);
  return assay_flow_get_pages (self->flow)->pdata[index];
}

static void
show_text (cairo_t *cr, const AssayDrawItem *item, gpointer user_data)
{
  AssayReportFonts *fonts = user_data;
  const AssayTextStyle style = { item->font, item->fill };
  g_autoptr (PangoLayout) layout = assay_text_layout (fonts, item->text, &style, -1);
  PangoRectangle logical;
  pango_layout_get_extents (layout, NULL, &logical);
  const double width = logical.width / (double) PANGO_SCALE;
  const double shift = item->anchor == ASSAY_ANCHOR_START    ? 0
                       : item->anchor == ASSAY_ANCHOR_MIDDLE ? -width / 2
                                                             : -width;
  const double height = logical.height / (double) PANGO_SCALE;
  double baseline = 0;
  PangoLayoutLine *line = pango_layout_get_line_readonly (layout, 0);
  double ascent;
  assay_text_line_extents (line, &ascent, NULL, NULL);
  switch (item->base)
    {
    case ASSAY_BASE_ALPHABETIC:
      break;
    case ASSAY_BASE_TOP:
      baseline = ascent;
      break;
    case ASSAY_BASE_MIDDLE:
      baseline = ascent - height / 2;
      break;
    case ASSAY_BASE_BOTTOM:
      baseline = ascent - height;
      break;
    }
  /* The layout's own colours number segments: the line is shown without attributes. */
  pango_layout_set_attributes (layout, NULL);
  PangoFontDescription *description = assay_report_fonts_describe (fonts, &item->font);
  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  cairo_move_to (cr, shift, baseline);
  pango_cairo_show_layout_line (cr, pango_layout_get_line_readonly (layout, 0));
}

void
assay_report_paint_page (const AssayReport *self, guint index, cairo_t *cr)
{
  g_return_if_fail (index < assay_report_get_n_pages (self));
  cairo_save (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_rectangle (cr, 0, 0, self->width, self->height);
  cairo_fill (cr);
  assay_painter_cairo_paint (assay_report_get_page (self, index), cr, show_text, self->fonts);
  cairo_restore (cr);
}

/* Whether @item goes on where @before ended: on its left in a run that reads to the left. */
static gboolean
is_next_cluster (const AssayDrawItem *item, const AssayDrawItem *before)
{
  return item->invisible && before->invisible
         && ABS (item->points[0].x + item->rect.width - before->points[0].x) < 0.5;
}

/* Clusters of right-to-left text stand in the list as they stand on the page. */
static char *
reading_order (const AssayDrawItem *item)
{
  for (const char *p = item->text; item->invisible && *p != '\0'; p = g_utf8_next_char (p))
    {
      const hb_script_t script
          = hb_unicode_script (hb_unicode_funcs_get_default (), g_utf8_get_char (p));
      if (hb_script_get_horizontal_direction (script) == HB_DIRECTION_RTL)
        return g_utf8_strreverse (item->text, -1);
    }
  return g_strdup (item->text);
}

char *
assay_report_get_page_text (const AssayReport *self, guint index)
{
  AssayDrawList *list = assay_report_get_page (self, index);
  g_autoptr (GString) text = g_string_new (NULL);
  AssayDrawItem before = { .kind = ASSAY_DRAW_CLIP };
  for (gsize i = 0; i < assay_draw_list_get_n (list); i++)
    {
      AssayDrawItem item;
      assay_draw_list_get (list, i, &item);
      if (item.kind != ASSAY_DRAW_TEXT)
        continue;
      const gboolean same_line
          = before.kind == ASSAY_DRAW_TEXT && ABS (item.points[0].y - before.points[0].y) < 2;
      const gboolean spaced
          = g_str_has_prefix (item.text, " ") || (text->len > 0 && text->str[text->len - 1] == ' ');
      if (before.kind == ASSAY_DRAW_TEXT && !same_line)
        g_string_append_c (text, '\n');
      else if (same_line && !spaced && !is_next_cluster (&item, &before))
        g_string_append_c (text, ' ');
      g_autofree char *piece = reading_order (&item);
      g_string_append (text, piece);
      before = item;
    }
  return assay_private_codes_decode (self->codes, text->str);
}
