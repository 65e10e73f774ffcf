/* assay-hevc-contexts.c: tables of the standard. */
#include "cipher/assay-hevc-contexts-private.h"

#include "config.h"

/* A context that no syntax element of the slice type uses. */
#define CNU 154

/* clang-format off */
/* Table 9-46: the four ranges of the less probable value, of pStateIdx 0 to 63 */
#define RANGES(a, b, c, d)                                                                         \
  ((guint64) (a) << 55 | (guint64) (b) << 47 | (guint64) (c) << 39 | (guint64) (d) << 31)
#define RANGES_0  RANGES (128, 176, 208, 240)
#define RANGES_1  RANGES (128, 167, 197, 227)
#define RANGES_2  RANGES (128, 158, 187, 216)
#define RANGES_3  RANGES (123, 150, 178, 205)
#define RANGES_4  RANGES (116, 142, 169, 195)
#define RANGES_5  RANGES (111, 135, 160, 185)
#define RANGES_6  RANGES (105, 128, 152, 175)
#define RANGES_7  RANGES (100, 122, 144, 166)
#define RANGES_8  RANGES ( 95, 116, 137, 158)
#define RANGES_9  RANGES ( 90, 110, 130, 150)
#define RANGES_10 RANGES ( 85, 104, 123, 142)
#define RANGES_11 RANGES ( 81,  99, 117, 135)
#define RANGES_12 RANGES ( 77,  94, 111, 128)
#define RANGES_13 RANGES ( 73,  89, 105, 122)
#define RANGES_14 RANGES ( 69,  85, 100, 116)
#define RANGES_15 RANGES ( 66,  80,  95, 110)
#define RANGES_16 RANGES ( 62,  76,  90, 104)
#define RANGES_17 RANGES ( 59,  72,  86,  99)
#define RANGES_18 RANGES ( 56,  69,  81,  94)
#define RANGES_19 RANGES ( 53,  65,  77,  89)
#define RANGES_20 RANGES ( 51,  62,  73,  85)
#define RANGES_21 RANGES ( 48,  59,  69,  80)
#define RANGES_22 RANGES ( 46,  56,  66,  76)
#define RANGES_23 RANGES ( 43,  53,  63,  72)
#define RANGES_24 RANGES ( 41,  50,  59,  69)
#define RANGES_25 RANGES ( 39,  48,  56,  65)
#define RANGES_26 RANGES ( 37,  45,  54,  62)
#define RANGES_27 RANGES ( 35,  43,  51,  59)
#define RANGES_28 RANGES ( 33,  41,  48,  56)
#define RANGES_29 RANGES ( 32,  39,  46,  53)
#define RANGES_30 RANGES ( 30,  37,  43,  50)
#define RANGES_31 RANGES ( 29,  35,  41,  48)
#define RANGES_32 RANGES ( 27,  33,  39,  45)
#define RANGES_33 RANGES ( 26,  31,  37,  43)
#define RANGES_34 RANGES ( 24,  30,  35,  41)
#define RANGES_35 RANGES ( 23,  28,  33,  39)
#define RANGES_36 RANGES ( 22,  27,  32,  37)
#define RANGES_37 RANGES ( 21,  26,  30,  35)
#define RANGES_38 RANGES ( 20,  24,  29,  33)
#define RANGES_39 RANGES ( 19,  23,  27,  31)
#define RANGES_40 RANGES ( 18,  22,  26,  30)
#define RANGES_41 RANGES ( 17,  21,  25,  28)
#define RANGES_42 RANGES ( 16,  20,  23,  27)
#define RANGES_43 RANGES ( 15,  19,  22,  25)
#define RANGES_44 RANGES ( 14,  18,  21,  24)
#define RANGES_45 RANGES ( 14,  17,  20,  23)
#define RANGES_46 RANGES ( 13,  16,  19,  22)
#define RANGES_47 RANGES ( 12,  15,  18,  21)
#define RANGES_48 RANGES ( 12,  14,  17,  20)
#define RANGES_49 RANGES ( 11,  14,  16,  19)
#define RANGES_50 RANGES ( 11,  13,  15,  18)
#define RANGES_51 RANGES ( 10,  12,  15,  17)
#define RANGES_52 RANGES ( 10,  12,  14,  16)
#define RANGES_53 RANGES (  9,  11,  13,  15)
#define RANGES_54 RANGES (  9,  11,  12,  14)
#define RANGES_55 RANGES (  8,  10,  12,  14)
#define RANGES_56 RANGES (  8,   9,  11,  13)
#define RANGES_57 RANGES (  7,   9,  11,  12)
#define RANGES_58 RANGES (  7,   9,  10,  12)
#define RANGES_59 RANGES (  7,   8,  10,  11)
#define RANGES_60 RANGES (  6,   8,   9,  11)
#define RANGES_61 RANGES (  6,   7,   9,  10)
#define RANGES_62 RANGES (  6,   7,   8,   9)
#define RANGES_63 RANGES (  2,   2,   2,   2)

