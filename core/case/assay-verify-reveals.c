/* assay-verify-reveals.c: the personal values that the case keeps, held against the commitments to
 * them in the entries. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "base/assay-base.h"
#include "case/assay-case-db-private.h"
#include "case/assay-entry-private.h"
#include "case/assay-verify-private.h"

/* Where an entry commits to a value. */
typedef struct
{
  gint64 entry;
  guint exhibit;
  char *field; /* as the entry calls it; NULL in a list */
} Place;

static void
place_free (gpointer data)
{
  Place *place = data;
  g_free (place->field);
  g_free (place);
}

GHashTable *
assay_verify_commitments_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, place_free);
}

/* The name before the value that begins at @value, in canonical JSON: "name":"value". */
static char *
field_before (const char *body, const char *value)
{
  if (value - body < 3 || value[-1] != ':' || value[-2] != '"')
    return NULL;
  const char *end = value - 2;
  const char *begin = end;
  while (begin > body && begin[-1] != '"')
    begin--;
  g_autofree char *name = g_strndup (begin, (gsize) (end - begin));
  return assay_text_visible (name, -1);
}

void
assay_verify_remember_commitments (AssayVerify *self,
                                   gint64 seq,
                                   JsonObject *entry,
                                   const char *body)
{
  static const char mark[] = "\"" ASSAY_PERSONAL;
  const gint64 exhibit = assay_json_int (assay_json_object (entry, "data"), "item", 0);
  for (const char *at = strstr (body, mark); at != NULL; at = strstr (at + 1, mark))
    {
      const char *commitment = at + sizeof mark - 1;
      const gsize length = strspn (commitment, "0123456789abcdef");
      if (length != 64 || commitment[length] != '"')
        continue;
      Place *place = g_new (Place, 1);
      *place = (Place){ .entry = seq,
                        .exhibit = exhibit > 0 && exhibit <= G_MAXUINT ? (guint) exhibit : 0,
                        .field = field_before (body, at) };
      g_hash_table_insert (self->commitments, g_strndup (commitment, length), place);
    }
}

static void
find_changed (AssayVerify *self, const char *commitment)
{
  const Place *place = g_hash_table_lookup (self->commitments, commitment);
  g_autofree char *what = g_strdup_printf (
      _ ("The text kept for commitment %s is not the one that was committed to."), commitment);
  if (place == NULL)
    assay_verification_add (self->report, "reveal", 0, 0, g_steal_pointer (&what));
  else
    assay_verification_add (
        self->report, "reveal", place->entry, place->exhibit,
        /* Translators: entry of the ledger, name of a value in it, what is wrong with it. */
        g_strdup_printf (_ ("Entry %" PRId64 ", “%s”: %s"), place->entry,
                         place->field == NULL ? "…" : place->field, what));
}

/* A value without its entry is no value of the case; an entry without its value is one that was
 * deleted, as CUSTODY §8 allows: counted, and no finding. */
gboolean
assay_verify_reveals (AssayVerify *self, GError **error)
{
  g_autoptr (GError) trouble = NULL;
  g_autoptr (sqlite3_stmt) rows
      = assay_db_prepare (self->db, "SELECT commitment, salt, value FROM reveal", &trouble);
  while (rows != NULL && assay_db_step (rows, &trouble))
    {
      g_autoptr (GBytes) salt = assay_db_blob (rows, 1);
      char commitment[65];
      assay_personal_commit (salt, assay_db_text (rows, 2), commitment);
      if (strcmp (commitment, assay_db_text (rows, 0)) != 0)
        {
          find_changed (self, assay_db_text (rows, 0));
          /* changed, and so not one of those that were deleted */
          (void) g_hash_table_remove (self->commitments, assay_db_text (rows, 0));
        }
      else if (!g_hash_table_remove (self->commitments, commitment))
        assay_verification_add (
            self->report, "reveal", 0, 0,
            g_strdup_printf (_ ("The text kept for commitment %s belongs to no entry."),
                             commitment));
    }
  self->report->n_erased_texts = g_hash_table_size (self->commitments);
  if (trouble == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&trouble));
  return FALSE;
}
