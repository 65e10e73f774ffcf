/* assay-known-row.h: which known genuine recordings of the case a run compares with, and a place to
 * say that the exhibit at hand is one. */
#pragma once

#include <adwaita.h>

#include "assay-subject.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_KNOWN_ROW (assay_known_row_get_type ())
G_DECLARE_FINAL_TYPE (AssayKnownRow, assay_known_row, ASSAY, KNOWN_ROW, AdwExpanderRow)

/* Whether @info is an input for known recordings and @subject an exhibit of a case that has them.
 */
gboolean assay_known_row_fits (const AssayInputInfo *info, AssaySubject *subject);
/* Recordings of one speaker or device are chosen at most: those of the exhibit's own, else of the
 * only one that there is. (transfer floating) */
GtkWidget *assay_known_row_new (const AssayInputInfo *info, AssaySubject *subject);
/* FALSE with an error while the record of the case is still looked through for them, or when it
 * could not be. */
gboolean assay_known_row_check (AssayKnownRow *self, GError **error);
/* Numbers of the chosen exhibits, a line each. (transfer full) */
char *assay_known_row_get_text (AssayKnownRow *self) G_GNUC_WARN_UNUSED_RESULT;
/* Chooses those again. */
void assay_known_row_reset (AssayKnownRow *self);

G_END_DECLS
