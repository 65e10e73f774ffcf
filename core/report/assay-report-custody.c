/* assay-report-custody.c: section 5: what was done with the exhibits, and by whom. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "case/assay-event-words.h"
#include "report/assay-report-writer-private.h"

/* Stretches without any entry that are worth naming, in days. */
#define LONG_GAP_DAYS 7

static gboolean
touches (const AssayReportData *data, const AssayReportEntry *entry)
{
  if (entry->exhibit == 0)
    return TRUE;
  return assay_report_options_wants_exhibit (data->options, entry->exhibit);
}

static gint64
entry_time (const AssayReportEntry *entry)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (entry->time, NULL);
  return time != NULL ? g_date_time_to_unix (time) : 0;
}

/* Gaps and jumps of the clock are said before the table, not left for the reader to find. */
static void
write_gaps (AssayReportWriter *self)
{
  const GPtrArray *entries = self->data->entries;
  guint named = 0;
  for (guint i = 1; i < entries->len && named < 20; i++)
    {
      const AssayReportEntry *before = entries->pdata[i - 1];
      const AssayReportEntry *entry = entries->pdata[i];
      const gint64 gap = entry_time (entry) - entry_time (before);
      g_autofree char *text = NULL;
      if (g_str_equal (entry->event, "clock.jump"))
        text = g_strdup_printf (_ ("Entry %" PRId64 ": the computer’s clock was moved."),
                                entry->seq);
      else if (gap < 0)
        text = g_strdup_printf (
            _ ("Entry %" PRId64 " claims a time before that of the entry before it."), entry->seq);
      else if (gap > LONG_GAP_DAYS * 86400)
        text = g_strdup_printf (_ ("No entry for %" PRId64 " days before entry %" PRId64 "."),
                                gap / 86400, entry->seq);
      if (text == NULL)
        continue;
      assay_flow_bullet_text (self->flow, "!", text);
      named++;
    }
  if (named == 0 && entries->len > 0)
    assay_flow_paragraph (
        self->flow, ASSAY_STYLE_BODY,
        _ ("The times of the entries rise throughout; no clock jump and no gap above seven days."));
}

/* The keys that signed entries, in the order in which they began to. */
static GPtrArray *
list_actors (const AssayReportData *data)
{
  GPtrArray *actors = g_ptr_array_new ();
  for (guint i = 0; i < data->entries->len; i++)
    {
      const AssayReportEntry *entry = data->entries->pdata[i];
      if (!g_ptr_array_find_with_equal_func (actors, entry->actor, g_str_equal, NULL))
        g_ptr_array_add (actors, entry->actor);
    }
  return actors;
}

/* Whether the entries are not all by one key and under one name. */
static gboolean
has_several_hands (const AssayReportData *data)
{
  for (guint i = 1; i < data->entries->len; i++)
    {
      const AssayReportEntry *first = data->entries->pdata[0];
      const AssayReportEntry *entry = data->entries->pdata[i];
      if (!g_str_equal (entry->actor, first->actor)
          || !g_str_equal (entry->examiner, first->examiner))
        return TRUE;
    }
  return FALSE;
}

/* Who wrote an entry: the name that the case stated then and, of several, the key. */
static char *
hand_words (const AssayReportEntry *entry, const GPtrArray *actors)
{
  guint key = 0;
  (void) g_ptr_array_find_with_equal_func ((GPtrArray *) (guintptr) actors, entry->actor,
                                           g_str_equal, &key);
  const char *name = assay_words_or_unstated (entry->examiner);
  if (actors->len == 1)
    return g_strdup (name);
  /* Translators: name of the examiner, number of the signing key */
  return g_strdup_printf (_ ("%s, key %u"), name, key + 1);
}

/* What is one row: a run after a run on the same exhibit by the same hand. */
static gboolean
continues (const AssayReportEntry *entry, const AssayReportEntry *before)
{
  return g_str_equal (entry->event, "analyse") && g_str_equal (before->event, "analyse")
         && entry->exhibit == before->exhibit && entry->seq == before->seq + 1
         && g_str_equal (entry->actor, before->actor)
         && g_str_equal (entry->examiner, before->examiner);
}

/* The row of the entries @first to @last, which are runs if they are several. */
static void
write_entry (AssayReportWriter *self, guint first, guint last, const char *hand)
{
  const GPtrArray *entries = self->data->entries;
  const AssayReportEntry *entry = entries->pdata[first];
  const AssayReportEntry *end = entries->pdata[last];
  g_autofree char *seq = first == last
                             ? g_strdup_printf ("%" PRId64, entry->seq)
                             : g_strdup_printf ("%" PRId64 "–%" PRId64, entry->seq, end->seq);
  g_autoptr (GString) detail = g_string_new (entry->detail);
  for (guint i = first + 1; i <= last; i++)
    g_string_append_printf (detail, "; %s", ((AssayReportEntry *) entries->pdata[i])->detail);
  g_autofree char *exhibit
      = entry->exhibit > 0 ? g_strdup_printf ("%u", entry->exhibit) : g_strdup ("");
  g_autofree char *time = strlen (entry->time) >= 19
                              ? g_strdup_printf ("%.10s %.8s", entry->time, entry->time + 11)
                              : g_strdup (entry->time);
  const char *event = g_dgettext (NULL, assay_event_title (entry->event, entry->exhibit));
  const char *cells[] = { seq, time, event, exhibit, detail->str, hand };
  assay_flow_row (self->flow, cells);
}

