/* assay-panel-list.h: the one table of panels, in the order in which they are shown. */
#pragma once

#include <glib-object.h>

#include "model/assay-tool-info.h"

G_BEGIN_DECLS

typedef struct
{
  const char *id;    /* "overview"; also the name of its help page */
  const char *title; /* msgid */
  const char *icon;  /* symbolic icon name */
  guint
      kinds; /* AssayMediaKind bits it says something about; others get the reason from the frame */
  const char *why_not;  /* msgid: shown for other kinds; NULL with ASSAY_MEDIA_ANY */
  GType (*type) (void); /* subclass of AssayPanel, with "id", "title" and "icon-name" as construct
                           properties */
} AssayPanelInfo;

guint assay_panel_list_get_n (void);
const AssayPanelInfo *assay_panel_list_get (guint index);
/* NULL if there is none. */
const AssayPanelInfo *assay_panel_list_find (const char *id);

G_END_DECLS
