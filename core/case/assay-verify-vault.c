/* assay-verify-vault.c: every object re-hashed, and nothing there that should not be. */
#include "config.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "case/assay-case-db-private.h"
#include "case/assay-files-private.h"
#include "case/assay-hashes-private.h"
#include "case/assay-verify-private.h"

/* What the ledger says of one object. */
typedef struct
{
  char sha256[65];
  char sha512[129]; /* "" for results */
  guint64 size;     /* 0: not recorded */
  gint64 entry;
  guint exhibit;
  gboolean erased;
} Expected;

typedef struct
{
  AssayVerify *verify;
  GHashTable *known;  /* sha256 → Expected that was handled; borrowed keys */
  GPtrArray *objects; /* Expected */
  guint64 total;
  guint64 done;
} Walk;

/* From the rebuilt tables: what the ledger says, not what the case's own tables claim. */
static gboolean
collect (Walk *walk, const char *sql, gboolean result, GError **error)
{
  g_autoptr (GError) trouble = NULL;
  g_autoptr (sqlite3_stmt) rows = assay_db_prepare (walk->verify->rebuilt, sql, &trouble);
  while (rows != NULL && assay_db_step (rows, &trouble))
    {
      Expected *expected = g_new0 (Expected, 1);
      (void) g_strlcpy (expected->sha256, assay_db_text (rows, 0), sizeof expected->sha256);
      (void) g_strlcpy (expected->sha512, assay_db_text (rows, 1), sizeof expected->sha512);
      expected->size = (guint64) sqlite3_column_int64 (rows, 2);
      expected->entry = sqlite3_column_int64 (rows, 3);
      expected->exhibit = (guint) sqlite3_column_int64 (rows, 4);
      expected->erased = strcmp (assay_db_text (rows, 5), "erased") == 0;
      g_ptr_array_add (walk->objects, expected);
      if (!expected->erased)
        walk->total += expected->size;
    }
  if (trouble == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&trouble));
  return FALSE;
}

static void
find (Walk *walk,
      const Expected *expected,
      const char *exhibit_code,
      const char *result_code,
      char *detail)
{
  assay_verification_add (walk->verify->report,
                          expected->sha512[0] == '\0' ? result_code : exhibit_code, expected->entry,
                          expected->exhibit, detail);
}

static void
compare (Walk *walk, const Expected *expected, const AssayHashes *hashes, guint64 size)
{
  if (strcmp (hashes->sha256, expected->sha256) != 0)
    find (walk, expected, "object-differs", "result-differs",
          g_strdup_printf (_ ("The bytes have SHA-256 %s instead of %s (%" PRIu64 " bytes read)."),
                           hashes->sha256, expected->sha256, size));
  else if (expected->sha512[0] != '\0' && size != expected->size)
    find (walk, expected, "object-differs", "result-differs",
          g_strdup_printf (_ ("The bytes have the recorded hash, but are %" PRIu64
                              " and not %" PRIu64 ", as is recorded of their size."),
                           size, expected->size));
  else if (expected->sha512[0] != '\0' && strcmp (hashes->sha512, expected->sha512) != 0)
    find (walk, expected, "object-differs", "result-differs",
          g_strdup_printf (_ ("The bytes have SHA-512 %s instead of %s."), hashes->sha512,
                           expected->sha512));
}

