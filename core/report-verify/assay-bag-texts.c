/* assay-bag-texts.c: names, notes and other texts of an export against the commitments of its
 * ledger (CUSTODY §8). */
#include "report-verify/assay-bag-texts-private.h"

#include <string.h>

#include "base/assay-base.h"

#define COMMITMENT 64u
/* What stands before one in an entry. */
#define MARK "sha256-salted:"

/* Whether "COMMITMENT HEX-OF-SALT HEX-OF-VALUE" holds. */
static gboolean
holds (const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 4);
  if (g_strv_length (words) != 3 || strlen (words[0]) != COMMITMENT)
    return FALSE;
  g_autoptr (GBytes) salt = assay_text_unhex (words[1]);
  g_autoptr (GBytes) value = assay_text_unhex (words[2]);
  if (salt == NULL || value == NULL)
    return FALSE;
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (sum, g_bytes_get_data (salt, NULL), (gssize) g_bytes_get_size (salt));
  g_checksum_update (sum, g_bytes_get_data (value, NULL), (gssize) g_bytes_get_size (value));
  return strcmp (g_checksum_get_string (sum), words[0]) == 0;
}

/* Every commitment of @ledger, once through it however many texts there are. */
static GHashTable *
find_commitments (const char *ledger, gsize size)
{
  GHashTable *found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *end = ledger + size;
  const char *at = g_strstr_len (ledger, (gssize) size, MARK);
  while (at != NULL)
    {
      at += strlen (MARK);
      if ((gsize) (end - at) >= COMMITMENT)
        g_hash_table_add (found, g_strndup (at, COMMITMENT));
      at = g_strstr_len (at, end - at, MARK);
    }
  return found;
}

guint
assay_bag_check_texts (GBytes *texts, GBytes *ledger)
{
  gsize size, ledger_size;
  const char *data = g_bytes_get_data (texts, &size);
  const char *entries = g_bytes_get_data (ledger, &ledger_size);
  g_autofree char *copy = g_strndup (data, size);
  if (strlen (copy) != size)
    return 1;
  g_autoptr (GHashTable) asked_for = find_commitments (entries, ledger_size);
  guint wrong = 0;
  char *save = NULL;
  for (char *line = strtok_r (copy, "\n", &save); line != NULL; line = strtok_r (NULL, "\n", &save))
    {
      g_autofree char *commitment = g_strndup (line, COMMITMENT);
      if (!holds (line) || !g_hash_table_remove (asked_for, commitment))
        wrong++;
    }
  return wrong;
}
