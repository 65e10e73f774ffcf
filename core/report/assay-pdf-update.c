/* assay-pdf-update.c: appends objects, a cross-reference section and a trailer to libharu's output.
 */
#include "report/assay-pdf-update-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <zlib.h>

#include "base/assay-base.h"
#include "report/assay-report.h"

struct _AssayPdfUpdate
{
  GByteArray *out; /* base and what was appended */
  gsize base_size;
  gsize base_xref;      /* offset of its cross-reference table */
  GArray *base_offsets; /* gsize by object number */
  guint n_base;
  guint next;      /* number of the next new object */
  GArray *numbers; /* guint: objects written here */
  GArray *offsets; /* gsize: where each stands */
};

static gboolean
read_number (const char **p, const char *end, gsize *value)
{
  while (*p < end && g_ascii_isspace (**p))
    (*p)++;
  if (*p == end || !g_ascii_isdigit (**p))
    return FALSE;
  *value = 0;
  for (; *p < end && g_ascii_isdigit (**p); (*p)++)
    *value = *value * 10 + (gsize) (**p - '0');
  return TRUE;
}

/* @needle in the bytes from @start to @end, which may hold NUL; NULL if it is not there. */
static const char *
find (const char *start, const char *end, const char *needle)
{
  return memmem (start, (gsize) (end - start), needle, strlen (needle));
}

/* The trailer stands in the last bytes. */
static const char *
find_last (const AssayPdfUpdate *self, const char *needle)
{
  const char *end = (const char *) self->out->data + self->base_size;
  return find (end - MIN (self->base_size, 1024), end, needle);
}

/* libharu writes one section: "xref", "0 n", then n lines of 20 bytes. */
static gboolean
read_table (AssayPdfUpdate *self)
{
  const char *data = (const char *) self->out->data;
  const char *end = data + self->out->len;
  const char *mark = find_last (self, "startxref");
  const char *p = mark != NULL ? mark + strlen ("startxref") : end;
  if (!read_number (&p, end, &self->base_xref) || self->base_xref + 4 > self->out->len)
    return FALSE;

  gsize first = 0;
  gsize count = 0;
  p = data + self->base_xref;
  if (strncmp (p, "xref", 4) != 0)
    return FALSE;
  p += 4;
  if (!read_number (&p, end, &first) || !read_number (&p, end, &count) || first != 0
      || count > self->out->len / 20)
    return FALSE;
  for (gsize i = 0; i < count; i++)
    {
      gsize offset = 0;
      gsize generation = 0;
      if (!read_number (&p, end, &offset) || !read_number (&p, end, &generation) || end - p < 2)
        return FALSE;
      p += 2; /* " n" or " f" */
      g_array_append_val (self->base_offsets, offset);
    }
  self->n_base = (guint) count;
  self->next = (guint) count;
  return TRUE;
}

AssayPdfUpdate *
assay_pdf_update_new (GBytes *base, GError **error)
{
  g_autoptr (AssayPdfUpdate) self = g_new0 (AssayPdfUpdate, 1);
  gsize size;
  const guint8 *data = g_bytes_get_data (base, &size);
  self->out = g_byte_array_sized_new ((guint) size + 65536);
  g_byte_array_append (self->out, data, (guint) size);
  self->base_size = size;
  self->base_offsets = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  self->offsets = g_array_new (FALSE, FALSE, sizeof (gsize));
  if (!read_table (self))
    {
      g_set_error_literal (error, ASSAY_REPORT_ERROR, ASSAY_REPORT_ERROR_PDF,
                           _ ("The PDF library wrote a file of an unexpected form."));
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
assay_pdf_update_free (AssayPdfUpdate *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->out, g_byte_array_unref);
  g_array_unref (self->base_offsets);
  g_array_unref (self->numbers);
  g_array_unref (self->offsets);
  g_free (self);
}

guint
assay_pdf_update_get_n_base (const AssayPdfUpdate *self)
{
  return self->n_base;
}

char *
assay_pdf_update_get_base (const AssayPdfUpdate *self, guint number)
{
  if (number == 0 || number >= self->n_base)
    return NULL;
  const gsize offset = g_array_index (self->base_offsets, gsize, number);
  if (offset >= self->base_size)
    return NULL;
  const char *start = (const char *) self->out->data + offset;
  const char *limit = (const char *) self->out->data + self->base_size;
  const char *obj = find (start, MIN (limit, start + 32), "obj");
  if (obj == NULL)
    return NULL;
  obj += 3;
  const char *end = find (obj, limit, "endobj");
  const char *stream = find (obj, end != NULL ? end : limit, "\nstream");
  if (stream != NULL)
    end = stream;
  return end != NULL ? g_strstrip (g_strndup (obj, (gsize) (end - obj))) : NULL;
}

guint
assay_pdf_update_find_page (const AssayPdfUpdate *self)
{
  for (guint i = 1; i < self->n_base; i++)
    {
      g_autofree char *text = assay_pdf_update_get_base (self, i);
      const char *kids = text != NULL ? strstr (text, "/Kids [") : NULL;
      if (kids != NULL)
        return (guint) g_ascii_strtoull (kids + strlen ("/Kids ["), NULL, 10);
    }
  return 0;
}

guint
assay_pdf_update_reserve (AssayPdfUpdate *self)
{
  return self->next++;
}

static void
append (AssayPdfUpdate *self, const char *text)
{
  g_byte_array_append (self->out, (const guint8 *) text, (guint) strlen (text));
}

static void
begin_object (AssayPdfUpdate *self, guint number)
{
  const gsize offset = self->out->len;
  g_array_append_val (self->numbers, number);
  g_array_append_val (self->offsets, offset);
  g_autofree char *head = g_strdup_printf ("%u 0 obj\n", number);
  append (self, head);
}

void
assay_pdf_update_object (AssayPdfUpdate *self, guint number, const char *text)
{
  begin_object (self, number);
  append (self, text);
  append (self, "\nendobj\n");
}

void
assay_pdf_update_stream (AssayPdfUpdate *self,
                         guint number,
                         const char *entries,
                         const void *data,
                         gsize size,
                         gboolean compressed)
{
  uLongf packed_size = compressBound (size);
  g_autofree guint8 *packed = compressed ? g_malloc (packed_size) : NULL;
  if (compressed && compress2 (packed, &packed_size, data, size, 9) == Z_OK)
    {
      data = packed;
      size = packed_size;
    }
  else
    compressed = FALSE;
  begin_object (self, number);
  g_autofree char *head = g_strdup_printf ("<<\n%s\n%s/Length %zu\n>>\nstream\n", entries,
                                           compressed ? "/Filter /FlateDecode\n" : "", size);
  append (self, head);
  g_byte_array_append (self->out, data, (guint) size);
  append (self, "\nendstream\nendobj\n");
}

typedef struct
{
  guint number;
  gsize offset;
} Place;

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *left = a;
  const Place *right = b;
  return (left->number > right->number) - (left->number < right->number);
}

