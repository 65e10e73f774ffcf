/* assay-table-private.h: how a table is kept; for its wire form and its JSON. */
#pragma once

#include "model/assay-table.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;
  char *title;
  char *unit;
  AssayColumn info; /* points at the texts above */
  GPtrArray *texts; /* text columns */
  GArray *numbers;  /* double for REAL, else gint64 */
} AssayTableCells;

struct _AssayTable
{
  char *id;
  char *title;
  GByteArray *depths; /* one a row */
  GArray *columns;    /* AssayTableCells */
  guint64 dropped;
  gboolean tree;
};

/* An empty table with copies of @columns. */
AssayTable *
assay_table_new (const char *id, const char *title, const AssayColumn *columns, guint n_columns);
gboolean assay_column_is_text (AssayColumnType type);

G_END_DECLS
