/* assay-jpeg-tables.c: frame header, quantisation and Huffman tables (T.81 B.2.2, B.2.4), and what
 * they tell about the program that saved the picture. */
#include "config.h"

#include <string.h>

#include "media/assay-jpeg-private.h"
#include "media/assay-jpeg-standard-private.h"

/* Four for each scan is the most that has a use, and progressive pictures have a dozen scans. */
#define MOST_QUANTISATION 256u

/* T.81 figure 5: where the k-th coefficient of the file stands in the block. */
static const guint8 zigzag[64] = {
  0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,  12, 19, 26, 33, 40, 48,
  41, 34, 27, 20, 13, 6,  7,  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23,
  30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
};

void
assay_jpeg_quantisation (AssayJpeg *self, AssayReader *reader)
{
  while (assay_reader_left (reader) > 0)
    {
      AssayJpegQuantisation table = { .offset = assay_reader_offset (reader), .defined = TRUE };
      guint8 head = assay_reader_read_u8 (reader);
      guint id = head & 15u;
      gboolean wide = head >> 4 != 0;

      table.precision = wide ? 16 : 8;
      for (gsize i = 0; i < 64; i++)
        table.values[zigzag[i]]
            = wide ? assay_reader_read_u16_be (reader) : assay_reader_read_u8 (reader);
      if (!assay_reader_ok (reader))
        return;
      if (id >= ASSAY_JPEG_TABLES || head >> 4 > 1)
        {
          assay_inspection_problem (self->inspection, "bad-value", table.offset,
                                    "quantisation table header %02x", head);
          continue;
        }

      AssayJpegQuantisation *slot = &self->quantisation[id];

      if (++self->quantisation_defined == MOST_QUANTISATION + 1)
        assay_inspection_problem (self->inspection, "excess", table.offset,
                                  "more than %u quantisation tables", MOST_QUANTISATION);

      if (slot->defined && self->scans > 0
          && memcmp (slot->values, table.values, sizeof table.values) != 0)
        self->quantisation_redefined = TRUE;
      table.number = slot->defined ? slot->number : ++self->n_quantisation;
      *slot = table;
    }
}

/* Whether the bytes of a table, counts and values, are those of Annex K for its slot. */
static gboolean
is_standard_huffman (guint table_class, guint id, const guint8 *data, gsize size)
{
  gsize standard_size;
  const guint8 *standard = assay_jpeg_standard_huffman (table_class, id != 0, &standard_size);

  return size == standard_size && memcmp (data, standard, size) == 0;
}

/* FNV-1a, never 0: only told apart from other tables of the same file. */
static guint
table_hash (const guint8 *data, gsize size)
{
  guint32 hash = 2166136261u;

  for (gsize i = 0; i < size; i++)
    hash = (hash ^ data[i]) * 16777619u;
  return hash == 0 ? 1 : hash;
}

void
assay_jpeg_huffman (AssayJpeg *self, AssayReader *reader)
{
  while (assay_reader_left (reader) > 0)
    {
      guint64 offset = assay_reader_offset (reader);
      guint8 head = assay_reader_read_u8 (reader);
      const guint8 *table = assay_reader_peek (reader, 16);
      gsize size = 16;

      for (gsize i = 0; table != NULL && i < 16; i++)
        size += table[i];
      table = assay_reader_read_bytes (reader, size);
      if (table == NULL)
        return;

      guint table_class = head >> 4;
      guint id = head & 15u;

      if (table_class > 1 || id >= ASSAY_JPEG_TABLES || size > 16 + 256)
        {
          assay_inspection_problem (self->inspection, "bad-value", offset,
                                    "Huffman table header %02x, %" G_GSIZE_FORMAT " values", head,
                                    size - 16);
          continue;
        }

      guint slot = table_class * ASSAY_JPEG_TABLES + id;
      guint hash = table_hash (table, size);

      self->huffman_redefined
          |= self->scans > 0 && self->huffman[slot] != 0 && self->huffman[slot] != hash;
      self->huffman[slot] = hash;
      self->huffman_standard &= is_standard_huffman (table_class, id, table, size);
      self->n_huffman++;
    }
}

static void
process_text (guint8 marker, char *buffer, gsize size)
{
  guint n = marker - 0xc0u;
  static const char *const kinds[] = { "baseline", "extended", "progressive", "lossless" };
  gboolean arithmetic = n >= 8;
  gboolean differential = (n & 4) != 0;

  g_snprintf (buffer, size, "%s%s%s", n == 4 || n == 12 ? "lossless" : kinds[n & 3],
              differential ? ", differential" : "", arithmetic ? ", arithmetic" : "");
}

