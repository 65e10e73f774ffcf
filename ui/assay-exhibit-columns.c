/* assay-exhibit-columns.c: see the header. */
#include "assay-exhibit-columns.h"

#include "config.h"

#include <glib/gi18n.h>

#include "assay-name-cell.h"
#include "assay-verdict-label.h"
#include "assay-widget.h"
#include "assay-words.h"

/* How one column makes its cell and fills it. */
typedef struct
{
  const char *title;
  const char *sort_by; /* property of AssayExhibit; NULL: not sortable */
  GtkWidget *(*make) (void);
  void (*show) (AssayExhibitColumns *columns, GtkWidget *cell, AssayExhibit *exhibit);
  void (*leave) (AssayExhibitColumns *columns, GtkWidget *cell);
  int roomy; /* index in AssayExhibitColumns.roomy, -1: always there */
  gboolean expand;
} Column;

typedef struct
{
  AssayExhibitColumns *columns;
  const Column *column;
} Cells;

static GtkWidget *
make_label (void)
{
  return g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
}

static GtkWidget *
make_number (void)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 1.0, "width-chars", 3, NULL);

  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "dim-label");
  return label;
}

static GtkWidget *
make_hash (void)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize",
                                   PANGO_ELLIPSIZE_MIDDLE, "width-chars", 14, NULL);

  gtk_widget_add_css_class (label, "monospace");
  gtk_widget_add_css_class (label, "caption");
  return label;
}

static GtkWidget *
make_picture (void)
{
  return assay_thumbnail_new (40);
}

static void
show_number (AssayExhibitColumns *columns, GtkWidget *cell, AssayExhibit *exhibit)
{
  g_autofree char *number = g_strdup_printf ("%u", assay_exhibit_get_number (exhibit));

  gtk_label_set_label (GTK_LABEL (cell), number);
}

static void
show_picture (AssayExhibitColumns *columns, GtkWidget *cell, AssayExhibit *exhibit)
{
  g_autofree char *name
      = g_strdup_printf (_ ("Picture of exhibit %u"), assay_exhibit_get_number (exhibit));

  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  assay_thumbnail_cache_bind (columns->thumbnails, ASSAY_THUMBNAIL (cell), exhibit);
}

static void
leave_picture (AssayExhibitColumns *columns, GtkWidget *cell)
{
  assay_thumbnail_cache_release (columns->thumbnails, ASSAY_THUMBNAIL (cell));
}

static void
show_name (AssayExhibitColumns *columns, GtkWidget *cell, AssayExhibit *exhibit)
{
  assay_name_cell_show (ASSAY_NAME_CELL (cell), exhibit, columns->compact);
}

static void
show_type (AssayExhibitColumns *columns, GtkWidget *cell, AssayExhibit *exhibit)
{
  const char *mime = assay_exhibit_get_mime (exhibit);

  gtk_label_set_label (GTK_LABEL (cell), assay_words_type (mime));
  assay_widget_set_cell_tooltip (cell, mime);
}

static void
show_size (AssayExhibitColumns *columns, GtkWidget *cell, AssayExhibit *exhibit)
{
  g_autofree char *size = assay_words_show_size (assay_exhibit_get_size (exhibit));
  g_autofree char *exact = assay_words_size_exact (assay_exhibit_get_size (exhibit));

  gtk_label_set_label (GTK_LABEL (cell), size);
  assay_widget_set_cell_tooltip (cell, exact);
}

static void
show_hash (AssayExhibitColumns *columns, GtkWidget *cell, AssayExhibit *exhibit)
{
  gtk_label_set_label (GTK_LABEL (cell), assay_exhibit_get_sha256 (exhibit));
  assay_widget_set_cell_tooltip (cell, assay_exhibit_get_sha256 (exhibit));
}

static void
show_verdict (AssayExhibitColumns *columns, GtkWidget *cell, AssayExhibit *exhibit)
{
  AssayVerdictLabel *label = ASSAY_VERDICT_LABEL (cell);
  const char *error = assay_exhibit_get_check_error (exhibit);

  if (error && *error)
    assay_verdict_label_set_failed (label, error);
  else if (*assay_exhibit_get_mime (exhibit) == '\0')
    assay_verdict_label_set_unchecked (label);
  else
    assay_verdict_label_set_verdict (label, assay_exhibit_get_verdict (exhibit));
  assay_verdict_label_set_compact (label, columns->compact);
}

static void
show_custody (AssayExhibitColumns *columns, GtkWidget *cell, AssayExhibit *exhibit)
{
  gint64 verified = assay_exhibit_get_verified (exhibit);
  g_autofree char *when = verified > 0 ? assay_words_show_time (verified) : NULL;

  gtk_label_set_label (GTK_LABEL (cell), assay_words_custody (assay_exhibit_get_state (exhibit)));
  assay_widget_set_cell_tooltip (cell, when);
}

