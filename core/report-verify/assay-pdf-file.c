/* assay-pdf-file.c: cross-reference tables, objects and attachments of a foreign PDF. */
#include "report-verify/assay-pdf-file-private.h"

#include "config.h"

#include <string.h>
#include <zlib.h>

#include "base/assay-base.h"

#define MOST_OBJECTS 1000000u
#define MOST_SECTIONS 64
#define MOST_ATTACHMENTS 64
/* Bytes of all attachments together: many may name one stream that unpacks to a lot. */
#define MOST_ATTACHED ASSAY_LIMIT_BLOCK
/* Text of one object's dictionary that is looked at. */
#define MOST_DICTIONARY (256u * 1024u)

struct _AssayPdfFile
{
  GBytes *bytes;
  const guint8 *data;
  gsize size;
  GHashTable *offsets; /* object number → offset + 1 */
  guint root;
};

const guint8 *
assay_pdf_file_get_data (const AssayPdfFile *self, gsize *size)
{
  *size = self->size;
  return self->data;
}

gssize
assay_pdf_file_find (const AssayPdfFile *self, gsize from, const char *needle)
{
  if (from >= self->size)
    return -1;
  const guint8 *found = memmem (self->data + from, self->size - from, needle, strlen (needle));
  return found != NULL ? (gssize) (found - self->data) : -1;
}

gboolean
assay_pdf_file_number (const AssayPdfFile *self, gsize *at, guint64 *value)
{
  gsize p = *at;
  while (p < self->size && g_ascii_isspace (self->data[p]))
    p++;
  const gsize start = p;
  guint64 number = 0;
  for (; p < self->size && g_ascii_isdigit (self->data[p]) && p - start < 18; p++)
    number = number * 10 + (guint64) (self->data[p] - '0');
  if (p == start)
    return FALSE;
  *at = p;
  *value = number;
  return TRUE;
}

static gboolean
matches (const AssayPdfFile *self, gsize at, const char *text)
{
  const gsize length = strlen (text);
  return at <= self->size && length <= self->size - at
         && memcmp (self->data + at, text, length) == 0;
}

/* Lines of 20 bytes; the newest section is read first, so a number that is known stays. */
static gboolean
read_subsection (AssayPdfFile *self, gsize *at, guint64 first, guint64 count)
{
  if (count > MOST_OBJECTS || first > MOST_OBJECTS)
    return FALSE;
  for (guint64 i = 0; i < count; i++)
    {
      guint64 offset;
      guint64 generation;
      if (!assay_pdf_file_number (self, at, &offset)
          || !assay_pdf_file_number (self, at, &generation) || *at + 2 > self->size)
        return FALSE;
      const guint8 kind = self->data[*at + 1];
      *at += 2;
      gpointer key = GUINT_TO_POINTER ((guint) (first + i));
      if (kind == 'n' && offset < self->size && !g_hash_table_contains (self->offsets, key))
        g_hash_table_insert (self->offsets, key, GSIZE_TO_POINTER ((gsize) offset + 1));
    }
  return TRUE;
}

/* A number that follows @key in [@from, @to). */
static gboolean
number_after (const AssayPdfFile *self, gsize from, gsize to, const char *key, guint64 *value)
{
  const gssize found = assay_pdf_file_find (self, from, key);
  if (found < 0 || (gsize) found >= to)
    return FALSE;
  gsize at = (gsize) found + strlen (key);
  return assay_pdf_file_number (self, &at, value);
}

