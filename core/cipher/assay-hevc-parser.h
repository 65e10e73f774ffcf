/* assay-hevc-parser.h: NAL unit after NAL unit of one layer: keeps parameter sets and the picture,
 * and finds the bins of each slice segment. */
#pragma once

#include "cipher/assay-hevc-slice-data.h"

G_BEGIN_DECLS

typedef struct _AssayHevcParser AssayHevcParser;

/* A slice segment; valid until the parser takes the next unit. */
typedef struct
{
  const AssayHevcSliceHeader *header;
  const AssayHevcSps *sps;
  const AssayHevcPps *pps;
  const GByteArray *rbsp; /* unescaped, with the NAL unit's header */
  const GArray *removed;  /* guint32: as assay_hevc_unescape() gives it */
  const AssayHevcFound *found;
  guint64 picture; /* number of the picture in the bitstream, from 0 */
} AssayHevcSliceSegment;

AssayHevcParser *assay_hevc_parser_new (void);
void assay_hevc_parser_free (AssayHevcParser *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayHevcParser, assay_hevc_parser_free)

/**
 * assay_hevc_parser_take:
 * @nal: of the base layer; others are to be passed by the caller
 * @segment: (out): what was found
 * @found: (out): whether @nal was a slice segment
 *
 * A parameter set takes the place of that of the same id. Returns: %FALSE with ASSAY_CIPHER_ERROR;
 * the parser can go on with the next unit
 */
gboolean assay_hevc_parser_take (AssayHevcParser *self,
                                 const AssayHevcNal *nal,
                                 AssayHevcSliceSegment *segment,
                                 gboolean *found,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether @rbsp, escaped again into @scratch, is @nal: what is not could not be restored once bins
 * were flipped. FALSE with ASSAY_CIPHER_ERROR_UNSUPPORTED. */
gboolean assay_hevc_parser_check_escapes (const AssayHevcNal *nal,
                                          const GByteArray *rbsp,
                                          GByteArray *scratch,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
