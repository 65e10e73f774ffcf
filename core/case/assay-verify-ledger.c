/* assay-verify-ledger.c: every entry against its form, its place, its signature; every checkpoint
 * against the tree; the projections against what the entries say. */
#include "config.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "base/assay-base.h"
#include "case/assay-case-db-private.h"
#include "case/assay-checkpoint-private.h"
#include "case/assay-examiner-key-private.h"
#include "case/assay-files-private.h"
#include "case/assay-projection-private.h"
#include "case/assay-verify-private.h"

#define NOTE_LIMIT 4096u
/* More of the same kind than a person reads. */
#define MOST_FINDINGS 1000u

typedef struct
{
  AssayCheckpoint says;
  char *note;
  char *where; /* translated, or the name of a file */
} Claim;

typedef struct
{
  AssayVerify *verify;
  AssayMerkle tree;
  char prev[65];
  gint64 count;
  GPtrArray *claims; /* Claim, by size */
  guint next_claim;
  GArray *named;     /* Named: checkpoints that entries name */
  GHashTable *noted; /* sizes of the checkpoints that the case has, less those that an entry was
                        written together with: gint64 */
} Walk;

/* An entry that says which checkpoint was made before it. */
typedef struct
{
  gint64 entry;
  gint64 size;
  gboolean made; /* for this entry, so that a file of it was written just before */
} Named;

static void
claim_free (gpointer data)
{
  Claim *claim = data;
  g_free (claim->note);
  g_free (claim->where);
  g_free (claim);
}

static void
find (Walk *walk, const char *code, gint64 entry, char *detail)
{
  if (assay_verification_get_n_findings (walk->verify->report) < MOST_FINDINGS)
    assay_verification_add (walk->verify->report, code, entry, 0, detail);
  else
    g_free (detail);
}

/* A note that does not even hold by itself is a finding of @code and no claim. */
static void
add_claim (Walk *walk, const char *note, const char *where, const char *code)
{
  AssayCheckpoint checkpoint;
  g_autoptr (GError) error = NULL;
  if (!assay_keyring_read_checkpoint (walk->verify->keyring, note, &checkpoint, &error))
    find (walk, code, 0, g_strdup_printf ("%s: %s", where, error->message));
  else if (strcmp (checkpoint.log, walk->verify->log) != 0)
    find (walk, code, 0,
          g_strdup_printf (_ ("%s: the checkpoint belongs to another case."), where));
  else
    {
      Claim *claim = g_new (Claim, 1);
      *claim = (Claim){ checkpoint, g_strdup (note), g_strdup (where) };
      g_ptr_array_add (walk->claims, claim);
    }
}

static int
compare_claims (gconstpointer a, gconstpointer b)
{
  const Claim *left = *(Claim *const *) a;
  const Claim *right = *(Claim *const *) b;
  return left->says.size < right->says.size ? -1 : left->says.size > right->says.size;
}

static void
add_anchors (Walk *walk)
{
  const int fd = openat (walk->verify->self->folder, "anchors",
                         O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  g_autoptr (GPtrArray) names = fd < 0 ? NULL : assay_list_folder (fd, NULL);
  if (names == NULL)
    find (walk, "anchor", 0, g_strdup (_ ("The folder “anchors” of the case is missing.")));
  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autoptr (GError) error = NULL;
      if (!g_str_has_suffix (name, ".note"))
        continue; /* time stamps of others */
      g_autoptr (GBytes) bytes = assay_read_named (fd, name, NOTE_LIMIT, &error);
      g_autofree char *shown = assay_text_visible (name, -1);
      g_autofree char *where = g_strconcat ("anchors/", shown, NULL);
      if (bytes == NULL)
        {
          find (walk, "anchor", 0, g_strdup_printf ("%s: %s", where, error->message));
          continue;
        }
      gsize size = 0;
      const char *data = g_bytes_get_data (bytes, &size);
      g_autofree char *note = g_strndup (data, size);
      if (strlen (note) == size)
        add_claim (walk, note, where, "anchor");
      else
        find (walk, "anchor", 0,
              g_strdup_printf (_ ("%s: it holds bytes that are no text."), where));
    }
  assay_close (fd);
}

