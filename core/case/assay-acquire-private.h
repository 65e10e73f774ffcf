/* assay-acquire-private.h: the one pass over the evidence: read, hash, copy, make durable, read
 * back, compare. */
#pragma once

#include <gio/gio.h>

#include "base/assay-progress.h"
#include "case/assay-hashes-private.h"
#include "case/assay-source-file-private.h"
#include "case/assay-vault-private.h"

G_BEGIN_DECLS

typedef struct
{
  AssayHashes hashes; /* of what was copied; kept also when the source changed */
  char second[65];    /* SHA-256 of the second reading, "" if there was none */
  guint64 size;
  guint64 size_after; /* of the source, when it changed */
  char *temporary;    /* name in vault/tmp; NULL once it is placed or dropped */
} AssayAcquisition;

/* Copies @source to a temporary file of @vault. On failure nothing is left in the vault, and @self
 * still says what is known. CHANGED, FULL, IO or G_IO_ERROR_CANCELLED. */
gboolean assay_acquire (AssayAcquisition *self,
                        AssayVault *vault,
                        AssaySourceFile *source,
                        AssayProgress *progress,
                        GCancellable *cancellable,
                        GError **error);
void assay_acquisition_clear (AssayAcquisition *self, AssayVault *vault);

G_END_DECLS
