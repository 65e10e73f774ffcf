/* test-table-model.c: a table as list models: flat, as a tree, sorted, in words for people. */
#include <locale.h>

#include "ui/assay-table-model.h"

static const AssayColumn columns[] = {
  { "name", "Name", ASSAY_COLUMN_TEXT, "", 0 },
  { "offset", "Offset", ASSAY_COLUMN_OFFSET, "", 0 },
  { "level", "Level", ASSAY_COLUMN_REAL, "dB", 1 },
};

static void
add_row (AssayTableBuilder *builder, guint depth, const char *name, gint64 offset, double level)
{
  assay_table_builder_text (builder, name);
  assay_table_builder_int (builder, offset);
  assay_table_builder_real (builder, level);
  assay_table_builder_row (builder, depth);
}

static AssayTable *
make_tree (void)
{
  AssayTableBuilder *builder = assay_table_builder_new ("tree", "Tree", columns, 3);

  add_row (builder, 0, "ftyp", 0, 1.0);
  add_row (builder, 0, "moov", 20, 2.0);
  add_row (builder, 1, "trak", 28, 3.0);
  add_row (builder, 2, "tkhd", 36, 4.0);
  add_row (builder, 1, "udta", 90, 5.0);
  add_row (builder, 0, "mdat", 120, 6.0);
  return assay_table_builder_end (builder);
}

static char *
names_of (AssayTableModel *model)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; model != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      g_autoptr (AssayTableRow) row = g_list_model_get_item (G_LIST_MODEL (model), i);
      g_autofree char *name = assay_table_row_get_text (row, 0);

      g_string_append_printf (names, "%s ", name);
    }
  return g_string_free (names, FALSE);
}

static AssayTableModel *
children_at (AssayTableModel *model, guint position)
{
  g_autoptr (AssayTableRow) row = g_list_model_get_item (G_LIST_MODEL (model), position);

  return assay_table_model_new_children (row);
}

static void
test_tree (void)
{
  g_autoptr (AssayTable) table = make_tree ();
  g_autoptr (AssayTableModel) roots = assay_table_model_new (table);
  g_autoptr (AssayTableModel) moov = children_at (roots, 1);
  g_autoptr (AssayTableModel) trak = children_at (moov, 0);
  g_autofree char *top = names_of (roots);
  g_autofree char *middle = names_of (moov);
  g_autofree char *bottom = names_of (trak);

  g_assert_cmpstr (top, ==, "ftyp moov mdat ");
  g_assert_cmpstr (middle, ==, "trak udta ");
  g_assert_cmpstr (bottom, ==, "tkhd ");
  g_assert_null (children_at (roots, 0));
  g_assert_null (children_at (roots, 2));
  g_assert_null (children_at (trak, 0));
}

static void
test_flat (void)
{
  AssayTableBuilder *builder = assay_table_builder_new ("flat", "Flat", columns, 3);
  g_autoptr (AssayTable) table = NULL;
  g_autoptr (AssayTableModel) model = NULL;
  g_autoptr (AssayTableRow) first = NULL;
  g_autoptr (AssayTableRow) second = NULL;
  g_autofree char *offset = NULL;
  g_autofree char *level = NULL;

  add_row (builder, 0, "b", 0x1a2b, 2.25);
  assay_table_builder_text (builder, "a");
  assay_table_builder_row (builder, 0);
  table = assay_table_builder_end (builder);
  model = assay_table_model_new (table);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 2);
  first = g_list_model_get_item (G_LIST_MODEL (model), 0);
  second = g_list_model_get_item (G_LIST_MODEL (model), 1);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (model), 2));
  offset = assay_table_row_get_text (first, 1);
  level = assay_table_row_get_text (first, 2);
  g_assert_cmpstr (offset, ==, "0x1a2b");
  g_assert_cmpstr (level, ==, "2.3");
  /* text by the alphabet; an empty cell stands behind any number */
  g_assert_cmpint (assay_table_row_compare (first, second, GUINT_TO_POINTER (0)), >, 0);
  g_assert_cmpint (assay_table_row_compare (first, second, GUINT_TO_POINTER (1)), <, 0);
  g_assert_cmpint (assay_table_row_compare (second, first, GUINT_TO_POINTER (2)), >, 0);
}

/* Results hold names of ours; people read words for them. */
static void
test_terms (void)
{
  static const AssayColumn terms[] = {
    { "change", "Change", ASSAY_COLUMN_TERM, "", 0 },
    { "outcome", "Outcome", ASSAY_COLUMN_TERM, "", 0 },
  };
  AssayTableBuilder *builder = assay_table_builder_new ("tries", "All tries", terms, 2);

  assay_table_builder_text (builder, "delete");
  assay_table_builder_text (builder, "none");
  assay_table_builder_row (builder, 0);

  g_autoptr (AssayTable) table = assay_table_builder_end (builder);
  g_autofree char *change = assay_table_people_text (table, 0, 0);
  g_autofree char *outcome = assay_table_people_text (table, 0, 1);

  g_assert_cmpstr (change, ==, "Rows deleted");
  g_assert_cmpstr (outcome, ==, "Nothing found");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/ui/table-model/tree", test_tree);
  g_test_add_func ("/ui/table-model/flat", test_flat);
  g_test_add_func ("/ui/table-model/terms", test_terms);
  return g_test_run ();
}
