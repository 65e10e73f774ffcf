/* assay-jsonld-private.h: the case in the words of the CASE/UCO ontology. */
#pragma once

#include "case/assay-case-private.h"

G_BEGIN_DECLS

/* What the tables of @db say as one document, pretty-printed: an InvestigativeAction per entry, a
 * File with hashes and a ProvenanceRecord per exhibit. The same tables give the same bytes. */
char *assay_jsonld_write (sqlite3 *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
