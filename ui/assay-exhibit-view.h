/* assay-exhibit-view.h: the panels of one subject: a side list when there is room, a drop-down when
 * there is not.
 *
 * A panel is made when it is first looked at and is told the subject then. */
#pragma once

#include <gtk/gtk.h>

#include "assay-subject.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_EXHIBIT_VIEW (assay_exhibit_view_get_type ())
G_DECLARE_FINAL_TYPE (AssayExhibitView, assay_exhibit_view, ASSAY, EXHIBIT_VIEW, GtkWidget)

GtkWidget *assay_exhibit_view_new (void);
void assay_exhibit_view_set_subject (AssayExhibitView *self, AssaySubject *subject);
AssaySubject *assay_exhibit_view_get_subject (AssayExhibitView *self);
/* By the id of the panel table; FALSE if there is none. */
gboolean assay_exhibit_view_show_panel (AssayExhibitView *self, const char *id);
/* The keyboard goes into the panel that is shown; FALSE if it is there already, or if the panel has
 * nothing for it. */
gboolean assay_exhibit_view_enter_panel (AssayExhibitView *self);

G_END_DECLS
