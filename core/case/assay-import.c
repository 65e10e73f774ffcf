/* assay-import.c: from a verified bag to a case folder: plain files are copied and hashed, the
 * tables are built from the lines. */
#include "case/assay-import.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "case/assay-case-error-private.h"
#include "case/assay-files-private.h"
#include "case/assay-hashes-private.h"
#include "case/assay-import-private.h"

/* Not listed among the cases, and swept when it was left behind. */
#define PARTIAL ".import-"

static gboolean
corrupt (GError **error, const char *name)
{
  g_autofree char *shown = assay_text_visible (name, -1);
  g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
               _ ("“%s” of the export is missing or is not what its manifest says."), shown);
  return FALSE;
}

/* Below the bag: names of the manifest only, without links on the way. */
static int
open_plain (int folder, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "/", -1);
  int at = openat (folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  for (char **part = parts; at >= 0 && *part != NULL; part++)
    {
      const int flags = part[1] != NULL ? O_DIRECTORY : O_NONBLOCK;
      const gboolean wrong
          = **part == '\0' || g_str_equal (*part, "..") || g_str_equal (*part, ".");
      const int next = wrong ? -1 : openat (at, *part, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | flags);
      assay_close (at);
      at = next;
    }
  struct stat info;
  if (at >= 0 && (fstat (at, &info) != 0 || !S_ISREG (info.st_mode)))
    {
      assay_close (at);
      return -1;
    }
  return at;
}

static gboolean
write_out (const guint8 *data, gsize size, gpointer user_data)
{
  return assay_write_all (GPOINTER_TO_INT (user_data), data, size);
}

gboolean
assay_import_copy (
    AssayImport *self, const char *name, const char *target, mode_t mode, GError **error)
{
  const char *sha256 = g_hash_table_lookup (self->manifest, name);
  const int in = sha256 == NULL ? -1 : open_plain (self->bag, name);
  if (in < 0)
    return corrupt (error, name);
  const int out
      = openat (self->folder, target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  const int refused = out < 0 ? errno : 0; /* before anything else changes it */
  struct stat info = { .st_size = 0 };
  (void) fstat (in, &info);
  g_autoptr (AssayHasher) hasher = assay_hasher_new (ASSAY_HASH_SHA256);
  AssayConsumer consumers[ASSAY_PIPELINE_CONSUMERS] = { { write_out, GINT_TO_POINTER (out) } };
  const AssayPipeline pipeline = {
    .fd = in,
    .limit = (guint64) info.st_size,
    .consumers = consumers,
    .n_consumers = 1 + assay_hasher_get_consumers (hasher, consumers + 1),
  };
  AssayPipelineEnd end = { .cancelled = FALSE };
  AssayHashes hashes = { .sha256 = "" };
  if (out >= 0)
    {
      assay_pipeline_run (&pipeline, self->cancellable, &end);
      assay_hasher_finish (hasher, &hashes);
      if (end.consume_error == 0 && (fchmod (out, mode) != 0 || fsync (out) != 0))
        end.consume_error = errno;
    }
  const int number = out < 0 ? refused : end.consume_error;
  assay_close (in);
  assay_close (out);
  if (end.cancelled)
    return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
  if (number != 0)
    {
      assay_case_set_errno (error, number, _ ("The imported case could not be written"));
      return FALSE;
    }
  self->copied += end.read;
  assay_progress_set_count (self->progress, self->copied, 0, N_ ("Copying"));
  return strcmp (hashes.sha256, sha256) == 0 || corrupt (error, name);
}

GBytes *
assay_import_read (AssayImport *self, const char *name, gsize limit, GError **error)
{
  const char *sha256 = g_hash_table_lookup (self->manifest, name);
  const int fd = sha256 == NULL ? -1 : open_plain (self->bag, name);
  struct stat info;
  g_autoptr (GBytes) bytes = NULL;
  if (fd >= 0 && fstat (fd, &info) == 0 && info.st_size >= 0 && (guint64) info.st_size <= limit)
    bytes = assay_read_file (fd, (gsize) info.st_size, NULL);
  assay_close (fd);
  g_autofree char *hash
      = bytes == NULL ? NULL : g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  if (hash != NULL && strcmp (hash, sha256) == 0)
    return g_steal_pointer (&bytes);
  (void) corrupt (error, name);
  return NULL;
}

/* Folders are made from these names, so a part must be a name and nothing else. */
static gboolean
stays_inside (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "/", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] == '\0' || strcmp (parts[i], ".") == 0 || strcmp (parts[i], "..") == 0)
      return FALSE;
  return TRUE;
}

gboolean
assay_import_read_manifest (AssayImport *self, const char *sha256, GError **error)
{
  g_autoptr (GBytes) bytes
      = assay_read_named (self->bag, "manifest-sha256.txt", ASSAY_IMPORT_TEXT_LIMIT, error);
  if (bytes == NULL)
    return FALSE;
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  if (strcmp (hash, sha256) != 0)
    return corrupt (error, "manifest-sha256.txt");
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *text = g_strndup (data, size);
  char *save = NULL;
  for (char *line = strtok_r (text, "\n", &save); line != NULL; line = strtok_r (NULL, "\n", &save))
    {
      if (strlen (line) <= 66)
        continue;
      if (!stays_inside (line + 66))
        return corrupt (error, line + 66);
      g_hash_table_insert (self->manifest, g_strdup (line + 66), g_strndup (line, 64));
    }
  return TRUE;
}

