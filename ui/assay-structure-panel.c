/* assay-structure-panel.c: see the header. */
#include "assay-structure-panel.h"

#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>

#include "assay-hex-view.h"
#include "assay-place.h"
#include "assay-table-view.h"
#include "model/assay-catalogue.h"

struct _AssayStructurePanel
{
  AssayPanel parent_instance;

  AssayTableView *tree;
  AssayTableView *problems;
  GtkWidget *problems_part;
  GtkLabel *meaning;
  GtkLabel *status;
  GtkEntry *go_to;
  AssayHexView *hex;

  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (AssayStructurePanel, assay_structure_panel, ASSAY_TYPE_PANEL)

/* A whole number from @column; FALSE if the row has none. */
static gboolean
get_number (const AssayTable *table, int row, const char *column, guint64 *value)
{
  int index = assay_table_find_column (table, column);
  gint64 number;

  if (index < 0 || assay_table_is_empty (table, (guint) row, (guint) index))
    return FALSE;
  number = assay_table_get_int (table, (guint) row, (guint) index);
  *value = (guint64) MAX (number, 0);
  return number >= 0;
}

static const char *
get_text (const AssayTable *table, int row, const char *column)
{
  int index = assay_table_find_column (table, column);

  return index >= 0 ? assay_table_get_text (table, (guint) row, (guint) index) : "";
}

/* Words for the path of an element ("moov/mvhd"), else for its bare name. */
static const char *
find_meaning (const AssayTable *table, int row)
{
  const char *meaning = assay_catalogue_explain (get_text (table, row, "path"));

  if (meaning == NULL)
    meaning = assay_catalogue_explain (get_text (table, row, "name"));
  return meaning != NULL && *meaning != '\0' ? g_dgettext (NULL, meaning) : "";
}

static void
show_place (AssayStructurePanel *self, const AssayTable *table, int row)
{
  guint64 offset;
  guint64 size = 0;

  if (!get_number (table, row, "offset", &offset))
    return;
  if (!get_number (table, row, "size", &size))
    size = 0;
  assay_hex_view_show (self->hex, offset, size);
}

static void
on_row_selected (AssayStructurePanel *self, int row)
{
  AssayTable *table = assay_table_view_get_table (self->tree);

  if (row < 0 || table == NULL)
    {
      gtk_label_set_label (self->meaning, "");
      return;
    }
  gtk_label_set_label (self->meaning, find_meaning (table, row));
  show_place (self, table, row);
}

static void
on_problem_selected (AssayStructurePanel *self, int row)
{
  AssayTable *table = assay_table_view_get_table (self->problems);

  if (row >= 0 && table != NULL)
    show_place (self, table, row);
}

/* Decimal, or hexadecimal with 0x. */
static void
on_go_to (AssayStructurePanel *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->go_to));
  char *end = NULL;
  guint64 offset;

  errno = 0;
  offset = g_ascii_strtoull (text, &end, 0);
  if (errno != 0 || end == text || *end != '\0' || *text == '-'
      || offset >= assay_subject_get_size (assay_panel_get_subject (ASSAY_PANEL (self))))
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->go_to), "error");
      return;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (self->go_to), "error");
  assay_hex_view_show (self->hex, offset, 1);
  gtk_widget_grab_focus (GTK_WIDGET (self->hex));
}

static void
show_status (AssayStructurePanel *self)
{
  gtk_label_set_label (self->status, assay_hex_view_get_status (self->hex));
}

static void
copy_bytes (GtkWidget *widget, const char *action, GVariant *parameter)
{
  assay_hex_view_copy (ASSAY_STRUCTURE_PANEL (widget)->hex);
}

/* What another panel asked to see. */
static void
take_wish (AssayStructurePanel *self)
{
  AssaySubject *subject = assay_panel_get_subject (ASSAY_PANEL (self));
  guint64 offset;
  guint64 length;

  if (subject != NULL && assay_place_take (subject, &offset, &length))
    assay_hex_view_show (self->hex, offset, length);
}

