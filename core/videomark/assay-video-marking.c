/* assay-video-marking.c: segments of pictures, planned, marked, compared and read again. */
#include "videomark/assay-video-marking.h"

#include <math.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "media/assay-media-error.h"
#include "videomark/assay-video-payload.h"
#include "videomark/assay-video-quality.h"
#include "videomark/assay-video-sample.h"

/* Bytes of pictures that are held while their segment is planned; of larger ones fewer are. */
#define HELD_BYTES (160u << 20)
/* Mean change of luma, of 255, from which on a picture is another one: it begins a new scene. */
#define CUT 32.0
/* All of a picture is compared in every so many'th segment: it costs as much as the marking. */
#define SIMILARITY_STEP 8

struct _AssayVideoMarking
{
  const AssayVideoScheme *scheme;
  gpointer shared; /* of the scheme, like: */
  gpointer marker;
  gpointer reader; /* reads what was marked */
  guint8 payload[ASSAY_VIDEO_PAYLOAD_BITS];
  AssayVideoQuestion question; /* about what was marked */
  double psnr;
  AssayVideoMarkingWrite write;
  gpointer user_data;
  GPtrArray *held; /* of AssayVideoPicture */
  guint most_held;
  guint width, height;
  float *scene;             /* luma of the last picture, to see cuts; of the marked one otherwise */
  float *luma;              /* of the picture at hand */
  gboolean other;           /* the last picture was another one than the one before it */
  AssayVideoSample *sample; /* of the picture at hand, before its marking */
  AssayVideoReport report;
};

AssayVideoMarking *
assay_video_marking_new (const AssayVideoScheme *scheme,
                         gpointer shared,
                         const guint8 *payload,
                         gboolean raw,
                         double psnr,
                         AssayVideoMarkingWrite write,
                         gpointer user_data)
{
  AssayVideoMarking *self = g_new0 (AssayVideoMarking, 1);

  self->scheme = scheme;
  self->shared = shared;
  self->psnr = psnr;
  self->write = write;
  self->user_data = user_data;
  memcpy (self->payload, payload, sizeof self->payload);
  self->question = (AssayVideoQuestion){ .raw = raw, .expected = self->payload };
  self->held = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_video_picture_unref);
  assay_video_report_init (&self->report);
  return self;
}

void
assay_video_marking_free (AssayVideoMarking *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->marker, self->scheme->marker_free);
  g_clear_pointer (&self->reader, self->scheme->reader_free);
  g_ptr_array_unref (self->held);
  g_clear_pointer (&self->sample, assay_video_sample_free);
  g_free (self->scene);
  g_free (self->luma);
  assay_video_report_clear (&self->report);
  g_free (self);
}

AssayVideoReport *
assay_video_marking_report (AssayVideoMarking *self)
{
  return &self->report;
}

static gsize
picture_bytes (const AssayVideoPicture *picture)
{
  gsize bytes = 0;

  for (guint i = 0; i < picture->n_planes; i++)
    bytes += picture->stride[i] * assay_video_picture_plane_height (picture, i);
  return MAX (1, bytes);
}

static gboolean
start (AssayVideoMarking *self, const AssayVideoPicture *first, GError **error)
{
  gsize pixels = (gsize) first->width * first->height;

  self->width = first->width;
  self->height = first->height;
  self->most_held = (guint) CLAMP (HELD_BYTES / picture_bytes (first), 1, ASSAY_VIDEO_SEGMENT);
  self->marker = self->scheme->marker_new (self->shared, self->payload, self->psnr, self->width,
                                           self->height, error);
  if (self->marker == NULL)
    return FALSE;
  self->reader
      = self->scheme->reader_new (self->shared, &self->question, self->width, self->height, error);
  if (self->reader == NULL)
    return FALSE;
  self->sample = assay_video_sample_new (self->width, self->height);
  self->scene = g_new0 (float, pixels);
  self->luma = g_new0 (float, pixels);
  return TRUE;
}

/* @luma: of @picture. */
static void
take_luma (AssayVideoMarking *self, AssayVideoPicture *picture, float *luma)
{
  AssayVideoLuma planes;

  memset (luma, 0, (gsize) self->width * self->height * sizeof *luma);
  assay_video_luma_of_picture (picture, &planes);
  assay_video_luma_add (&planes, luma);
}

