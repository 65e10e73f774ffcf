/* test-rules.c: every rule that is live has facts on which it fires and facts on which it is
 * silent.
 *
 * The cases are data (rule-cases.json); the whole catalogue runs over each. */
#include <string.h>

#include "integrity/assay-derived-facts-private.h"
#include "integrity/assay-integrity-info.h"
#include "integrity/assay-rule-engine-private.h"
#include "model/assay-catalogue.h"

#define NOWHERE G_MAXUINT64

static gint64
unix_ms (const char *text)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * 1000;
}

static void
add_fact (AssayInspection *inspection, const char *name, JsonNode *value)
{
  const GType type = json_node_get_value_type (value);

  if (type == G_TYPE_STRING)
    assay_inspection_text (inspection, name, json_node_get_string (value), 100, 4);
  else if (type == G_TYPE_BOOLEAN)
    assay_inspection_bool (inspection, name, json_node_get_boolean (value), NOWHERE, 0);
  else if (type == G_TYPE_DOUBLE)
    assay_inspection_real (inspection, name, json_node_get_double (value), NULL, NOWHERE, 0);
  else
    assay_inspection_int (inspection, name, json_node_get_int (value), NULL, NOWHERE, 0);
}

static void
add_times (AssayInspection *inspection, JsonObject *times, gboolean zoned)
{
  g_autoptr (GList) names = times != NULL ? json_object_get_members (times) : NULL;

  for (GList *l = names; l != NULL; l = l->next)
    assay_inspection_time (inspection, l->data,
                           unix_ms (json_object_get_string_member (times, l->data)), zoned, NULL,
                           NOWHERE, 0);
}

static AssayInspection *
make_inspection (JsonObject *example)
{
  AssayInspection *inspection = assay_inspection_new ();
  JsonObject *facts = assay_json_object (example, "facts");
  JsonArray *problems = assay_json_array (example, "problems");
  g_autoptr (GList) names = facts != NULL ? json_object_get_members (facts) : NULL;

  assay_inspection_set_format (inspection,
                               assay_format_find (assay_json_string (example, "format", "jpeg")));
  for (GList *l = names; l != NULL; l = l->next)
    add_fact (inspection, l->data, json_object_get_member (facts, l->data));
  add_times (inspection, assay_json_object (example, "times"), FALSE);
  add_times (inspection, assay_json_object (example, "zoned"), TRUE);
  for (guint i = 0; problems != NULL && i < json_array_get_length (problems); i++)
    assay_inspection_problem (inspection, json_array_get_string_element (problems, i), 7, "made");
  assay_derive_facts (inspection, assay_json_string (example, "name", NULL),
                      unix_ms ("2024-01-01T00:00:00Z"));
  return inspection;
}

static AssayResult *
run_example (JsonObject *example)
{
  g_autoptr (AssayInspection) inspection = make_inspection (example);
  AssayResultBuilder *builder = assay_result_builder_new (&assay_integrity_info);
  g_autoptr (GError) error = NULL;
  AssayRuleTally tally;
  AssayResult *result;

  assay_rules_run (assay_rule_specs, assay_rule_n_specs, inspection, builder, &tally);
  assay_result_builder_verdict_from_findings (builder);
  result = assay_result_builder_end (builder, &error);
  g_assert_no_error (error);
  return result;
}

static AssayFinding *
find_rule (AssayResult *result, const char *rule)
{
  for (guint i = 0; i < assay_result_get_n_findings (result); i++)
    if (strcmp (assay_finding_get_rule (assay_result_get_finding (result, i)), rule) == 0)
      return assay_result_get_finding (result, i);
  return NULL;
}

static void
check_example (const char *rule, JsonObject *example, gboolean fires)
{
  g_autoptr (AssayResult) result = run_example (example);
  AssayFinding *finding = find_rule (result, rule);
  const char *severity = assay_json_string (example, "severity", NULL);
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), example);
  g_autofree char *text = assay_json_text (node, ASSAY_JSON_COMPACT);

  if ((finding != NULL) != fires)
    g_error ("%s %s on %s", rule, fires ? "is silent" : "fires", text);
  if (fires && severity != NULL
      && strcmp (severity, assay_severity_id (assay_finding_get_severity (finding))) != 0)
    g_error ("%s says %s on %s", rule, assay_severity_id (assay_finding_get_severity (finding)),
             text);
}

