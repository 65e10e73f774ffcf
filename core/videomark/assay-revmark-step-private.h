/* assay-revmark-step-private.h: one layer at work: where it reads, where it writes. */
#pragma once

#include <gio/gio.h>

#include "videomark/assay-revmark-shape.h"

G_BEGIN_DECLS

typedef struct
{
  const AssayRevmarkLayer *layer;
  const float *in[ASSAY_REVMARK_SOURCES];
  AssayRevmarkShape from[ASSAY_REVMARK_SOURCES];
  float *out;
  AssayRevmarkShape to;
  float *weights; /* packed: conv, linear, match; owned by the network, like: */
  float *bias;    /* NULL without */
} AssayRevmarkStep;

/* Rows of all frames: frame · rows + row. */
typedef void (*AssayRevmarkRowsFunc) (gsize first, gsize last, gpointer step);

/* First number of row @row (of all frames) of a value. */
static inline gsize
assay_revmark_row (const AssayRevmarkShape *shape, gsize row)
{
  return row * shape->columns * shape->channels;
}

/* By rows: several threads work on different rows. Exactly one of the two is there for each kind
 * but conv. */
AssayRevmarkRowsFunc assay_revmark_rows_of (AssayRevmarkKind kind);
/* As a whole, one thread. NULL for what goes by rows. */
typedef void (*AssayRevmarkWholeFunc) (const AssayRevmarkStep *step);
AssayRevmarkWholeFunc assay_revmark_whole_of (AssayRevmarkKind kind);

/* assay-revmark-tile.c */
void assay_revmark_whiten (const AssayRevmarkStep *step);
void assay_revmark_deviation (const AssayRevmarkStep *step);
void assay_revmark_fold (const AssayRevmarkStep *step);
void assay_revmark_spectrum (const AssayRevmarkStep *step);
void assay_revmark_match (const AssayRevmarkStep *step);
/* The first place alone; the others are 0. */
void assay_revmark_match_in_place (const AssayRevmarkStep *step);
void assay_revmark_pick (const AssayRevmarkStep *step);

/* The activation of @layer on @n numbers in place. */
void assay_revmark_activate (const AssayRevmarkLayer *layer, float *values, gsize n);

/* assay-revmark-conv.c: weights as oneDNN's product wants them: K × out, K in the order kernel
 * frame, row, column, channel. */
float *assay_revmark_pack_conv (const AssayRevmarkLayer *layer,
                                guint channels) G_GNUC_WARN_UNUSED_RESULT;
gboolean assay_revmark_conv (const AssayRevmarkStep *step,
                             guint threads,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS
