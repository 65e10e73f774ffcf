/* assay-panel.h: the base of every panel of an exhibit: a title, an icon, a subject, and the four
 * states of a page.
 *
 * A subclass sets its "content" in its template and calls assay_panel_show_*; a tool that does not
 * apply says why by assay_panel_show_empty(). */
#pragma once

#include <gtk/gtk.h>

#include "assay-subject.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_PANEL (assay_panel_get_type ())
G_DECLARE_DERIVABLE_TYPE (AssayPanel, assay_panel, ASSAY, PANEL, GtkWidget)

/**
 * AssayPanelClass:
 * @set_subject: another subject (or %NULL) is to be shown; drop what is pending of the old one,
 * start loading. Called first when the panel becomes visible, so that a panel nobody opens costs
 * nothing. assay_panel_get_subject() is already the new one.
 * @retry: the person pressed "Try again" on the failed page; the default calls @set_subject again
 */
struct _AssayPanelClass
{
  GtkWidgetClass parent_class;

  void (*set_subject) (AssayPanel *self, AssaySubject *subject);
  void (*retry) (AssayPanel *self);

  gpointer padding[4];
};

/* Properties: title, icon-name, id, subject, content (GtkWidget). */
const char *assay_panel_get_id (AssayPanel *self);
void assay_panel_set_title (AssayPanel *self, const char *title);
const char *assay_panel_get_icon_name (AssayPanel *self);
AssaySubject *assay_panel_get_subject (AssayPanel *self);
void assay_panel_set_subject (AssayPanel *self, AssaySubject *subject);
void assay_panel_set_content (AssayPanel *self, GtkWidget *content);

void assay_panel_show_content (AssayPanel *self);
/* A status page: "does not apply, because …" or "nothing here yet". */
void assay_panel_show_empty (AssayPanel *self,
                             const char *icon_name,
                             const char *title,
                             const char *description);
/* What runs, how far, Cancel. Follows @job until another state is shown. @job: (nullable): unknown
 * progress without Cancel. */
void assay_panel_show_working (AssayPanel *self, AssayJob *job);
/* What, why, Try again. Cancelled errors show as "Cancelled" with the same button. */
void assay_panel_show_error (AssayPanel *self, const GError *error);

G_END_DECLS
