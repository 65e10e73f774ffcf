/* assay-cipher-preview.c: packets are enciphered between container and decoder.
 *
 * The key is all zeros: what is seen without the key does not depend on it, and a preview must work
 * before one is chosen. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cipher/assay-cipher-lane.h"
#include "cipher/assay-cipher-options.h"
#include "cipher/assay-cipher-order.h"
#include "cipher/assay-cipher-transcode.h"
#include "cipher/assay-cipher.h"
#include "cipher/assay-hevc-units.h"
#include "media/assay-video-anew.h"

/* Pictures of other video that are encoded anew at a time. */
#define GROUP 24u
/* Pixels that pictures are reduced to, as assay_decode_preview does. */
#define LONGEST_SIDE 1280u

typedef struct
{
  AssayCipherHeader header;
  AssayCipherLane *lane;
  AssayCipherLane *back; /* deciphers what the lane has enciphered; NULL: it stays so */
  AssayHevcStorage storage;
  AssayCipherOrder *order; /* counts pictures where packets have no times: byte streams */
  gboolean timed;
  gint32 first;   /* first picture that a region is in */
  gboolean whole; /* AssayCipherRegions.whole_after has come about */
} View;

static void
free_view (gpointer data)
{
  View *self = data;

  assay_cipher_lane_free (self->lane);
  assay_cipher_lane_free (self->back);
  assay_cipher_order_free (self->order);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (View, free_view)

/* Which part of picture @frame is enciphered; of all when its number is not known. */
static AssayCipherArea
find_area (View *self, gint64 frame, gboolean intra)
{
  const AssayCipherRegions *regions = &self->header.regions;
  AssayCipherArea area = { .limited = FALSE };

  if (regions->n_tracks == 0 || frame < 0 || frame > G_MAXINT32)
    return area;
  assay_cipher_regions_at (regions, (gint32) frame, &area);
  if (intra)
    self->whole = regions->whole_after && frame >= self->first;
  if (self->whole && area.n > 0)
    area.limited = FALSE;
  return area;
}

/* What the lane made of a unit, or NULL, as whoever has the key gets it. */
static const GByteArray *
bring_back (View *self,
            const AssayHevcNal *nal,
            const GByteArray *changed,
            const AssayCipherArea *area)
{
  AssayCipherCount count = { 0 };
  AssayCipherTurn turn = { 0 };
  AssayHevcNal secret = *nal;

  if (self->back == NULL || (changed == NULL && assay_hevc_nal_is_slice (nal))
      || (changed != NULL && !assay_hevc_nal_read (changed->data, changed->len, &secret)))
    return changed;
  return assay_cipher_lane_take (self->back, &secret, &turn, area, &count, NULL);
}

/* A unit, enciphered if it holds a slice that can be read. */
static gboolean
put_unit (View *self,
          const guint8 *gap,
          gsize gap_size,
          const guint8 *data,
          gsize size,
          gint64 frame,
          GByteArray *out)
{
  const GByteArray *changed = NULL;
  AssayCipherCount count = { 0 };
  AssayCipherTurn turn = { 0 }; /* a picture looks the same each time */
  AssayHevcNal nal;

  if (assay_hevc_nal_read (data, size, &nal) && nal.layer == 0)
    {
      gboolean slice = assay_hevc_nal_is_slice (&nal);
      AssayCipherArea area;

      if (frame < 0)
        {
          assay_cipher_order_take (self->order, &nal);
          frame = assay_cipher_order_get (self->order);
        }
      area = find_area (self, frame, slice && nal.type >= ASSAY_NAL_BLA_W_LP);
      changed = assay_cipher_lane_take (self->lane, &nal, &turn, &area, &count, NULL);
      changed = bring_back (self, &nal, changed, &area);
    }
  if (changed != NULL)
    return assay_hevc_units_put (&self->storage, gap, gap_size, changed->data, changed->len, out);
  return assay_hevc_units_put (&self->storage, gap, gap_size, data, size, out);
}

static gboolean
change_packet (const guint8 *data,
               gsize size,
               gint64 frame,
               GByteArray *out,
               gpointer user_data,
               GError **error)
{
  View *self = user_data;
  AssayHevcUnits units;
  const guint8 *unit;
  gsize length;
  gsize last = 0;

  self->timed |= frame >= 0;
  assay_hevc_units_init_packet (&units, &self->storage, data, size);
  while (assay_hevc_units_next (&units, &unit, &length))
    {
      gsize at = (gsize) (unit - data);

      if (!put_unit (self, data + last, at - last, unit, length, frame, out))
        {
          g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_UNSUPPORTED,
                               _ ("A unit has become too long for its container"));
          return FALSE;
        }
      last = at + length;
    }
  return TRUE;
}

