/* assay-window-actions.c: what can be done from anywhere in the window. */
#include "assay-window-private.h"

#include "config.h"

#include <glib/gi18n.h>

#include "assay-case-dialog.h"
#include "assay-case-page.h"
#include "assay-cases-page.h"
#include "assay-file-choosers.h"
#include "base/assay-text.h"

static void
on_file_chosen (GListModel *files, gpointer user_data)
{
  assay_window_receive (user_data, files);
}

static void
check_file (GtkWidget *widget, const char *action, GVariant *parameter)
{
  assay_choose_files_to_open (GTK_WINDOW (widget), _ ("Choose a file to check"), FALSE,
                              on_file_chosen, G_OBJECT (widget));
}

static void
open_folder (GtkWidget *widget, const char *action, GVariant *parameter)
{
  assay_choose_folder (GTK_WINDOW (widget), _ ("Choose a case folder"), on_file_chosen,
                       G_OBJECT (widget));
}

static void
receive_files (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autofree const char **paths = g_variant_get_bytestring_array (parameter, NULL);

  for (gsize i = 0; paths[i]; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_path (paths[i]);
      g_list_store_append (files, file);
    }
  if (paths[0])
    assay_window_receive (ASSAY_WINDOW (widget), G_LIST_MODEL (files));
}

/* The files that wait for their case. */
typedef struct
{
  AssayWindow *window;
  GStrv paths;
} Waiting;

static void
waiting_free (gpointer data, GClosure *closure)
{
  Waiting *waiting = data;

  g_strfreev (waiting->paths);
  g_free (waiting);
}

static void
on_case_made (AssayCaseDialog *dialog, AssayCase *acase, Waiting *waiting)
{
  GtkWidget *page = assay_case_page_new (assay_window_get_workbench (waiting->window),
                                         assay_case_get_path (acase));

  assay_window_push (waiting->window, page);
  if (waiting->paths && waiting->paths[0])
    assay_case_page_take_in (ASSAY_CASE_PAGE (page), waiting->paths);
}

/* @paths: (transfer full) (nullable) */
static void
ask_for_case (AssayWindow *self, GStrv paths)
{
  Waiting *waiting = g_new0 (Waiting, 1);
  g_autofree char *base = paths && paths[0] ? g_path_get_basename (paths[0]) : NULL;
  g_autofree char *name = base ? assay_text_visible (base, -1) : NULL;
  guint n_paths = paths ? g_strv_length (paths) : 0;
  AssayCaseDialog *dialog
      = assay_case_dialog_new (GTK_WINDOW (self), assay_window_get_workbench (self),
                               n_paths == 1 ? name : NULL, name, n_paths);

  waiting->window = self;
  waiting->paths = paths;
  g_signal_connect_data (dialog, "done", G_CALLBACK (on_case_made), waiting, waiting_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
new_case (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ask_for_case (ASSAY_WINDOW (widget), NULL);
}

static void
new_case_with (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ask_for_case (ASSAY_WINDOW (widget), g_variant_dup_bytestring_array (parameter, NULL));
}

static void
show_cases (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayWindow *self = ASSAY_WINDOW (widget);

  assay_window_push (self, assay_cases_page_new (assay_window_get_workbench (self)));
}

static void
open_case (GtkWidget *widget, const char *action, GVariant *parameter)
{
  assay_window_open_case (ASSAY_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
go_back (GtkWidget *widget, const char *action, GVariant *parameter)
{
  assay_window_pop (ASSAY_WINDOW (widget));
}

static void
go_to_start (GtkWidget *widget, const char *action, GVariant *parameter)
{
  assay_window_pop_to_start (ASSAY_WINDOW (widget));
}

/* Made when it is asked for. As the application's help overlay it would be a hidden window for
 * good, and GTK 4.8 gives a hidden window without a name on the accessibility bus to a screen
 * reader that asks for a window that has just closed (gtkatspiroot.c, GetChildAtIndex). */
static void
show_shortcuts (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GtkBuilder) builder
      = gtk_builder_new_from_resource ("/org/assay/Workbench/assay-shortcuts.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (window, GTK_WINDOW (widget));
  gtk_window_present (window);
}

static void
show_toast (GtkWidget *widget, const char *action, GVariant *parameter)
{
  assay_window_toast (ASSAY_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

void
assay_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.check-file", NULL, check_file);
  gtk_widget_class_install_action (widget_class, "win.open-folder", NULL, open_folder);
  gtk_widget_class_install_action (widget_class, "win.import-case", NULL, assay_window_import_case);
  gtk_widget_class_install_action (widget_class, "win.receive-files", "aay", receive_files);
  gtk_widget_class_install_action (widget_class, "win.new-case", NULL, new_case);
  gtk_widget_class_install_action (widget_class, "win.new-case-with", "aay", new_case_with);
  gtk_widget_class_install_action (widget_class, "win.cases", NULL, show_cases);
  gtk_widget_class_install_action (widget_class, "win.open-case", "s", open_case);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, go_back);
  gtk_widget_class_install_action (widget_class, "win.home", NULL, go_to_start);
  gtk_widget_class_install_action (widget_class, "win.shortcuts", NULL, show_shortcuts);
  gtk_widget_class_install_action (widget_class, "win.toast", "s", show_toast);
}
