/* assay-draw-list.c: the list itself: items with offsets into shared arrays, so that a page of ten
 * thousand marks is a handful of allocations. Not the layout and not the painting. */
#include "plot/assay-draw-list.h"

#include <math.h>
#include <string.h>

/* An item as kept: arrays grow, so it holds offsets where AssayDrawItem has pointers. */
typedef struct
{
  AssayDrawItem item;
  gsize first_point;
  gsize first_verb;
} Entry;

struct _AssayDrawList
{
  gatomicrefcount references;
  double width;
  double height;
  GArray *entries;     /* Entry */
  GArray *points;      /* AssayPoint */
  GByteArray *verbs;   /* AssayPathVerb */
  GStringChunk *texts; /* texts and targets */
  GPtrArray *images;   /* keeps the images alive */
};

G_DEFINE_BOXED_TYPE (AssayDrawList, assay_draw_list, assay_draw_list_ref, assay_draw_list_unref)

AssayColour
assay_colour_with_alpha (AssayColour colour, double alpha)
{
  double clamped = CLAMP (alpha, 0.0, 1.0);

  return (colour & 0xffffff00u) | (AssayColour) lround (clamped * 255.0);
}

void
assay_colour_parts (AssayColour colour, double parts[4])
{
  for (guint i = 0; i < 4; i++)
    parts[i] = ((colour >> (24 - 8 * i)) & 0xffu) / 255.0;
}

AssayDrawList *
assay_draw_list_new (double width, double height)
{
  AssayDrawList *self = g_new0 (AssayDrawList, 1);

  g_atomic_ref_count_init (&self->references);
  self->width = width;
  self->height = height;
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->points = g_array_new (FALSE, FALSE, sizeof (AssayPoint));
  self->verbs = g_byte_array_new ();
  self->texts = g_string_chunk_new (1024);
  self->images = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_image_unref);
  return self;
}

