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
 *
 * Also works read-only. In WRITE mode a checkpoint.anchor entry records that the receipt was made.
 * NOT_FOUND without such an exhibit, CORRUPT if the ledger does not have its entry or no checkpoint
 * covers it.
 */
char *assay_case_make_receipt (AssayCase *self, guint exhibit, gboolean name, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
