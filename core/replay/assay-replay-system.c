/* assay-replay-system.c: scores of one system, and its arrays in a model file. */
#include "replay/assay-replay-system.h"

#include <string.h>

AssayReplaySystem *
assay_replay_system_new_mixtures (const AssayReplayDesign *design,
                                  AssayMixture *genuine,
                                  AssayMixture *spoof)
{
  AssayReplaySystem *self = g_new0 (AssayReplaySystem, 1);

  self->design = *design;
  self->genuine = genuine;
  self->spoof = spoof;
  self->scorers[0] = assay_mixture_scorer_new (genuine);
  self->scorers[1] = assay_mixture_scorer_new (spoof);
  return self;
}

AssayReplaySystem *
assay_replay_system_new_statistics (const AssayReplayDesign *design, const double *weights)
{
  AssayReplaySystem *self = g_new0 (AssayReplaySystem, 1);
  gsize columns = assay_replay_design_columns (design);

  self->design = *design;
  self->weights = g_memdup2 (weights, (columns + 1) * sizeof *weights);
  return self;
}

void
assay_replay_system_free (AssayReplaySystem *self)
{
  if (self == NULL)
    return;
  assay_mixture_scorer_free (self->scorers[0]);
  assay_mixture_scorer_free (self->scorers[1]);
  assay_mixture_free (self->genuine);
  assay_mixture_free (self->spoof);
  g_free (self->weights);
  g_free (self);
}

static void
score_rows (const AssayReplaySystem *self, const AssayFeatureMatrix *features, double *rows)
{
  gsize columns = features->n_columns;
  g_autofree double *spoof = NULL;

  if (self->design.kind == ASSAY_REPLAY_STATISTICS)
    {
      for (gsize i = 0; i < features->n_frames; i++)
        {
          rows[i] = self->weights[columns];
          for (gsize c = 0; c < columns; c++)
            rows[i] += self->weights[c] * features->values[i * columns + c];
        }
      return;
    }
  spoof = g_new (double, MAX (features->n_frames, 1));
  assay_mixture_scorer_frames (self->scorers[0], features->values, features->n_frames, rows);
  assay_mixture_scorer_frames (self->scorers[1], features->values, features->n_frames, spoof);
  for (gsize i = 0; i < features->n_frames; i++)
    rows[i] -= spoof[i];
}

double
assay_replay_system_score (const AssayReplaySystem *self,
                           const AssayFeatureMatrix *features,
                           double *rows)
{
  g_autofree double *own = NULL;
  double sum = 0;

  if (rows == NULL)
    rows = own = g_new (double, MAX (features->n_frames, 1));
  score_rows (self, features, rows);
  for (gsize i = 0; i < features->n_frames; i++)
    sum += rows[i];
  return sum / (double) MAX (features->n_frames, 1);
}

static char *
array_name (guint index, const char *class, const char *part)
{
  return g_strdup_printf ("system%u.%s%s", index, class, part);
}

static void
write_mixture (const AssayMixture *mixture, guint index, const char *class, AssayModelFile *file)
{
  g_autofree char *weights = array_name (index, class, ".weights");
  g_autofree char *means = array_name (index, class, ".means");
  g_autofree char *variances = array_name (index, class, ".variances");

  assay_model_file_add (file, weights, ASSAY_MODEL_DOUBLE, mixture->weights, 1,
                        mixture->n_components);
  assay_model_file_add (file, means, ASSAY_MODEL_SINGLE, mixture->means, mixture->n_components,
                        mixture->n_columns);
  assay_model_file_add (file, variances, ASSAY_MODEL_SINGLE, mixture->variances,
                        mixture->n_components, mixture->n_columns);
}

void
assay_replay_system_write (const AssayReplaySystem *self, guint index, AssayModelFile *file)
{
  if (self->design.kind == ASSAY_REPLAY_MIXTURES)
    {
      write_mixture (self->genuine, index, "genuine", file);
      write_mixture (self->spoof, index, "spoof", file);
      return;
    }

  g_autofree char *name = array_name (index, "statistics", "");

  assay_model_file_add (file, name, ASSAY_MODEL_DOUBLE, self->weights, 1,
                        assay_replay_design_columns (&self->design) + 1);
}

static AssayMixture *
read_mixture (AssayModelFile *file,
              guint index,
              const char *class,
              const AssayReplayDesign *design,
              GError **error)
{
  g_autofree char *weights_name = array_name (index, class, ".weights");
  g_autofree char *means_name = array_name (index, class, ".means");
  g_autofree char *variances_name = array_name (index, class, ".variances");
  gsize one = 1;
  gsize components = design->components;
  gsize columns = assay_replay_design_columns (design);
  const double *weights = assay_model_file_get (file, weights_name, &one, &components, error);
  const double *means = weights == NULL
                            ? NULL
                            : assay_model_file_get (file, means_name, &components, &columns, error);
  const double *variances
      = means == NULL ? NULL
                      : assay_model_file_get (file, variances_name, &components, &columns, error);

  if (variances == NULL)
    return NULL;

  g_autoptr (AssayMixture) mixture = assay_mixture_new (components, columns);

  memcpy (mixture->weights, weights, components * sizeof *weights);
  memcpy (mixture->means, means, components * columns * sizeof *means);
  memcpy (mixture->variances, variances, components * columns * sizeof *variances);
  return assay_mixture_check (mixture, error) ? g_steal_pointer (&mixture) : NULL;
}

AssayReplaySystem *
assay_replay_system_read (AssayModelFile *file, guint index, const char *design, GError **error)
{
  AssayReplayDesign parsed;

  if (!assay_replay_design_parse (design, &parsed, error))
    return NULL;
  if (parsed.kind == ASSAY_REPLAY_STATISTICS)
    {
      g_autofree char *name = array_name (index, "statistics", "");
      gsize one = 1;
      gsize columns = assay_replay_design_columns (&parsed) + 1;
      const double *weights = assay_model_file_get (file, name, &one, &columns, error);

      return weights == NULL ? NULL : assay_replay_system_new_statistics (&parsed, weights);
    }

  g_autoptr (AssayMixture) genuine = read_mixture (file, index, "genuine", &parsed, error);
  g_autoptr (AssayMixture) spoof
      = genuine == NULL ? NULL : read_mixture (file, index, "spoof", &parsed, error);

  if (spoof == NULL)
    return NULL;
  return assay_replay_system_new_mixtures (&parsed, g_steal_pointer (&genuine),
                                           g_steal_pointer (&spoof));
}
