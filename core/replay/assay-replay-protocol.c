/* assay-replay-protocol.c: lines of text to trials. */
#include "replay/assay-replay-protocol.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/assay-error.h"
#include "base/assay-limits.h"
#include "base/assay-text.h"

/* Fields of a line that are looked at: the keys of 2021 have 13. */
#define FIELDS 32
#define LINE_MOST 4096
#define PIECE 1048576
#define BYTE_ORDER_MARK "\xef\xbb\xbf" /* of UTF-8 */

struct _AssayReplayProtocol
{
  GArray *trials;      /* AssayReplayTrial */
  GArray *numbers;     /* guint: number of the talker */
  GHashTable *talkers; /* name: number + 1; only looked up, never walked */
};

static void
trial_clear (AssayReplayTrial *trial)
{
  g_free (trial->file);
  g_free (trial->talker);
}

AssayReplayProtocol *
assay_replay_protocol_new (void)
{
  AssayReplayProtocol *self = g_new0 (AssayReplayProtocol, 1);

  self->trials = g_array_new (FALSE, FALSE, sizeof (AssayReplayTrial));
  g_array_set_clear_func (self->trials, (GDestroyNotify) trial_clear);
  self->numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  self->talkers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
assay_replay_protocol_free (AssayReplayProtocol *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->trials);
  g_array_unref (self->numbers);
  g_hash_table_unref (self->talkers);
  g_free (self);
}

/* TRUE if @field is a truth. */
static gboolean
parse_truth (const char *field, gboolean *genuine)
{
  *genuine = strcmp (field, "genuine") == 0 || strcmp (field, "bonafide") == 0;
  return *genuine || strcmp (field, "spoof") == 0;
}

/* Which number the talker has; recordings without a talker have one each. */
static guint
number_of (AssayReplayProtocol *self, const AssayReplayTrial *trial)
{
  const char *name = trial->talker[0] != '\0' ? trial->talker : trial->file;
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->talkers, name));

  if (number == 0)
    {
      number = g_hash_table_size (self->talkers) + 1;
      g_hash_table_insert (self->talkers, g_strdup (name), GUINT_TO_POINTER (number));
    }
  return number - 1;
}

/* The truth's place says which form the line has. */
static gboolean
parse_fields (char **fields, guint n, AssayReplayTrial *trial)
{
  char *none = fields[0] + strlen (fields[0]);
  guint truth = 1;

  while (truth < n && !parse_truth (fields[truth], &trial->genuine))
    truth++;
  if (truth >= n)
    return FALSE;
  trial->score = NAN;
  if (truth == 1)
    {
      trial->file = fields[0];
      trial->talker = n > 2 && strcmp (fields[2], "-") != 0 ? fields[2] : none;
      return TRUE;
    }
  if (truth == 2)
    {
      char *end;

      trial->file = fields[0];
      trial->talker = n > 3 ? fields[3] : none;
      trial->score = g_ascii_strtod (fields[1], &end);
      return *end == '\0' && isfinite (trial->score);
    }
  trial->talker = fields[0];
  trial->file = fields[1];
  return TRUE;
}

static gboolean
add_line (AssayReplayProtocol *self, char *line, gsize number, const char *name, GError **error)
{
  char *fields[FIELDS];
  char *rest = line;
  char *field;
  guint n = 0;
  AssayReplayTrial trial = { 0 };

  /* Editors of Windows begin a file so. */
  if (number == 1 && g_str_has_prefix (line, BYTE_ORDER_MARK))
    rest += strlen (BYTE_ORDER_MARK);
  while (n < FIELDS && (field = strtok_r (rest, " \t\r", &rest)) != NULL)
    fields[n++] = field;
  if (n == 0 || fields[0][0] == '#')
    return TRUE;
  if (!parse_fields (fields, n, &trial) || !g_utf8_validate (trial.file, -1, NULL))
    {
      g_autofree char *shown = assay_text_visible (name, -1);

      g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                   _ ("Line %zu of “%s” does not name a file and “genuine” or “spoof”"), number,
                   shown);
      return FALSE;
    }
  if (self->trials->len >= ASSAY_REPLAY_PROTOCOL_MOST)
    {
      g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT,
                           _ ("The protocols name more recordings than the limit"));
      return FALSE;
    }

  guint talker = number_of (self, &trial);

  trial.file = g_strdup (trial.file);
  trial.talker = g_strdup (trial.talker);
  g_array_append_val (self->trials, trial);
  g_array_append_val (self->numbers, talker);
  return TRUE;
}

