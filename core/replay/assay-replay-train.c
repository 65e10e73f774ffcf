/* assay-replay-train.c: extracts, crosses, fuses, and trains once more on everything. */
#include "replay/assay-replay-train.h"

#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/assay-error.h"
#include "replay/assay-replay-simulate.h"
#include "replay/assay-replay-statistics.h"
#include "replay/assay-replay-store.h"
#include "signal/assay-logistic.h"
#include "signal/assay-mixture-train.h"

#define VARIANCE_FLOOR 0.01
/* Few scores, few columns: only enough that separable scores have an answer. */
#define FUSION_RIDGE 1e-3

/* What a design saw of all recordings. */
typedef struct
{
  AssayToolJob *job;
  AssayReplayRecordings *recordings;
  const AssayReplayProtocol *protocol;
  const AssayReplayPlan *plan;
  const AssayReplayDesign *design;
  guint column;            /* of the design in the plan */
  AssayReplayStore *store; /* one entry a piece */
  GArray *owners;          /* gsize: recording of each entry */
  GArray *classes;         /* gboolean: of each entry; a simulated copy is a spoof */
  GArray *originals;       /* gboolean: FALSE for simulated copies, which are never scored */
  GArray *conditions;      /* double: ASSAY_REPLAY_CONDITIONS a piece; filled by the first design */
  GArray *profiles;        /* AssayReplayProfile a piece; filled with conditions */
  GArray *profile_classes; /* gboolean a piece */
} Training;

static gboolean
add_entry (Training *self,
           gsize recording,
           gboolean genuine,
           gboolean original,
           const double *samples,
           gsize n,
           GError **error)
{
  g_autoptr (AssayFeatureMatrix) features = assay_replay_design_extract (
      self->design, samples, n, assay_tool_job_get_threads (self->job),
      assay_tool_job_get_cancellable (self->job), error);

  if (features == NULL || !assay_replay_store_add (self->store, features, error))
    return FALSE;
  g_array_append_val (self->owners, recording);
  g_array_append_val (self->classes, genuine);
  g_array_append_val (self->originals, original);
  return TRUE;
}

/* Copies with other devices, for what is learned from whole recordings. */
static gboolean
add_copies (Training *self, gsize recording, const double *samples, gsize n, GError **error)
{
  gboolean genuine = assay_replay_protocol_get (self->protocol, recording)->genuine;
  guint replays = genuine ? self->plan->copies : 0;
  guint colours = genuine ? (self->plan->copies * 3 + 3) / 4 : (self->plan->copies + 3) / 4;
  g_autofree double *copy = g_new (double, n);
  AssayRandom random;

  assay_random_init (&random, self->plan->seed + 7919 * (guint64) recording);
  for (guint i = 0; i < replays + colours; i++)
    {
      memcpy (copy, samples, n * sizeof *copy);
      if (i < replays)
        assay_replay_simulate_replay (copy, n, &random);
      else
        assay_replay_simulate_colour (copy, n, &random);
      if (!add_entry (self, recording, genuine && i >= replays, FALSE, copy, n, error))
        return FALSE;
    }
  return TRUE;
}

/* What the model says about its recordings beside what it learns from them. */
static gboolean
add_description (Training *self, gboolean genuine, const double *samples, gsize n, GError **error)
{
  double values[ASSAY_REPLAY_CONDITIONS];
  AssayReplayProfile profile;

  assay_replay_conditions_measure (samples, n, values);
  g_array_append_vals (self->conditions, values, ASSAY_REPLAY_CONDITIONS);
  if (!assay_replay_profile_measure (samples, n, assay_tool_job_get_threads (self->job), &profile,
                                     assay_tool_job_get_cancellable (self->job), error))
    return FALSE;
  g_array_append_val (self->profiles, profile);
  g_array_append_val (self->profile_classes, genuine);
  return TRUE;
}

