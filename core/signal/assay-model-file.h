/* assay-model-file.h: what was learned, as one file: a card for people and named arrays.
 *
 * Little-endian: "ASSAYMOD", u32 version 1, u32 number of arrays, u64 length of the card, the card
 * (one JSON object, UTF-8), then for each array u8 length of its name, the name, u8 bytes of a
 * number (4 or 8), u64 rows, u64 columns, IEEE 754 numbers row after row; last the SHA-256 of
 * everything before it. A model file is foreign: every size is checked against the bytes that are
 * there before anything is allocated, and no number may be infinite or NaN. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _AssayModelFile AssayModelFile;

typedef enum
{
  ASSAY_MODEL_SINGLE = 4, /* stored with 24 bits: rounded when added, so a model in memory is the
                             one that will be read back */
  ASSAY_MODEL_DOUBLE = 8,
} AssayModelNumber;

/* @card (transfer none): kept as it is then. */
AssayModelFile *assay_model_file_new (JsonObject *card) G_GNUC_WARN_UNUSED_RESULT;
/* @name is [a-z0-9._-]{1,64} and new. Values are copied. */
void assay_model_file_add (AssayModelFile *self,
                           const char *name,
                           AssayModelNumber number,
                           const double *values,
                           gsize rows,
                           gsize columns);
/* The same file for the same card and arrays. */
GBytes *assay_model_file_to_bytes (AssayModelFile *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * assay_model_file_read:
 *
 * Returns: (transfer full) (nullable): the model; %NULL with ASSAY_BASE_ERROR_MALFORMED (not a
 *   model, changed since it was written, or built wrongly), TRUNCATED or LIMIT
 */
AssayModelFile *assay_model_file_read (GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Borrowed. */
JsonObject *assay_model_file_get_card (AssayModelFile *self);
/* Lower-case hex SHA-256 of the whole file. Borrowed; NULL before _to_bytes() or _read(). */
const char *assay_model_file_get_hash (AssayModelFile *self);
/**
 * assay_model_file_get:
 * @rows: (inout): what it must have; 0 for any, which then tells
 * @columns: (inout): the same
 *
 * Returns: (nullable): rows × columns, borrowed; %NULL with MALFORMED when it is missing or has
 *   another shape
 */
const double *assay_model_file_get (
    AssayModelFile *self, const char *name, gsize *rows, gsize *columns, GError **error);
void assay_model_file_free (AssayModelFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayModelFile, assay_model_file_free)

G_END_DECLS
