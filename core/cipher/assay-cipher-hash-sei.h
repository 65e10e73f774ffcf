/* assay-cipher-hash-sei.h: decoded picture hash SEI messages (ITU-T H.265 D.2.19, D.3.19): read,
 * computed from samples, and replaced in place. */
#pragma once

#include "cipher/assay-hevc-nal.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_HASH_MD5,
  ASSAY_HASH_CRC,
  ASSAY_HASH_CHECKSUM,
  ASSAY_N_HASHES,
} AssayHashType;

#define ASSAY_HASH_MOST 48 /* bytes: three MD5 values */

/* Of one picture, as its message has it. */
typedef struct
{
  guint8 type;   /* AssayHashType; ASSAY_N_HASHES: there is none */
  guint8 length; /* bytes */
  guint8 bytes[ASSAY_HASH_MOST];
} AssayPictureHash;

/* A component of a picture. */
typedef struct
{
  const guint8 *data;
  gsize stride; /* bytes */
  guint width, height;
  gboolean wide; /* 16-bit words of this machine; FALSE: bytes */
} AssayHashPlane;

/**
 * assay_picture_hash_add:
 *
 * Appends the hash of a component, as D.3.19 defines it: MD5 over its samples, low byte first; CRC
 * with the polynomial 0x1021; the sum of the samples' bytes, each changed by its place. The first
 * component comes first; @self->type is set, @self->length begins with 0
 */
void assay_picture_hash_add (AssayPictureHash *self, const AssayHashPlane *plane);

/* The first message of this kind in an SEI unit; FALSE without one, and when the unit would not
 * come out of assay_hevc_escape() as it is: it could not be restored. */
gboolean assay_hash_sei_read (const AssayHevcNal *nal, AssayPictureHash *hash);
/* Whether such messages are all that the unit holds: it can be left out. */
gboolean assay_hash_sei_is_all (const AssayHevcNal *nal);
/* The unit into @out, without such messages; FALSE if it holds none of them, or what is no message.
 */
gboolean assay_hash_sei_strip (const AssayHevcNal *nal, GByteArray *out);
/* Appends the unit to @out with that message's bytes replaced; @hash has the type and length that
 * was read. */
void assay_hash_sei_write (const AssayHevcNal *nal, const AssayPictureHash *hash, GByteArray *out);

G_END_DECLS
