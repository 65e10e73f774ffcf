/* assay-case-hand-over.c: see the header. */
#include "case/assay-case-hand-over.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "case/assay-case-error.h"
#include "case/assay-case-private.h"

gboolean
assay_case_hand_over (
    AssayCase *self, guint exhibit, const char *to, const char *reason, gint64 *seq, GError **error)
{
  if (to == NULL || assay_case_is_blank (to) || !g_utf8_validate (to, -1, NULL))
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
  g_autoptr (AssayEntry) entry = assay_entry_new ("transfer");
  JsonObject *data = assay_entry_get_data (entry);
  if (exhibit != 0)
    json_object_set_int_member (data, "item", exhibit);
  assay_entry_set_personal (entry, data, "from", assay_case_get_examiner (self), -1);
  assay_entry_set_personal (entry, data, "to", to, -1);
  assay_entry_set_personal (entry, data, "reason", reason == NULL ? "" : reason, -1);
  if (!assay_case_append (self, entry, seq, error))
    return FALSE;
  return exhibit != 0 || assay_case_edit (self, NULL, NULL, to, error);
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
