/* assay-panel-list.c: the panels that are written by hand, and between them one for every group of
 * tools in the registry. */
#include "assay-panel-list.h"

#include "config.h"

#include <glib/gi18n.h>

#include "assay-custody-panel.h"
#include "assay-metadata-panel.h"
#include "assay-overview-panel.h"
#include "assay-report-panel.h"
#include "assay-structure-panel.h"
#include "assay-tool-panel.h"
#include "worker/assay-tool-list.h"

/* Before the panels of the registry. */
static const AssayPanelInfo leading[] = {
  { .id = "overview",
    .title = N_ ("Overview"),
    .icon = "assay-overview-symbolic",
    .kinds = ASSAY_MEDIA_ANY,
    .type = assay_overview_panel_get_type },
  { .id = "metadata",
    .title = N_ ("Metadata"),
    .icon = "assay-metadata-symbolic",
    .kinds = ASSAY_MEDIA_ANY,
    .type = assay_metadata_panel_get_type },
  { .id = "structure",
    .title = N_ ("Structure"),
    .icon = "assay-structure-symbolic",
    .kinds = ASSAY_MEDIA_ANY,
    .type = assay_structure_panel_get_type },
};

/* After them. */
static const AssayPanelInfo trailing[] = {
  { .id = "custody",
    .title = N_ ("Custody"),
    .icon = "assay-custody-symbolic",
    .kinds = ASSAY_MEDIA_ANY,
    .type = assay_custody_panel_get_type },
  { .id = "report",
    .title = N_ ("Report"),
    .icon = "assay-report-symbolic",
    .kinds = ASSAY_MEDIA_ANY,
    .type = assay_report_panel_get_type },
};

/* Names of known groups, so that help pages and icons are found; groups that are not here get a
 * name of their own. */
static const AssayPanelInfo known[] = {
  { .id = "image",
    .title = N_ ("Image"),
    .icon = "assay-image-symbolic",
    .why_not = N_ ("This panel looks at pictures and videos.") },
  { .id = "replay",
    .title = N_ ("Replay"),
    .icon = "assay-replay-symbolic",
    .why_not = N_ ("This panel looks at recordings of speech.") },
  { .id = "wavemark",
    .title = N_ ("Waveform mark"),
    .icon = "assay-wavemark-symbolic",
    .why_not = N_ ("This panel looks at sound and at tables of measured values.") },
  { .id = "videomark",
    .title = N_ ("Video mark"),
    .icon = "assay-videomark-symbolic",
    .why_not = N_ ("This panel looks at videos.") },
  { .id = "verify-report",
    .title = N_ ("Verify report"),
    .icon = "assay-verified-symbolic",
    .why_not = N_ ("This panel looks at PDF reports that Assay has written.") },
  { .id = "cipher",
    .title = N_ ("Encryption"),
    .icon = "assay-cipher-symbolic",
    .why_not = N_ ("This panel looks at coded video streams.") },
};

/* Whether @title is in the list already or belongs to a panel written by hand. */
static gboolean
has_title (GArray *list, const char *title)
{
  for (gsize i = 0; i < G_N_ELEMENTS (trailing); i++)
    {
      if (g_str_equal (trailing[i].title, title))
        return TRUE;
    }
  for (guint i = 0; i < list->len; i++)
    {
      if (g_str_equal (g_array_index (list, AssayPanelInfo, i).title, title))
        return TRUE;
    }
  return FALSE;
}

/* The entry for a group of tools that no bespoke panel shows. */
static AssayPanelInfo
group_of (const char *title, guint kinds)
{
  AssayPanelInfo group = {
    .id = title,
    .title = title,
    .icon = "applications-science-symbolic",
    .why_not = N_ ("The tools of this panel work on files of another kind."),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      if (g_str_equal (known[i].title, title))
        group = known[i];
    }
  group.kinds = kinds;
  group.type = assay_tool_panel_get_type;
  return group;
}

static guint
kinds_of_group (const char *title)
{
  guint kinds = ASSAY_MEDIA_NONE;

  for (guint i = 0; i < assay_tool_list_get_n (); i++)
    {
      const AssayToolInfo *info = assay_tool_list_get (i);

      if (g_strcmp0 (info->panel, title) == 0)
        kinds |= info->kinds;
    }
  return kinds;
}

static GArray *
make_list (void)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (AssayPanelInfo));

  g_array_append_vals (list, leading, G_N_ELEMENTS (leading));
  for (guint i = 0; i < assay_tool_list_get_n (); i++)
    {
      const char *title = assay_tool_list_get (i)->panel;
      AssayPanelInfo group;

      if (title == NULL || has_title (list, title))
        continue;
      group = group_of (title, kinds_of_group (title));
      g_array_append_val (list, group);
    }
  g_array_append_vals (list, trailing, G_N_ELEMENTS (trailing));
  return list;
}

/* The registry does not change while the program runs. */
static GArray *
get_list (void)
{
  static gsize list = 0;

  if (g_once_init_enter (&list))
    g_once_init_leave (&list, (gsize) make_list ());
  return (GArray *) list;
}

guint
assay_panel_list_get_n (void)
{
  return get_list ()->len;
}

const AssayPanelInfo *
assay_panel_list_get (guint index)
{
  return index < get_list ()->len ? &g_array_index (get_list (), AssayPanelInfo, index) : NULL;
}

const AssayPanelInfo *
assay_panel_list_find (const char *id)
{
  for (guint i = 0; i < assay_panel_list_get_n (); i++)
    {
      if (g_str_equal (assay_panel_list_get (i)->id, id))
        return assay_panel_list_get (i);
    }
  return NULL;
}
