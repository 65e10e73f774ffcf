/* assay-cipher-findings.c: see the header. */
#include "cipher/assay-cipher-findings.h"

#include <math.h>

#include "cipher/assay-bypass-bin.h"
#include "cipher/assay-cipher-space-plots.h"

#define LEAST_SECRET ((gsize) 16)
/* 16 random bytes have fewer different ones once in 46 000 times. */
#define LEAST_DIFFERENT 12u
/* A sentence has more letters; one word twice has not. */
#define LEAST_LETTERS 8u

/* From which on a picture without the key is called recognisable. On the 12 shared streams all
 * elements leave an SSIM of 0.09 to 0.37 and 6.2 to 11.1 dB, all but the signs of coefficients 0.27
 * to 0.92 and 8.1 to 20.5 dB: contours stay, whatever the brightness is. */
#define CLEAR_PSNR 18.0
#define CLEAR_SSIM 0.5

static AssayFindingBuilder *
begin (const char *rule, gboolean attention)
{
  return assay_finding_builder_new (rule,
                                    attention ? ASSAY_SEVERITY_ATTENTION : ASSAY_SEVERITY_INFO);
}

void
assay_cipher_note (AssayResultBuilder *builder, const char *rule, gboolean attention)
{
  assay_result_builder_finding (builder, assay_finding_builder_end (begin (rule, attention)));
}

void
assay_cipher_note_count (AssayResultBuilder *builder,
                         const char *rule,
                         const char *name,
                         guint count)
{
  AssayFindingBuilder *finding = begin (rule, TRUE);

  assay_finding_builder_int (finding, name, count, "");
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}

void
assay_cipher_note_videos (AssayResultBuilder *builder, guint clear, const char *described)
{
  AssayFindingBuilder *finding;

  if (clear == 0 && *described == '\0')
    return;
  finding = begin ("CIP-09", TRUE);
  assay_finding_builder_int (finding, "cipher.videos", clear, "");
  if (*described != '\0')
    assay_finding_builder_text (finding, "cipher.described", described);
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}

void
assay_cipher_note_text (AssayResultBuilder *builder,
                        const char *rule,
                        const char *name,
                        const char *value)
{
  AssayFindingBuilder *finding = begin (rule, TRUE);

  assay_finding_builder_text (finding, name, value);
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}

void
assay_cipher_note_made (AssayResultBuilder *builder,
                        const char *codec,
                        const char *container,
                        const char *missing,
                        guint64 corrupt)
{
  AssayFindingBuilder *finding = begin ("CIP-07", missing != NULL || corrupt > 0);

  assay_finding_builder_text (finding, "cipher.codec", codec);
  assay_finding_builder_text (finding, "cipher.container", container);
  if (missing != NULL)
    assay_finding_builder_text (finding, "cipher.left_out", missing);
  if (corrupt > 0)
    assay_finding_builder_int (finding, "cipher.corrupt", (gint64) corrupt, "");
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}

void
assay_cipher_note_layers (
    AssayResultBuilder *builder, guint64 layers, guint64 units, guint64 bytes, guint64 stream_bytes)
{
  AssayFindingBuilder *finding;
  g_autoptr (GString) names = g_string_new (NULL);

  if (layers == 0)
    return;
  for (guint i = 0; i < 64; i++)
    if ((layers >> i & 1) != 0)
      g_string_append_printf (names, "%s%u", names->len > 0 ? " " : "", i);
  finding = begin ("CIP-01", TRUE);
  assay_finding_builder_text (finding, "cipher.layers", names->str);
  assay_finding_builder_int (finding, "cipher.units", (gint64) units, "");
  assay_finding_builder_int (finding, "cipher.bytes", (gint64) bytes, "bytes");
  assay_finding_builder_real (finding, "cipher.share", assay_cipher_share (8 * bytes, stream_bytes),
                              1, "%");
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}

void
assay_cipher_note_loss (AssayResultBuilder *builder, const AssayMediaLoss *loss)
{
  AssayFindingBuilder *finding;

  if (!loss->lost)
    return;
  finding = begin ("CIP-17", TRUE);
  if (loss->stream >= 0)
    assay_finding_builder_int (finding, "cipher.lost_stream", loss->stream, "");
  if (loss->declared > 0)
    {
      assay_finding_builder_int (finding, "cipher.packets_declared", (gint64) loss->declared, "");
      assay_finding_builder_int (finding, "cipher.packets_found", (gint64) loss->found, "");
    }
  assay_finding_builder_int (finding, "cipher.lost_after", (gint64) loss->position, "");
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}

void
assay_cipher_note_edits (AssayResultBuilder *builder,
                         const AssayMediaEdits *edits,
                         gboolean pictures)
{
  AssayFindingBuilder *finding;

  if (edits->packets == 0 && (!pictures || edits->pictures == 0))
    return;
  finding = begin ("CIP-18", TRUE);
  if (edits->packets > 0)
    {
      assay_finding_builder_int (finding, "cipher.edited_packets", (gint64) edits->packets, "");
      assay_finding_builder_int (finding, "cipher.edited_stream", edits->stream, "");
    }
  if (pictures)
    assay_finding_builder_int (finding, "cipher.edited_pictures", (gint64) edits->pictures, "");
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}

void
assay_cipher_note_times (AssayResultBuilder *builder, const AssayRemuxTimes *times)
{
  AssayFindingBuilder *finding;

  if (times->packets == 0)
    return;
  finding = begin ("CIP-19", TRUE);
  assay_finding_builder_int (finding, "cipher.times_packets", (gint64) times->packets, "");
  assay_finding_builder_int (finding, "cipher.times_stream", times->stream, "");
  assay_finding_builder_real (finding, "cipher.times_most", times->most, 6, "s");
  assay_finding_builder_int (finding, "cipher.times_visible", (gint64) times->visible, "");
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}

void
assay_cipher_note_beside (AssayResultBuilder *builder, const char *streams, guint64 messages)
{
  AssayFindingBuilder *finding;
  gboolean named = streams != NULL && *streams != '\0';

  if (!named && messages == 0)
    return;
  finding = begin ("CIP-22", TRUE);
  if (named)
    assay_finding_builder_text (finding, "cipher.beside", streams);
  if (messages > 0)
    assay_finding_builder_int (finding, "cipher.messages", (gint64) messages, "");
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}

void
assay_cipher_note_recognisable (
    AssayResultBuilder *builder, guint elements, double es, double psnr, double ssim)
{
  AssayFindingBuilder *finding;

  if ((elements >> ASSAY_CIPHER_COEFF_SIGN & 1) != 0 && !(psnr >= CLEAR_PSNR)
      && !(ssim >= CLEAR_SSIM))
    return;
  finding = begin ("CIP-23", TRUE);
  if (isfinite (es))
    assay_finding_builder_real (finding, "cipher.share", es, 3, "%");
  if (isfinite (ssim))
    assay_finding_builder_real (finding, "cipher.ssim", ssim, 4, "");
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}

gboolean
assay_cipher_secret_is_weak (GBytes *secret, gboolean key_file)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (secret, &size);
  gboolean seen[256] = { FALSE };
  guint different = 0;

  if (size < LEAST_SECRET)
    return TRUE;
  for (gsize i = 0; i < size; i++)
    {
      different += seen[bytes[i]] ? 0 : 1;
      seen[bytes[i]] = TRUE;
    }
  return different < (key_file ? LEAST_DIFFERENT : LEAST_LETTERS);
}
