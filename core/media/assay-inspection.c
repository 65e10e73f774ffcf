/* assay-inspection.c: the container that parsers fill and rules read. Formats are in
 * assay-format.c, running a parser in assay-inspect.c. */
#include "media/assay-inspection.h"

#include <string.h>

typedef struct
{
  AssayFact fact;
  guint next; /* index + 1 of the next fact of the name, 0 at the end */
} StoredFact;

/* First and last fact of one name, as index + 1. */
typedef struct
{
  guint first;
  guint last;
} NameChain;

struct _AssayInspection
{
  const AssayFormat *format;
  guint64 size; /* of the file; places behind it are cut */
  GStringChunk *strings;
  GArray *facts;        /* StoredFact */
  GHashTable *names;    /* name → NameChain */
  GArray *elements;     /* AssayElement */
  GHashTable *siblings; /* "parent path/name" → how many so far */
  GPtrArray *open;      /* paths of the open elements, innermost last */
  GArray *problems;     /* AssayProblem */
  gsize text_kept;      /* bytes of fact texts */
  gboolean facts_full;
  gboolean elements_full;
  gboolean depth_full;
};

AssayInspection *
assay_inspection_new (void)
{
  AssayInspection *self = g_atomic_rc_box_new0 (AssayInspection);

  self->format = assay_format_find ("unknown");
  self->size = G_MAXUINT64;
  self->strings = g_string_chunk_new (16384);
  self->facts = g_array_new (FALSE, TRUE, sizeof (StoredFact));
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->elements = g_array_new (FALSE, TRUE, sizeof (AssayElement));
  self->siblings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->open = g_ptr_array_new ();
  self->problems = g_array_new (FALSE, TRUE, sizeof (AssayProblem));
  return self;
}

static void
inspection_clear (gpointer data)
{
  AssayInspection *self = data;

  g_string_chunk_free (self->strings);
  g_array_unref (self->facts);
  g_hash_table_unref (self->names);
  g_array_unref (self->elements);
  g_hash_table_unref (self->siblings);
  g_ptr_array_unref (self->open);
  g_array_unref (self->problems);
}

void
assay_inspection_unref (AssayInspection *self)
{
  g_atomic_rc_box_release_full (self, inspection_clear);
}

/* Most text needs no cleaning, and this is asked for every name and value. */
static gboolean
is_plain (const char *text)
{
  const char *at = text;

  while (*at >= ' ' && *at <= '~')
    at++;
  return *at == '\0' && at - text <= (gssize) ASSAY_LIMIT_TEXT;
}

/* @text NULL, as g_strndup() gives for an empty block, is no text. */
static const char *
keep_visible (AssayInspection *self, const char *text)
{
  if (text == NULL)
    return "";
  if (is_plain (text))
    return g_string_chunk_insert (self->strings, text);

  g_autofree char *visible = assay_text_visible (text, -1);

  return g_string_chunk_insert (self->strings, visible);
}

/* Names come from tables or from the file (PNG keywords, XMP): both are made visible, since both
 * are shown. */
static const char *
keep_name (AssayInspection *self, const char *name)
{
  if (is_plain (name))
    return g_string_chunk_insert_const (self->strings, name);

  g_autofree char *visible = assay_text_visible (name, -1);

  return g_string_chunk_insert_const (self->strings, visible);
}

static const char *
open_path (const AssayInspection *self)
{
  return self->open->len == 0 ? "" : g_ptr_array_index (self->open, self->open->len - 1);
}

static void
limit_problem (AssayInspection *self, gboolean *told, guint64 offset, const char *what)
{
  if (*told)
    return;
  *told = TRUE;
  assay_inspection_problem (self, "limit", offset, "%s", what);
}

/* Viewers go to these places, so none may lie behind the end, whatever a length in the file
 * declares. */
static void
clip_place (const AssayInspection *self, guint64 *offset, guint64 *length)
{
  if (*offset == G_MAXUINT64)
    return;
  *offset = MIN (*offset, self->size);
  *length = MIN (*length, self->size - *offset);
}

