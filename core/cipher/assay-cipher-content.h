/* assay-cipher-content.h: a sum of an encrypted stream that packing it anew does not change. */
#pragma once

#include "cipher/assay-cipher-seal.h"

G_BEGIN_DECLS

/* What packing anew changes, and the sum does not see:
 *
 * - Parameter sets (types 32 to 34) count when a slice follows, in the order of their types and
 *   bytes, those that stood before the first slice only once, as long as there are no others later.
 *   Where their order decides what is shown (two of one number, or a type behind one that refers to
 *   it) all count as they come.
 * - Since version 7 so do SEI units that describe the whole stream: user data without a registered
 *   owner, as x265's settings, which stands in a configuration record and which FFmpeg repeats with
 *   the parameter sets at each intra picture; the mastering display's colours, light levels,
 *   transfer characteristics. Assay's own description does not count among them.
 * - Since version 7 access unit delimiters, which an MPEG transport stream must have.
 * - Zeros behind a unit. */
typedef struct _AssayCipherContent AssayCipherContent;

/* @version: of the description; 0: of ASSAY_CIPHER_VERSION. */
AssayCipherContent *assay_cipher_content_new (const AssayCipherKeys *keys,
                                              guint version) G_GNUC_WARN_UNUSED_RESULT;
void assay_cipher_content_free (AssayCipherContent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCipherContent, assay_cipher_content_free)

/* The next unit of the encrypted stream, the seal excepted. */
void assay_cipher_content_add (AssayCipherContent *self, const guint8 *nal, gsize size);
/* Once. */
void assay_cipher_content_end (AssayCipherContent *self, guint8 *digest, gsize size);

G_END_DECLS
