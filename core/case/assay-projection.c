/* assay-projection.c: ledger entries become rows; the rows of two databases are compared. */
#include "case/assay-projection-private.h"

#include <string.h>

#include "base/assay-json.h"
#include "case/assay-case-db-private.h"
#include "case/assay-case-schema-private.h"
#include "case/assay-entry-private.h"

typedef gboolean (*ApplyFunc) (
    sqlite3 *db, gint64 seq, gint64 time, JsonObject *data, GError **error);

static gboolean
apply_open (sqlite3 *db, gint64 seq, gint64 time, JsonObject *data, GError **error)
{
  g_autofree char *title = assay_entry_get_personal (data, "title");
  g_autofree char *reference = assay_entry_get_personal (data, "reference");
  g_autofree char *examiner = assay_entry_get_personal (data, "examiner");
  return assay_db_run (db, error, "INSERT INTO casefile VALUES(1,?,?,?,?,?,?,?)", "ssssssi",
                       assay_json_string (data, "case", ""), assay_json_string (data, "log", ""),
                       assay_json_string (data, "public_key", ""), title, reference, examiner,
                       time);
}

/* A refused or interrupted intake has no item and changes nothing. */
static gboolean
apply_intake (sqlite3 *db, gint64 seq, gint64 time, JsonObject *data, GError **error)
{
  const gint64 item = assay_json_int (data, "item", 0);
  if (item == 0)
    return TRUE;
  g_autofree char *name = assay_entry_get_personal (data, "name");
  g_autofree char *source = assay_entry_get_personal (data, "source");
  g_autofree char *note = assay_entry_get_personal (data, "note");
  return assay_db_run (
      db, error,
      "INSERT INTO exhibit VALUES(?,?,?,?,?,?,?,?,?,?,?,?,'','not-applicable','','held',0)",
      "iissssisssii", item, seq, assay_json_string (data, "sha256", ""),
      assay_json_string (data, "sha512", ""), assay_json_string (data, "sha1", ""),
      assay_json_string (data, "md5", ""), assay_json_int (data, "size", 0), name, source, note,
      time, assay_json_int (data, "mtime_ms", 0));
}

static gboolean
update_exhibit (sqlite3 *db, gint64 item, JsonObject *data, const char *failure, GError **error)
{
  const char *type = assay_json_string (data, "type", "");
  if (type[0] != '\0'
      && !assay_db_run (db, error, "UPDATE exhibit SET mime=? WHERE item=?", "si", type, item))
    return FALSE;
  if (strcmp (assay_json_string (data, "module", ""), "integrity") != 0)
    return TRUE;
  return assay_db_run (db, error, "UPDATE exhibit SET verdict=?, error=? WHERE item=?", "ssi",
                       assay_json_string (data, "verdict", "not-applicable"), failure, item);
}

static gboolean
apply_analyse (sqlite3 *db, gint64 seq, gint64 time, JsonObject *data, GError **error)
{
  const gint64 item = assay_json_int (data, "item", 0);
  JsonObject *parameters = assay_json_object (data, "parameters");
  g_autofree char *parameters_text = g_strdup ("{}");
  if (parameters != NULL)
    {
      g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
      json_node_set_object (node, parameters);
      g_free (parameters_text);
      parameters_text = assay_json_text (node, ASSAY_JSON_CANONICAL);
    }
  g_autofree char *failure = assay_entry_get_personal (data, "message");
  if (!assay_db_run (db, error, "INSERT INTO run VALUES(?,?,?,?,?,?,?,?,?,?)", "iissssssii", seq,
                     item, assay_json_string (data, "module", ""),
                     assay_json_string (data, "version", ""), parameters_text,
                     assay_json_string (data, "result", ""), failure,
                     assay_json_string (data, "verdict", "not-applicable"),
                     assay_entry_time (assay_json_string (data, "started", "")),
                     assay_entry_time (assay_json_string (data, "ended", ""))))
    return FALSE;
  return item == 0 || update_exhibit (db, item, data, failure, error);
}

/* Remarks on an exhibit, and changes of title, reference and examiner. */
static gboolean
apply_note (sqlite3 *db, gint64 seq, gint64 time, JsonObject *data, GError **error)
{
  static const struct
  {
    const char *member;
    const char *sql;
  } edits[] = {
    { "title", "UPDATE casefile SET title=?" },
    { "reference", "UPDATE casefile SET reference=?" },
    { "examiner", "UPDATE casefile SET examiner=?" },
  };
  const gint64 item = assay_json_int (data, "item", 0);
  if (item != 0)
    {
      g_autofree char *text = assay_entry_get_personal (data, "text");
      return assay_db_run (db, error, "UPDATE exhibit SET note=? WHERE item=?", "si", text, item);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      JsonObject *edit = assay_json_object (data, edits[i].member);
      if (edit == NULL)
        continue;
      g_autofree char *value = assay_entry_get_personal (edit, "new");
      if (!assay_db_run (db, error, edits[i].sql, "s", value))
        return FALSE;
    }
  return TRUE;
}

