/* assay-cipher-drift.h: how unlike the original an encrypted region is, and what lies around it:
 * prediction carries disturbance out, and clear content in. */
#pragma once

#include "cipher/assay-cipher-session.h"

G_BEGIN_DECLS

typedef struct _AssayCipherDrift AssayCipherDrift;

/* Of a stream in which @regions were encrypted. @shown must live on. */
AssayCipherDrift *assay_cipher_drift_new (const AssayCipherRegions *regions,
                                          const AssayCipherShown *shown) G_GNUC_WARN_UNUSED_RESULT;
void assay_cipher_drift_free (AssayCipherDrift *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCipherDrift, assay_cipher_drift_free)

/**
 * assay_cipher_drift_take:
 * @a, @b: (array length=width × height): luma of the next picture that is shown, original and
 *   encrypted, without gaps
 *
 * Returns: PSNR of what is not encrypted in it, dB; 100 where nothing differs, NaN where all is
 * encrypted
 */
double assay_cipher_drift_take (
    AssayCipherDrift *self, const guint8 *a, const guint8 *b, guint width, guint height);

/* Over all pictures. FALSE without a sample of the kind. @psnr: dB, of the mean squared error, 100
 * where nothing differs; @unlike: share of the samples that differ at all. */
gboolean assay_cipher_drift_get (const AssayCipherDrift *self,
                                 gboolean encrypted,
                                 double *psnr,
                                 double *unlike);

G_END_DECLS