/* One table and its trailer; *@previous is the offset of the one before, 0 at the end. */
static gboolean
read_section (AssayPdfFile *self, gsize at, guint64 *previous)
{
  *previous = 0;
  if (!matches (self, at, "xref"))
    return FALSE;
  at += 4;
  guint64 first;
  guint64 count;
  while (assay_pdf_file_number (self, &at, &first))
    if (!assay_pdf_file_number (self, &at, &count) || !read_subsection (self, &at, first, count))
      return FALSE;
  while (at < self->size && g_ascii_isspace (self->data[at]))
    at++;
  if (!matches (self, at, "trailer"))
    return FALSE;
  const gssize end = assay_pdf_file_find (self, at, "startxref");
  guint64 root;
  if (end < 0)
    return FALSE;
  if (self->root == 0 && number_after (self, at, (gsize) end, "/Root", &root)
      && root <= MOST_OBJECTS)
    self->root = (guint) root;
  if (!number_after (self, at, (gsize) end, "/Prev", previous))
    *previous = 0;
  return TRUE;
}

static void
read_tables (AssayPdfFile *self)
{
  gssize last = -1;
  const gsize tail = self->size > 2048 ? self->size - 2048 : 0;
  for (gssize found = assay_pdf_file_find (self, tail, "startxref"); found >= 0;
       found = assay_pdf_file_find (self, (gsize) found + 1, "startxref"))
    last = found;
  guint64 offset;
  gsize at = (gsize) last + strlen ("startxref");
  if (last < 0 || !assay_pdf_file_number (self, &at, &offset))
    return;
  for (guint i = 0; i < MOST_SECTIONS && offset > 0 && offset < self->size; i++)
    {
      guint64 previous;
      if (!read_section (self, (gsize) offset, &previous))
        {
          self->root = 0;
          return;
        }
      /* Tables go back in the file; one that does not would loop. */
      offset = previous < offset ? previous : 0;
    }
}

AssayPdfFile *
assay_pdf_file_new (GBytes *bytes)
{
  g_autoptr (AssayPdfFile) self = g_new0 (AssayPdfFile, 1);
  self->bytes = g_bytes_ref (bytes);
  self->data = g_bytes_get_data (bytes, &self->size);
  self->offsets = g_hash_table_new (NULL, NULL);
  if (!matches (self, 0, "%PDF-"))
    return NULL;
  read_tables (self);
  return g_steal_pointer (&self);
}

void
assay_pdf_file_free (AssayPdfFile *self)
{
  if (self == NULL)
    return;
  g_bytes_unref (self->bytes);
  g_hash_table_unref (self->offsets);
  g_free (self);
}

gboolean
assay_pdf_file_has_objects (const AssayPdfFile *self)
{
  return self->root != 0;
}

/* The text of object @number up to its stream or end, as a string; *@after is where its text ends.
 */
static char *
object_text (const AssayPdfFile *self, guint number, gsize *after)
{
  const gsize place
      = GPOINTER_TO_SIZE (g_hash_table_lookup (self->offsets, GUINT_TO_POINTER (number)));
  if (place == 0)
    return NULL;
  gsize at = place - 1;
  guint64 found;
  guint64 generation;
  if (!assay_pdf_file_number (self, &at, &found) || found != number
      || !assay_pdf_file_number (self, &at, &generation) || !matches (self, at, " obj"))
    return NULL;
  at += 4;
  const gsize limit = MIN (self->size, at + MOST_DICTIONARY);
  const guint8 *end = memmem (self->data + at, limit - at, "endobj", 6);
  const guint8 *stream = memmem (self->data + at, limit - at, "\nstream", 7);
  if (end == NULL && stream == NULL)
    return NULL;
  if (stream != NULL && (end == NULL || stream < end))
    end = stream;
  *after = (gsize) (end - self->data);
  return g_strndup ((const char *) self->data + at, *after - at);
}

static gboolean
text_number (const char *text, const char *key, guint64 *value)
{
  const char *found = strstr (text, key);
  if (found == NULL)
    return FALSE;
  found += strlen (key);
  while (g_ascii_isspace (*found))
    found++;
  return g_ascii_isdigit (*found) && ((*value = g_ascii_strtoull (found, NULL, 10)), TRUE);
}

/* NULL when it unpacks to more than *@left bytes, and then nothing is left: what does not fit is
 * unpacked once, not once for each attachment. */