static gboolean
collect_claims (Walk *walk, GError **error)
{
  g_autoptr (GError) trouble = NULL;
  {
    g_autoptr (sqlite3_stmt) rows = assay_db_prepare (
        walk->verify->db, "SELECT size, note FROM checkpoint ORDER BY size", &trouble);
    guint found = 0;
    for (gint64 last = 0; rows != NULL && assay_db_step (rows, &trouble); found++)
      {
        const gint64 size = sqlite3_column_int64 (rows, 0);
        /* A key that does not rise is no table: each signature would be checked again and again. */
        if (size <= last)
          {
            find (walk, "database", 0,
                  g_strdup (_ ("A table of the case database has more rows than the file can hold: "
                               "its pages go round in a circle.")));
            break;
          }
        last = size;
        add_claim (walk, assay_db_text (rows, 1), _ ("Checkpoint of the case"), "checkpoint");
        g_hash_table_add (walk->noted, g_memdup2 (&size, sizeof size));
      }
    /* Every case has one from its first entry on: somebody took them away. */
    if (trouble == NULL && found == 0)
      find (walk, "checkpoint", 0, g_strdup (_ ("The case has no checkpoint.")));
  }
  if (trouble != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&trouble));
      return FALSE;
    }
  add_anchors (walk);
  if (walk->verify->checkpoint != NULL)
    add_claim (walk, walk->verify->checkpoint, _ ("Checkpoint given from outside"), "checkpoint");
  g_ptr_array_sort (walk->claims, compare_claims);
  return TRUE;
}

/* The tree has as many leaves as the claim covers. */
static void
check_claims (Walk *walk)
{
  for (; walk->next_claim < walk->claims->len; walk->next_claim++)
    {
      const Claim *claim = g_ptr_array_index (walk->claims, walk->next_claim);
      if (claim->says.size > walk->count)
        return;
      guint8 root[ASSAY_HASH_SIZE];
      assay_merkle_root (&walk->tree, root);
      g_autofree char *head = assay_text_hex (claim->says.head, sizeof claim->says.head);
      if (memcmp (root, claim->says.root, sizeof root) != 0 || strcmp (head, walk->prev) != 0)
        {
          find (walk, "checkpoint", claim->says.size,
                g_strdup_printf (
                    _ ("%s over %" PRId64 " entries: the history up to there is another one."),
                    claim->where, claim->says.size));
          continue;
        }
      g_free (walk->verify->report->checkpoint);
      walk->verify->report->checkpoint = g_strdup (claim->note);
    }
}

static void
check_rolled_back (Walk *walk)
{
  for (; walk->next_claim < walk->claims->len; walk->next_claim++)
    {
      const Claim *claim = g_ptr_array_index (walk->claims, walk->next_claim);
      find (walk, "checkpoint", claim->says.size,
            g_strdup_printf (_ ("%s covers %" PRId64 " entries, the ledger has %" PRId64
                                ": entries were cut off."),
                             claim->where, claim->says.size, walk->count));
    }
}

static void
check_place (Walk *walk, gint64 seq, JsonObject *entry)
{
  const char *prev = assay_json_string (entry, "prev", "");
  const gint64 claimed = assay_json_int (entry, "seq", 0);
  if (claimed != seq)
    find (walk, "sequence", seq,
          g_strdup_printf (_ ("Entry %" PRId64 " calls itself %" PRId64 "."), seq, claimed));
  if (strcmp (prev, walk->prev) != 0)
    find (walk, "chain", seq,
          g_strdup_printf (_ ("Entry %" PRId64 " continues an entry with hash %s, but the "
                              "entry before it has %s."),
                           seq, prev, walk->prev));
  if (strcmp (assay_json_string (entry, "log", ""), walk->verify->log) != 0)
    find (walk, "log", seq,
          g_strdup_printf (_ ("Entry %" PRId64 " belongs to another ledger."), seq));
  if (assay_keyring_find (walk->verify->keyring, assay_json_string (entry, "actor", ""), seq)
      == NULL)
    find (walk, "key", seq,
          g_strdup_printf (_ ("Entry %" PRId64 " names a key that may not sign it."), seq));
}