/* Takes the place of the next fact, NULL when there are too many. */
static AssayFact *
add_fact (AssayInspection *self,
          const char *name,
          AssayFactType type,
          const char *text,
          guint64 offset,
          guint64 length)
{
  if (self->facts->len >= ASSAY_LIMIT_FACTS || self->text_kept >= ASSAY_LIMIT_TEXT_TOTAL)
    {
      limit_problem (self, &self->facts_full, offset, "facts");
      return NULL;
    }

  clip_place (self, &offset, &length);

  const char *kept = keep_name (self, name);
  StoredFact stored = { .fact = { .name = kept,
                                  .type = type,
                                  .text = keep_visible (self, text),
                                  .offset = offset,
                                  .length = length } };
  guint number = self->facts->len + 1;

  self->text_kept += strlen (stored.fact.text);
  NameChain *chain = g_hash_table_lookup (self->names, kept);

  g_array_append_val (self->facts, stored);
  if (chain == NULL)
    {
      chain = g_new0 (NameChain, 1);
      chain->first = number;
      g_hash_table_insert (self->names, (gpointer) (guintptr) kept, chain);
    }
  else
    {
      g_array_index (self->facts, StoredFact, chain->last - 1).next = number;
    }
  chain->last = number;
  return &g_array_index (self->facts, StoredFact, number - 1).fact;
}

void
assay_inspection_text (
    AssayInspection *self, const char *name, const char *value, guint64 offset, guint64 length)
{
  add_fact (self, name, ASSAY_FACT_TEXT, value, offset, length);
}

void
assay_inspection_int (AssayInspection *self,
                      const char *name,
                      gint64 value,
                      const char *shown,
                      guint64 offset,
                      guint64 length)
{
  char number[32];

  g_snprintf (number, sizeof number, "%" G_GINT64_FORMAT, value);

  AssayFact *fact
      = add_fact (self, name, ASSAY_FACT_INT, shown != NULL ? shown : number, offset, length);

  if (fact == NULL)
    return;
  fact->integer = value;
  fact->real = (double) value;
}

void
assay_inspection_real (AssayInspection *self,
                       const char *name,
                       double value,
                       const char *shown,
                       guint64 offset,
                       guint64 length)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (number, sizeof number, "%.10g", value);

  AssayFact *fact
      = add_fact (self, name, ASSAY_FACT_REAL, shown != NULL ? shown : number, offset, length);

  if (fact != NULL)
    fact->real = value;
}

void
assay_inspection_bool (
    AssayInspection *self, const char *name, gboolean value, guint64 offset, guint64 length)
{
  AssayFact *fact
      = add_fact (self, name, ASSAY_FACT_BOOL, value ? "true" : "false", offset, length);

  if (fact != NULL)
    fact->integer = value ? 1 : 0;
}

void
assay_inspection_time (AssayInspection *self,
                       const char *name,
                       gint64 unix_ms,
                       gboolean zoned,
                       const char *shown,
                       guint64 offset,
                       guint64 length)
{
  g_autofree char *made = shown == NULL ? assay_time_text (unix_ms) : NULL;
  AssayFact *fact
      = add_fact (self, name, ASSAY_FACT_TIME, shown != NULL ? shown : made, offset, length);

  if (fact == NULL)
    return;
  fact->integer = unix_ms;
  fact->zoned = zoned;
}

void
assay_inspection_bytes (
    AssayInspection *self, const char *name, const guint8 *data, gsize size, guint64 offset)
{
  g_autofree char *hex = assay_text_hex (data, MIN (size, 64));
  g_autofree char *cut = size > 64 ? g_strconcat (hex, "…", NULL) : NULL;

  add_fact (self, name, ASSAY_FACT_BYTES, cut != NULL ? cut : hex, offset, size);
}

/* "moov/trak[1]": the number says how many siblings of the name stand before it. */
static const char *
make_path (AssayInspection *self, const char *name)
{
  const char *parent = open_path (self);
  g_autofree char *plain
      = *parent == '\0' ? g_strdup (name) : g_strconcat (parent, "/", name, NULL);
  guint before = GPOINTER_TO_UINT (g_hash_table_lookup (self->siblings, plain));
  const char *path;

  if (before == 0)
    {
      path = g_string_chunk_insert (self->strings, plain);
    }
  else
    {
      g_autofree char *numbered = g_strdup_printf ("%s[%u]", plain, before);

      path = g_string_chunk_insert (self->strings, numbered);
    }
  g_hash_table_insert (self->siblings, g_steal_pointer (&plain), GUINT_TO_POINTER (before + 1));
  return path;
}

