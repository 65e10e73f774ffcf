/* assay-table.h: a table or a tree of typed columns, kept by column.
 *
 * A tree is a table whose rows carry a depth (0 for the roots), in the order of a walk: the box
 * tree of an MP4, the segments of a JPEG. Generic viewers, CSV, JSON and the report all read this
 * one form. */
#pragma once

#include <glib-object.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  ASSAY_COLUMN_TEXT,   /* as: foreign text, valid UTF-8 */
  ASSAY_COLUMN_TERM,   /* as: msgids of ours, translated when shown */
  ASSAY_COLUMN_INT,    /* ax: G_MININT64 is an empty cell */
  ASSAY_COLUMN_REAL,   /* ad: NaN is an empty cell */
  ASSAY_COLUMN_OFFSET, /* ax: byte offset in the exhibit, shown in hexadecimal */
  ASSAY_COLUMN_SIZE,   /* ax: bytes */
  ASSAY_COLUMN_TIME,   /* ax: ms since 1970 UTC */
  ASSAY_COLUMN_HEX,    /* as: hash or identifier, monospaced, copied whole */
} AssayColumnType;

typedef struct
{
  const char *id;    /* [a-z0-9_]+ */
  const char *title; /* msgid */
  AssayColumnType type;
  const char *unit; /* "" without one */
  guint digits;     /* REAL */
} AssayColumn;

typedef struct _AssayTable AssayTable;
#define ASSAY_TYPE_TABLE (assay_table_get_type ())
GType assay_table_get_type (void);

typedef struct _AssayTableBuilder AssayTableBuilder;

/* @title is a msgid. @columns are copied. */
AssayTableBuilder *assay_table_builder_new (const char *id,
                                            const char *title,
                                            const AssayColumn *columns,
                                            guint n_columns);
/* Fills the cells of the row in progress from the left; text may be NULL for empty. */
void assay_table_builder_text (AssayTableBuilder *self, const char *value);
void assay_table_builder_int (AssayTableBuilder *self, gint64 value);
void assay_table_builder_real (AssayTableBuilder *self, double value);
void assay_table_builder_empty (AssayTableBuilder *self);
/* Ends the row; cells not given are empty. Rows above ASSAY_LIMIT_ROWS are counted and dropped. */
void assay_table_builder_row (AssayTableBuilder *self, guint depth);
AssayTable *assay_table_builder_end (AssayTableBuilder *self) G_GNUC_WARN_UNUSED_RESULT;

AssayTable *assay_table_ref (AssayTable *self);
void assay_table_unref (AssayTable *self);
const char *assay_table_get_id (const AssayTable *self);
const char *assay_table_get_title (const AssayTable *self);
guint assay_table_get_n_columns (const AssayTable *self);
guint assay_table_get_n_rows (const AssayTable *self);
/* Rows that did not fit. */
guint64 assay_table_get_n_dropped (const AssayTable *self);
/* TRUE if some row has a depth above 0. */
gboolean assay_table_is_tree (const AssayTable *self);
guint assay_table_get_depth (const AssayTable *self, guint row);
/* Borrowed from @self. */
const AssayColumn *assay_table_get_column (const AssayTable *self, guint column);
/* Column index by id, -1 if there is none. */
int assay_table_find_column (const AssayTable *self, const char *id);
gboolean assay_table_is_empty (const AssayTable *self, guint row, guint column);
const char *assay_table_get_text (const AssayTable *self, guint row, guint column);
gint64 assay_table_get_int (const AssayTable *self, guint row, guint column);
double assay_table_get_real (const AssayTable *self, guint row, guint column);
/* Any cell as data text: offsets "0x1a2b", times RFC 3339, reals with their digits; "" when empty.
 */
char *
assay_table_cell_text (const AssayTable *self, guint row, guint column) G_GNUC_WARN_UNUSED_RESULT;

/* Wire form: id, title, columns, depths, one typed array a column; floating. */
GVariant *assay_table_to_variant (const AssayTable *self);
AssayTable *assay_table_from_variant (GVariant *variant, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* {"id", "columns", "rows"}; trees have "depth" too. With @canonical columns keep type, unit and
 * digits and reals are text. */
JsonNode *assay_table_to_json (const AssayTable *self,
                               gboolean canonical) G_GNUC_WARN_UNUSED_RESULT;
AssayTable *assay_table_from_json (JsonObject *object, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayTable, assay_table_unref)

G_END_DECLS
