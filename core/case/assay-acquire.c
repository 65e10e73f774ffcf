/* assay-acquire.c: intake of the bytes. Two passes over them: source to vault with four hashes,
 * then the vault read back from the medium; where no lease protects the source, it is read a second
 * time beside that. */
#include "case/assay-acquire-private.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "case/assay-case-error-private.h"
#include "case/assay-fault-private.h"
#include "case/assay-files-private.h"

/* Space that must be left over: the ledger has to be able to grow. */
#define RESERVE ((guint64) 32 * 1024 * 1024)
/* Dirty bytes after which the kernel is told to start writing; else it waits for the fsync with all
 * of them. */
#define WRITE_BEHIND ((guint64) 16 * 1024 * 1024)

typedef struct
{
  int fd;
  guint64 written;
  guint64 started; /* write-behind was asked for up to here */
} Writer;

static gboolean
write_out (const guint8 *data, gsize size, gpointer user_data)
{
  Writer *writer = user_data;
  if (assay_fault ("vault.write") || !assay_write_all (writer->fd, data, size))
    return FALSE;
  writer->written += size;
  if (writer->written - writer->started >= WRITE_BEHIND)
    {
      /* Only a hint: errors of the medium come back from fsync. */
      (void) sync_file_range (writer->fd, (off_t) writer->started,
                              (off_t) (writer->written - writer->started), SYNC_FILE_RANGE_WRITE);
      writer->started = writer->written;
    }
  return TRUE;
}

static gboolean
check_space (AssayVault *vault, guint64 size, GError **error)
{
  const guint64 space = assay_vault_free_space (vault);
  if (space >= RESERVE && size <= space - RESERVE)
    return TRUE;
  g_autofree char *need = g_format_size (size);
  g_autofree char *have = g_format_size (space);
  g_autofree char *keep = g_format_size (RESERVE);
  g_set_error (
      error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_FULL,
      _ ("The file has %s, and %s more must stay free for the record. Where the case is stored "
         "only %s are free."),
      need, keep, have);
  return FALSE;
}

static gboolean
changed (GError **error)
{
  g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CHANGED,
                       _ ("The file changed while it was read."));
  return FALSE;
}

static gboolean
copy_failed (const AssayPipelineEnd *end, GCancellable *cancellable, GError **error)
{
  if (end->cancelled)
    (void) g_cancellable_set_error_if_cancelled (cancellable, error);
  else if (end->consume_error != 0)
    assay_case_set_errno (error, end->consume_error, _ ("The copy could not be written"));
  else if (end->read_error != 0)
    assay_case_set_errno (error, end->read_error, _ ("The file could not be read to its end"));
  return end->cancelled || end->consume_error != 0 || end->read_error != 0;
}

/* One byte more than the size is asked for, so that growth is seen. */
static gboolean
copy (AssayAcquisition *self,
      int target,
      AssaySourceFile *source,
      AssayProgress *progress,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (AssayHasher) hasher = assay_hasher_new (ASSAY_HASH_SHA512 | ASSAY_HASH_MATCHING);
  Writer writer = { .fd = target };
  AssayConsumer consumers[ASSAY_PIPELINE_CONSUMERS] = { { write_out, &writer } };
  const AssayPipeline pipeline = {
    .fd = source->fd,
    .limit = (guint64) source->before.st_size + 1,
    .consumers = consumers,
    .n_consumers = 1 + assay_hasher_get_consumers (hasher, consumers + 1),
    .total = (guint64) source->before.st_size,
    .progress = progress,
    .what = N_ ("Copying"),
  };
  AssayPipelineEnd end;
  assay_pipeline_run (&pipeline, cancellable, &end);
  self->size = end.read;
  if (copy_failed (&end, cancellable, error))
    return FALSE;
  assay_hasher_finish (hasher, &self->hashes);
  if (assay_fault ("vault.fsync") || fsync (target) != 0)
    {
      assay_case_set_errno (error, errno, _ ("The copy could not be made durable"));
      return FALSE;
    }
  /* The read-back must come from the medium, also where O_DIRECT is not known. */
  (void) posix_fadvise (target, 0, 0, POSIX_FADV_DONTNEED);
  return TRUE;
}