static GBytes *
inflate_bytes (const guint8 *data, gsize size, gsize *left)
{
  z_stream stream = { 0 };
  if (size > G_MAXUINT32 || inflateInit (&stream) != Z_OK)
    return NULL;
  g_autoptr (GByteArray) out = g_byte_array_new ();
  guint8 buffer[32768];
  int status = Z_OK;
  union
  {
    const guint8 *in;
    Bytef *next;
  } input = { .in = data };
  stream.next_in = input.next;
  stream.avail_in = (uInt) size;
  while (status == Z_OK && out->len <= *left)
    {
      stream.next_out = buffer;
      stream.avail_out = sizeof buffer;
      status = inflate (&stream, Z_NO_FLUSH);
      if (status == Z_OK || status == Z_STREAM_END)
        g_byte_array_append (out, buffer, (guint) (sizeof buffer - stream.avail_out));
      if (status == Z_OK && stream.avail_in == 0 && stream.avail_out != 0)
        break;
    }
  inflateEnd (&stream);
  const gboolean fits = out->len <= *left;
  *left -= MIN (*left, out->len);
  if (status != Z_STREAM_END || !fits)
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

static GBytes *
read_stream (const AssayPdfFile *self, guint number, gsize *left)
{
  gsize at = 0;
  guint64 length = 0;
  g_autofree char *text = object_text (self, number, &at);
  if (text == NULL || !matches (self, at, "\nstream") || !text_number (text, "/Length", &length))
    return NULL;
  at += strlen ("\nstream");
  if (matches (self, at, "\r\n"))
    at += 2;
  else if (matches (self, at, "\n"))
    at += 1;
  if (at > self->size || length > self->size - at)
    return NULL;
  if (strstr (text, "/FlateDecode") != NULL)
    return inflate_bytes (self->data + at, (gsize) length, left);
  if (strstr (text, "/Filter") != NULL || length > *left)
    return NULL;
  *left -= (gsize) length;
  return g_bytes_new (self->data + at, (gsize) length);
}

static void
attachment_free (gpointer data)
{
  AssayPdfAttachment *self = data;
  g_free (self->name);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

static AssayPdfAttachment *
read_attachment (const AssayPdfFile *self, guint number, gsize *left)
{
  gsize after = 0;
  guint64 stream = 0;
  g_autofree char *text = object_text (self, number, &after);
  const char *name = text != NULL ? strstr (text, "/UF (") : NULL;
  if (name == NULL)
    return NULL;
  name += strlen ("/UF (");
  AssayPdfAttachment *attachment = g_new0 (AssayPdfAttachment, 1);
  attachment->name = assay_text_visible (name, (gssize) MIN (strcspn (name, ")"), 255));
  const char *files = strstr (text, "/EF");
  if (files != NULL && text_number (files, "/F ", &stream) && stream <= MOST_OBJECTS)
    attachment->bytes = read_stream (self, (guint) stream, left);
  return attachment;
}

GPtrArray *
assay_pdf_file_attachments (const AssayPdfFile *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (attachment_free);
  gsize after = 0;
  gsize left = MOST_ATTACHED;
  g_autofree char *catalog = self->root != 0 ? object_text (self, self->root, &after) : NULL;
  const char *p = catalog != NULL ? strstr (catalog, "/AF [") : NULL;
  if (p == NULL)
    return list;
  p += strlen ("/AF [");
  while (list->len < MOST_ATTACHMENTS)
    {
      char *end = NULL;
      const guint64 number = g_ascii_strtoull (p, &end, 10);
      if (end == p || number == 0 || number > MOST_OBJECTS)
        break;
      AssayPdfAttachment *attachment = read_attachment (self, (guint) number, &left);
      if (attachment != NULL)
        g_ptr_array_add (list, attachment);
      p = strchr (end, 'R');
      if (p == NULL)
        break;
      p++;
    }
  return list;
}
