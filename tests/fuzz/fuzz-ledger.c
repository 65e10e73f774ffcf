/* fuzz-ledger.c: a ledger entry and a checkpoint note from a foreign case: what is accepted is
 * exactly what was written, and applying it to tables never does more than fail. */
#include <string.h>

#include "base/assay-base.h"
#include "case/assay-case-db-private.h"
#include "case/assay-checkpoint-private.h"
#include "case/assay-clock-private.h"
#include "case/assay-entry-private.h"
#include "case/assay-projection-private.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
try_entry (const char *text)
{
  g_autoptr (JsonNode) root = assay_entry_parse (text, NULL);
  if (root == NULL)
    return;
  g_autofree char *again = assay_json_text (root, ASSAY_JSON_CANONICAL);
  g_assert_cmpstr (again, ==, text);
  JsonObject *entry = json_node_get_object (root);
  AssayClock clock;
  (void) assay_clock_parse (&clock, assay_json_string (entry, "time", ""),
                            assay_json_string (entry, "up", ""));
  g_autoptr (sqlite3) db = assay_db_open_memory (FALSE, NULL);
  (void) assay_projection_apply (db, entry, NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const guint8 key[32] = { 1 };
  g_autofree char *text = g_strndup ((const char *) data, size);
  AssayCheckpoint checkpoint;
  /* No input can carry a signature of a key that nobody has. */
  g_assert_false (assay_checkpoint_read (text, key, &checkpoint, NULL));
  try_entry (text);
  return 0;
}
