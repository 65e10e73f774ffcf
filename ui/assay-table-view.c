/* assay-table-view.c: see the header. Store → filter → sort → selection → column view; cells are
 * only bound. */
#include "assay-table-view.h"

#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "assay-page-wheel.h"
#include "assay-save-text.h"
#include "assay-table-column.h"
#include "assay-table-model.h"
#include "assay-widget.h"
#include "plot/assay-plot-csv.h"

/* Above this, filtering and sorting are done in slices between frames. */
#define INCREMENTAL_FROM 1000
/* Height at which an embedded table begins to scroll in itself, px, and what one row and the header
 * take. */
#define EMBEDDED_HEIGHT 360
#define ROW_HEIGHT 25
#define HEADER_HEIGHT 34
/* Rows that an embedded table has before a search is offered: fewer are seen at a glance. */
#define ROWS_SEARCHED 10
#define HEADER_LINE 17

struct _AssayTableView
{
  GtkWidget parent_instance;

  GtkWidget *bar;
  GtkLabel *title;
  GtkSearchEntry *search;
  GtkScrolledWindow *scroller;
  GtkColumnView *view;
  GtkLabel *note;

  AssayTable *table;
  GtkFilter *filter;
  GtkSingleSelection *selection;
  char *needle; /* case-folded; NULL without search */
  guint header_lines;
  gboolean embedded;
};

enum
{
  ROW_SELECTED,
  ROW_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AssayTableView, assay_table_view, GTK_TYPE_WIDGET)

