/* assay-case-recover.c: what a crash left is tidied before a case is written to again (CUSTODY §7).
 */
#include "config.h"

#include <string.h>

#include "base/assay-base.h"
#include "case/assay-case-db-private.h"
#include "case/assay-case-private.h"

/* What may lie in the vault: bytes of exhibits that are held, results of runs; what was erased must
 * be gone. */
static GHashTable *
names_of (sqlite3 *db, const char *sql, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) trouble = NULL;
  g_autoptr (sqlite3_stmt) rows = assay_db_prepare (db, sql, &trouble);
  while (rows != NULL && assay_db_step (rows, &trouble))
    g_hash_table_add (names, g_strdup (assay_db_text (rows, 0)));
  if (trouble == NULL)
    return g_steal_pointer (&names);
  g_propagate_error (error, g_steal_pointer (&trouble));
  return NULL;
}

/* What the signed ledger says of an object that no row of the case wants. The rows are not signed:
 * bytes may only go where the entries that ask for it are. */
typedef enum
{
  NEVER_HEARD_OF, /* what an intake left that was cut off before its entry */
  MENTIONED,      /* taken in, or a result: full verification says which row differs */
  DISPOSED,       /* as often as it was taken in */
} Standing;

static Standing
ask_ledger (AssayCase *self, const char *name)
{
  if (strlen (name) != 2 * ASSAY_HASH_SIZE)
    return NEVER_HEARD_OF;
  g_autoptr (sqlite3_stmt) rows = assay_db_query (
      self->reader, NULL, "SELECT seq, body, sig FROM ledger WHERE instr(body, ?) ORDER BY seq",
      "s", name);
  guint intakes = 0, disposals = 0, results = 0;
  while (rows != NULL && assay_db_step (rows, NULL))
    {
      const char *body = assay_db_text (rows, 1);
      g_autoptr (GBytes) signature = assay_db_blob (rows, 2);
      g_autofree char *wrong
          = assay_case_check_entry (self, sqlite3_column_int64 (rows, 0), body, signature, NULL);
      g_autoptr (JsonNode) root = wrong == NULL ? assay_entry_parse (body, NULL) : NULL;
      JsonObject *entry = root == NULL ? NULL : json_node_get_object (root);
      JsonObject *data = entry == NULL ? NULL : assay_json_object (entry, "data");
      const char *event = data == NULL ? "" : assay_json_string (entry, "event", "");
      const gboolean own
          = data != NULL && strcmp (assay_json_string (data, "sha256", ""), name) == 0;
      /* An intake that failed has an entry with the hash, but gave no exhibit. */
      intakes += own && strcmp (event, "intake") == 0 && assay_json_int (data, "item", 0) > 0;
      disposals += own && strcmp (event, "dispose") == 0;
      results += data != NULL && strcmp (event, "analyse") == 0
                 && strcmp (assay_json_string (data, "result", ""), name) == 0;
    }
  if (rows == NULL || results > 0)
    return MENTIONED;
  if (disposals > 0 && disposals >= intakes)
    return DISPOSED;
  return intakes > 0 ? MENTIONED : NEVER_HEARD_OF;
}

typedef struct
{
  guint swept;
  guint finished; /* deletions that a crash had interrupted */
  JsonArray *strays;
} Recovery;

static gboolean
tidy_objects (AssayCase *self, Recovery *recovery, GError **error)
{
  g_autoptr (GHashTable) wanted = names_of (
      self->reader, "SELECT sha256 FROM exhibit WHERE state<>'erased' UNION SELECT result FROM run",
      error);
  g_autoptr (GPtrArray) objects = wanted == NULL ? NULL : assay_vault_list (self->vault, error);
  if (objects == NULL)
    return FALSE;
  for (guint i = 0; i < objects->len; i++)
    {
      const char *name = g_ptr_array_index (objects, i);
      if (g_hash_table_contains (wanted, name))
        continue;
      const Standing standing = ask_ledger (self, name);
      if (standing == DISPOSED)
        {
          if (!assay_vault_remove (self->vault, name, error))
            return FALSE;
          recovery->finished++;
        }
      else if (standing == NEVER_HEARD_OF && assay_vault_quarantine (self->vault, name, NULL))
        json_array_add_string_element (recovery->strays, name);
    }
  return TRUE;
}

static gboolean
record (AssayCase *self, const Recovery *recovery, GError **error)
{
  const guint strays = json_array_get_length (recovery->strays);
  if (recovery->swept == 0 && recovery->finished == 0 && strays == 0)
    return TRUE;
  g_autoptr (AssayEntry) entry = assay_entry_new ("recovery");
  JsonObject *data = assay_entry_get_data (entry);
  json_object_set_int_member (data, "deletions_finished", recovery->finished);
  json_object_set_int_member (data, "swept", recovery->swept);
  json_object_set_int_member (data, "strays", strays);
  /* An entry has a limit; the count says if there were more. */
  g_autoptr (JsonArray) named = json_array_new ();
  for (guint i = 0; i < MIN (strays, 200); i++)
    json_array_add_string_element (named, json_array_get_string_element (recovery->strays, i));
  json_object_set_array_member (data, "quarantined", json_array_ref (named));
  return assay_case_append (self, entry, NULL, error);
}

gboolean
assay_case_recover (AssayCase *self, GError **error)
{
  g_autoptr (JsonArray) strays = json_array_new ();
  Recovery recovery = { .swept = assay_vault_sweep (self->vault), .strays = strays };
  return tidy_objects (self, &recovery, error) && record (self, &recovery, error);
}
