/* assay-output-io.c: what FFmpeg writes, into a descriptor of the host. */
#include "media/assay-video-rewriter-private.h"

#include "config.h"

#include <errno.h>
#include <libavutil/mem.h>
#include <unistd.h>

#include "base/assay-write.h"
#include "media/assay-ffmpeg-version.h"

#define BUFFER (64 * 1024)

struct _AssayOutputIo
{
  int fd;
  gint64 position;
  gint64 size;
  AVIOContext *context;
};

static int
on_write (void *opaque, AssayWrittenByte *buffer, int size)
{
  AssayOutputIo *self = opaque;

  if (!assay_write_at (self->fd, (guint64) self->position, buffer, (gsize) size))
    return AVERROR (errno);
  self->position += size;
  self->size = MAX (self->size, self->position);
  return size;
}

static int64_t
on_seek (void *opaque, int64_t offset, int whence)
{
  AssayOutputIo *self = opaque;
  gint64 base = 0;

  switch (whence & ~AVSEEK_FORCE)
    {
    case AVSEEK_SIZE:
      return self->size;
    case SEEK_CUR:
      base = self->position;
      break;
    case SEEK_END:
      base = self->size;
      break;
    default:
      break;
    }
  if ((offset > 0 && base > G_MAXINT64 - offset) || base + offset < 0)
    return AVERROR (EINVAL);
  self->position = base + offset;
  return self->position;
}

AssayOutputIo *
assay_output_io_new (int fd)
{
  g_autoptr (AssayOutputIo) self = g_new0 (AssayOutputIo, 1);
  guint8 *buffer = av_malloc (BUFFER);

  self->fd = fd;
  self->context = buffer == NULL
                      ? NULL
                      : avio_alloc_context (buffer, BUFFER, 1, self, NULL, on_write, on_seek);
  if (self->context == NULL)
    av_free (buffer);
  return self->context != NULL ? g_steal_pointer (&self) : NULL;
}

void
assay_output_io_free (AssayOutputIo *self)
{
  if (self->context != NULL)
    av_freep (&self->context->buffer);
  avio_context_free (&self->context);
  g_free (self);
}

AVIOContext *
assay_output_io_get_context (AssayOutputIo *self)
{
  return self->context;
}
