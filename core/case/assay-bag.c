/* assay-bag.c: writing a BagIt bag. */
#include "case/assay-bag-private.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "case/assay-case-error-private.h"
#include "case/assay-files-private.h"
#include "case/assay-hashes-private.h"
#include "case/assay-merkle-private.h"

typedef struct
{
  char *name;
  AssayHashes hashes;
} File;

struct _AssayBag
{
  int root;
  GPtrArray *payload; /* File */
  GPtrArray *tags;    /* File */
  guint64 octets;     /* of the payload */
  guint64 total;
  guint64 done;
  AssayProgress *progress;
  char hash[65];
};

static void
file_free (gpointer data)
{
  File *file = data;
  g_free (file->name);
  g_free (file);
}

static gboolean
io_error (GError **error)
{
  assay_case_set_errno (error, errno, _ ("The export could not be written"));
  return FALSE;
}

AssayBag *
assay_bag_new (const char *path, GError **error)
{
  if (mkdir (path, 0700) != 0)
    {
      if (errno == EEXIST)
        g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_EXISTS, _ ("“%s” is there already."),
                     path);
      else
        assay_case_set_errno (error, errno, _ ("The folder for the export could not be made"));
      return NULL;
    }
  AssayBag *self = g_new0 (AssayBag, 1);
  self->payload = g_ptr_array_new_with_free_func (file_free);
  self->tags = g_ptr_array_new_with_free_func (file_free);
  self->root = open (path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  /* A medium without locks takes exports too; nothing is swept there. */
  if (self->root >= 0 && (flock (self->root, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK))
    return self;
  (void) io_error (error);
  assay_bag_free (self);
  return NULL;
}

void
assay_bag_free (AssayBag *self)
{
  assay_close (self->root);
  g_ptr_array_unref (self->payload);
  g_ptr_array_unref (self->tags);
  g_clear_pointer (&self->progress, assay_progress_unref);
  g_free (self);
}

void
assay_bag_set_progress (AssayBag *self, guint64 total, AssayProgress *progress)
{
  self->total = total;
  if (progress != NULL)
    self->progress = assay_progress_ref (progress);
}

const char *
assay_bag_get_hash (AssayBag *self)
{
  return self->hash;
}

/* Makes the folders above @name. */
static gboolean
make_folders (AssayBag *self, const char *name, GError **error)
{
  for (const char *slash = strchr (name, '/'); slash != NULL; slash = strchr (slash + 1, '/'))
    {
      g_autofree char *folder = g_strndup (name, (gsize) (slash - name));
      if (mkdirat (self->root, folder, 0700) != 0 && errno != EEXIST)
        return io_error (error);
    }
  return TRUE;
}

static int
create (AssayBag *self, const char *name, GError **error)
{
  if (!make_folders (self, name, error))
    return -1;
  const int fd
      = openat (self->root, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0)
    (void) io_error (error);
  return fd;
}

static gboolean
write_out (const guint8 *data, gsize size, gpointer user_data)
{
  return assay_write_all (GPOINTER_TO_INT (user_data), data, size);
}

static void
list_file (AssayBag *self, const char *name, const AssayHashes *hashes, guint64 size)
{
  File *file = g_new (File, 1);
  file->name = g_strdup (name);
  file->hashes = *hashes;
  const gboolean payload = g_str_has_prefix (name, "data/");
  g_ptr_array_add (payload ? self->payload : self->tags, file);
  if (payload)
    self->octets += size;
}

gboolean
assay_bag_add_bytes (AssayBag *self, const char *name, const void *data, gsize size, GError **error)
{
  const int fd = create (self, name, error);
  if (fd < 0)
    return FALSE;
  g_autoptr (AssayHasher) hasher = assay_hasher_new (ASSAY_HASH_SHA512);
  AssayConsumer consumers[ASSAY_PIPELINE_CONSUMERS] = { { write_out, GINT_TO_POINTER (fd) } };
  const guint count = 1 + assay_hasher_get_consumers (hasher, consumers + 1);
  gboolean done = TRUE;
  for (guint i = 0; done && i < count; i++)
    done = consumers[i].consume (data, size, consumers[i].user_data);
  done = close (fd) == 0 && done;
  if (!done)
    return io_error (error);
  AssayHashes hashes;
  assay_hasher_finish (hasher, &hashes);
  list_file (self, name, &hashes, size);
  return TRUE;
}

static gboolean
check_copy (const AssayPipelineEnd *end,
            const AssayHashes *hashes,
            const char *name,
            const char *sha256,
            GCancellable *cancellable,
            GError **error)
{
  if (end->cancelled)
    return !g_cancellable_set_error_if_cancelled (cancellable, error);
  if (end->consume_error != 0 || end->read_error != 0)
    {
      errno = end->consume_error != 0 ? end->consume_error : end->read_error;
      return io_error (error);
    }
  if (sha256 == NULL || strcmp (hashes->sha256, sha256) == 0)
    return TRUE;
  g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
               _ ("“%s” is not what the ledger says; verify the case first."), name);
  return FALSE;
}

