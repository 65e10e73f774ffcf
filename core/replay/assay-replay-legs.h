/* assay-replay-legs.h: training in legs: what one run of replay.train leaves to the next.
 *
 * Training of large mixtures takes hours. A leg ends after so many rounds of EM and leaves a file
 * with every mixture as it stands, in full precision; the next leg goes on from there. Any cut into
 * legs gives the same model as one run, and a leg that is killed costs only itself. */
#pragma once

#include "signal/assay-mixture.h"
#include "signal/assay-model-file.h"

G_BEGIN_DECLS

typedef struct _AssayReplayLegs AssayReplayLegs;

/* @plan: everything that decides over the model, as text; @rounds: of EM in this leg, 0 for all. */
AssayReplayLegs *assay_replay_legs_new (const char *plan, guint rounds) G_GNUC_WARN_UNUSED_RESULT;
void assay_replay_legs_free (AssayReplayLegs *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayReplayLegs, assay_replay_legs_free)
/* Takes over what an earlier leg left. ASSAY_BASE_ERROR_INVALID when that was another training,
 * MALFORMED when @bytes are something else. */
gboolean assay_replay_legs_resume (AssayReplayLegs *self, GBytes *bytes, GError **error);
/* The file for the next leg. */
GBytes *assay_replay_legs_write (AssayReplayLegs *self) G_GNUC_WARN_UNUSED_RESULT;
/* Copy of the mixture of @unit ("d0.f1.genuine") and the rounds it has had; NULL: not begun. */
AssayMixture *assay_replay_legs_get (AssayReplayLegs *self,
                                     const char *unit,
                                     guint *rounds) G_GNUC_WARN_UNUSED_RESULT;
/* @mixture is copied. */
void assay_replay_legs_keep (AssayReplayLegs *self,
                             const char *unit,
                             const AssayMixture *mixture,
                             guint rounds);
/* FALSE when this leg has no round left; otherwise there is one less. */
gboolean assay_replay_legs_take_round (AssayReplayLegs *self);
/* Rounds of all mixtures up to now. */
guint assay_replay_legs_get_rounds (AssayReplayLegs *self);

G_END_DECLS
