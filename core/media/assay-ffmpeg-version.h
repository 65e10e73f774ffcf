/* assay-ffmpeg-version.h: what FFmpeg 5.1 (Debian 12) and its successors call differently. All
 * guards stand here, so that the readers and writers read as if there were one FFmpeg; it goes when
 * Debian 12 is no longer supported. */
#pragma once

#include <libavformat/avformat.h>
#include <libavutil/frame.h>

/* Bytes that a write callback of avio_alloc_context() is given: constant since libavformat 61
 * (FFmpeg 7). */
#if LIBAVFORMAT_VERSION_MAJOR >= 61
typedef const uint8_t AssayWrittenByte;
#else
typedef uint8_t AssayWrittenByte;
#endif

/**
 * assay_frame_duration:
 * @frame: a decoded frame
 *
 * Returns: for how long the frame is shown, in its stream's time base; 0 or less where the file
 * does not say it
 */
static inline int64_t
assay_frame_duration (const AVFrame *frame)
{
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(57, 30, 100)
  return frame->duration;
#else
  return frame->pkt_duration;
#endif
}
