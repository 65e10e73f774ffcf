/* assay-exhibit-view.c: see the header. */
#include "assay-exhibit-view.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "assay-panel-list.h"
#include "assay-panel-row.h"
#include "assay-panel.h"
#include "assay-widget.h"

/* Below this width the side list would leave a panel less than a phone's screen. */
#define SIDE_LIST_FROM 560
/* px of a panel. */
#define READABLE 600
/* Whoever walks along the list with the arrow keys passes panels without wanting what they run. */
#define SHOW_AFTER_MS 250

struct _AssayExhibitView
{
  GtkWidget parent_instance;

  GtkWidget *side;
  GtkListBox *side_list;
  GtkWidget *top;
  GtkMenuButton *picker;
  GtkImage *picker_icon;
  GtkLabel *picker_title;
  GtkPopover *picker_popover;
  GtkListBox *picker_list;
  GtkStack *stack;

  AssaySubject *subject;
  const AssayPanelInfo *shown;
  guint show_later;
};

G_DEFINE_FINAL_TYPE (AssayExhibitView, assay_exhibit_view, GTK_TYPE_WIDGET)

/* Natural width: side list and a readable panel, the same for every panel, so that what stands
 * beside it keeps its width; minimum: the panel alone. */
static void
assay_exhibit_view_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  AssayExhibitView *self = ASSAY_EXHIBIT_VIEW (widget);
  int side_min, side_nat, top_min, top_nat, stack_min, stack_nat;

  gtk_widget_measure (self->side, orientation, -1, &side_min, &side_nat, NULL, NULL);
  gtk_widget_measure (self->top, orientation, -1, &top_min, &top_nat, NULL, NULL);
  gtk_widget_measure (GTK_WIDGET (self->stack), orientation, -1, &stack_min, &stack_nat, NULL,
                      NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (top_min, stack_min);
      *natural = MAX (side_nat + READABLE, *minimum);
    }
  else
    {
      *minimum = top_min + stack_min;
      *natural = MAX (MAX (side_nat, top_nat + stack_nat), *minimum);
    }
}

static void
assay_exhibit_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  AssayExhibitView *self = ASSAY_EXHIBIT_VIEW (widget);
  gboolean wide = width >= SIDE_LIST_FROM;
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation side = { 0 }, top = { 0 }, content = { 0, 0, width, height };

  gtk_widget_set_child_visible (self->side, wide);
  gtk_widget_set_child_visible (self->top, !wide);
  if (wide)
    {
      gtk_widget_measure (self->side, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &side.width, NULL,
                          NULL);
      side.height = height;
      side.x = mirrored ? width - side.width : 0;
      content.x = mirrored ? 0 : side.width;
      content.width = width - side.width;
      gtk_widget_size_allocate (self->side, &side, -1);
    }
  else
    {
      gtk_widget_measure (self->top, GTK_ORIENTATION_VERTICAL, width, NULL, &top.height, NULL,
                          NULL);
      top.width = width;
      content.y = top.height;
      content.height = height - top.height;
      gtk_widget_size_allocate (self->top, &top, -1);
    }
  gtk_widget_size_allocate (GTK_WIDGET (self->stack), &content, -1);
}

/* A panel whose medium this is not says so instead of disappearing. */
static GtkWidget *
make_panel (const AssayPanelInfo *info)
{
  return g_object_new (info->type (), "id", info->id, "title", _ (info->title), "icon-name",
                       info->icon, NULL);
}

static void
tell_panel (AssayExhibitView *self)
{
  GtkWidget *panel = gtk_stack_get_child_by_name (self->stack, self->shown->id);

  if (!panel)
    {
      panel = make_panel (self->shown);
      gtk_stack_add_named (self->stack, panel, self->shown->id);
    }
  gtk_stack_set_visible_child (self->stack, panel);
  if (!self->subject)
    return;
  if (self->shown->kinds & assay_subject_get_kinds (self->subject))
    assay_panel_set_subject (ASSAY_PANEL (panel), self->subject);
  else
    assay_panel_show_empty (ASSAY_PANEL (panel), self->shown->icon,
                            _ ("Does not apply to this file"), _ (self->shown->why_not));
}

/* Dims the panels that say nothing about this kind of file. */
static void
mark_rows (GtkListBox *list, guint kinds)
{
  for (guint i = 0; i < assay_panel_list_get_n (); i++)
    assay_panel_row_set_applies (ASSAY_PANEL_ROW (gtk_list_box_get_row_at_index (list, (int) i)),
                                 kinds == ASSAY_MEDIA_NONE
                                     || (assay_panel_list_get (i)->kinds & kinds) != 0);
}

/* Which panels apply depends on the type, which the first run tells. */
static void
on_kinds (AssayExhibitView *self)
{
  const guint kinds
      = self->subject != NULL ? assay_subject_get_kinds (self->subject) : ASSAY_MEDIA_NONE;

  mark_rows (self->side_list, kinds);
  mark_rows (self->picker_list, kinds);
  tell_panel (self);
}

/* The list is one stop of the Tab key: arrows choose in it, Tab goes on into the panel. GTK's own
 * would stop at each row and choose it. */
static void
keep_one_stop (GtkListBox *list, GtkWidget *chosen)
{
  gboolean inside = gtk_widget_get_focus_child (GTK_WIDGET (list)) != NULL;

  gtk_widget_set_can_focus (chosen, TRUE);
  if (inside)
    gtk_widget_grab_focus (chosen);
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (list)); row;
       row = gtk_widget_get_next_sibling (row))
    gtk_widget_set_can_focus (row, row == chosen);
}

