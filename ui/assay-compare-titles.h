/* assay-compare-titles.h: what the pictures of the compare view are called: a title above each, or
 * where there is room for one picture only, the choice between them. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ASSAY_COMPARE_PICTURES 3u

#define ASSAY_TYPE_COMPARE_TITLES (assay_compare_titles_get_type ())
G_DECLARE_FINAL_TYPE (AssayCompareTitles, assay_compare_titles, ASSAY, COMPARE_TITLES, GtkWidget)

/* Signal: void (*chosen) (AssayCompareTitles *self, guint index) when the person asks for another
 * picture. */

/* @titles: ASSAY_COMPARE_PICTURES of them, NULL for a picture that is not there. */
void assay_compare_titles_set (AssayCompareTitles *self, const char *const *titles);
/* Whether one picture is shown at a time. */
void assay_compare_titles_set_folded (AssayCompareTitles *self, gboolean folded);

/* "0:01.40 / 0:04.00 · frame 42" (transfer full) */
char *assay_compare_time_text (double seconds, double duration, gint64 frame);
/* "56 %", empty while nothing is shown (transfer full) */
char *assay_compare_zoom_text (double zoom);

G_END_DECLS
