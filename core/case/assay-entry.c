/* assay-entry.c: ledger entries as canonical JSON, and the commitments that stand in them for
 * personal values. */
#include "case/assay-entry-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <openssl/rand.h>
#include <string.h>

#include "base/assay-base.h"
#include "case/assay-case-error.h"

#define SALT_SIZE 16
#define INTEGER_LIMIT (G_GINT64_CONSTANT (1) << 53)

struct _AssayEntry
{
  char *event;
  JsonObject *data;
  GArray *reveals;
};

static void
clear_reveal (gpointer data)
{
  AssayReveal *reveal = data;
  g_bytes_unref (reveal->salt);
  g_free (reveal->value);
}

AssayEntry *
assay_entry_new (const char *event)
{
  AssayEntry *self = g_new0 (AssayEntry, 1);
  self->event = g_strdup (event);
  self->data = json_object_new ();
  self->reveals = g_array_new (FALSE, FALSE, sizeof (AssayReveal));
  g_array_set_clear_func (self->reveals, clear_reveal);
  return self;
}

void
assay_entry_free (AssayEntry *self)
{
  g_free (self->event);
  json_object_unref (self->data);
  g_array_unref (self->reveals);
  g_free (self);
}

const char *
assay_entry_get_event (const AssayEntry *self)
{
  return self->event;
}

JsonObject *
assay_entry_get_data (AssayEntry *self)
{
  return self->data;
}

void
assay_entry_set_data (AssayEntry *self, JsonObject *data)
{
  json_object_unref (self->data);
  self->data = data;
}

void
assay_personal_commit (GBytes *salt, const char *value, char commitment[65])
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (salt, &size);
  const gsize length = strlen (value);
  g_autofree guint8 *bytes = g_malloc (size + length + 1);
  if (size > 0)
    memcpy (bytes, data, size);
  memcpy (bytes + size, value, length);
  g_autofree char *hash = assay_sha256_text (bytes, size + length);
  (void) g_strlcpy (commitment, hash, 65);
}

void
assay_entry_set_personal (
    AssayEntry *self, JsonObject *where, const char *member, const char *bytes, gssize length)
{
  const gsize size = length < 0 ? strlen (bytes) : (gsize) length;
  if (size == 0)
    {
      json_object_set_string_member (where, member, "");
      return;
    }
  const gboolean text = g_utf8_validate (bytes, (gssize) size, NULL);
  guint8 salt[SALT_SIZE];
  if (RAND_bytes (salt, sizeof salt) != 1)
    g_error ("the system gives no random numbers"); /* a guessable salt would break the promise */
  AssayReveal reveal = {
    .salt = g_bytes_new (salt, sizeof salt),
    .value = text ? g_strndup (bytes, size) : g_base64_encode ((const guchar *) bytes, size),
  };
  assay_personal_commit (reveal.salt, reveal.value, reveal.commitment);
  g_autofree char *stands = g_strconcat (ASSAY_PERSONAL, reveal.commitment, NULL);
  g_autofree char *name = g_strconcat (member, text ? "" : "_b64", NULL);
  json_object_set_string_member (where, name, stands);
  g_array_append_val (self->reveals, reveal);
}

guint
assay_entry_get_n_reveals (const AssayEntry *self)
{
  return self->reveals->len;
}

const AssayReveal *
assay_entry_get_reveal (const AssayEntry *self, guint index)
{
  return &g_array_index (self->reveals, AssayReveal, index);
}

char *
assay_entry_write (const AssayEntry *self, const AssayEntryPlace *place, GError **error)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  json_node_take_object (root, object);
  g_autofree char *time = assay_time_text (place->time);
  json_object_set_string_member (object, "actor", place->actor);
  json_object_set_object_member (object, "data", json_object_ref (self->data));
  json_object_set_string_member (object, "event", self->event);
  json_object_set_string_member (object, "log", place->log);
  json_object_set_string_member (object, "prev", place->prev);
  json_object_set_int_member (object, "seq", place->seq);
  json_object_set_string_member (object, "time", time);
  json_object_set_string_member (object, "up", place->up);
  json_object_set_int_member (object, "v", 1);
  g_autofree char *body = assay_json_text (root, ASSAY_JSON_CANONICAL);
  if (strlen (body) < ASSAY_ENTRY_LIMIT)
    return g_steal_pointer (&body);
  g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID,
                       _ ("This is more than one ledger entry can hold."));
  return NULL;
}

