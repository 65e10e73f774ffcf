/* assay-region-window.h: a region is drawn on the pictures of an exhibit: a time range, and a
 * rectangle with key frames, between which it moves. */
#pragma once

#include <adwaita.h>

#include "assay-subject.h"
#include "model/assay-region.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_REGION_WINDOW (assay_region_window_get_type ())
G_DECLARE_FINAL_TYPE (AssayRegionWindow, assay_region_window, ASSAY, REGION_WINDOW, AdwWindow)

/* @text: the region in the form of a parameter, "" for the whole. */
typedef void (*AssayRegionChosen) (const char *text, gpointer user_data);

/* Opens over @parent with the region @text of @subject; when that cannot be read, with the whole.
 * @owner is the user data of @chosen and kept alive while the window is open. */
void assay_region_window_show (GtkWindow *parent,
                               AssaySubject *subject,
                               const char *text,
                               AssayRegionChosen chosen,
                               GObject *owner);

G_END_DECLS
