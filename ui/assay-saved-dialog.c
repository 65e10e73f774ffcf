/* assay-saved-dialog.c: see the header. */
#include "assay-saved-dialog.h"

#include "config.h"

#include <glib/gi18n.h>

#include "assay-dialog.h"
#include "assay-fact-row.h"
#include "base/assay-text.h"

static void
add_fact (AdwPreferencesGroup *group, const char *title, const char *value, gboolean fixed_width)
{
  GtkWidget *row
      = g_object_new (ASSAY_TYPE_FACT_ROW, "title", title, "fixed-width", fixed_width, NULL);

  assay_fact_row_set_value (ASSAY_FACT_ROW (row), value);
  adw_preferences_group_add (group, row);
}

void
assay_saved_dialog_show (GtkWindow *parent, const char *path, const char *sha256)
{
  AdwMessageDialog *dialog
      = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, _ ("The report is saved"), NULL));
  AdwPreferencesGroup *facts = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  g_autofree char *place = assay_text_visible (path, -1);

  adw_message_dialog_set_body (
      dialog, _ ("Keep this fingerprint apart from the report. Whoever gets the report can compute "
                 "it again and sees whether a single bit was changed."));
  add_fact (facts, _ ("Report"), place, FALSE);
  add_fact (facts, _ ("SHA-256"), sha256, TRUE);
  adw_message_dialog_set_extra_child (dialog, GTK_WIDGET (facts));
  adw_message_dialog_add_response (dialog, "close", _ ("Close"));
  assay_dialog_present (dialog);
}
