/* assay-report-text.c: paragraphs into lines by Pango, in the order and with the fallback that each
 * script needs. */
#include "report/assay-report-text-private.h"

#include "config.h"

typedef struct
{
  gsize start; /* byte in the paragraph */
  AssayTextStyle style;
  char *target; /* NULL: no link */
} Segment;

struct _AssayRich
{
  GString *text;
  GArray *segments;
};

static void
segment_clear (gpointer data)
{
  Segment *segment = data;
  g_free (segment->target);
}

AssayRich *
assay_rich_new (void)
{
  AssayRich *self = g_new0 (AssayRich, 1);
  self->text = g_string_new (NULL);
  self->segments = g_array_new (FALSE, FALSE, sizeof (Segment));
  g_array_set_clear_func (self->segments, segment_clear);
  return self;
}

void
assay_rich_free (AssayRich *self)
{
  if (self == NULL)
    return;
  g_string_free (self->text, TRUE);
  g_array_unref (self->segments);
  g_free (self);
}

void
assay_rich_add_link (AssayRich *self,
                     const char *text,
                     const AssayTextStyle *style,
                     const char *target)
{
  if (text == NULL || *text == '\0')
    return;
  Segment segment = { .start = self->text->len, .style = *style, .target = g_strdup (target) };
  g_array_append_val (self->segments, segment);
  g_string_append (self->text, text);
}

void
assay_rich_add (AssayRich *self, const char *text, const AssayTextStyle *style)
{
  assay_rich_add_link (self, text, style, NULL);
}

static void
insert (PangoAttrList *list, PangoAttribute *attribute, gsize start, gsize end)
{
  attribute->start_index = (guint) start;
  attribute->end_index = (guint) end;
  pango_attr_list_insert (list, attribute);
}

/* The foreground "colour" is the number of the segment: it makes Pango split runs at each segment
 * and tells the drawing which one a run belongs to. */
static PangoAttrList *
make_attributes (const AssayRich *self, AssayReportFonts *fonts)
{
  PangoAttrList *list = pango_attr_list_new ();
  for (guint i = 0; i < self->segments->len; i++)
    {
      const Segment *segment = &g_array_index (self->segments, Segment, i);
      gsize end = i + 1 < self->segments->len ? g_array_index (self->segments, Segment, i + 1).start
                                              : self->text->len;
      PangoFontDescription *description = assay_report_fonts_describe (fonts, &segment->style.font);
      insert (list, pango_attr_font_desc_new (description), segment->start, end);
      pango_font_description_free (description);
      insert (list, pango_attr_foreground_new ((guint16) (i & 0xffff), (guint16) (i >> 16), 0),
              segment->start, end);
    }
  /* libharu sets glyph by glyph: no kerning and no ligature may change what was measured. */
  insert (list, pango_attr_font_features_new ("kern=0,liga=0,clig=0"), 0, self->text->len);
  /* Names and hashes are printed as they are: where one is broken, no hyphen may seem to belong to
   * it. */
  insert (list, pango_attr_insert_hyphens_new (FALSE), 0, self->text->len);
  return list;
}

static GArray *
copy_segments (const GArray *segments)
{
  GArray *copy = g_array_sized_new (FALSE, FALSE, sizeof (Segment), segments->len);
  g_array_set_clear_func (copy, segment_clear);
  for (guint i = 0; i < segments->len; i++)
    {
      Segment segment = g_array_index (segments, Segment, i);
      segment.target = g_strdup (segment.target);
      g_array_append_val (copy, segment);
    }
  return copy;
}

PangoLayout *
assay_rich_layout (const AssayRich *self, AssayReportFonts *fonts, double width)
{
  PangoLayout *layout = pango_layout_new (assay_report_fonts_get_context (fonts));
  /* One direction for all pages: a name that begins in Arabic must not put its ending on the other
   * side. */
  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_text (layout, self->text->str, (int) self->text->len);
  if (self->segments->len > 0)
    {
      /* Empty lines take their height from here. */
      PangoFontDescription *description = assay_report_fonts_describe (
          fonts, &g_array_index (self->segments, Segment, 0).style.font);
      pango_layout_set_font_description (layout, description);
      pango_font_description_free (description);
    }
  PangoAttrList *attributes = make_attributes (self, fonts);
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, width < 0 ? -1 : (int) (width * PANGO_SCALE));
  g_object_set_data_full (G_OBJECT (layout), "assay-segments", copy_segments (self->segments),
                          (GDestroyNotify) g_array_unref);
  return layout;
}

PangoLayout *
assay_text_layout (AssayReportFonts *fonts,
                   const char *text,
                   const AssayTextStyle *style,
                   double width)
{
  g_autoptr (AssayRich) rich = assay_rich_new ();
  assay_rich_add (rich, text == NULL || *text == '\0' ? " " : text, style);
  return assay_rich_layout (rich, fonts, width);
}

void
assay_text_line_extents (PangoLayoutLine *line, double *ascent, double *height, double *width)
{
  PangoRectangle logical;
  pango_layout_line_get_extents (line, NULL, &logical);
  if (ascent != NULL)
    *ascent = -logical.y / (double) PANGO_SCALE;
  if (height != NULL)
    *height = logical.height / (double) PANGO_SCALE;
  if (width != NULL)
    *width = logical.width / (double) PANGO_SCALE;
}

static guint
run_segment (const PangoItem *item)
{
  for (const GSList *l = item->analysis.extra_attrs; l != NULL; l = l->next)
    {
      const PangoAttribute *attribute = l->data;
      if (attribute->klass->type != PANGO_ATTR_FOREGROUND)
        continue;
      const PangoAttrColor *colour = (const PangoAttrColor *) attribute;
      return colour->color.red | (guint) colour->color.green << 16;
    }
  return 0;
}

void
assay_text_draw_line (AssayReportFonts *fonts,
                      AssayPrivateCodes *codes,
                      PangoLayoutLine *line,
                      double x,
                      double y,
                      AssayDrawList *to)
{
  PangoLayout *layout = line->layout;
  const GArray *segments = g_object_get_data (G_OBJECT (layout), "assay-segments");
  const char *text = pango_layout_get_text (layout);
  for (const GSList *l = line->runs; l != NULL; l = l->next)
    {
      PangoLayoutRun *run = l->data;
      double width = pango_glyph_string_get_width (run->glyphs) / (double) PANGO_SCALE;
      guint index = run_segment (run->item);
      if (index < segments->len)
        {
          const Segment *segment = &g_array_index (segments, Segment, index);
          assay_text_draw_run (fonts, codes, text, run, x, y, segment->style.colour, to);
          if (segment->target != NULL)
            {
              const double size = segment->style.font.size;
              AssayRect area = { x, y - size, width, size * 1.3 };
              assay_draw_list_link (to, &area, segment->target);
            }
        }
      x += width;
    }
}