static void
check_examples (const char *rule, JsonObject *cases, const char *member, gboolean fires)
{
  JsonArray *examples = assay_json_array (cases, member);

  if (examples == NULL || json_array_get_length (examples) == 0)
    g_error ("%s has no example that %s", rule, member);
  for (guint i = 0; i < json_array_get_length (examples); i++)
    check_example (rule, json_array_get_object_element (examples, i), fires);
}

static void
test_every_rule (void)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "unit", "integrity", "rule-cases.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = NULL;
  guint live = 0;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  root = assay_json_parse (text, -1, 16, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < assay_rule_n_specs; i++)
    {
      const char *id = assay_rule_specs[i].id;
      JsonObject *cases = assay_json_object (json_node_get_object (root), id);

      if (assay_rule_specs[i].when == NULL)
        continue;
      live++;
      if (cases == NULL)
        g_error ("%s has no examples", id);
      check_examples (id, cases, "fires", TRUE);
      check_examples (id, cases, "silent", FALSE);
    }
  g_test_message ("%u rules are live", live);
  g_assert_cmpuint (live, >=, 60);
}

/* Findings stand in catalogue order, quote what they saw, and say the same twice. */
static void
test_order (void)
{
  static const char text[]
      = "{\"facts\": {\"exif.ifd0.Software\": \"GIMP 2.10\", \"file.embedded\": \"zip\","
        " \"file.extension\": \"png\", \"file.extension.format\": \"png\"}}";
  g_autoptr (JsonNode) root = assay_json_parse (text, -1, 16, NULL);
  g_autoptr (AssayResult) first = run_example (json_node_get_object (root));
  g_autoptr (AssayResult) second = run_example (json_node_get_object (root));
  g_autoptr (JsonNode) first_json = assay_result_to_json (first, TRUE);
  g_autoptr (JsonNode) second_json = assay_result_to_json (second, TRUE);
  g_autofree char *first_text = assay_json_text (first_json, ASSAY_JSON_CANONICAL);
  g_autofree char *second_text = assay_json_text (second_json, ASSAY_JSON_CANONICAL);
  AssayObserved observed;

  g_assert_cmpstr (first_text, ==, second_text);
  g_assert_cmpint (assay_result_get_verdict (first), ==, ASSAY_VERDICT_COMPROMISED);
  g_assert_cmpstr (assay_finding_get_rule (assay_result_get_finding (first, 0)), ==, "FMT-01");
  g_assert_cmpstr (assay_finding_get_rule (assay_result_get_finding (first, 1)), ==, "FMT-05");
  g_assert_true (assay_finding_find (find_rule (first, "EXF-04"), "exif.ifd0.software", &observed));
  g_assert_cmpstr (observed.text, ==, "GIMP 2.10");
  g_assert_true (
      assay_finding_find (find_rule (first, "EXF-04"), "exif.ifd0.software.at", &observed));
  g_assert_cmpuint (observed.offset, ==, 100);
}

/* A hostile file repeats a fact without end: a finding quotes a few. */
static void
test_many_values (void)
{
  g_autoptr (AssayInspection) inspection = assay_inspection_new ();
  AssayResultBuilder *builder = assay_result_builder_new (&assay_integrity_info);
  g_autoptr (AssayResult) result = NULL;
  AssayRuleTally tally;

  assay_inspection_set_format (inspection, assay_format_find ("mp4"));
  for (guint i = 0; i < 15000; i++)
    assay_inspection_text (inspection, "media.encoder", "Lavf59.27.100", i, 13);
  assay_rules_run (assay_rule_specs, assay_rule_n_specs, inspection, builder, &tally);
  result = assay_result_builder_end (builder, NULL);
  g_assert_nonnull (find_rule (result, "VID-01"));
  g_assert_cmpuint (assay_finding_get_n_observed (find_rule (result, "VID-01")), <=, 16);
}