static gboolean
row_matches (const AssayTable *table, guint row, const char *needle)
{
  for (guint i = 0; i < assay_table_get_n_columns (table); i++)
    {
      g_autofree char *text = assay_table_people_text (table, row, i);
      g_autofree char *folded = g_utf8_casefold (text, -1);

      if (strstr (folded, needle) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* A branch stays while anything below it matches. */
static gboolean
match_row (gpointer item, gpointer data)
{
  AssayTableView *self = data;
  g_autoptr (AssayTableRow) row = assay_table_row_of_item (item);
  guint index = assay_table_row_get_index (row);
  guint depth = assay_table_get_depth (self->table, index);

  if (self->needle == NULL || row_matches (self->table, index, self->needle))
    return TRUE;
  for (guint i = index + 1;
       i < assay_table_get_n_rows (self->table) && assay_table_get_depth (self->table, i) > depth;
       i++)
    {
      if (row_matches (self->table, i, self->needle))
        return TRUE;
    }
  return FALSE;
}

static void
update_note (AssayTableView *self)
{
  guint64 dropped = assay_table_get_n_dropped (self->table);
  guint n = assay_table_get_n_rows (self->table);
  g_autofree char *text = NULL;

  if (self->needle != NULL)
    {
      guint shown = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

      text = g_strdup_printf (ngettext ("%u of %u row", "%u of %u rows", n), shown, n);
    }
  else if (dropped > 0)
    {
      text = g_strdup_printf (_ ("%u rows are shown; %" PRIu64 " more did not fit."), n, dropped);
    }
  else
    {
      text = g_strdup_printf (ngettext ("%u row", "%u rows", n), n);
    }
  gtk_label_set_label (self->note, text);
}

static void
on_search_changed (AssayTableView *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

  g_clear_pointer (&self->needle, g_free);
  if (*text != '\0')
    self->needle = g_utf8_casefold (text, -1);
  if (self->filter != NULL)
    gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  if (self->table != NULL)
    update_note (self);
}

static GListModel *
make_children (gpointer item, gpointer data)
{
  return G_LIST_MODEL (assay_table_model_new_children (item));
}

static void
on_selected (AssayTableView *self)
{
  g_signal_emit (self, signals[ROW_SELECTED], 0, assay_table_view_get_selected (self));
}

static void
on_activate (AssayTableView *self)
{
  g_signal_emit (self, signals[ROW_ACTIVATED], 0, assay_table_view_get_selected (self));
}

/* The chain of models behind the view. */
static void
build_models (AssayTableView *self)
{
  GListModel *base = G_LIST_MODEL (assay_table_model_new (self->table));
  gboolean large = assay_table_get_n_rows (self->table) > INCREMENTAL_FROM;
  gboolean tree = assay_table_is_tree (self->table);
  GtkFilterListModel *filtered;
  GtkSortListModel *sorted;
  GtkSorter *sorter = gtk_column_view_get_sorter (self->view);

  if (tree)
    base = G_LIST_MODEL (gtk_tree_list_model_new (
        base, FALSE, assay_table_get_n_rows (self->table) <= 400, make_children, NULL, NULL));
  self->filter = GTK_FILTER (gtk_custom_filter_new (match_row, self, NULL));
  filtered = gtk_filter_list_model_new (base, g_object_ref (self->filter));
  gtk_filter_list_model_set_incremental (filtered, large);
  sorted = gtk_sort_list_model_new (G_LIST_MODEL (filtered), tree ? NULL : g_object_ref (sorter));
  gtk_sort_list_model_set_incremental (sorted, large);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (sorted));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  g_signal_connect_swapped (self->selection, "notify::selected", G_CALLBACK (on_selected), self);
  g_signal_connect_swapped (self->selection, "items-changed", G_CALLBACK (update_note), self);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
}

static void
clear (AssayTableView *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  gtk_column_view_set_model (self->view, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->filter);
  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (self->view, column);
    }
  g_clear_pointer (&self->table, assay_table_unref);
}

/* A column view asks for hardly any height by itself, so an embedded table asks for that of its
 * rows. */
static void
fit_height (AssayTableView *self)
{
  guint n = self->table != NULL ? assay_table_get_n_rows (self->table) : 0;
  int header = HEADER_HEIGHT + HEADER_LINE * (int) (MAX (self->header_lines, 1) - 1);
  int height = header + ROW_HEIGHT * (int) MIN (n, 100);

  gtk_scrolled_window_set_min_content_height (self->scroller,
                                              self->embedded ? MIN (height, EMBEDDED_HEIGHT) : 120);
  /* when all rows show, the wheel belongs to the page */
  gtk_scrolled_window_set_policy (
      self->scroller, GTK_POLICY_AUTOMATIC,
      self->embedded && height <= EMBEDDED_HEIGHT ? GTK_POLICY_NEVER : GTK_POLICY_AUTOMATIC);
  gtk_widget_set_visible (GTK_WIDGET (self->search), !self->embedded || n > ROWS_SEARCHED);
}

static void
copy_text (AssayTableView *self, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
copy_row (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayTableView *self = ASSAY_TABLE_VIEW (widget);
  int row = assay_table_view_get_selected (self);
  GString *text = g_string_new (NULL);
  g_autofree char *done = NULL;

  for (guint i = 0; row >= 0 && i < assay_table_get_n_columns (self->table); i++)
    {
      g_autofree char *cell = assay_table_cell_text (self->table, (guint) row, i);

      g_string_append_printf (text, "%s%s", i > 0 ? "\t" : "", cell);
    }
  done = g_string_free (text, FALSE);
  if (*done != '\0')
    copy_text (self, done);
}

static void
copy_all (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayTableView *self = ASSAY_TABLE_VIEW (widget);
  g_autofree char *text = self->table != NULL ? assay_table_to_csv (self->table) : NULL;

  if (text != NULL)
    copy_text (self, text);
}

static void
save_csv (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayTableView *self = ASSAY_TABLE_VIEW (widget);
  g_autofree char *name = NULL;

  if (self->table == NULL)
    return;
  name = g_strconcat (assay_table_get_id (self->table), ".csv", NULL);
  assay_save_text (widget, _ ("Save the table"), name, assay_table_to_csv (self->table));
}

static void
assay_table_view_dispose (GObject *object)
{
  AssayTableView *self = ASSAY_TABLE_VIEW (object);

  if (self->view != NULL)
    clear (self);
  g_clear_pointer (&self->needle, g_free);
  assay_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_TABLE_VIEW);
  G_OBJECT_CLASS (assay_table_view_parent_class)->dispose (object);
}

static void
assay_table_view_class_init (AssayTableViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_table_view_dispose;
  signals[ROW_SELECTED] = g_signal_new ("row-selected", ASSAY_TYPE_TABLE_VIEW, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[ROW_ACTIVATED] = g_signal_new ("row-activated", ASSAY_TYPE_TABLE_VIEW, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-table-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayTableView, bar);
  gtk_widget_class_bind_template_child (widget_class, AssayTableView, title);
  gtk_widget_class_bind_template_child (widget_class, AssayTableView, search);
  gtk_widget_class_bind_template_child (widget_class, AssayTableView, scroller);
  gtk_widget_class_bind_template_child (widget_class, AssayTableView, view);
  gtk_widget_class_bind_template_child (widget_class, AssayTableView, note);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_install_action (widget_class, "table.copy-row", NULL, copy_row);
  gtk_widget_class_install_action (widget_class, "table.copy-all", NULL, copy_all);
  gtk_widget_class_install_action (widget_class, "table.save-csv", NULL, save_csv);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "table.copy-row",
                                       NULL);
}

static void
assay_table_view_init (AssayTableView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  assay_page_wheel_pass (GTK_WIDGET (self->scroller));
}

GtkWidget *
assay_table_view_new (void)
{
  return g_object_new (ASSAY_TYPE_TABLE_VIEW, NULL);
}

void
assay_table_view_set_table (AssayTableView *self, AssayTable *table, const char *const *hidden)
{
  gboolean first = TRUE;
  const char *title;

  if (table != NULL)
    assay_table_ref (table);
  clear (self);
  self->table = table;
  if (table == NULL)
    return;
  title = assay_table_get_title (table);
  title = *title != '\0' ? g_dgettext (NULL, title) : _ ("Table");
  gtk_label_set_label (self->title, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  self->header_lines = 1;
  for (guint i = 0; i < assay_table_get_n_columns (table); i++)
    {
      const AssayColumn *column = assay_table_get_column (table, i);

      if (hidden != NULL && g_strv_contains (hidden, column->id))
        continue;
      gtk_column_view_append_column (self->view,
                                     assay_table_column_new (table, i, first, &self->header_lines));
      first = FALSE;
    }
  build_models (self);
  fit_height (self);
  on_search_changed (self);
}

AssayTable *
assay_table_view_get_table (AssayTableView *self)
{
  return self->table;
}

void
assay_table_view_set_titled (AssayTableView *self, gboolean titled)
{
  gtk_widget_set_visible (GTK_WIDGET (self->title), titled);
  gtk_widget_set_hexpand (GTK_WIDGET (self->search), !titled);
}

int
assay_table_view_get_selected (AssayTableView *self)
{
  g_autoptr (AssayTableRow) row = NULL;

  if (self->selection == NULL)
    return -1;
  row = assay_table_row_of_item (gtk_single_selection_get_selected_item (self->selection));
  return row != NULL ? (int) assay_table_row_get_index (row) : -1;
}

void
assay_table_view_set_embedded (AssayTableView *self, gboolean embedded)
{
  self->embedded = embedded;
  gtk_widget_set_vexpand (GTK_WIDGET (self->scroller), !embedded);
  fit_height (self);
}
