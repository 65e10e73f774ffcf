/* assay-case-schema-private.h: the tables of case.db, word for word as they must stand in
 * sqlite_master. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ASSAY_CASE_APPLICATION_ID 0x41535359 /* "ASSY" */
#define ASSAY_CASE_SCHEMA_VERSION 1

typedef struct
{
  const char *type; /* "table", "index", "trigger" */
  const char *name;
  const char *sql;
  gboolean projection; /* rebuilt from the ledger and compared */
  const char *order;   /* projections: column that names the row */
} AssaySchemaObject;

/* Ends with an element whose name is NULL; in the order in which they are made. */
extern const AssaySchemaObject assay_case_schema[];

G_END_DECLS
