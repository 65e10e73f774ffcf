/* assay-cipher-distance.h: how far apart bits are, with what chance alone gives, and figures beside
 * the article's. Only assay-worker-media links it. */
#pragma once

#include "cipher/assay-cipher-sensitivity.h"

G_BEGIN_DECLS

/**
 * assay_cipher_distance_to_table:
 * @pictures: (nullable): original and encrypted luma
 * @keys: (nullable)
 *
 * Table "distance": what, how many bits, which share of them differs, which is expected, and by how
 * much chance alone moves it in 95 of 100 cases (1.96 × 50 % / √bits; none for samples, which are
 * not independent). Of encrypted bits half are expected to differ. Of samples that have nothing to
 * do with each other a share differs that follows from how often each of the eight bits is set:
 * half of the low ones, and of the high ones what brightness and contrast of both make of it.
 */
AssayTable *assay_cipher_distance_to_table (const AssayCipherCount *count,
                                            const AssayCipherMeasure *pictures,
                                            const AssayCipherSensitivity *keys);

/**
 * assay_cipher_article_to_table:
 * @share: encryption space, per cent: of the regions where there are some
 * @regions: whether only regions were encrypted: of the pictures' figures, which the rest of each
 *   picture decides, the PSNR within them stands here alone
 * @pictures: (nullable)
 *
 * Table "article": our figures beside those of Hamidouche et al., ICASSP 2015, for video of a
 * single layer at QP 22 (encryption space 17.8 to 18.3 per cent, PSNR of the luma 8.6 to 9.3 dB)
 * and for the Hamming distance of base layer and all layers (0.48 to 0.51).
 */
AssayTable *
assay_cipher_article_to_table (double share, gboolean regions, const AssayCipherMeasure *pictures);

G_END_DECLS
