/* assay-sound-hybrid.c: the filter bank of MPEG layer III, as an encoder applies it. */
#include <math.h>
#include <string.h>

#include "replay/examine/assay-sound-hybrid-private.h"

#define BANDS 32u
#define TAPS 512
#define LINES 18

/* ISO/IEC 11172-3, table 3-B.3: the first half of the synthesis window, times 65536. */
static const int window_table[TAPS / 2 + 1] = {
  0,      -1,     -1,     -1,     -1,     -1,     -1,     -2,     -2,     -2,     -2,     -3,
  -3,     -4,     -4,     -5,     -5,     -6,     -7,     -7,     -8,     -9,     -10,    -11,
  -13,    -14,    -16,    -17,    -19,    -21,    -24,    -26,    -29,    -31,    -35,    -38,
  -41,    -45,    -49,    -53,    -58,    -63,    -68,    -73,    -79,    -85,    -91,    -97,
  -104,   -111,   -117,   -125,   -132,   -139,   -147,   -154,   -161,   -169,   -176,   -183,
  -190,   -196,   -202,   -208,   213,    218,    222,    225,    227,    228,    228,    227,
  224,    221,    215,    208,    200,    189,    177,    163,    146,    127,    106,    83,
  57,     29,     -2,     -36,    -72,    -111,   -153,   -197,   -244,   -294,   -347,   -401,
  -459,   -519,   -581,   -645,   -711,   -779,   -848,   -919,   -991,   -1064,  -1137,  -1210,
  -1283,  -1356,  -1428,  -1498,  -1567,  -1634,  -1698,  -1759,  -1817,  -1870,  -1919,  -1962,
  -2001,  -2032,  -2057,  -2075,  -2085,  -2087,  -2080,  -2063,  2037,   2000,   1952,   1893,
  1822,   1739,   1644,   1535,   1414,   1280,   1131,   970,    794,    605,    402,    185,
  -45,    -288,   -545,   -814,   -1095,  -1388,  -1692,  -2006,  -2330,  -2663,  -3004,  -3351,
  -3705,  -4063,  -4425,  -4788,  -5153,  -5517,  -5879,  -6237,  -6589,  -6935,  -7271,  -7597,
  -7910,  -8209,  -8491,  -8755,  -8998,  -9219,  -9416,  -9585,  -9727,  -9838,  -9916,  -9959,
  -9966,  -9935,  -9863,  -9750,  -9592,  -9389,  -9139,  -8840,  -8492,  -8092,  -7640,  -7134,
  6574,   5959,   5288,   4561,   3776,   2935,   2037,   1082,   70,     -998,   -2122,  -3300,
  -4533,  -5818,  -7154,  -8540,  -9975,  -11455, -12980, -14548, -16155, -17799, -19478, -21189,
  -22929, -24694, -26482, -28289, -30112, -31947, -33791, -35640, -37489, -39336, -41176, -43006,
  -44821, -46617, -48390, -50137, -51853, -53534, -55178, -56778, -58333, -59838, -61289, -62684,
  -64019, -65290, -66494, -67629, -68692, -69679, -70590, -71420, -72169, -72835, -73415, -73908,
  -74313, -74630, -74856, -74992, 75038,
};

/* ISO/IEC 11172-3, table 3-B.9. */
static const double alias_table[8]
    = { -0.6, -0.535, -0.33, -0.185, -0.095, -0.041, -0.0142, -0.0037 };

struct _AssayHybrid
{
  double window[TAPS];
  double phases[BANDS][64]; /* cosines of the polyphase matrix */
  double lines[LINES][36];  /* windowed cosines of the transform */
  double alias[8][2];       /* cosine and sine of each butterfly */
  double rounding;
  gsize n_slots; /* of each phase */
  double *slots; /* BANDS phases × n_slots × BANDS: phase p begins at sample p */
};

/* The analysis window is a 32nd of the synthesis window; its second half mirrors the first, with
 * turned signs except at multiples of 64. */
