/* assay-name-cell.c: see the header. */
#include "assay-name-cell.h"

#include "config.h"

#include "assay-widget.h"
#include "assay-words.h"

struct _AssayNameCell
{
  GtkWidget parent_instance;

  GtkLabel *name;
  GtkLabel *facts;
};

G_DEFINE_FINAL_TYPE (AssayNameCell, assay_name_cell, GTK_TYPE_WIDGET)

static void
assay_name_cell_dispose (GObject *object)
{
  assay_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_NAME_CELL);
  G_OBJECT_CLASS (assay_name_cell_parent_class)->dispose (object);
}

static void
assay_name_cell_class_init (AssayNameCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_name_cell_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-name-cell.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayNameCell, name);
  gtk_widget_class_bind_template_child (widget_class, AssayNameCell, facts);
}

static void
assay_name_cell_init (AssayNameCell *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
assay_name_cell_new (void)
{
  return g_object_new (ASSAY_TYPE_NAME_CELL, NULL);
}

/* Kind and size; before them the state where it is not the usual one, because the column that says
 * so is not there in a narrow table. */
static char *
make_facts (AssayExhibit *exhibit)
{
  AssayCustodyState state = assay_exhibit_get_state (exhibit);
  const char *type = assay_words_type (assay_exhibit_get_mime (exhibit));
  g_autofree char *size = assay_words_show_size (assay_exhibit_get_size (exhibit));
  g_autofree char *facts = *type ? g_strdup_printf ("%s · %s", type, size) : g_strdup (size);

  if (state != ASSAY_CUSTODY_ERASED && state != ASSAY_CUSTODY_DIFFERS)
    return g_steal_pointer (&facts);
  return g_strdup_printf ("%s · %s", assay_words_custody (state), facts);
}

void
assay_name_cell_show (AssayNameCell *self, AssayExhibit *exhibit, gboolean with_facts)
{
  g_autofree char *facts = make_facts (exhibit);

  gtk_label_set_label (self->name, assay_exhibit_get_name (exhibit));
  assay_widget_set_cell_tooltip (GTK_WIDGET (self), assay_exhibit_get_name (exhibit));
  gtk_label_set_label (self->facts, facts);
  gtk_widget_set_visible (GTK_WIDGET (self->facts), with_facts);
}
