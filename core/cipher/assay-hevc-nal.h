/* assay-hevc-nal.h: NAL units: found in a byte stream, and freed of emulation prevention. */
#pragma once

#include "base/assay-reader.h"

G_BEGIN_DECLS

/* nal_unit_type values that are named here (ITU-T H.265, Table 7-1). */
enum
{
  ASSAY_NAL_RSV_VCL_R15 = 15,
  ASSAY_NAL_BLA_W_LP = 16,
  ASSAY_NAL_IDR_W_RADL = 19,
  ASSAY_NAL_IDR_N_LP = 20,
  ASSAY_NAL_CRA = 21,
  ASSAY_NAL_LAST_IRAP = 23,
  ASSAY_NAL_VPS = 32,
  ASSAY_NAL_SPS = 33,
  ASSAY_NAL_PPS = 34,
  ASSAY_NAL_AUD = 35,
  ASSAY_NAL_END_OF_SEQUENCE = 36,
  ASSAY_NAL_PREFIX_SEI = 39,
  ASSAY_NAL_SUFFIX_SEI = 40,
};

typedef struct
{
  const guint8 *data; /* from its header on, without start code or length */
  gsize size;         /* without trailing zero bytes */
  guint type;
  guint layer; /* nuh_layer_id */
  guint temporal_id;
} AssayHevcNal;

/**
 * assay_hevc_nal_read:
 *
 * Fills @self from the two bytes of a header. Returns: %FALSE when there are fewer, when
 * forbidden_zero_bit is set or nuh_temporal_id_plus1 is 0: @self is then not to be interpreted
 */
gboolean assay_hevc_nal_read (const guint8 *data, gsize size, AssayHevcNal *self);

/* Whether it holds a slice segment of a picture, of types that are defined. */
gboolean assay_hevc_nal_is_slice (const AssayHevcNal *self);
/* Whether a slice segment is the first of its picture: first_slice_segment_in_pic_flag. */
gboolean assay_hevc_nal_begins_picture (const AssayHevcNal *self);

/**
 * assay_hevc_find_start_code:
 *
 * Returns: position of the next 00 00 01 at or behind @from, @size without one (Annex B)
 */
gsize assay_hevc_find_start_code (const guint8 *data, gsize size, gsize from);

/**
 * assay_hevc_unescape:
 * @rbsp: takes the bytes without emulation_prevention_three_byte
 * @removed: (element-type guint32): takes where in @rbsp the byte after each removed one stands
 *
 * 7.3.1.1. Both arrays are emptied first.
 */
void assay_hevc_unescape (const guint8 *data, gsize size, GByteArray *rbsp, GArray *removed);

/* The reverse: appends @size bytes to @out with the bytes put in that Annex B demands. */
void assay_hevc_escape (const guint8 *data, gsize size, GByteArray *out);

/* payload_type or payload_size of an SEI message, 7.3.5. */
guint assay_hevc_sei_number (AssayReader *reader);

G_END_DECLS
