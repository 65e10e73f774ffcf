/* assay-jsonld.c: export as JSON-LD after CASE 1.x and UCO 1.x, for tools that exchange cases. */
#include "case/assay-jsonld-private.h"

#include "config.h"

#include <string.h>

#include "base/assay-base.h"
#include "case/assay-merkle-private.h"

/* The ontology wants identifiers that end in a UUID. These are made from the case and the thing, so
 * that two exports of the same case name it alike: SHA-256 in the free form of RFC 9562 (version
 * 8). */
static char *
node_id (AssayCase *self, const char *kind, gint64 number)
{
  g_autofree char *text
      = g_strdup_printf ("%s/%s/%" G_GINT64_FORMAT, assay_case_get_uuid (self), kind, number);
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

static JsonObject *
content_facet (AssayExhibit *exhibit)
{
  JsonObject *facet = new_node (NULL, "uco-observable:ContentDataFacet");
  JsonArray *hashes = json_array_new ();
  const char *mime = assay_exhibit_get_mime (exhibit);
  add_hash (hashes, "SHA256", assay_exhibit_get_sha256 (exhibit));
  add_hash (hashes, "SHA512", assay_exhibit_get_sha512 (exhibit));
  add_hash (hashes, "SHA1", assay_exhibit_get_sha1 (exhibit));
  add_hash (hashes, "MD5", assay_exhibit_get_md5 (exhibit));
  json_object_set_array_member (facet, "uco-observable:hash", hashes);
  json_object_set_int_member (facet, "uco-observable:sizeInBytes",
                              (gint64) assay_exhibit_get_size (exhibit));
  if (mime[0] != '\0')
    json_object_set_string_member (facet, "uco-observable:mimeType", mime);
  return facet;
}

static void
add_exhibit (AssayCase *self, JsonArray *graph, AssayExhibit *exhibit)
{
  const guint number = assay_exhibit_get_number (exhibit);
  g_autofree char *label = g_strdup_printf ("%u", number);
  JsonObject *file = new_node (node_id (self, "exhibit", number), "uco-observable:File");
  JsonObject *name = new_node (NULL, "uco-observable:FileFacet");
  JsonArray *facets = json_array_new ();
  json_object_set_string_member (name, "uco-observable:fileName", assay_exhibit_get_name (exhibit));
  json_array_add_object_element (facets, name);
  json_array_add_object_element (facets, content_facet (exhibit));
  json_object_set_array_member (file, "uco-core:hasFacet", facets);
  json_array_add_object_element (graph, file);

  JsonObject *record
      = new_node (node_id (self, "provenance", number), "case-investigation:ProvenanceRecord");
  json_object_set_string_member (record, "case-investigation:exhibitNumber", label);
  set_reference (record, "uco-core:object", node_id (self, "exhibit", number));
  json_array_add_object_element (graph, record);
}

typedef struct
{
  AssayCase *self;
  JsonArray *graph;
} Build;

static gboolean
add_action (const AssayLedgerEntry *entry, gpointer data)
{
  Build *build = data;
  JsonObject *action = new_node (node_id (build->self, "action", entry->seq),
                                 "case-investigation:InvestigativeAction");
  json_object_set_string_member (action, "uco-core:name", entry->event);
  g_autofree char *description
      = g_strdup_printf ("Ledger entry %" G_GINT64_FORMAT ", SHA-256 %s", entry->seq, entry->hash);
  json_object_set_string_member (action, "uco-core:description", description);
  json_object_set_object_member (action, "uco-action:startTime",
                                 typed ("xsd:dateTime", entry->time));
  set_reference (action, "uco-action:performer", node_id (build->self, "examiner", 1));
  set_reference (action, "uco-action:instrument", node_id (build->self, "tool", 1));
  if (entry->exhibit != 0)
    {
      const gboolean intake = strcmp (entry->event, "intake") == 0;
      set_reference (action, intake ? "uco-action:result" : "uco-action:object",
                     node_id (build->self, "exhibit", entry->exhibit));
    }
  json_array_add_object_element (build->graph, action);
  return TRUE;
}

static void
add_frame (AssayCase *self, JsonArray *graph)
{
  JsonObject *investigation
      = new_node (node_id (self, "investigation", 1), "case-investigation:Investigation");
  json_object_set_string_member (investigation, "uco-core:name", assay_case_get_title (self));
  json_object_set_string_member (investigation, "uco-core:description",
                                 assay_case_get_reference (self));
  json_array_add_object_element (graph, investigation);
  JsonObject *examiner = new_node (node_id (self, "examiner", 1), "uco-identity:Person");
  json_object_set_string_member (examiner, "uco-core:name", assay_case_get_examiner (self));
  json_array_add_object_element (graph, examiner);
  JsonObject *tool = new_node (node_id (self, "tool", 1), "uco-tool:AnalyticTool");
  json_object_set_string_member (tool, "uco-core:name", "Assay");
  json_object_set_string_member (tool, "uco-tool:version", ASSAY_VERSION);
  json_array_add_object_element (graph, tool);
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
assay_jsonld_write (AssayCase *self, gint64 last, GError **error)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *document = json_object_new ();
  JsonArray *graph = json_array_new ();
  json_node_take_object (root, document);
  json_object_set_object_member (document, "@context", context ());
  json_object_set_array_member (document, "@graph", graph);
  add_frame (self, graph);
  for (guint i = 1; i <= assay_case_get_n_exhibits (self); i++)
    add_exhibit (self, graph, assay_case_get_exhibit (self, i));
  Build build = { self, graph };
  if (!assay_case_foreach_entry (self, 1, last, add_action, &build, error))
    return NULL;
  return assay_json_text (root, ASSAY_JSON_PRETTY);
}