#define STATE(p, mps) ((guint64) (2 * (p) + (mps)) | RANGES_##p)

const AssayContext assay_cabac_states[128] = {
  STATE (0, 0), STATE (0, 1), STATE (1, 0), STATE (1, 1), STATE (2, 0), STATE (2, 1), STATE (3, 0), STATE (3, 1),
  STATE (4, 0), STATE (4, 1), STATE (5, 0), STATE (5, 1), STATE (6, 0), STATE (6, 1), STATE (7, 0), STATE (7, 1),
  STATE (8, 0), STATE (8, 1), STATE (9, 0), STATE (9, 1), STATE (10, 0), STATE (10, 1), STATE (11, 0), STATE (11, 1),
  STATE (12, 0), STATE (12, 1), STATE (13, 0), STATE (13, 1), STATE (14, 0), STATE (14, 1), STATE (15, 0), STATE (15, 1),
  STATE (16, 0), STATE (16, 1), STATE (17, 0), STATE (17, 1), STATE (18, 0), STATE (18, 1), STATE (19, 0), STATE (19, 1),
  STATE (20, 0), STATE (20, 1), STATE (21, 0), STATE (21, 1), STATE (22, 0), STATE (22, 1), STATE (23, 0), STATE (23, 1),
  STATE (24, 0), STATE (24, 1), STATE (25, 0), STATE (25, 1), STATE (26, 0), STATE (26, 1), STATE (27, 0), STATE (27, 1),
  STATE (28, 0), STATE (28, 1), STATE (29, 0), STATE (29, 1), STATE (30, 0), STATE (30, 1), STATE (31, 0), STATE (31, 1),
  STATE (32, 0), STATE (32, 1), STATE (33, 0), STATE (33, 1), STATE (34, 0), STATE (34, 1), STATE (35, 0), STATE (35, 1),
  STATE (36, 0), STATE (36, 1), STATE (37, 0), STATE (37, 1), STATE (38, 0), STATE (38, 1), STATE (39, 0), STATE (39, 1),
  STATE (40, 0), STATE (40, 1), STATE (41, 0), STATE (41, 1), STATE (42, 0), STATE (42, 1), STATE (43, 0), STATE (43, 1),
  STATE (44, 0), STATE (44, 1), STATE (45, 0), STATE (45, 1), STATE (46, 0), STATE (46, 1), STATE (47, 0), STATE (47, 1),
  STATE (48, 0), STATE (48, 1), STATE (49, 0), STATE (49, 1), STATE (50, 0), STATE (50, 1), STATE (51, 0), STATE (51, 1),
  STATE (52, 0), STATE (52, 1), STATE (53, 0), STATE (53, 1), STATE (54, 0), STATE (54, 1), STATE (55, 0), STATE (55, 1),
  STATE (56, 0), STATE (56, 1), STATE (57, 0), STATE (57, 1), STATE (58, 0), STATE (58, 1), STATE (59, 0), STATE (59, 1),
  STATE (60, 0), STATE (60, 1), STATE (61, 0), STATE (61, 1), STATE (62, 0), STATE (62, 1), STATE (63, 0), STATE (63, 1),
};