static void
show_panel_at (AssayExhibitView *self, guint index)
{
  g_clear_handle_id (&self->show_later, g_source_remove);
  self->shown = assay_panel_list_get (index);
  gtk_image_set_from_icon_name (self->picker_icon, self->shown->icon);
  gtk_label_set_label (self->picker_title, _ (self->shown->title));
  gtk_list_box_select_row (self->side_list,
                           gtk_list_box_get_row_at_index (self->side_list, (int) index));
  gtk_list_box_select_row (self->picker_list,
                           gtk_list_box_get_row_at_index (self->picker_list, (int) index));
  tell_panel (self);
}

static void
on_row_activated (AssayExhibitView *self, GtkListBoxRow *row)
{
  gtk_popover_popdown (self->picker_popover);
  show_panel_at (self, (guint) gtk_list_box_row_get_index (row));
}

static gboolean
on_show_later (gpointer data)
{
  AssayExhibitView *self = data;
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->side_list);

  self->show_later = 0;
  if (row)
    show_panel_at (self, (guint) gtk_list_box_row_get_index (row));
  return G_SOURCE_REMOVE;
}

static void
on_side_selected (AssayExhibitView *self, GtkListBoxRow *row)
{
  if (!row)
    return;
  keep_one_stop (self->side_list, GTK_WIDGET (row));
  g_clear_handle_id (&self->show_later, g_source_remove);
  if (assay_panel_list_get ((guint) gtk_list_box_row_get_index (row)) != self->shown)
    self->show_later = g_timeout_add (SHOW_AFTER_MS, on_show_later, self);
}

static void
show_panel_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  assay_exhibit_view_show_panel (ASSAY_EXHIBIT_VIEW (widget),
                                 g_variant_get_string (parameter, NULL));
}

/* @step 1 or -1, around the ends. */
static void
step_panel (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayExhibitView *self = ASSAY_EXHIBIT_VIEW (widget);
  guint n = assay_panel_list_get_n ();

  for (guint i = 0; i < n; i++)
    if (assay_panel_list_get (i) == self->shown)
      {
        show_panel_at (self, (i + n + (guint) g_variant_get_int32 (parameter)) % n);
        return;
      }
}

static void
help_on_panel (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "app.help", "s", ASSAY_EXHIBIT_VIEW (widget)->shown->id);
}

static void
assay_exhibit_view_dispose (GObject *object)
{
  AssayExhibitView *self = ASSAY_EXHIBIT_VIEW (object);

  if (self->subject)
    g_signal_handlers_disconnect_by_data (self->subject, self);
  g_clear_object (&self->subject);
  g_clear_handle_id (&self->show_later, g_source_remove);
  assay_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_EXHIBIT_VIEW);
  G_OBJECT_CLASS (assay_exhibit_view_parent_class)->dispose (object);
}

static void
assay_exhibit_view_class_init (AssayExhibitViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_exhibit_view_dispose;
  widget_class->measure = assay_exhibit_view_measure;
  widget_class->size_allocate = assay_exhibit_view_size_allocate;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-exhibit-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayExhibitView, side);
  gtk_widget_class_bind_template_child (widget_class, AssayExhibitView, side_list);
  gtk_widget_class_bind_template_child (widget_class, AssayExhibitView, top);
  gtk_widget_class_bind_template_child (widget_class, AssayExhibitView, picker);
  gtk_widget_class_bind_template_child (widget_class, AssayExhibitView, picker_icon);
  gtk_widget_class_bind_template_child (widget_class, AssayExhibitView, picker_title);
  gtk_widget_class_bind_template_child (widget_class, AssayExhibitView, picker_popover);
  gtk_widget_class_bind_template_child (widget_class, AssayExhibitView, picker_list);
  gtk_widget_class_bind_template_child (widget_class, AssayExhibitView, stack);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_side_selected);
  gtk_widget_class_install_action (widget_class, "exhibit.panel", "s", show_panel_action);
  gtk_widget_class_install_action (widget_class, "exhibit.step-panel", "i", step_panel);
  gtk_widget_class_install_action (widget_class, "exhibit.help", NULL, help_on_panel);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F1, GDK_CONTROL_MASK, "exhibit.help",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Down, GDK_CONTROL_MASK,
                                       "exhibit.step-panel", "i", 1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Up, GDK_CONTROL_MASK,
                                       "exhibit.step-panel", "i", -1);
}

static void
assay_exhibit_view_init (AssayExhibitView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < assay_panel_list_get_n (); i++)
    {
      gtk_list_box_append (self->side_list, assay_panel_row_new (assay_panel_list_get (i)));
      gtk_list_box_append (self->picker_list, assay_panel_row_new (assay_panel_list_get (i)));
    }
  show_panel_at (self, 0);
}

GtkWidget *
assay_exhibit_view_new (void)
{
  return g_object_new (ASSAY_TYPE_EXHIBIT_VIEW, NULL);
}

void
assay_exhibit_view_set_subject (AssayExhibitView *self, AssaySubject *subject)
{
  if (self->subject == subject)
    return;
  if (self->subject)
    g_signal_handlers_disconnect_by_data (self->subject, self);
  g_set_object (&self->subject, subject);
  if (subject)
    g_signal_connect_swapped (subject, "notify::mime", G_CALLBACK (on_kinds), self);
  on_kinds (self);
}

AssaySubject *
assay_exhibit_view_get_subject (AssayExhibitView *self)
{
  return self->subject;
}

gboolean
assay_exhibit_view_enter_panel (AssayExhibitView *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  return !(focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->stack)))
         && gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}

gboolean
assay_exhibit_view_show_panel (AssayExhibitView *self, const char *id)
{
  for (guint i = 0; i < assay_panel_list_get_n (); i++)
    if (g_str_equal (assay_panel_list_get (i)->id, id))
      {
        show_panel_at (self, i);
        return TRUE;
      }
  return FALSE;
}
