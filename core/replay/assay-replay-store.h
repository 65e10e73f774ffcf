/* assay-replay-store.h: features of many recordings in a nameless file, read as one list of frames.
 *
 * Ten hours of sound are gigabytes of features: they stand in the run's own scratch file, in 24 bit
 * numbers, not in memory. */
#pragma once

#include "replay/assay-replay-features.h"
#include "signal/assay-frames.h"

G_BEGIN_DECLS

typedef struct _AssayReplayStore AssayReplayStore;

/* @fd: read-write, emptied; borrowed. */
AssayReplayStore *assay_replay_store_new (int fd) G_GNUC_WARN_UNUSED_RESULT;
void assay_replay_store_free (AssayReplayStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayReplayStore, assay_replay_store_free)
/* Forgets all recordings. */
void assay_replay_store_clear (AssayReplayStore *self);
/* The next recording. ASSAY_BASE_ERROR_IO; _INVALID when the columns differ from the first. */
gboolean
assay_replay_store_add (AssayReplayStore *self, const AssayFeatureMatrix *features, GError **error);
gsize assay_replay_store_get_n_columns (const AssayReplayStore *self);
/* The features of one recording. */
AssayFeatureMatrix *assay_replay_store_get (const AssayReplayStore *self,
                                            gsize index,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A choice of recordings as one list of frames. */
typedef struct
{
  AssayFrames frames; /* for assay_mixture_…(); points at this struct's other members */
  const AssayReplayStore *store;
  gsize *chosen; /* indices of recordings */
  gsize *starts; /* n_chosen + 1: first frame of each in the list */
  gsize n_chosen;
} AssayReplaySelection;

/* @wanted: one for each recording. The selection must not be copied. */
void assay_replay_selection_init (AssayReplaySelection *self,
                                  const AssayReplayStore *store,
                                  const gboolean *wanted);
void assay_replay_selection_clear (AssayReplaySelection *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayReplaySelection, assay_replay_selection_clear)

G_END_DECLS
