/* assay-sound-tiles.c: see the header. */
#include "assay-sound-tiles.h"

#include "config.h"

#include <math.h>
#include <string.h>

#include "assay-sound-ranges.h"

/* Levels of tiles that are kept: the least recently drawn go first. */
#define MOST_BYTES (96u * 1024u * 1024u)
/* Coarser levels that are searched for a reading. */
#define COARSER 12u

/* What a texture was made with. */
typedef struct
{
  double low, high;
  AssayScale scale;
  AssaySoundLevelRange range;
  guint height;
} Look;

typedef struct
{
  guint64 tag;
  AssayImage *levels; /* NULL: the worker could not */
  GdkTexture *texture;
  Look look;
  guint64 used;
} Tile;

struct _AssaySoundTiles
{
  GObject parent_instance;

  AssaySoundRanges *ranges;
  GHashTable *tiles; /* Tile by its tag */
  AssaySoundSpectrum spectrum;
  double hop, top;
  guint level, first, last; /* wanted */
  gboolean wanting;
  gsize bytes;
  guint64 clock;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AssaySoundTiles, assay_sound_tiles, G_TYPE_OBJECT)

static guint64
tag_of (guint level, guint index)
{
  return ((guint64) level << 32) | index;
}

static gsize
size_of (const Tile *tile)
{
  return tile->levels != NULL ? g_bytes_get_size (assay_image_get_pixels (tile->levels)) : 0;
}

static void
tile_free (gpointer data)
{
  Tile *tile = data;

  g_clear_pointer (&tile->levels, assay_image_unref);
  g_clear_object (&tile->texture);
  g_free (tile);
}

static Tile *
find (AssaySoundTiles *self, guint level, guint index)
{
  guint64 tag = tag_of (level, index);
  Tile *tile = g_hash_table_lookup (self->tiles, &tag);

  if (tile != NULL)
    tile->used = ++self->clock;
  return tile;
}

static void
drop_oldest (AssaySoundTiles *self)
{
  while (self->bytes > MOST_BYTES)
    {
      GHashTableIter iter;
      gpointer value;
      Tile *oldest = NULL;

      g_hash_table_iter_init (&iter, self->tiles);
      while (g_hash_table_iter_next (&iter, NULL, &value))
        if (oldest == NULL || ((Tile *) value)->used < oldest->used)
          oldest = value;
      if (oldest == NULL)
        return;
      self->bytes -= size_of (oldest);
      g_hash_table_remove (self->tiles, &oldest->tag);
    }
}

/* The wanted tile nearest to the middle that is not there. */
static gboolean
find_missing (AssaySoundTiles *self, guint *index)
{
  double middle = (self->first + self->last) / 2.0;
  double nearest = INFINITY;

  for (guint i = self->first; self->wanting && i <= self->last; i++)
    {
      guint64 tag = tag_of (self->level, i);

      if (g_hash_table_contains (self->tiles, &tag) || !(fabs (i - middle) < nearest))
        continue;
      nearest = fabs (i - middle);
      *index = i;
    }
  return isfinite (nearest);
}

static void
ask (AssaySoundTiles *self)
{
  guint index = 0;
  double span;

  if (!find_missing (self, &index))
    return;
  span = assay_sound_tiles_get_span (self, self->level);
  assay_sound_ranges_ask (self->ranges, &(AssaySoundRange){ .start = index * span,
                                                            .end = (index + 1) * span,
                                                            .columns = ASSAY_SOUND_TILE,
                                                            .tag = tag_of (self->level, index) });
}

