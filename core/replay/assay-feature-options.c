/* assay-feature-options.c: the choices behind a feature matrix, their defaults, ranges and text. */
#include <math.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/assay-base.h"
#include "replay/assay-replay-features.h"

typedef enum
{
  MEMBER_COUNT,
  MEMBER_BOOL,
  MEMBER_REAL,
  MEMBER_GRID,
  MEMBER_BANDWIDTH,
} MemberType;

typedef struct
{
  const char *name;
  MemberType type;
  gsize offset;
  double minimum;
  double maximum;
} Member;

#define MEMBER(member) G_STRUCT_OFFSET (AssayFeatureOptions, member)

/* All members but the feature itself, in the order of the text form. */
static const Member members[] = {
  { "k", MEMBER_COUNT, MEMBER (k), 0, 8 },
  { "dc", MEMBER_BOOL, MEMBER (dc), 0, 1 },
  { "deltas", MEMBER_BOOL, MEMBER (deltas), 0, 1 },
  { "mvn", MEMBER_BOOL, MEMBER (mvn), 0, 1 },
  { "mvn-first", MEMBER_BOOL, MEMBER (mvn_first), 0, 1 },
  { "delta-width", MEMBER_COUNT, MEMBER (delta_width), 1, 16 },
  { "channels", MEMBER_COUNT, MEMBER (channels), 8, 128 },
  { "low", MEMBER_REAL, MEMBER (low), 0, 7000 },
  { "high", MEMBER_REAL, MEMBER (high), 500, 8000 },
  { "grid", MEMBER_GRID, MEMBER (grid), 0, 1 },
  { "bandwidth", MEMBER_BANDWIDTH, MEMBER (bandwidth), 0, 2 },
  { "bandwidth-scale", MEMBER_REAL, MEMBER (bandwidth_scale), 0.1, 8 },
  { "linear-radius", MEMBER_BOOL, MEMBER (linear_radius), 0, 1 },
  { "unit-gain", MEMBER_BOOL, MEMBER (unit_gain), 0, 1 },
  { "window", MEMBER_COUNT, MEMBER (window), 64, 1024 },
  { "hop", MEMBER_COUNT, MEMBER (hop), 16, 1024 },
  { "envelope-cutoff", MEMBER_REAL, MEMBER (envelope_cutoff), 100, 4000 },
  { "log-floor", MEMBER_REAL, MEMBER (log_floor), 1e-30, 1 },
  { "cepstra", MEMBER_COUNT, MEMBER (cepstra), 2, 128 },
  { "filters", MEMBER_COUNT, MEMBER (filters), 8, 128 },
  { "octaves", MEMBER_COUNT, MEMBER (octaves), 2, 9 },
  { "per-octave", MEMBER_COUNT, MEMBER (per_octave), 12, 96 },
  { "lpc-order", MEMBER_COUNT, MEMBER (lpc_order), 4, ASSAY_FEATURE_LPC_MOST },
};

static const char *const feature_ids[] = {
  "cf", "cm", "cm-triangular", "mfcc", "lfcc", "cqcc", "tc", "modulation", NULL,
};
static const char *const grid_ids[] = { "inner", "ends", NULL };
static const char *const bandwidth_ids[] = { "full", "half", "erb", NULL };

G_STATIC_ASSERT (G_N_ELEMENTS (feature_ids) == ASSAY_FEATURE_COUNT + 1);

const char *
assay_feature_id (AssayFeature feature)
{
  return feature_ids[feature];
}

/* Index of @id in a list of names, -1 if it is none of them. */
static int
find_id (const char *const *ids, const char *id)
{
  for (int i = 0; ids[i] != NULL; i++)
    if (strcmp (ids[i], id) == 0)
      return i;
  return -1;
}

gboolean
assay_feature_parse (const char *id, AssayFeature *feature)
{
  int index = find_id (feature_ids, id);

  if (index >= 0)
    *feature = (AssayFeature) index;
  return index >= 0;
}

