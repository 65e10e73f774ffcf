/* assay-cipher-find.c: units of a file, until the one that is looked for. */
#include "cipher/assay-cipher-find.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "cipher/assay-cipher-error.h"
#include "cipher/assay-hevc-stream.h"

static AssayHevcStream *
open_stream (AssayToolJob *job, GError **error)
{
  return assay_hevc_stream_open (assay_tool_job_get_input (job, 0)->source,
                                 assay_tool_job_get_cancellable (job), error);
}

gboolean
assay_cipher_find_header (AssayToolJob *job, gboolean everywhere, GBytes **nal, GError **error)
{
  g_autoptr (AssayHevcStream) stream = open_stream (job, error);
  AssayHevcUnit unit;
  GError *failure = NULL;

  if (stream == NULL)
    return FALSE;
  while (assay_hevc_stream_next (stream, &unit, &failure))
    {
      if (!unit.damaged && assay_cipher_header_is (&unit.nal))
        {
          *nal = g_bytes_new (unit.nal.data, unit.nal.size);
          return TRUE;
        }
      if (!unit.damaged && unit.nal.layer == 0 && assay_hevc_nal_is_slice (&unit.nal))
        break;
    }
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  g_set_error_literal (
      error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_UNSUPPORTED,
      everywhere ? _ ("The video is not encrypted, or its description was taken out, and there is "
                      "no copy of it at its end")
                 : _ ("The video is not encrypted, or its description was taken out; with "
                      "“damaged” set to “keep” a copy at its end is looked for"));
  return FALSE;
}

/* The last unit that is a seal and holds a description. FALSE without an error when there is none.
 */
static gboolean
find_seal (AssayToolJob *job, AssayCipherHeader *header, GBytes **nal, GError **error)
{
  g_autoptr (AssayHevcStream) stream = open_stream (job, error);
  GCancellable *cancellable = assay_tool_job_get_cancellable (job);
  AssayHevcUnit unit;
  GError *failure = NULL;

  if (stream == NULL)
    return FALSE;
  while (assay_hevc_stream_next (stream, &unit, &failure))
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (unit.damaged || !assay_cipher_seal_get_header (header, &unit.nal))
        continue;
      g_clear_pointer (nal, g_bytes_unref);
      *nal = g_bytes_new (unit.nal.data, unit.nal.size);
    }
  if (failure != NULL)
    g_propagate_error (error, failure);
  return failure == NULL && *nal != NULL;
}

gboolean
assay_cipher_find_keys (AssayToolJob *job,
                        GBytes *secret,
                        gboolean key_file,
                        AssayCipherHeader *header,
                        AssayCipherKeys *keys,
                        GError **error)
{
  g_autoptr (GBytes) unit = NULL;
  AssayCipherSeal seal;
  AssayHevcNal nal;
  const guint8 *data;
  gsize size;

  if (!find_seal (job, header, &unit, error))
    return FALSE;
  data = g_bytes_get_data (unit, &size);
  if (!assay_hevc_nal_read (data, size, &nal) || !assay_cipher_seal_get_header (header, &nal))
    return FALSE;
  header->kdf.key_file = key_file;
  if (!assay_cipher_keys_derive (keys, secret, &header->kdf, header->nonce, error))
    return FALSE;
  if (assay_cipher_seal_read (&seal, &nal, keys) && !seal.broken)
    return TRUE;
  g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_KEY,
                       _ ("The key is not the one that this video was encrypted with, or the seal "
                          "at its end was altered"));
  return FALSE;
}
