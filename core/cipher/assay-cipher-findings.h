/* assay-cipher-findings.h: what a person must be told beside the figures: rules CIP-01 to CIP-09
 * and CIP-16 to CIP-23 of the catalogue (data/rules/rules-cipher.json). Only assay-worker-media
 * links it. */
#pragma once

#include "media/assay-media-edits.h"
#include "media/assay-media-loss.h"
#include "media/assay-remux.h"
#include "model/assay-result.h"

G_BEGIN_DECLS

/* Layers above the base, which pass unchanged. @layers: bit n for layer n. Nothing without one. */
void assay_cipher_note_layers (AssayResultBuilder *builder,
                               guint64 layers,
                               guint64 units,
                               guint64 bytes,
                               guint64 stream_bytes);

/* What a container declares and does not give; nothing when nothing is lost. */
void assay_cipher_note_loss (AssayResultBuilder *builder, const AssayMediaLoss *loss);

/* What edit lists take out. @pictures: those that are only decoded are missing too. Nothing when
 * nothing is. */
void assay_cipher_note_edits (AssayResultBuilder *builder,
                              const AssayMediaEdits *edits,
                              gboolean pictures);

/* Times that are not those of the source; nothing when all are. */
void assay_cipher_note_times (AssayResultBuilder *builder, const AssayRemuxTimes *times);

/* What stays readable beside the pictures. @streams: (nullable); @messages: of user data, in the
 * stream of the video. Nothing without either. */
void assay_cipher_note_beside (AssayResultBuilder *builder, const char *streams, guint64 messages);

/* That people, places and movements can be recognised although the whole picture is encrypted: the
 * signs of the coefficients are not among @elements, or measured pictures are near the original's.
 * @es: encryption space in %; @psnr (dB), @ssim; each NaN where it is not known. */
void assay_cipher_note_recognisable (
    AssayResultBuilder *builder, guint elements, double es, double psnr, double ssim);

/* Whether a passphrase or a key file is so short, or so monotonous, that it can be found by trying:
 * less than 16 bytes, or fewer than 8 different ones in a passphrase, than 12 in a key file. */
gboolean assay_cipher_secret_is_weak (GBytes *secret, gboolean key_file);

/* Findings: without anything observed; with a number or a text, @name of which is among
 * assay_observed_words(). */
void assay_cipher_note (AssayResultBuilder *builder, const char *rule, gboolean attention);
void assay_cipher_note_count (AssayResultBuilder *builder,
                              const char *rule,
                              const char *name,
                              guint count);

/* CIP-09 for the videos beside the one that was encrypted, if there are any: @clear of them without
 * a description by Assay, and those that carry one, @described (their numbers, "1 3"; "" without
 * any). Whoever pastes a description into a clear video hides nothing by it: both draw attention.
 */
void assay_cipher_note_videos (AssayResultBuilder *builder, guint clear, const char *described);
void assay_cipher_note_text (AssayResultBuilder *builder,
                             const char *rule,
                             const char *name,
                             const char *value);

/* The video was encoded anew. @missing: (nullable): what the new file does not have. @corrupt: how
 * many pictures were decoded from damaged data. */
void assay_cipher_note_made (AssayResultBuilder *builder,
                             const char *codec,
                             const char *container,
                             const char *missing,
                             guint64 corrupt);

G_END_DECLS
