/* assay-recipient-register.c: who received which marked copy, read from and written to the ledger.
 */
#include "case/assay-recipient-register.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/assay-json.h"
#include "case/assay-case-error-private.h"
#include "case/assay-case-private.h"
#include "case/assay-recipient-change.h"

#define EVENT "recipient"
#define LEAST_MARK 4u
#define MOST_MARK 64u
#define HASH 64u
/* px; larger is no picture */
#define MOST_SIDE 65536

void
assay_recipient_free (AssayRecipient *self)
{
  g_free (self->name);
  g_free (self->contact);
  g_free (self->mark);
  g_free (self->sha256);
  g_free (self->time);
  g_free (self);
}

static gboolean
is_hex (const char *text, gsize least, gsize most)
{
  gsize length = strlen (text);

  return length >= least && length <= most && strspn (text, "0123456789abcdefABCDEF") == length;
}

static gboolean
is_text (const char *text)
{
  return strlen (text) <= ASSAY_RECIPIENT_TEXT_LIMIT && g_utf8_validate (text, -1, NULL);
}

static gboolean
check (AssayCase *opened, const AssayRecipient *recipient, GError **error)
{
  const char *wrong = NULL;

  if (recipient->name[0] == '\0' || !is_text (recipient->name) || !is_text (recipient->contact))
    wrong = _ ("A recipient needs a name; name and contact have 1024 bytes at most.");
  else if (!is_hex (recipient->mark, LEAST_MARK, MOST_MARK))
    wrong = _ ("A recipient's mark is 4 to 64 hexadecimal digits.");
  else if (recipient->sha256[0] != '\0' && !is_hex (recipient->sha256, HASH, HASH))
    wrong = _ ("The hash of a copy is 64 hexadecimal digits.");
  if (wrong != NULL)
    {
      g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID, wrong);
      return FALSE;
    }
  if (recipient->exhibit == 0 || assay_case_get_exhibit (opened, recipient->exhibit) != NULL)
    return TRUE;
  g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_NOT_FOUND,
               _ ("The case has no exhibit %u."), recipient->exhibit);
  return FALSE;
}

gboolean
assay_recipient_register_add (AssayCase *opened, const AssayRecipient *recipient, GError **error)
{
  g_autofree char *mark = g_ascii_strdown (recipient->mark, -1);
  g_autofree char *sha256 = g_ascii_strdown (recipient->sha256, -1);
  g_autoptr (AssayRecipient) other = NULL;
  g_autoptr (AssayEntry) entry = NULL;
  g_autoptr (GError) trouble = NULL;
  JsonObject *data;

  if (!check (opened, recipient, error))
    return FALSE;
  other = assay_recipient_register_find (opened, mark, &trouble);
  if (trouble != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&trouble));
      return FALSE;
    }
  if (other != NULL && strcmp (other->name, recipient->name) != 0)
    {
      g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_EXISTS,
                   _ ("The mark %s was given to “%s” already."), mark, other->name);
      return FALSE;
    }
  entry = assay_entry_new (EVENT);
  data = assay_entry_get_data (entry);
  if (recipient->exhibit != 0)
    json_object_set_int_member (data, "item", recipient->exhibit);
  assay_entry_set_personal (entry, data, "name", recipient->name, -1);
  assay_entry_set_personal (entry, data, "contact", recipient->contact, -1);
  json_object_set_string_member (data, "mark", mark);
  json_object_set_string_member (data, "sha256", sha256);
  if (recipient->width > 0 && recipient->height > 0)
    {
      json_object_set_int_member (data, "width", recipient->width);
      json_object_set_int_member (data, "height", recipient->height);
    }
  return assay_case_append (opened, entry, NULL, error);
}

/* A value that was deleted stands as its commitment: shown as empty. */
static char *
personal (JsonObject *data, const char *member)
{
  const char *value = assay_json_string (data, member, "");

  return g_strdup (g_str_has_prefix (value, ASSAY_PERSONAL) ? "" : value);
}

static guint
side (JsonObject *data, const char *member)
{
  gint64 value = assay_json_int (data, member, 0);

  return value > 0 && value <= MOST_SIDE ? (guint) value : 0;
}

static gboolean
on_entry (const AssayLedgerEntry *entry, gpointer user_data)
{
  GPtrArray *list = user_data;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *data = NULL;
  AssayRecipient *recipient;

  if (strcmp (entry->event, EVENT) != 0)
    return TRUE;
  root = assay_json_parse (entry->revealed, -1, ASSAY_ENTRY_DEPTH, NULL);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    data = assay_json_object (json_node_get_object (root), "data");
  if (data == NULL)
    return TRUE;
  recipient = g_new0 (AssayRecipient, 1);
  recipient->name = personal (data, "name");
  recipient->contact = personal (data, "contact");
  recipient->mark = g_strdup (assay_json_string (data, "mark", ""));
  recipient->sha256 = g_strdup (assay_json_string (data, "sha256", ""));
  recipient->width = side (data, "width");
  recipient->height = side (data, "height");
  recipient->exhibit = entry->exhibit;
  recipient->entry = entry->seq;
  recipient->time = g_strdup (entry->time);
  recipient->number = list->len + 1;
  g_ptr_array_add (list, recipient);
  return TRUE;
}

static GPtrArray *
list_up_to (AssayCase *opened, gint64 upto, GError **error)
{
  g_autoptr (GPtrArray) list
      = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_recipient_free);

  return assay_case_foreach_entry (opened, 1, upto, on_entry, list, error) ? g_steal_pointer (&list)
                                                                           : NULL;
}

static AssayRecipient *
find_up_to (AssayCase *opened, const char *mark, gint64 upto, GError **error)
{
  g_autoptr (GPtrArray) list = list_up_to (opened, upto, error);

  for (guint i = 0; list != NULL && i < list->len; i++)
    if (g_ascii_strcasecmp (((AssayRecipient *) list->pdata[i])->mark, mark) == 0)
      return g_ptr_array_steal_index (list, i);
  return NULL;
}

GPtrArray *
assay_recipient_register_list (AssayCase *opened, GError **error)
{
  return list_up_to (opened, 0, error);
}

AssayRecipient *
assay_recipient_register_find (AssayCase *opened, const char *mark, GError **error)
{
  return find_up_to (opened, mark, 0, error);
}

AssayRecipient *
assay_recipient_register_look_up (AssayCase *opened,
                                  AssayResult *result,
                                  gint64 upto,
                                  GError **error)
{
  const char *mark = assay_result_get_answer (result, "mark");

  return mark != NULL ? find_up_to (opened, mark, upto, error) : NULL;
}

static char *
name_words (const AssayRecipient *self)
{
  g_autofree char *name = assay_text_line (self->name, -1);

  if (name[0] == '\0')
    return g_strdup_printf (_ ("Copy %u of the register; the name was deleted"), self->number);
  /* Translators: a person's name, the place of their copy in the register */
  return g_strdup_printf (_ ("%s, copy %u of the register"), name, self->number);
}

char *
assay_recipient_words (const AssayRecipient *self, AssayResult *result)
{
  AssayRecipientChange change;
  g_autofree char *name = name_words (self);
  g_autofree char *done = NULL;

  if (!assay_recipient_compare (self, result, &change))
    return g_steal_pointer (&name);
  done = assay_recipient_change_words (&change);
  return g_strdup_printf ("%s; %s", name, done);
}
