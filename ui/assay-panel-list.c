/* assay-panel-list.c: one line per panel. The order is the order on screen. */
#include "assay-panel-list.h"

#include "config.h"

#include <glib/gi18n.h>

#include "assay-overview-panel.h"

static const AssayPanelInfo panels[] = {
  { .id = "overview",
    .title = N_ ("Overview"),
    .icon = "view-list-symbolic",
    .kinds = ASSAY_MEDIA_ANY,
    .type = assay_overview_panel_get_type },
};

guint
assay_panel_list_get_n (void)
{
  return G_N_ELEMENTS (panels);
}

const AssayPanelInfo *
assay_panel_list_get (guint index)
{
  return index < G_N_ELEMENTS (panels) ? &panels[index] : NULL;
}

const AssayPanelInfo *
assay_panel_list_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (panels); i++)
    if (g_str_equal (panels[i].id, id))
      return &panels[i];
  return NULL;
}