/* Parameter sets that the container keeps beside the packets. */
static gboolean
read_configuration (View *self, AssayDecoder *decoder, guint stream, GError **error)
{
  g_autoptr (AssayPacketReader) reader = NULL;
  g_autoptr (GByteArray) nothing = g_byte_array_new ();
  AssayHevcUnits units;
  const guint8 *record;
  const guint8 *unit;
  gsize size;

  reader = assay_packet_reader_new (decoder, stream, error);
  if (reader == NULL)
    return FALSE;
  record = assay_packet_reader_get_configuration (reader, &size);
  self->storage = assay_hevc_storage_read (record, size);
  if (size == 0)
    return TRUE;
  assay_hevc_units_init_record (&units, &self->storage, record, size);
  while (assay_hevc_units_next (&units, &unit, &size))
    {
      g_byte_array_set_size (nothing, 0);
      if (!put_unit (self, unit, 0, unit, size, -1, nothing))
        break;
    }
  return TRUE;
}

/* The frames, and what changes them. */
typedef struct
{
  gpointer frames;      /* of HEVC; owns the view */
  AssayVideoAnew *anew; /* of other video: the view is its own */
  double duration;      /* s; of that */
  View *view;
} Stream;

static void
close_stream (gpointer stream)
{
  Stream *self = stream;

  if (self->frames != NULL)
    assay_decode_preview.close (self->frames);
  else if (self->view != NULL)
    free_view (self->view);
  g_clear_pointer (&self->anew, assay_video_anew_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Stream, close_stream)

static View *
make_view (AssayToolJob *job, gboolean back, GError **error)
{
  const AssayCipherKeys keys = { 0 };
  g_autoptr (View) view = g_new0 (View, 1);

  if (!assay_cipher_options_read_choices (&view->header, assay_tool_job_get_input (job, 0)->source,
                                          job, error))
    return NULL;
  view->lane = assay_cipher_lane_new (&view->header, &keys, FALSE);
  if (back)
    view->back = assay_cipher_lane_new (&view->header, &keys, TRUE);
  view->order = assay_cipher_order_new ();
  view->first = G_MAXINT32;
  for (guint i = 0; i < view->header.regions.n_tracks; i++)
    view->first = MIN (view->first, view->header.regions.tracks[i].from);
  return g_steal_pointer (&view);
}

/* Other video: one group of pictures after the other is encoded anew, as the run would do with all,
 * only faster. */
static gboolean
open_anew (Stream *self,
           AssayToolJob *job,
           AssayDecoder *decoder,
           guint stream,
           gboolean back,
           GError **error)
{
  AssayVideoForm form = { .codec = ASSAY_VIDEO_CODEC_H265,
                          .quality = (double) assay_parameters_get_int (
                              assay_tool_job_get_parameters (job), "quality"),
                          .preset = "superfast" };

  if (!assay_cipher_transcode_is_asked (job, assay_decoder_get_stream (decoder, stream)->codec,
                                        error))
    return FALSE;
  self->view = make_view (job, back, error);
  if (self->view == NULL)
    return FALSE;
  self->view->storage = assay_hevc_storage_read (NULL, 0);
  self->duration = assay_decoder_get_duration (decoder);
  self->anew = assay_video_anew_new (decoder, stream, &form, GROUP, error);
  if (self->anew == NULL)
    return FALSE;
  assay_video_anew_set_change (self->anew, change_packet, self->view);
  return TRUE;
}

static gboolean
open_hevc (Stream *self,
           AssayToolJob *job,
           AssayDecoder *decoder,
           guint stream,
           gboolean back,
           GError **error)
{
  g_autoptr (View) view = make_view (job, back, error);

  if (view == NULL || !read_configuration (view, decoder, stream, error))
    return FALSE;
  self->frames = assay_decode_preview.open (job, error);
  if (self->frames == NULL)
    return FALSE;
  self->view = g_steal_pointer (&view);
  assay_decode_preview_change (self->frames, change_packet, self->view, free_view);
  return TRUE;
}

static gpointer
open_view (AssayToolJob *job, gboolean back, GError **error)
{
  g_autoptr (AssayDecoder) decoder = assay_decoder_new (
      assay_tool_job_get_input (job, 0)->source, 1, assay_tool_job_get_cancellable (job), error);
  gint found = decoder != NULL ? assay_decoder_find (decoder, ASSAY_STREAM_VIDEO) : -1;
  g_autoptr (Stream) self = g_new0 (Stream, 1);
  guint stream = (guint) found;

  if (decoder == NULL)
    return NULL;
  if (found < 0)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                           _ ("The file holds no video that can be decoded"));
      return NULL;
    }
  if (strcmp (assay_decoder_get_stream (decoder, stream)->codec, "hevc") == 0
          ? open_hevc (self, job, decoder, stream, back, error)
          : open_anew (self, job, decoder, stream, back, error))
    return g_steal_pointer (&self);
  return NULL;
}