/* Every exhibit that is still held was re-hashed; "differs" lists those that were not equal. */
static gboolean
apply_verify (sqlite3 *db, gint64 seq, gint64 time, JsonObject *data, GError **error)
{
  if (!assay_db_run (db, error,
                     "UPDATE exhibit SET state='verified', verified=? WHERE state<>'erased'", "i",
                     time))
    return FALSE;
  JsonArray *differs = assay_json_array (data, "differs");
  for (guint i = 0; differs != NULL && i < json_array_get_length (differs); i++)
    {
      JsonNode *item = json_array_get_element (differs, i);
      if (JSON_NODE_HOLDS_VALUE (item)
          && !assay_db_run (db, error,
                            "UPDATE exhibit SET state='differs' WHERE item=? AND state<>'erased'",
                            "i", json_node_get_int (item)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
apply_dispose (sqlite3 *db, gint64 seq, gint64 time, JsonObject *data, GError **error)
{
  return assay_db_run (db, error, "UPDATE exhibit SET state='erased' WHERE item=?", "i",
                       assay_json_int (data, "item", 0));
}

gboolean
assay_projection_apply (sqlite3 *db, JsonObject *entry, GError **error)
{
  static const struct
  {
    const char *event;
    ApplyFunc apply;
  } events[] = {
    { "case.open", apply_open }, { "intake", apply_intake }, { "analyse", apply_analyse },
    { "note", apply_note },      { "verify", apply_verify }, { "dispose", apply_dispose },
  };
  const char *event = assay_json_string (entry, "event", "");
  JsonObject *data = assay_json_object (entry, "data");
  for (gsize i = 0; data != NULL && i < G_N_ELEMENTS (events); i++)
    if (strcmp (events[i].event, event) == 0)
      return events[i].apply (db, assay_json_int (entry, "seq", 0),
                              assay_entry_time (assay_json_string (entry, "time", "")), data,
                              error);
  return TRUE;
}

/* One row against its twin: same key, so columns are told apart. */
static void
compare_rows (const char *table,
              sqlite3_stmt *expected,
              sqlite3_stmt *found,
              AssayProjectionFunc func,
              gpointer user_data)
{
  const int columns = sqlite3_column_count (expected);
  for (int i = 1; i < columns; i++)
    if (strcmp (assay_db_text (expected, i), assay_db_text (found, i)) != 0)
      func (table, sqlite3_column_int64 (expected, 0), sqlite3_column_name (expected, i),
            assay_db_text (expected, i), assay_db_text (found, i), user_data);
}

static gboolean
compare_table (const AssaySchemaObject *object,
               sqlite3 *expected,
               sqlite3 *found,
               AssayProjectionFunc func,
               gpointer user_data,
               GError **error)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT * FROM %s ORDER BY %s", object->name, object->order);
  g_autoptr (sqlite3_stmt) left = assay_db_prepare (expected, sql, error);
  g_autoptr (sqlite3_stmt) right = left == NULL ? NULL : assay_db_prepare (found, sql, error);
  if (right == NULL)
    return FALSE;
  g_autoptr (GError) trouble = NULL;
  gboolean more_left = assay_db_step (left, &trouble);
  gboolean more_right = trouble == NULL && assay_db_step (right, &trouble);
  while (trouble == NULL && (more_left || more_right))
    {
      const gint64 key_left = more_left ? sqlite3_column_int64 (left, 0) : G_MAXINT64;
      const gint64 key_right = more_right ? sqlite3_column_int64 (right, 0) : G_MAXINT64;
      if (key_left == key_right)
        compare_rows (object->name, left, right, func, user_data);
      else if (key_left < key_right)
        func (object->name, key_left, "", "", NULL, user_data);
      else
        func (object->name, key_right, "", NULL, "", user_data);
      if (key_left <= key_right)
        more_left = assay_db_step (left, &trouble);
      if (key_right <= key_left && trouble == NULL)
        more_right = assay_db_step (right, &trouble);
    }
  if (trouble == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&trouble));
  return FALSE;
}

gboolean
assay_projection_compare (
    sqlite3 *expected, sqlite3 *found, AssayProjectionFunc func, gpointer user_data, GError **error)
{
  for (const AssaySchemaObject *object = assay_case_schema; object->name != NULL; object++)
    if (object->projection && !compare_table (object, expected, found, func, user_data, error))
      return FALSE;
  return TRUE;
}
