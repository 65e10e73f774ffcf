/* assay-ledger-check-private.h: a ledger taken out of its case: chain, signatures, checkpoint
 * (CUSTODY §4 and §5). */
#pragma once

#include "model/assay-result.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  ASSAY_LEDGER_SOUND,
  ASSAY_LEDGER_KEY,        /* the public key cannot be read, or is not that of entry 1 */
  ASSAY_LEDGER_CHAIN,      /* an entry does not hold the hash of the one before */
  ASSAY_LEDGER_SIGNATURE,  /* an entry's signature does not verify, or is missing */
  ASSAY_LEDGER_CHECKPOINT, /* the checkpoint is of another history, or not signed by the key */
} AssayLedgerState;

typedef struct
{
  AssayLedgerState state;
  guint64 entry;      /* the first entry that fails; 0 when none */
  guint64 n_entries;  /* verified before that */
  guint64 size;       /* entries that the checkpoint covers; 0 without one */
  char head[65];      /* SHA-256 of the last verified entry, hex */
  GHashTable *hashes; /* SHA-256 of every file taken in: a set of hex texts */
} AssayLedgerCheck;

/* @note: (nullable). Bytes are foreign. */
void assay_ledger_check (
    AssayLedgerCheck *self, GBytes *ledger, GBytes *signatures, GBytes *pem, GBytes *note);
void assay_ledger_check_clear (AssayLedgerCheck *self);
/* Adds what is wrong with the ledger as a finding (RPT-09 to RPT-12); a sound one adds none. */
void assay_ledger_check_report (const AssayLedgerCheck *self, AssayResultBuilder *builder);

G_END_DECLS
