/* assay-cipher-space.h: the encryption space of a video: how many of its bits a cipher may flip, by
 * syntax element and along the pictures (Hamidouche et al., ICASSP 2015, section 4: ES). */
#pragma once

#include "cipher/assay-hevc-parser.h"

G_BEGIN_DECLS

/* Points of a timeline at most: behind that, neighbours become one. */
#define ASSAY_CIPHER_TIMELINE 4096u

/* One or several pictures that follow each other in the stream. */
typedef struct
{
  double first;      /* number of the first, from 0 */
  double seconds;    /* presentation time of the first; NaN without one */
  guint64 bits;      /* of the units of its slices */
  guint64 free_bits; /* of them may be flipped */
} AssayCipherPoint;

typedef struct
{
  AssayCipherMode mode;
  guint64 bits[ASSAY_CIPHER_N_CLASSES];
  guint64 n_pictures;
  guint64 n_segments;
  guint64 n_codewords;
  GArray *points;    /* AssayCipherPoint, in the order of the stream */
  guint64 per_point; /* pictures in each */
} AssayCipherSpace;

/* Means along the pictures, in as many points as those of a timeline of as many pictures. */
typedef struct
{
  double *sums; /* owned: g_free() */
  guint64 per_point;
  guint64 n; /* values */
} AssayCipherCurve;

void assay_cipher_curve_add (AssayCipherCurve *self, double value);
/* Of point @i; points before the last hold per_point values, that one what is left. */
double assay_cipher_curve_get (const AssayCipherCurve *self, guint i);
guint assay_cipher_curve_get_n_points (const AssayCipherCurve *self);

AssayCipherSpace *assay_cipher_space_new (AssayCipherMode mode);
void assay_cipher_space_free (AssayCipherSpace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCipherSpace, assay_cipher_space_free)

/* @size: bytes of its unit as they stand in the file; @seconds: of its picture, or NaN */
void assay_cipher_space_add (AssayCipherSpace *self,
                             const AssayHevcSliceSegment *segment,
                             gsize size,
                             double seconds);
/* A picture by its number; bits by class and other counts stay as they are. */
void assay_cipher_space_add_picture (AssayCipherSpace *self,
                                     guint64 number,
                                     guint64 bits,
                                     guint64 free_bits);
guint64 assay_cipher_space_get_total (const AssayCipherSpace *self);

G_END_DECLS
