/* assay-exhibit-list.c: the models of the exhibit table. What its cells show is in
 * assay-exhibit-columns.c. */
#include "assay-exhibit-list.h"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "assay-exhibit-columns.h"
#include "assay-thumbnail-cache.h"
#include "assay-widget.h"

/* All columns need about this much; below it the facts stand under the name. */
#define ALL_COLUMNS_FROM 820

struct _AssayExhibitList
{
  GtkWidget parent_instance;

  GtkColumnView *view;
  GtkStack *stack;
  GtkLabel *work_name;
  GtkLabel *work_status;
  GtkProgressBar *work_bar;

  AssayExhibitColumns columns;
  AssayThumbnailCache *thumbnails;
  GtkCustomFilter *filter;
  GtkFilterListModel *filtered;
  GtkSortListModel *sorted;
  GtkMultiSelection *selection;
  AssayCase *acase;
  AssayJob *work; /* the newest; NULL before the first */
  char *text;     /* case-folded, NULL for all */
  int verdict;
  guint arrange;
};

enum
{
  OPENED,
  SELECTED,
  CLICKED,
  COUNTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AssayExhibitList, assay_exhibit_list, GTK_TYPE_WIDGET)

static gboolean
holds (const char *text, const char *wanted)
{
  g_autofree char *folded = text ? g_utf8_casefold (text, -1) : NULL;

  return folded && strstr (folded, wanted) != NULL;
}

static gboolean
match (gpointer item, gpointer user_data)
{
  AssayExhibitList *self = user_data;
  AssayExhibit *exhibit = item;

  if (self->verdict >= 0 && (int) assay_exhibit_get_verdict (exhibit) != self->verdict)
    return FALSE;
  return !self->text || holds (assay_exhibit_get_name (exhibit), self->text)
         || holds (assay_exhibit_get_mime (exhibit), self->text)
         || g_str_has_prefix (assay_exhibit_get_sha256 (exhibit), self->text)
         || holds (assay_exhibit_get_source (exhibit), self->text)
         || holds (assay_exhibit_get_note (exhibit), self->text);
}

/* Where nothing is looked for there is no filter: it would show its first matches while the others
 * are still to come. */
static void
look_again (AssayExhibitList *self)
{
  GtkFilter *filter = self->text || self->verdict >= 0 ? GTK_FILTER (self->filter) : NULL;

  if (gtk_filter_list_model_get_filter (self->filtered) != filter)
    gtk_filter_list_model_set_filter (self->filtered, filter);
  else if (filter)
    gtk_filter_changed (filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static guint
get_n_shown (AssayExhibitList *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
}

static guint
get_n_all (AssayExhibitList *self)
{
  return self->acase ? g_list_model_get_n_items (G_LIST_MODEL (self->acase)) : 0;
}

static void
on_counted (AssayExhibitList *self)
{
  guint all = get_n_all (self);
  gboolean looking = gtk_filter_list_model_get_pending (self->filtered) > 0;
  const char *state = "content";

  if (all == 0)
    state = self->work && assay_job_is_running (self->work) ? "working" : "empty";
  else if (get_n_shown (self) == 0 && !looking)
    state = "no-match";
  gtk_stack_set_visible_child_name (self->stack, state);
  g_signal_emit (self, signals[COUNTED], 0);
}

static void
cancel_work (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayExhibitList *self = ASSAY_EXHIBIT_LIST (widget);

  if (self->work)
    assay_job_cancel (self->work);
}

static void
on_activated (AssayExhibitList *self, guint position)
{
  g_autoptr (AssayExhibit) exhibit
      = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (exhibit)
    g_signal_emit (self, signals[OPENED], 0, exhibit);
}

static void
on_selection_changed (AssayExhibitList *self)
{
  g_autoptr (GtkBitset) selected
      = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  if (gtk_bitset_get_size (selected) == 1)
    g_signal_emit (self, signals[SELECTED], 0);
}

/* A click that only selects, on a row: the list inside the view is what lies behind all rows. */
static void
on_released (GtkGestureClick *gesture, int n_press, double x, double y, AssayExhibitList *self)
{
  GtkWidget *rows = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  GdkModifierType held
      = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  if (n_press == 1 && !(held & (GDK_CONTROL_MASK | GDK_SHIFT_MASK))
      && gtk_widget_pick (rows, x, y, GTK_PICK_DEFAULT) != rows)
    g_signal_emit (self, signals[CLICKED], 0);
}

static gboolean
on_arrange (gpointer data)
{
  AssayExhibitList *self = data;

  self->arrange = 0;
  assay_exhibit_columns_set_compact (&self->columns,
                                     gtk_widget_get_width (GTK_WIDGET (self)) < ALL_COLUMNS_FROM);
  return G_SOURCE_REMOVE;
}

static void
assay_exhibit_list_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  gtk_widget_measure (GTK_WIDGET (ASSAY_EXHIBIT_LIST (widget)->stack), orientation, for_size,
                      minimum, natural, minimum_baseline, natural_baseline);
}

static void
assay_exhibit_list_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  AssayExhibitList *self = ASSAY_EXHIBIT_LIST (widget);
  gboolean compact = width < ALL_COLUMNS_FROM;

  gtk_widget_size_allocate (GTK_WIDGET (self->stack), &(GtkAllocation){ 0, 0, width, height },
                            baseline);
  /* Columns cannot come and go while sizes are being given out. */
  if (compact != self->columns.compact && !self->arrange)
    self->arrange = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_arrange, self, NULL);
}