static void
append_table (AssayPdfUpdate *self)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  for (guint i = 0; i < self->numbers->len; i++)
    {
      Place place
          = { g_array_index (self->numbers, guint, i), g_array_index (self->offsets, gsize, i) };
      g_array_append_val (places, place);
    }
  g_array_sort (places, compare_places);
  append (self, "xref\n");
  for (guint i = 0; i < places->len;)
    {
      guint n = 1;
      const guint first = g_array_index (places, Place, i).number;
      while (i + n < places->len && g_array_index (places, Place, i + n).number == first + n)
        n++;
      g_autofree char *head = g_strdup_printf ("%u %u\n", first, n);
      append (self, head);
      for (guint k = 0; k < n; k++)
        {
          g_autofree char *line
              = g_strdup_printf ("%010zu 00000 n \n", g_array_index (places, Place, i + k).offset);
          append (self, line);
        }
      i += n;
    }
}

/* The reference that follows @key in the base trailer. */
static guint
trailer_reference (const AssayPdfUpdate *self, const char *key)
{
  const char *end = (const char *) self->out->data + self->base_size;
  const char *trailer = find_last (self, "trailer");
  const char *found = trailer != NULL ? find (trailer, end, key) : NULL;
  return found != NULL ? (guint) g_ascii_strtoull (found + strlen (key), NULL, 10) : 0;
}

GByteArray *
assay_pdf_update_end (AssayPdfUpdate *self, guint root)
{
  g_autofree char *first
      = g_compute_checksum_for_data (G_CHECKSUM_SHA256, self->out->data, self->base_size);
  g_autofree char *second
      = g_compute_checksum_for_data (G_CHECKSUM_SHA256, self->out->data, self->out->len);
  const guint info = trailer_reference (self, "/Info ");
  const gsize table = self->out->len;
  append_table (self);
  g_autofree char *trailer
      = g_strdup_printf ("trailer\n<<\n/Size %u\n/Root %u 0 R\n/Info %u 0 R\n/Prev %zu\n/ID [ "
                         "<%.32s> <%.32s> ]\n>>\nstartxref\n%zu\n%%%%EOF\n",
                         self->next, root, info, self->base_xref, first, second, table);
  append (self, trailer);
  return g_steal_pointer (&self->out);
}

char *
assay_pdf_text_string (const char *text)
{
  GString *out = g_string_new ("<FEFF");
  glong n = 0;
  g_autofree gunichar2 *units = g_utf8_to_utf16 (text, -1, NULL, &n, NULL);
  for (glong i = 0; units != NULL && i < n; i++)
    g_string_append_printf (out, "%04X", units[i]);
  g_string_append_c (out, '>');
  return g_string_free (out, FALSE);
}

char *
assay_pdf_date_string (gint64 unix_ms)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (unix_ms / 1000);
  return time != NULL ? g_date_time_format (time, "D:%Y%m%d%H%M%SZ")
                      : g_strdup ("D:19700101000000Z");
}