/* FALSE only when cancelled: bytes that cannot be read are a finding. */
static gboolean
check_object (Walk *walk, const Expected *expected, GError **error)
{
  g_autoptr (GError) trouble = NULL;
  const int fd = assay_vault_open_object (walk->verify->self->vault, expected->sha256, &trouble);
  if (fd < 0)
    {
      AssayExhibit *exhibit = assay_case_get_exhibit (walk->verify->self, expected->exhibit);
      /* Erased while this verification ran. */
      if (expected->sha512[0] == '\0' || exhibit == NULL
          || assay_exhibit_get_state (exhibit) != ASSAY_CUSTODY_ERASED)
        find (walk, expected, "object-missing", "result-missing", g_strdup (trouble->message));
      return TRUE;
    }
  struct stat info;
  const guint64 size = fstat (fd, &info) == 0 ? (guint64) info.st_size : 0;
  (void) posix_fadvise (fd, 0, 0, POSIX_FADV_DONTNEED); /* what the medium has, not the cache */
  (void) posix_fadvise (fd, 0, 0, POSIX_FADV_SEQUENTIAL);
  AssayHashes hashes;
  guint64 read = 0;
  const AssayHashSet set = expected->sha512[0] == '\0' ? ASSAY_HASH_SHA256 : ASSAY_HASH_SHA512;
  const gboolean hashed = assay_hash_descriptor (fd, size, set, NULL, walk->verify->cancellable,
                                                 &hashes, &read, &trouble);
  assay_close (fd);
  if (g_error_matches (trouble, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&trouble));
      return FALSE;
    }
  if (hashed)
    compare (walk, expected, &hashes, read);
  else
    find (walk, expected, "object-differs", "result-differs", g_strdup (trouble->message));
  walk->verify->report->n_objects++;
  walk->verify->report->bytes += read;
  return TRUE;
}

/* Exhibits that share an object share the work, and a finding about it is said for each of them. */
static gboolean
check_expected (Walk *walk, Expected *expected, GError **error)
{
  const guint before = assay_verification_get_n_findings (walk->verify->report);
  const Expected *first = g_hash_table_lookup (walk->known, expected->sha256);
  if (first == NULL || first->erased)
    {
      if (!check_object (walk, expected, error))
        return FALSE;
      g_hash_table_replace (walk->known, expected->sha256, expected);
      /* Marks that the shared object was found wanting. */
      expected->size
          = assay_verification_get_n_findings (walk->verify->report) > before ? 0 : expected->size;
      return TRUE;
    }
  if (first->size == 0 && first->sha512[0] != '\0' && expected->sha512[0] != '\0')
    assay_verification_add (
        walk->verify->report, "object-differs", expected->entry, expected->exhibit,
        g_strdup_printf (
            _ ("The exhibit shares the bytes of exhibit %u, which are not as recorded."),
            first->exhibit));
  return TRUE;
}

static gboolean
check_all (Walk *walk, GError **error)
{
  for (guint i = 0; i < walk->objects->len; i++)
    {
      Expected *expected = g_ptr_array_index (walk->objects, i);
      if (!expected->erased)
        {
          const guint64 size = expected->size;
          if (!check_expected (walk, expected, error))
            return FALSE;
          walk->done += size;
          assay_progress_set_count (walk->verify->progress, walk->done, walk->total,
                                    N_ ("Checking evidence"));
        }
      else if (!g_hash_table_contains (walk->known, expected->sha256))
        g_hash_table_insert (walk->known, expected->sha256, expected);
    }
  return TRUE;
}

/* Anything in the vault that no entry knows, and bytes that should be gone. */
static void
check_strays (Walk *walk)
{
  for (guint i = 0; walk->verify->objects != NULL && i < walk->verify->objects->len; i++)
    {
      const char *name = g_ptr_array_index (walk->verify->objects, i);
      const Expected *known = g_hash_table_lookup (walk->known, name);
      if (known == NULL)
        assay_verification_add (
            walk->verify->report, "object-unknown", 0, 0,
            g_strdup_printf (_ ("The vault holds “%s”, which no entry knows."), name));
      else if (known->erased)
        assay_verification_add (
            walk->verify->report, "object-not-erased", known->entry, known->exhibit,
            g_strdup_printf (_ ("The bytes of exhibit %u were to be deleted but are still there."),
                             known->exhibit));
    }
}

gboolean
assay_verify_vault (AssayVerify *self, GError **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) objects = g_ptr_array_new_with_free_func (g_free);
  Walk walk = { .verify = self, .known = known, .objects = objects };
  if (!collect (&walk, "SELECT sha256, sha512, size, entry, item, state FROM exhibit ORDER BY item",
                FALSE, error)
      || !collect (&walk,
                   "SELECT result, '', 0, entry, item, '' FROM run WHERE result<>'' "
                   "ORDER BY entry",
                   TRUE, error)
      || !check_all (&walk, error))
    return FALSE;
  check_strays (&walk);
  return TRUE;
}
