/* assay-help-window.c: see the header. The texts are the .ui files of resources/help, where gettext
 * finds them. */
#include "assay-help-window.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define ASSAY_TYPE_HELP_WINDOW (assay_help_window_get_type ())
G_DECLARE_FINAL_TYPE (AssayHelpWindow, assay_help_window, ASSAY, HELP_WINDOW, AdwWindow)

struct _AssayHelpWindow
{
  AdwWindow parent_instance;

  AdwLeaflet *leaflet;
  GtkWidget *list_pane;
  GtkWidget *text_pane;
  GtkListBox *list;
  GtkStack *pages;
  AdwWindowTitle *title;
  GtkScrolledWindow *scroller;
};

typedef struct
{
  const char *id;
  const char *title;
} Page;

/* Panels in the order of the panel table; a test compares both. */
static const Page help_pages[] = {
  { "start", N_ ("What Assay does") },
  { "check", N_ ("Quick check") },
  { "case", N_ ("Cases and exhibits") },
  { "verify", N_ ("Verifying a case") },
  { "overview", N_ ("Overview") },
  { "metadata", N_ ("Metadata") },
  { "structure", N_ ("Structure") },
  { "image", N_ ("Image") },
  { "replay", N_ ("Replay") },
  { "wavemark", N_ ("Waveform mark") },
  { "videomark", N_ ("Video mark") },
  { "cipher", N_ ("Encryption") },
  { "custody", N_ ("Custody") },
  { "report", N_ ("Report") },
  { "verify-report", N_ ("Verify report") },
};

/* The heading of what should be read first: an id in a page, and what a page is asked for with. */
#define CAUTION "caution"

G_DEFINE_FINAL_TYPE (AssayHelpWindow, assay_help_window, ADW_TYPE_WINDOW)

/* A page is built when it is first read. */
static void
show_page (AssayHelpWindow *self, guint index)
{
  const Page *page = &help_pages[index];

  if (!gtk_stack_get_child_by_name (self->pages, page->id))
    {
      g_autofree char *path = g_strdup_printf ("/org/assay/Workbench/help/%s.ui", page->id);
      g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (path);
      GtkWidget *child = GTK_WIDGET (gtk_builder_get_object (builder, "page"));

      gtk_stack_add_named (self->pages, child, page->id);
      g_object_set_data (G_OBJECT (child), CAUTION, gtk_builder_get_object (builder, CAUTION));
    }
  gtk_stack_set_visible_child_name (self->pages, page->id);
  adw_window_title_set_title (self->title, _ (page->title));
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static void
on_row_selected (AssayHelpWindow *self, GtkListBoxRow *row)
{
  if (row)
    show_page (self, (guint) gtk_list_box_row_get_index (row));
}

static void
on_row_activated (AssayHelpWindow *self)
{
  adw_leaflet_set_visible_child (self->leaflet, self->text_pane);
}

static void
go_back (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayHelpWindow *self = ASSAY_HELP_WINDOW (widget);

  adw_leaflet_set_visible_child (self->leaflet, self->list_pane);
}

static void
assay_help_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_HELP_WINDOW);
  G_OBJECT_CLASS (assay_help_window_parent_class)->dispose (object);
}

static void
assay_help_window_class_init (AssayHelpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_help_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-help-window.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayHelpWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, AssayHelpWindow, list_pane);
  gtk_widget_class_bind_template_child (widget_class, AssayHelpWindow, text_pane);
  gtk_widget_class_bind_template_child (widget_class, AssayHelpWindow, list);
  gtk_widget_class_bind_template_child (widget_class, AssayHelpWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, AssayHelpWindow, title);
  gtk_widget_class_bind_template_child (widget_class, AssayHelpWindow, scroller);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_install_action (widget_class, "help.back", NULL, go_back);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
assay_help_window_init (AssayHelpWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < G_N_ELEMENTS (help_pages); i++)
    {
      GtkWidget *label = gtk_label_new (_ (help_pages[i].title));
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_list_box_append (self->list, label);
    }
}

/* Once the text has its place: the heading goes to the top. */
static gboolean
scroll_to_caution (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  AssayHelpWindow *self = ASSAY_HELP_WINDOW (widget);
  GtkWidget *page = gtk_stack_get_visible_child (self->pages);
  GtkWidget *heading = page != NULL ? g_object_get_data (G_OBJECT (page), CAUTION) : NULL;
  graphene_point_t top = GRAPHENE_POINT_INIT (0, 0);

  if (heading == NULL)
    return G_SOURCE_REMOVE;
  if (gtk_widget_get_height (heading) == 0
      || !gtk_widget_compute_point (heading, GTK_WIDGET (self->scroller), &top, &top))
    return G_SOURCE_CONTINUE;
  gtk_adjustment_set_value (
      gtk_scrolled_window_get_vadjustment (self->scroller),
      gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->scroller))
          + (double) top.y);
  return G_SOURCE_REMOVE;
}

/* The one that is open, NULL if none is. */
static AssayHelpWindow *
find_open (GtkApplication *application)
{
  for (GList *at = gtk_application_get_windows (application); at; at = at->next)
    if (ASSAY_IS_HELP_WINDOW (at->data))
      return at->data;
  return NULL;
}

void
assay_help_window_show (GtkApplication *application, const char *page)
{
  AssayHelpWindow *self = find_open (application);
  g_auto (GStrv) parts = g_strsplit (page != NULL ? page : "", "/", 2);
  int index = 0;

  if (!self)
    self = g_object_new (ASSAY_TYPE_HELP_WINDOW, "application", application, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (help_pages); i++)
    if (g_strcmp0 (help_pages[i].id, parts[0]) == 0)
      index = (int) i;
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, index));
  adw_leaflet_set_visible_child (self->leaflet, self->text_pane);
  gtk_window_present (GTK_WINDOW (self));
  if (parts[0] != NULL && g_strcmp0 (parts[1], CAUTION) == 0)
    gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_to_caution, NULL, NULL);
}