gboolean
assay_inspection_open (AssayInspection *self,
                       const char *name,
                       guint64 offset,
                       guint64 header,
                       guint64 length,
                       const char *detail)
{
  if (self->open->len >= ASSAY_LIMIT_DEPTH)
    {
      if (!self->depth_full)
        assay_inspection_problem (self, "depth", offset, "more than %d levels", ASSAY_LIMIT_DEPTH);
      self->depth_full = TRUE;
      return FALSE;
    }
  if (self->elements->len >= ASSAY_LIMIT_ELEMENTS)
    {
      limit_problem (self, &self->elements_full, offset, "elements");
      return FALSE;
    }

  clip_place (self, &offset, &length);

  const char *kept = keep_name (self, name);
  AssayElement element = { .name = kept,
                           .path = make_path (self, kept),
                           .detail = keep_visible (self, detail),
                           .depth = self->open->len,
                           .offset = offset,
                           .header = MIN (header, length),
                           .length = length };

  g_array_append_val (self->elements, element);
  g_ptr_array_add (self->open, (gpointer) (guintptr) element.path);
  return TRUE;
}

void
assay_inspection_close (AssayInspection *self)
{
  g_return_if_fail (self->open->len > 0);

  g_ptr_array_set_size (self->open, (int) self->open->len - 1);
}

gboolean
assay_inspection_element (AssayInspection *self,
                          const char *name,
                          guint64 offset,
                          guint64 header,
                          guint64 length,
                          const char *detail)
{
  if (!assay_inspection_open (self, name, offset, header, length, detail))
    return FALSE;
  assay_inspection_close (self);
  return TRUE;
}

void
assay_inspection_problem (
    AssayInspection *self, const char *code, guint64 offset, const char *format, ...)
{
  if (self->problems->len >= ASSAY_LIMIT_FINDINGS)
    return;

  va_list arguments;

  va_start (arguments, format);

  g_autofree char *detail = g_strdup_vprintf (format, arguments);

  va_end (arguments);

  const char *where = open_path (self);
  AssayProblem problem = { .code = g_string_chunk_insert_const (self->strings, code),
                           .where = *where != '\0' ? where : self->format->id,
                           .detail = keep_visible (self, detail),
                           .offset = offset == G_MAXUINT64 ? offset : MIN (offset, self->size) };

  g_array_append_val (self->problems, problem);
}

void
assay_inspection_set_size (AssayInspection *self, guint64 size)
{
  self->size = size;
}

void
assay_inspection_set_format (AssayInspection *self, const AssayFormat *format)
{
  self->format = format;
}

const AssayFormat *
assay_inspection_get_format (const AssayInspection *self)
{
  return self->format;
}

guint
assay_inspection_get_n_facts (const AssayInspection *self)
{
  return self->facts->len;
}

const AssayFact *
assay_inspection_get_fact (const AssayInspection *self, guint index)
{
  g_return_val_if_fail (index < self->facts->len, NULL);

  return &g_array_index (self->facts, StoredFact, index).fact;
}

const AssayFact *
assay_inspection_find (const AssayInspection *self, const char *name)
{
  const NameChain *chain = g_hash_table_lookup (self->names, name);

  return chain == NULL ? NULL : &g_array_index (self->facts, StoredFact, chain->first - 1).fact;
}

void
assay_inspection_foreach (const AssayInspection *self,
                          const char *name,
                          gboolean (*func) (const AssayFact *fact, gpointer data),
                          gpointer data)
{
  const NameChain *chain = g_hash_table_lookup (self->names, name);
  guint number = chain == NULL ? 0 : chain->first;

  while (number != 0)
    {
      const StoredFact *stored = &g_array_index (self->facts, StoredFact, number - 1);

      if (!func (&stored->fact, data))
        return;
      number = stored->next;
    }
}

guint
assay_inspection_get_n_elements (const AssayInspection *self)
{
  return self->elements->len;
}

const AssayElement *
assay_inspection_get_element (const AssayInspection *self, guint index)
{
  g_return_val_if_fail (index < self->elements->len, NULL);

  return &g_array_index (self->elements, AssayElement, index);
}

guint
assay_inspection_get_n_problems (const AssayInspection *self)
{
  return self->problems->len;
}

const AssayProblem *
assay_inspection_get_problem (const AssayInspection *self, guint index)
{
  g_return_val_if_fail (index < self->problems->len, NULL);

  return &g_array_index (self->problems, AssayProblem, index);
}