/* The usual name of a sampling: how much wider and higher the first component is sampled than the
 * others. */
static const char *
subsampling_name (guint components, const guint8 *factors)
{
  static const struct
  {
    guint8 first;
    const char *name;
  } names[] = { { 0x11, "4:4:4" }, { 0x21, "4:2:2" }, { 0x22, "4:2:0" },
                { 0x12, "4:4:0" }, { 0x41, "4:1:1" }, { 0x42, "4:1:0" } };

  if (components == 1)
    return "4:0:0";
  for (guint i = 2; i < components; i++)
    if (factors[i] != factors[1])
      return NULL;
  if (components < 3 || (factors[1] >> 4) == 0 || (factors[1] & 15) == 0)
    return NULL;

  guint8 ratio = (guint8) ((factors[0] >> 4) / (factors[1] >> 4) << 4
                           | (factors[0] & 15) / (factors[1] & 15));

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i].first == ratio)
      return names[i].name;
  return NULL;
}

static void
frame_facts (AssayJpeg *self, guint8 marker, guint8 precision, guint components, guint64 offset)
{
  char process[48];

  process_text (marker, process, sizeof process);
  assay_inspection_int (self->inspection, "jpeg.sof", marker - 0xc0, NULL, offset - 4, 2);
  assay_inspection_text (self->inspection, "jpeg.process", process, offset - 4, 2);
  assay_inspection_bool (self->inspection, "jpeg.progressive", (marker & 3) == 2 && marker != 0xc4,
                         offset - 4, 2);
  assay_inspection_int (self->inspection, "image.bits", precision, NULL, offset, 1);
  assay_inspection_int (self->inspection, "image.channels", components, NULL, offset + 5, 1);
}

void
assay_jpeg_frame (AssayJpeg *self, guint8 marker, AssayReader *reader)
{
  guint64 offset = assay_reader_offset (reader);
  guint8 precision = assay_reader_read_u8 (reader);
  guint height = assay_reader_read_u16_be (reader);
  guint width = assay_reader_read_u16_be (reader);
  guint components = assay_reader_read_u8 (reader);
  g_autoptr (GString) sampling = g_string_new (NULL);
  guint8 factors[256];

  for (guint i = 0; i < components && assay_reader_ok (reader); i++)
    {
      assay_reader_skip (reader, 1);
      factors[i] = assay_reader_read_u8 (reader);
      assay_reader_skip (reader, 1);
      g_string_append_printf (sampling, "%s%dx%d", i > 0 ? " " : "", factors[i] >> 4,
                              factors[i] & 15);
    }
  self->frames++;
  if (!assay_reader_ok (reader) || self->frames > 1)
    return;
  self->width = width;
  self->height = height;
  self->size_offset = offset + 1;
  frame_facts (self, marker, precision, components, offset);
  assay_inspection_text (self->inspection, "jpeg.sampling", sampling->str, offset + 6,
                         3ull * components);

  const char *name = components > 0 ? subsampling_name (components, factors) : NULL;

  if (name != NULL)
    assay_inspection_text (self->inspection, "jpeg.subsampling", name, offset + 6,
                           3ull * components);
}

/* The IJG quality that makes exactly this table, 0 if none does. */
static guint
exact_quality (const AssayJpegQuantisation *table, gboolean chroma)
{
  guint16 scaled[64];

  for (guint quality = 100; quality >= 1; quality--)
    {
      assay_jpeg_scaled_quantisation (chroma, quality, scaled);
      if (memcmp (scaled, table->values, sizeof scaled) == 0)
        return quality;
    }
  return 0;
}

/* The quality whose tables differ least, by the sum of absolute differences over all tables; ties
 * go to the higher. */
static guint
nearest_quality (const AssayJpeg *self)
{
  guint best = 0;
  guint64 least = G_MAXUINT64;

  for (guint quality = 100; quality >= 1; quality--)
    {
      guint64 sum = 0;

      for (guint id = 0; id < ASSAY_JPEG_TABLES; id++)
        {
          guint16 scaled[64];

          if (!self->quantisation[id].defined)
            continue;
          assay_jpeg_scaled_quantisation (id != 0, quality, scaled);
          for (gsize i = 0; i < 64; i++)
            sum += (guint64) ABS ((int) scaled[i] - (int) self->quantisation[id].values[i]);
        }
      if (sum < least)
        {
          least = sum;
          best = quality;
        }
    }
  return best;
}

