/* assay-table-column.c: see the header. */
#include "assay-table-column.h"

#include "assay-widget.h"
#include "model/assay-catalogue.h"

/* Letters of a heading beside each other: longer ones would take the width of what stands below. */
#define HEADER_LETTERS 18
/* Rows that are looked at for the width of a column, and what a letter and the edges take, px. */
#define ROWS_MEASURED 200
#define LETTER_WIDTH 8
#define CELL_EDGES 20
/* More letters do not make a text longer, and what is wider than this is cut off, px. */
#define LETTERS_MOST 400
#define WIDE_TEXT 200

AssayTableRow *
assay_table_row_of_item (gpointer item)
{
  if (GTK_IS_TREE_LIST_ROW (item))
    return gtk_tree_list_row_get_item (item);
  return item != NULL ? g_object_ref (item) : NULL;
}

static gboolean
is_number (AssayColumnType type)
{
  return type == ASSAY_COLUMN_INT || type == ASSAY_COLUMN_REAL || type == ASSAY_COLUMN_SIZE;
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  AssayColumnType type = (AssayColumnType) GPOINTER_TO_UINT (data);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), is_number (type) ? 1.0f : 0.0f);
  /* half a number is another number */
  if (!is_number (type))
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (type == ASSAY_COLUMN_OFFSET || type == ASSAY_COLUMN_HEX)
    gtk_widget_add_css_class (label, "monospace");
  else if (is_number (type) || type == ASSAY_COLUMN_TIME)
    gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
on_setup_tree (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *expander = gtk_tree_expander_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), label);
  gtk_list_item_set_child (item, expander);
}

static void
set_cell (GtkWidget *label, AssayTableRow *row, guint column)
{
  g_autofree char *text = assay_table_row_get_text (row, column);

  gtk_label_set_label (GTK_LABEL (label), text);
  /* what is cut off can be read with the pointer; short values need no tip */
  assay_widget_set_cell_tooltip (label, g_utf8_strlen (text, -1) > 16 ? text : NULL);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *child = gtk_list_item_get_child (item);
  g_autoptr (AssayTableRow) row = assay_table_row_of_item (gtk_list_item_get_item (item));

  if (GTK_IS_TREE_EXPANDER (child))
    {
      gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (child), gtk_list_item_get_item (item));
      child = gtk_tree_expander_get_child (GTK_TREE_EXPANDER (child));
    }
  set_cell (child, row, GPOINTER_TO_UINT (data));
}

/* A long heading in lines of about HEADER_LETTERS: a column view does not wrap them. */
static char *
wrap_title (const char *title, guint *n_lines)
{
  g_auto (GStrv) words = g_strsplit (title, " ", -1);
  GString *text = g_string_new (NULL);
  glong letters = 0;

  *n_lines = 1;
  for (guint i = 0; words[i] != NULL; i++)
    {
      glong more = g_utf8_strlen (words[i], -1);
      gboolean full = i > 0 && letters + 1 + more > HEADER_LETTERS;

      if (i > 0)
        g_string_append_c (text, full ? '\n' : ' ');
      g_string_append (text, words[i]);
      letters = full || i == 0 ? more : letters + 1 + more;
      *n_lines += full ? 1 : 0;
    }
  return g_string_free (text, FALSE);
}

/* In a tree, whose first column is wide, the unit stands below, so that name, place and size are
 * side by side in the narrowest window. */
static char *
column_title (AssayTable *table, const AssayColumn *info, guint *most_lines)
{
  gboolean in_tree = assay_table_is_tree (table);
  const char *title = *info->title != '\0' ? g_dgettext (NULL, info->title) : info->id;
  gboolean unit = info->unit != NULL && *info->unit != '\0';
  const char *words = assay_unit_words (info->unit, ASSAY_UNIT_MANY);
  g_autofree char *whole = unit && !in_tree ? g_strdup_printf ("%s (%s)", title, words) : NULL;
  guint n_lines = 1;
  char *text;

  if (in_tree)
    return unit ? g_strdup_printf ("%s\n(%s)", title, words) : g_strdup (title);
  text = wrap_title (whole != NULL ? whole : title, &n_lines);
  *most_lines = MAX (*most_lines, n_lines);
  return text;
}

/* What the longest of the first texts of column @index takes, px. */
static int
longest_text (AssayTable *table, guint index)
{
  guint n = MIN (assay_table_get_n_rows (table), ROWS_MEASURED);
  glong longest = 0;

  for (guint row = 0; row < n; row++)
    {
      g_autofree char *text = assay_table_people_text (table, row, index);

      longest = MAX (longest, g_utf8_strlen (text, -1));
    }
  return (int) MIN (longest, LETTERS_MOST) * LETTER_WIDTH + CELL_EDGES;
}

/* The same between @least and @most. */
static int
text_width (AssayTable *table, guint index, int least, int most)
{
  return CLAMP (longest_text (table, index), least, most);
}

static gboolean
is_text (AssayTable *table, guint index)
{
  const AssayColumnType type = assay_table_get_column (table, index)->type;

  return type == ASSAY_COLUMN_TEXT || type == ASSAY_COLUMN_TERM;
}

/* The room that is left goes to those texts that are cut off; where none is, to all of them. */
static gboolean
expands (AssayTable *table, guint index)
{
  if (!is_text (table, index) || assay_table_is_tree (table)
      || longest_text (table, index) > WIDE_TEXT)
    return is_text (table, index);
  for (guint other = 0; other < assay_table_get_n_columns (table); other++)
    if (is_text (table, other) && longest_text (table, other) > WIDE_TEXT)
      return FALSE;
  return TRUE;
}

GtkColumnViewColumn *
assay_table_column_new (AssayTable *table, guint index, gboolean first, guint *header_lines)
{
  const AssayColumn *info = assay_table_get_column (table, index);
  gboolean tree = first && assay_table_is_tree (table);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autofree char *title = column_title (table, info, header_lines);
  g_autoptr (GtkSorter) sorter = GTK_SORTER (
      gtk_custom_sorter_new (assay_table_row_compare, GUINT_TO_POINTER (index), NULL));
  GtkColumnViewColumn *column;
  gboolean text = is_text (table, index);

  g_signal_connect (factory, "setup", G_CALLBACK (tree ? on_setup_tree : on_setup),
                    GUINT_TO_POINTER (info->type));
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), GUINT_TO_POINTER (index));
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_expand (column, expands (table, index));
  if (tree)
    gtk_column_view_column_set_fixed_width (column, 148);
  /* Number, word and time of a record stand side by side in the narrowest window. */
  else if (info->type == ASSAY_COLUMN_TERM)
    gtk_column_view_column_set_fixed_width (column, text_width (table, index, 90, 200));
  else if (info->type == ASSAY_COLUMN_TIME)
    gtk_column_view_column_set_fixed_width (column, 182);
  else if (text && !assay_table_is_tree (table))
    gtk_column_view_column_set_fixed_width (column, text_width (table, index, 90, 160));
  else if (text || info->type == ASSAY_COLUMN_HEX)
    gtk_column_view_column_set_fixed_width (column, 160);
  else if (info->type == ASSAY_COLUMN_OFFSET)
    gtk_column_view_column_set_fixed_width (column, assay_table_is_tree (table) ? 88 : 96);
  /* sorting only mixes up a tree's branches within themselves, which tells nobody anything */
  if (!assay_table_is_tree (table))
    gtk_column_view_column_set_sorter (column, sorter);
  return column;
}
