/* assay-overview-panel.c: see the header. */
#include "assay-overview-panel.h"

#include "config.h"

struct _AssayOverviewPanel
{
  AssayPanel parent_instance;
};

G_DEFINE_FINAL_TYPE (AssayOverviewPanel, assay_overview_panel, ASSAY_TYPE_PANEL)

static void
assay_overview_panel_class_init (AssayOverviewPanelClass *klass)
{
}

static void
assay_overview_panel_init (AssayOverviewPanel *self)
{
}