AssayFeatureOptions
assay_feature_options_default (AssayFeature feature)
{
  AssayFeatureOptions options = {
    .feature = feature,
    .k = 6,
    .dc = TRUE,
    .deltas = TRUE,
    .mvn = TRUE,
    .delta_width = 2,
    .channels = 80,
    .low = 0,
    .high = 8000,
    .bandwidth_scale = 1,
    .window = 320,
    .hop = 160,
    .envelope_cutoff = 950,
    .log_floor = 1e-10,
    .cepstra = 40,
    .filters = 40,
    .octaves = 9,
    .per_octave = 96,
    .lpc_order = 40,
  };

  if (feature == ASSAY_FEATURE_MFCC || feature == ASSAY_FEATURE_LFCC)
    options.cepstra = 20;
  if (feature == ASSAY_FEATURE_MFCC)
    options.low = 20;
  if (feature == ASSAY_FEATURE_LFCC)
    {
      options.low = 30;
      options.filters = 70;
    }
  if (feature == ASSAY_FEATURE_CQCC)
    {
      options.cepstra = 30; /* 29 and the zeroth */
      options.log_floor = 1e-12;
    }
  if (feature == ASSAY_FEATURE_TC || feature == ASSAY_FEATURE_MODULATION)
    options.channels = 40;
  return options;
}

static double
get_member (const AssayFeatureOptions *self, const Member *member)
{
  gconstpointer place = G_STRUCT_MEMBER_P (self, member->offset);

  switch (member->type)
    {
    case MEMBER_COUNT:
      return *(const guint *) place;
    case MEMBER_BOOL:
      return *(const gboolean *) place;
    case MEMBER_REAL:
      return *(const double *) place;
    case MEMBER_GRID:
      return *(const AssayFeatureGrid *) place;
    case MEMBER_BANDWIDTH:
      return *(const AssayFeatureBandwidth *) place;
    }
  g_return_val_if_reached (0);
}

static void
set_member (AssayFeatureOptions *self, const Member *member, double value)
{
  gpointer place = G_STRUCT_MEMBER_P (self, member->offset);

  switch (member->type)
    {
    case MEMBER_COUNT:
      *(guint *) place = (guint) value;
      return;
    case MEMBER_BOOL:
      *(gboolean *) place = value > 0;
      return;
    case MEMBER_REAL:
      *(double *) place = value;
      return;
    case MEMBER_GRID:
      *(AssayFeatureGrid *) place = (AssayFeatureGrid) value;
      return;
    case MEMBER_BANDWIDTH:
      *(AssayFeatureBandwidth *) place = (AssayFeatureBandwidth) value;
      return;
    }
}

static gboolean
refuse (GError **error, const char *name, const char *value)
{
  g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID,
               /* Translators: name and value of a setting of the feature extraction. */
               _ ("The feature setting %s cannot be %s"), name, value);
  return FALSE;
}

/* @word is no value of @member: says which are. */
static gboolean
refuse_value (GError **error, const Member *member, const char *word)
{
  g_autofree char *range = NULL;

  if (member->type != MEMBER_COUNT && member->type != MEMBER_REAL)
    return refuse (error, member->name, word);
  /* Translators: a wrong value of a setting, then its range */
  range = g_strdup_printf (_ ("%s, only %g to %g"), word, member->minimum, member->maximum);
  return refuse (error, member->name, range);
}

static gboolean
check_member (const AssayFeatureOptions *self, const Member *member, GError **error)
{
  double value = get_member (self, member);
  g_autofree char *text = NULL;

  if (value >= member->minimum && value <= member->maximum)
    return TRUE;
  text = g_strdup_printf ("%g", value);
  return refuse_value (error, member, text);
}

gboolean
assay_feature_options_check (const AssayFeatureOptions *self, GError **error)
{
  if ((guint) self->feature >= ASSAY_FEATURE_COUNT)
    return refuse (error, "feature", "?");
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (!check_member (self, &members[i], error))
      return FALSE;
  if (self->window % 8 != 0)
    return refuse (error, "window", _ ("anything but a multiple of 8"));
  if (self->hop > self->window)
    return refuse (error, "hop", _ ("longer than the window"));
  if (!(self->high > self->low + 100))
    return refuse (error, "high", _ ("below the lower edge"));
  if (self->envelope_cutoff * self->window < ASSAY_FEATURE_RATE)
    return refuse (error, "envelope-cutoff", _ ("below the first bin of the window"));
  return TRUE;
}

static void
append_member (const AssayFeatureOptions *self, const Member *member, GString *text)
{
  double value = get_member (self, member);
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  const char *word = number;

  switch (member->type)
    {
    case MEMBER_COUNT:
    case MEMBER_REAL:
      g_ascii_dtostr (number, sizeof number, value);
      break;
    case MEMBER_BOOL:
      word = value > 0 ? "true" : "false";
      break;
    case MEMBER_GRID:
      word = grid_ids[self->grid];
      break;
    case MEMBER_BANDWIDTH:
      word = bandwidth_ids[self->bandwidth];
      break;
    }
  g_string_append_printf (text, " %s=%s", member->name, word);
}