static void
assay_exhibit_list_dispose (GObject *object)
{
  AssayExhibitList *self = ASSAY_EXHIBIT_LIST (object);

  g_clear_handle_id (&self->arrange, g_source_remove);
  if (self->work)
    g_signal_handlers_disconnect_by_data (self->work, self);
  g_clear_object (&self->work);
  if (self->filtered)
    g_signal_handlers_disconnect_by_data (self->filtered, self);
  if (self->selection)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  assay_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_EXHIBIT_LIST);
  assay_exhibit_columns_clear (&self->columns);
  g_clear_object (&self->selection);
  g_clear_object (&self->sorted);
  g_clear_object (&self->filtered);
  g_clear_object (&self->filter);
  g_clear_object (&self->thumbnails);
  g_clear_object (&self->acase);
  g_clear_pointer (&self->text, g_free);
  G_OBJECT_CLASS (assay_exhibit_list_parent_class)->dispose (object);
}

static void
assay_exhibit_list_class_init (AssayExhibitListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_exhibit_list_dispose;
  signals[OPENED] = g_signal_new ("opened", ASSAY_TYPE_EXHIBIT_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, ASSAY_TYPE_EXHIBIT);
  signals[SELECTED] = g_signal_new ("selected", ASSAY_TYPE_EXHIBIT_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
  signals[CLICKED] = g_signal_new ("clicked", ASSAY_TYPE_EXHIBIT_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[COUNTED] = g_signal_new ("counted", ASSAY_TYPE_EXHIBIT_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  widget_class->measure = assay_exhibit_list_measure;
  widget_class->size_allocate = assay_exhibit_list_size_allocate;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-exhibit-list.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayExhibitList, view);
  gtk_widget_class_bind_template_child (widget_class, AssayExhibitList, stack);
  gtk_widget_class_bind_template_child (widget_class, AssayExhibitList, work_name);
  gtk_widget_class_bind_template_child (widget_class, AssayExhibitList, work_status);
  gtk_widget_class_bind_template_child (widget_class, AssayExhibitList, work_bar);
  gtk_widget_class_install_action (widget_class, "exhibits.cancel", NULL, cancel_work);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
}

static void
assay_exhibit_list_init (AssayExhibitList *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (gtk_widget_get_last_child (GTK_WIDGET (self->view)),
                             GTK_EVENT_CONTROLLER (click));
  self->verdict = -1;
  self->thumbnails = assay_thumbnail_cache_new ();
  assay_exhibit_columns_add (&self->columns, self->view, self->thumbnails);

  /* Each model keeps the one before it; both work in slices so that 10 000 rows never stop the
   * window. */
  self->filter = gtk_custom_filter_new (match, self, NULL);
  self->filtered = gtk_filter_list_model_new (NULL, NULL);
  gtk_filter_list_model_set_incremental (self->filtered, TRUE);
  self->sorted = gtk_sort_list_model_new (G_LIST_MODEL (g_object_ref (self->filtered)),
                                          g_object_ref (gtk_column_view_get_sorter (self->view)));
  gtk_sort_list_model_set_incremental (self->sorted, TRUE);
  self->selection = gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (self->sorted)));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_swapped (self->selection, "selection-changed", G_CALLBACK (on_selection_changed),
                            self);
  g_signal_connect_swapped (self->filtered, "items-changed", G_CALLBACK (on_counted), self);
  g_signal_connect_swapped (self->filtered, "notify::pending", G_CALLBACK (on_counted), self);
}

