/* assay-cipher-distance.c: see the header. */
#include "cipher/assay-cipher-distance.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* @expected: per cent; @chance: whether the bits are independent of each other */
static void
add_distance (AssayTableBuilder *builder,
              const char *what,
              guint64 bits,
              double percent,
              double expected,
              gboolean chance)
{
  assay_table_builder_text (builder, what);
  assay_table_builder_int (builder, (gint64) bits);
  assay_table_builder_real (builder, percent);
  assay_table_builder_real (builder, expected);
  if (chance)
    assay_table_builder_real (builder, 1.96 * 50.0 / sqrt ((double) bits));
  else
    assay_table_builder_empty (builder);
  assay_table_builder_row (builder, 0);
}

static void
add_luma (AssayTableBuilder *builder, const char *what, const AssayCipherMeasure *luma)
{
  double n = (double) MAX (luma->pictures, 1);

  add_distance (builder, what, luma->bits, 100.0 * luma->hd / n, 100.0 * luma->hd_expected / n,
                FALSE);
}

AssayTable *
assay_cipher_distance_to_table (const AssayCipherCount *count,
                                const AssayCipherMeasure *pictures,
                                const AssayCipherSensitivity *keys)
{
  static const AssayColumn columns[] = {
    { "what", N_ ("What is compared"), ASSAY_COLUMN_TERM, "", 0 },
    { "bits", N_ ("Bits"), ASSAY_COLUMN_INT, "", 0 },
    { "differ", N_ ("Differ"), ASSAY_COLUMN_REAL, "%", 3 },
    { "expected", N_ ("Expected"), ASSAY_COLUMN_REAL, "%", 3 },
    { "chance", N_ ("Moved by chance, 95 of 100 times less than"), ASSAY_COLUMN_REAL, "%", 3 },
  };
  AssayTableBuilder *builder = assay_table_builder_new ("distance", N_ ("Hamming distances"),
                                                        columns, G_N_ELEMENTS (columns));
  guint64 bits = 0;
  guint64 flipped = 0;

  for (guint i = 0; i < ASSAY_CIPHER_N_CLASSES; i++)
    {
      bits += count->bits[i];
      flipped += count->flipped[i];
    }
  if (bits > 0)
    add_distance (builder, N_ ("Encrypted bits: original and encrypted"), bits,
                  100.0 * (double) flipped / (double) bits, 50.0, TRUE);
  if (keys != NULL && keys->bits > 0)
    add_distance (builder, N_ ("Encrypted bits: two keys that differ in one bit"), keys->bits,
                  100.0 * (double) keys->unlike / (double) keys->bits, 50.0, TRUE);
  if (pictures != NULL)
    add_luma (builder, N_ ("Samples of the luma: original and encrypted"), pictures);
  if (keys != NULL)
    add_luma (builder, N_ ("Samples of the luma: two keys that differ in one bit"), &keys->luma);
  return assay_table_builder_end (builder);
}

static void
add_figure (AssayTableBuilder *builder, const char *what, double here, double low, double high)
{
  assay_table_builder_text (builder, what);
  assay_table_builder_real (builder, here);
  assay_table_builder_real (builder, low);
  assay_table_builder_real (builder, high);
  assay_table_builder_row (builder, 0);
}

AssayTable *
assay_cipher_article_to_table (double share, gboolean regions, const AssayCipherMeasure *pictures)
{
  static const AssayColumn columns[] = {
    { "figure", N_ ("Figure"), ASSAY_COLUMN_TERM, "", 0 },
    { "here", N_ ("Here"), ASSAY_COLUMN_REAL, "", 3 },
    { "least", N_ ("Article, least"), ASSAY_COLUMN_REAL, "", 2 },
    { "most", N_ ("Article, most"), ASSAY_COLUMN_REAL, "", 2 },
  };
  AssayTableBuilder *builder = assay_table_builder_new (
      "article", N_ ("Beside the article's figures (its own videos, QP 22)"), columns,
      G_N_ELEMENTS (columns));
  double n = pictures != NULL ? (double) MAX (pictures->pictures, 1) : 1.0;

  add_figure (builder,
              regions ? N_ ("Encryption space of the regions (%)") : N_ ("Encryption space (%)"),
              share, 17.8, 18.3);
  if (pictures != NULL && regions)
    {
      if (isfinite (pictures->psnr_inside))
        add_figure (builder, N_ ("PSNR of the luma within the regions, without the key (dB)"),
                    pictures->psnr_inside, 8.6, 9.3);
    }
  else if (pictures != NULL)
    {
      add_figure (builder, N_ ("PSNR of the luma without the key (dB)"), pictures->psnr / n, 8.6,
                  9.3);
      add_figure (builder, N_ ("Hamming distance of the pictures (bits of their luma)"),
                  pictures->hd / n, 0.48, 0.51);
    }
  return assay_table_builder_end (builder);
}
