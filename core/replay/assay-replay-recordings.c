/* assay-replay-recordings.c: from a name in a protocol to samples. */
#include "replay/assay-replay-recordings.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "replay/assay-replay-detector.h"
#include "replay/assay-replay-features.h"
#include "replay/assay-replay-input.h"
#include "replay/assay-replay-statistics.h"

/* Where recordings lie beneath the folder, "%s" being the part that the protocol's name tells. */
static const char *const folders[] = {
  "",
  "%s/",
  "flac/",
  "wav/",
  "ASVspoof2017_V2_%s/",
  "ASVspoof2017_%s/",
  "ASVspoof2019_PA_%s/flac/",
  "ASVspoof2021_PA_%s/flac/",
};
static const char *const endings[] = { "", ".flac", ".wav" };
/* Tried in turn when the protocol's name tells none. */
static const char *const parts[] = { "", "train", "dev", "eval" };

typedef struct
{
  guint part;
  guint folder;
  guint ending;
} Place;

struct _AssayReplayRecordings
{
  AssayToolJob *job;
  AssayReplayProtocol *protocol;
  GArray *ends;        /* gsize: one past the last recording of each protocol */
  GPtrArray *parts;    /* char: "train", "dev", "eval" or "", of each protocol */
  Place place;         /* that worked last */
  GHashTable *damaged; /* indexes of those loaded */
  GChecksum *checksum;
};

static const char *
part_of (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  if (strstr (lower, "train") != NULL || strstr (lower, "trn") != NULL)
    return "train";
  if (strstr (lower, "dev") != NULL)
    return "dev";
  return strstr (lower, "eval") != NULL || strstr (lower, "trial") != NULL ? "eval" : "";
}

static gboolean
add_protocol (AssayReplayRecordings *self, AssaySource *source, const char *name, GError **error)
{
  gsize end;

  if (!assay_replay_protocol_read (self->protocol, source, name, error))
    return FALSE;
  end = assay_replay_protocol_get_n (self->protocol);
  g_array_append_val (self->ends, end);
  g_ptr_array_add (self->parts, g_strdup (part_of (name)));
  return TRUE;
}

static gboolean
check_classes (AssayReplayRecordings *self, GError **error)
{
  if (assay_replay_protocol_count (self->protocol, TRUE) > 0
      && assay_replay_protocol_count (self->protocol, FALSE) > 0)
    return TRUE;
  g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                       _ ("The protocols must name genuine and spoofed recordings"));
  return FALSE;
}

static AssayReplayRecordings *
recordings_new (AssayToolJob *job)
{
  AssayReplayRecordings *self = g_new0 (AssayReplayRecordings, 1);

  self->job = job;
  self->protocol = assay_replay_protocol_new ();
  self->ends = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->parts = g_ptr_array_new_with_free_func (g_free);
  self->damaged = g_hash_table_new (NULL, NULL);
  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  return self;
}

AssayReplayRecordings *
assay_replay_recordings_new (AssayToolJob *job, GError **error)
{
  g_autoptr (AssayReplayRecordings) self = recordings_new (job);

  for (guint i = 0; i < assay_tool_job_get_n_inputs (job); i++)
    {
      const AssayToolInput *input = assay_tool_job_get_input (job, i);

      if (!add_protocol (self, input->source, input->name, error))
        return NULL;
    }
  return check_classes (self, error) ? g_steal_pointer (&self) : NULL;
}

