/* assay-reveal.c: commitments turned back into the personal values, as long as those are kept. */
#include "case/assay-case-private.h"

#include <string.h>

#include "base/assay-base.h"
#include "case/assay-case-db-private.h"

#define COMMITMENT 64

struct _AssayRevealer
{
  sqlite3_stmt *statement; /* NULL where the table is missing */
};

AssayRevealer *
assay_revealer_new (sqlite3 *db)
{
  AssayRevealer *self = g_new0 (AssayRevealer, 1);
  self->statement
      = assay_db_prepare (db, "SELECT " ASSAY_KEPT_TEXT " FROM reveal WHERE commitment=?", NULL);
  return self;
}

void
assay_revealer_free (AssayRevealer *self)
{
  sqlite3_finalize (self->statement);
  g_free (self);
}

/* The SQL function of ASSAY_KEPT_TEXT. */
static void
keep (sqlite3_context *context, int n, sqlite3_value **arguments)
{
  const char *value = (const char *) sqlite3_value_text (arguments[2]);
  const char *expected = (const char *) sqlite3_value_text (arguments[0]);
  const void *bytes = sqlite3_value_blob (arguments[1]);
  g_autoptr (GBytes) salt = g_bytes_new (bytes, (gsize) sqlite3_value_bytes (arguments[1]));
  char commitment[65];
  if (n != 3 || value == NULL || expected == NULL
      || strlen (value) != (gsize) sqlite3_value_bytes (arguments[2]))
    return; /* NULL */
  assay_personal_commit (salt, value, commitment);
  if (strcmp (commitment, expected) == 0)
    sqlite3_result_value (context, arguments[2]);
}

gboolean
assay_reveal_install (sqlite3 *db)
{
  return sqlite3_create_function (db, "kept_text", 3,
                                  SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, NULL,
                                  keep, NULL, NULL)
         == SQLITE_OK;
}

/* The kept value of a commitment; NULL when it was deleted or is not what was committed to. */
static char *
look_up (AssayRevealer *self, const char *commitment)
{
  if (self->statement == NULL)
    return NULL;
  (void) sqlite3_bind_text (self->statement, 1, commitment, COMMITMENT, SQLITE_STATIC);
  char *value = assay_db_step (self->statement, NULL)
                    ? g_strdup ((const char *) sqlite3_column_text (self->statement, 0))
                    : NULL;
  (void) sqlite3_reset (self->statement);
  return value;
}

char *
assay_revealer_text (AssayRevealer *self, const char *text)
{
  const char *commitment = assay_personal_commitment (text);
  if (commitment == NULL || strlen (commitment) != COMMITMENT)
    return assay_text_visible (text, -1);
  g_autofree char *value = look_up (self, commitment);
  if (value == NULL)
    return g_strdup ("");
  if (!g_str_has_prefix (text, ASSAY_PERSONAL_BASE64))
    return assay_text_visible (value, -1);
  gsize size = 0;
  g_autofree guchar *bytes = g_base64_decode (value, &size);
  return assay_text_visible ((const char *) bytes, (gssize) size);
}

static char *
quote (const char *value)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_VALUE);
  json_node_set_string (node, value);
  return assay_json_text (node, ASSAY_JSON_CANONICAL);
}

/* Works on the text: a listing of thousands of entries needs no tree for each. A commitment always
 * is a whole string. */
char *
assay_revealer_json (AssayRevealer *self, const char *json)
{
  static const char mark[] = "\"" ASSAY_PERSONAL;
  GString *out = g_string_new (NULL);
  const char *rest = json;
  for (const char *found = strstr (rest, mark); found != NULL; found = strstr (rest, mark))
    {
      const char *commitment = found + sizeof mark - 1;
      const gsize length = strspn (commitment, "0123456789abcdef");
      g_string_append_len (out, rest, found - rest);
      rest = commitment + length + (commitment[length] == '"' ? 1 : 0);
      g_autofree char *value
          = length == COMMITMENT && commitment[length] == '"' ? look_up (self, commitment) : NULL;
      g_autofree char *quoted = value == NULL ? NULL : quote (value);
      if (quoted != NULL)
        g_string_append (out, quoted);
      else
        g_string_append_len (out, found, rest - found);
    }
  g_string_append (out, rest);
  return g_string_free (out, FALSE);
}

char *
assay_case_reveal (sqlite3 *db, const char *text)
{
  g_autoptr (AssayRevealer) revealer = assay_revealer_new (db);
  return assay_revealer_text (revealer, text);
}
