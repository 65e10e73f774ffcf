/* assay-case-hand-over.c: see the header. */
#include "case/assay-case-hand-over.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "case/assay-case-error.h"
#include "case/assay-case-private.h"

/* The ledger must not say who has the case while the case names the one before. */
static gboolean
hand_over_all (
    AssayCase *self, const AssayEntry *transfer, const char *to, gint64 *seq, GError **error)
{
  g_autoptr (AssayEntry) edit = assay_case_edit_entry (self, NULL, NULL, to);

  if (edit == NULL)
    return assay_case_append (self, transfer, seq, error);
  return assay_case_append_pair (self, transfer, edit, seq, error)
         && assay_case_reload (self, error);
}

gboolean
assay_case_hand_over (
    AssayCase *self, guint exhibit, const char *to, const char *reason, gint64 *seq, GError **error)
{
  if (to == NULL || !g_utf8_validate (to, -1, NULL) || assay_case_is_blank (to))
    {
      g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID,
                           _ ("Handing over needs the name of who receives it."));
      return FALSE;
    }
  if (exhibit != 0 && assay_case_get_exhibit (self, exhibit) == NULL)
    {
      g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_NOT_FOUND,
                   _ ("The case has no exhibit %u."), exhibit);
      return FALSE;
    }
  if (!assay_case_check_text (to, error)
      || (reason != NULL && !assay_case_check_text (reason, error)))
    return FALSE;
  g_autoptr (AssayEntry) entry = assay_entry_new ("transfer");
  JsonObject *data = assay_entry_get_data (entry);
  if (exhibit != 0)
    json_object_set_int_member (data, "item", exhibit);
  assay_entry_set_personal (entry, data, "from", assay_case_get_examiner (self), -1);
  assay_entry_set_personal (entry, data, "to", to, -1);
  assay_entry_set_personal (entry, data, "reason", reason == NULL ? "" : reason, -1);
  return exhibit != 0 ? assay_case_append (self, entry, seq, error)
                      : hand_over_all (self, entry, to, seq, error);
}

gboolean
assay_case_declare_closed (AssayCase *self, const char *reason, gint64 *seq, GError **error)
{
  if (assay_case_is_closed (self))
    {
      g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID,
                           _ ("The case is closed already."));
      return FALSE;
    }
  g_autoptr (AssayEntry) entry = assay_entry_new ("case.close");
  assay_entry_set_personal (entry, assay_entry_get_data (entry), "reason",
                            reason == NULL ? "" : reason, -1);
  return assay_case_append_marked (self, entry, seq, error);
}
