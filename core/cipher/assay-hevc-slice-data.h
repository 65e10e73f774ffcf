/* assay-hevc-slice-data.h: slice_segment_data() (ITU-T H.265, 7.3.8): every bin is decoded, no
 * sample is reconstructed. */
#pragma once

#include "cipher/assay-bypass-bin.h"
#include "cipher/assay-hevc-picture.h"
#include "cipher/assay-hevc-slice-header.h"

G_BEGIN_DECLS

/* States that the next substream or slice segment may take over. Opaque. */
typedef struct _AssayHevcCarry AssayHevcCarry;

AssayHevcCarry *assay_hevc_carry_new (void);
void assay_hevc_carry_free (AssayHevcCarry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayHevcCarry, assay_hevc_carry_free)

/* What is found in one slice segment. Arrays are emptied and filled again for each. */
typedef struct
{
  GArray *runs;      /* AssayBypassRun, in the order of the bitstream */
  GArray *codewords; /* AssayCodeword */
  GArray *units;     /* AssayCodedUnit */
  gsize end;         /* byte of the RBSP behind the last codeword; zeros may follow */
} AssayHevcFound;

/**
 * assay_hevc_slice_data_read:
 * @picture: of the slice; takes what later slice segments need to know
 * @carry: of the picture; forgotten at its first slice segment
 * @rbsp: the unescaped NAL unit with its header
 *
 * Returns: %FALSE with ASSAY_CIPHER_ERROR_MALFORMED or _TRUNCATED, naming the CTU where it was
 * found
 */
gboolean assay_hevc_slice_data_read (AssayHevcPicture *picture,
                                     const AssayHevcSliceHeader *header,
                                     AssayHevcCarry *carry,
                                     const guint8 *rbsp,
                                     gsize size,
                                     AssayHevcFound *found,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
