/* assay-video-scheme.h: what the tools ask of a way to hide marks. Each way is one table. */
#pragma once

#include "videomark/assay-video-luma.h"

G_BEGIN_DECLS

/* What is asked of a reading. */
typedef struct
{
  gboolean search;        /* other sizes and places too */
  gboolean starts;        /* where segments begin, of a way that has them */
  gboolean raw;           /* 96 bits without a check */
  const guint8 *expected; /* payload bits that are looked for; NULL without */
} AssayVideoQuestion;

/* All objects are for one thread at a time. */
typedef struct
{
  const char *id; /* the parameter "scheme" */
  /* Pictures of two scenes are not planned together. */
  gboolean ends_at_cuts;

  /* What the key and the parameters say; lives longer than what is made with it. */
  gpointer (*open) (AssayToolJob *job, GError **error);
  void (*close) (gpointer shared);
  /* Answers about it: which model. NULL without. */
  void (*describe) (gpointer shared, AssayResultBuilder *builder);

  /* Marking. NULL with ASSAY_BASE_ERROR_LIMIT for sizes that cannot be marked. */
  gpointer (*marker_new) (gpointer shared,
                          const guint8 *payload,
                          double psnr,
                          guint width,
                          guint height,
                          GError **error);
  void (*marker_free) (gpointer marker);
  /* @pictures: of AssayVideoPicture, 1 .. ASSAY_VIDEO_SEGMENT, unmarked. FALSE when cancelled. */
  gboolean (*plan) (gpointer marker,
                    GPtrArray *pictures,
                    GCancellable *cancellable,
                    GError **error);
  /* Of what was planned, for the first picture: luma, width × height, and its factor, in 1/255. */
  const float *(*difference) (gpointer marker, float *factor);
  /* Marks picture number @index of those. Returns the mean square of R, G and B in 1/255. */
  double (*mark) (gpointer marker, guint index, AssayVideoPicture *picture);

  /* Reading. */
  gpointer (*reader_new) (gpointer shared,
                          const AssayVideoQuestion *question,
                          guint width,
                          guint height,
                          GError **error);
  void (*reader_free) (gpointer reader);
  gboolean (*read) (gpointer reader,
                    const AssayVideoLuma *picture,
                    double seconds,
                    GCancellable *cancellable,
                    GError **error);
  gboolean (*end) (gpointer reader,
                   AssayVideoReading *reading,
                   GCancellable *cancellable,
                   GError **error);
  /* After the end. (array length=n), owned by @reader. */
  const AssayVideoSpan *(*spans) (gpointer reader, guint *n);
  /* Metrics and plots that only this way has. NULL without. */
  void (*tell) (gpointer reader, const AssayVideoReading *reading, AssayResultBuilder *builder);
} AssayVideoScheme;

extern const AssayVideoScheme assay_video_scheme_assay;
extern const AssayVideoScheme assay_video_scheme_revmark;

/* That of the parameter "scheme"; never NULL. */
const AssayVideoScheme *assay_video_scheme_of (AssayParameters *parameters);

G_END_DECLS
