/* test-panel-list.c: every tool of the registry is reached from some panel, and panels do not get
 * in each other's way. */
#include "ui/assay-panel-list.h"
#include "worker/assay-tool-list.h"

static void
test_unique (void)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) titles = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < assay_panel_list_get_n (); i++)
    {
      const AssayPanelInfo *panel = assay_panel_list_get (i);

      g_assert_true (g_hash_table_add (ids, (gpointer) (gsize) panel->id));
      g_assert_true (g_hash_table_add (titles, (gpointer) (gsize) panel->title));
      g_assert_nonnull (panel->icon);
      g_assert_nonnull (panel->type);
      g_assert_true (panel->kinds == ASSAY_MEDIA_ANY || panel->why_not != NULL);
      g_assert_true (assay_panel_list_find (panel->id) == panel);
    }
  g_assert_null (assay_panel_list_get (assay_panel_list_get_n ()));
  g_assert_null (assay_panel_list_find ("no such panel"));
}

static void
test_every_tool_has_a_panel (void)
{
  for (guint i = 0; i < assay_tool_list_get_n (); i++)
    {
      const AssayToolInfo *tool = assay_tool_list_get (i);
      const AssayPanelInfo *found = NULL;

      for (guint k = 0; k < assay_panel_list_get_n () && found == NULL; k++)
        {
          if (g_str_equal (assay_panel_list_get (k)->title, tool->panel))
            found = assay_panel_list_get (k);
        }
      g_test_message ("%s", tool->id);
      g_assert_nonnull (found);
      g_assert_cmpuint (found->kinds & tool->kinds, ==, tool->kinds);
    }
}

static void
test_order (void)
{
  guint n = assay_panel_list_get_n ();

  g_assert_cmpstr (assay_panel_list_get (0)->id, ==, "overview");
  g_assert_cmpstr (assay_panel_list_get (n - 2)->id, ==, "custody");
  g_assert_cmpstr (assay_panel_list_get (n - 1)->id, ==, "report");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/ui/panel-list/unique", test_unique);
  g_test_add_func ("/ui/panel-list/every-tool", test_every_tool_has_a_panel);
  g_test_add_func ("/ui/panel-list/order", test_order);
  return g_test_run ();
}
