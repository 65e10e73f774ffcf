/* assay-media-loss.c: see the header. */
#include "media/assay-media-loss.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "media/assay-decode-private.h"
#include "media/assay-inspection.h"

/* How far all streams may end before the container says so: pictures, s, share of the whole. */
#define SHORT_PICTURES 2.5
#define SHORT_SECONDS 0.1
#define SHORT_SHARE 0.01
/* AVI counts frames that are not there: the last one is then shown on. */
#define LEAST_PACKETS 0.9

gboolean
assay_media_is_short (double end, double duration, double fps)
{
  double allowed = MAX (SHORT_SECONDS, SHORT_PICTURES / MAX (fps, 1.0));

  return duration - end > allowed + SHORT_SHARE * duration;
}

gboolean
assay_media_lacks_packets (guint64 read, gint64 counted)
{
  return (double) read < LEAST_PACKETS * (double) counted - SHORT_PICTURES;
}

char *
assay_media_loss_describe (const AssayMediaLoss *loss)
{
  if (loss->declared == 0)
    return g_strdup_printf (
        _ ("The container is damaged: from byte %" PRIu64 " on not all of it can be read"),
        loss->position);
  if (loss->stream < 0)
    return g_strdup_printf (_ ("The container is damaged: it has %" PRIu64
                               " packets, and only %" PRIu64
                               " can be read, the last one up to byte %" PRIu64),
                            loss->declared, loss->found, loss->position);
  return g_strdup_printf (_ ("The container is damaged: its stream %d declares %" PRIu64
                             " packets, and only %" PRIu64
                             " can be read, the last one up to byte %" PRIu64),
                          loss->stream, loss->declared, loss->found, loss->position);
}

static guint64
track_fact (const AssayInspection *inspection, guint track, const char *name)
{
  g_autofree char *whole = g_strdup_printf ("bmff.track[%u].%s", track, name);
  const AssayFact *fact = assay_inspection_find (inspection, whole);

  return fact != NULL && fact->integer > 0 ? (guint64) fact->integer : 0;
}

static guint64
index_bytes (AVStream *stream)
{
  guint64 bytes = 0;

  for (int i = 0; i < avformat_index_get_entries_count (stream); i++)
    bytes += (guint64) MAX (avformat_index_get_entry (stream, i)->size, 0);
  return bytes;
}

static void
set_loss (
    const AssayDemuxer *self, gint stream, guint64 declared, guint64 found, AssayMediaLoss *loss)
{
  *loss = (AssayMediaLoss){
    .lost = TRUE,
    .stream = stream,
    .declared = declared,
    .found = found,
    .position = stream >= 0 ? self->read[stream].end : self->end,
  };
}

/* Whether libavformat's index of @stream lacks samples of the tables. Fewer entries alone may be
 * sound that is cut up differently, fewer bytes alone the sample sizes of old sound. */
static gboolean
lacks_samples (AVStream *stream, const AssayInspection *inspection, guint track)
{
  return (guint64) MAX (avformat_index_get_entries_count (stream), 0)
             < track_fact (inspection, track, "sample.count")
         && index_bytes (stream) < track_fact (inspection, track, "sample.bytes");
}

/* The same before edit lists took out what is not shown; movie fragments are in no index before
 * they have been read, and such files are not edited. */
static gboolean
lacks_unedited (AssayDemuxer *self, const AssayInspection *inspection, guint stream, GError **error)
{
  const AssayFact *fragments = assay_inspection_find (inspection, "bmff.fragments");
  g_autoptr (AssayDemuxer) unedited = NULL;
  g_autoptr (GError) failure = NULL;

  if (!lacks_samples (self->format->streams[stream], inspection, stream + 1))
    return FALSE;
  if (fragments != NULL && fragments->integer > 0)
    return TRUE;
  unedited = assay_demuxer_open_head (self->source, FALSE, self->cancellable, &failure);
  if (unedited == NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return unedited != NULL && stream < unedited->format->nb_streams
         && lacks_samples (unedited->format->streams[stream], inspection, stream + 1);
}

/* MP4 and MOV: libavformat has a stream for each track, in their order, and covers behind them. */
static gboolean
compare_tracks (AssayDemuxer *self,
                const AssayInspection *inspection,
                gint only,
                AssayMediaLoss *loss,
                GError **error)
{
  GError *failure = NULL;

  for (guint i = 0; i < MIN (self->format->nb_streams, ASSAY_DECODER_STREAMS) && !loss->lost; i++)
    {
      AVStream *stream = self->format->streams[i];
      guint64 indexed = (guint64) MAX (avformat_index_get_entries_count (stream), 0);

      /* What is not to be read: of others', the track that holds the titles of chapters. */
      if ((stream->disposition & AV_DISPOSITION_ATTACHED_PIC) != 0
          || stream->discard == AVDISCARD_ALL || (only >= 0 && only != (gint) i)
          || track_fact (inspection, i + 1, "id") != (guint64) MAX (stream->id, 0))
        continue;
      if (lacks_unedited (self, inspection, i, &failure))
        set_loss (self, (gint) i, track_fact (inspection, i + 1, "sample.count"),
                  self->read[i].packets, loss);
      else if (self->read[i].packets < indexed && self->read[i].bytes < index_bytes (stream))
        set_loss (self, (gint) i, indexed, self->read[i].packets, loss);
      if (failure != NULL)
        {
          g_propagate_error (error, failure);
          return FALSE;
        }
    }
  return TRUE;
}

/* Matroska: blocks of all tracks, where all are read; one may hold several packets. Behind an
 * element that is not what it says blocks are met by neither. */
static void
compare_blocks (AssayDemuxer *self, const AssayInspection *inspection, AssayMediaLoss *loss)
{
  const AssayFact *blocks = assay_inspection_find (inspection, "mkv.block.count");
  guint64 packets = 0;
  gboolean all = TRUE;

  for (guint i = 0; i < MIN (self->format->nb_streams, ASSAY_DECODER_STREAMS); i++)
    {
      const AVStream *stream = self->format->streams[i];

      if ((stream->disposition & AV_DISPOSITION_ATTACHED_PIC) != 0)
        continue;
      packets += self->read[i].packets;
      all = all && stream->discard != AVDISCARD_ALL;
    }
  if (all && blocks != NULL && blocks->integer > 0 && packets < (guint64) blocks->integer)
    set_loss (self, -1, (guint64) blocks->integer, packets, loss);
  for (guint i = 0; i < assay_inspection_get_n_problems (inspection) && !loss->lost; i++)
    {
      const AssayProblem *problem = assay_inspection_get_problem (inspection, i);

      if (strcmp (problem->code, "malformed") != 0 && strcmp (problem->code, "overrun") != 0)
        continue;
      set_loss (self, -1, 0, 0, loss);
      loss->position = problem->offset;
    }
}

gboolean
assay_demuxer_find_loss (AssayDemuxer *self, gint stream, AssayMediaLoss *loss, GError **error)
{
  g_autoptr (AssayInspection) inspection
      = assay_inspect (self->source, "", self->cancellable, error);
  const char *name = self->format->iformat->name;

  *loss = (AssayMediaLoss){ .stream = -1 };
  if (inspection == NULL)
    return FALSE;
  if (assay_decode_name_listed ("mov", name)
      && !compare_tracks (self, inspection, stream, loss, error))
    return FALSE;
  if (assay_decode_name_listed ("matroska", name))
    compare_blocks (self, inspection, loss);
  if (!loss->lost && self->ended != AVERROR_EOF)
    set_loss (self, -1, 0, 0, loss);
  return TRUE;
}