static void
show_result (AssayStructurePanel *self, AssayResult *result)
{
  static const char *const hidden[] = { "header", "path", NULL };
  AssayTable *tree
      = assay_result_get_n_tables (result) > 0 ? assay_result_get_table (result, 0) : NULL;
  AssayTable *problems = assay_result_find_table (result, "problems");

  assay_table_view_set_table (self->tree, tree, hidden);
  if (problems != NULL && (problems == tree || assay_table_get_n_rows (problems) == 0))
    problems = NULL;
  assay_table_view_set_table (self->problems, problems, NULL);
  gtk_widget_set_visible (self->problems_part, problems != NULL);
  gtk_label_set_label (self->meaning, _ ("Select an element to see its bytes."));
  take_wish (self);
  assay_panel_show_content (ASSAY_PANEL (self));
}

static void
on_result (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (AssayStructurePanel) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayResult) found
      = assay_subject_get_result_finish (ASSAY_SUBJECT (source), result, &error);

  if (assay_panel_get_subject (ASSAY_PANEL (self)) != ASSAY_SUBJECT (source))
    return;
  if (found != NULL)
    show_result (self, found);
  else
    assay_panel_show_error (ASSAY_PANEL (self), error);
}

/* The bytes can be looked at whatever the parser says of them. */
static gboolean
open_bytes (AssayStructurePanel *self, AssaySubject *subject)
{
  g_autoptr (GError) error = NULL;
  int fd = assay_subject_open_fd (subject, &error);

  assay_hex_view_set_fd (self->hex, fd, assay_subject_get_size (subject));
  if (fd < 0)
    assay_panel_show_error (ASSAY_PANEL (self), error);
  return fd >= 0;
}

static void
assay_structure_panel_set_subject (AssayPanel *panel, AssaySubject *subject)
{
  AssayStructurePanel *self = ASSAY_STRUCTURE_PANEL (panel);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  assay_table_view_set_table (self->tree, NULL, NULL);
  assay_table_view_set_table (self->problems, NULL, NULL);
  if (subject == NULL || !open_bytes (self, subject))
    return;
  self->cancellable = g_cancellable_new ();
  assay_subject_get_result_async (subject, "structure", self->cancellable, on_result,
                                  g_object_ref (self));
  assay_panel_show_working (panel, assay_subject_find_job (subject, "structure"));
}

static void
assay_structure_panel_dispose (GObject *object)
{
  AssayStructurePanel *self = ASSAY_STRUCTURE_PANEL (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_STRUCTURE_PANEL);
  G_OBJECT_CLASS (assay_structure_panel_parent_class)->dispose (object);
}

static void
assay_structure_panel_class_init (AssayStructurePanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ASSAY_TYPE_TABLE_VIEW);
  g_type_ensure (ASSAY_TYPE_HEX_VIEW);
  G_OBJECT_CLASS (klass)->dispose = assay_structure_panel_dispose;
  ASSAY_PANEL_CLASS (klass)->set_subject = assay_structure_panel_set_subject;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-structure-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayStructurePanel, tree);
  gtk_widget_class_bind_template_child (widget_class, AssayStructurePanel, problems);
  gtk_widget_class_bind_template_child (widget_class, AssayStructurePanel, problems_part);
  gtk_widget_class_bind_template_child (widget_class, AssayStructurePanel, meaning);
  gtk_widget_class_bind_template_child (widget_class, AssayStructurePanel, status);
  gtk_widget_class_bind_template_child (widget_class, AssayStructurePanel, go_to);
  gtk_widget_class_bind_template_child (widget_class, AssayStructurePanel, hex);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_problem_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_go_to);
  gtk_widget_class_install_action (widget_class, "structure.copy-bytes", NULL, copy_bytes);
}

static void
assay_structure_panel_init (AssayStructurePanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  assay_table_view_set_embedded (self->problems, TRUE);
  g_signal_connect_swapped (self->hex, "notify::status", G_CALLBACK (show_status), self);
  /* the wish of another panel comes just before this one is shown again */
  g_signal_connect_swapped (self, "map", G_CALLBACK (take_wish), self);
}
