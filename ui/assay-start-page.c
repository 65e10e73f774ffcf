/* assay-start-page.c: see the header. */
#include "assay-start-page.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "assay-button-labels.h"
#include "assay-case-row.h"
#include "assay-file-drop.h"
#include "assay-jobs-button.h"
#include "assay-widget.h"

#define RECENT_CASES 5

struct _AssayStartPage
{
  GtkWidget parent_instance;

  GtkWidget *drop_area;
  GtkWidget *recent_part;
  GtkListBox *recent;
  AssayJobsButton *jobs_button;

  AssayWorkbench *workbench;
  GCancellable *loading;
};

G_DEFINE_FINAL_TYPE (AssayStartPage, assay_start_page, GTK_TYPE_WIDGET)

static void
on_cases_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AssayStartPage) self = user_data;
  g_autoptr (GListModel) cases
      = assay_workbench_list_cases_finish (ASSAY_WORKBENCH (source), result, NULL);

  /* Why a store cannot be read is said on the page of all cases; here there is simply nothing
   * recent. */
  if (!cases || !self->workbench)
    return;
  g_autoptr (GListModel) recent
      = G_LIST_MODEL (gtk_slice_list_model_new (g_object_ref (cases), 0, RECENT_CASES));
  gtk_list_box_bind_model (self->recent, recent, assay_case_row_create, NULL, NULL);
  gtk_widget_set_visible (self->recent_part, g_list_model_get_n_items (recent) > 0);
}

static void
list_cases (AssayStartPage *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  assay_workbench_list_cases_async (self->workbench, self->loading, on_cases_listed,
                                    g_object_ref (self));
}

static void
on_files (GListModel *files, gpointer user_data)
{
  g_autoptr (GVariant) paths = g_variant_ref_sink (assay_file_drop_paths (files));

  gtk_widget_activate_action_variant (user_data, "win.receive-files", paths);
}

static void
assay_start_page_dispose (GObject *object)
{
  AssayStartPage *self = ASSAY_START_PAGE (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  if (self->workbench)
    g_signal_handlers_disconnect_by_data (self->workbench, self);
  g_clear_object (&self->workbench);
  assay_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_START_PAGE);
  G_OBJECT_CLASS (assay_start_page_parent_class)->dispose (object);
}

static void
assay_start_page_class_init (AssayStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_start_page_dispose;
  g_type_ensure (ASSAY_TYPE_JOBS_BUTTON);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayStartPage, drop_area);
  gtk_widget_class_bind_template_child (widget_class, AssayStartPage, recent_part);
  gtk_widget_class_bind_template_child (widget_class, AssayStartPage, recent);
  gtk_widget_class_bind_template_child (widget_class, AssayStartPage, jobs_button);
}

static void
assay_start_page_init (AssayStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  assay_file_drop_add (GTK_WIDGET (self), self->drop_area, on_files);
  assay_button_labels_wrap (GTK_WIDGET (self));
}

GtkWidget *
assay_start_page_new (AssayWorkbench *workbench)
{
  AssayStartPage *self = g_object_new (ASSAY_TYPE_START_PAGE, NULL);

  self->workbench = g_object_ref (workbench);
  assay_jobs_button_set_jobs (self->jobs_button, assay_workbench_get_jobs (workbench));
  g_signal_connect_swapped (workbench, "cases-changed", G_CALLBACK (list_cases), self);
  list_cases (self);
  return GTK_WIDGET (self);
}
