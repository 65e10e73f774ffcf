/* assay-report-remember.c: the choices of a report as JSON, so that a case can keep them. */
#include "config.h"

#include "base/assay-json.h"
#include "report/assay-report-data-private.h"

static JsonArray *
list_sections (const AssayReportOptions *self,
               gboolean (*chosen) (const AssayReportOptions *, AssayReportSection))
{
  JsonArray *ids = json_array_new ();

  for (guint i = 0; i < ASSAY_REPORT_N_SECTIONS; i++)
    if (chosen (self, (AssayReportSection) i))
      json_array_add_string_element (ids, assay_report_section_id ((AssayReportSection) i));
  return ids;
}

static gboolean
is_left_out (const AssayReportOptions *self, AssayReportSection section)
{
  return !assay_report_options_get_section (self, section);
}

static JsonObject *
list_texts (const AssayReportOptions *self)
{
  JsonObject *texts = json_object_new ();

  for (guint i = 0; i < ASSAY_REPORT_N_TEXTS; i++)
    {
      const char *text = assay_report_options_get_text (self, (AssayReportText) i);
      if (*text != '\0')
        json_object_set_string_member (texts, assay_report_text_id ((AssayReportText) i), text);
    }
  return texts;
}

JsonNode *
assay_report_options_to_json (const AssayReportOptions *self)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  gboolean blurred;
  const gboolean thumbnails = assay_report_options_get_thumbnails (self, &blurred);

  json_object_set_boolean_member (object, "anonymous", assay_report_options_get_anonymous (self));
  json_object_set_boolean_member (object, "blurred", blurred);
  json_object_set_array_member (object, "full",
                                list_sections (self, assay_report_options_get_full));
  json_object_set_array_member (object, "left_out", list_sections (self, is_left_out));
  json_object_set_boolean_member (object, "letter",
                                  assay_report_options_get_paper (self) == ASSAY_REPORT_LETTER);
  json_object_set_boolean_member (object, "redacted", assay_report_options_get_redacted (self));
  json_object_set_object_member (object, "texts", list_texts (self));
  json_object_set_boolean_member (object, "thumbnails", thumbnails);
  json_node_take_object (node, object);
  return node;
}

static gboolean
holds (JsonArray *ids, const char *id)
{
  for (guint i = 0; i < json_array_get_length (ids); i++)
    {
      JsonNode *node = json_array_get_element (ids, i);
      if (JSON_NODE_HOLDS_VALUE (node) && g_strcmp0 (json_node_get_string (node), id) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
apply_sections (AssayReportOptions *self, JsonObject *object)
{
  JsonArray *full = assay_json_array (object, "full");
  JsonArray *left_out = assay_json_array (object, "left_out");

  for (guint i = 0; i < ASSAY_REPORT_N_SECTIONS; i++)
    {
      const AssayReportSection section = (AssayReportSection) i;
      const char *id = assay_report_section_id (section);
      if (full != NULL)
        assay_report_options_set_full (self, section, holds (full, id));
      if (left_out != NULL)
        assay_report_options_set_section (self, section, !holds (left_out, id));
    }
}

/* A text that the case has none of stays as it was: the name of the preferences, say. */
static void
apply_texts (AssayReportOptions *self, JsonObject *texts)
{
  for (guint i = 0; texts != NULL && i < ASSAY_REPORT_N_TEXTS; i++)
    {
      const char *text
          = assay_json_string (texts, assay_report_text_id ((AssayReportText) i), NULL);
      if (text != NULL)
        assay_report_options_set_text (self, (AssayReportText) i, text);
    }
}

void
assay_report_options_apply_json (AssayReportOptions *self, JsonNode *node)
{
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return;
  JsonObject *object = json_node_get_object (node);
  gboolean blurred;
  const gboolean thumbnails = assay_report_options_get_thumbnails (self, &blurred);
  const gboolean letter = assay_report_options_get_paper (self) == ASSAY_REPORT_LETTER;

  apply_sections (self, object);
  apply_texts (self, assay_json_object (object, "texts"));
  assay_report_options_set_thumbnails (self, assay_json_bool (object, "thumbnails", thumbnails),
                                       assay_json_bool (object, "blurred", blurred));
  assay_report_options_set_redacted (
      self, assay_json_bool (object, "redacted", assay_report_options_get_redacted (self)));
  assay_report_options_set_anonymous (
      self, assay_json_bool (object, "anonymous", assay_report_options_get_anonymous (self)));
  assay_report_options_set_paper (
      self, assay_json_bool (object, "letter", letter) ? ASSAY_REPORT_LETTER : ASSAY_REPORT_A4);
}