static void
on_range (const AssaySoundRange *range, const AssayPreviewUnit *unit, gpointer data)
{
  AssaySoundTiles *self = data;
  Tile *tile = g_new0 (Tile, 1);

  tile->tag = range->tag;
  tile->used = ++self->clock;
  if (unit != NULL && unit->image != NULL
      && assay_image_get_format (unit->image) == ASSAY_PIXELS_GREY8
      && assay_image_get_height (unit->image) > 1)
    tile->levels = assay_image_ref (unit->image);
  self->bytes += size_of (tile);
  g_hash_table_replace (self->tiles, &tile->tag, tile);
  drop_oldest (self);
  ask (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

AssaySoundTiles *
assay_sound_tiles_new (AssaySoundFile *file, const AssaySoundSpectrum *spectrum, guint rate)
{
  AssaySoundTiles *self = g_object_new (ASSAY_TYPE_SOUND_TILES, NULL);
  g_autofree char *window = g_strdup_printf ("%u", spectrum->window);
  g_autofree char *overlap = g_strdup_printf ("%u", spectrum->overlap);
  g_autofree char *channel = g_strdup_printf ("%u", spectrum->channel);
  const char *const settings[] = { "kind",  "spectrum",      "window",  window,  "overlap", overlap,
                                   "shape", spectrum->shape, "channel", channel, NULL };

  self->spectrum = *spectrum;
  self->hop = MAX (spectrum->window * (1.0 - spectrum->overlap / 100.0), 1.0) / rate;
  self->top = rate / 2.0;
  self->ranges = assay_sound_ranges_new (file, settings, on_range, self);
  return self;
}

void
assay_sound_tiles_close (AssaySoundTiles *self)
{
  assay_sound_ranges_close (self->ranges);
}

double
assay_sound_tiles_get_hop (AssaySoundTiles *self)
{
  return self->hop;
}

double
assay_sound_tiles_get_span (AssaySoundTiles *self, guint level)
{
  return ldexp (self->hop, (int) level) * ASSAY_SOUND_TILE;
}

void
assay_sound_tiles_want (AssaySoundTiles *self, guint level, guint first, guint last)
{
  self->level = level;
  self->first = first;
  self->last = last;
  self->wanting = TRUE;
  ask (self);
}

static GdkTexture *
make_texture (const Tile *tile, const AssaySoundAxis *axis)
{
  guint columns = assay_image_get_width (tile->levels);
  gsize size = (gsize) columns * tile->look.height * 4;
  guint8 *pixels = g_malloc (size);
  g_autoptr (GBytes) bytes = NULL;

  assay_sound_colour_fill (g_bytes_get_data (assay_image_get_pixels (tile->levels), NULL),
                           assay_image_get_height (tile->levels), columns, axis, &tile->look.range,
                           tile->look.height, pixels);
  bytes = g_bytes_new_take (pixels, size);
  return gdk_memory_texture_new ((int) columns, (int) tile->look.height, GDK_MEMORY_R8G8B8A8, bytes,
                                 (gsize) columns * 4);
}

GdkTexture *
assay_sound_tiles_get_texture (AssaySoundTiles *self,
                               guint level,
                               guint index,
                               const AssaySoundAxis *axis,
                               const AssaySoundLevelRange *range,
                               guint height)
{
  Tile *tile = find (self, level, index);
  Look look;

  if (tile == NULL || tile->levels == NULL || height == 0)
    return NULL;
  memset (&look, 0, sizeof look); /* compared as bytes */
  look.low = axis->low;
  look.high = axis->high;
  look.scale = axis->scale;
  look.range = *range;
  look.height = height;
  if (tile->texture != NULL && memcmp (&look, &tile->look, sizeof look) == 0)
    return tile->texture;
  memcpy (&tile->look, &look, sizeof look);
  g_clear_object (&tile->texture);
  tile->texture = make_texture (tile, axis);
  return tile->texture;
}

double
assay_sound_tiles_read (AssaySoundTiles *self, guint level, double seconds, double hz)
{
  for (guint at = level; at < level + COARSER; at++)
    {
      double place = seconds / assay_sound_tiles_get_span (self, at);
      const Tile *tile
          = place >= 0.0 && place < G_MAXUINT32 ? find (self, at, (guint) place) : NULL;
      const guint8 *levels;
      guint row;
      guint column;

      if (tile == NULL || tile->levels == NULL)
        continue;
      levels = g_bytes_get_data (assay_image_get_pixels (tile->levels), NULL);
      row = (guint) lround (CLAMP (hz / self->top, 0.0, 1.0)
                            * (assay_image_get_height (tile->levels) - 1));
      column = MIN ((guint) ((place - floor (place)) * assay_image_get_width (tile->levels)),
                    assay_image_get_width (tile->levels) - 1);
      return assay_sound_colour_level (
          levels[(gsize) row * assay_image_get_width (tile->levels) + column]);
    }
  return NAN;
}

static void
assay_sound_tiles_finalize (GObject *object)
{
  AssaySoundTiles *self = ASSAY_SOUND_TILES (object);

  assay_sound_ranges_close (self->ranges);
  g_clear_object (&self->ranges);
  g_clear_pointer (&self->tiles, g_hash_table_unref);
  G_OBJECT_CLASS (assay_sound_tiles_parent_class)->finalize (object);
}

static void
assay_sound_tiles_class_init (AssaySoundTilesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = assay_sound_tiles_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
assay_sound_tiles_init (AssaySoundTiles *self)
{
  self->tiles = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, tile_free);
}
