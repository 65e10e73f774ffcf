/* assay-reader.h: the only way foreign bytes become numbers.
 *
 * A reader knows its absolute offset in the file, never passes its end, and answers 0 with a
 * failure that stays set; callers check assay_reader_ok() at the end of a structure and before a
 * value becomes a length, offset, count, index, shift or loop bound. A plain struct: it lives on
 * the stack and owns nothing. */
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

G_END_DECLS
