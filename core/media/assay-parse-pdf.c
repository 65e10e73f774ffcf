/* assay-parse-pdf.c: a light look at a PDF: version, revisions, document information, what is
 * behind the end. Content is not read; objects in compressed streams are not looked into. */
#include "config.h"

#include <string.h>

#include "media/assay-parsers-still-private.h"
#include "media/assay-pdf-object-private.h"

#define CHUNK 1048576
/* A word that the end of a chunk cuts is found in the next one, which begins that much earlier. */
#define OVERLAP 64
#define INFO_MOST 65536
#define XMP_MOST 4194304

typedef struct
{
  AssaySource *source;
  AssayInspection *inspection;
  GCancellable *cancellable;
  guint64 size;
  guint64 header; /* of "%PDF-" */
  guint eof_count;
  guint64 last_eof;
  guint64 info; /* of the last "/Info", G_MAXUINT64 without one */
  guint64 xmp;  /* of the last XMP packet, likewise */
  guint64 xmp_end;
  guint64 encrypt;
  guint64 script;
  guint64 object; /* of the wanted "n g obj", likewise */
} Pdf;

typedef void (*FoundFunc) (Pdf *self, guint64 offset);

static void
found_eof (Pdf *self, guint64 offset)
{
  self->eof_count++;
  self->last_eof = offset;
}

static void
found_info (Pdf *self, guint64 offset)
{
  self->info = offset;
}

static void
found_xmp (Pdf *self, guint64 offset)
{
  self->xmp = offset;
}

static void
found_xmp_end (Pdf *self, guint64 offset)
{
  self->xmp_end = offset;
}

static void
found_encrypt (Pdf *self, guint64 offset)
{
  self->encrypt = MIN (self->encrypt, offset);
}

static void
found_script (Pdf *self, guint64 offset)
{
  self->script = MIN (self->script, offset);
}

static void
found_object (Pdf *self, guint64 offset)
{
  self->object = offset;
}

typedef struct
{
  const char *word;
  FoundFunc found;
} Word;

/* Calls @words' functions for every occurrence, in one pass over the file. */
static void
scan (Pdf *self, const Word *words, gsize n_words)
{
  g_autofree guint8 *buffer = g_malloc ((gsize) MIN (self->size, CHUNK) + OVERLAP);

  for (guint64 at = 0; at < self->size && !g_cancellable_is_cancelled (self->cancellable);
       at += CHUNK)
    {
      gssize got = assay_source_read_into (self->source, at, buffer,
                                           (gsize) MIN (self->size, CHUNK) + OVERLAP, NULL);

      for (gsize i = 0; i < n_words && got > 0; i++)
        {
          const guint8 *hit = buffer;
          gsize length = strlen (words[i].word);

          while ((hit = memmem (hit, (gsize) (buffer + got - hit), words[i].word, length)) != NULL
                 && hit < buffer + CHUNK)
            {
              words[i].found (self, at + (guint64) (hit - buffer));
              hit += length;
            }
        }
    }
}

static GBytes *
read_some (Pdf *self, guint64 offset, gsize most)
{
  return offset >= self->size ? NULL
                              : assay_source_read (self->source, offset,
                                                   (gsize) MIN (most, self->size - offset), NULL);
}

/* "/Info 12 0 R" at self->info: the object's words "12 0 obj"; NULL if it is not that. */
static char *
info_object (Pdf *self)
{
  g_autoptr (GBytes) bytes = read_some (self, self->info + 6, 40);
  gsize size = 0;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;
  g_autofree char *text = data != NULL ? g_strndup (data, size) : NULL;
  char *rest;

  if (text == NULL || !g_ascii_isdigit (text[0]))
    return NULL;

  guint64 number = g_ascii_strtoull (text, &rest, 10);
  guint64 generation = g_ascii_strtoull (rest, &rest, 10);

  return g_str_has_prefix (rest, " R") && number <= G_MAXUINT32 && generation <= G_MAXUINT16
             ? g_strdup_printf ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " obj", number,
                                generation)
             : NULL;
}

static void
date_fact (Pdf *self, const char *name, const char *text, guint64 offset)
{
  gint64 unix_ms;
  gboolean zoned;

  if (assay_pdf_date (text, &unix_ms, &zoned))
    assay_inspection_time (self->inspection, name, unix_ms, zoned, text, offset, 0);
  else
    assay_inspection_problem (self->inspection, "bad-value", offset, "%s is no date", name);
}