/* By whom stands in a column only where it is not the same throughout: above the table it is said
 * once. */
static void
write_entries (AssayReportWriter *self, const GPtrArray *actors)
{
  static const AssayFlowColumn columns[] = {
    { N_ ("Entry"), 0.9, ASSAY_STYLE_CELL },         { N_ ("Time (UTC)"), 2.7, ASSAY_STYLE_CELL },
    { N_ ("Event"), 2.5, ASSAY_STYLE_CELL_STRONG },  { N_ ("Exhibit"), 1.3, ASSAY_STYLE_CELL },
    { N_ ("What was done"), 4.5, ASSAY_STYLE_CELL }, { N_ ("By"), 1.8, ASSAY_STYLE_CELL },
  };
  const guint n
      = has_several_hands (self->data) ? G_N_ELEMENTS (columns) : G_N_ELEMENTS (columns) - 1;
  assay_writer_begin_table (self, columns, n);
  const GPtrArray *entries = self->data->entries;
  const gboolean full = assay_writer_full (self, ASSAY_REPORT_CUSTODY);
  for (guint i = 0; i < entries->len; i++)
    {
      const guint first = i;
      if (!touches (self->data, entries->pdata[i]))
        continue;
      while (!full && i + 1 < entries->len && continues (entries->pdata[i + 1], entries->pdata[i]))
        i++;
      g_autofree char *hand = hand_words (entries->pdata[first], actors);
      write_entry (self, first, i, hand);
    }
  assay_flow_end_table (self->flow);
}

/* One key: itself and the name it signed for. Several: each with the entries that it signed. */
static void
write_actors (AssayReportWriter *self, const GPtrArray *actors)
{
  const GPtrArray *entries = self->data->entries;
  for (guint a = 0; a < actors->len; a++)
    {
      gint64 first = 0;
      gint64 last = 0;
      for (guint i = 0; i < entries->len; i++)
        {
          const AssayReportEntry *entry = entries->pdata[i];
          if (!g_str_equal (entry->actor, actors->pdata[a]))
            continue;
          first = first == 0 ? entry->seq : first;
          last = entry->seq;
        }
      g_autofree char *label = g_strdup_printf (_ ("Key %u"), a + 1);
      g_autofree char *range = g_strdup_printf (_ ("%s, entries %" PRId64 " to %" PRId64),
                                                (const char *) actors->pdata[a], first, last);
      if (actors->len > 1)
        assay_flow_pair (self->flow, label, ASSAY_STYLE_MONO, range);
      else
        assay_flow_pair (self->flow, _ ("Signed by key"), ASSAY_STYLE_MONO, actors->pdata[a]);
    }
  if (has_several_hands (self->data) || entries->len == 0)
    return;
  const AssayReportEntry *entry = entries->pdata[0];
  assay_flow_pair (self->flow, _ ("Entries by"), ASSAY_STYLE_BODY,
                   assay_words_or_unstated (entry->examiner));
}

void
assay_write_custody (AssayReportWriter *self)
{
  const AssayReportData *data = self->data;
  if (!assay_writer_has (self, ASSAY_REPORT_CUSTODY))
    return;
  assay_writer_section (self, 5);
  g_autofree char *range = g_strdup_printf (
      data->checkpoint != NULL
          ? _ ("Every entry holds the hash of the one before and is signed. This report covers "
               "entries 1 to "
               "%" PRId64 ". The checkpoint on page 1 covers entries 1 to %" PRId64 ".")
          : _ ("Every entry holds the hash of the one before and is signed. This report covers "
               "entries 1 to "
               "%" PRId64 "."),
      data->upto, data->checkpoint_size);
  assay_flow_paragraph (self->flow, ASSAY_STYLE_BODY, range);
  assay_flow_paragraph (self->flow, ASSAY_STYLE_BODY,
                        data->verified != NULL
                            ? data->verified
                            : _ ("No full verification of the case is recorded up to this entry. "
                                 "The reader can do it: section 13."));
  assay_flow_paragraph (self->flow, ASSAY_STYLE_NOTE,
                        _ ("The ledger shows every later change except one made by somebody who "
                           "holds the signing key or puts back "
                           "an old copy of the whole case; against that, a checkpoint that has "
                           "left the machine is needed."));
  g_autoptr (GPtrArray) actors = list_actors (data);
  write_actors (self, actors);
  write_gaps (self);
  write_entries (self, actors);
}