/* Reports and exports name the checkpoint that was made for them, anchors the one they are about.
 */
static void
remember_checkpoint (Walk *walk, gint64 seq, JsonObject *entry)
{
  const char *event = assay_json_string (entry, "event", "");
  JsonObject *data = assay_json_object (entry, "data");
  const gboolean anchor = strcmp (event, "checkpoint.anchor") == 0;
  const Named named = { seq, assay_json_int (data, "checkpoint", 0), !anchor };
  if (anchor)
    assay_verify_anchor (walk->verify, seq, data);
  if (named.size > 0 && (anchor || strcmp (event, "report") == 0 || strcmp (event, "export") == 0))
    g_array_append_val (walk->named, named);
}

/* These entries are written together with a checkpoint over them; one that is not there any more
 * was taken away. */
static void
check_noted (Walk *walk, gint64 seq, JsonObject *entry)
{
  static const char *const marked[] = { "case.open", "dispose", "case.close", "key.retire", NULL };
  const char *event = assay_json_string (entry, "event", "");
  const gboolean held = strcmp (event, "intake") == 0
                        && assay_json_int (assay_json_object (entry, "data"), "item", 0) > 0;
  if ((held || g_strv_contains (marked, event)) && !g_hash_table_remove (walk->noted, &seq))
    find (walk, "checkpoint", seq,
          g_strdup_printf (_ ("The checkpoint that was made with entry %" PRId64 " is missing."),
                           seq));
}