/* Files of data/<folder>, which are data for whoever reads the case: copied as they are. */
static gboolean
copy_folder (AssayImport *self, const char *folder, GError **error)
{
  g_autofree char *prefix = g_strdup_printf ("data/%s/", folder);
  g_autoptr (GList) names = g_hash_table_get_keys (self->manifest);
  for (GList *item = names; item != NULL; item = item->next)
    {
      const char *name = item->data;
      if (!g_str_has_prefix (name, prefix))
        continue;
      const char *target = name + strlen ("data/");
      g_autofree char *parent = g_path_get_dirname (target);
      if (strcmp (parent, folder) != 0 && mkdirat (self->folder, parent, 0700) != 0
          && errno != EEXIST)
        return corrupt (error, name);
      if (!assay_import_copy (self, name, target, 0600, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
make_folders (AssayImport *self, GError **error)
{
  static const char *const names[] = { "keys", "anchors", "results", "reports" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (mkdirat (self->folder, names[i], 0700) != 0)
      {
        assay_case_set_errno (error, errno, _ ("The case folder could not be made"));
        return FALSE;
      }
  return assay_vault_create (self->folder, error);
}

/* Everything that verification knows to find; the first difference is the reason. */
static gboolean
verify (const char *path, AssayProgress *progress, GCancellable *cancellable, GError **error)
{
  g_autoptr (AssayCase) opened = assay_case_open (path, ASSAY_CASE_READ_ONLY, NULL, error);
  g_autoptr (AssayVerification) report
      = opened == NULL ? NULL : assay_case_verify (opened, NULL, progress, cancellable, error);
  if (report == NULL)
    return FALSE;
  if (assay_verification_passed (report))
    return TRUE;
  g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
               _ ("The export does not hold together: %s"),
               assay_verification_get_finding (report, 0)->detail);
  return FALSE;
}

static gboolean
fill (AssayImport *self, const char *path, GError **error)
{
  static const char *const folders[] = { "anchors", "reports", "results" };
  if (!make_folders (self, error) || !assay_import_tables (self, path, error)
      || !assay_import_objects (self, path, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    if (!copy_folder (self, folders[i], error))
      return FALSE;
  return syncfs (self->folder) == 0 || corrupt (error, "data");
}

static char *
place (AssayImport *self, const char *store, const char *partial, GError **error)
{
  g_autofree char *path = g_build_filename (store, self->uuid, NULL);
  if (g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_EXISTS,
                 _ ("The store has the case %s already."), self->uuid);
  else if (rename (partial, path) != 0)
    assay_case_set_errno (error, errno, _ ("The imported case could not be given its name"));
  else
    return g_steal_pointer (&path);
  return NULL;
}

/* What an import that was killed left: nobody holds its folder any more. */
static void
sweep (const char *store)
{
  const int fd = open (store, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_autoptr (GPtrArray) names = fd < 0 ? NULL : assay_list_folder (fd, NULL);
  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      const char *name = names->pdata[i];
      if (!g_str_has_prefix (name, PARTIAL))
        continue;
      const int folder = openat (fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
      g_autofree char *path = g_build_filename (store, name, NULL);
      if (folder >= 0 && flock (folder, LOCK_EX | LOCK_NB) == 0)
        assay_remove_tree (path);
      assay_close (folder);
    }
  assay_close (fd);
}

char *
assay_store_import (const char *store,
                    const char *bag,
                    const char *manifest_sha256,
                    AssayProgress *progress,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autofree char *name = g_strdup_printf (PARTIAL "%08x%08x", g_random_int (), g_random_int ());
  g_autofree char *partial = g_build_filename (store, name, NULL);
  AssayImport self = { .bag = open (bag, O_RDONLY | O_DIRECTORY | O_CLOEXEC),
                       .folder = -1,
                       .progress = progress,
                       .cancellable = cancellable };
  char *path = NULL;
  if (self.bag < 0)
    {
      assay_case_set_errno (error, errno, _ ("The export could not be opened"));
      return NULL;
    }
  sweep (store);
  self.manifest = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (g_mkdir_with_parents (store, 0700) == 0 && mkdir (partial, 0700) == 0)
    self.folder = open (partial, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (self.folder < 0 || flock (self.folder, LOCK_EX | LOCK_NB) != 0)
    assay_case_set_errno (error, errno, _ ("The imported case could not be written"));
  else if (assay_import_read_manifest (&self, manifest_sha256, error)
           && fill (&self, partial, error) && verify (partial, progress, cancellable, error))
    path = place (&self, store, partial, error);
  assay_close (self.folder);
  assay_close (self.bag);
  if (path == NULL && self.folder >= 0)
    assay_remove_tree (partial);
  g_hash_table_unref (self.manifest);
  g_free (self.uuid);
  return path;
}