void
assay_entry_hash (const char *body, guint8 hash[ASSAY_HASH_SIZE])
{
  const gsize length = strlen (body);
  g_autofree char *bytes = g_strconcat (body, "\n", NULL);
  assay_sha256 (bytes, length + 1, hash);
}

static gboolean is_restricted (JsonNode *node);

static gboolean
is_restricted_object (JsonObject *object)
{
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *member = NULL;
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &member))
    if (!g_str_is_ascii (name) || !is_restricted (member))
      return FALSE;
  return TRUE;
}

/* Only strings, integers |n| < 2^53, booleans, objects and arrays (CUSTODY §4); depth was bounded
 * by the parser. */
static gboolean
is_restricted (JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    return is_restricted_object (json_node_get_object (node));
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      for (guint i = 0; i < json_array_get_length (array); i++)
        if (!is_restricted (json_array_get_element (array, i)))
          return FALSE;
      return TRUE;
    }
  if (!JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  const GType type = json_node_get_value_type (node);
  if (type == G_TYPE_INT64)
    {
      const gint64 value = json_node_get_int (node);
      return value > -INTEGER_LIMIT && value < INTEGER_LIMIT;
    }
  return type == G_TYPE_STRING || type == G_TYPE_BOOLEAN;
}

static gboolean
has_fixed_keys (JsonObject *object)
{
  static const char *const texts[] = { "actor", "event", "log", "prev", "time", "up" };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (assay_json_string (object, texts[i], NULL) == NULL)
      return FALSE;
  return json_object_get_size (object) == 9 && assay_json_object (object, "data") != NULL
         && assay_json_int (object, "seq", 0) >= 1 && assay_json_int (object, "v", 0) == 1;
}

JsonNode *
assay_entry_parse (const char *body, GError **error)
{
  const char *wrong = NULL;
  g_autoptr (JsonNode) root = NULL;
  if (strnlen (body, ASSAY_ENTRY_LIMIT) >= ASSAY_ENTRY_LIMIT)
    wrong = _ ("it is longer than an entry can be");
  else
    root = assay_json_parse (body, -1, ASSAY_ENTRY_DEPTH, NULL);
  if (wrong == NULL && (root == NULL || !JSON_NODE_HOLDS_OBJECT (root) || !is_restricted (root)))
    wrong = _ ("it is not the restricted JSON of the ledger");
  if (wrong == NULL && !has_fixed_keys (json_node_get_object (root)))
    wrong = _ ("a fixed member is missing or of the wrong type");
  if (wrong == NULL)
    {
      g_autofree char *canonical = assay_json_text (root, ASSAY_JSON_CANONICAL);
      if (strcmp (canonical, body) != 0)
        wrong = _ ("it is not in canonical form");
    }
  if (wrong == NULL)
    return g_steal_pointer (&root);
  g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT, wrong);
  return NULL;
}

char *
assay_entry_get_personal (JsonObject *where, const char *member)
{
  const char *plain = assay_json_string (where, member, NULL);
  if (plain != NULL)
    return g_strdup (plain);
  g_autofree char *encoded_member = g_strconcat (member, "_b64", NULL);
  const char *encoded = assay_json_string (where, encoded_member, NULL);
  return encoded == NULL ? g_strdup ("") : g_strconcat (ASSAY_PERSONAL_BASE64, encoded, NULL);
}

const char *
assay_personal_commitment (const char *text)
{
  if (g_str_has_prefix (text, ASSAY_PERSONAL_BASE64))
    text += strlen (ASSAY_PERSONAL_BASE64);
  if (!g_str_has_prefix (text, ASSAY_PERSONAL))
    return NULL;
  return text + strlen (ASSAY_PERSONAL);
}

gint64
assay_entry_time (const char *text)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);
  if (time == NULL)
    return 0;
  return g_date_time_to_unix (time) * 1000 + (g_date_time_get_microsecond (time) + 500) / 1000;
}
