/* assay-parse-csv.c: the dialect and the shape of a table in text; and the plain facts of any other
 * text. Both pass over the whole file once. */
#include "config.h"

#include <string.h>

#include "media/assay-parsers-still-private.h"
#include "media/assay-text-sniff-private.h"

#define HEAD 65536
#define STEP 65536
#define COLUMNS_MOST 4096
/* Rows whose fields are looked at; a column that holds numbers so far is one of numbers. */
#define ROWS_JUDGED 1000

typedef struct
{
  AssayTableDialect dialect;
  gboolean inside;   /* of quotes */
  gboolean at_start; /* of a row */
  gboolean carriage; /* the last byte was CR */
  guint64 rows;
  guint64 ragged;
  guint column;
  GString *field;
  guint8 *words;        /* per column: number of rows whose field is no number, up to 255 */
  gboolean first_words; /* the first row has a field that is no number */
  guint64 ends[3];      /* LF, CRLF, CR */
} Table;

/* An empty field says nothing about its column. */
static gboolean
is_word (const char *text)
{
  return text[strspn (text, " \"")] != '\0' && !assay_text_is_number (text);
}

static void
end_field (Table *self)
{
  if (self->rows < ROWS_JUDGED && self->column < COLUMNS_MOST && is_word (self->field->str))
    {
      if (self->rows == 0)
        self->first_words = TRUE;
      else if (self->words[self->column] < 255)
        self->words[self->column]++;
    }
  g_string_truncate (self->field, 0);
  self->column++;
}

static void
end_row (Table *self)
{
  if (self->at_start)
    return;
  end_field (self);
  self->ragged += self->column != self->dialect.columns ? 1 : 0;
  self->rows++;
  self->column = 0;
  self->at_start = TRUE;
}

static void
take_byte (Table *self, guint8 byte)
{
  gboolean after_carriage = self->carriage;

  self->carriage = byte == '\r';
  if (byte == '\n' && after_carriage && !self->inside)
    {
      self->ends[1]++;
      self->ends[2]--;
      return;
    }
  if ((byte == '\n' || byte == '\r') && !self->inside)
    {
      self->ends[byte == '\n' ? 0 : 2]++;
      end_row (self);
      return;
    }
  self->at_start = FALSE;
  if (byte == '"')
    self->inside = !self->inside;
  if (!self->inside && byte == (guint8) self->dialect.delimiter && byte != 0)
    end_field (self);
  else if (self->rows < ROWS_JUDGED && self->field->len < 256)
    g_string_append_c (self->field, (char) byte);
}

static const char *
line_end_name (const guint64 ends[3])
{
  guint kinds = (ends[0] > 0 ? 1u : 0u) + (ends[1] > 0 ? 1u : 0u) + (ends[2] > 0 ? 1u : 0u);

  if (kinds > 1)
    return "mixed";
  return ends[0] > 0 ? "lf" : ends[1] > 0 ? "crlf" : ends[2] > 0 ? "cr" : "none";
}

static void
table_facts (Table *self, AssayInspection *inspection, AssayTextKind kind)
{
  char delimiter[2] = { self->dialect.delimiter, '\0' };
  guint numeric = 0;

  for (guint i = 0; i < MIN (self->dialect.columns, COLUMNS_MOST); i++)
    numeric += self->words[i] == 0 && self->rows > 1 ? 1 : 0;
  assay_inspection_text (inspection, "csv.delimiter",
                         self->dialect.delimiter == '\t' ? "tab" : delimiter, ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "csv.columns", self->dialect.columns, NULL, ASSAY_OFFSET_NONE,
                        0);
  assay_inspection_int (inspection, "csv.rows", (gint64) self->rows, NULL, ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "csv.ragged", (gint64) self->ragged, NULL, ASSAY_OFFSET_NONE,
                        0);
  assay_inspection_int (inspection, "csv.numeric_columns", numeric, NULL, ASSAY_OFFSET_NONE, 0);
  assay_inspection_bool (inspection, "csv.header", self->first_words && numeric > 0,
                         ASSAY_OFFSET_NONE, 0);
  assay_inspection_text (inspection, "csv.encoding", assay_encoding_name (kind.encoding), 0,
                         kind.start);
  assay_inspection_text (inspection, "csv.line_end", line_end_name (self->ends), ASSAY_OFFSET_NONE,
                         0);
}

/* The kind of the head; @bytes gets the head itself. */
static AssayTextKind
read_head (AssaySource *source, GBytes **bytes)
{
  gsize length = (gsize) MIN (assay_source_get_size (source), HEAD);

  *bytes = assay_source_read (source, 0, length, NULL);
  return *bytes == NULL ? (AssayTextKind){ .encoding = ASSAY_ENCODING_BINARY }
                        : assay_text_kind (g_bytes_get_data (*bytes, NULL), length);
}

void
assay_parse_csv (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable)
{
  g_autoptr (GBytes) head = NULL;
  AssayTextKind kind = read_head (source, &head);
  g_autofree guint8 *words = g_malloc0 (COLUMNS_MOST);
  g_autofree guint8 *buffer = g_malloc (STEP);
  Table self = { .at_start = TRUE, .words = words };
  guint64 at = kind.start;
  gssize got;

  if (head == NULL
      || !assay_table_guess ((const guint8 *) g_bytes_get_data (head, NULL) + kind.start,
                             g_bytes_get_size (head) - kind.start, &self.dialect))
    return;
  self.field = g_string_new (NULL);
  while ((got = assay_source_read_into (source, at, buffer, STEP, NULL)) > 0
         && !g_cancellable_is_cancelled (cancellable))
    {
      for (gssize i = 0; i < got; i++)
        take_byte (&self, buffer[i]);
      at += (guint64) got;
    }
  end_row (&self);
  table_facts (&self, inspection, kind);
  g_string_free (self.field, TRUE);
}

void
assay_parse_text (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable)
{
  g_autoptr (GBytes) head = NULL;
  AssayTextKind kind = read_head (source, &head);
  g_autofree guint8 *buffer = g_malloc (STEP);
  guint64 lines = 0;
  guint64 at = 0;
  guint8 last = '\n';
  gssize got;

  while ((got = assay_source_read_into (source, at, buffer, STEP, NULL)) > 0
         && !g_cancellable_is_cancelled (cancellable))
    {
      for (gssize i = 0; i < got; i++)
        lines += buffer[i] == '\n' ? 1 : 0;
      last = buffer[got - 1];
      at += (guint64) got;
    }
  lines += last != '\n' ? 1 : 0;
  assay_inspection_text (inspection, "text.encoding", assay_encoding_name (kind.encoding), 0,
                         kind.start);
  assay_inspection_int (inspection, "text.lines", (gint64) lines, NULL, ASSAY_OFFSET_NONE, 0);
}
