/* assay-cbor.c: CBOR, as far as C2PA uses it. */
#include "config.h"

#include <string.h>

#include "media/assay-cbor-private.h"

#define DEPTH_MOST 32
#define ITEMS_MOST 100000

typedef struct
{
  AssayReader *reader;
  AssayCborFunc func;
  gpointer data;
  GString *path;
  guint items;
} Cbor;

typedef struct
{
  guint major;
  guint64 value;
  gboolean indefinite;
} Head;

static gboolean
read_head (Cbor *self, Head *head)
{
  guint8 first = assay_reader_read_u8 (self->reader);
  guint info = first & 31u;

  head->major = first >> 5;
  head->indefinite = info == 31;
  head->value = info;
  if (info == 24)
    head->value = assay_reader_read_u8 (self->reader);
  else if (info == 25)
    head->value = assay_reader_read_u16_be (self->reader);
  else if (info == 26)
    head->value = assay_reader_read_u32_be (self->reader);
  else if (info == 27)
    head->value = assay_reader_read_u64_be (self->reader);
  else if (info > 27 && info < 31)
    return FALSE;
  return assay_reader_ok (self->reader) && self->items++ < ITEMS_MOST;
}

/* A string of known length; NULL if the input ends before, or for one in chunks, which C2PA
 * forbids. */
static char *
read_text (Cbor *self, const Head *head)
{
  if (head->indefinite || head->value > assay_reader_left (self->reader))
    return NULL;

  const guint8 *text = assay_reader_read_bytes (self->reader, (gsize) head->value);

  return text == NULL ? NULL
                      : g_utf8_make_valid ((const char *) text,
                                           (gssize) MIN (head->value, ASSAY_LIMIT_TEXT));
}

static gboolean read_item (Cbor *self, guint depth);

/* RFC 8949 3.2.1: "break". */
static gboolean
at_break (Cbor *self)
{
  return assay_reader_match (self->reader, "\xff", 1);
}

static gboolean
read_array (Cbor *self, const Head *head, guint depth)
{
  for (guint64 i = 0; head->indefinite || i < head->value; i++)
    {
      if (head->indefinite && at_break (self))
        return TRUE;
      if (!read_item (self, depth + 1))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_pair (Cbor *self, guint depth)
{
  gsize length = self->path->len;
  Head key;

  if (!read_head (self, &key))
    return FALSE;
  if (key.major == 3)
    {
      g_autofree char *text = read_text (self, &key);

      if (text == NULL)
        return FALSE;
      if (length < 1024)
        g_string_append_printf (self->path, "%s%.128s", length > 0 ? "." : "", text);
    }
  else if (key.major == 2)
    {
      g_autofree char *bytes = read_text (self, &key);

      if (bytes == NULL)
        return FALSE;
    }
  else if (key.major > 1)
    {
      return FALSE;
    }

  gboolean read = read_item (self, depth + 1);

  g_string_truncate (self->path, length);
  return read;
}

static gboolean
read_map (Cbor *self, const Head *head, guint depth)
{
  for (guint64 i = 0; head->indefinite || i < head->value; i++)
    {
      if (head->indefinite && at_break (self))
        return TRUE;
      if (!read_pair (self, depth))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_item (Cbor *self, guint depth)
{
  Head head;
  g_autofree char *text = NULL;

  if (depth > DEPTH_MOST || !read_head (self, &head))
    return FALSE;
  switch (head.major)
    {
    case 2:
      text = read_text (self, &head);
      return text != NULL;
    case 3:
      text = read_text (self, &head);
      if (text != NULL)
        self->func (self->path->str, text, self->data);
      return text != NULL;
    case 4:
      return read_array (self, &head, depth);
    case 5:
      return read_map (self, &head, depth);
    case 6:
      return read_item (self, depth + 1);
    default:
      return !head.indefinite;
    }
}

gboolean
assay_cbor_walk (AssayReader *reader, AssayCborFunc func, gpointer data)
{
  Cbor self = { .reader = reader, .func = func, .data = data, .path = g_string_new (NULL) };
  gboolean read = read_item (&self, 0);

  g_string_free (self.path, TRUE);
  return read;
}
