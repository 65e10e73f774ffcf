/* assay-about.c: see the header. */
#include "assay-about.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "model/assay-catalogue.h"
#include "worker/assay-tool-list.h"

/* For a report of a fault: what this program is made of. */
static char *
debug_info (void)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "Assay %s (%s)\n", ASSAY_VERSION, ASSAY_APP_ID);
  g_string_append_printf (text, "GTK %u.%u.%u, libadwaita %u.%u.%u\n", gtk_get_major_version (),
                          gtk_get_minor_version (), gtk_get_micro_version (),
                          adw_get_major_version (), adw_get_minor_version (),
                          adw_get_micro_version ());
  g_string_append_printf (text, "Rules: %u, catalogue %s\n", assay_catalogue_get_n_rules (),
                          assay_catalogue_get_hash ());
  for (guint i = 0; i < assay_tool_list_get_n (); i++)
    g_string_append_printf (text, "%s %s\n", assay_tool_list_get (i)->id,
                            assay_tool_list_get (i)->version);
  return g_string_free (text, FALSE);
}

void
assay_about_show (GtkWindow *parent)
{
  g_autofree char *debug = debug_info ();

  adw_show_about_window (parent, "application-name", "Assay", "application-icon",
                         "org.assay.Workbench", "version", ASSAY_VERSION, "developer-name",
                         _ ("The Assay project"), "license-type", GTK_LICENSE_GPL_3_0, "comments",
                         _ ("Finds out whether photos, videos and recordings were changed, says "
                            "why, and keeps them as "
                            "evidence that others can verify."),
                         "translator-credits", _ ("translator-credits"), "debug-info", debug,
                         "debug-info-filename", "assay-debug.txt", NULL);
}
