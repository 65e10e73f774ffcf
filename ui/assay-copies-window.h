/* assay-copies-window.h: who received which marked copy of an exhibit, and a copy with a mark of
 * its own for each of many recipients with one click.
 *
 * The copies are made one after the other through the run queue; each is noted in the case's
 * register as soon as it is there. */
#pragma once

#include <adwaita.h>

#include "assay-parameter-form.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_COPIES_WINDOW (assay_copies_window_get_type ())
G_DECLARE_FINAL_TYPE (
    AssayCopiesWindow, assay_copies_window, ASSAY, COPIES_WINDOW, AdwPreferencesWindow)

/* @form: whose settings, but for mark and output, all copies are made with; @subject: an exhibit of
 * a case. */
void assay_copies_window_show (GtkWindow *parent,
                               AssayParameterForm *form,
                               const AssayToolInfo *info,
                               AssaySubject *subject);

G_END_DECLS
