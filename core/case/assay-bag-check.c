/* assay-bag-check.c: everything that is asked of a foreign export before it is believed: by the
 * worker, of the folder, and of the document that repeats the ledger in other words. */
#include "config.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/assay-base.h"
#include "case/assay-bag-private.h"
#include "case/assay-case-db-private.h"
#include "case/assay-case-error-private.h"
#include "case/assay-files-private.h"
#include "case/assay-import-private.h"
#include "case/assay-import.h"
#include "case/assay-jsonld-private.h"
#include "model/assay-catalogue.h"
#include "worker/assay-tool-list.h"

#define AGENT "Bag-Software-Agent: "

gboolean
assay_bag_is (const char *folder)
{
  g_autofree char *declaration = g_build_filename (folder, "bagit.txt", NULL);
  return g_file_test (declaration, G_FILE_TEST_IS_REGULAR);
}

static AssayRequest *
make_request (const char *bag, GError **error)
{
  const AssayToolInfo *info = assay_tool_list_find ("bag.verify");
  g_autofree char *absolute = g_canonicalize_filename (bag, NULL);
  g_autofree char *tags = g_build_filename (absolute, ASSAY_BAG_TAG_MANIFEST, NULL);
  g_autoptr (AssayParametersBuilder) builder = assay_parameters_builder_new (info);
  if (!assay_parameters_builder_set (builder, "bag", absolute, error))
    return NULL;
  g_autoptr (AssayParameters) parameters
      = assay_parameters_builder_end (g_steal_pointer (&builder), error);
  g_autoptr (AssayRequest) request = parameters == NULL ? NULL : assay_request_new (parameters);
  if (request == NULL || !assay_request_add_input_path (request, "input", tags, error))
    return NULL;
  return g_steal_pointer (&request);
}

/* One sentence with the first difference; the outcome has them all. */
static gboolean
check_findings (AssayResult *result, GError **error)
{
  if (assay_result_get_verdict (result) == ASSAY_VERDICT_CLEAR)
    return TRUE;
  const guint n = assay_result_get_n_findings (result);
  AssayFinding *first = n == 0 ? NULL : assay_result_get_finding (result, 0);
  const AssayRule *rule
      = first == NULL ? NULL : assay_catalogue_find (assay_finding_get_rule (first));
  g_autofree char *detail = NULL;
  if (first != NULL && assay_finding_get_n_observed (first) > 0)
    {
      AssayObserved observed;
      assay_finding_get_observed (first, 0, &observed);
      detail = assay_observed_to_text (&observed);
    }
  g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
               ngettext ("The export is not as it was written. %s (%s). “assay-cli verify” says "
                         "more about this difference.",
                         "The export is not as it was written. %s (%s), first of %u differences. "
                         "“assay-cli verify” names each of them.",
                         n),
               rule == NULL ? "" : g_dgettext (NULL, rule->title), detail == NULL ? "" : detail, n);
  return FALSE;
}

/* What the manifests do not list is as much a difference as what they list wrongly. */
static gboolean
check_strays (const char *bag, GError **error)
{
  g_autoptr (GError) failed = NULL;
  g_autofree char *stray = assay_bag_find_stray (bag, &failed);
  g_autofree char *shown = stray == NULL ? NULL : assay_text_line (stray, -1);
  if (failed != NULL)
    g_propagate_error (error, g_steal_pointer (&failed));
  else if (shown != NULL)
    g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
                 _ ("“%s” is in the export, but its manifests do not list it."), shown);
  else
    return TRUE;
  return FALSE;
}

/* The program that wrote the bag as it names itself, unless it is this one. */
static char *
find_other_agent (int bag)
{
  g_autoptr (GBytes) bytes = assay_read_named (bag, "bag-info.txt", 65536, NULL);
  gsize size = 0;
  const char *data = bytes == NULL ? "" : g_bytes_get_data (bytes, &size);
  g_autofree char *text = g_strndup (data, size);
  const char *line = strstr (text, AGENT);
  if (line == NULL)
    return g_strdup ("");
  line += strlen (AGENT);
  g_autofree char *name = g_strndup (line, strcspn (line, "\r\n"));
  return g_str_equal (name, "Assay " ASSAY_VERSION) ? NULL : assay_text_line (name, -1);
}

/* case.jsonld says nothing of its own: the ledger must give the very same bytes. */
static gboolean
check_description (AssayImport *import, GError **error)
{
  g_autoptr (sqlite3) db = assay_import_tables_in_memory (import, error);
  g_autofree char *expected = db == NULL ? NULL : assay_jsonld_write (db, error);
  g_autoptr (GBytes) found = expected == NULL ? NULL
                                              : assay_import_read (import, "data/case.jsonld",
                                                                   ASSAY_IMPORT_TEXT_LIMIT, error);
  if (found == NULL)
    return FALSE;
  if (g_bytes_get_size (found) == strlen (expected)
      && memcmp (g_bytes_get_data (found, NULL), expected, strlen (expected)) == 0)
    return TRUE;
  g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
                       _ ("“data/case.jsonld” of the export does not say what the ledger says."));
  return FALSE;
}

static gboolean
check_history (const char *bag,
               const char *manifest_sha256,
               char **other,
               GCancellable *cancellable,
               GError **error)
{
  AssayImport import = { .folder = -1, .cancellable = cancellable };
  import.bag = open (bag, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  import.manifest = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  *other = find_other_agent (import.bag);
  const gboolean done = *other != NULL
                        || (assay_import_read_manifest (&import, manifest_sha256, error)
                            && check_description (&import, error));
  g_hash_table_unref (import.manifest);
  g_free (import.uuid);
  assay_close (import.bag);
  return done;
}

gboolean
assay_bag_check (const char *bag,
                 AssayClient *client,
                 AssayProgress *progress,
                 GCancellable *cancellable,
                 AssayOutcome **outcome,
                 char **other,
                 GError **error)
{
  *outcome = NULL;
  *other = NULL;
  if (!assay_bag_is (bag))
    {
      g_autofree char *shown = assay_text_line (bag, -1);
      g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_SOURCE,
                   _ ("“%s” is no export of a case: it holds no “bagit.txt”."), shown);
      return FALSE;
    }
  g_autoptr (AssayRequest) request = make_request (bag, error);
  *outcome
      = request == NULL ? NULL : assay_client_run (client, request, progress, cancellable, error);
  if (*outcome == NULL)
    return FALSE;
  AssayResult *result = assay_outcome_get_result (*outcome);
  return check_findings (result, error) && check_strays (bag, error)
         && check_history (bag, assay_result_get_answer (result, "manifest_sha256"), other,
                           cancellable, error);
}