/* The second reading of a source that nobody vouches for. */
typedef struct
{
  AssaySourceFile *source;
  GCancellable *cancellable;
  AssayHashes hashes;
  gboolean done;
} SecondReading;

static gpointer
read_again (gpointer data)
{
  SecondReading *reading = data;
  reading->done = assay_hash_descriptor (
      reading->source->fd, (guint64) reading->source->before.st_size, ASSAY_HASH_SHA256, NULL,
      reading->cancellable, &reading->hashes, NULL, NULL);
  return NULL;
}

static gboolean
read_back (AssayAcquisition *self,
           AssayVault *vault,
           AssayProgress *progress,
           GCancellable *cancellable,
           GError **error)
{
  const int fd = assay_vault_reopen_temporary (vault, self->temporary, error);
  if (fd < 0)
    return FALSE;
  AssayHashes hashes;
  guint64 size = 0;
  const gboolean done = assay_hash_descriptor (fd, self->size, ASSAY_HASH_SHA256, progress,
                                               cancellable, &hashes, &size, error);
  assay_close (fd);
  if (!done)
    return FALSE;
  if (size == self->size && strcmp (hashes.sha256, self->hashes.sha256) == 0
      && !assay_fault ("vault.readback"))
    return TRUE;
  g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_IO,
                       _ ("What was written to the vault reads back differently."));
  return FALSE;
}

static gboolean
check_source (AssayAcquisition *self, AssaySourceFile *source, GError **error)
{
  struct stat now;
  const gboolean same = assay_source_file_unchanged (source, &now);
  self->size_after = (guint64) MAX (now.st_size, 0);
  const gboolean equal = self->second[0] == '\0' || strcmp (self->second, self->hashes.sha256) == 0;
  if (same && equal && self->size == (guint64) source->before.st_size)
    return TRUE;
  return changed (error);
}

/* A lease that was broken meanwhile proves nothing either: it is asked for after the first reading.
 */
static gboolean
compare (AssayAcquisition *self,
         AssayVault *vault,
         AssaySourceFile *source,
         AssayProgress *progress,
         GCancellable *cancellable,
         GError **error)
{
  SecondReading reading = { .source = source, .cancellable = cancellable };
  const gboolean twice
      = !assay_source_file_lease_holds (source) || !assay_source_file_unchanged (source, NULL);
  GThread *thread = twice ? g_thread_new ("assay-reread", read_again, &reading) : NULL;
  const gboolean done = read_back (self, vault, progress, cancellable, error);
  if (thread != NULL)
    (void) g_thread_join (thread);
  if (!done)
    return FALSE;
  if (twice && !reading.done)
    {
      if (!g_cancellable_set_error_if_cancelled (cancellable, error))
        (void) changed (error);
      return FALSE;
    }
  if (twice)
    (void) g_strlcpy (self->second, reading.hashes.sha256, sizeof self->second);
  return check_source (self, source, error);
}

gboolean
assay_acquire (AssayAcquisition *self,
               AssayVault *vault,
               AssaySourceFile *source,
               AssayProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  *self = (AssayAcquisition){ .size = 0 };
  if (!check_space (vault, (guint64) source->before.st_size, error))
    return FALSE;
  const int target = assay_vault_open_temporary (vault, &self->temporary, error);
  if (target < 0)
    return FALSE;
  g_autoptr (AssayProgress) copying = assay_progress_sub (progress, 0.0, 0.8);
  g_autoptr (AssayProgress) checking = assay_progress_sub (progress, 0.8, 1.0);
  gboolean done = copy (self, target, source, copying, cancellable, error);
  assay_close (target);
  done = done && compare (self, vault, source, checking, cancellable, error);
  if (!done)
    assay_acquisition_clear (self, vault);
  return done;
}

void
assay_acquisition_clear (AssayAcquisition *self, AssayVault *vault)
{
  assay_vault_drop_temporary (vault, self->temporary);
  g_clear_pointer (&self->temporary, g_free);
}