/* The key of the list of observed tables: hash over the values as bytes in row order. */
static char *
values_hash (const AssayJpegQuantisation *table)
{
  guint8 bytes[128];
  gsize size = 0;

  for (gsize i = 0; i < 64; i++)
    {
      if (table->precision == 16)
        bytes[size++] = (guint8) (table->values[i] >> 8);
      bytes[size++] = (guint8) (table->values[i] & 0xff);
    }

  g_autofree char *digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, size);

  return g_strndup (digest, 16);
}

static void
table_facts (AssayJpeg *self, guint id, GString *key)
{
  const AssayJpegQuantisation *table = &self->quantisation[id];
  guint64 length = table->precision == 16 ? 129 : 65;
  g_autoptr (GString) values = g_string_new (NULL);
  g_autofree char *hash = values_hash (table);
  guint sum = 0;
  char name[48];

#define NAME(field) (g_snprintf (name, sizeof name, "jpeg.dqt[%u]." field, table->number), name)
  for (gsize i = 0; i < 64; i++)
    {
      g_string_append_printf (values, "%s%u", i > 0 ? " " : "", table->values[i]);
      sum += table->values[i];
    }
  g_string_append_printf (key, "%s%s", key->len > 0 ? "-" : "", hash);
  assay_inspection_int (self->inspection, NAME ("id"), id, NULL, table->offset, 1);
  assay_inspection_int (self->inspection, NAME ("precision"), table->precision, NULL, table->offset,
                        1);
  assay_inspection_text (self->inspection, NAME ("values"), values->str, table->offset + 1,
                         length - 1);
  assay_inspection_text (self->inspection, NAME ("hash"), hash, table->offset + 1, length - 1);
  assay_inspection_real (self->inspection, NAME ("mean"), sum / 64.0, NULL, table->offset + 1,
                         length - 1);
#undef NAME
}

/* Standard means: every table is Annex K's, scaled with the same quality. */
static void
quality_facts (AssayJpeg *self)
{
  guint luma = self->quantisation[0].defined ? exact_quality (&self->quantisation[0], FALSE) : 0;
  guint chroma = 0;
  gboolean standard = luma > 0;

  for (guint id = 1; id < ASSAY_JPEG_TABLES; id++)
    {
      if (!self->quantisation[id].defined)
        continue;

      guint quality = exact_quality (&self->quantisation[id], TRUE);

      chroma = chroma == 0 ? quality : chroma;
      standard &= quality == luma;
    }
  assay_inspection_bool (self->inspection, "jpeg.dqt.standard", standard, ASSAY_OFFSET_NONE, 0);
  if (standard)
    assay_inspection_int (self->inspection, "jpeg.quality", luma, NULL, ASSAY_OFFSET_NONE, 0);
  if (luma > 0)
    assay_inspection_int (self->inspection, "jpeg.quality.luma", luma, NULL, ASSAY_OFFSET_NONE, 0);
  if (chroma > 0)
    assay_inspection_int (self->inspection, "jpeg.quality.chroma", chroma, NULL, ASSAY_OFFSET_NONE,
                          0);
  if (self->n_quantisation > 0)
    assay_inspection_int (self->inspection, "jpeg.quality.estimate",
                          standard ? luma : nearest_quality (self), NULL, ASSAY_OFFSET_NONE, 0);
}

void
assay_jpeg_table_facts (AssayJpeg *self)
{
  g_autoptr (GString) key = g_string_new (NULL);

  assay_inspection_int (self->inspection, "jpeg.dqt.count", self->n_quantisation, NULL,
                        ASSAY_OFFSET_NONE, 0);
  for (guint id = 0; id < ASSAY_JPEG_TABLES; id++)
    if (self->quantisation[id].defined)
      table_facts (self, id, key);
  assay_inspection_text (self->inspection, "jpeg.dqt.key", key->str, ASSAY_OFFSET_NONE, 0);
  quality_facts (self);
  assay_inspection_int (self->inspection, "jpeg.dht.count", self->n_huffman, NULL,
                        ASSAY_OFFSET_NONE, 0);
  assay_inspection_bool (self->inspection, "jpeg.dht.standard",
                         self->huffman_standard && self->n_huffman > 0, ASSAY_OFFSET_NONE, 0);
  if (self->quantisation_redefined)
    assay_inspection_bool (self->inspection, "jpeg.dqt.redefined", TRUE, ASSAY_OFFSET_NONE, 0);
  if (self->huffman_redefined)
    assay_inspection_bool (self->inspection, "jpeg.dht.redefined", TRUE, ASSAY_OFFSET_NONE, 0);
}
