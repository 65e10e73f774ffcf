/* assay-verify-anchors.c: the files that entries checkpoint.anchor name: there, and what was
 * imported. What a time stamp says was checked when it came in; its bytes are the same since. */
#include "config.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/assay-base.h"
#include "case/assay-files-private.h"
#include "case/assay-verify-private.h"

static void
check_file (AssayVerify *self, gint64 seq, const char *name, const char *sha256)
{
  g_autofree char *shown = assay_text_visible (name, -1);
  if (!g_str_has_prefix (name, "anchors/") || strstr (name, "..") != NULL)
    {
      assay_verification_add (
          self->report, "anchor", seq, 0,
          g_strdup_printf (_ ("Entry %" PRId64 " names no file of the case: “%s”."), seq, shown));
      return;
    }
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes
      = assay_read_named (self->self->folder, name, ASSAY_ANCHOR_LIMIT, &error);
  g_autofree char *hash
      = bytes == NULL ? NULL : g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  if (hash == NULL)
    assay_verification_add (self->report, "anchor", seq, 0,
                            g_strdup_printf ("%s: %s", shown, error->message));
  else if (strcmp (hash, sha256) != 0)
    assay_verification_add (
        self->report, "anchor", seq, 0,
        g_strdup_printf (_ ("%s has SHA-256 %s instead of %s."), shown, hash, sha256));
}

void
assay_verify_anchor (AssayVerify *self, gint64 seq, JsonObject *data)
{
  const char *file = assay_json_string (data, "file", "");
  const char *asked = assay_json_string (data, "request_sha256", "");
  const gint64 size = assay_json_int (data, "checkpoint", 0);
  if (file[0] == '\0' && asked[0] == '\0')
    return; /* a receipt: it left, nothing was kept */
  g_autofree char *request = g_strdup_printf ("anchors/%" PRId64 ".tsq", size);
  g_autofree char *note = g_strdup_printf ("anchors/%" PRId64 ".note", size);
  if (file[0] != '\0')
    check_file (self, seq, file, assay_json_string (data, "sha256", ""));
  if (asked[0] != '\0')
    check_file (self, seq, request, asked);
  /* What is in it is held against the ledger with every other checkpoint file. */
  if (faccessat (self->self->folder, note, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
    assay_verification_add (
        self->report, "anchor", seq, 0,
        g_strdup_printf (_ ("%s, which entry %" PRId64 " is about, is missing."), note, seq));
}

static int
compare_sizes (gconstpointer a, gconstpointer b)
{
  const gint64 left = *(const gint64 *) a;
  const gint64 right = *(const gint64 *) b;
  return (left > right) - (left < right);
}

void
assay_verify_notes (AssayVerify *self, GHashTable *sizes)
{
  g_autoptr (GList) keys = g_hash_table_get_keys (sizes);
  keys = g_list_sort (keys, compare_sizes);
  for (const GList *key = keys; key != NULL; key = key->next)
    {
      const gint64 size = *(const gint64 *) key->data;
      g_autofree char *note = g_strdup_printf ("anchors/%" PRId64 ".note", size);
      if (size <= self->report->n_entries
          && faccessat (self->self->folder, note, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
        assay_verification_add (
            self->report, "anchor", size, 0,
            g_strdup_printf (_ ("%s, the checkpoint over %" PRId64 " entries, is missing."), note,
                             size));
    }
}