gboolean
assay_bag_add_file (AssayBag *self,
                    const char *name,
                    int fd,
                    const char *sha256,
                    GCancellable *cancellable,
                    GError **error)
{
  const int out = create (self, name, error);
  if (out < 0)
    return FALSE;
  struct stat info;
  g_autoptr (AssayHasher) hasher = assay_hasher_new (ASSAY_HASH_SHA512);
  AssayConsumer consumers[ASSAY_PIPELINE_CONSUMERS] = { { write_out, GINT_TO_POINTER (out) } };
  const AssayPipeline pipeline = {
    .fd = fd,
    .limit = fstat (fd, &info) == 0 ? (guint64) info.st_size : 0,
    .consumers = consumers,
    .n_consumers = 1 + assay_hasher_get_consumers (hasher, consumers + 1),
  };
  AssayPipelineEnd end;
  assay_pipeline_run (&pipeline, cancellable, &end);
  if (close (out) != 0 && end.consume_error == 0)
    end.consume_error = errno;
  AssayHashes hashes;
  assay_hasher_finish (hasher, &hashes);
  if (!check_copy (&end, &hashes, name, sha256, cancellable, error))
    return FALSE;
  list_file (self, name, &hashes, end.read);
  self->done += end.read;
  assay_progress_set_count (self->progress, self->done, self->total, N_ ("Copying"));
  return TRUE;
}

static int
compare_files (gconstpointer a, gconstpointer b)
{
  const File *left = *(File *const *) a;
  const File *right = *(File *const *) b;
  return strcmp (left->name, right->name);
}

static char *
manifest_text (GPtrArray *files, gboolean sha512)
{
  GString *text = g_string_new (NULL);
  g_ptr_array_sort (files, compare_files);
  for (guint i = 0; i < files->len; i++)
    {
      const File *file = g_ptr_array_index (files, i);
      g_string_append_printf (text, "%s  %s\n", sha512 ? file->hashes.sha512 : file->hashes.sha256,
                              file->name);
    }
  return g_string_free (text, FALSE);
}

static gboolean
add_text (AssayBag *self, const char *name, const char *text, GError **error)
{
  return assay_bag_add_bytes (self, name, text, strlen (text), error);
}

gboolean
assay_bag_finish (AssayBag *self, const char *info, GError **error)
{
  g_autofree char *all_info = g_strdup_printf ("%sPayload-Oxum: %" PRIu64 ".%u\n", info,
                                               self->octets, self->payload->len);
  g_autofree char *payload256 = manifest_text (self->payload, FALSE);
  g_autofree char *payload512 = manifest_text (self->payload, TRUE);
  if (!add_text (self, "bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
                 error)
      || !add_text (self, "bag-info.txt", all_info, error)
      || !add_text (self, "manifest-sha256.txt", payload256, error)
      || !add_text (self, "manifest-sha512.txt", payload512, error))
    return FALSE;
  /* Tag manifests list every tag file but tag manifests. */
  g_autofree char *tags256 = manifest_text (self->tags, FALSE);
  g_autofree char *tags512 = manifest_text (self->tags, TRUE);
  g_autofree char *hash = assay_sha256_text (tags256, strlen (tags256));
  (void) g_strlcpy (self->hash, hash, sizeof self->hash);
  if (!add_text (self, ASSAY_BAG_TAG_MANIFEST, tags256, error)
      || !add_text (self, "tagmanifest-sha512.txt", tags512, error))
    return FALSE;
  return syncfs (self->root) == 0 || io_error (error);
}
