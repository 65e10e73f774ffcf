/* assay-case-page.c: opening a case and showing it. What can be done with it is in
 * assay-case-page-actions.c. */
#include "assay-case-page-private.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "assay-button-labels.h"
#include "assay-exhibit-view.h"
#include "assay-file-drop.h"
#include "assay-jobs-button.h"
#include "assay-passphrase-dialog.h"
#include "assay-row-parts.h"
#include "assay-settings.h"
#include "assay-widget.h"

/* Width of the window in pixels. */
#define HALVES_FROM 1800
/* Walking through the table with the arrow keys must not start work for every row passed. */
#define OPEN_AFTER_MS 120

struct _AssayCasePage
{
  GtkWidget parent_instance;

  AdwWindowTitle *title;
  AssayJobsButton *jobs_button;
  GtkStack *stack;
  AdwStatusPage *failed_page;
  GtkWidget *unlock;
  GtkLabel *read_only;
  GtkLabel *overdue;
  AdwLeaflet *views;
  GtkWidget *list_pane;
  GtkWidget *exhibit_pane;
  AdwWindowTitle *exhibit_title;
  AdwBin *exhibit_bin;
  AssayExhibitList *list;
  GtkSearchEntry *search;
  GtkDropDown *verdict;
  GtkToggleButton *show_pictures;
  GtkLabel *count;
  GtkLabel *count_short; /* the number alone, where there is no room for words */
  GMenu *tools_menu;

  AssayWorkbench *workbench;
  AssayCase *acase;
  GCancellable *cancellable;
  char *path;
  guint wanted_exhibit; /* selected once the case is open */
  GStrv wanted_paths;   /* taken in once the case is open */
  guint open_later;
  GHashTable *viewed; /* numbers of exhibits whose viewing is recorded */
};

G_DEFINE_FINAL_TYPE (AssayCasePage, assay_case_page, GTK_TYPE_WIDGET)

AssayCase *
assay_case_page_get_case (AssayCasePage *self)
{
  return self->acase;
}

AssayWorkbench *
assay_case_page_get_workbench (AssayCasePage *self)
{
  return self->workbench;
}

AssayExhibitList *
assay_case_page_get_list (AssayCasePage *self)
{
  return self->list;
}

void
assay_case_page_show_title (AssayCasePage *self)
{
  adw_window_title_set_title (self->title, assay_case_get_title (self->acase));
  adw_window_title_set_subtitle (self->title, assay_case_get_reference (self->acase));
}

/* The table has the whole page, or a side of it beside the panels: as much as it needs, and half of
 * a page on which it then has room for all columns. */
static void
arrange (AssayCasePage *self)
{
  GdkSurface *surface = gtk_native_get_surface (gtk_widget_get_native (GTK_WIDGET (self)));

  gtk_widget_set_hexpand (self->list_pane, !gtk_widget_get_visible (self->exhibit_pane)
                                               || adw_leaflet_get_folded (self->views)
                                               || gdk_surface_get_width (surface) >= HALVES_FROM);
}

static void
on_realize (AssayCasePage *self)
{
  g_signal_connect_object (gtk_native_get_surface (gtk_widget_get_native (GTK_WIDGET (self))),
                           "notify::width", G_CALLBACK (arrange), self, G_CONNECT_SWAPPED);
}

/* Who looked at an exhibit is part of its custody: once while the case is open. */
static void
record_view (AssayCasePage *self, guint exhibit)
{
  if (assay_case_get_mode (self->acase) == ASSAY_CASE_WRITE
      && g_hash_table_add (self->viewed, GUINT_TO_POINTER (exhibit)))
    assay_case_page_record_view (self->acase, exhibit);
}

