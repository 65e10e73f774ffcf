/* assay-bag-verify.c: the tool `bag.verify`: a BagIt bag (RFC 8493) as core/case exports it, file
 * by file against its manifests, and the ledger in it. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <openssl/crypto.h>
#include <string.h>

#include "media/assay-media-error.h"
#include "report-verify/assay-bag-texts-private.h"
#include "report-verify/assay-ledger-check-private.h"
#include "report-verify/assay-report-verify.h"

/* A line has a hash and a path: a million files of ordinary names. */
#define MOST_MANIFEST ((guint64) 128 * 1024 * 1024)
#define MOST_FINDINGS 200u

typedef struct
{
  AssayToolJob *job;
  AssayResultBuilder *builder;
  guint64 files;
  guint64 bytes;
  guint findings;
} Walk;

static void
find (Walk *walk, const char *rule, const char *name)
{
  if (walk->findings++ >= MOST_FINDINGS)
    return;
  g_autofree char *shown = assay_text_visible (name, -1);
  AssayFindingBuilder *finding = assay_finding_builder_new (rule, ASSAY_SEVERITY_COMPROMISED);
  assay_finding_builder_text (finding, "file", shown);
  assay_result_builder_finding (walk->builder, assay_finding_builder_end (finding));
}

static gboolean
malformed (GError **error)
{
  g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_MALFORMED,
                       _ ("The folder is no export of a case."));
  return FALSE;
}

static gboolean
damaged (const char *manifest, guint line, GError **error)
{
  g_set_error (
      error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_MALFORMED,
      _ ("Line %u of “%s” in the export is damaged: it has no hash with a path. “verify.sh” "
         "in the export names each file that differs."),
      line, manifest);
  return FALSE;
}

/* SHA-256 of the whole file; NULL with an error. */
static char *
hash_source (Walk *walk, AssaySource *source, GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  if (!assay_source_update_checksum (source, sum, NULL, assay_tool_job_get_cancellable (walk->job),
                                     error))
    return NULL;
  walk->bytes += assay_source_get_size (source);
  return g_strdup (g_checksum_get_string (sum));
}

/* FALSE only when cancelled: what is missing or differs is a finding. */
static gboolean
check_file (Walk *walk, const char *hash, const char *name, GError **error)
{
  g_autoptr (GError) trouble = NULL;
  g_autoptr (AssaySource) source = assay_tool_job_open_beneath (walk->job, "bag", name, &trouble);
  g_autofree char *found = source == NULL ? NULL : hash_source (walk, source, &trouble);
  if (g_error_matches (trouble, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&trouble));
      return FALSE;
    }
  walk->files++;
  assay_progress_set_count (assay_tool_job_get_progress (walk->job), walk->files, 0,
                            N_ ("Checking files"));
  if (found == NULL)
    find (walk, "BAG-01", name);
  else if (g_ascii_strcasecmp (found, hash) != 0)
    find (walk, "BAG-02", name);
  return TRUE;
}

/* "<64 hex><two spaces><path>", a line each. */
static gboolean
check_manifest (Walk *walk, const char *manifest, GBytes *bytes, GError **error)
{
  guint number = 0;
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);
  g_autofree char *copy = g_strndup (text, size);
  if (strlen (copy) != size)
    return malformed (error);
  char *save = NULL;
  for (char *line = strtok_r (copy, "\n", &save); line != NULL; line = strtok_r (NULL, "\n", &save))
    {
      number++;
      if (strlen (line) < 67 || strspn (line, "0123456789abcdefABCDEF") != 64
          || strncmp (line + 64, "  ", 2) != 0)
        return damaged (manifest, number, error);
      line[64] = '\0';
      if (!check_file (walk, line, line + 66, error))
        return FALSE;
    }
  return TRUE;
}