void
assay_exhibit_list_set_case (AssayExhibitList *self, AssayCase *acase, AssayClient *client)
{
  if (!g_set_object (&self->acase, acase))
    return;
  assay_thumbnail_cache_set_case (self->thumbnails, acase, client);
  gtk_filter_list_model_set_model (self->filtered, G_LIST_MODEL (acase));
  on_counted (self);
}

void
assay_exhibit_list_set_work (AssayExhibitList *self, AssayJob *work)
{
  if (self->work)
    g_signal_handlers_disconnect_by_data (self->work, self);
  if (!g_set_object (&self->work, work))
    return;
  g_object_bind_property (work, "subtitle", self->work_name, "label", G_BINDING_SYNC_CREATE);
  g_object_bind_property (work, "status", self->work_status, "label", G_BINDING_SYNC_CREATE);
  g_object_bind_property (work, "fraction", self->work_bar, "fraction", G_BINDING_SYNC_CREATE);
  g_signal_connect_swapped (work, "notify::running", G_CALLBACK (on_counted), self);
  on_counted (self);
}

void
assay_exhibit_list_set_blurred (AssayExhibitList *self, gboolean blurred)
{
  assay_thumbnail_cache_set_blurred (self->thumbnails, blurred);
}

void
assay_exhibit_list_set_text (AssayExhibitList *self, const char *text)
{
  g_free (self->text);
  self->text = text && *text ? g_utf8_casefold (text, -1) : NULL;
  look_again (self);
  on_counted (self);
}

void
assay_exhibit_list_set_verdict (AssayExhibitList *self, int verdict)
{
  self->verdict = verdict;
  look_again (self);
  on_counted (self);
}

char *
assay_exhibit_list_dup_count (AssayExhibitList *self, char **number)
{
  guint shown = get_n_shown (self);
  guint all = get_n_all (self);

  *number = shown == all ? g_strdup_printf ("%u", all) : g_strdup_printf ("%u/%u", shown, all);
  if (shown == all)
    return g_strdup_printf (ngettext ("%u exhibit", "%u exhibits", all), all);
  /* Translators: number of exhibits shown, number of all. */
  return g_strdup_printf (ngettext ("%u of %u exhibit", "%u of %u exhibits", all), shown, all);
}

GPtrArray *
assay_exhibit_list_dup_selection (AssayExhibitList *self)
{
  GPtrArray *exhibits = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GtkBitset) selected
      = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  guint64 n = gtk_bitset_get_size (selected);

  for (guint64 i = 0; i < n; i++)
    g_ptr_array_add (exhibits, g_list_model_get_item (G_LIST_MODEL (self->selection),
                                                      gtk_bitset_get_nth (selected, (guint) i)));
  return exhibits;
}

AssayExhibit *
assay_exhibit_list_get_selected (AssayExhibitList *self)
{
  g_autoptr (GPtrArray) selected = assay_exhibit_list_dup_selection (self);

  /* The case keeps it. */
  return selected->len > 0 ? g_ptr_array_index (selected, 0) : NULL;
}

void
assay_exhibit_list_select (AssayExhibitList *self, guint number)
{
  GListModel *shown = G_LIST_MODEL (self->selection);

  for (guint i = 0; i < g_list_model_get_n_items (shown); i++)
    {
      g_autoptr (AssayExhibit) exhibit = g_list_model_get_item (shown, i);
      if (assay_exhibit_get_number (exhibit) != number)
        continue;
      gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), i, TRUE);
      /* GTK 4.8 has no call for it: the list inside the view is its last child and has the action.
       */
      gtk_widget_activate_action (gtk_widget_get_last_child (GTK_WIDGET (self->view)),
                                  "list.scroll-to-item", "u", i);
      return;
    }
}
