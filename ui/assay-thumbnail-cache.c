/* assay-thumbnail-cache.c: see the header. */
#include "assay-thumbnail-cache.h"

#include "config.h"

#include <unistd.h>

#include "assay-frame-stream.h"
#include "assay-subject.h"

/* Longest side of a picture that is made, px: as that of the integrity check. */
#define SIDE 128
/* A file that keeps the worker busy for longer has no picture. */
#define PATIENCE_S 15

/* About 512 × 128 × 128 × 4 bytes: 32 MB. */
#define KEEP 512
/* At most so many reads at a time; cells that scrolled away meanwhile are not read at all. */
#define AT_ONCE 2

struct _AssayThumbnailCache
{
  GObject parent_instance;

  AssayCase *acase;
  AssayClient *client;  /* NULL: nothing is made */
  GHashTable *cells;    /* AssayThumbnail -> AssayExhibit (reference) */
  GHashTable *textures; /* exhibit number -> GdkTexture, or NULL: has none */
  GQueue wanted;        /* exhibit numbers, newest first: what is on the screen now */
  guint loading;
  GQueue unmade;            /* exhibit numbers that have no picture yet, newest first */
  AssayFrameStream *making; /* the picture of @made, NULL: none is being made */
  guint made;
  guint patience;
  gboolean blurred;
};

G_DEFINE_FINAL_TYPE (AssayThumbnailCache, assay_thumbnail_cache, G_TYPE_OBJECT)

static void
unref_if_any (gpointer object)
{
  if (object)
    g_object_unref (object);
}

static void
stop_making (AssayThumbnailCache *self)
{
  g_clear_handle_id (&self->patience, g_source_remove);
  if (self->making)
    {
      g_signal_handlers_disconnect_by_data (self->making, self);
      assay_frame_stream_close (self->making);
    }
  g_clear_object (&self->making);
}

static void
assay_thumbnail_cache_finalize (GObject *object)
{
  AssayThumbnailCache *self = ASSAY_THUMBNAIL_CACHE (object);

  g_hash_table_unref (self->cells);
  g_hash_table_unref (self->textures);
  g_queue_clear (&self->wanted);
  g_queue_clear (&self->unmade);
  stop_making (self);
  g_clear_object (&self->acase);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (assay_thumbnail_cache_parent_class)->finalize (object);
}

static void
assay_thumbnail_cache_class_init (AssayThumbnailCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = assay_thumbnail_cache_finalize;
}

static void
assay_thumbnail_cache_init (AssayThumbnailCache *self)
{
  self->cells = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->textures = g_hash_table_new_full (NULL, NULL, NULL, unref_if_any);
  self->blurred = TRUE;
}

AssayThumbnailCache *
assay_thumbnail_cache_new (void)
{
  return g_object_new (ASSAY_TYPE_THUMBNAIL_CACHE, NULL);
}

void
assay_thumbnail_cache_set_case (AssayThumbnailCache *self, AssayCase *acase, AssayClient *client)
{
  g_set_object (&self->client, client);
  if (!g_set_object (&self->acase, acase))
    return;
  g_hash_table_remove_all (self->textures);
  g_queue_clear (&self->wanted);
  g_queue_clear (&self->unmade);
  stop_making (self);
}

static void
show_in_cell (AssayThumbnailCache *self, AssayThumbnail *cell, AssayExhibit *exhibit)
{
  gpointer number = GUINT_TO_POINTER (assay_exhibit_get_number (exhibit));

  assay_thumbnail_set_texture (cell, g_hash_table_lookup (self->textures, number),
                               assay_icon_of_mime (assay_exhibit_get_mime (exhibit)));
  assay_thumbnail_set_blurred (cell, self->blurred);
}

static void
show_everywhere (AssayThumbnailCache *self, guint number)
{
  GHashTableIter iter;
  gpointer cell, exhibit;

  g_hash_table_iter_init (&iter, self->cells);
  while (g_hash_table_iter_next (&iter, &cell, &exhibit))
    if (assay_exhibit_get_number (exhibit) == number)
      show_in_cell (self, cell, exhibit);
}

static void
remember (AssayThumbnailCache *self, guint number, GdkTexture *texture)
{
  if (g_hash_table_size (self->textures) >= KEEP)
    g_hash_table_remove_all (self->textures);
  g_hash_table_insert (self->textures, GUINT_TO_POINTER (number), texture);
  show_everywhere (self, number);
}

typedef struct
{
  AssayCase *acase;
  AssayImage *image; /* to be kept; NULL when it is to be read */
  guint number;
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_object_unref (load->acase);
  g_clear_pointer (&load->image, assay_image_unref);
  g_free (load);
}

static GTask *
new_load (AssayThumbnailCache *self, guint number, AssayImage *image, GAsyncReadyCallback callback)
{
  GTask *task = g_task_new (self, NULL, callback, NULL);
  Load *load = g_new0 (Load, 1);

  load->acase = g_object_ref (self->acase);
  load->image = image ? assay_image_ref (image) : NULL;
  load->number = number;
  g_task_set_task_data (task, load, load_free);
  return task;
}

static void
keep_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Load *load = data;

  assay_case_keep_thumbnail (load->acase, load->number, load->image);
  g_task_return_boolean (task, TRUE);
}

static void make_next (AssayThumbnailCache *self);

