/* assay-receipt.h: what the person who hands in an exhibit takes home (CUSTODY §5): the entry of
 * its intake, a checkpoint, and the path that proves the one under the other. It reveals one item
 * only.
 *
 * Text, one thing a line:
 *   assay-receipt/v1
 *   entry <canonical JSON of the intake>
 *   signature <hex>                       of the entry with its newline
 *   key <hex>                             Ed25519, once for each key that signed entry or
 * checkpoint name <hex of salt> <base64 of value>  only if asked for index <number of the entry -
 * 1> <base64>                              the audit path, lowest first (an empty line, then the
 * checkpoint note as it is)
 */
#pragma once

#include "case/assay-case-folder.h"

G_BEGIN_DECLS

/**
 * assay_case_make_receipt:
 * @name: whether the file's name goes along (it stands in the entry only as a commitment)
 * @size: (out): entries under its checkpoint, for assay_case_record_receipt()
 *
 * Also works read-only. NOT_FOUND without such an exhibit, CORRUPT if the ledger does not have its
 * entry or no checkpoint covers it.
 */
char *assay_case_make_receipt (AssayCase *self,
                               guint exhibit,
                               gboolean name,
                               gint64 *size,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The checkpoint.anchor entry that says the receipt was handed out: once it is safely written, so
 * that the ledger names none that nobody could get. Nothing where the case is only read. */
gboolean assay_case_record_receipt (
    AssayCase *self, guint exhibit, const char *receipt, gint64 size, GError **error);

G_END_DECLS