static gpointer
open_stream (AssayToolJob *job, GError **error)
{
  return open_view (job, FALSE, error);
}

static gpointer
open_back (AssayToolJob *job, GError **error)
{
  return open_view (job, TRUE, error);
}

static gboolean
next_anew (Stream *self, AssayPreviewUnit *unit, GError **error)
{
  GError *failure = NULL;
  g_autoptr (AssayVideoFrame) frame = assay_video_anew_next (self->anew, &failure);

  memset (unit, 0, sizeof *unit);
  unit->duration = self->duration;
  unit->end = frame == NULL;
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (frame == NULL)
    return TRUE;
  unit->seconds = frame->seconds;
  unit->index = frame->index;
  unit->image = assay_video_frame_to_image (frame, "frame", N_ ("Frame"), LONGEST_SIDE, error);
  return unit->image != NULL;
}

static gboolean
next (gpointer stream, AssayPreviewUnit *unit, GError **error)
{
  Stream *self = stream;

  return self->anew != NULL ? next_anew (self, unit, error)
                            : assay_decode_preview.next (self->frames, unit, error);
}

/* Up to the picture before @seconds. */
static gboolean
read_up_to (Stream *self, double seconds, GError **error)
{
  double step = 0;
  double last = 0;
  AssayPreviewUnit unit = { 0 };

  while (last + 1.5 * step < seconds && !unit.end)
    {
      if (!next (self, &unit, error))
        return FALSE;
      step = unit.end ? step : unit.seconds - last;
      last = unit.end ? last : unit.seconds;
      g_clear_pointer (&unit.image, assay_image_unref);
    }
  return TRUE;
}

/* Where rectangles move and pictures have no times, all pictures must be counted. */
static gboolean
seek (gpointer stream, double seconds, GError **error)
{
  Stream *self = stream;
  gboolean count = !self->view->timed && self->view->header.regions.n_tracks > 0;

  if (self->anew != NULL)
    return assay_video_anew_seek (self->anew, seconds, error);
  assay_cipher_order_free (self->view->order);
  self->view->order = assay_cipher_order_new ();
  if (!assay_decode_preview.seek (self->frames, count ? 0 : seconds, error))
    return FALSE;
  return !count || read_up_to (self, seconds, error);
}

const AssayToolPreview assay_cipher_encrypt_preview
    = { .open = open_stream, .seek = seek, .next = next, .close = close_stream };
const AssayToolPreview assay_cipher_back_preview
    = { .open = open_back, .seek = seek, .next = next, .close = close_stream };
