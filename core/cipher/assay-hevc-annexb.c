/* assay-hevc-annexb.c: see the header. */
#include "cipher/assay-hevc-annexb.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cipher/assay-hevc-params.h"
#include "cipher/assay-hevc-units.h"

#define BLOCK ((gsize) 64 * 1024)
#define START_CODE 3u

struct _AssayHevcAnnexb
{
  AssaySource *source;
  guint8 *buffer;
  gsize room;      /* bytes of buffer */
  gsize length;    /* of them filled */
  gsize begin;     /* of the unit that comes next, behind its start code */
  guint64 offset;  /* of buffer in the file */
  gboolean inside; /* a start code was met */
  gboolean ended;  /* all of the file is in buffer, or has been */
};

AssayHevcAnnexb *
assay_hevc_annexb_new (AssaySource *source)
{
  AssayHevcAnnexb *self = g_new0 (AssayHevcAnnexb, 1);

  self->source = assay_source_ref (source);
  self->room = 2 * BLOCK;
  self->buffer = g_malloc (self->room);
  return self;
}

void
assay_hevc_annexb_free (AssayHevcAnnexb *self)
{
  if (self == NULL)
    return;
  assay_source_unref (self->source);
  g_free (self->buffer);
  g_free (self);
}

/* Makes room for another block. */
static gboolean
grow (AssayHevcAnnexb *self, GError **error)
{
  guint8 *buffer = NULL;

  if (self->room - self->length >= BLOCK)
    return TRUE;
  if (self->length <= ASSAY_HEVC_MOST_UNIT_BYTES)
    buffer = g_try_realloc (self->buffer, 2 * self->room);
  if (buffer == NULL)
    {
      g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_MALFORMED,
                           _ ("A unit of the video is larger than any picture can be"));
      return FALSE;
    }
  self->buffer = buffer;
  self->room *= 2;
  return TRUE;
}

/* Forgets what is before begin and reads on behind what is there. */
static gboolean
fill (AssayHevcAnnexb *self, GError **error)
{
  gssize got;

  self->length -= self->begin;
  self->offset += self->begin;
  if (self->begin > 0 && self->length > 0)
    memmove (self->buffer, self->buffer + self->begin, self->length);
  self->begin = 0;
  if (!grow (self, error))
    return FALSE;
  got = assay_source_read_into (self->source, self->offset + self->length,
                                self->buffer + self->length, self->room - self->length, error);
  if (got < 0)
    return FALSE;
  self->ended = got == 0;
  self->length += (gsize) got;
  return TRUE;
}

/* The place of the next start code behind begin, or length at the end. */
static gboolean
find_end (AssayHevcAnnexb *self, gsize *end, GError **error)
{
  gsize searched = 0; /* from begin */

  for (;;)
    {
      *end = assay_hevc_find_start_code (self->buffer, self->length, self->begin + searched);
      if (*end < self->length || self->ended)
        return TRUE;
      searched = self->length - self->begin;
      searched -= MIN (searched, START_CODE - 1);
      if (!self->inside) /* what stands before the first start code is nothing */
        {
          self->begin += searched;
          searched = 0;
        }
      if (!fill (self, error))
        return FALSE;
    }
}

gboolean
assay_hevc_annexb_next (
    AssayHevcAnnexb *self, const guint8 **data, gsize *size, guint64 *position, GError **error)
{
  gsize end;

  if (!self->inside)
    {
      if (!find_end (self, &end, error) || end >= self->length)
        return FALSE;
      self->inside = TRUE;
      self->begin = end + START_CODE;
    }
  if (self->begin > self->length)
    return FALSE;
  if (!find_end (self, &end, error))
    return FALSE;
  *data = self->buffer + self->begin;
  *size = assay_hevc_trim (*data, end - self->begin);
  *position = self->offset + self->begin;
  /* at the end: past it, so that the next call finds nothing */
  self->begin = end < self->length ? end + START_CODE : self->length + 1;
  return TRUE;
}
