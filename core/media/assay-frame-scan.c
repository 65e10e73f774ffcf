/* assay-frame-scan.c: walking files that are frames one after the other (MP3, ADTS). */
#include "media/assay-frame-scan-private.h"

#include "config.h"

#include <string.h>

/* Bytes that may be searched for a lost frame in one file, and frames that are counted. */
#define SEARCH_MAXIMUM (32u * 1024u * 1024u)

/* A header counts when another one stands where its frame ends, or the file ends there. */
static gboolean
frame_at (AssayWindow *window,
          guint64 offset,
          guint64 end,
          AssayFrameFunc func,
          gboolean confirmed,
          AssayFrameHeader *header)
{
  AssayReader reader;
  AssayFrameHeader next;

  if (end - offset < ASSAY_FRAME_HEADER
      || !assay_window_reader (window, offset, ASSAY_FRAME_HEADER, &reader)
      || !func (assay_reader_peek (&reader, ASSAY_FRAME_HEADER), header)
      || header->length > end - offset)
    return FALSE;
  if (confirmed || end - offset - header->length < ASSAY_FRAME_HEADER)
    return TRUE;
  return assay_window_reader (window, offset + header->length, ASSAY_FRAME_HEADER, &reader)
         && func (assay_reader_peek (&reader, ASSAY_FRAME_HEADER), &next)
         && next.kind == header->kind && next.rate == header->rate;
}

static void
count_frame (AssayFrameScan *scan,
             const AssayFrameHeader *header,
             AssayFrameHeader *last,
             guint64 offset)
{
  if (scan->frames == 0)
    {
      scan->first = *header;
      scan->first_at = offset;
    }
  else
    {
      scan->rate_changes
          += header->rate != last->rate || header->channels != last->channels ? 1 : 0;
      scan->kind_changes += header->kind != last->kind ? 1 : 0;
      scan->bitrate_changes += header->bitrate != last->bitrate ? 1 : 0;
    }
  if (scan->frames > 0 && offset > scan->end && scan->breaks++ < ASSAY_FRAME_BREAKS)
    scan->broken_at[scan->breaks - 1] = scan->end;
  scan->end = offset + header->length;
  *last = *header;
  scan->frames++;
  scan->samples += header->samples;
  scan->bytes += header->length;
}

/* Whether behind the last frame another one like it begins, of which the rest is missing. */
static gboolean
ends_in_frame (
    AssayWindow *window, guint64 offset, guint64 end, AssayFrameFunc func, guint kind, guint rate)
{
  AssayReader reader;
  AssayFrameHeader header;

  return end - offset >= ASSAY_FRAME_HEADER
         && assay_window_reader (window, offset, ASSAY_FRAME_HEADER, &reader)
         && func (assay_reader_peek (&reader, ASSAY_FRAME_HEADER), &header) && header.kind == kind
         && header.rate == rate && header.length > end - offset;
}

void
assay_frame_scan (AssaySource *source,
                  guint64 begin,
                  guint64 end,
                  AssayFrameFunc func,
                  GCancellable *cancellable,
                  AssayFrameScan *scan)
{
  g_auto (AssayWindow) window = { 0 };
  AssayFrameHeader header, last = { 0 };
  guint64 offset = begin;
  gboolean in_step = FALSE;

  memset (scan, 0, sizeof *scan);
  assay_window_init (&window, source);
  while (offset < end && !scan->limited && !g_cancellable_is_cancelled (cancellable))
    {
      if (frame_at (&window, offset, end, func, in_step, &header))
        {
          count_frame (scan, &header, &last, offset);
          offset += header.length;
          in_step = TRUE;
        }
      else
        {
          scan->lost_at = scan->lost++ == 0 ? offset : scan->lost_at;
          in_step = FALSE;
          offset++;
        }
      scan->limited = scan->lost > SEARCH_MAXIMUM || scan->frames >= ASSAY_LIMIT_SAMPLES;
    }
  scan->cut = scan->frames > 0 && !scan->limited
              && ends_in_frame (&window, scan->end, end, func, last.kind, last.rate);
}