AssayDrawList *
assay_draw_list_ref (AssayDrawList *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
assay_draw_list_unref (AssayDrawList *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_array_unref (self->entries);
  g_array_unref (self->points);
  g_byte_array_unref (self->verbs);
  g_string_chunk_free (self->texts);
  g_ptr_array_unref (self->images);
  g_free (self);
}

void
assay_draw_list_add (AssayDrawList *self, const AssayDrawItem *item)
{
  Entry entry = {
    .item = *item,
    .first_point = self->points->len,
    .first_verb = self->verbs->len,
  };

  if (item->n_points > 0)
    g_array_append_vals (self->points, item->points, (guint) item->n_points);
  if (item->n_verbs > 0)
    g_byte_array_append (self->verbs, item->verbs, (guint) item->n_verbs);
  if (item->text != NULL)
    entry.item.text = g_string_chunk_insert (self->texts, item->text);
  if (item->image != NULL)
    g_ptr_array_add (self->images, assay_image_ref (item->image));
  g_array_append_val (self->entries, entry);
}

void
assay_draw_list_line (AssayDrawList *self,
                      double x0,
                      double y0,
                      double x1,
                      double y1,
                      AssayColour stroke,
                      double line_width,
                      AssayDash dash)
{
  const AssayPoint points[] = { { x0, y0 }, { x1, y1 } };

  assay_draw_list_polyline (self, points, G_N_ELEMENTS (points), stroke, line_width, dash);
}

void
assay_draw_list_polyline (AssayDrawList *self,
                          const AssayPoint *points,
                          gsize n_points,
                          AssayColour stroke,
                          double line_width,
                          AssayDash dash)
{
  if (n_points < 2)
    return;
  assay_draw_list_add (self, &(AssayDrawItem){ .kind = ASSAY_DRAW_POLYLINE,
                                               .points = points,
                                               .n_points = n_points,
                                               .stroke = stroke,
                                               .line_width = line_width,
                                               .dash = dash });
}

void
assay_draw_list_polygon (AssayDrawList *self,
                         const AssayPoint *points,
                         gsize n_points,
                         AssayColour fill,
                         AssayColour stroke,
                         double line_width)
{
  if (n_points < 3)
    return;
  assay_draw_list_add (self, &(AssayDrawItem){ .kind = ASSAY_DRAW_POLYGON,
                                               .points = points,
                                               .n_points = n_points,
                                               .fill = fill,
                                               .stroke = stroke,
                                               .line_width = line_width });
}

void
assay_draw_list_rectangle (AssayDrawList *self,
                           const AssayRect *rect,
                           double radius,
                           AssayColour fill,
                           AssayColour stroke,
                           double line_width)
{
  assay_draw_list_add (self, &(AssayDrawItem){ .kind = ASSAY_DRAW_RECTANGLE,
                                               .rect = *rect,
                                               .radius = radius,
                                               .fill = fill,
                                               .stroke = stroke,
                                               .line_width = line_width });
}

void
assay_draw_list_marks (
    AssayDrawList *self, const AssayPoint *points, gsize n_points, double radius, AssayColour fill)
{
  if (n_points == 0)
    return;
  assay_draw_list_add (self, &(AssayDrawItem){ .kind = ASSAY_DRAW_MARKS,
                                               .points = points,
                                               .n_points = n_points,
                                               .radius = radius,
                                               .fill = fill });
}

/* Points that @verbs take. */
static gsize
count_path_points (const guint8 *verbs, gsize n_verbs)
{
  gsize count = 0;

  for (gsize i = 0; i < n_verbs; i++)
    {
      switch ((AssayPathVerb) verbs[i])
        {
        case ASSAY_PATH_MOVE:
        case ASSAY_PATH_LINE:
          count += 1;
          break;
        case ASSAY_PATH_CURVE:
          count += 3;
          break;
        case ASSAY_PATH_CLOSE:
          break;
        }
    }
  return count;
}

void
assay_draw_list_path (AssayDrawList *self,
                      const guint8 *verbs,
                      gsize n_verbs,
                      const AssayPoint *points,
                      gsize n_points,
                      AssayColour fill)
{
  g_return_if_fail (count_path_points (verbs, n_verbs) <= n_points);

  if (n_verbs == 0)
    return;
  assay_draw_list_add (self, &(AssayDrawItem){ .kind = ASSAY_DRAW_PATH,
                                               .verbs = verbs,
                                               .n_verbs = n_verbs,
                                               .points = points,
                                               .n_points = n_points,
                                               .fill = fill });
}

void
assay_draw_list_image (AssayDrawList *self,
                       const AssayRect *rect,
                       AssayImage *image,
                       gboolean smooth)
{
  assay_draw_list_add (
      self, &(AssayDrawItem){
                .kind = ASSAY_DRAW_IMAGE, .rect = *rect, .image = image, .smooth = smooth });
}

void
assay_draw_list_text (AssayDrawList *self,
                      double x,
                      double y,
                      const char *text,
                      const AssayFont *font,
                      AssayAnchor anchor,
                      AssayBase base,
                      double angle,
                      AssayColour fill)
{
  const AssayPoint point = { x, y };

  if (text == NULL || *text == '\0')
    return;
  assay_draw_list_add (self, &(AssayDrawItem){ .kind = ASSAY_DRAW_TEXT,
                                               .points = &point,
                                               .n_points = 1,
                                               .text = text,
                                               .font = *font,
                                               .anchor = anchor,
                                               .base = base,
                                               .angle = angle,
                                               .fill = fill });
}

void
assay_draw_list_invisible_text (
    AssayDrawList *self, double x, double y, double width, const char *text, const AssayFont *font)
{
  const AssayPoint point = { x, y };

  if (text == NULL || *text == '\0')
    return;
  assay_draw_list_add (self, &(AssayDrawItem){ .kind = ASSAY_DRAW_TEXT,
                                               .points = &point,
                                               .n_points = 1,
                                               .rect = { x, y, width, 0.0 },
                                               .text = text,
                                               .font = *font,
                                               .invisible = TRUE });
}

void
assay_draw_list_clip (AssayDrawList *self, const AssayRect *rect)
{
  assay_draw_list_add (self, &(AssayDrawItem){ .kind = ASSAY_DRAW_CLIP, .rect = *rect });
}

void
assay_draw_list_unclip (AssayDrawList *self)
{
  assay_draw_list_add (self, &(AssayDrawItem){ .kind = ASSAY_DRAW_UNCLIP });
}

void
assay_draw_list_link (AssayDrawList *self, const AssayRect *rect, const char *target)
{
  assay_draw_list_add (self,
                       &(AssayDrawItem){ .kind = ASSAY_DRAW_LINK, .rect = *rect, .text = target });
}

void
assay_draw_list_append (AssayDrawList *self,
                        const AssayDrawList *other,
                        double dx,
                        double dy,
                        AssayDrawTextFunc text_func,
                        gpointer user_data)
{
  g_autoptr (GArray) moved = g_array_new (FALSE, FALSE, sizeof (AssayPoint));

  g_return_if_fail (self != other);

  for (gsize i = 0; i < other->entries->len; i++)
    {
      AssayDrawItem item;

      assay_draw_list_get (other, i, &item);
      g_array_set_size (moved, 0);
      for (gsize k = 0; k < item.n_points; k++)
        {
          AssayPoint point = { item.points[k].x + dx, item.points[k].y + dy };

          g_array_append_val (moved, point);
        }
      item.points = (const AssayPoint *) (const void *) moved->data;
      item.rect.x += dx;
      item.rect.y += dy;
      if (item.kind == ASSAY_DRAW_TEXT && text_func != NULL)
        text_func (self, &item, user_data);
      else
        assay_draw_list_add (self, &item);
    }
}

gsize
assay_draw_list_get_n (const AssayDrawList *self)
{
  return self->entries->len;
}

void
assay_draw_list_get (const AssayDrawList *self, gsize index, AssayDrawItem *item)
{
  const Entry *entry = &g_array_index (self->entries, Entry, index);

  g_return_if_fail (index < self->entries->len);

  *item = entry->item;
  item->points
      = item->n_points > 0 ? &g_array_index (self->points, AssayPoint, entry->first_point) : NULL;
  item->verbs = item->n_verbs > 0 ? self->verbs->data + entry->first_verb : NULL;
}