/* Mean change of every eighth pixel of every eighth row. */
static double
change (const AssayVideoMarking *self)
{
  double sum = 0;
  guint64 n = 0;

  for (guint y = 0; y < self->height; y += 8)
    for (guint x = 0; x < self->width; x += 8, n++)
      {
        gsize at = (gsize) y * self->width + x;

        sum += fabs ((double) (self->luma[at] - self->scene[at]));
      }
  return sum / (double) MAX (1, n);
}

/* Whether the picture at hand begins a new scene. Where every picture is another one there are no
 * scenes: a mark made anew for each would flicker, and a codec would take it away first. */
static gboolean
begins_scene (AssayVideoMarking *self)
{
  gboolean first = self->report.pictures + self->held->len == 0;
  gboolean other = !first && change (self) > CUT;
  gboolean begins = other && !self->other;

  self->other = other;
  self->report.others += other ? 1 : 0;
  return begins && self->scheme->ends_at_cuts;
}

/* @whole: whether all of the picture is compared with its original, not only a sample. */
static gboolean
mark_picture (AssayVideoMarking *self,
              guint index,
              AssayVideoPicture *picture,
              gboolean whole,
              GCancellable *cancellable,
              GError **error)
{
  double square;
  AssayVideoLuma luma;

  take_luma (self, picture, self->luma);
  assay_video_sample_take (self->sample, self->luma);
  square = self->scheme->mark (self->marker, index, picture);
  take_luma (self, picture, self->scene);
  assay_video_report_picture (&self->report, picture->seconds, square,
                              assay_video_sample_compare (self->sample, self->scene));
  if (whole)
    assay_video_report_similarity (
        &self->report, assay_video_ssim (self->luma, self->scene, self->width, self->height));
  assay_video_luma_of_picture (picture, &luma);
  return self->scheme->read (self->reader, &luma, picture->seconds, cancellable, error);
}

gboolean
assay_video_marking_flush (AssayVideoMarking *self, GCancellable *cancellable, GError **error)
{
  const float *difference;
  float factor;

  if (self->held->len == 0)
    return TRUE;
  if (!self->scheme->plan (self->marker, self->held, cancellable, error))
    return FALSE;
  difference = self->scheme->difference (self->marker, &factor);
  assay_video_report_difference (&self->report, difference, self->width, self->height, factor);
  for (guint i = 0; i < self->held->len; i++)
    {
      AssayVideoPicture *picture = g_ptr_array_index (self->held, i);
      gboolean whole = i == 0 && self->report.segments % SIMILARITY_STEP == 1;

      if (!mark_picture (self, i, picture, whole, cancellable, error))
        return FALSE;
      if (!self->write (assay_video_picture_ref (picture), self->user_data, error))
        return FALSE;
    }
  g_ptr_array_set_size (self->held, 0);
  return TRUE;
}

gboolean
assay_video_marking_push (AssayVideoMarking *self,
                          AssayVideoPicture *given,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (AssayVideoPicture) picture = given;
  gsize pixels;

  if (self->marker == NULL && !start (self, picture, error))
    return FALSE;
  if (picture->width != self->width || picture->height != self->height)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                           _ ("The size of the pictures changes within the video"));
      return FALSE;
    }
  pixels = (gsize) self->width * self->height;
  take_luma (self, picture, self->luma);
  if (begins_scene (self) || self->held->len == self->most_held)
    {
      if (!assay_video_marking_flush (self, cancellable, error))
        return FALSE;
      take_luma (self, picture, self->luma);
    }
  memcpy (self->scene, self->luma, pixels * sizeof *self->luma);
  g_ptr_array_add (self->held, g_steal_pointer (&picture));
  return TRUE;
}

gboolean
assay_video_marking_end (AssayVideoMarking *self,
                         AssayVideoReading *reading,
                         GCancellable *cancellable,
                         GError **error)
{
  gboolean read
      = self->reader != NULL && self->scheme->end (self->reader, reading, cancellable, error);

  if (self->reader != NULL)
    {
      /* Somebody may read the copy next, with a reader as large. */
      g_clear_pointer (&self->marker, self->scheme->marker_free);
      g_clear_pointer (&self->reader, self->scheme->reader_free);
      return read;
    }
  g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_TRUNCATED,
                       _ ("Not one picture could be decoded"));
  return FALSE;
}
