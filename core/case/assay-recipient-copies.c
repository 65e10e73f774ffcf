/* assay-recipient-copies.c: plans a copy for each recipient and notes it. */
#include "case/assay-recipient-copies.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <openssl/rand.h>
#include <string.h>

#include "case/assay-case-error-private.h"
#include "case/assay-case-private.h"

#define MARK "mark"
/* Bytes of a name that go into the file's name. */
#define NAME_MOST 40
#define DIGITS_MOST 64u
/* Marks drawn for one recipient before giving up: with 64 bits the second is already luck. */
#define DRAWS 100

void
assay_recipient_copy_free (AssayRecipientCopy *self)
{
  g_clear_pointer (&self->recipient, assay_recipient_free);
  g_free (self->path);
  g_free (self);
}

static guint
mark_digits (const AssayToolInfo *info)
{
  const AssayParameterInfo *mark = assay_tool_info_parameter (info, MARK);

  return mark != NULL && mark->type == ASSAY_PARAMETER_TEXT ? MIN (mark->digits, DIGITS_MOST) : 0;
}

gboolean
assay_recipient_copies_apply (const AssayToolInfo *info)
{
  return mark_digits (info) > 0 && info->outputs != NULL && info->outputs[0].role != NULL;
}

static char *
draw (guint digits, GError **error)
{
  guint8 bytes[DIGITS_MOST / 2];
  GString *text = g_string_new (NULL);

  if (RAND_bytes (bytes, sizeof bytes) != 1)
    {
      g_string_free (text, TRUE);
      g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_IO,
                           _ ("This computer gives no random numbers."));
      return NULL;
    }
  for (guint i = 0; i < digits; i++)
    g_string_append_c (text, "0123456789abcdef"[(guint) bytes[i / 2] >> (i % 2 * 4) & 15u]);
  return g_string_free (text, FALSE);
}

/* One that is neither in the register nor in @taken, to which it is added. */
static char *
draw_unused (AssayCase *opened, guint digits, GHashTable *taken, GError **error)
{
  for (guint i = 0; i < DRAWS; i++)
    {
      g_autoptr (GError) trouble = NULL;
      g_autofree char *mark = draw (digits, error);
      g_autoptr (AssayRecipient) other = NULL;

      if (mark == NULL)
        return NULL;
      other = assay_recipient_register_find (opened, mark, &trouble);
      if (trouble != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&trouble));
          return NULL;
        }
      if (other == NULL && g_hash_table_add (taken, g_strdup (mark)))
        return g_steal_pointer (&mark);
    }
  g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_IO,
                       _ ("No mark is left that nobody has."));
  return NULL;
}

/* Letters and digits of @name, the rest as "_": a name is data, never a path. */
static char *
plain_name (const char *name)
{
  g_autofree char *ascii = g_str_to_ascii (name, NULL);

  g_strcanon (ascii, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-", '_');
  if (strlen (ascii) > NAME_MOST)
    ascii[NAME_MOST] = '\0';
  return g_steal_pointer (&ascii);
}

/* That of the exhibit where the tool can write it, else what the tool suggests. */
static char *
find_ending (AssayExhibit *exhibit, const AssayToolInfo *info)
{
  const char *name = assay_exhibit_get_name (exhibit);
  const char *dot = strrchr (name, '.');

  if (assay_parameters_know_name (info, name))
    return g_ascii_strdown (dot + 1, -1);
  return g_strdup (info->outputs[0].extension != NULL ? info->outputs[0].extension : "bin");
}

/* "Name", "Name, contact" or "Name<tab>contact". */
static AssayRecipient *
parse_line (const char *line, guint exhibit)
{
  AssayRecipient *recipient = g_new0 (AssayRecipient, 1);
  gsize length = strcspn (line, ",\t");

  recipient->name = g_strstrip (g_strndup (line, length));
  recipient->contact = g_strstrip (g_strdup (line[length] != '\0' ? line + length + 1 : ""));
  recipient->sha256 = g_strdup ("");
  recipient->time = g_strdup ("");
  recipient->exhibit = exhibit;
  return recipient;
}

static gboolean
check_list (const char *list, char **lines, GError **error)
{
  guint n = 0;

  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    {
      gsize length = strlen (lines[i]);

      if (*g_strstrip (lines[i]) == '\0')
        continue;
      if (lines[i][0] == ',' || length > ASSAY_RECIPIENT_TEXT_LIMIT)
        {
          g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID,
                       _ ("Line %u of the list has no name or more than %u bytes."), i + 1,
                       ASSAY_RECIPIENT_TEXT_LIMIT);
          return FALSE;
        }
      n++;
    }
  if (n > 0 && n <= ASSAY_RECIPIENT_COPIES_LIMIT && g_utf8_validate (list, -1, NULL))
    return TRUE;
  g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID,
               _ ("The list must name 1 to %u recipients, one in each line."),
               ASSAY_RECIPIENT_COPIES_LIMIT);
  return FALSE;
}

GPtrArray *
assay_recipient_copies_plan (AssayCase *opened,
                             guint exhibit,
                             const AssayToolInfo *info,
                             const char *list,
                             const char *folder,
                             GError **error)
{
  AssayExhibit *item = assay_case_get_exhibit (opened, exhibit);
  g_auto (GStrv) lines = g_strsplit (list, "\n", -1);
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) copies
      = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_recipient_copy_free);
  g_autofree char *ending = NULL;

  if (item == NULL)
    g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_NOT_FOUND,
                 _ ("The case has no exhibit %u."), exhibit);
  if (item == NULL || !check_list (list, lines, error))
    return NULL;
  ending = find_ending (item, info);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      AssayRecipientCopy *copy;
      g_autofree char *name = NULL;
      g_autofree char *file = NULL;

      if (lines[i][0] == '\0')
        continue;
      copy = g_new0 (AssayRecipientCopy, 1);
      g_ptr_array_add (copies, copy);
      copy->recipient = parse_line (lines[i], exhibit);
      copy->recipient->mark = draw_unused (opened, mark_digits (info), taken, error);
      if (copy->recipient->mark == NULL)
        return NULL;
      name = plain_name (copy->recipient->name);
      file = g_strdup_printf ("%s-%s.%s", name, copy->recipient->mark, ending);
      copy->path = g_build_filename (folder, file, NULL);
    }
  return g_steal_pointer (&copies);
}

/* Px, where the tool tells how large the pictures of the copy are; else 0. */
static guint
find_side (AssayResult *result, const char *metric)
{
  double value = assay_result_find_metric (result, metric, 0);

  return value >= 1 && value <= G_MAXUINT16 ? (guint) value : 0;
}

gboolean
assay_recipient_copies_note (AssayCase *opened,
                             AssayRecipientCopy *copy,
                             AssayOutcome *outcome,
                             GError **error)
{
  AssayOutcomeOutput output = { .sha256 = "" };

  if (assay_outcome_get_n_outputs (outcome) > 0)
    assay_outcome_get_output (outcome, 0, &output);
  g_free (copy->recipient->sha256);
  copy->recipient->sha256 = g_strdup (output.sha256);
  copy->recipient->width = find_side (assay_outcome_get_result (outcome), "width");
  copy->recipient->height = find_side (assay_outcome_get_result (outcome), "height");
  return assay_recipient_register_add (opened, copy->recipient, error);
}
