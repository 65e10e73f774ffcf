/* assay-report-replay-words.c: one line on entries that change nothing of what a report says of the
 * exhibits: who may sign, what left the machine, what start-up tidied. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "report/assay-report-replay-private.h"

static char *
describe_report (JsonObject *data)
{
  g_autofree char *report = assay_replay_text (data, "report");
  g_autofree char *hash = assay_replay_text (data, "sha256");
  return g_strdup_printf ("%s, SHA-256 %.16s…", report, hash);
}

static char *
describe_anchor (JsonObject *data)
{
  const gint64 size = assay_json_int (data, "checkpoint", 0);
  const char *kind = assay_json_string (data, "kind", "");
  if (g_str_equal (kind, "request"))
    return g_strdup_printf (_ ("time stamp asked for, checkpoint over entries 1 to %" PRId64),
                            size);
  if (g_str_equal (kind, "receipt"))
    return g_strdup_printf (_ ("receipt handed out, checkpoint over entries 1 to %" PRId64), size);
  if (!g_str_equal (kind, "rfc3161"))
    return g_strdup_printf (_ ("proof of others over entries 1 to %" PRId64 ", not checked"), size);
  g_autofree char *authority = assay_replay_text (data, "authority");
  g_autofree char *stamped = assay_replay_text (data, "stamped");
  return g_strdup_printf (
      assay_json_bool (data, "chain", FALSE)
          ? _ ("time stamp over entries 1 to %" PRId64 ": %s by %s, whose certificate was verified")
          : _ ("time stamp over entries 1 to %" PRId64
               ": %s by %s, whose certificate nobody vouched for"),
      size, stamped, authority);
}

static char *
describe_key_add (JsonObject *data)
{
  g_autofree char *key = assay_replay_text (data, "key");
  g_autofree char *reason = assay_replay_name (data, "reason");
  return *reason == '\0'
             ? g_strdup_printf (_ ("the key %s may sign from here on"), key)
             : g_strdup_printf (_ ("the key %s may sign from here on; reason: %s"), key, reason);
}

static char *
describe_key_retire (JsonObject *data)
{
  g_autofree char *key = assay_replay_text (data, "key");
  return g_strdup_printf (_ ("the key %s signs nothing after this entry"), key);
}

static char *
describe_recipient (JsonObject *data)
{
  g_autofree char *name = assay_replay_name (data, "name");
  g_autofree char *hash = assay_replay_text (data, "sha256");
  return g_strdup_printf (_ ("marked copy for %s, SHA-256 %.16s…"), name, hash);
}

static char *
describe_enrol (JsonObject *data)
{
  g_autofree char *subject = assay_replay_name (data, "subject");
  return assay_json_bool (data, "known", FALSE)
             ? g_strdup_printf (_ ("a known genuine recording of %s"), subject)
             : g_strdup (_ ("no longer a known genuine recording"));
}

static char *
describe_recovery (JsonObject *data)
{
  return g_strdup_printf (_ ("after an interruption: %" PRId64 " temporary files removed, %" PRId64
                             " unknown files put aside, %" PRId64 " deletions finished"),
                          assay_json_int (data, "swept", 0), assay_json_int (data, "strays", 0),
                          assay_json_int (data, "deletions_finished", 0));
}

static char *
describe_export (JsonObject *data)
{
  return g_strdup_printf (_ ("entries 1 to %" PRId64 " handed on as a folder"),
                          assay_json_int (data, "entries", 0));
}

static char *
describe_jump (JsonObject *data)
{
  g_autofree char *seconds
      = assay_number_text ((double) assay_json_int (data, "moved_ms", 0) / 1000, 1);
  return assay_json_bool (data, "restarted", FALSE)
             ? g_strdup_printf (_ ("moved by %s s, the computer was restarted meanwhile"), seconds)
             : g_strdup_printf (_ ("moved by %s s"), seconds);
}

char *
assay_replay_describe (const char *event, JsonObject *data)
{
  static const struct
  {
    const char *event;
    char *(*describe) (JsonObject *data);
  } table[] = {
    { "report", describe_report },       { "checkpoint.anchor", describe_anchor },
    { "key.add", describe_key_add },     { "key.retire", describe_key_retire },
    { "recipient", describe_recipient }, { "enrol", describe_enrol },
    { "recovery", describe_recovery },   { "export", describe_export },
    { "clock.jump", describe_jump },
  };
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_str_equal (table[i].event, event))
      return table[i].describe (data);
  return g_strdup ("");
}

char *
assay_replay_other_inputs (JsonObject *object)
{
  JsonArray *inputs = assay_json_array (object, "inputs");
  GString *lines = g_string_new (NULL);
  for (guint i = 1; inputs != NULL && i < json_array_get_length (inputs); i++)
    {
      JsonNode *node = json_array_get_element (inputs, i);
      if (JSON_NODE_HOLDS_OBJECT (node))
        g_string_append_printf (lines, "%s%s %s", lines->len > 0 ? "\n" : "",
                                assay_json_string (json_node_get_object (node), "role", "?"),
                                assay_json_string (json_node_get_object (node), "sha256", ""));
    }
  return g_string_free (lines, FALSE);
}
