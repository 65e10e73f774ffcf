/* assay-video-fields.c: pictures of two fields, taken one after the other: which of them was first.
 */
#include "media/assay-video-rewriter-private.h"

/* A whole picture holds both fields line by line: 9 and 14 of Matroska's FieldOrder and QuickTime's
 * `fiel`, which FFmpeg calls TB and BT. */
enum AVFieldOrder
assay_video_field_order (const AVFrame *frame)
{
  if (!frame->interlaced_frame)
    return AV_FIELD_UNKNOWN;
  return frame->top_field_first ? AV_FIELD_TB : AV_FIELD_BT;
}

void
assay_video_take_field_order (AVFrame *frame, const AVStream *stream)
{
  enum AVFieldOrder order = stream->codecpar->field_order;
  enum AVCodecID codec = stream->codecpar->codec_id;
  gboolean silent
      = codec == AV_CODEC_ID_HEVC || codec == AV_CODEC_ID_VP9 || codec == AV_CODEC_ID_AV1;

  if (!silent || frame->interlaced_frame || order <= AV_FIELD_PROGRESSIVE)
    return;
  frame->interlaced_frame = 1;
  frame->top_field_first = order == AV_FIELD_TT || order == AV_FIELD_TB;
}

void
assay_video_turn_fields (AVFrame *frame, guint degrees)
{
  if (degrees % 180 != 0)
    frame->interlaced_frame = 0;
  else if (degrees == 180 && frame->height % 2 == 0)
    frame->top_field_first = !frame->top_field_first;
}
