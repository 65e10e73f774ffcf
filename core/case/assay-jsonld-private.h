/* assay-jsonld-private.h: the case in the words of the CASE/UCO ontology. */
#pragma once

#include "case/assay-case-private.h"

G_BEGIN_DECLS

/* The whole document, pretty-printed: one InvestigativeAction per entry up to @last, File with
 * hashes and ProvenanceRecord per exhibit. */
char *assay_jsonld_write (AssayCase *self, gint64 last, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
