/* assay-model-file-read.c: a model from foreign bytes. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/assay-error.h"
#include "base/assay-json.h"
#include "base/assay-limits.h"
#include "base/assay-reader.h"
#include "signal/assay-model-file-private.h"

#define DIGEST 32

static gboolean
fail (GError **error, AssayBaseError code, const char *message)
{
  g_set_error_literal (error, ASSAY_BASE_ERROR, (int) code, message);
  return FALSE;
}

static gboolean
malformed (GError **error)
{
  return fail (error, ASSAY_BASE_ERROR_MALFORMED, _ ("The model file is not built as it must be"));
}

/* Magic first, so that any other file is told what is wrong with it; then the sum over all. */
static gboolean
check_whole (GBytes *bytes, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[DIGEST];
  gsize digest_size = sizeof digest;

  if (size < 8 || memcmp (data, ASSAY_MODEL_FILE_MAGIC, 8) != 0)
    return fail (error, ASSAY_BASE_ERROR_MALFORMED, _ ("This file is not a model of Assay"));
  if (size > ASSAY_MODEL_FILE_SIZE_MOST)
    return fail (error, ASSAY_BASE_ERROR_LIMIT, _ ("The model file is larger than any model"));
  if (size < 24 + DIGEST)
    return fail (error, ASSAY_BASE_ERROR_TRUNCATED, _ ("The model file ends too early"));
  g_checksum_update (checksum, data, (gssize) (size - DIGEST));
  g_checksum_get_digest (checksum, digest, &digest_size);
  if (memcmp (digest, data + size - DIGEST, DIGEST) != 0)
    return fail (error, ASSAY_BASE_ERROR_MALFORMED,
                 _ ("The model file was cut or changed since it was written: its sum is wrong"));
  return TRUE;
}

static JsonObject *
read_card (AssayReader *reader, guint64 length, GError **error)
{
  if (length > ASSAY_MODEL_FILE_CARD_MOST || length > assay_reader_left (reader))
    {
      malformed (error);
      return NULL;
    }

  const char *text = (const char *) assay_reader_read_bytes (reader, (gsize) length);
  g_autoptr (JsonNode) node
      = assay_json_parse (text, (gssize) length, ASSAY_MODEL_FILE_DEPTH, error);

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      malformed (error);
      return NULL;
    }
  return json_node_dup_object (node);
}

static double
read_number (AssayReader *reader, AssayModelNumber number)
{
  if (number == ASSAY_MODEL_SINGLE)
    {
      guint32 bits = assay_reader_read_u32_le (reader);
      float single;

      memcpy (&single, &bits, sizeof single);
      return (double) single;
    }

  guint64 bits = assay_reader_read_u64_le (reader);
  double value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

/* Numbers of an array: as many as its shape says, and no more than there are bytes for. */
static gboolean
read_values (
    AssayReader *reader, AssayModelArray *array, guint64 rows, guint64 columns, GError **error)
{
  guint64 n;

  if (__builtin_mul_overflow (rows, columns, &n)
      || n > assay_reader_left (reader) / (gsize) array->number)
    return malformed (error);
  array->rows = (gsize) rows;
  array->columns = (gsize) columns;
  array->values
      = assay_try_alloc ((gsize) n, sizeof (double), 2 * ASSAY_MODEL_FILE_SIZE_MOST, error);
  if (array->values == NULL)
    return FALSE;
  for (gsize i = 0; i < (gsize) n; i++)
    {
      array->values[i] = read_number (reader, array->number);
      if (!isfinite (array->values[i]))
        return malformed (error);
    }
  return TRUE;
}

static gboolean
read_array (AssayModelFile *self, AssayReader *reader, GError **error)
{
  AssayModelArray *array = g_new0 (AssayModelArray, 1);
  gsize length = assay_reader_read_u8 (reader);
  const char *name = (const char *) assay_reader_read_bytes (reader, length);
  guint8 number = assay_reader_read_u8 (reader);
  guint64 rows = assay_reader_read_u64_le (reader);
  guint64 columns = assay_reader_read_u64_le (reader);

  g_ptr_array_add (self->arrays, array);
  if (!assay_reader_ok (reader) || !assay_model_file_is_name (name, length)
      || (number != ASSAY_MODEL_SINGLE && number != ASSAY_MODEL_DOUBLE))
    {
      array->name = g_strdup ("");
      return malformed (error);
    }

  g_autofree char *copied = g_strndup (name, length);
  gboolean twice = FALSE;

  for (guint i = 0; i + 1 < self->arrays->len; i++)
    twice = twice || strcmp (((AssayModelArray *) self->arrays->pdata[i])->name, copied) == 0;
  array->name = g_steal_pointer (&copied);
  array->number = (AssayModelNumber) number;
  return twice ? malformed (error) : read_values (reader, array, rows, columns, error);
}

AssayModelFile *
assay_model_file_read (GBytes *bytes, GError **error)
{
  AssayReader reader;

  if (!check_whole (bytes, error))
    return NULL;
  assay_reader_init (&reader, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes) - DIGEST, 0);
  assay_reader_skip (&reader, 8);

  guint32 version = assay_reader_read_u32_le (&reader);
  guint32 n_arrays = assay_reader_read_u32_le (&reader);
  guint64 card_length = assay_reader_read_u64_le (&reader);

  if (version != ASSAY_MODEL_FILE_VERSION)
    {
      g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                   _ ("This model file has form %u; this program reads form %u"), version,
                   (guint) ASSAY_MODEL_FILE_VERSION);
      return NULL;
    }

  JsonObject *card = read_card (&reader, card_length, error);

  if (card == NULL)
    return NULL;

  g_autoptr (AssayModelFile) self = assay_model_file_new (card);

  json_object_unref (card);
  if (n_arrays > ASSAY_MODEL_FILE_ARRAYS_MOST)
    {
      malformed (error);
      return NULL;
    }
  for (guint32 i = 0; i < n_arrays; i++)
    if (!read_array (self, &reader, error))
      return NULL;
  if (!assay_reader_ok (&reader) || assay_reader_left (&reader) != 0)
    {
      malformed (error);
      return NULL;
    }
  assay_model_file_take_hash (self, bytes);
  return g_steal_pointer (&self);
}
