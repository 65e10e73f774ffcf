/* assay-cipher-regions.c: rectangles at a picture, and as few bytes. */
#include "cipher/assay-cipher-regions.h"

/* No picture is larger than this, and no rectangle leaves it by more: 65535 samples either way. */

enum
{
  HAS_FIRST = 1 << 0,
  HAS_LAST = 1 << 1,
};

/* a + (b - a) · part / whole, rounded down; no operand is above 2^32. */
static gint64
mix_down (gint64 a, gint64 b, gint64 part, gint64 whole)
{
  gint64 product = (b - a) * part;
  gint64 quotient = product / whole;

  return a + quotient - (product % whole < 0 ? 1 : 0);
}

static gint64
mix_up (gint64 a, gint64 b, gint64 part, gint64 whole)
{
  return -mix_down (-a, -b, part, whole);
}

static AssayCipherRectangle
mix (const AssayCipherKeyFrame *a, const AssayCipherKeyFrame *b, gint32 order)
{
  const gint64 step = ASSAY_CIPHER_STEP;
  gint64 whole = MAX ((gint64) b->order - a->order, 1);
  gint64 part = CLAMP ((gint64) order - a->order, 0, whole);

  return (AssayCipherRectangle){
    .left = mix_down (step * a->edges.left, step * b->edges.left, part, whole),
    .top = mix_down (step * a->edges.top, step * b->edges.top, part, whole),
    .right = mix_up (step * a->edges.right, step * b->edges.right, part, whole),
    .bottom = mix_up (step * a->edges.bottom, step * b->edges.bottom, part, whole),
  };
}

gboolean
assay_cipher_track_at (const AssayCipherTrack *track, gint32 order, AssayCipherRectangle *rectangle)
{
  guint next = 0;

  if (order < track->from || order > track->to)
    return FALSE;
  if (track->n_keys == 0)
    {
      *rectangle = (AssayCipherRectangle){ .right = G_MAXINT32, .bottom = G_MAXINT32 };
      return TRUE;
    }
  while (next < track->n_keys && track->keys[next].order <= order)
    next++;
  *rectangle = mix (&track->keys[next > 0 ? next - 1 : 0],
                    &track->keys[MIN (next, track->n_keys - 1)], order);
  return rectangle->right > rectangle->left && rectangle->bottom > rectangle->top;
}

void
assay_cipher_regions_at (const AssayCipherRegions *self, gint32 order, AssayCipherArea *area)
{
  *area = (AssayCipherArea){ .limited = self->n_tracks > 0 };
  for (guint i = 0; i < self->n_tracks; i++)
    if (assay_cipher_track_at (&self->tracks[i], order, &area->rectangles[area->n]))
      area->track[area->n++] = i;
}

gint
assay_cipher_area_find (const AssayCipherArea *self, guint x, guint y, guint size)
{
  for (guint i = 0; i < self->n; i++)
    {
      const AssayCipherRectangle *part = &self->rectangles[i];

      if ((gint64) x < part->right && (gint64) x + size > part->left && (gint64) y < part->bottom
          && (gint64) y + size > part->top)
        return (gint) i;
    }
  return -1;
}

static void
put_number (GByteArray *out, guint64 value)
{
  do
    {
      guint8 byte = (guint8) ((value & 0x7f) | (value > 0x7f ? 0x80 : 0));

      g_byte_array_append (out, &byte, 1);
      value >>= 7;
    }
  while (value > 0);
}

static void
put_signed (GByteArray *out, gint64 value)
{
  put_number (out, value < 0 ? 2 * (guint64) -value - 1 : 2 * (guint64) value);
}

/* Below 2^35; what is longer makes the reader fail. */
static guint64
take_number (AssayReader *reader)
{
  guint64 value = 0;

  for (guint shift = 0; shift < 35; shift += 7)
    {
      guint byte = assay_reader_read_u8 (reader);

      value |= (guint64) (byte & 0x7f) << shift;
      if (byte < 0x80)
        return value;
    }
  assay_reader_fail (reader);
  return 0;
}

static gint64
take_signed (AssayReader *reader)
{
  guint64 value = take_number (reader);

  return (value & 1) != 0 ? -(gint64) (value / 2) - 1 : (gint64) (value / 2);
}

static void
put_keys (GByteArray *out, const AssayCipherTrack *track)
{
  AssayCipherKeyFrame last = { 0 };

  for (guint i = 0; i < track->n_keys; i++)
    {
      const AssayCipherKeyFrame *key = &track->keys[i];
      gint32 width = key->edges.right - key->edges.left;
      gint32 height = key->edges.bottom - key->edges.top;
      gint32 more_width = width - (last.edges.right - last.edges.left);
      gint32 more_height = height - (last.edges.bottom - last.edges.top);
      gboolean resized = i == 0 || more_width != 0 || more_height != 0;

      if (i == 0)
        put_signed (out, key->order);
      else
        put_number (out, 2 * (guint64) ((gint64) key->order - last.order) + (resized ? 1 : 0));
      put_signed (out, key->edges.left - last.edges.left);
      put_signed (out, key->edges.top - last.edges.top);
      if (resized)
        {
          put_signed (out, more_width);
          put_signed (out, more_height);
        }
      last = *key;
    }
}

