/* assay-model-file.c: a model in memory and its bytes. */
#include "signal/assay-model-file-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/assay-error.h"
#include "base/assay-json.h"

void
assay_model_array_free (AssayModelArray *self)
{
  g_free (self->name);
  g_free (self->values);
  g_free (self);
}

AssayModelFile *
assay_model_file_new (JsonObject *card)
{
  AssayModelFile *self = g_new0 (AssayModelFile, 1);

  self->card = json_object_ref (card);
  self->arrays = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_model_array_free);
  return self;
}

void
assay_model_file_free (AssayModelFile *self)
{
  if (self == NULL)
    return;
  json_object_unref (self->card);
  g_ptr_array_unref (self->arrays);
  g_free (self->hash);
  g_free (self);
}

gboolean
assay_model_file_is_name (const char *name, gsize length)
{
  if (length == 0 || length > ASSAY_MODEL_FILE_NAME_MOST)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_islower (name[i]) && !g_ascii_isdigit (name[i]) && strchr ("._-", name[i]) == NULL)
      return FALSE;
  return memchr (name, '\0', length) == NULL;
}

AssayModelArray *
assay_model_file_find (AssayModelFile *self, const char *name)
{
  for (guint i = 0; i < self->arrays->len; i++)
    {
      AssayModelArray *array = self->arrays->pdata[i];

      if (strcmp (array->name, name) == 0)
        return array;
    }
  return NULL;
}

void
assay_model_file_add (AssayModelFile *self,
                      const char *name,
                      AssayModelNumber number,
                      const double *values,
                      gsize rows,
                      gsize columns)
{
  AssayModelArray *array = g_new0 (AssayModelArray, 1);

  g_return_if_fail (assay_model_file_is_name (name, strlen (name)));
  g_return_if_fail (assay_model_file_find (self, name) == NULL);
  array->name = g_strdup (name);
  array->number = number;
  array->rows = rows;
  array->columns = columns;
  array->values = g_new (double, MAX (rows * columns, 1));
  for (gsize i = 0; i < rows * columns; i++)
    array->values[i] = number == ASSAY_MODEL_SINGLE ? (double) (float) values[i] : values[i];
  g_ptr_array_add (self->arrays, array);
}

static void
append_u32 (GByteArray *out, guint32 value)
{
  guint32 little = GUINT32_TO_LE (value);

  g_byte_array_append (out, (const guint8 *) &little, sizeof little);
}

static void
append_u64 (GByteArray *out, guint64 value)
{
  guint64 little = GUINT64_TO_LE (value);

  g_byte_array_append (out, (const guint8 *) &little, sizeof little);
}

static void
append_number (GByteArray *out, AssayModelNumber number, double value)
{
  if (number == ASSAY_MODEL_SINGLE)
    {
      float single = (float) value;
      guint32 bits;

      memcpy (&bits, &single, sizeof bits);
      append_u32 (out, bits);
      return;
    }

  guint64 bits;

  memcpy (&bits, &value, sizeof bits);
  append_u64 (out, bits);
}

static void
append_array (GByteArray *out, const AssayModelArray *array)
{
  guint8 length = (guint8) strlen (array->name);
  guint8 number = (guint8) array->number;

  g_byte_array_append (out, &length, 1);
  g_byte_array_append (out, (const guint8 *) array->name, length);
  g_byte_array_append (out, &number, 1);
  append_u64 (out, array->rows);
  append_u64 (out, array->columns);
  for (gsize i = 0; i < array->rows * array->columns; i++)
    append_number (out, array->number, array->values[i]);
}

GBytes *
assay_model_file_to_bytes (AssayModelFile *self)
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize digest_size = sizeof digest;

  json_node_set_object (node, self->card);

  g_autofree char *card = assay_json_text (node, ASSAY_JSON_PRETTY);

  g_byte_array_append (out, (const guint8 *) ASSAY_MODEL_FILE_MAGIC, 8);
  append_u32 (out, ASSAY_MODEL_FILE_VERSION);
  append_u32 (out, self->arrays->len);
  append_u64 (out, strlen (card));
  g_byte_array_append (out, (const guint8 *) card, (guint) strlen (card));
  for (guint i = 0; i < self->arrays->len; i++)
    append_array (out, self->arrays->pdata[i]);
  g_checksum_update (checksum, out->data, (gssize) out->len);
  g_checksum_get_digest (checksum, digest, &digest_size);
  g_byte_array_append (out, digest, sizeof digest);

  GBytes *bytes = g_byte_array_free_to_bytes (out);

  assay_model_file_take_hash (self, bytes);
  return bytes;
}

void
assay_model_file_take_hash (AssayModelFile *self, GBytes *bytes)
{
  g_free (self->hash);
  self->hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
}

JsonObject *
assay_model_file_get_card (AssayModelFile *self)
{
  return self->card;
}

const char *
assay_model_file_get_hash (AssayModelFile *self)
{
  return self->hash;
}

const double *
assay_model_file_get (
    AssayModelFile *self, const char *name, gsize *rows, gsize *columns, GError **error)
{
  const AssayModelArray *array = assay_model_file_find (self, name);

  if (array == NULL || (*rows != 0 && array->rows != *rows)
      || (*columns != 0 && array->columns != *columns))
    {
      g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                   array == NULL ? _ ("The model has no part “%s”")
                                 : _ ("The part “%s” of the model has the wrong size"),
                   name);
      return NULL;
    }
  *rows = array->rows;
  *columns = array->columns;
  return array->values;
}
