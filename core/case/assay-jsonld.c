/* assay-jsonld.c: export as JSON-LD after CASE 1.x and UCO 1.x, for tools that exchange cases. */
#include "case/assay-jsonld-private.h"

#include "config.h"

#include <string.h>

#include "base/assay-base.h"
#include "case/assay-case-db-private.h"
#include "case/assay-entry-private.h"
#include "case/assay-merkle-private.h"

/* The ontology wants identifiers that end in a UUID. These are made from the case and the thing, so
 * that two exports of the same case name it alike: SHA-256 in the free form of RFC 9562 (version
 * 8). */
static char *
node_id (const char *uuid, const char *kind, gint64 number)
{
  g_autofree char *text = g_strdup_printf ("%s/%s/%" G_GINT64_FORMAT, uuid, kind, number);
  g_autofree char *hash = assay_sha256_text (text, strlen (text));
  return g_strdup_printf ("kb:%s-%.8s-%.4s-8%.3s-8%.3s-%.12s", kind, hash, hash + 8, hash + 13,
                          hash + 17, hash + 20);
}

static JsonObject *
new_node (char *id, const char *type)
{
  JsonObject *object = json_object_new ();
  if (id != NULL)
    json_object_set_string_member (object, "@id", id);
  json_object_set_string_member (object, "@type", type);
  g_free (id);
  return object;
}

static void
set_reference (JsonObject *object, const char *member, char *id)
{
  JsonObject *reference = json_object_new ();
  json_object_set_string_member (reference, "@id", id);
  json_object_set_object_member (object, member, reference);
  g_free (id);
}

static JsonObject *
typed (const char *type, const char *value)
{
  JsonObject *object = json_object_new ();
  json_object_set_string_member (object, "@type", type);
  json_object_set_string_member (object, "@value", value);
  return object;
}

static void
add_hash (JsonArray *hashes, const char *method, const char *value)
{
  if (value[0] == '\0')
    return;
  JsonObject *hash = new_node (NULL, "uco-types:Hash");
  json_object_set_object_member (hash, "uco-types:hashMethod",
                                 typed ("uco-vocabulary:HashNameVocab", method));
  json_object_set_object_member (hash, "uco-types:hashValue", typed ("xsd:hexBinary", value));
  json_array_add_object_element (hashes, hash);
}

/* A document in the making. */
typedef struct
{
  JsonArray *graph;
  char *uuid;
} Build;

static JsonObject *
content_facet (const AssayExhibitValues *exhibit)
{
  JsonObject *facet = new_node (NULL, "uco-observable:ContentDataFacet");
  JsonArray *hashes = json_array_new ();
  add_hash (hashes, "SHA256", exhibit->sha256);
  add_hash (hashes, "SHA512", exhibit->sha512);
  add_hash (hashes, "SHA1", exhibit->sha1);
  add_hash (hashes, "MD5", exhibit->md5);
  json_object_set_array_member (facet, "uco-observable:hash", hashes);
  json_object_set_int_member (facet, "uco-observable:sizeInBytes", exhibit->size);
  if (exhibit->mime[0] != '\0')
    json_object_set_string_member (facet, "uco-observable:mimeType", exhibit->mime);
  return facet;
}

static void
add_exhibit (const AssayExhibitValues *exhibit, gpointer data)
{
  Build *build = data;
  const gint64 number = exhibit->number;
  g_autofree char *label = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  JsonObject *file = new_node (node_id (build->uuid, "exhibit", number), "uco-observable:File");
  JsonObject *name = new_node (NULL, "uco-observable:FileFacet");
  JsonArray *facets = json_array_new ();
  json_object_set_string_member (name, "uco-observable:fileName", exhibit->name);
  json_array_add_object_element (facets, name);
  json_array_add_object_element (facets, content_facet (exhibit));
  json_object_set_array_member (file, "uco-core:hasFacet", facets);
  json_array_add_object_element (build->graph, file);

  JsonObject *record = new_node (node_id (build->uuid, "provenance", number),
                                 "case-investigation:ProvenanceRecord");
  json_object_set_string_member (record, "case-investigation:exhibitNumber", label);
  set_reference (record, "uco-core:object", node_id (build->uuid, "exhibit", number));
  json_array_add_object_element (build->graph, record);
}

