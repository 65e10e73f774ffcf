/* assay-cipher-output.c: a buffer in front of write(). */
#include "cipher/assay-cipher-output.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#define PIECE ((guint) 1024 * 1024)

struct _AssayCipherOutput
{
  int fd;
  GByteArray *pending;
  guint64 written;
};

AssayCipherOutput *
assay_cipher_output_new (int fd)
{
  AssayCipherOutput *self = g_new0 (AssayCipherOutput, 1);

  self->fd = fd;
  self->pending = g_byte_array_sized_new (PIECE);
  return self;
}

void
assay_cipher_output_free (AssayCipherOutput *self)
{
  g_byte_array_unref (self->pending);
  g_free (self);
}

static gboolean
write_all (AssayCipherOutput *self, const guint8 *bytes, gsize size, GError **error)
{
  if (!assay_write_output (self->fd, self->written, bytes, size, error))
    return FALSE;
  self->written += size;
  return TRUE;
}

gboolean
assay_cipher_output_flush (AssayCipherOutput *self, GError **error)
{
  gboolean done = write_all (self, self->pending->data, self->pending->len, error);

  g_byte_array_set_size (self->pending, 0);
  return done;
}

gboolean
assay_cipher_output_write (AssayCipherOutput *self, const guint8 *bytes, gsize size, GError **error)
{
  if (size >= PIECE)
    return assay_cipher_output_flush (self, error) && write_all (self, bytes, size, error);
  g_byte_array_append (self->pending, bytes, (guint) size);
  return self->pending->len < PIECE || assay_cipher_output_flush (self, error);
}
