/* assay-video-picture.h: one picture of a video that may be changed. Only assay-worker-media links
 * it. */
#pragma once

#include "media/assay-decode.h"

G_BEGIN_DECLS

/* Planar samples; more than 8 bits are 16-bit words of this machine, value in the low bits. Without
 * an owner of its own a picture may be shared: change only what assay_video_picture_own() gave, or
 * what a rewriter hands over. */
typedef struct
{
  gint64 index;    /* in display order from 0 */
  gint64 pts;      /* presentation time in ticks of the stream; rises from picture to picture */
  gint64 duration; /* ticks; 0 when unknown */
  double seconds;  /* pts from the stream's start; not read when written */
  gboolean key;
  gboolean corrupt; /* decoded from damaged data */
  guint width, height;
  AssayPlanes planes; /* RGB: in the order G, B, R */
  guint n_planes;     /* with alpha, which is last */
  gboolean alpha;
  guint depth;   /* bits a sample, 8..16 */
  gsize sample;  /* bytes a sample: 1 or 2 */
  guint shift_x; /* log2 of the chroma subsampling: planes 1 and 2 of YUV */
  guint shift_y;
  gboolean full_range;
  double red, blue; /* luma is red · R + (1 - red - blue) · G + blue · B, as the stream's matrix */
  guint8 *plane[4];
  gsize stride[4]; /* bytes */
} AssayVideoPicture;

/* The sample of @plane at @x, @y, which lie within it. */
static inline double
assay_video_picture_sample (const AssayVideoPicture *self, guint plane, guint x, guint y)
{
  const guint8 *row = self->plane[plane] + (gsize) y * self->stride[plane];

  return self->sample == 1 ? row[x] : ((const guint16 *) (gconstpointer) row)[x];
}

AssayVideoPicture *assay_video_picture_ref (AssayVideoPicture *self) G_GNUC_WARN_UNUSED_RESULT;
void assay_video_picture_unref (AssayVideoPicture *self);
/**
 * assay_video_picture_own:
 * @self: (transfer full):
 *
 * Returns: (transfer full) (nullable): @self if nobody else holds its samples, else a copy; %NULL
 * with ASSAY_MEDIA_ERROR_LIMIT without memory
 */
AssayVideoPicture *assay_video_picture_own (AssayVideoPicture *self,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Black (transparent) samples of another size, all else as @self. */
AssayVideoPicture *assay_video_picture_new_like (const AssayVideoPicture *self,
                                                 guint width,
                                                 guint height,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @self in another size: bicubic, bit-exact. */
AssayVideoPicture *assay_video_picture_scale (const AssayVideoPicture *self,
                                              guint width,
                                              guint height,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Samples in a row and rows of @plane. */
guint assay_video_picture_plane_width (const AssayVideoPicture *self, guint plane);
guint assay_video_picture_plane_height (const AssayVideoPicture *self, guint plane);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayVideoPicture, assay_video_picture_unref)

G_END_DECLS
