/* assay-cipher-damage.h: where a video is damaged, altered or cut, as tables and findings. Only
 * assay-worker-media links it. */
#pragma once

#include "cipher/assay-cipher-pass.h"

G_BEGIN_DECLS

/* What a unit that could not be read is said to be; @error: (nullable): without a header. In words
 * that are the same in each language's result. */
const char *assay_cipher_damage_reason (const GError *error);

/* What became of a video, as far as it is not as it should be. Of one that was decrypted, what the
 * seal says: findings CIP-10, -11 and -13, else CIP-14, and CIP-25; the verdict "attention" with
 * one of the first three or the last. Units that could not be read: table "damage" and finding
 * CIP-12. Where something is missing: assay_cipher_gaps_report(). With any of these the input is
 * read once more for the places. FALSE with what reading says, or G_IO_ERROR_CANCELLED. */
gboolean assay_cipher_damage_report (AssayResultBuilder *builder,
                                     const AssayCipherPass *pass,
                                     AssayToolJob *job,
                                     GError **error);

/* "whole", "cut", "altered", "repacked", "different" */
const char *assay_cipher_damage_state (AssayCipherState state);

G_END_DECLS