static void
show_exhibit (AssayCasePage *self, AssayExhibit *exhibit)
{
  AssaySubject *shown = NULL;
  g_autoptr (AssaySubject) subject = NULL;
  g_autofree char *heading = g_strdup_printf (_ ("Exhibit %u"), assay_exhibit_get_number (exhibit));

  if (!adw_bin_get_child (self->exhibit_bin))
    adw_bin_set_child (self->exhibit_bin, assay_exhibit_view_new ());
  AssayExhibitView *view = ASSAY_EXHIBIT_VIEW (adw_bin_get_child (self->exhibit_bin));
  shown = assay_exhibit_view_get_subject (view);
  if (!shown || assay_subject_get_exhibit (shown) != exhibit)
    {
      subject = assay_subject_new_exhibit (assay_workbench_get_client (self->workbench),
                                           assay_workbench_get_jobs (self->workbench), self->acase,
                                           exhibit);
      assay_exhibit_view_set_subject (view, subject);
      record_view (self, assay_exhibit_get_number (exhibit));
    }
  adw_window_title_set_title (self->exhibit_title, heading);
  adw_window_title_set_subtitle (self->exhibit_title, assay_exhibit_get_name (exhibit));
  gtk_widget_set_visible (self->exhibit_pane, TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.close-exhibit", TRUE);
  adw_leaflet_set_visible_child (self->views, self->exhibit_pane);
  arrange (self);
}

void
assay_case_page_close_exhibit (AssayCasePage *self)
{
  adw_leaflet_set_visible_child (self->views, self->list_pane);
  gtk_widget_set_visible (self->exhibit_pane, FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.close-exhibit", FALSE);
  arrange (self);
  gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

void
assay_case_page_next_pane (AssayCasePage *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  gboolean at_list = focus && gtk_widget_is_ancestor (focus, self->list_pane);
  GtkWidget *view = adw_bin_get_child (self->exhibit_bin);

  if (!view || !gtk_widget_get_mapped (view)
      || !(at_list ? gtk_widget_child_focus (view, GTK_DIR_TAB_FORWARD)
                   : assay_exhibit_view_enter_panel (ASSAY_EXHIBIT_VIEW (view))))
    gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

void
assay_case_page_step_panel (AssayCasePage *self, GVariant *step)
{
  GtkWidget *view = adw_bin_get_child (self->exhibit_bin);

  if (view && gtk_widget_get_visible (self->exhibit_pane))
    gtk_widget_activate_action_variant (view, "exhibit.step-panel", step);
}

gboolean
assay_case_page_go_back (AssayCasePage *self)
{
  if (!gtk_widget_get_visible (self->exhibit_pane) || !adw_leaflet_get_folded (self->views))
    return FALSE;
  assay_case_page_close_exhibit (self);
  return TRUE;
}

static void
on_opened (AssayCasePage *self, AssayExhibit *exhibit)
{
  g_clear_handle_id (&self->open_later, g_source_remove);
  show_exhibit (self, exhibit);
}

static gboolean
on_open_later (gpointer data)
{
  AssayCasePage *self = data;
  AssayExhibit *exhibit = assay_exhibit_list_get_selected (self->list);

  self->open_later = 0;
  if (exhibit)
    show_exhibit (self, exhibit);
  return G_SOURCE_REMOVE;
}

static gboolean
has_room_for_both (AssayCasePage *self)
{
  return !adw_leaflet_get_folded (self->views) && gtk_widget_get_width (GTK_WIDGET (self)) >= 720;
}

/* Beside the table the panels follow the selection. */
static void
on_selected (AssayCasePage *self)
{
  g_clear_handle_id (&self->open_later, g_source_remove);
  if (has_room_for_both (self))
    self->open_later = g_timeout_add (OPEN_AFTER_MS, on_open_later, self);
}

/* In a narrow window the panels take the table's place, so that arrow keys only select; but whoever
 * taps a row wants to see the exhibit. */
static void
on_clicked (AssayCasePage *self)
{
  if (has_room_for_both (self))
    return;
  g_clear_handle_id (&self->open_later, g_source_remove);
  (void) on_open_later (self);
}

static void
on_counted (AssayCasePage *self)
{
  g_autofree char *number = NULL;
  g_autofree char *count = assay_exhibit_list_dup_count (self->list, &number);

  gtk_label_set_label (self->count, count);
  gtk_label_set_label (self->count_short, number);
}

static void
on_search_changed (AssayCasePage *self)
{
  assay_exhibit_list_set_text (self->list, gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
on_verdict_chosen (AssayCasePage *self)
{
  /* The order of the list in the template: all, then as wanted most often. */
  static const int verdicts[] = { -1, ASSAY_VERDICT_COMPROMISED, ASSAY_VERDICT_ATTENTION,
                                  ASSAY_VERDICT_CLEAR, ASSAY_VERDICT_NOT_APPLICABLE };
  guint chosen = gtk_drop_down_get_selected (self->verdict);

  if (chosen < G_N_ELEMENTS (verdicts))
    assay_exhibit_list_set_verdict (self->list, verdicts[chosen]);
}

void
assay_case_page_clear_filter (AssayCasePage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_drop_down_set_selected (self->verdict, 0);
}

void
assay_case_page_focus_search (AssayCasePage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
on_show_pictures (AssayCasePage *self)
{
  assay_exhibit_list_set_blurred (self->list, !gtk_toggle_button_get_active (self->show_pictures));
}

void
assay_case_page_remind (AssayCasePage *self, const char *text)
{
  gtk_label_set_label (self->overdue, text);
  gtk_widget_set_visible (GTK_WIDGET (self->overdue), *text != '\0');
}

static void
show_state (AssayCasePage *self)
{
  assay_case_page_show_state (self, self->read_only);
}

static void
show_case (AssayCasePage *self)
{
  assay_case_page_show_title (self);
  show_state (self);
  g_signal_connect_object (self->acase, "damaged", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
  assay_case_page_check_records (self->acase, self->cancellable);
  assay_exhibit_list_set_case (self->list, self->acase,
                               assay_workbench_get_client (self->workbench));
  assay_case_page_show_overdue (self);
  gtk_stack_set_visible_child_name (self->stack, "content");
  gtk_widget_child_focus (self->list_pane, GTK_DIR_TAB_FORWARD);
  if (self->wanted_exhibit)
    assay_case_page_select (self, self->wanted_exhibit);
  if (self->wanted_paths)
    {
      g_auto (GStrv) paths = g_steal_pointer (&self->wanted_paths);
      assay_case_page_take_in (self, paths);
    }
}

static void open_case (AssayCasePage *self);

static void
on_case_open (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AssayCasePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayCase) acase
      = assay_workbench_open_case_finish (ASSAY_WORKBENCH (source), result, &error);

  if (!self->workbench)
    return;
  if (acase)
    {
      g_set_object (&self->acase, acase);
      show_case (self);
      return;
    }
  g_autofree char *reason = g_markup_escape_text (error->message, -1);
  adw_status_page_set_description (self->failed_page, reason);
  gtk_widget_set_visible (self->unlock,
                          g_error_matches (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_KEY));
  gtk_stack_set_visible_child_name (self->stack, "failed");
}

static void
open_case (AssayCasePage *self)
{
  gtk_stack_set_visible_child_name (self->stack, "working");
  assay_workbench_open_case_async (self->workbench, self->path, self->cancellable, on_case_open,
                                   g_object_ref (self));
}

static void
retry_open (GtkWidget *widget, const char *action, GVariant *parameter)
{
  open_case (ASSAY_CASE_PAGE (widget));
}

static void
unlock_key (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCasePage *self = ASSAY_CASE_PAGE (widget);

  assay_passphrase_dialog_ask (GTK_WINDOW (gtk_widget_get_root (widget)), self->workbench,
                               G_CALLBACK (open_case), G_OBJECT (self));
}

void
assay_case_page_select (AssayCasePage *self, guint exhibit)
{
  AssayExhibit *wanted = self->acase ? assay_case_get_exhibit (self->acase, exhibit) : NULL;

  self->wanted_exhibit = self->acase ? 0 : exhibit;
  if (!wanted)
    return;
  assay_exhibit_list_select (self->list, exhibit);
  show_exhibit (self, wanted);
}

void
assay_case_page_take_in (AssayCasePage *self, char **paths)
{
  if (!paths[0])
    return;
  if (self->acase)
    assay_exhibit_list_set_work (
        self->list, assay_intake_start (self->workbench, self->acase, paths,
                                        assay_case_page_on_intake_done, G_OBJECT (self)));
  else
    {
      g_strfreev (self->wanted_paths);
      self->wanted_paths = g_strdupv (paths);
    }
}

static void
on_files (GListModel *files, gpointer user_data)
{
  AssayCasePage *self = user_data;
  g_autoptr (GVariant) variant = g_variant_ref_sink (assay_file_drop_paths (files));
  g_auto (GStrv) paths = g_variant_dup_bytestring_array (variant, NULL);

  if (self->acase && assay_case_get_mode (self->acase) == ASSAY_CASE_WRITE)
    assay_case_page_take_in (self, paths);
}

static void
assay_case_page_dispose (GObject *object)
{
  AssayCasePage *self = ASSAY_CASE_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->open_later, g_source_remove);
  assay_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_CASE_PAGE);
  g_clear_object (&self->workbench);
  g_clear_object (&self->acase);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->wanted_paths, g_strfreev);
  g_clear_pointer (&self->viewed, g_hash_table_unref);
  G_OBJECT_CLASS (assay_case_page_parent_class)->dispose (object);
}

static void
assay_case_page_finalize (GObject *object)
{
  g_clear_object (&ASSAY_CASE_PAGE (object)->cancellable);
  G_OBJECT_CLASS (assay_case_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AssayCasePage, title);
  gtk_widget_class_bind_template_child (widget_class, AssayCasePage, jobs_button);
  gtk_widget_class_bind_template_child (widget_class, AssayCasePage, stack);
  gtk_widget_class_bind_template_child (widget_class, AssayCasePage, failed_page);
  gtk_widget_class_bind_template_child (widget_class, AssayCasePage, unlock);
  gtk_widget_class_bind_template_child (widget_class, AssayCasePage, read_only);
  gtk_widget_class_bind_template_child (widget_class, AssayCasePage, overdue);
  gtk_widget_class_bind_template_child (widget_class, AssayCasePage, views);
  gtk_widget_class_bind_template_child (widget_class, AssayCasePage, list_pane);
  gtk_widget_class_bind_template_child (widget_class, AssayCasePage, exhibit_pane);
  gtk_widget_class_bind_template_child (widget_class, AssayCasePage, exhibit_title);
  gtk_widget_class_bind_template_child (widget_class, AssayCasePage, exhibit_bin);
  gtk_widget_class_bind_template_child (widget_class, AssayCasePage, list);
  gtk_widget_class_bind_template_child (widget_class, AssayCasePage, search);
  gtk_widget_class_bind_template_child (widget_class, AssayCasePage, verdict);
  gtk_widget_class_bind_template_child (widget_class, AssayCasePage, show_pictures);
  gtk_widget_class_bind_template_child (widget_class, AssayCasePage, count);
  gtk_widget_class_bind_template_child (widget_class, AssayCasePage, count_short);
  gtk_widget_class_bind_template_child (widget_class, AssayCasePage, tools_menu);
}

static void
assay_case_page_class_init (AssayCasePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_case_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = assay_case_page_finalize;
  g_type_ensure (ASSAY_TYPE_JOBS_BUTTON);
  g_type_ensure (ASSAY_TYPE_EXHIBIT_LIST);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-case-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, arrange);
  gtk_widget_class_bind_template_callback (widget_class, on_opened);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_counted);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_verdict_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_show_pictures);
  gtk_widget_class_install_action (widget_class, "case.retry-open", NULL, retry_open);
  gtk_widget_class_install_action (widget_class, "case.unlock", NULL, unlock_key);
  assay_case_page_install_actions (widget_class);
}

static void
assay_case_page_init (AssayCasePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "realize", G_CALLBACK (on_realize), NULL);
  self->cancellable = g_cancellable_new ();
  self->viewed = g_hash_table_new (NULL, NULL);
  assay_case_page_fill_tools (self->tools_menu);
  assay_drop_down_name (self->verdict, _ ("Show exhibits of one verdict"));
  assay_file_drop_add (GTK_WIDGET (self), self->list_pane, on_files);
  assay_button_labels_wrap (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.close-exhibit", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.add-exhibits", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.verify", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.retention", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.change-key", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.request-timestamp", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.import-timestamp", FALSE);
  gtk_toggle_button_set_active (self->show_pictures,
                                !g_settings_get_boolean (assay_settings_get (), "blur-pictures"));
}

GtkWidget *
assay_case_page_new (AssayWorkbench *workbench, const char *path)
{
  AssayCasePage *self = g_object_new (ASSAY_TYPE_CASE_PAGE, NULL);

  self->workbench = g_object_ref (workbench);
  self->path = g_strdup (path);
  assay_jobs_button_set_jobs (self->jobs_button, assay_workbench_get_jobs (workbench));
  open_case (self);
  return GTK_WIDGET (self);
}
