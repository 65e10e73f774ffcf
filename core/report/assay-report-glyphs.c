/* assay-report-glyphs.c: one run of text as a text item, or as filled outlines with invisible text
 * over them. */
#include "report/assay-report-text-private.h"

#include "config.h"

#include <hb.h>

typedef struct
{
  GByteArray *verbs;
  GArray *points; /* AssayPoint */
  double x;       /* of the glyph's origin, pt */
  double y;
} Outline;

static void
outline_point (Outline *outline, float x, float y)
{
  AssayPoint point
      = { outline->x + (double) x / PANGO_SCALE, outline->y - (double) y / PANGO_SCALE };
  g_array_append_val (outline->points, point);
}

static void
outline_verb (Outline *outline, AssayPathVerb verb)
{
  guint8 byte = (guint8) verb;
  g_byte_array_append (outline->verbs, &byte, 1);
}

static void
on_move (
    hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x, float y, void *user_data)
{
  outline_verb (data, ASSAY_PATH_MOVE);
  outline_point (data, x, y);
}

static void
on_line (
    hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x, float y, void *user_data)
{
  outline_verb (data, ASSAY_PATH_LINE);
  outline_point (data, x, y);
}

static void
on_cubic (hb_draw_funcs_t *funcs,
          void *data,
          hb_draw_state_t *state,
          float x1,
          float y1,
          float x2,
          float y2,
          float x,
          float y,
          void *user_data)
{
  outline_verb (data, ASSAY_PATH_CURVE);
  outline_point (data, x1, y1);
  outline_point (data, x2, y2);
  outline_point (data, x, y);
}

static void
on_close (hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, void *user_data)
{
  outline_verb (data, ASSAY_PATH_CLOSE);
}

/* Without a function of its own for quadratic curves HarfBuzz gives them as cubic ones. */
static hb_draw_funcs_t *
draw_funcs (void)
{
  static hb_draw_funcs_t *funcs;
  if (g_once_init_enter (&funcs))
    {
      hb_draw_funcs_t *made = hb_draw_funcs_create ();
      hb_draw_funcs_set_move_to_func (made, on_move, NULL, NULL);
      hb_draw_funcs_set_line_to_func (made, on_line, NULL, NULL);
      hb_draw_funcs_set_cubic_to_func (made, on_cubic, NULL, NULL);
      hb_draw_funcs_set_close_path_func (made, on_close, NULL, NULL);
      hb_draw_funcs_make_immutable (made);
      g_once_init_leave (&funcs, made);
    }
  return funcs;
}

/* How many bytes of the run libharu, glyph by glyph through the font's character map, draws as
 * Pango laid them out; 0 if the run needs outlines. */
static gsize
plain_length (PangoLayoutRun *run, const char *text)
{
  const PangoItem *item = run->item;
  const PangoGlyphString *glyphs = run->glyphs;
  if (item->analysis.level % 2 != 0 || glyphs->num_glyphs != item->num_chars)
    return 0;

  hb_font_t *font = pango_font_get_hb_font (item->analysis.font);
  const char *start = text + item->offset;
  const char *p = start;
  for (int i = 0; i < glyphs->num_glyphs; i++, p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      /* Pango empties the space at which it broke the line. */
      if (i > 0 && i == glyphs->num_glyphs - 1 && glyphs->glyphs[i].glyph == PANGO_GLYPH_EMPTY)
        break;
      hb_codepoint_t nominal = 0;
      if (c > 0xFFFF || (c >= 0xE000 && c < 0xF900)
          || !hb_font_get_nominal_glyph (font, c, &nominal) || nominal != glyphs->glyphs[i].glyph
          || glyphs->glyphs[i].geometry.x_offset != 0 || glyphs->glyphs[i].geometry.y_offset != 0)
        return 0;
    }
  return (gsize) (p - start);
}

/* A character that no font has: a box with its number, so that it can be told from another. */
static void
outline_unknown (AssayReportFonts *fonts,
                 Outline *outline,
                 const PangoGlyphInfo *glyph,
                 double size,
                 AssayColour colour,
                 AssayDrawList *to)
{
  const double width = glyph->geometry.width / (double) PANGO_SCALE;
  AssayRect box = { outline->x + 0.04 * size, outline->y - 0.9 * size, width - 0.08 * size, size };
  assay_draw_list_rectangle (to, &box, 0, ASSAY_COLOUR_NONE, colour, 0.4);

  g_autofree char *digits = g_strdup_printf ("%04X", glyph->glyph & 0xFFFFFFu);
  const gsize n = strlen (digits);
  const gsize columns = (n + 1) / 2;
  const AssayFont tiny = { .role = ASSAY_FONT_MONO, .size = box.width / (double) columns * 1.5 };
  PangoFontDescription *description = assay_report_fonts_describe (fonts, &tiny);
  g_autoptr (PangoFont) font
      = pango_context_load_font (assay_report_fonts_get_context (fonts), description);
  pango_font_description_free (description);
  hb_font_t *hb = pango_font_get_hb_font (font);
  Outline mark = *outline;
  for (gsize i = 0; i < n; i++)
    {
      hb_codepoint_t digit = 0;
      hb_font_get_nominal_glyph (hb, (guchar) digits[i], &digit);
      mark.x = box.x + box.width * (double) (i % columns) / (double) columns + tiny.size * 0.03;
      mark.y = box.y + box.height * (i < columns ? 0.46 : 0.92);
      hb_font_get_glyph_shape (hb, digit, draw_funcs (), &mark);
    }
}

