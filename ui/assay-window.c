/* assay-window.c: see the header. */
#include "assay-window-private.h"

#include "config.h"

#include <glib/gi18n.h>

#include "assay-case-page.h"
#include "assay-check-page.h"
#include "assay-settings.h"
#include "assay-start-page.h"

struct _AssayWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwLeaflet *pages; /* never unfolds: children are the way that led here */

  AssayWorkbench *workbench;
};

G_DEFINE_FINAL_TYPE (AssayWindow, assay_window, ADW_TYPE_APPLICATION_WINDOW)

/* Pages after the visible one are gone: a case that was left must not stay open. */
static void
drop_pages_after_visible (AssayWindow *self)
{
  GtkWidget *next;

  while ((next = adw_leaflet_get_adjacent_child (self->pages, ADW_NAVIGATION_DIRECTION_FORWARD)))
    adw_leaflet_remove (self->pages, next);
}

static void
on_transition (AssayWindow *self)
{
  if (!adw_leaflet_get_child_transition_running (self->pages))
    drop_pages_after_visible (self);
}

void
assay_window_push (AssayWindow *self, GtkWidget *page)
{
  drop_pages_after_visible (self);
  adw_leaflet_append (self->pages, page);
  adw_leaflet_set_visible_child (self->pages, page);
  gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

gboolean
assay_window_pop (AssayWindow *self)
{
  GtkWidget *page = adw_leaflet_get_visible_child (self->pages);

  if (ASSAY_IS_CHECK_PAGE (page) && assay_check_page_go_back (ASSAY_CHECK_PAGE (page)))
    return TRUE;
  if (ASSAY_IS_CASE_PAGE (page) && assay_case_page_go_back (ASSAY_CASE_PAGE (page)))
    return TRUE;
  return adw_leaflet_navigate (self->pages, ADW_NAVIGATION_DIRECTION_BACK);
}

void
assay_window_pop_to_start (AssayWindow *self)
{
  g_autoptr (GtkSelectionModel) pages = adw_leaflet_get_pages (self->pages);
  g_autoptr (AdwLeafletPage) first = g_list_model_get_item (G_LIST_MODEL (pages), 0);

  adw_leaflet_set_visible_child (self->pages, adw_leaflet_page_get_child (first));
}

void
assay_window_toast (AssayWindow *self, const char *text)
{
  /* A toast reads markup, and the text may hold the name of a file. */
  g_autofree char *plain = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (plain));
}

AssayWorkbench *
assay_window_get_workbench (AssayWindow *self)
{
  return self->workbench;
}

static void
check_path (AssayWindow *self, const char *path)
{
  GtkWidget *page = adw_leaflet_get_visible_child (self->pages);

  /* A check takes the place of an earlier one: going back leads to where the first began. */
  if (ASSAY_IS_CHECK_PAGE (page))
    {
      adw_leaflet_set_visible_child (
          self->pages, adw_leaflet_get_adjacent_child (self->pages, ADW_NAVIGATION_DIRECTION_BACK));
      drop_pages_after_visible (self);
    }
  assay_window_push (self, assay_check_page_new (self->workbench, path));
}

void
assay_window_open_case (AssayWindow *self, const char *path)
{
  assay_window_push (self, assay_case_page_new (self->workbench, path));
}

static gboolean
is_case_folder (GFile *file)
{
  g_autoptr (GFile) database = g_file_get_child (file, "case.db");

  return g_file_query_exists (database, NULL);
}

void
assay_window_receive (AssayWindow *self, GListModel *files)
{
  g_autoptr (GFile) first = g_list_model_get_item (files, 0);
  const char *path = g_file_peek_path (first);

  if (g_list_model_get_n_items (files) == 1 && is_case_folder (first))
    assay_window_open_case (self, path);
  else if (g_list_model_get_n_items (files) == 1)
    check_path (self, path);
  else
    {
      g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
      for (guint i = 0; i < g_list_model_get_n_items (files); i++)
        {
          g_autoptr (GFile) file = g_list_model_get_item (files, i);
          g_ptr_array_add (paths, g_file_get_path (file));
        }
      g_ptr_array_add (paths, NULL);
      gtk_widget_activate_action (GTK_WIDGET (self), "win.new-case-with", "^aay", paths->pdata);
    }
}

static void
restore_size (AssayWindow *self)
{
  GSettings *settings = assay_settings_get ();

  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static gboolean
assay_window_close_request (GtkWindow *window)
{
  GSettings *settings = assay_settings_get ();
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (settings, "window-width", width);
  g_settings_set_int (settings, "window-height", height);
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (window));
  return GTK_WINDOW_CLASS (assay_window_parent_class)->close_request (window);
}

static void
assay_window_dispose (GObject *object)
{
  AssayWindow *self = ASSAY_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_WINDOW);
  g_clear_object (&self->workbench);
  G_OBJECT_CLASS (assay_window_parent_class)->dispose (object);
}

static void
assay_window_class_init (AssayWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = assay_window_close_request;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-window.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, AssayWindow, pages);
  gtk_widget_class_bind_template_callback (widget_class, on_transition);
  assay_window_install_actions (widget_class);
}

static void
assay_window_init (AssayWindow *self)
{
  /* On a screen of few pixels text that starts between two of them loses its uppermost row: GTK 4.8
   * drew "image/jpeg" without the dots of i and j. */
  g_object_set (gtk_settings_get_default (), "gtk-hint-font-metrics", TRUE, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

AssayWindow *
assay_window_new (GtkApplication *application, AssayWorkbench *workbench)
{
  AssayWindow *self = g_object_new (ASSAY_TYPE_WINDOW, "application", application, NULL);

  self->workbench = g_object_ref (workbench);
  restore_size (self);
  adw_leaflet_append (self->pages, assay_start_page_new (workbench));
  return self;
}