static GBytes *
read_beneath (Walk *walk, const char *name, guint64 most, GError **error)
{
  g_autoptr (AssaySource) source = assay_tool_job_open_beneath (walk->job, "bag", name, error);
  if (source == NULL)
    return NULL;
  if (assay_source_get_size (source) > most)
    {
      g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_LIMIT,
                   _ ("“%s” is larger than it can be."), name);
      return NULL;
    }
  return assay_source_read (source, 0, (gsize) assay_source_get_size (source), error);
}

/* Without the texts of the ledger nobody knows what it calls the exhibits. */
static void
check_texts (Walk *walk, GBytes *ledger)
{
  static const char name[] = "data/reveals.txt";
  g_autoptr (GBytes) texts = read_beneath (walk, name, MOST_MANIFEST, NULL);
  const guint wrong = texts == NULL ? 0 : assay_bag_check_texts (texts, ledger);
  if (texts == NULL)
    find (walk, "BAG-01", name);
  else if (wrong > 0)
    find (walk, "BAG-03", name);
}

/* A part that is missing was a finding already; it is told again as a ledger that was not read. */
static void
check_ledger (Walk *walk)
{
  static const char *const names[] = { "data/ledger.jsonl", "data/ledger.sig",
                                       "data/keys/examiner.pub.pem", "data/checkpoint.note" };
  GBytes *parts[G_N_ELEMENTS (names)] = { NULL };
  gboolean whole = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      parts[i] = read_beneath (walk, names[i], MOST_MANIFEST, NULL);
      whole = whole && parts[i] != NULL;
      if (parts[i] == NULL)
        find (walk, "BAG-01", names[i]);
    }
  if (whole)
    {
      AssayLedgerCheck check;
      assay_ledger_check (&check, parts[0], parts[1], parts[2], parts[3]);
      assay_result_builder_metric (walk->builder, "entries", (double) check.n_entries);
      assay_result_builder_answer (walk->builder, "head", check.head);
      assay_ledger_check_report (&check, walk->builder);
      check_texts (walk, parts[0]);
      assay_ledger_check_clear (&check);
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_clear_pointer (&parts[i], g_bytes_unref);
}

static gboolean
check_bag (Walk *walk, GError **error)
{
  const AssayToolInput *input = assay_tool_job_find_input (walk->job, "input");
  g_autoptr (GBytes) declaration = read_beneath (walk, "bagit.txt", 4096, NULL);
  const char *text = declaration == NULL ? NULL : g_bytes_get_data (declaration, NULL);
  if (text == NULL || g_bytes_get_size (declaration) < 15
      || strncmp (text, "BagIt-Version: ", 15) != 0
      || assay_source_get_size (input->source) > MOST_MANIFEST)
    return malformed (error);
  g_autoptr (GBytes) tags
      = assay_source_read (input->source, 0, (gsize) assay_source_get_size (input->source), error);
  if (tags == NULL || !check_manifest (walk, "tagmanifest-sha256.txt", tags, error))
    return FALSE;
  g_autoptr (GBytes) payload = read_beneath (walk, "manifest-sha256.txt", MOST_MANIFEST, error);
  if (payload == NULL || !check_manifest (walk, "manifest-sha256.txt", payload, error))
    return FALSE;
  check_ledger (walk);
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, tags);
  g_autofree char *manifest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, payload);
  assay_result_builder_answer (walk->builder, "tagmanifest_sha256", hash);
  assay_result_builder_answer (walk->builder, "manifest_sha256", manifest);
  assay_result_builder_metric (walk->builder, "files", (double) walk->files);
  assay_result_builder_metric (walk->builder, "bytes", (double) walk->bytes);
  return TRUE;
}

AssayResult *
assay_bag_verify_run (AssayToolJob *job, GError **error)
{
  OPENSSL_init_crypto (OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
  g_autoptr (AssayResultBuilder) builder = assay_result_builder_new (&assay_bag_verify_info);
  Walk walk = { .job = job, .builder = builder };
  if (!check_bag (&walk, error))
    return NULL;
  assay_result_builder_verdict_from_findings (builder);
  return assay_result_builder_end (g_steal_pointer (&builder), error);
}
