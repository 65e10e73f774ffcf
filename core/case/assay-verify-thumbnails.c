/* assay-verify-thumbnails.c: the small pictures that results name by the hash of their pixels. They
 * are a cache and no evidence, so that one that is gone or another one is a remark; a report shows
 * none in its place. */
#include "config.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/assay-base.h"
#include "case/assay-case-db-private.h"
#include "case/assay-case-thumbnail-private.h"
#include "case/assay-verify-private.h"

#define RESULT_DEPTH 32u
#define FOLDER "results/thumbnails/"

/* The hash of the small picture that a result names; NULL if it names none. A result that is not
 * what the ledger says is a finding already. */
static char *
find_named (AssayVerify *self, const char *result)
{
  g_autofree char *text = assay_case_load_result_text (self->self, result, NULL);
  if (text == NULL || strstr (text, "\"id\":\"thumbnail\"") == NULL)
    return NULL;
  g_autoptr (JsonNode) root = assay_json_parse (text, -1, RESULT_DEPTH, NULL);
  JsonArray *images = root == NULL || !JSON_NODE_HOLDS_OBJECT (root)
                          ? NULL
                          : assay_json_array (json_node_get_object (root), "images");
  for (guint i = 0; images != NULL && i < json_array_get_length (images); i++)
    {
      JsonNode *node = json_array_get_element (images, i);
      JsonObject *image = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      if (image != NULL && strcmp (assay_json_string (image, "id", ""), "thumbnail") == 0)
        {
          /* It becomes a name of a file: nothing but a hash may. */
          const char *sha256 = assay_json_string (image, "sha256", "");
          return strlen (sha256) == 64 && strspn (sha256, "0123456789abcdef") == 64
                     ? g_strdup (sha256)
                     : NULL;
        }
    }
  return NULL;
}

static void
check_one (AssayVerify *self, gint64 entry, guint number, const char *sha256)
{
  g_autofree char *file = assay_thumbnail_file (number, sha256);
  g_autofree char *path = g_strconcat (FOLDER, file, NULL);
  if (!g_hash_table_add (self->thumbnails, g_steal_pointer (&file)))
    return; /* an earlier run left the same */
  g_autoptr (AssayImage) image = assay_thumbnail_load (self->self->folder, number, sha256);
  AssayExhibit *exhibit = assay_case_get_exhibit (self->self, number);
  /* Erased while this verification ran. */
  if (image != NULL
      || (exhibit != NULL && assay_exhibit_get_state (exhibit) == ASSAY_CUSTODY_ERASED))
    return;
  if (faccessat (self->self->folder, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
    assay_verification_remark (
        self->report, "thumbnail-differs", entry, number,
        g_strdup_printf (_ ("The small picture “%s” is not the one that the result names. Reports "
                            "and lists show none in its place."),
                         path));
  else
    assay_verification_remark (
        self->report, "thumbnail-missing", entry, number,
        g_strdup_printf (_ ("The small picture “%s” is gone. Reports show none in its place."),
                         path));
}

gboolean
assay_verify_thumbnails (AssayVerify *self, GError **error)
{
  g_autoptr (GError) trouble = NULL;
  g_autoptr (sqlite3_stmt) rows = assay_db_prepare (
      self->rebuilt,
      "SELECT run.entry, run.item, run.result FROM run JOIN exhibit ON exhibit.item=run.item "
      "WHERE run.result<>'' AND exhibit.state<>'erased' ORDER BY run.entry",
      &trouble);
  self->thumbnails = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  while (rows != NULL && !g_cancellable_is_cancelled (self->cancellable)
         && assay_db_step (rows, &trouble))
    {
      g_autofree char *sha256 = find_named (self, assay_db_text (rows, 2));
      if (sha256 != NULL)
        check_one (self, sqlite3_column_int64 (rows, 0), (guint) sqlite3_column_int64 (rows, 1),
                   sha256);
    }
  if (trouble == NULL)
    return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
  g_propagate_error (error, g_steal_pointer (&trouble));
  return FALSE;
}
