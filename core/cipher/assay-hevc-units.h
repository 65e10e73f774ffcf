/* assay-hevc-units.h: the NAL units within a block of memory: a container's packet or its
 * configuration record. */
#pragma once

#include "cipher/assay-hevc-nal.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_HEVC_FRAMING_ANNEXB,  /* start codes: MPEG-TS, AVI */
  ASSAY_HEVC_FRAMING_LENGTHS, /* a length before each: MP4, MOV, Matroska (ISO/IEC 14496-15) */
} AssayHevcFraming;

/* How a stream stores its units. */
typedef struct
{
  AssayHevcFraming framing;
  guint length_size; /* bytes of a length, 1 to 4 */
} AssayHevcStorage;

/* A walk over one block. Borrows it. */
typedef struct
{
  const guint8 *data;
  gsize size;
  gsize at;
  guint length_size; /* 0: start codes */
  gboolean record;   /* the arrays of a configuration record */
  guint n_arrays;    /* left, of the record */
  guint n_units;     /* left, of the array */
  gboolean damaged;  /* a length reached beyond the block: the rest is lost */
} AssayHevcUnits;

/* Reads HEVCDecoderConfigurationRecord (14496-15, 8.3.3.1); what is none counts as start codes. */
AssayHevcStorage assay_hevc_storage_read (const guint8 *record, gsize size);

/* The parameter sets that a record holds; with start codes, those of the block. */
void assay_hevc_units_init_record (AssayHevcUnits *self,
                                   const AssayHevcStorage *storage,
                                   const guint8 *record,
                                   gsize size);
void assay_hevc_units_init_packet (AssayHevcUnits *self,
                                   const AssayHevcStorage *storage,
                                   const guint8 *data,
                                   gsize size);
/* Whether the lengths of a packet contradict each other, so that nothing in it is to be relied on.
 */
gboolean
assay_hevc_units_contradict (const AssayHevcStorage *storage, const guint8 *data, gsize size);
/* @data: (out): borrowed. FALSE when there are no more. */
gboolean assay_hevc_units_next (AssayHevcUnits *self, const guint8 **data, gsize *size);

/* A unit with what its storage puts before it, @gap where that is start codes. FALSE when the unit
 * is too long for its length field. */
gboolean assay_hevc_units_put (const AssayHevcStorage *storage,
                               const guint8 *gap,
                               gsize gap_size,
                               const guint8 *nal,
                               gsize size,
                               GByteArray *out) G_GNUC_WARN_UNUSED_RESULT;

/* @size without the zero bytes that may follow a unit. */
gsize assay_hevc_trim (const guint8 *data, gsize size);

G_END_DECLS