char *
assay_feature_options_to_short_text (const AssayFeatureOptions *self)
{
  AssayFeatureOptions usual = assay_feature_options_default (self->feature);
  GString *text = g_string_new ("feature=");

  /* systems are compared by their k, so it is told wherever it means anything */
  usual.k = self->feature <= ASSAY_FEATURE_CM_TRIANGULAR ? G_MAXUINT : self->k;
  g_string_append (text, assay_feature_id (self->feature));
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      double value = get_member (self, &members[i]);
      double expected = get_member (&usual, &members[i]);

      if (value < expected || value > expected)
        append_member (self, &members[i], text);
    }
  return g_string_free (text, FALSE);
}

char *
assay_feature_options_to_text (const AssayFeatureOptions *self)
{
  GString *text = g_string_new ("feature=");

  g_string_append (text, assay_feature_id (self->feature));
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    append_member (self, &members[i], text);
  return g_string_free (text, FALSE);
}

/* @word as the value of @member; NaN if it is none. */
static double
parse_value (const Member *member, const char *word)
{
  static const char *const booleans[] = { "false", "true", NULL };
  char *end = NULL;
  double value;
  int index;

  switch (member->type)
    {
    case MEMBER_COUNT:
    case MEMBER_REAL:
      value = g_ascii_strtod (word, &end);
      if (end == word || *end != '\0' || (member->type == MEMBER_COUNT && floor (value) < value))
        return NAN;
      return value;
    case MEMBER_BOOL:
      index = find_id (booleans, word);
      return index < 0 ? (double) NAN : (double) index;
    case MEMBER_GRID:
      index = find_id (grid_ids, word);
      return index < 0 ? (double) NAN : (double) index;
    case MEMBER_BANDWIDTH:
      index = find_id (bandwidth_ids, word);
      return index < 0 ? (double) NAN : (double) index;
    }
  g_return_val_if_reached (NAN);
}

static gboolean
parse_member (AssayFeatureOptions *options, const char *name, const char *word, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      double value;

      if (strcmp (members[i].name, name) != 0)
        continue;
      value = parse_value (&members[i], word);
      /* Also refuses NaN, and what no unsigned number can hold. */
      if (!(value >= members[i].minimum && value <= members[i].maximum))
        return refuse_value (error, &members[i], word);
      set_member (options, &members[i], value);
      return TRUE;
    }
  g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID,
               _ ("“%s” is not a setting of the feature extraction"), name);
  return FALSE;
}

/* @word as the feature with which a description begins. */
static gboolean
parse_feature (const char *word, AssayFeature *feature, GError **error)
{
  if (word != NULL && g_str_has_prefix (word, "feature=")
      && assay_feature_parse (word + strlen ("feature="), feature))
    return TRUE;
  g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID,
               /* Translators: "feature=cm" stays as it is */
               _ ("Settings begin with a known feature, as in “feature=cm”, not with “%s”"),
               word != NULL ? word : "");
  return FALSE;
}

gboolean
assay_feature_options_from_text (const char *text, AssayFeatureOptions *options, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \n", -1);
  AssayFeature feature;

  if (!parse_feature (words[0], &feature, error))
    return FALSE;
  *options = assay_feature_options_default (feature);
  for (guint i = 1; words[i] != NULL; i++)
    {
      char *equals = strchr (words[i], '=');

      if (words[i][0] == '\0')
        continue;
      if (equals != NULL)
        *equals = '\0';
      if (!parse_member (options, words[i], equals == NULL ? "" : equals + 1, error))
        return FALSE;
    }
  return assay_feature_options_check (options, error);
}

/* Static values of a frame. */
static gsize
static_columns (const AssayFeatureOptions *self)
{
  switch (self->feature)
    {
    case ASSAY_FEATURE_CF:
    case ASSAY_FEATURE_TC:
      return self->channels;
    case ASSAY_FEATURE_CM:
    case ASSAY_FEATURE_CM_TRIANGULAR:
      return self->deltas ? MIN (self->cepstra, self->channels) : self->channels;
    case ASSAY_FEATURE_MFCC:
    case ASSAY_FEATURE_LFCC:
      return MIN (self->cepstra, self->filters);
    case ASSAY_FEATURE_CQCC:
      return self->cepstra;
    case ASSAY_FEATURE_MODULATION:
      return 2 * (gsize) self->channels;
    }
  g_return_val_if_reached (0);
}

gsize
assay_feature_options_columns (const AssayFeatureOptions *self)
{
  return (self->deltas ? 3 : 1) * static_columns (self);
}

gsize
assay_feature_options_frames (const AssayFeatureOptions *self, gsize n)
{
  return n < self->window ? 0 : 1 + (n - self->window) / self->hop;
}
