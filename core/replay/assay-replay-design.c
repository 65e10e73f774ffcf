/* assay-replay-design.c: what a system looks at, as text and as numbers. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/assay-error.h"
#include "replay/assay-replay-statistics.h"
#include "replay/assay-replay-system.h"

#define STATISTICS "feature=statistics"
#define COMPONENTS_MOST 512

static gboolean
fail (GError **error, const char *member)
{
  g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID,
               _ ("“%s” is not part of a system or outside its range"), member);
  return FALSE;
}

/* Members that are ours; the rest is collected in @others for the front end. */
static gboolean
take_member (AssayReplayDesign *design, const char *member, GString *others, GError **error)
{
  char *end;

  if (g_str_has_prefix (member, "components="))
    {
      guint64 value = g_ascii_strtoull (member + 11, &end, 10);

      design->components = (guint) MIN (value, G_MAXUINT);
      if (member[11] == '\0' || *end != '\0' || value < 1 || value > COMPONENTS_MOST)
        return fail (error, member);
    }
  else if (g_str_has_prefix (member, "join="))
    {
      design->is_joined = TRUE;
      if (!assay_feature_parse (member + 5, &design->joined))
        return fail (error, member);
    }
  else if (g_str_has_prefix (member, "ridge="))
    {
      design->ridge = g_ascii_strtod (member + 6, &end);
      if (member[6] == '\0' || *end != '\0' || !(design->ridge >= 1e-9 && design->ridge <= 1e3))
        return fail (error, member);
    }
  else if (member[0] != '\0')
    g_string_append_printf (others, "%s%s", others->len > 0 ? " " : "", member);
  return TRUE;
}

/* The options of the feature that stands beside the first. */
static AssayFeatureOptions
joined_options (const AssayReplayDesign *design)
{
  AssayFeatureOptions options = design->options;

  options.feature = design->joined;
  return options;
}

static gboolean
check_joined (const AssayReplayDesign *design, GError **error)
{
  AssayFeatureOptions options = joined_options (design);

  if (design->joined == design->options.feature)
    return fail (error, assay_feature_id (design->joined));
  return assay_feature_options_check (&options, error);
}

gboolean
assay_replay_design_parse (const char *text, AssayReplayDesign *design, GError **error)
{
  g_auto (GStrv) members = g_strsplit (text, " ", 64);
  g_autoptr (GString) others = g_string_new (NULL);

  *design = (AssayReplayDesign){ .components = 64, .ridge = 0.02 };
  for (guint i = 0; members[i] != NULL; i++)
    if (!take_member (design, members[i], others, error))
      return FALSE;
  if (strcmp (others->str, STATISTICS) == 0)
    {
      design->kind = ASSAY_REPLAY_STATISTICS;
      return TRUE;
    }
  design->kind = ASSAY_REPLAY_MIXTURES;
  return assay_feature_options_from_text (others->str, &design->options, error)
         && assay_feature_options_check (&design->options, error)
         && (!design->is_joined || check_joined (design, error));
}

static char *
to_text (const AssayReplayDesign *design,
         char *(*options_to_text) (const AssayFeatureOptions *options))
{
  if (design->kind == ASSAY_REPLAY_STATISTICS)
    {
      char ridge[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_dtostr (ridge, sizeof ridge, design->ridge);
      return g_strdup_printf (STATISTICS " ridge=%s", ridge);
    }

  g_autofree char *options = options_to_text (&design->options);

  return g_strdup_printf ("%s components=%u%s%s", options, design->components,
                          design->is_joined ? " join=" : "",
                          design->is_joined ? assay_feature_id (design->joined) : "");
}

char *
assay_replay_design_to_text (const AssayReplayDesign *design)
{
  return to_text (design, assay_feature_options_to_text);
}

char *
assay_replay_design_to_short_text (const AssayReplayDesign *design)
{
  return to_text (design, assay_feature_options_to_short_text);
}

gsize
assay_replay_design_columns (const AssayReplayDesign *design)
{
  if (design->kind == ASSAY_REPLAY_STATISTICS)
    return ASSAY_REPLAY_STATISTICS_COUNT;
  if (design->is_joined)
    {
      AssayFeatureOptions options = joined_options (design);

      return assay_feature_options_columns (&design->options)
             + assay_feature_options_columns (&options);
    }
  return assay_feature_options_columns (&design->options);
}

/* Frame by frame, @behind after @first; as many frames as both have. */
static AssayFeatureMatrix *
join (const AssayFeatureMatrix *first, const AssayFeatureMatrix *behind, GError **error)
{
  gsize n = MIN (first->n_frames, behind->n_frames);
  gsize columns = first->n_columns + behind->n_columns;
  AssayFeatureMatrix *both = assay_feature_matrix_new (n, columns, error);

  for (gsize i = 0; both != NULL && i < n; i++)
    {
      memcpy (both->values + i * columns, first->values + i * first->n_columns,
              first->n_columns * sizeof *first->values);
      memcpy (both->values + i * columns + first->n_columns, behind->values + i * behind->n_columns,
              behind->n_columns * sizeof *behind->values);
    }
  return both;
}

static AssayFeatureMatrix *
extract_mixtures (const AssayReplayDesign *design,
                  const double *samples,
                  gsize n,
                  guint threads,
                  GCancellable *cancellable,
                  GError **error)
{
  AssayFeatureOptions options = joined_options (design);
  g_autoptr (AssayFeatureMatrix) behind = NULL;
  g_autoptr (AssayFeatureMatrix) first
      = assay_replay_features_extract (samples, n, &design->options, threads, cancellable, error);

  if (first == NULL || !design->is_joined)
    return g_steal_pointer (&first);
  behind = assay_replay_features_extract (samples, n, &options, threads, cancellable, error);
  return behind == NULL ? NULL : join (first, behind, error);
}

AssayFeatureMatrix *
assay_replay_design_extract (const AssayReplayDesign *design,
                             const double *samples,
                             gsize n,
                             guint threads,
                             GCancellable *cancellable,
                             GError **error)
{
  if (design->kind == ASSAY_REPLAY_MIXTURES)
    return extract_mixtures (design, samples, n, threads, cancellable, error);

  g_autoptr (AssayFeatureMatrix) row
      = assay_feature_matrix_new (1, ASSAY_REPLAY_STATISTICS_COUNT, error);

  if (row == NULL || !assay_replay_statistics_measure (samples, n, row->values, error))
    return NULL;
  return g_steal_pointer (&row);
}
