/* assay-video-attack.h: changes to pictures, one by one and in sequence. Used by the tool
 * `video.attack` alone. */
#pragma once

#include "media/assay-video-rewriter.h"
#include "signal/assay-random.h"

G_BEGIN_DECLS

typedef struct _AssayVideoAttack AssayVideoAttack;

/* One picture in, one out. @picture: (transfer full). NULL with an error. */
typedef AssayVideoPicture *(*AssayVideoAttackPicture) (const AssayVideoAttack *self,
                                                       AssayVideoPicture *picture,
                                                       GError **error);
/* One picture in, any number written. @picture: (transfer full) (nullable): NULL at the end. */
typedef gboolean (*AssayVideoAttackSequence) (AssayVideoAttack *self,
                                              AssayVideoPicture *picture,
                                              GError **error);

struct _AssayVideoAttack
{
  double amount;
  guint kernel;
  guint64 seed;
  AssayRandom random; /* of the sequence; pictures draw from generators of their own */
  AssayVideoRewriter *rewriter;
  AssayVideoAttackPicture picture; /* one of the two, or neither: the codec is the change */
  AssayVideoAttackSequence sequence;
  GPtrArray *window;   /* AssayVideoPicture: those that the next ones need */
  gint64 window_first; /* index of the first one in it */
  gint64 next;         /* index of the next one to be written */
  double clock;        /* s of output: the next picture's time */
  gint64 last_pts;     /* of the source */
  gint64 cut;          /* ticks cut out so far */
  guint64 frames;      /* that the source's packets announce; of changes that need to know alone */
  guint64 piece_frames;
  guint64 piece_left; /* frames of the present piece */
  gboolean piece_kept;
  gboolean has_cut;
  guint64 pieces; /* not decided on yet */
  guint64 cuts;   /* of them to be cut out */
};

/* Uniform numbers of picture @index alone: the order of work does not matter. */
void assay_video_attack_seed (const AssayVideoAttack *self, gint64 index, AssayRandom *random);

/* assay-video-attack-pixels.c: colours stay in place */
AssayVideoPicture *
assay_video_attack_noise (const AssayVideoAttack *self, AssayVideoPicture *picture, GError **error);
AssayVideoPicture *
assay_video_attack_grade (const AssayVideoAttack *self, AssayVideoPicture *picture, GError **error);
AssayVideoPicture *assay_video_attack_screen (const AssayVideoAttack *self,
                                              AssayVideoPicture *picture,
                                              GError **error);
AssayVideoPicture *
assay_video_attack_logo (const AssayVideoAttack *self, AssayVideoPicture *picture, GError **error);

/* assay-video-attack-shape.c: pixels move */
AssayVideoPicture *
assay_video_attack_crop (const AssayVideoAttack *self, AssayVideoPicture *picture, GError **error);
AssayVideoPicture *assay_video_attack_resize (const AssayVideoAttack *self,
                                              AssayVideoPicture *picture,
                                              GError **error);
AssayVideoPicture *assay_video_attack_aspect (const AssayVideoAttack *self,
                                              AssayVideoPicture *picture,
                                              GError **error);
AssayVideoPicture *assay_video_attack_rotate (const AssayVideoAttack *self,
                                              AssayVideoPicture *picture,
                                              GError **error);
AssayVideoPicture *assay_video_attack_letterbox (const AssayVideoAttack *self,
                                                 AssayVideoPicture *picture,
                                                 GError **error);
AssayVideoPicture *
assay_video_attack_inset (const AssayVideoAttack *self, AssayVideoPicture *picture, GError **error);

/* assay-video-attack-time.c: frames against each other */
gboolean
assay_video_attack_average (AssayVideoAttack *self, AssayVideoPicture *picture, GError **error);
gboolean
assay_video_attack_blur (AssayVideoAttack *self, AssayVideoPicture *picture, GError **error);
gboolean
assay_video_attack_drop (AssayVideoAttack *self, AssayVideoPicture *picture, GError **error);
gboolean
assay_video_attack_swap (AssayVideoAttack *self, AssayVideoPicture *picture, GError **error);
gboolean
assay_video_attack_rate (AssayVideoAttack *self, AssayVideoPicture *picture, GError **error);
gboolean
assay_video_attack_speed (AssayVideoAttack *self, AssayVideoPicture *picture, GError **error);
gboolean
assay_video_attack_cut (AssayVideoAttack *self, AssayVideoPicture *picture, GError **error);

G_END_DECLS