static gboolean
add_recording (Training *self, gsize recording, gboolean first_design, GError **error)
{
  gsize n;
  g_autofree double *samples
      = assay_replay_recordings_load (self->recordings, recording, &n, error);
  gboolean genuine = assay_replay_protocol_get (self->protocol, recording)->genuine;

  if (samples == NULL)
    return FALSE;
  for (gsize p = 0; p < assay_replay_pieces_count (n); p++)
    {
      gsize first = assay_replay_pieces_start (n, p);
      gsize length = assay_replay_pieces_start (n, p + 1) - first;

      if (first_design)
        {
          if (!add_description (self, genuine, samples + first, length, error))
            return FALSE;
        }
      if (!add_entry (self, recording, genuine, TRUE, samples + first, length, error))
        return FALSE;
      if (self->design->kind == ASSAY_REPLAY_STATISTICS
          && !add_copies (self, recording, samples + first, length, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
extract_all (Training *self, gboolean first_design, AssayProgress *progress, GError **error)
{
  gsize n = assay_replay_protocol_get_n (self->protocol);

  assay_replay_store_clear (self->store);
  g_array_set_size (self->owners, 0);
  g_array_set_size (self->classes, 0);
  g_array_set_size (self->originals, 0);
  for (gsize i = 0; i < n; i++)
    {
      if (g_cancellable_set_error_if_cancelled (assay_tool_job_get_cancellable (self->job), error)
          || !add_recording (self, i, first_design, error))
        return FALSE;
      assay_progress_set_count (progress, i + 1, n, N_ ("Extracting features"));
    }
  return TRUE;
}

/* The fold of a recording. */
static guint
fold_of (const Training *self, gsize recording)
{
  if (self->plan->cross == ASSAY_REPLAY_CROSS_PROTOCOLS)
    return assay_replay_recordings_get_origin (self->recordings, recording);
  return assay_replay_protocol_get_talker (self->protocol, recording) % self->plan->folds;
}

static guint
count_folds (const Training *self)
{
  if (self->plan->cross == ASSAY_REPLAY_CROSS_PROTOCOLS)
    return assay_replay_recordings_get_n_origins (self->recordings);
  return self->plan->folds;
}

/* What is left without a fold needs both classes: said before the first feature is reckoned. */
static gboolean
check_folds (const Training *self, GError **error)
{
  for (guint fold = 0; fold < count_folds (self); fold++)
    {
      gsize n[2] = { 0, 0 };

      for (gsize i = 0; i < assay_replay_protocol_get_n (self->protocol); i++)
        if (fold_of (self, i) != fold)
          n[assay_replay_protocol_get (self->protocol, i)->genuine ? 1 : 0]++;
      if (n[0] > 0 && n[1] > 0)
        continue;
      g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                           _ ("Too few talkers for cross-validation: without one of its parts, no "
                              "genuine or no spoofed recording is left to learn from"));
      return FALSE;
    }
  return TRUE;
}

/* Entries outside fold @fold; @genuine 0 or 1 for one class, -1 for both. */
static gboolean *
choose_entries (const Training *self, guint fold, int genuine)
{
  gboolean *chosen = g_new0 (gboolean, MAX (self->owners->len, 1));

  for (guint i = 0; i < self->owners->len; i++)
    chosen[i] = fold_of (self, g_array_index (self->owners, gsize, i)) != fold
                && (genuine < 0 || g_array_index (self->classes, gboolean, i) == genuine);
  return chosen;
}

/* EM from wherever an earlier leg left the mixture; what is reached is kept for the next. */
static gboolean
improve_mixture (const Training *self,
                 const char *unit,
                 AssayMixture *mixture,
                 guint done,
                 const AssayFrames *frames,
                 const AssayMixtureOptions *options,
                 const double *floors,
                 GError **error)
{
  AssayReplayLegs *legs = self->plan->legs;

  for (; done < self->plan->rounds; done++)
    {
      if (!assay_replay_legs_take_round (legs))
        {
          assay_replay_legs_keep (legs, unit, mixture, done);
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PENDING, "");
          return FALSE;
        }
      if (!assay_mixture_improve (mixture, frames, options, floors, NULL, NULL,
                                  assay_tool_job_get_cancellable (self->job), error))
        return FALSE;
    }
  assay_replay_legs_keep (legs, unit, mixture, done);
  return TRUE;
}

/* A mixture of an earlier leg must be of this design. */
static gboolean
check_kept (const Training *self, const AssayMixture *mixture, GError **error)
{
  if (mixture->n_components == self->design->components
      && mixture->n_columns == assay_replay_store_get_n_columns (self->store))
    return TRUE;
  g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                       _ ("This is not an unfinished training"));
  return FALSE;
}

static AssayMixture *
train_mixture (const Training *self, guint fold, gboolean genuine, GError **error)
{
  const AssayMixtureOptions options = { .n_components = self->design->components,
                                        .seed = self->plan->seed,
                                        .floor = VARIANCE_FLOOR,
                                        .threads = assay_tool_job_get_threads (self->job) };
  GCancellable *cancellable = assay_tool_job_get_cancellable (self->job);
  g_autofree gboolean *chosen = choose_entries (self, fold, genuine);
  g_autofree double *floors = g_new (double, assay_replay_store_get_n_columns (self->store));
  g_auto (AssayReplaySelection) selection;
  g_autofree char *unit
      = g_strdup_printf ("d%u.f%u.%s", self->column, fold, genuine ? "genuine" : "spoof");
  guint done;
  g_autoptr (AssayMixture) mixture = assay_replay_legs_get (self->plan->legs, unit, &done);

  if (mixture != NULL && !check_kept (self, mixture, error))
    return NULL;
  assay_replay_selection_init (&selection, self->store, chosen);
  if (!assay_mixture_floors (&selection.frames, &options, floors, cancellable, error))
    return NULL;
  if (mixture == NULL)
    mixture = assay_mixture_start (&selection.frames, &options, floors, NULL, cancellable, error);
  if (mixture == NULL
      || !improve_mixture (self, unit, mixture, done, &selection.frames, &options, floors, error))
    return NULL;
  return g_steal_pointer (&mixture);
}

static AssayReplaySystem *
train_statistics (const Training *self, guint fold, GError **error)
{
  g_autofree gboolean *chosen = choose_entries (self, fold, -1);
  gsize columns = assay_replay_design_columns (self->design);
  g_auto (AssayReplaySelection) selection;
  g_autofree double *rows = NULL;
  g_autofree gboolean *classes = NULL;
  g_autofree double *weights = g_new (double, columns + 1);
  gsize n;

  assay_replay_selection_init (&selection, self->store, chosen);
  n = selection.frames.n_frames;
  rows = assay_try_alloc (n, columns * sizeof *rows, G_MAXSSIZE, error);
  if (rows == NULL || !selection.frames.read (&selection.frames, 0, n, rows, error))
    return NULL;
  classes = g_new (gboolean, MAX (n, 1));
  for (gsize i = 0; i < n; i++)
    classes[i] = g_array_index (self->classes, gboolean, selection.chosen[i]);
  if (!assay_logistic_train (rows, classes, n, columns, self->design->ridge, weights, error))
    return NULL;
  return assay_replay_system_new_statistics (self->design, weights);
}

/* A system of everything outside @fold. */
static AssayReplaySystem *
train_system (const Training *self, guint fold, GError **error)
{
  if (self->design->kind == ASSAY_REPLAY_STATISTICS)
    return train_statistics (self, fold, error);

  g_autoptr (AssayMixture) genuine = train_mixture (self, fold, TRUE, error);
  g_autoptr (AssayMixture) spoof
      = genuine == NULL ? NULL : train_mixture (self, fold, FALSE, error);

  if (spoof == NULL)
    return NULL;
  return assay_replay_system_new_mixtures (self->design, g_steal_pointer (&genuine),
                                           g_steal_pointer (&spoof));
}

/* Mean over the pieces of each recording of @fold, into column @column of @scores. */
static gboolean
score_fold (const Training *self,
            const AssayReplaySystem *system,
            guint fold,
            double *scores,
            gsize column,
            gsize width,
            GError **error)
{
  g_autofree guint *pieces = g_new0 (guint, assay_replay_protocol_get_n (self->protocol));

  for (guint i = 0; i < self->owners->len; i++)
    {
      gsize owner = g_array_index (self->owners, gsize, i);
      double *score = scores + owner * width + column;
      g_autoptr (AssayFeatureMatrix) features = NULL;

      if (!g_array_index (self->originals, gboolean, i) || fold_of (self, owner) != fold)
        continue;
      features = assay_replay_store_get (self->store, i, error);
      if (features == NULL)
        return FALSE;
      *score = (*score * pieces[owner] + assay_replay_system_score (system, features, NULL))
               / (pieces[owner] + 1);
      pieces[owner]++;
    }
  return TRUE;
}

/* All of one design: scores of every fold, and the system that is kept. */
static AssayReplaySystem *
train_design (Training *self, double *scores, gsize column, AssayProgress *progress, GError **error)
{
  g_autoptr (AssayProgress) extracting = assay_progress_sub (progress, 0, 0.4);
  gsize width = self->plan->designs->len;
  guint folds = count_folds (self);

  self->design = &g_array_index (self->plan->designs, AssayReplayDesign, column);
  self->column = (guint) column;
  if (!extract_all (self, column == 0, extracting, error))
    return NULL;
  for (guint fold = 0; fold < folds; fold++)
    {
      g_autoptr (AssayReplaySystem) system = train_system (self, fold, error);

      if (system == NULL || !score_fold (self, system, fold, scores, column, width, error))
        return NULL;
      assay_progress_set (progress, 0.4 + 0.6 * (fold + 1) / (folds + 1), N_ ("Training"));
    }
  /* No fold has this number: everything. */
  return train_system (self, folds, error);
}

/* Fusion has so few weights that keeping talkers apart is enough: scores of every recording already
 * come from systems that did not know it, and with two protocols a fusion of one alone would learn
 * the difference between the two as if it were one of the classes. */
static guint
fusion_fold_of (const Training *self, gsize recording)
{
  guint talkers = assay_replay_protocol_get_n_talkers (self->protocol);
  gsize group = talkers < self->plan->folds
                    ? recording
                    : assay_replay_protocol_get_talker (self->protocol, recording);

  return (guint) (group % self->plan->folds);
}

/* Rows of @scores outside @fold fuse to @weights. */
static gboolean
train_fusion (
    const Training *self, const double *scores, guint fold, double *weights, GError **error)
{
  gsize n = assay_replay_protocol_get_n (self->protocol);
  gsize width = self->plan->designs->len;
  g_autofree double *rows = g_new (double, MAX (n * width, 1));
  g_autofree gboolean *classes = g_new (gboolean, MAX (n, 1));
  gsize used = 0;

  for (gsize i = 0; i < n; i++)
    if (fusion_fold_of (self, i) != fold)
      {
        memcpy (rows + used * width, scores + i * width, width * sizeof *rows);
        classes[used++] = assay_replay_protocol_get (self->protocol, i)->genuine;
      }
  return assay_logistic_train (rows, classes, used, width, FUSION_RIDGE, weights, error);
}

/* Calibrated scores of every recording by a fusion that did not see its fold. */
static AssayTrials *
cross_fusion (const Training *self, const double *scores, GError **error)
{
  gsize n = assay_replay_protocol_get_n (self->protocol);
  gsize width = self->plan->designs->len;
  g_autofree double *weights = g_new (double, width + 1);
  g_autoptr (AssayTrials) trials = assay_trials_new (n);

  for (guint fold = 0; fold < self->plan->folds; fold++)
    {
      if (!train_fusion (self, scores, fold, weights, error))
        return NULL;
      for (gsize i = 0; i < n; i++)
        if (fusion_fold_of (self, i) == fold)
          trials->scores[i] = assay_logistic_apply (weights, scores + i * width, width);
    }
  for (gsize i = 0; i < n; i++)
    {
      trials->genuine[i] = assay_replay_protocol_get (self->protocol, i)->genuine;
      trials->groups[i] = assay_replay_protocol_get_talker (self->protocol, i);
    }
  return g_steal_pointer (&trials);
}

static AssayReplayDetector *
train_all (Training *self, GError **error)
{
  gsize width = self->plan->designs->len;
  gsize n = assay_replay_protocol_get_n (self->protocol);
  AssayProgress *progress = assay_tool_job_get_progress (self->job);
  g_autoptr (AssayReplayDetector) detector = assay_replay_detector_new ();
  g_autofree double *scores = g_new0 (double, MAX (n * width, 1));
  g_autoptr (AssayTrials) crossed = NULL;

  for (gsize column = 0; column < width; column++)
    {
      g_autoptr (AssayProgress) part
          = assay_progress_sub (progress, 0.9 * (double) column / (double) width,
                                0.9 * (double) (column + 1) / (double) width);
      AssayReplaySystem *system = train_design (self, scores, column, part, error);

      if (system == NULL)
        return NULL;
      g_ptr_array_add (detector->systems, system);
    }
  detector->fusion = g_new (double, width + 1);
  crossed = cross_fusion (self, scores, error);
  if (crossed == NULL || !train_fusion (self, scores, self->plan->folds, detector->fusion, error)
      || !assay_replay_rate (crossed, assay_tool_job_get_threads (self->job), &detector->crossed,
                             assay_tool_job_get_cancellable (self->job), error))
    return NULL;
  assay_replay_range_learn ((const double *) (const void *) self->conditions->data,
                            self->conditions->len / ASSAY_REPLAY_CONDITIONS, &detector->range);
  assay_replay_bands_learn ((const AssayReplayProfile *) (const void *) self->profiles->data,
                            (const gboolean *) (const void *) self->profile_classes->data,
                            self->profiles->len, &detector->bands);
  assay_replay_detector_keep_scores (detector, crossed);
  detector->card = json_object_new ();
  return g_steal_pointer (&detector);
}

AssayReplayDetector *
assay_replay_train (AssayToolJob *job,
                    AssayReplayRecordings *recordings,
                    const AssayReplayPlan *plan,
                    GError **error)
{
  Training training = { .job = job,
                        .recordings = recordings,
                        .protocol = assay_replay_recordings_get_protocol (recordings),
                        .plan = plan,
                        .store = assay_replay_store_new (assay_tool_job_get_scratch (job)),
                        .owners = g_array_new (FALSE, FALSE, sizeof (gsize)),
                        .classes = g_array_new (FALSE, FALSE, sizeof (gboolean)),
                        .originals = g_array_new (FALSE, FALSE, sizeof (gboolean)),
                        .conditions = g_array_new (FALSE, FALSE, sizeof (double)),
                        .profiles = g_array_new (FALSE, FALSE, sizeof (AssayReplayProfile)),
                        .profile_classes = g_array_new (FALSE, FALSE, sizeof (gboolean)) };
  AssayReplayDetector *detector
      = check_folds (&training, error) ? train_all (&training, error) : NULL;

  assay_replay_store_free (training.store);
  g_array_unref (training.owners);
  g_array_unref (training.classes);
  g_array_unref (training.originals);
  g_array_unref (training.conditions);
  g_array_unref (training.profiles);
  g_array_unref (training.profile_classes);
  return detector;
}
