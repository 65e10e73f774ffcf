/* assay-verify-files.c: the files of the case folder that entries name: what the entries say of
 * them, and whether the outputs of runs are still so. */
#include "config.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "base/assay-base.h"
#include "case/assay-files-private.h"
#include "case/assay-hashes-private.h"
#include "case/assay-verify-private.h"

static void
recorded_file_free (gpointer data)
{
  AssayRecordedFile *file = data;
  g_free (file->path);
  g_free (file->sha256);
  g_free (file);
}

void
assay_recorded_clear (AssayRecorded *self)
{
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->paths, g_hash_table_unref);
  g_clear_pointer (&self->hashes, g_hash_table_unref);
  g_clear_pointer (&self->sizes, g_hash_table_unref);
  g_clear_pointer (&self->quarantined, g_hash_table_unref);
}

void
assay_recorded_init (AssayRecorded *self)
{
  self->files = g_ptr_array_new_with_free_func (recorded_file_free);
  self->paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->hashes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->sizes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->quarantined = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
remember_output (AssayRecorded *self, gint64 seq, gint64 item, JsonObject *output)
{
  const char *path = assay_json_string (output, "file", "");
  const char *sha256 = assay_json_string (output, "sha256", "");
  const gint64 size = assay_json_int (output, "size", 0);
  g_hash_table_add (self->hashes, g_strdup (sha256));
  g_hash_table_add (self->sizes, g_memdup2 (&size, sizeof size));
  if (!g_str_has_prefix (path, "results/"))
    return; /* written where somebody said: not ours to look for */
  AssayRecordedFile *file = g_new (AssayRecordedFile, 1);
  *file = (AssayRecordedFile){
    .entry = seq,
    .exhibit = (guint) item,
    .path = g_strdup (path),
    .sha256 = g_strdup (sha256),
  };
  g_ptr_array_add (self->files, file);
  g_hash_table_add (self->paths, g_path_get_dirname (path));
  g_hash_table_add (self->paths, g_strdup (path));
}

static void
remember_outputs (AssayRecorded *self, gint64 seq, JsonObject *data)
{
  JsonArray *outputs = assay_json_array (data, "outputs");
  const gint64 item = assay_json_int (data, "item", 0);
  for (guint i = 0; outputs != NULL && i < json_array_get_length (outputs); i++)
    {
      JsonNode *node = json_array_get_element (outputs, i);
      if (JSON_NODE_HOLDS_OBJECT (node))
        remember_output (self, seq, item, json_node_get_object (node));
    }
}

static void
remember_anchor (AssayRecorded *self, JsonObject *data)
{
  if (assay_json_string (data, "request_sha256", "")[0] != '\0')
    g_hash_table_add (self->paths, g_strdup_printf ("anchors/%" PRId64 ".tsq",
                                                    assay_json_int (data, "checkpoint", 0)));
  g_hash_table_add (self->paths, g_strdup (assay_json_string (data, "file", "")));
}

static void
remember_quarantined (AssayRecorded *self, JsonObject *data)
{
  JsonArray *names = assay_json_array (data, "quarantined");
  for (guint i = 0; names != NULL && i < json_array_get_length (names); i++)
    {
      JsonNode *node = json_array_get_element (names, i);
      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        g_hash_table_add (self->quarantined, g_strdup (json_node_get_string (node)));
    }
}

/* Reports, receipts and exports may be kept anywhere, in the case folder too; their entries have
 * the hash of what was made. */
void
assay_recorded_add (AssayRecorded *self, gint64 seq, JsonObject *entry)
{
  const char *event = assay_json_string (entry, "event", "");
  JsonObject *data = assay_json_object (entry, "data");
  if (data == NULL)
    return;
  remember_outputs (self, seq, data);
  if (strcmp (event, "report") == 0 || strcmp (event, "checkpoint.anchor") == 0)
    g_hash_table_add (self->hashes, g_strdup (assay_json_string (data, "sha256", "")));
  if (strcmp (event, "export") == 0)
    g_hash_table_add (self->hashes, g_strdup (assay_json_string (data, "tagmanifest_sha256", "")));
  if (strcmp (event, "checkpoint.anchor") == 0)
    remember_anchor (self, data);
  if (strcmp (event, "recovery") == 0)
    remember_quarantined (self, data);
}

static void
check_file (AssayVerify *self, const AssayRecordedFile *file)
{
  const int fd = strstr (file->path, "..") != NULL
                     ? -1
                     : openat (self->self->folder, file->path,
                               O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  struct stat info;
  AssayHashes hashes = { .sha256 = "" };
  const gboolean there = fd >= 0 && fstat (fd, &info) == 0 && S_ISREG (info.st_mode);
  if (there)
    (void) assay_hash_descriptor (fd, (guint64) info.st_size, ASSAY_HASH_SHA256, NULL, NULL,
                                  &hashes, NULL, NULL);
  assay_close (fd);
  if (!there)
    assay_verification_add (self->report, "result-missing", file->entry, file->exhibit,
                            g_strdup_printf (_ ("The output “%s” is missing."), file->path));
  else if (strcmp (hashes.sha256, file->sha256) != 0)
    assay_verification_add (self->report, "result-differs", file->entry, file->exhibit,
                            g_strdup_printf (_ ("The output “%s” has SHA-256 %s instead of %s."),
                                             file->path, hashes.sha256, file->sha256));
}

void
assay_verify_files (AssayVerify *self)
{
  for (guint i = 0; i < self->recorded.files->len; i++)
    check_file (self, g_ptr_array_index (self->recorded.files, i));
}