/* The words of every rule are there, and both sides know the same rules. */
static void
test_catalogue (void)
{
  g_assert_cmpuint (assay_catalogue_get_n_rules (), ==, assay_rule_n_specs);
  for (guint i = 0; i < assay_rule_n_specs; i++)
    {
      const AssayRule *rule = assay_catalogue_find (assay_rule_specs[i].id);
      g_autofree char *measured = assay_rule_measured_text (rule);

      g_assert_true (rule == assay_catalogue_get_rule (i));
      g_assert_cmpint (rule->severity, ==, assay_rule_specs[i].severity);
      g_assert_cmpuint (strlen (rule->plain), >, 20);
      g_assert_cmpuint (strlen (rule->innocent), >, 5);
      g_assert_cmpint (measured[0] == '\0', ==, rule->counts.altered < 0);
    }
  g_assert_null (assay_catalogue_find ("XXX-99"));
  g_assert_cmpuint (strlen (assay_catalogue_get_hash ()), ==, 64);
}

static void
test_glossary (void)
{
  g_assert_nonnull (assay_catalogue_explain ("exif.ifd0.Make"));
  g_assert_nonnull (assay_catalogue_explain ("moov[1]/trak[2]/mdia[1]/mdhd[1]"));
  g_assert_cmpstr (assay_catalogue_explain ("bmff.track[7].handler_name"), ==,
                   assay_catalogue_explain ("bmff.track.handler_name"));
  g_assert_cmpstr (assay_catalogue_explain ("exif.makernote.Lens"), !=,
                   assay_catalogue_explain ("exif.ifd0.0x1234"));
  g_assert_null (assay_catalogue_explain ("nonsense"));
  g_assert_null (assay_catalogue_explain (""));
}

/* "bmff.track[*].creation" → "bmff.track7.creation". */
static char *
quoted_name (const char *fact)
{
  GString *name = g_string_new (NULL);

  for (const char *p = fact; *p != '\0'; p++)
    if (*p == '*')
      g_string_append_c (name, '7');
    else if (*p != '[' && *p != ']')
      g_string_append_c (name, g_ascii_tolower (*p));
  return g_string_free (name, FALSE);
}

static void
assert_words (const char *name, const char *words)
{
  g_autofree char *found = assay_observed_words (name);

  g_assert_cmpstr (found, ==, words);
}

static void
test_observed_words (void)
{
  g_autofree char *track = assay_observed_words ("bmff.track12.media.creation");
  g_autofree char *second = assay_observed_words ("media.encoder.2");
  g_autofree char *field = assay_observed_words ("exif.ifd0.make");
  g_autofree char *foreign = assay_observed_words ("xmp.crs.temperature");
  g_autofree char *unknown = assay_observed_words ("nonsense.7x");

  g_assert_cmpstr (track, ==, "Track 12: Creation time of the contents (mdhd)");
  g_assert_cmpstr (second, ==, "Encoder, number 2");
  g_assert_cmpstr (field, ==, "Maker of the device (EXIF Make)");
  g_assert_cmpstr (foreign, ==, "XMP field crs.temperature");
  g_assert_cmpstr (unknown, ==, "nonsense.7x");
  assert_words ("exif.exif.DateTimeOriginal", "Taken on (EXIF DateTimeOriginal)");
  assert_words ("exif.exif.ShutterSpeedValue", "EXIF field ShutterSpeedValue");
  assert_words ("bmff.track[2].media.language", "Track 2: Language (mdhd)");
  assert_words ("jpeg.dqt[1].mean", "Table 1: Mean value (DQT)");
  assert_words ("file.extension.family", "Family of formats that the ending promises");
  assert_words ("png.gamma.no_title", "PNG field gamma no title");
  for (guint i = 0; i < assay_rule_n_specs; i++)
    for (guint j = 0; j < assay_rule_specs[i].n_quotes; j++)
      {
        const AssayQuote *quote = &assay_rule_specs[i].quotes[j];
        g_autofree char *name = quoted_name (quote->name != NULL ? quote->name : quote->fact);
        g_autofree char *words = assay_observed_words (name);

        g_test_message ("%s: %s: %s", assay_rule_specs[i].id, name, words);
        g_assert_cmpstr (words, !=, name);
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/integrity/rules/every", test_every_rule);
  g_test_add_func ("/integrity/rules/order", test_order);
  g_test_add_func ("/integrity/rules/many-values", test_many_values);
  g_test_add_func ("/integrity/catalogue/words", test_catalogue);
  g_test_add_func ("/integrity/catalogue/glossary", test_glossary);
  g_test_add_func ("/integrity/catalogue/observed-words", test_observed_words);
  return g_test_run ();
}
