/* assay-bag-texts-private.h: the texts of an export against the commitments of its ledger. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @texts: data/reveals.txt, "COMMITMENT HEX-OF-SALT HEX-OF-VALUE", a line each
 * @ledger: data/ledger.jsonl
 *
 * Returns: how many lines are not what was committed to, or belong to no entry */
guint assay_bag_check_texts (GBytes *texts, GBytes *ledger);

G_END_DECLS