/* A checkpoint that an entry names is kept, and as a file where it was made for that entry. */
static void
check_named (Walk *walk)
{
  AssayVerify *self = walk->verify;
  for (guint i = 0; i < walk->named->len; i++)
    {
      const Named *named = &g_array_index (walk->named, Named, i);
      g_autofree char *sql
          = g_strdup_printf ("SELECT count(*) FROM checkpoint WHERE size=%" PRId64, named->size);
      g_autofree char *file = g_strdup_printf ("anchors/%" PRId64 ".note", named->size);
      if (assay_db_number (self->db, sql, 0) == 0)
        find (walk, "checkpoint", named->entry,
              g_strdup_printf (_ ("Entry %" PRId64 " names the checkpoint over %" PRId64
                                  " entries, which the case does not have."),
                               named->entry, named->size));
      else if (named->made && named->size == named->entry - 1
               && faccessat (self->self->folder, file, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
        {
          find (
              walk, "anchor", named->entry,
              g_strdup_printf (_ ("%s, the checkpoint made before entry %" PRId64 ", is missing."),
                               file, named->entry));
          (void) g_hash_table_remove (walk->noted, &named->size); /* said */
        }
    }
}

static void
check_body (Walk *walk, gint64 seq, const char *body, AssayVerifier **verifier)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = assay_entry_parse (body, &error);
  if (root == NULL)
    {
      find (walk, "entry-form", seq,
            g_strdup_printf (_ ("Entry %" PRId64 " is malformed: %s."), seq, error->message));
      (void) g_hash_table_remove (walk->noted, &seq); /* nobody knows of which kind it was */
      return;
    }
  JsonObject *entry = json_node_get_object (root);
  check_place (walk, seq, entry);
  *verifier
      = assay_keyring_find (walk->verify->keyring, assay_json_string (entry, "actor", ""), seq);
  assay_recorded_add (&walk->verify->recorded, seq, entry);
  remember_checkpoint (walk, seq, entry);
  check_noted (walk, seq, entry);
  assay_verify_remember_commitments (walk->verify, seq, entry, body);
  if (!assay_projection_apply (walk->verify->rebuilt, entry, &error))
    find (walk, "projection", seq,
          g_strdup_printf (_ ("Entry %" PRId64 " contradicts earlier ones: %s"), seq,
                           error->message));
}

static void
check_row (Walk *walk, sqlite3_stmt *row)
{
  const gint64 seq = sqlite3_column_int64 (row, 0);
  const char *body = assay_db_text (row, 1);
  if (seq != walk->count + 1)
    find (walk, "sequence", seq,
          g_strdup_printf (_ ("Entry %" PRId64 " stands where entry %" PRId64 " should."), seq,
                           walk->count + 1));
  AssayVerifier *verifier = NULL;
  check_body (walk, seq, body, &verifier);
  g_autofree char *bytes = g_strconcat (body, "\n", NULL);
  const gsize length = strlen (bytes);
  if (verifier == NULL || sqlite3_column_bytes (row, 2) != 64
      || !assay_verifier_check (verifier, bytes, length, sqlite3_column_blob (row, 2)))
    find (walk, "signature", seq,
          g_strdup_printf (_ ("Entry %" PRId64 " is not what was signed."), seq));
  guint8 hash[ASSAY_HASH_SIZE];
  assay_sha256 (bytes, length, hash);
  g_autofree char *text = assay_text_hex (hash, sizeof hash);
  (void) g_strlcpy (walk->prev, text, sizeof walk->prev);
  assay_merkle_append (&walk->tree, bytes, length);
  walk->count = seq;
  check_claims (walk);
}

static gboolean
walk_rows (Walk *walk, GError **error)
{
  g_autoptr (GError) trouble = NULL;
  const gint64 total
      = assay_db_number (walk->verify->db, "SELECT ifnull(max(seq),0) FROM ledger", 0);
  g_autoptr (sqlite3_stmt) rows = assay_db_prepare (
      walk->verify->db, "SELECT seq, body, sig FROM ledger ORDER BY seq", &trouble);
  guint64 done = 0;
  while (rows != NULL && !g_cancellable_is_cancelled (walk->verify->cancellable)
         && assay_db_step (rows, &trouble))
    {
      check_row (walk, rows);
      done++;
      assay_progress_set_count (walk->verify->progress, done, (guint64) total,
                                N_ ("Checking entries"));
    }
  walk->verify->report->n_entries = (gint64) done;
  if (trouble == NULL)
    return !g_cancellable_set_error_if_cancelled (walk->verify->cancellable, error);
  /* A page that cannot be read is a finding about the entry after the last one that could. */
  find (walk, "database", walk->count + 1, g_strdup (trouble->message));
  return TRUE;
}

gboolean
assay_verify_ledger (AssayVerify *self, GError **error)
{
  g_autoptr (GPtrArray) claims = g_ptr_array_new_with_free_func (claim_free);
  g_autoptr (GArray) named = g_array_new (FALSE, FALSE, sizeof (Named));
  g_autoptr (GHashTable) noted = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Walk walk = { .verify = self, .claims = claims, .named = named, .noted = noted };
  assay_merkle_init (&walk.tree);
  memset (walk.prev, '0', 64);
  if (!collect_claims (&walk, error)
      || !assay_db_exec (self->rebuilt, "BEGIN", error) /* else each row is a transaction */
      || !walk_rows (&walk, error) || !assay_db_exec (self->rebuilt, "COMMIT", error))
    return FALSE;
  check_rolled_back (&walk);
  check_named (&walk);
  assay_verify_notes (self, noted);
  (void) g_strlcpy (self->report->head, walk.prev, sizeof self->report->head);
  return TRUE;
}

static void
on_difference (const char *table,
               gint64 key,
               const char *column,
               const char *expected,
               const char *found,
               gpointer user_data)
{
  AssayVerify *self = user_data;
  const gint64 entry = strcmp (table, "run") == 0 ? key : 0;
  const guint exhibit = strcmp (table, "exhibit") == 0 ? (guint) key : 0;
  char *detail = NULL;
  if (expected == NULL)
    detail = g_strdup_printf (_ ("Row %" PRId64 " of table “%s” has no entry in the ledger."), key,
                              table);
  else if (found == NULL)
    detail = g_strdup_printf (_ ("Row %" PRId64 " of table “%s” is missing."), key, table);
  else
    detail = g_strdup_printf (
        _ ("Row %" PRId64 " of table “%s”: “%s” is “%s”, but the ledger says “%s”."), key, table,
        column, found, expected);
  assay_verification_add (self->report, "projection", entry, exhibit, detail);
}

gboolean
assay_verify_projections (AssayVerify *self, GError **error)
{
  return assay_projection_compare (self->rebuilt, self->db, on_difference, self, error);
}