static const Column all_columns[] = {
  { N_ ("No."), "number", make_number, show_number, NULL, -1, FALSE },
  { "", NULL, make_picture, show_picture, leave_picture, -1, FALSE },
  { N_ ("Name"), "name", assay_name_cell_new, show_name, NULL, -1, TRUE },
  { N_ ("Type"), "mime", make_label, show_type, NULL, 0, FALSE },
  { N_ ("Size"), "size", make_label, show_size, NULL, 1, FALSE },
  { N_ ("SHA-256"), "sha256", make_hash, show_hash, NULL, 2, FALSE },
  { N_ ("Verdict"), "verdict", assay_verdict_label_new, show_verdict, NULL, -1, FALSE },
  { N_ ("Custody"), "state", make_label, show_custody, NULL, 3, FALSE },
};

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, Cells *cells)
{
  gtk_list_item_set_child (item, cells->column->make ());
}

static void
refresh (Cells *cells, GtkListItem *item)
{
  cells->column->show (cells->columns, gtk_list_item_get_child (item),
                       gtk_list_item_get_item (item));
}

static void
on_exhibit_notify (AssayExhibit *exhibit, GParamSpec *pspec, GtkListItem *item)
{
  refresh (g_object_get_data (G_OBJECT (item), "assay-cells"), item);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, Cells *cells)
{
  g_object_set_data (G_OBJECT (item), "assay-cells", cells);
  /* The picture follows its exhibit through the cache. */
  if (!cells->column->leave)
    g_signal_connect (gtk_list_item_get_item (item), "notify", G_CALLBACK (on_exhibit_notify),
                      item);
  g_hash_table_add (cells->columns->items, item);
  refresh (cells, item);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item, Cells *cells)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), on_exhibit_notify, item);
  g_hash_table_remove (cells->columns->items, item);
  if (cells->column->leave)
    cells->column->leave (cells->columns, gtk_list_item_get_child (item));
}

static void
cells_free (gpointer data, GClosure *closure)
{
  g_free (data);
}

static GtkSorter *
make_sorter (const char *property)
{
  GtkExpression *expression = gtk_property_expression_new (ASSAY_TYPE_EXHIBIT, NULL, property);
  GParamSpec *pspec = gtk_property_expression_get_pspec (expression);

  if (pspec->value_type == G_TYPE_STRING)
    return GTK_SORTER (gtk_string_sorter_new (expression));
  return GTK_SORTER (gtk_numeric_sorter_new (expression));
}

void
assay_exhibit_columns_add (AssayExhibitColumns *columns,
                           GtkColumnView *view,
                           AssayThumbnailCache *thumbnails)
{
  columns->items = g_hash_table_new (NULL, NULL);
  columns->thumbnails = g_object_ref (thumbnails);
  for (gsize i = 0; i < G_N_ELEMENTS (all_columns); i++)
    {
      const Column *of = &all_columns[i];
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      Cells *cells = g_new0 (Cells, 1);

      cells->columns = columns;
      cells->column = of;
      g_signal_connect_data (factory, "setup", G_CALLBACK (on_setup), cells, cells_free, 0);
      g_signal_connect (factory, "bind", G_CALLBACK (on_bind), cells);
      g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), cells);

      GtkColumnViewColumn *column
          = gtk_column_view_column_new (*of->title ? _ (of->title) : "", factory);
      gtk_column_view_column_set_expand (column, of->expand);
      gtk_column_view_column_set_resizable (column, of->sort_by != NULL);
      if (of->sort_by)
        {
          g_autoptr (GtkSorter) sorter = make_sorter (of->sort_by);
          gtk_column_view_column_set_sorter (column, sorter);
        }
      if (of->roomy >= 0)
        columns->roomy[of->roomy] = column;
      gtk_column_view_append_column (view, column);
      g_object_unref (column);
    }
}

void
assay_exhibit_columns_set_compact (AssayExhibitColumns *columns, gboolean compact)
{
  GHashTableIter iter;
  gpointer item;

  if (columns->compact == compact)
    return;
  columns->compact = compact;
  for (gsize i = 0; i < ASSAY_N_ROOMY_COLUMNS; i++)
    gtk_column_view_column_set_visible (columns->roomy[i], !compact);
  g_hash_table_iter_init (&iter, columns->items);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    {
      Cells *cells = g_object_get_data (item, "assay-cells");
      if (!cells->column->leave)
        refresh (cells, item);
    }
}

void
assay_exhibit_columns_clear (AssayExhibitColumns *columns)
{
  g_clear_pointer (&columns->items, g_hash_table_unref);
  g_clear_object (&columns->thumbnails);
}