static void
add_action (Build *build, gint64 seq, const char *body, JsonObject *entry)
{
  const char *event = assay_json_string (entry, "event", "");
  JsonObject *details = assay_json_object (entry, "data");
  const gint64 item = details == NULL ? 0 : assay_json_int (details, "item", 0);
  guint8 hash[ASSAY_HASH_SIZE];
  assay_entry_hash (body, hash);
  g_autofree char *digits = assay_text_hex (hash, sizeof hash);
  g_autofree char *description
      = g_strdup_printf ("Ledger entry %" G_GINT64_FORMAT ", SHA-256 %s", seq, digits);
  JsonObject *action
      = new_node (node_id (build->uuid, "action", seq), "case-investigation:InvestigativeAction");
  json_object_set_string_member (action, "uco-core:name", event);
  json_object_set_string_member (action, "uco-core:description", description);
  json_object_set_object_member (action, "uco-action:startTime",
                                 typed ("xsd:dateTime", assay_json_string (entry, "time", "")));
  set_reference (action, "uco-action:performer", node_id (build->uuid, "examiner", 1));
  set_reference (action, "uco-action:instrument", node_id (build->uuid, "tool", 1));
  if (item != 0)
    set_reference (action,
                   strcmp (event, "intake") == 0 ? "uco-action:result" : "uco-action:object",
                   node_id (build->uuid, "exhibit", item));
  json_array_add_object_element (build->graph, action);
}

static gboolean
add_actions (Build *build, sqlite3 *db, GError **error)
{
  g_autoptr (GError) trouble = NULL;
  g_autoptr (sqlite3_stmt) rows
      = assay_db_prepare (db, "SELECT seq, body FROM ledger ORDER BY seq", &trouble);
  while (rows != NULL && assay_db_step (rows, &trouble))
    {
      const char *body = assay_db_text (rows, 1);
      g_autoptr (JsonNode) root = assay_entry_parse (body, error);
      if (root == NULL)
        return FALSE;
      add_action (build, sqlite3_column_int64 (rows, 0), body, json_node_get_object (root));
    }
  if (trouble == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&trouble));
  return FALSE;
}

static gboolean
add_frame (Build *build, sqlite3 *db, GError **error)
{
  g_autoptr (sqlite3_stmt) row
      = assay_db_prepare (db, "SELECT uuid, title, reference, examiner FROM casefile", error);
  if (row == NULL || !assay_db_step (row, error))
    return FALSE;
  g_autofree char *title = assay_case_reveal (db, assay_db_text (row, 1));
  g_autofree char *reference = assay_case_reveal (db, assay_db_text (row, 2));
  g_autofree char *name = assay_case_reveal (db, assay_db_text (row, 3));
  build->uuid = g_strdup (assay_db_text (row, 0));
  JsonObject *investigation
      = new_node (node_id (build->uuid, "investigation", 1), "case-investigation:Investigation");
  json_object_set_string_member (investigation, "uco-core:name", title);
  json_object_set_string_member (investigation, "uco-core:description", reference);
  json_array_add_object_element (build->graph, investigation);
  JsonObject *examiner = new_node (node_id (build->uuid, "examiner", 1), "uco-identity:Person");
  json_object_set_string_member (examiner, "uco-core:name", name);
  json_array_add_object_element (build->graph, examiner);
  JsonObject *tool = new_node (node_id (build->uuid, "tool", 1), "uco-tool:AnalyticTool");
  json_object_set_string_member (tool, "uco-core:name", "Assay");
  json_object_set_string_member (tool, "uco-tool:version", ASSAY_VERSION);
  json_array_add_object_element (build->graph, tool);
  return TRUE;
}

static JsonObject *
context (void)
{
  static const char *const prefixes[][2] = {
    { "case-investigation", "https://ontology.caseontology.org/case/investigation/" },
    { "kb", "urn:assay:case:" },
    { "uco-action", "https://ontology.unifiedcyberontology.org/uco/action/" },
    { "uco-core", "https://ontology.unifiedcyberontology.org/uco/core/" },
    { "uco-identity", "https://ontology.unifiedcyberontology.org/uco/identity/" },
    { "uco-observable", "https://ontology.unifiedcyberontology.org/uco/observable/" },
    { "uco-tool", "https://ontology.unifiedcyberontology.org/uco/tool/" },
    { "uco-types", "https://ontology.unifiedcyberontology.org/uco/types/" },
    { "uco-vocabulary", "https://ontology.unifiedcyberontology.org/uco/vocabulary/" },
    { "xsd", "http://www.w3.org/2001/XMLSchema#" },
  };
  JsonObject *object = json_object_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    json_object_set_string_member (object, prefixes[i][0], prefixes[i][1]);
  return object;
}

char *
assay_jsonld_write (sqlite3 *db, GError **error)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *document = json_object_new ();
  Build build = { .graph = json_array_new () };
  json_node_take_object (root, document);
  json_object_set_object_member (document, "@context", context ());
  json_object_set_array_member (document, "@graph", build.graph);
  const gboolean done = add_frame (&build, db, error)
                        && assay_case_read_exhibits (db, add_exhibit, &build, error)
                        && add_actions (&build, db, error);
  g_free (build.uuid);
  return done ? assay_json_text (root, ASSAY_JSON_PRETTY) : NULL;
}