/* Table 9-47 with the rules of 9.3.4.3.2.2 */
#define NEXT(more, less) { STATE (more, 0), STATE (less, 0) }, { STATE (more, 1), STATE (less, 1) }

const AssayContext assay_cabac_next[128][2] = {
  { STATE (1, 0), STATE (0, 1) }, { STATE (1, 1), STATE (0, 0) }, /* the values change places */
  NEXT (2, 0), NEXT (3, 1), NEXT (4, 2), NEXT (5, 2), NEXT (6, 4), NEXT (7, 4),
  NEXT (8, 5), NEXT (9, 6), NEXT (10, 7), NEXT (11, 8), NEXT (12, 9), NEXT (13, 9),
  NEXT (14, 11), NEXT (15, 11), NEXT (16, 12), NEXT (17, 13), NEXT (18, 13),
  NEXT (19, 15), NEXT (20, 15), NEXT (21, 16), NEXT (22, 16), NEXT (23, 18),
  NEXT (24, 18), NEXT (25, 19), NEXT (26, 19), NEXT (27, 21), NEXT (28, 21),
  NEXT (29, 22), NEXT (30, 22), NEXT (31, 23), NEXT (32, 24), NEXT (33, 24),
  NEXT (34, 25), NEXT (35, 26), NEXT (36, 26), NEXT (37, 27), NEXT (38, 27),
  NEXT (39, 28), NEXT (40, 29), NEXT (41, 29), NEXT (42, 30), NEXT (43, 30),
  NEXT (44, 30), NEXT (45, 31), NEXT (46, 32), NEXT (47, 32), NEXT (48, 33),
  NEXT (49, 33), NEXT (50, 33), NEXT (51, 34), NEXT (52, 34), NEXT (53, 35),
  NEXT (54, 35), NEXT (55, 35), NEXT (56, 36), NEXT (57, 36), NEXT (58, 36),
  NEXT (59, 37), NEXT (60, 37), NEXT (61, 37), NEXT (62, 38), NEXT (62, 38),
  NEXT (63, 63),
};

#define INVERSE(range) (guint32) (((G_GUINT64_CONSTANT (1) << 39) + (range) - 1) / (range))
#define INVERSES4(r) INVERSE (r), INVERSE (r + 1), INVERSE (r + 2), INVERSE (r + 3)
#define INVERSES16(r) INVERSES4 (r), INVERSES4 (r + 4), INVERSES4 (r + 8), INVERSES4 (r + 12)
#define INVERSES64(r) INVERSES16 (r), INVERSES16 (r + 16), INVERSES16 (r + 32), INVERSES16 (r + 48)

const guint32 assay_cabac_inverse[256]
  = { INVERSES64 (256), INVERSES64 (320), INVERSES64 (384), INVERSES64 (448) };