void
assay_cipher_regions_write (const AssayCipherRegions *self, GByteArray *out)
{
  put_number (out, self->n_tracks);
  for (guint i = 0; i < self->n_tracks; i++)
    {
      const AssayCipherTrack *track = &self->tracks[i];
      gboolean has_first = track->from != G_MININT32;
      gboolean has_last = track->to != G_MAXINT32;

      put_number (out, (has_first ? HAS_FIRST : 0u) | (has_last ? HAS_LAST : 0u));
      if (has_first)
        put_signed (out, track->from);
      if (has_last)
        put_signed (out, (gint64) track->to - (has_first ? track->from : 0));
      put_number (out, track->n_keys);
      put_keys (out, track);
    }
}

static gboolean
is_order (gint64 order)
{
  return order > G_MININT32 && order < G_MAXINT32;
}

static gboolean
is_sound (const AssayCipherEdges *edges)
{
  return ABS (edges->left) <= ASSAY_CIPHER_FARTHEST && ABS (edges->top) <= ASSAY_CIPHER_FARTHEST
         && edges->right >= edges->left && edges->right <= 2 * ASSAY_CIPHER_FARTHEST
         && edges->bottom >= edges->top && edges->bottom <= 2 * ASSAY_CIPHER_FARTHEST;
}

/* A sum that stays small whatever a foreign stream adds. */
static gint32
add (gint64 a, gint64 b)
{
  return (gint32) CLAMP (a + b, -4 * ASSAY_CIPHER_FARTHEST, 4 * ASSAY_CIPHER_FARTHEST);
}

static gboolean
take_key (AssayReader *reader, const AssayCipherKeyFrame *last, AssayCipherKeyFrame *key)
{
  gint32 width = last != NULL ? last->edges.right - last->edges.left : 0;
  gint32 height = last != NULL ? last->edges.bottom - last->edges.top : 0;
  gboolean resized = TRUE;
  gint64 order;

  if (last != NULL)
    {
      guint64 head = take_number (reader);

      order = last->order + (gint64) (head / 2);
      resized = (head & 1) != 0;
    }
  else
    order = take_signed (reader);
  key->edges.left = add (last != NULL ? last->edges.left : 0, take_signed (reader));
  key->edges.top = add (last != NULL ? last->edges.top : 0, take_signed (reader));
  if (resized)
    {
      width = add (width, take_signed (reader));
      height = add (height, take_signed (reader));
    }
  key->edges.right = key->edges.left + width;
  key->edges.bottom = key->edges.top + height;
  if (!assay_reader_ok (reader) || !is_order (order) || !is_sound (&key->edges)
      || (last != NULL && order <= last->order))
    return FALSE;
  key->order = (gint32) order;
  return TRUE;
}

static gboolean
take_track (AssayReader *reader, AssayCipherTrack *track)
{
  guint64 flags = take_number (reader);
  gint64 from = (flags & HAS_FIRST) != 0 ? take_signed (reader) : 0;
  gint64 to = (flags & HAS_LAST) != 0 ? from + take_signed (reader) : 0;
  guint64 n = take_number (reader);

  if (!assay_reader_ok (reader) || flags > (HAS_FIRST | HAS_LAST) || !is_order (from)
      || !is_order (to) || ((flags & HAS_LAST) != 0 && to < from && (flags & HAS_FIRST) != 0)
      || n > ASSAY_CIPHER_MOST_KEYS)
    return FALSE;
  track->from = (flags & HAS_FIRST) != 0 ? (gint32) from : G_MININT32;
  track->to = (flags & HAS_LAST) != 0 ? (gint32) to : G_MAXINT32;
  track->n_keys = (guint) n;
  for (guint i = 0; i < track->n_keys; i++)
    if (!take_key (reader, i > 0 ? &track->keys[i - 1] : NULL, &track->keys[i]))
      return FALSE;
  return TRUE;
}

gboolean
assay_cipher_regions_read (AssayCipherRegions *self, AssayReader *reader)
{
  guint64 n = take_number (reader);

  if (!assay_reader_ok (reader) || n > ASSAY_CIPHER_TRACKS)
    return FALSE;
  self->n_tracks = (guint) n;
  for (guint i = 0; i < self->n_tracks; i++)
    if (!take_track (reader, &self->tracks[i]))
      return FALSE;
  return TRUE;
}
