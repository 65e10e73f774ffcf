/* assay-media-edits.c: see the header. */
#include "media/assay-media-edits.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "media/assay-decode-private.h"
#include "media/assay-inspection.h"

static guint64
count_hidden (AVStream *stream)
{
  guint64 n = 0;

  for (int i = 0; i < avformat_index_get_entries_count (stream); i++)
    n += (avformat_index_get_entry (stream, i)->flags & AVINDEX_DISCARD_FRAME) != 0 ? 1 : 0;
  return n;
}

/* The empty texts that fill the gaps between subtitles come and go with the writing program. */
#define EMPTY_TEXT 2

static gint64
count_packets (AVStream *stream)
{
  gboolean text = stream->codecpar->codec_type == AVMEDIA_TYPE_SUBTITLE;
  gint64 n = 0;

  for (int i = 0; i < avformat_index_get_entries_count (stream); i++)
    n += !text || avformat_index_get_entry (stream, i)->size > EMPTY_TEXT ? 1 : 0;
  return n;
}

/* Both indexes of one track: with its edit list and without. */
static void
compare (AVStream *edited, AVStream *whole, AssayMediaEdits *edits)
{
  gint64 given = count_packets (edited);
  gint64 all = count_packets (whole);

  if ((edited->disposition & AV_DISPOSITION_ATTACHED_PIC) != 0 || edited->discard == AVDISCARD_ALL)
    return;
  if (given != all)
    {
      edits->packets += (guint64) ABS (given - all);
      edits->stream = edits->stream < 0 ? edited->index : edits->stream;
    }
  if (given != all && edited->codecpar->codec_type == AVMEDIA_TYPE_AUDIO)
    {
      edits->sound_packets += (guint64) ABS (given - all);
      edits->sound_stream = edits->sound_stream < 0 ? edited->index : edits->sound_stream;
    }
  if (edited->codecpar->codec_type == AVMEDIA_TYPE_VIDEO)
    edits->pictures += count_hidden (edited);
}

static guint
count_parts (const AssayInspection *inspection)
{
  guint most = 0;

  for (guint i = 1; i <= ASSAY_DECODER_STREAMS; i++)
    {
      g_autofree char *name = g_strdup_printf ("bmff.track[%u].edit.nonempty", i);
      const AssayFact *fact = assay_inspection_find (inspection, name);

      if (fact != NULL && fact->integer > 0)
        most = MAX (most, (guint) MIN (fact->integer, G_MAXINT));
    }
  return most;
}

gboolean
assay_media_edits_find (AssaySource *source,
                        AssayMediaEdits *edits,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (AssayDemuxer) edited = assay_demuxer_open_head (source, TRUE, cancellable, NULL);
  g_autoptr (AssayDemuxer) whole = NULL;
  g_autoptr (AssayInspection) inspection = NULL;

  *edits = (AssayMediaEdits){ .stream = -1, .sound_stream = -1 };
  if (edited != NULL && assay_decode_name_listed ("mov", edited->format->iformat->name))
    whole = assay_demuxer_open_head (source, FALSE, cancellable, NULL);
  if (whole != NULL)
    {
      inspection = assay_inspect (source, "", cancellable, error);
      if (inspection == NULL)
        return FALSE;
      edits->parts = count_parts (inspection);
      for (guint i = 0; i < MIN (edited->format->nb_streams, whole->format->nb_streams); i++)
        compare (edited->format->streams[i], whole->format->streams[i], edits);
    }
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

gboolean
assay_media_edits_check (const AssayMediaEdits *edits, GError **error)
{
  if (edits->parts > 1)
    g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_LOSSY,
                 _ ("An edit list of this file joins %u parts of one track: written again, the "
                    "file would not be what it was. Copy its pictures and sound into Matroska "
                    "first, which has no edit lists (ffmpeg -ignore_editlist 1 -i FILE -map 0:v "
                    "-map '0:a?' -c copy COPY.mkv), or set “others” to “keep” to try"),
                 edits->parts);
  else if (edits->packets > 0)
    g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_LOSSY,
                 _ ("The file holds pictures or sound that its edit list takes out (%" PRIu64
                    " packets, first in its stream %d): they cannot be kept. Copy its pictures and "
                    "sound into Matroska first, which has no edit lists (ffmpeg -ignore_editlist 1 "
                    "-i FILE -map 0:v -map '0:a?' -c copy COPY.mkv), or set “others” to “keep” to "
                    "leave them out"),
                 edits->packets, edits->stream);
  else
    return TRUE;
  return FALSE;
}
