/* assay-verification.c: the outcome of a verification: a list of findings, never just a boolean. */
#include <string.h>

#include "base/assay-base.h"
#include "case/assay-verify-private.h"

static void
clear_finding (gpointer data)
{
  AssayVerifyFinding *finding = data;
  g_free ((gpointer) (guintptr) finding->detail); /* owned here, const for readers */
}

AssayVerification *
assay_verification_new (void)
{
  AssayVerification *self = g_new0 (AssayVerification, 1);
  self->findings = g_array_new (FALSE, FALSE, sizeof (AssayVerifyFinding));
  g_array_set_clear_func (self->findings, clear_finding);
  self->remarks = g_array_new (FALSE, FALSE, sizeof (AssayVerifyFinding));
  g_array_set_clear_func (self->remarks, clear_finding);
  return self;
}

void
assay_verification_free (AssayVerification *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->findings);
  g_array_unref (self->remarks);
  g_free (self->checkpoint);
  g_free (self);
}

void
assay_verification_add (
    AssayVerification *self, const char *code, gint64 entry, guint exhibit, char *detail)
{
  const AssayVerifyFinding finding = { code, entry, exhibit, detail };
  g_array_append_val (self->findings, finding);
}

void
assay_verification_remark (
    AssayVerification *self, const char *code, gint64 entry, guint exhibit, char *detail)
{
  const AssayVerifyFinding remark = { code, entry, exhibit, detail };
  g_array_append_val (self->remarks, remark);
}

gboolean
assay_verification_passed (const AssayVerification *self)
{
  return self->findings->len == 0;
}

guint
assay_verification_get_n_findings (const AssayVerification *self)
{
  return self->findings->len;
}

const AssayVerifyFinding *
assay_verification_get_finding (const AssayVerification *self, guint index)
{
  g_return_val_if_fail (index < self->findings->len, NULL);
  return &g_array_index (self->findings, AssayVerifyFinding, index);
}

guint
assay_verification_get_n_remarks (const AssayVerification *self)
{
  return self->remarks->len;
}

const AssayVerifyFinding *
assay_verification_get_remark (const AssayVerification *self, guint index)
{
  g_return_val_if_fail (index < self->remarks->len, NULL);
  return &g_array_index (self->remarks, AssayVerifyFinding, index);
}

gint64
assay_verification_get_n_entries (const AssayVerification *self)
{
  return self->n_entries;
}

guint
assay_verification_get_n_objects (const AssayVerification *self)
{
  return self->n_objects;
}

guint
assay_verification_get_n_erased_texts (const AssayVerification *self)
{
  return self->n_erased_texts;
}

gboolean
assay_verification_was_recorded (const AssayVerification *self)
{
  return self->recorded;
}

guint64
assay_verification_get_bytes (const AssayVerification *self)
{
  return self->bytes;
}

const char *
assay_verification_get_head (const AssayVerification *self)
{
  return self->head;
}

const char *
assay_verification_get_checkpoint (const AssayVerification *self)
{
  return self->checkpoint == NULL ? "" : self->checkpoint;
}

static JsonArray *
list_to_json (const GArray *list)
{
  JsonArray *array = json_array_new ();
  for (guint i = 0; i < list->len; i++)
    {
      const AssayVerifyFinding *finding = &g_array_index (list, AssayVerifyFinding, i);
      JsonObject *item = json_object_new ();
      json_object_set_string_member (item, "code", finding->code);
      json_object_set_int_member (item, "entry", finding->entry);
      json_object_set_int_member (item, "exhibit", finding->exhibit);
      json_object_set_string_member (item, "detail", finding->detail);
      json_array_add_object_element (array, item);
    }
  return array;
}

JsonNode *
assay_verification_to_json (const AssayVerification *self)
{
  JsonObject *object = json_object_new ();
  json_object_set_boolean_member (object, "passed", assay_verification_passed (self));
  json_object_set_int_member (object, "entries", self->n_entries);
  json_object_set_int_member (object, "objects", self->n_objects);
  json_object_set_int_member (object, "bytes", (gint64) self->bytes);
  json_object_set_int_member (object, "erased_texts", self->n_erased_texts);
  json_object_set_boolean_member (object, "recorded", self->recorded);
  json_object_set_string_member (object, "head", self->head);
  json_object_set_string_member (object, "checkpoint", assay_verification_get_checkpoint (self));
  json_object_set_array_member (object, "findings", list_to_json (self->findings));
  json_object_set_array_member (object, "remarks", list_to_json (self->remarks));
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, object);
  return node;
}
