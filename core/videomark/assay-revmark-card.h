/* assay-revmark-card.h: a trained network as its file describes it: train/FORMAT.md, checked.
 *
 * The file is foreign. What stands here afterwards is in range, refers only to what comes before
 * it, and has every array that it needs; whether shapes fit is known once there is a picture
 * (assay-revmark-shape.h). */
#pragma once

#include "signal/assay-model-file.h"

G_BEGIN_DECLS

#define ASSAY_REVMARK_LAYERS 256u
#define ASSAY_REVMARK_SOURCES 8u
#define ASSAY_REVMARK_CHANNELS 8192u
#define ASSAY_REVMARK_KERNEL 15u
#define ASSAY_REVMARK_STRIDE 8u
#define ASSAY_REVMARK_BITS 96u
#define ASSAY_REVMARK_FRAMES 16u
#define ASSAY_REVMARK_PERIOD 256u
/* Sides of what a network sees. */
#define ASSAY_REVMARK_SIDE 8192u

/* The kinds of layers, in the order of FORMAT.md's table. */
typedef enum
{
  ASSAY_REVMARK_CONV,
  ASSAY_REVMARK_LINEAR,
  ASSAY_REVMARK_RESHAPE,
  ASSAY_REVMARK_NEAREST,
  ASSAY_REVMARK_UP,
  ASSAY_REVMARK_CONCAT,
  ASSAY_REVMARK_ADD,
  ASSAY_REVMARK_MULTIPLY,
  ASSAY_REVMARK_TILE,
  ASSAY_REVMARK_MEAN_TIME,
  ASSAY_REVMARK_MAX_POOL,
  ASSAY_REVMARK_WHITEN,
  ASSAY_REVMARK_DEVIATION,
  ASSAY_REVMARK_FOLD,
  ASSAY_REVMARK_SPECTRUM,
  ASSAY_REVMARK_MATCH,
  ASSAY_REVMARK_PICK,
  ASSAY_REVMARK_ALIGN,
  ASSAY_REVMARK_UNALIGN,
} AssayRevmarkKind;

typedef enum
{
  ASSAY_REVMARK_NONE,
  ASSAY_REVMARK_LEAKY,
  ASSAY_REVMARK_SOFTPLUS,
  ASSAY_REVMARK_TANH,
} AssayRevmarkAct;

typedef enum
{
  ASSAY_REVMARK_VIDEO,
  ASSAY_REVMARK_MESSAGE,
  ASSAY_REVMARK_HOST,
  ASSAY_REVMARK_FLOW,
  ASSAY_REVMARK_READINGS,
  ASSAY_REVMARK_INPUTS,
} AssayRevmarkInput;

/* An array of the file. Borrowed from it. */
typedef struct
{
  const double *values; /* NULL without */
  gsize rows, columns;
} AssayRevmarkArray;

/* One layer. Sources are numbers of values: the part's inputs first, then its layers. */
typedef struct
{
  char *name;
  AssayRevmarkKind kind;
  guint sources[ASSAY_REVMARK_SOURCES];
  guint n_sources;
  guint out;       /* conv, linear, match */
  guint kernel[3]; /* conv, max-pool: frames, rows, columns */
  guint stride[3]; /* conv */
  guint pad[3];    /* conv */
  guint scale[3];  /* nearest */
  guint shape[4];  /* reshape: channels, frames, rows, columns */
  guint period;    /* fold, match: tile */
  guint window;    /* whiten, deviation: odd */
  double sigma;    /* the same */
  double floor;    /* whiten, spectrum */
  double clip;     /* whiten */
  double power;    /* spectrum */
  double prior;    /* pick */
  AssayRevmarkAct act;
  double slope; /* leaky */
  AssayRevmarkArray weight, bias;
  double gain; /* match */
} AssayRevmarkLayer;

typedef struct
{
  AssayRevmarkInput inputs[ASSAY_REVMARK_INPUTS];
  guint n_inputs;
  AssayRevmarkLayer *layers;
  guint n_layers;
  guint output; /* a value */
  gint places;  /* the same; -1 without */
} AssayRevmarkPart;

typedef struct
{
  char *name;
  guint bits, frames, side, tile, reference, clip_times;
  double alpha, clip_sigma;
  guint feedback_rounds; /* 0 without */
  double feedback_rate;
  AssayRevmarkPart encoder, decoder;
  AssayRevmarkPart starts; /* n_layers 0 without */
  AssayModelFile *file;
} AssayRevmarkCard;

/**
 * assay_revmark_card_read:
 *
 * Returns: (transfer full) (nullable): %NULL with ASSAY_BASE_ERROR MALFORMED, TRUNCATED or LIMIT
 */
AssayRevmarkCard *assay_revmark_card_read (GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_revmark_card_free (AssayRevmarkCard *self);
/* FALSE with MALFORMED: what is wrong with @what ("encoder.near: kernel"). */
gboolean assay_revmark_fail (const char *what, GError **error) G_GNUC_WARN_UNUSED_RESULT;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayRevmarkCard, assay_revmark_card_free)

G_END_DECLS