static void
draw_outlines (AssayReportFonts *fonts,
               PangoLayoutRun *run,
               double x,
               double y,
               double size,
               AssayColour colour,
               AssayDrawList *to)
{
  g_autoptr (GByteArray) verbs = g_byte_array_new ();
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (AssayPoint));
  hb_font_t *font = pango_font_get_hb_font (run->item->analysis.font);
  for (int i = 0; i < run->glyphs->num_glyphs; i++)
    {
      const PangoGlyphInfo *glyph = &run->glyphs->glyphs[i];
      Outline outline = { .verbs = verbs, .points = points, .x = x, .y = y };
      if ((glyph->glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0)
        outline_unknown (fonts, &outline, glyph, size, colour, to);
      else if (glyph->glyph != PANGO_GLYPH_EMPTY)
        {
          outline.x += glyph->geometry.x_offset / (double) PANGO_SCALE;
          outline.y += glyph->geometry.y_offset / (double) PANGO_SCALE;
          hb_font_get_glyph_shape (font, glyph->glyph, draw_funcs (), &outline);
        }
      x += glyph->geometry.width / (double) PANGO_SCALE;
    }
  if (verbs->len > 0)
    assay_draw_list_path (to, verbs->data, verbs->len,
                          (const AssayPoint *) (gconstpointer) points->data, points->len, colour);
}

/* Readers turn right-to-left text from the order it stands in on the page to the order it is read
 * in, so each cluster is put where it stands, its characters from left to right. */
static void
add_hidden_clusters (AssayPrivateCodes *codes,
                     PangoLayoutRun *run,
                     const char *text,
                     double x,
                     double y,
                     const AssayFont *font,
                     AssayDrawList *to)
{
  double right = x + pango_glyph_string_get_width (run->glyphs) / (double) PANGO_SCALE;
  PangoGlyphItemIter iter;
  gboolean more = pango_glyph_item_iter_init_start (&iter, run, text);
  for (; more; more = pango_glyph_item_iter_next_cluster (&iter))
    {
      double width = 0;
      for (int i = iter.end_glyph + 1; i <= iter.start_glyph; i++)
        width += run->glyphs->glyphs[i].geometry.width / (double) PANGO_SCALE;
      right -= width;
      g_autofree char *turned
          = g_utf8_strreverse (text + iter.start_index, iter.end_index - iter.start_index);
      g_autofree char *coded = assay_private_codes_encode (codes, turned, -1);
      if (width > 0)
        assay_draw_list_invisible_text (to, right, y, width, coded, font);
    }
}

void
assay_text_draw_run (AssayReportFonts *fonts,
                     AssayPrivateCodes *codes,
                     const char *text,
                     PangoLayoutRun *run,
                     double x,
                     double y,
                     AssayColour colour,
                     AssayDrawList *to)
{
  const PangoItem *item = run->item;
  AssayFont font = { .role = ASSAY_FONT_SANS };
  const gsize plain = plain_length (run, text);
  if (plain > 0 && assay_report_fonts_is_embedded (fonts, item->analysis.font, &font))
    {
      g_autofree char *piece = g_strndup (text + item->offset, plain);
      assay_draw_list_text (to, x, y, piece, &font, ASSAY_ANCHOR_START, ASSAY_BASE_ALPHABETIC, 0,
                            colour);
      return;
    }

  PangoFontDescription *description = pango_font_describe_with_absolute_size (item->analysis.font);
  font
      = (AssayFont){ .role = ASSAY_FONT_SANS,
                     .size = pango_font_description_get_size (description) / (double) PANGO_SCALE };
  pango_font_description_free (description);
  draw_outlines (fonts, run, x, y, font.size, colour, to);
  if (item->analysis.level % 2 != 0)
    {
      add_hidden_clusters (codes, run, text, x, y, &font, to);
      return;
    }
  g_autofree char *coded = assay_private_codes_encode (codes, text + item->offset, item->length);
  double width = pango_glyph_string_get_width (run->glyphs) / (double) PANGO_SCALE;
  if (width > 0)
    assay_draw_list_invisible_text (to, x, y, width, coded, &font);
}