static void
info_facts (Pdf *self)
{
  static const char *const keys[] = { "/Title",   "/Author",   "/Subject",      "/Keywords",
                                      "/Creator", "/Producer", "/CreationDate", "/ModDate" };
  g_autofree char *words = self->info != G_MAXUINT64 ? info_object (self) : NULL;
  Word word = { .word = words, .found = found_object };

  if (words == NULL)
    return;
  /* The last one counts: later revisions stand behind earlier ones. */
  scan (self, &word, 1);

  g_autoptr (GBytes) bytes
      = self->object != G_MAXUINT64 ? read_some (self, self->object, INFO_MOST) : NULL;

  if (bytes == NULL)
    return;

  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  const char *end = memmem (data, size, "endobj", 6);

  size = end != NULL ? (gsize) (end - data) : size;
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *value = assay_pdf_string (data, size, keys[i]);
      g_autofree char *name = g_strconcat ("pdf.info.", keys[i] + 1, NULL);

      if (value == NULL)
        continue;
      assay_inspection_text (self->inspection, name, value, self->object, size);
      if (strcmp (keys[i], "/CreationDate") == 0)
        date_fact (self, "pdf.time.created", value, self->object);
      if (strcmp (keys[i], "/ModDate") == 0)
        date_fact (self, "pdf.time.modified", value, self->object);
    }
}

static void
header_facts (Pdf *self)
{
  g_autoptr (GBytes) bytes = read_some (self, 0, 2048);
  gsize size = 0;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;
  const char *header = data != NULL ? memmem (data, size, "%PDF-", 5) : NULL;

  if (header == NULL)
    return;
  self->header = (guint64) (header - data);

  gsize length = 0;

  while (self->header + 5 + length < size && length < 8
         && (g_ascii_isdigit (header[5 + length]) || header[5 + length] == '.'))
    length++;

  g_autofree char *version = g_strndup (header + 5, length);

  assay_inspection_text (self->inspection, "pdf.version", version, self->header + 5, length);
  assay_inspection_element (self->inspection, "header", self->header, 5, 5 + length, version);
  assay_inspection_bool (self->inspection, "pdf.linearized",
                         memmem (data, size, "/Linearized", 11) != NULL, ASSAY_OFFSET_NONE, 0);
  if (self->header > 0)
    assay_inspection_problem (self->inspection, "malformed", 0,
                              "%" G_GUINT64_FORMAT " bytes before the header", self->header);
}

static void
xmp_facts (Pdf *self)
{
  if (self->xmp == G_MAXUINT64 || self->xmp_end == G_MAXUINT64 || self->xmp_end < self->xmp
      || self->xmp_end - self->xmp > XMP_MOST)
    return;

  /* The closing instruction is at most 22 bytes: <?xpacket end="w"?>. */
  g_autoptr (GBytes) bytes = read_some (self, self->xmp, (gsize) (self->xmp_end - self->xmp));

  if (bytes != NULL)
    assay_block_xmp (self->inspection, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                     self->xmp);
}

/* Behind the last %%EOF only an end of line may stand. */
static void
end_facts (Pdf *self)
{
  guint8 rest[2];
  guint64 end = self->last_eof + 5;
  gssize got = assay_source_read_into (self->source, end, rest, sizeof rest, NULL);

  for (gssize i = 0; i < got && (rest[i] == '\r' || rest[i] == '\n'); i++)
    end++;
  assay_inspection_element (self->inspection, "%%EOF", self->last_eof, 5, 5, "");
  assay_parse_trailer (self->source, self->inspection, end, self->cancellable);
}

void
assay_parse_pdf (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable)
{
  static const Word words[]
      = { { "%%EOF", found_eof },           { "/Info ", found_info },
          { "<?xpacket begin", found_xmp }, { "<?xpacket end", found_xmp_end },
          { "/Encrypt", found_encrypt },    { "/JavaScript", found_script },
          { "/JS ", found_script } };
  Pdf self = { .source = source,
               .inspection = inspection,
               .cancellable = cancellable,
               .size = assay_source_get_size (source),
               .info = G_MAXUINT64,
               .xmp = G_MAXUINT64,
               .xmp_end = G_MAXUINT64,
               .encrypt = G_MAXUINT64,
               .script = G_MAXUINT64,
               .object = G_MAXUINT64 };

  header_facts (&self);
  scan (&self, words, G_N_ELEMENTS (words));
  assay_inspection_int (inspection, "pdf.eof_count", self.eof_count, NULL, ASSAY_OFFSET_NONE, 0);
  assay_inspection_bool (inspection, "pdf.encrypted", self.encrypt != G_MAXUINT64, self.encrypt, 8);
  assay_inspection_bool (inspection, "pdf.javascript", self.script != G_MAXUINT64, self.script, 3);
  info_facts (&self);
  xmp_facts (&self);
  if (self.eof_count > 0)
    end_facts (&self);
  else
    assay_inspection_problem (inspection, "missing", self.size, "no %%%%EOF");
}
