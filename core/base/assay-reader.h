/* assay-reader.h: the only way foreign bytes become numbers.
 *
 * Both readers know their absolute offset in the file, never pass their end, and answer 0 with a
 * failure that stays set; callers check assay_reader_ok() at the end of a structure and before a
 * value becomes a length, offset, count, index, shift or loop bound. Plain structs: they live on
 * the stack and own nothing. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const guint8 *data; /* first byte of the window; borrowed */
  gsize size;         /* bytes in the window */
  gsize position;     /* next byte, 0 .. size */
  guint64 base;       /* offset of data[0] in the file */
  gboolean failed;    /* a read passed the end; sticky */
} AssayReader;

/* Starts at @data[0], which stands at @base in the file. @data may be NULL if @size is 0. */
void assay_reader_init (AssayReader *self, const guint8 *data, gsize size, guint64 base);
/* The same over @bytes, which must outlive the reader. */
void assay_reader_init_bytes (AssayReader *self, GBytes *bytes, guint64 base);

gboolean assay_reader_ok (const AssayReader *self);
/* Marks the reader as failed: for a value that cannot be, found by the caller. */
void assay_reader_fail (AssayReader *self);
gsize assay_reader_left (const AssayReader *self);
/* Absolute offset in the file of the next byte. */
guint64 assay_reader_offset (const AssayReader *self);
/* Moves to @position within the window; fails beyond its end. */
gboolean assay_reader_seek (AssayReader *self, gsize position);
gboolean assay_reader_skip (AssayReader *self, gsize count);

guint8 assay_reader_read_u8 (AssayReader *self);
guint16 assay_reader_read_u16_be (AssayReader *self);
guint16 assay_reader_read_u16_le (AssayReader *self);
guint32 assay_reader_read_u24_be (AssayReader *self);
guint32 assay_reader_read_u24_le (AssayReader *self);
guint32 assay_reader_read_u32_be (AssayReader *self);
guint32 assay_reader_read_u32_le (AssayReader *self);
guint64 assay_reader_read_u64_be (AssayReader *self);
guint64 assay_reader_read_u64_le (AssayReader *self);
/* In the byte order that a header announced (TIFF "MM" / "II"). */
guint16 assay_reader_read_u16 (AssayReader *self, gboolean big_endian);
guint32 assay_reader_read_u32 (AssayReader *self, gboolean big_endian);
guint64 assay_reader_read_u64 (AssayReader *self, gboolean big_endian);

/* @count bytes in place, valid as long as the window; NULL and failure if there are fewer. */
const guint8 *assay_reader_read_bytes (AssayReader *self, gsize count);
/* TRUE and past it if the next bytes are @magic; else stays where it is and does not fail. */
gboolean assay_reader_match (AssayReader *self, const char *magic, gsize length);
/* Looks ahead at @count bytes without moving; NULL if there are fewer, without failing. */
const guint8 *assay_reader_peek (const AssayReader *self, gsize count);
/* Confines @child to the next @length bytes and moves past them; fails both if there are fewer. */
gboolean assay_reader_sub (AssayReader *self, gsize length, AssayReader *child);

/* Bits, most significant first, as video bitstreams have them. */
typedef struct
{
  const guint8 *data;
  gsize size;       /* bytes */
  gsize position;   /* next byte to load */
  guint64 cache;    /* loaded bits, next one at the top */
  guint cached;     /* how many of them */
  guint zeros;      /* zero bytes just loaded, for emulation prevention */
  gboolean escaped; /* drop the 3 of 00 00 03 (H.264 7.4.1, H.265 7.4.2) */
  gboolean failed;
} AssayBitReader;

void assay_bit_reader_init (AssayBitReader *self, const guint8 *data, gsize size, gboolean escaped);
gboolean assay_bit_reader_ok (const AssayBitReader *self);
/* @count is 0 .. 32. */
guint32 assay_bit_reader_read (AssayBitReader *self, guint count);
gboolean assay_bit_reader_read_flag (AssayBitReader *self);
/* Exp-Golomb codes ue(v) and se(v), H.264 9.1 = H.265 9.2. */
guint32 assay_bit_reader_read_ue (AssayBitReader *self);
gint32 assay_bit_reader_read_se (AssayBitReader *self);
gboolean assay_bit_reader_skip (AssayBitReader *self, gsize count);

G_END_DECLS
