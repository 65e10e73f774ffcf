/* assay-cipher-damage.h: where a video is damaged, altered or cut, as tables and findings. Only
 * assay-worker-media links it. */
#pragma once

#include "cipher/assay-cipher-pass.h"

G_BEGIN_DECLS

/* What a unit that could not be read is said to be; @error: (nullable): without a header. In words
 * that are the same in each language's result. */
const char *assay_cipher_damage_reason (const GError *error);

/* Units that could not be read: table "damage" and finding CIP-12; where something is missing:
 * assay_cipher_gaps_report(). Nothing without either; with it the input is read once more for the
 * places. FALSE with what reading says, or G_IO_ERROR_CANCELLED. */
gboolean assay_cipher_damage_report (AssayResultBuilder *builder,
                                     const AssayCipherPass *pass,
                                     AssayToolJob *job,
                                     GError **error);

/* What the seal says of a video that was decrypted: findings CIP-10, -11 and -13, else CIP-14, and
 * CIP-25; the verdict "attention" with one of the first three or the last. Errors as before. */
gboolean assay_cipher_damage_judge (AssayResultBuilder *builder,
                                    const AssayCipherPass *pass,
                                    AssayToolJob *job,
                                    GError **error);

/* "whole", "cut", "altered", "repacked", "different" */
const char *assay_cipher_damage_state (AssayCipherState state);

G_END_DECLS