/* initValue, in the order of the enumeration; initType 0 (I), 1 and 2 */
static const guint8 first_values[3][N_CONTEXTS] = {
  {
    153, 200, 139, 141, 157, 154, CNU, CNU, CNU, 154, 154, CNU,
    184, CNU, CNU, CNU, 184, 63, CNU, CNU, CNU, CNU, CNU, CNU, CNU,
    CNU, CNU, CNU, CNU, CNU, CNU,
    153, 138, 138, 111, 141, 94, 138, 182, 154, 154, 139, 139, 139, 139, 139, 139,
    110, 110, 124, 125, 140, 153, 125, 127, 140, 109, 111, 143, 127, 111, 79, 108, 123, 63,
    110, 110, 124, 125, 140, 153, 125, 127, 140, 109, 111, 143, 127, 111, 79, 108, 123, 63,
    91, 171, 134, 141,
    111, 111, 125, 110, 110, 94, 124, 108, 124, 107, 125, 141, 179, 153, 125, 107, 125, 141, 179,
    153, 125, 107, 125, 141, 179, 153, 125, 140, 139, 182, 182, 152, 136, 152, 136, 153, 136, 139,
    111, 136, 139, 111, 141, 111,
    140, 92, 137, 138, 140, 152, 138, 139, 153, 74, 149, 92, 139, 107, 122, 152, 140, 179, 166,
    182, 140, 227, 122, 197,
    138, 153, 136, 167, 152, 152,
    154, 154, 154, 154, 154, 154, 154, 154, 154, 154, 154, 154,
  },
  {
    153, 185, 107, 139, 126, 154, 197, 185, 201, 154, 154, 149,
    154, 139, 154, 154, 154, 152, 110, 122, 95, 79, 63, 31, 31,
    153, 153, 140, 198, 168, 79,
    124, 138, 94, 153, 111, 149, 107, 167, 154, 154, 139, 139, 139, 139, 139, 139,
    125, 110, 94, 110, 95, 79, 125, 111, 110, 78, 110, 111, 111, 95, 94, 108, 123, 108,
    125, 110, 94, 110, 95, 79, 125, 111, 110, 78, 110, 111, 111, 95, 94, 108, 123, 108,
    121, 140, 61, 154,
    155, 154, 139, 153, 139, 123, 123, 63, 153, 166, 183, 140, 136, 153, 154, 166, 183, 140, 136,
    153, 154, 166, 183, 140, 136, 153, 154, 170, 153, 123, 123, 107, 121, 107, 121, 167, 151, 183,
    140, 151, 183, 140, 140, 140,
    154, 196, 196, 167, 154, 152, 167, 182, 182, 134, 149, 136, 153, 121, 136, 137, 169, 194, 166,
    167, 154, 167, 137, 182,
    107, 167, 91, 122, 107, 167,
    154, 154, 154, 154, 154, 154, 154, 154, 154, 154, 154, 154,
  },
  {
    153, 160, 107, 139, 126, 154, 197, 185, 201, 154, 154, 134,
    154, 139, 154, 154, 183, 152, 154, 137, 95, 79, 63, 31, 31,
    153, 153, 169, 198, 168, 79,
    224, 167, 122, 153, 111, 149, 92, 167, 154, 154, 139, 139, 139, 139, 139, 139,
    125, 110, 124, 110, 95, 94, 125, 111, 111, 79, 125, 126, 111, 111, 79, 108, 123, 93,
    125, 110, 124, 110, 95, 94, 125, 111, 111, 79, 125, 126, 111, 111, 79, 108, 123, 93,
    121, 140, 61, 154,
    170, 154, 139, 153, 139, 123, 123, 63, 124, 166, 183, 140, 136, 153, 154, 166, 183, 140, 136,
    153, 154, 166, 183, 140, 136, 153, 154, 170, 153, 138, 138, 122, 121, 122, 121, 167, 151, 183,
    140, 151, 183, 140, 140, 140,
    154, 196, 167, 167, 154, 152, 167, 182, 182, 134, 149, 136, 153, 121, 136, 122, 169, 208, 166,
    167, 154, 152, 167, 182,
    107, 167, 91, 107, 107, 167,
    154, 154, 154, 154, 154, 154, 154, 154, 154, 154, 154, 154,
  },
};
/* clang-format on */

void
assay_hevc_contexts_init (AssayContext contexts[N_CONTEXTS], guint init_type, gint qp)
{
  gint clipped = CLAMP (qp, 0, 51);

  for (guint i = 0; i < N_CONTEXTS; i++)
    {
      gint slope = (first_values[init_type][i] >> 4) * 5 - 45;
      gint offset = ((first_values[init_type][i] & 15) << 3) - 16;
      gint state = CLAMP (((slope * clipped) >> 4) + offset, 1, 126);

      contexts[i] = assay_cabac_states[state > 63 ? (state - 64) << 1 | 1 : (63 - state) << 1];
    }
}