AssayReplayRecordings *
assay_replay_recordings_new_file (AssayToolJob *job, const char *parameter, GError **error)
{
  g_autoptr (AssayReplayRecordings) self = recordings_new (job);
  g_autoptr (AssaySource) source = assay_tool_job_open_file (job, parameter, error);
  const char *name = assay_parameters_get_text (assay_tool_job_get_parameters (job), parameter);

  if (source == NULL)
    return NULL;
  if (!add_protocol (self, source, name, error) || !check_classes (self, error))
    {
      g_autofree char *visible = assay_text_visible (name, -1);

      g_prefix_error (error, "%s: ", visible);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
assay_replay_recordings_free (AssayReplayRecordings *self)
{
  if (self == NULL)
    return;
  assay_replay_protocol_free (self->protocol);
  g_array_unref (self->ends);
  g_ptr_array_unref (self->parts);
  g_hash_table_unref (self->damaged);
  g_checksum_free (self->checksum);
  g_free (self);
}

const AssayReplayProtocol *
assay_replay_recordings_get_protocol (AssayReplayRecordings *self)
{
  return self->protocol;
}

guint
assay_replay_recordings_get_origin (AssayReplayRecordings *self, gsize index)
{
  guint origin = 0;

  while (index >= g_array_index (self->ends, gsize, origin))
    origin++;
  return origin;
}

guint
assay_replay_recordings_get_n_origins (AssayReplayRecordings *self)
{
  return self->ends->len;
}

static AssaySource *
open_candidate (AssayReplayRecordings *self, gsize index, const Place *place, GError **error)
{
  const char *own = self->parts->pdata[assay_replay_recordings_get_origin (self, index)];
  const char *part = own[0] != '\0' ? own : parts[place->part];
  g_auto (GStrv) halves = g_strsplit (folders[place->folder], "%s", 2);
  g_autofree char *prefix = halves[0] == NULL ? g_strdup ("") : g_strjoinv (part, halves);
  const char *file = assay_replay_protocol_get (self->protocol, index)->file;
  g_autofree char *name = g_strconcat (prefix, file, endings[place->ending], NULL);

  if (prefix[0] == '/')
    return NULL;
  return assay_tool_job_open_beneath (self->job, "audio", name, error);
}

static AssaySource *
open_recording (AssayReplayRecordings *self, gsize index, GError **error)
{
  const guint n = G_N_ELEMENTS (parts) * G_N_ELEMENTS (folders) * G_N_ELEMENTS (endings);
  const Place bare = { 0 };
  AssaySource *source = open_candidate (self, index, &self->place, NULL);

  for (guint i = 0; source == NULL && i < n; i++)
    {
      Place place = { .part = i / (G_N_ELEMENTS (folders) * G_N_ELEMENTS (endings)),
                      .folder = i / G_N_ELEMENTS (endings) % G_N_ELEMENTS (folders),
                      .ending = i % G_N_ELEMENTS (endings) };

      source = open_candidate (self, index, &place, NULL);
      if (source != NULL)
        self->place = place;
    }
  /* None: the message is that of the name as the protocol has it. */
  return source != NULL ? source : open_candidate (self, index, &bare, error);
}

double *
assay_replay_recordings_load (AssayReplayRecordings *self, gsize index, gsize *n, GError **error)
{
  g_autofree char *name
      = assay_text_visible (assay_replay_protocol_get (self->protocol, index)->file, -1);
  g_autoptr (AssaySource) source = open_recording (self, index, error);
  g_autofree double *samples = NULL;
  AssayReplayDamage damage;

  if (source == NULL)
    return NULL;
  samples = assay_replay_read_audio (source, ASSAY_REPLAY_CHANNEL_MEAN, ASSAY_FEATURE_RATE,
                                     ASSAY_REPLAY_RECORDING_MOST, &damage, n,
                                     assay_tool_job_get_cancellable (self->job), error);
  if (samples != NULL && *n < ASSAY_REPLAY_STATISTICS_LEAST)
    {
      g_clear_pointer (&samples, g_free);
      g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_TRUNCATED,
                           _ ("The sound is too short to be analysed"));
    }
  if (samples != NULL && assay_replay_is_constant (samples, *n))
    {
      g_clear_pointer (&samples, g_free);
      g_set_error_literal (
          error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
          _ ("The sound has the same value throughout; there is nothing to score"));
    }
  if (samples == NULL)
    {
      g_prefix_error (error, "%s: ", name);
      return NULL;
    }
  if (assay_replay_damage_is_told (&damage))
    g_hash_table_add (self->damaged, GSIZE_TO_POINTER (index));
  g_checksum_update (self->checksum, (const guchar *) samples, (gssize) (*n * sizeof *samples));
  return g_steal_pointer (&samples);
}

gboolean
assay_replay_recordings_is_damaged (AssayReplayRecordings *self, gsize index)
{
  return g_hash_table_contains (self->damaged, GSIZE_TO_POINTER (index));
}

gsize
assay_replay_recordings_count_damaged (AssayReplayRecordings *self)
{
  return g_hash_table_size (self->damaged);
}

char *
assay_replay_recordings_get_hash (AssayReplayRecordings *self)
{
  g_autoptr (GChecksum) copy = g_checksum_copy (self->checksum);

  return g_strdup (g_checksum_get_string (copy));
}

gsize
assay_replay_pieces_count (gsize n)
{
  gsize most = (gsize) ASSAY_REPLAY_PIECE * ASSAY_FEATURE_RATE;

  return MAX (1, (n + most - 1) / most);
}

gsize
assay_replay_pieces_start (gsize n, gsize piece)
{
  return (gsize) ((guint64) n * piece / assay_replay_pieces_count (n));
}