/* The first frame, or the end of the attempt. */
static void
on_made (AssayThumbnailCache *self)
{
  AssayImage *image = assay_frame_stream_get_image (self->making);

  if (image)
    {
      g_autoptr (GTask) task = new_load (self, self->made, image, NULL);

      remember (self, self->made, assay_texture_from_image (image));
      g_task_run_in_thread (task, keep_in_thread);
    }
  stop_making (self);
  make_next (self);
}

static gboolean
on_out_of_patience (gpointer data)
{
  AssayThumbnailCache *self = data;

  self->patience = 0;
  stop_making (self);
  make_next (self);
  return G_SOURCE_REMOVE;
}

/* Whether the worker is worth asking. */
static gboolean
can_be_seen (AssayExhibit *exhibit)
{
  guint kinds = assay_media_kinds_of_mime (assay_exhibit_get_mime (exhibit));

  return assay_exhibit_get_state (exhibit) != ASSAY_CUSTODY_ERASED && kinds != ASSAY_MEDIA_ANY
         && (kinds & (guint) (ASSAY_MEDIA_IMAGE | ASSAY_MEDIA_VIDEO)) != 0;
}

static void
make (AssayThumbnailCache *self, guint number)
{
  AssayExhibit *exhibit = assay_case_get_exhibit (self->acase, number);
  int fd
      = exhibit && can_be_seen (exhibit) ? assay_case_open_exhibit (self->acase, number, NULL) : -1;

  if (fd < 0)
    return;
  self->making
      = assay_frame_stream_new (self->client, assay_exhibit_get_name (exhibit), fd, SIDE, NULL);
  close (fd);
  if (!self->making)
    return;
  self->made = number;
  self->patience = g_timeout_add_seconds (PATIENCE_S, on_out_of_patience, self);
  g_signal_connect_object (self->making, "changed", G_CALLBACK (on_made), self, G_CONNECT_SWAPPED);
}

/* One at a time: the worker has more important things to do. */
static void
make_next (AssayThumbnailCache *self)
{
  while (self->client && !self->making && !g_queue_is_empty (&self->unmade))
    make (self, GPOINTER_TO_UINT (g_queue_pop_head (&self->unmade)));
}

static void
load_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Load *load = data;
  g_autoptr (AssayImage) image = assay_case_get_thumbnail (load->acase, load->number, NULL);

  g_task_return_pointer (task, assay_texture_from_image (image), unref_if_any);
}

static void load_next (AssayThumbnailCache *self);

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  AssayThumbnailCache *self = ASSAY_THUMBNAIL_CACHE (source);
  Load *load = g_task_get_task_data (G_TASK (result));
  GdkTexture *texture = g_task_propagate_pointer (G_TASK (result), NULL);

  self->loading--;
  if (load->acase == self->acase)
    {
      if (!texture)
        g_queue_push_head (&self->unmade, GUINT_TO_POINTER (load->number));
      remember (self, load->number, texture);
      make_next (self);
    }
  else
    g_clear_object (&texture);
  load_next (self);
}

static void
load_next (AssayThumbnailCache *self)
{
  while (self->loading < AT_ONCE && !g_queue_is_empty (&self->wanted))
    {
      guint number = GPOINTER_TO_UINT (g_queue_pop_head (&self->wanted));
      g_autoptr (GTask) task = new_load (self, number, NULL, on_loaded);

      self->loading++;
      g_task_run_in_thread (task, load_in_thread);
    }
}

static void
want (AssayThumbnailCache *self, AssayExhibit *exhibit)
{
  gpointer number = GUINT_TO_POINTER (assay_exhibit_get_number (exhibit));

  if (!self->acase || g_hash_table_contains (self->textures, number)
      || g_queue_find (&self->wanted, number))
    return;
  g_queue_push_head (&self->wanted, number);
  load_next (self);
}

/* A check that just ended may have left a picture. */
static void
on_exhibit_changed (AssayThumbnailCache *self, GParamSpec *pspec, AssayExhibit *exhibit)
{
  guint number = assay_exhibit_get_number (exhibit);
  gpointer known;

  if (g_hash_table_lookup_extended (self->textures, GUINT_TO_POINTER (number), NULL, &known)
      && !known)
    g_hash_table_remove (self->textures, GUINT_TO_POINTER (number));
  want (self, exhibit);
  show_everywhere (self, number);
}

void
assay_thumbnail_cache_bind (AssayThumbnailCache *self, AssayThumbnail *cell, AssayExhibit *exhibit)
{
  g_hash_table_insert (self->cells, cell, g_object_ref (exhibit));
  g_signal_connect_object (exhibit, "notify::mime", G_CALLBACK (on_exhibit_changed), self,
                           G_CONNECT_SWAPPED);
  show_in_cell (self, cell, exhibit);
  want (self, exhibit);
}

void
assay_thumbnail_cache_release (AssayThumbnailCache *self, AssayThumbnail *cell)
{
  AssayExhibit *exhibit = g_hash_table_lookup (self->cells, cell);

  if (!exhibit)
    return;
  g_signal_handlers_disconnect_by_func (exhibit, on_exhibit_changed, self);
  g_queue_remove (&self->wanted, GUINT_TO_POINTER (assay_exhibit_get_number (exhibit)));
  g_queue_remove (&self->unmade, GUINT_TO_POINTER (assay_exhibit_get_number (exhibit)));
  g_hash_table_remove (self->cells, cell);
}

void
assay_thumbnail_cache_set_blurred (AssayThumbnailCache *self, gboolean blurred)
{
  GHashTableIter iter;
  gpointer cell;

  self->blurred = blurred;
  g_hash_table_iter_init (&iter, self->cells);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    assay_thumbnail_set_blurred (cell, blurred);
}