/* Whole lines of @text, which is changed; how many bytes they were goes to @used. */
static gboolean
add_lines (AssayReplayProtocol *self,
           GString *text,
           gboolean last,
           gsize *number,
           const char *name,
           GError **error)
{
  char *line = text->str;
  char *end;

  if (strlen (text->str) != text->len)
    {
      g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                           _ ("The protocol is not text"));
      return FALSE;
    }
  while ((end = strchr (line, '\n')) != NULL || (last && *line != '\0'))
    {
      if (end == NULL)
        end = line + strlen (line);

      gboolean more = *end != '\0';

      *end = '\0';
      if (!add_line (self, line, ++*number, name, error))
        return FALSE;
      line = more ? end + 1 : end;
    }
  g_string_erase (text, 0, line - text->str);
  if (text->len <= LINE_MOST)
    return TRUE;
  g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT,
                       _ ("The protocol has a line that is too long"));
  return FALSE;
}

/* Of the trials from @first on: no recording is both, and none counts twice. */
static gboolean
check_labels (const AssayReplayProtocol *self, gsize first, GError **error)
{
  g_autoptr (GHashTable) labels = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = first; i < self->trials->len; i++)
    {
      const AssayReplayTrial *trial = &g_array_index (self->trials, AssayReplayTrial, i);
      gpointer before;

      if (!g_hash_table_lookup_extended (labels, trial->file, NULL, &before))
        g_hash_table_insert (labels, trial->file, GINT_TO_POINTER (trial->genuine));
      else
        {
          g_autofree char *visible = assay_text_visible (trial->file, -1);

          g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                       GPOINTER_TO_INT (before) != trial->genuine
                           ? _ ("“%s” stands in the protocol as genuine and as spoofed")
                           : _ ("“%s” stands in the protocol twice"),
                       visible);
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
assay_replay_protocol_read (AssayReplayProtocol *self,
                            AssaySource *source,
                            const char *name,
                            GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint64 size = assay_source_get_size (source);
  const gsize first = self->trials->len;
  gsize number = 0;

  for (guint64 at = 0; at < size; at += PIECE)
    {
      g_autoptr (GBytes) piece
          = assay_source_read (source, at, (gsize) MIN (PIECE, size - at), error);

      if (piece == NULL)
        return FALSE;
      g_string_append_len (text, g_bytes_get_data (piece, NULL), (gssize) g_bytes_get_size (piece));
      if (!add_lines (self, text, at + PIECE >= size, &number, name, error))
        return FALSE;
    }
  return check_labels (self, first, error);
}

gsize
assay_replay_protocol_get_n (const AssayReplayProtocol *self)
{
  return self->trials->len;
}

const AssayReplayTrial *
assay_replay_protocol_get (const AssayReplayProtocol *self, gsize index)
{
  return &g_array_index (self->trials, AssayReplayTrial, index);
}

guint
assay_replay_protocol_get_talker (const AssayReplayProtocol *self, gsize index)
{
  return g_array_index (self->numbers, guint, index);
}

guint
assay_replay_protocol_get_n_talkers (const AssayReplayProtocol *self)
{
  return g_hash_table_size (self->talkers);
}

gsize
assay_replay_protocol_count (const AssayReplayProtocol *self, gboolean genuine)
{
  gsize n = 0;

  for (gsize i = 0; i < self->trials->len; i++)
    n += assay_replay_protocol_get (self, i)->genuine == genuine;
  return n;
}
