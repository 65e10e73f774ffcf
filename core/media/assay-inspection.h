/* assay-inspection.h: what the bytes of one file say: its type, its facts, its structure, its
 * problems.
 *
 * The parsers of core/media fill it, the rules of core/integrity read it, the tools `metadata` and
 * `structure` show it. Facts are typed and carry the place they were read from. Order is the order
 * of the file. */
#pragma once

#include <gio/gio.h>

#include "base/assay-base.h"
#include "media/assay-format.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_FACT_TEXT, /* valid UTF-8, cleaned by assay_text_visible() */
  ASSAY_FACT_INT,
  ASSAY_FACT_REAL,
  ASSAY_FACT_BOOL,
  ASSAY_FACT_TIME,  /* ms since 1970; local time as if UTC when the file states no zone (see zoned)
                     */
  ASSAY_FACT_BYTES, /* kept as hex text up to 64 bytes, with the full length in @length */
} AssayFactType;

typedef struct
{
  const char *name; /* dotted: "exif.ifd0.Make", "jpeg.sof.width", "bmff.mvhd.creation",
                       "file.size", "xmp.xmp.CreatorTool"; all in OVERVIEW.md */
  AssayFactType type;
  const char
      *text; /* TEXT, BYTES; for all types also the value as a person would read it ("1/250 s") */
  gint64 integer; /* INT, BOOL, TIME */
  double real;    /* REAL */
  gboolean zoned; /* TIME: the zone is known */
  guint64 offset; /* where the value stands in the file; G_MAXUINT64 when derived */
  guint64 length; /* bytes of it */
} AssayFact;

/* One element of the structure: a segment, chunk, box, IFD, track. A walk in file order. */
typedef struct
{
  const char *name;   /* "APP1", "IHDR", "moov", "IFD0" */
  const char *path;   /* "moov/trak[1]/mdia": unique, for links; [n] if n siblings of the name stand
                         before it */
  const char *detail; /* short: "Exif, 10 236 bytes, MM" */
  guint depth;
  guint64 offset;
  guint64 header; /* bytes of header */
  guint64 length; /* whole element, header included */
} AssayElement;

/* What is wrong with the bytes themselves. */
typedef struct
{
  const char
      *code; /* "truncated", "overrun", "loop", "depth", "bad-crc", "missing", "trailing" … */
  const char *where;  /* element path or format name */
  const char *detail; /* data text, no language: "declared 4096, available 120" */
  guint64 offset;
} AssayProblem;

typedef struct _AssayInspection AssayInspection;

AssayInspection *assay_inspection_new (void) G_GNUC_WARN_UNUSED_RESULT;
void assay_inspection_unref (AssayInspection *self);

/* Filling (parsers). Names and texts are copied, texts pass assay_text_visible(). Beyond the limits
 * of assay-limits.h elements and facts are counted and dropped, and one "limit" problem is noted.
 * @offset G_MAXUINT64 when derived. @shown NULL: made from the value. */
void assay_inspection_text (
    AssayInspection *self, const char *name, const char *value, guint64 offset, guint64 length);
void assay_inspection_int (AssayInspection *self,
                           const char *name,
                           gint64 value,
                           const char *shown,
                           guint64 offset,
                           guint64 length);
void assay_inspection_real (AssayInspection *self,
                            const char *name,
                            double value,
                            const char *shown,
                            guint64 offset,
                            guint64 length);
void assay_inspection_bool (
    AssayInspection *self, const char *name, gboolean value, guint64 offset, guint64 length);
void assay_inspection_time (AssayInspection *self,
                            const char *name,
                            gint64 unix_ms,
                            gboolean zoned,
                            const char *shown,
                            guint64 offset,
                            guint64 length);
void assay_inspection_bytes (
    AssayInspection *self, const char *name, const guint8 *data, gsize size, guint64 offset);
/* Opens an element; elements added before its close are its children. Returns FALSE at the depth or
 * count limit: then nothing was opened and nothing is to be closed. */
gboolean assay_inspection_open (AssayInspection *self,
                                const char *name,
                                guint64 offset,
                                guint64 header,
                                guint64 length,
                                const char *detail);
void assay_inspection_close (AssayInspection *self);
/* open and close in one. */
gboolean assay_inspection_element (AssayInspection *self,
                                   const char *name,
                                   guint64 offset,
                                   guint64 header,
                                   guint64 length,
                                   const char *detail);
void assay_inspection_problem (AssayInspection *self,
                               const char *code,
                               guint64 offset,
                               const char *format,
                               ...) G_GNUC_PRINTF (4, 5);
void assay_inspection_set_format (AssayInspection *self, const AssayFormat *format);
/* Places that are given from now on are cut at the end of the file; assay_inspect() sets it. */
void assay_inspection_set_size (AssayInspection *self, guint64 size);

/* Reading (rules and tools). Borrowed. */
const AssayFormat *assay_inspection_get_format (const AssayInspection *self);
guint assay_inspection_get_n_facts (const AssayInspection *self);
const AssayFact *assay_inspection_get_fact (const AssayInspection *self, guint index);
/* The first fact of @name, NULL if there is none; by hash. */
const AssayFact *assay_inspection_find (const AssayInspection *self, const char *name);
/* All facts of @name in file order: calls @func until it answers FALSE. */
void assay_inspection_foreach (const AssayInspection *self,
                               const char *name,
                               gboolean (*func) (const AssayFact *fact, gpointer data),
                               gpointer data);
guint assay_inspection_get_n_elements (const AssayInspection *self);
const AssayElement *assay_inspection_get_element (const AssayInspection *self, guint index);
guint assay_inspection_get_n_problems (const AssayInspection *self);
const AssayProblem *assay_inspection_get_problem (const AssayInspection *self, guint index);

/**
 * assay_inspect:
 * @name: the file's name as claimed; only its extension is used
 *
 * Sniffs the format and runs its parser. Malformed input is not an error here but a problem in the
 * inspection; an error is an input that cannot be read (IO), is empty (ASSAY_MEDIA_ERROR_TRUNCATED)
 * or cancelling.
 */
AssayInspection *assay_inspect (AssaySource *source,
                                const char *name,
                                GCancellable *cancellable,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayInspection, assay_inspection_unref)

G_END_DECLS