static void
fill_window (AssayHybrid *self)
{
  double squares = 0;

  for (guint i = 0; i <= TAPS / 2; i++)
    {
      double value = window_table[i] / 65536.0 / 32;

      self->window[i] = value;
      if (i > 0)
        self->window[TAPS - i] = i % 64 == 0 ? value : -value;
    }
  for (guint i = 0; i < TAPS; i++)
    squares += self->window[i] * self->window[i];
  /* Half of the squares by the cosines of the matrix, a quarter of 36 by window and cosines. */
  self->rounding = squares / 2 * 36 / 4 / 12 / 32768 / 32768;
}

AssayHybrid *
assay_hybrid_new (void)
{
  AssayHybrid *self = g_new0 (AssayHybrid, 1);

  fill_window (self);
  for (guint k = 0; k < BANDS; k++)
    for (guint i = 0; i < 64; i++)
      self->phases[k][i] = cos ((2.0 * k + 1) * ((double) i - 16) * G_PI / 64);
  for (guint l = 0; l < LINES; l++)
    for (guint k = 0; k < 36; k++)
      self->lines[l][k]
          = sin (G_PI / 36 * (k + 0.5)) * cos (G_PI / 72 * (2.0 * k + 1 + 18) * (2.0 * l + 1));
  for (guint i = 0; i < 8; i++)
    {
      double size = sqrt (1 + alias_table[i] * alias_table[i]);

      self->alias[i][0] = 1 / size;
      self->alias[i][1] = alias_table[i] / size;
    }
  return self;
}

void
assay_hybrid_free (AssayHybrid *self)
{
  if (self == NULL)
    return;
  g_free (self->slots);
  g_free (self);
}

/* 512 samples, the newest last, to one sample of each band. */
static void
split (const AssayHybrid *self, const double *samples, double *bands)
{
  double folded[64] = { 0 };

  for (guint i = 0; i < TAPS; i++)
    folded[i % 64] += self->window[i] * samples[TAPS - 1 - i];
  for (guint k = 0; k < BANDS; k++)
    {
      double sum = 0;

      for (guint i = 0; i < 64; i++)
        sum += self->phases[k][i] * folded[i];
      bands[k] = sum;
    }
}

void
assay_hybrid_load (AssayHybrid *self, const double *samples, gsize n)
{
  self->n_slots = n < TAPS + BANDS ? 0 : 1 + (n - TAPS - BANDS) / BANDS;
  g_free (self->slots);
  self->slots = g_new (double, MAX (self->n_slots, 1) * BANDS * BANDS);
  for (gsize phase = 0; phase < BANDS; phase++)
    for (gsize s = 0; s < self->n_slots; s++)
      split (self, samples + phase + s * BANDS, self->slots + (phase * self->n_slots + s) * BANDS);
}

/* Every second sample of every second band is turned round, as the decoder turns it back. */
static void
transform_band (const AssayHybrid *self, const double *slots, guint band, double *lines)
{
  double samples[36];

  for (guint i = 0; i < 36; i++)
    samples[i] = slots[i * BANDS + band] * (band % 2 == 1 && i % 2 == 1 ? -1 : 1);
  for (guint l = 0; l < LINES; l++)
    {
      lines[l] = 0;
      for (guint i = 0; i < 36; i++)
        lines[l] += self->lines[l][i] * samples[i];
    }
}

void
assay_hybrid_transform (const AssayHybrid *self, gsize offset, double *lines)
{
  gsize phase = offset % BANDS;
  gsize slot = offset / BANDS;
  const double *slots = self->slots + (phase * self->n_slots + slot) * BANDS;

  g_return_if_fail (slot + 36 <= self->n_slots);

  for (guint band = 0; band < BANDS; band++)
    transform_band (self, slots, band, lines + band * LINES);
  for (guint band = 1; band < BANDS; band++)
    for (guint i = 0; i < 8; i++)
      {
        double *below = lines + band * LINES - 1 - i;
        double *above = lines + band * LINES + i;
        double low = *below;
        double high = *above;

        *below = low * self->alias[i][0] + high * self->alias[i][1];
        *above = high * self->alias[i][0] - low * self->alias[i][1];
      }
}

double
assay_hybrid_get_rounding (const AssayHybrid *self)
{
  return self->rounding;
}
