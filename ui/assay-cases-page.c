/* assay-cases-page.c: see the header. */
#include "assay-cases-page.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "assay-case-row.h"
#include "assay-jobs-button.h"
#include "assay-widget.h"

struct _AssayCasesPage
{
  GtkWidget parent_instance;

  AssayJobsButton *jobs_button;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search;
  GtkToggleButton *search_button;
  GtkStack *stack;
  AdwStatusPage *failed_page;
  GtkListBox *list;

  AssayWorkbench *workbench;
  GtkCustomFilter *filter;
  GtkFilterListModel *shown;
  GCancellable *loading;
  char *wanted; /* case-folded */
};

G_DEFINE_FINAL_TYPE (AssayCasesPage, assay_cases_page, GTK_TYPE_WIDGET)

static gboolean
holds (const char *text, const char *wanted)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return strstr (folded, wanted) != NULL;
}

static gboolean
match (gpointer object, gpointer user_data)
{
  AssayCasesPage *self = user_data;
  AssayCaseItem *item = object;

  return !self->wanted || holds (assay_case_item_get_title (item), self->wanted)
         || holds (assay_case_item_get_reference (item), self->wanted)
         || holds (assay_case_item_get_examiner (item), self->wanted);
}

static void
show_state (AssayCasesPage *self)
{
  GListModel *all = self->shown ? gtk_filter_list_model_get_model (self->shown) : NULL;
  const char *state = "content";

  if (!all || g_list_model_get_n_items (all) == 0)
    state = "empty";
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->shown)) == 0)
    state = "no-match";
  gtk_stack_set_visible_child_name (self->stack, state);
}

static void
on_search_changed (AssayCasesPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

  g_free (self->wanted);
  self->wanted = *text ? g_utf8_casefold (text, -1) : NULL;
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  if (self->shown)
    show_state (self);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AssayCasesPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) cases
      = assay_workbench_list_cases_finish (ASSAY_WORKBENCH (source), result, &error);

  if (!self->workbench || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!cases)
    {
      g_autofree char *reason = g_markup_escape_text (error->message, -1);
      adw_status_page_set_description (self->failed_page, reason);
      gtk_stack_set_visible_child_name (self->stack, "failed");
      return;
    }
  gtk_filter_list_model_set_model (self->shown, cases);
  show_state (self);
}

static void
reload (AssayCasesPage *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  assay_workbench_list_cases_async (self->workbench, self->loading, on_listed, g_object_ref (self));
}

static void
on_reload (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCasesPage *self = ASSAY_CASES_PAGE (widget);

  gtk_stack_set_visible_child_name (self->stack, "working");
  reload (self);
}

static void
start_search (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCasesPage *self = ASSAY_CASES_PAGE (widget);

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
assay_cases_page_dispose (GObject *object)
{
  AssayCasesPage *self = ASSAY_CASES_PAGE (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  if (self->workbench)
    g_signal_handlers_disconnect_by_data (self->workbench, self);
  g_clear_object (&self->workbench);
  assay_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_CASES_PAGE);
  g_clear_object (&self->shown);
  g_clear_pointer (&self->wanted, g_free);
  G_OBJECT_CLASS (assay_cases_page_parent_class)->dispose (object);
}

static void
assay_cases_page_class_init (AssayCasesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_cases_page_dispose;
  g_type_ensure (ASSAY_TYPE_JOBS_BUTTON);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-cases-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayCasesPage, jobs_button);
  gtk_widget_class_bind_template_child (widget_class, AssayCasesPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, AssayCasesPage, search_button);
  gtk_widget_class_bind_template_child (widget_class, AssayCasesPage, search);
  gtk_widget_class_bind_template_child (widget_class, AssayCasesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AssayCasesPage, failed_page);
  gtk_widget_class_bind_template_child (widget_class, AssayCasesPage, list);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_install_action (widget_class, "cases.reload", NULL, on_reload);
  gtk_widget_class_install_action (widget_class, "page.search", NULL, start_search);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "page.search",
                                       NULL);
}

static void
assay_cases_page_init (AssayCasesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filter = gtk_custom_filter_new (match, self, NULL);
  self->shown = gtk_filter_list_model_new (NULL, GTK_FILTER (self->filter));
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->shown), assay_case_row_create, NULL,
                           NULL);
}

GtkWidget *
assay_cases_page_new (AssayWorkbench *workbench)
{
  AssayCasesPage *self = g_object_new (ASSAY_TYPE_CASES_PAGE, NULL);

  self->workbench = g_object_ref (workbench);
  assay_jobs_button_set_jobs (self->jobs_button, assay_workbench_get_jobs (workbench));
  g_signal_connect_swapped (workbench, "cases-changed", G_CALLBACK (reload), self);
  reload (self);
  return GTK_WIDGET (self);
}
