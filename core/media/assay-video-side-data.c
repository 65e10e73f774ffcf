/* assay-video-side-data.c: what stands beside a stream: how it is turned, spheres, HDR screens. */
#include <string.h>

#include "media/assay-video-rewriter-private.h"

gboolean
assay_video_copy_side_data (const AVStream *from, AVStream *to, gboolean video, gboolean matrix)
{
  for (int i = 0; i < from->nb_side_data; i++)
    {
      const AVPacketSideData *side = &from->side_data[i];
      gboolean picture = side->type == AV_PKT_DATA_SPHERICAL || side->type == AV_PKT_DATA_STEREO3D
                         || (side->type == AV_PKT_DATA_DISPLAYMATRIX && matrix);
      guint8 *data;

      if (video && !picture)
        continue;
      data = av_stream_new_side_data (to, side->type, side->size);
      if (data == NULL)
        return FALSE;
      memcpy (data, side->data, side->size);
    }
  return TRUE;
}

gboolean
assay_video_copy_light (const AVStream *from, const AVFrame *first, AVStream *to)
{
  static const enum AVPacketSideDataType types[]
      = { AV_PKT_DATA_MASTERING_DISPLAY_METADATA, AV_PKT_DATA_CONTENT_LIGHT_LEVEL };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      gsize size = 0;
      const void *light = assay_video_light (from, first, types[i], &size);
      guint8 *data = light != NULL ? av_stream_new_side_data (to, types[i], size) : NULL;

      if (light != NULL && data == NULL)
        return FALSE;
      if (light != NULL)
        memcpy (data, light, size);
    }
  return TRUE;
}
