/* assay-report-front.c: sections 2 to 4: who reports, what was asked, what was examined. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "report/assay-report-writer-private.h"

/* Section numbers are those of the template, whatever is left out, so that references hold in every
 * version. */
static const struct
{
  const char *title;
  const char *target;
} contents[] = {
  { N_ ("1  Summary for everybody"), "section-1" },
  { N_ ("2  Identification"), "section-2" },
  { N_ ("3  Question and scope"), "section-3" },
  { N_ ("4  Exhibits"), "section-4" },
  { N_ ("5  Custody"), "section-5" },
  { N_ ("6  Equipment and method"), "section-6" },
  { N_ ("7  Findings"), "section-7" },
  { N_ ("8  Evaluation"), "section-8" },
  { N_ ("9  Conclusion"), "section-9" },
  { N_ ("10  Limitations"), "section-10" },
  { N_ ("11  Review"), "section-11" },
  { N_ ("12  Declarations"), "section-12" },
  { N_ ("13  How to verify this report"), "section-13" },
  { N_ ("14  Annexes"), "section-14" },
};

void
assay_writer_section (AssayReportWriter *self, guint number)
{
  g_return_if_fail (number >= 1 && number <= G_N_ELEMENTS (contents));
  const char *title = _ (contents[number - 1].title);
  /* The few sections of a quick check have no numbers that nobody refers to. */
  if (self->data->quick)
    title += strspn (title, "0123456789. ");
  assay_flow_heading (self->flow, 0, title, contents[number - 1].target);
}

static void
write_left_out (AssayReportWriter *self)
{
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint i = 0; i < ASSAY_REPORT_N_SECTIONS; i++)
    if (!assay_writer_has (self, (AssayReportSection) i))
      g_string_append_printf (names, "%s%s", names->len > 0 ? " · " : "",
                              _ (assay_report_section_title ((AssayReportSection) i)));
  if (names->len > 0)
    assay_flow_pair (self->flow, _ ("Left out by choice"), ASSAY_STYLE_BODY, names->str);
}

/* What stands in short, and how the rest is had. */
static void
write_shortened (AssayReportWriter *self)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) ids = g_string_new (NULL);
  for (guint i = 0; i < ASSAY_REPORT_N_SECTIONS; i++)
    {
      const AssayReportSection section = (AssayReportSection) i;
      if (!assay_report_section_has_full (section) || !assay_writer_has (self, section)
          || assay_writer_full (self, section))
        continue;
      g_string_append_printf (names, "%s%s", names->len > 0 ? " · " : "",
                              _ (assay_report_section_title (section)));
      g_string_append_printf (ids, "%s%s", ids->len > 0 ? "," : "",
                              assay_report_section_id (section));
    }
  if (names->len == 0)
    return;
  g_autofree char *text = g_strdup_printf (
      /* Translators: names of sections; then the words for the command line */
      _ ("%s. Nothing that a finding rests on is left out. All results are attached as data "
         "(findings.json, ledger.jsonl); the long form is printed where the window’s panel Report "
         "says “Printed in full”, or with --with %s."),
      names->str, ids->str);
  assay_flow_pair (self->flow, _ ("In short form"), ASSAY_STYLE_BODY, text);
}

static void
pair_text (AssayReportWriter *self, AssayReportText which)
{
  assay_flow_pair (self->flow, _ (assay_report_text_title (which)), ASSAY_STYLE_BODY,
                   assay_words_or_unstated (assay_writer_text (self, which)));
}

static void
pair_optional (AssayReportWriter *self, AssayReportText which)
{
  if (*assay_writer_text (self, which) != '\0')
    pair_text (self, which);
}

void
assay_write_identification (AssayReportWriter *self)
{
  const AssayReportData *data = self->data;
  if (!assay_writer_has (self, ASSAY_REPORT_IDENTIFICATION))
    return;
  assay_writer_section (self, 2);
  g_autofree char *date = assay_words_time (data->date);
  assay_flow_pair (self->flow, _ ("Report"), ASSAY_STYLE_MONO, data->id);
  assay_flow_pair (self->flow, _ ("Date"), ASSAY_STYLE_BODY, date);
  {
    g_autofree char *opened = assay_words_time (data->opened);
    g_autofree char *range = g_strdup_printf (
        _ ("1 to %" PRId64 " of the case ledger; nothing later is in this report"), data->upto);
    assay_flow_pair (self->flow, _ ("Case"), ASSAY_STYLE_BODY,
                     assay_words_or_unstated (data->title));
    assay_flow_pair (self->flow, _ ("Reference"), ASSAY_STYLE_BODY,
                     assay_words_or_unstated (data->reference));
    assay_flow_pair (self->flow, _ ("Case id"), ASSAY_STYLE_MONO, data->case_uuid);
    assay_flow_pair (self->flow, _ ("Case opened"), ASSAY_STYLE_BODY, opened);
    assay_flow_pair (self->flow, _ ("Ledger entries"), ASSAY_STYLE_BODY, range);
  }
  const char *examiner = assay_writer_text (self, ASSAY_REPORT_TEXT_EXAMINER);
  assay_flow_pair (self->flow, _ ("Examiner"), ASSAY_STYLE_BODY,
                   assay_words_or_unstated (*examiner != '\0' ? examiner : data->examiner));
  pair_text (self, ASSAY_REPORT_TEXT_QUALIFICATIONS);
  pair_text (self, ASSAY_REPORT_TEXT_ORGANISATION);
  pair_text (self, ASSAY_REPORT_TEXT_ACCREDITATION);
  pair_text (self, ASSAY_REPORT_TEXT_INSTRUCTION);
  pair_text (self, ASSAY_REPORT_TEXT_CONFLICTS);
  pair_optional (self, ASSAY_REPORT_TEXT_REPLACES);
  write_shortened (self);
  write_left_out (self);
}

/* Whether a sound was played to the microphone is another question than whether its file was
 * changed since; it is asked where a run answered it. */
static void
write_playing (AssayReportWriter *self)
{
  gboolean asked = FALSE;
  for (guint e = 0; e < self->data->exhibits->len && !asked; e++)
    asked = assay_report_exhibit_find_playing (self->data->exhibits->pdata[e]) != NULL;
  if (!asked)
    return;
  assay_flow_bullet_text (
      self->flow, "C",
      _ ("Who or what is heard was before the microphone when the recording was made."));
  assay_flow_bullet_text (
      self->flow, "D",
      _ ("A loudspeaker played what is heard, in whole or in part, and that was recorded."));
}

void
assay_write_scope (AssayReportWriter *self)
{
  if (!assay_writer_has (self, ASSAY_REPORT_SCOPE))
    return;
  assay_writer_section (self, 3);
  const char *question = assay_writer_text (self, ASSAY_REPORT_TEXT_QUESTION);
  assay_flow_pair (self->flow, _ ("Question"), ASSAY_STYLE_BODY,
                   *question != '\0'
                       ? question
                       : _ ("Do the files show signs that they were changed after they were "
                            "recorded?"));
  assay_flow_minor_heading (self->flow, _ ("Propositions considered"));
  assay_flow_bullet_text (
      self->flow, "A",
      _ ("The file is as the recording device wrote it, apart from copying without change."));
  assay_flow_bullet_text (
      self->flow, "B",
      _ ("The file was re-encoded, edited or assembled after it was recorded, by a "
         "person, an application or a platform."));
  write_playing (self);
  assay_flow_space (self->flow, 3);
  pair_text (self, ASSAY_REPORT_TEXT_EXCLUDED);
  pair_text (self, ASSAY_REPORT_TEXT_ASSUMPTIONS);
}

static const char *
state_words (const AssayReportExhibit *exhibit)
{
  if (exhibit->state == ASSAY_CUSTODY_ERASED && exhibit->same != 0)
    return _ ("given up on purpose, but the bytes are kept with the exhibit that has the same");
  if (exhibit->state == ASSAY_CUSTODY_ERASED && exhibit->is_result)
    return _ ("given up on purpose, but the bytes are kept as the result of a run");
  switch (exhibit->state)
    {
    case ASSAY_CUSTODY_HELD:
      return _ ("held in the vault; not hashed again since intake");
    case ASSAY_CUSTODY_VERIFIED:
      return _ ("held in the vault; hashed again later and equal");
    case ASSAY_CUSTODY_DIFFERS:
      return _ ("not as it was taken in, or missing");
    case ASSAY_CUSTODY_ERASED:
      return _ ("deleted on purpose; hashes and results remain");
    }
  return "";
}

static void
pair_hash (AssayReportWriter *self, const char *name, const char *hex)
{
  if (hex == NULL || *hex == '\0')
    return;
  g_autofree char *hash = assay_words_hash (hex);
  assay_flow_pair (self->flow, name, ASSAY_STYLE_CELL_MONO, hash);
}

static void
pair_time (AssayReportWriter *self, const char *name, gint64 time)
{
  if (time == 0)
    return;
  g_autofree char *text = assay_words_time (time);
  assay_flow_pair (self->flow, name, ASSAY_STYLE_BODY, text);
}

static void
write_notes (AssayReportWriter *self, const AssayReportExhibit *exhibit)
{
  for (guint i = 0; i < exhibit->notes->len; i++)
    {
      const AssayReportNote *note = exhibit->notes->pdata[i];
      g_autofree char *time = assay_words_time (note->time);
      /* Translators: text of a note (when it was written, number of its ledger entry) */
      g_autofree char *text = g_strdup_printf (_ ("%s (%s, ledger entry %" PRId64 ")"), note->text,
                                               time, note->entry);
      assay_flow_pair (self->flow, _ ("Later note"), ASSAY_STYLE_BODY, text);
    }
}

static void
write_exhibit (AssayReportWriter *self, const AssayReportExhibit *exhibit)
{
  g_autofree char *title = assay_writer_exhibit_title (self, exhibit);
  g_autofree char *target = g_strdup_printf ("exhibit-%u", exhibit->number);
  const gboolean full = assay_writer_full (self, ASSAY_REPORT_EXHIBITS);
  g_autofree char *size = assay_words_size (exhibit->size);
  g_autofree char *kind
      = g_strdup_printf ("%s · %s", assay_words_or_unstated (exhibit->mime), size);
  assay_flow_heading (self->flow, 1, title, target); /* has the name as received */
  assay_flow_pair (self->flow, _ ("Type, size"), ASSAY_STYLE_BODY, kind);
  pair_hash (self, "SHA-256", exhibit->sha256);
  pair_hash (self, "SHA-512", exhibit->sha512);
  if (full)
    {
      pair_hash (self, _ ("SHA-1 (look-up only)"), exhibit->sha1);
      pair_hash (self, _ ("MD5 (look-up only)"), exhibit->md5);
    }
  assay_flow_pair (self->flow, _ ("Source as told"), ASSAY_STYLE_BODY,
                   assay_words_or_unstated (exhibit->source));
  if (exhibit->note != NULL && *exhibit->note != '\0')
    assay_flow_pair (self->flow, _ ("Note at intake"), ASSAY_STYLE_BODY, exhibit->note);
  write_notes (self, exhibit);
  pair_time (self, _ ("Taken in"), exhibit->taken_in);
  assay_flow_pair (self->flow, _ ("Received by"), ASSAY_STYLE_BODY,
                   assay_words_or_unstated (exhibit->received_by));
  pair_time (self, _ ("Source modified"), exhibit->source_mtime);
  assay_flow_pair (self->flow, _ ("State"), ASSAY_STYLE_BODY, state_words (exhibit));
  if (exhibit->same != 0)
    {
      g_autofree char *same = g_strdup_printf (_ ("exhibit %u"), exhibit->same);
      assay_flow_pair (self->flow, _ ("Same bytes as"), ASSAY_STYLE_BODY, same);
    }
}

void
assay_write_exhibits (AssayReportWriter *self)
{
  const AssayReportData *data = self->data;
  if (!assay_writer_has (self, ASSAY_REPORT_EXHIBITS))
    return;
  assay_writer_section (self, 4);
  {
    g_autofree char *text = g_strdup_printf (
        ngettext ("The case has %u exhibit; this report covers %u.",
                  "The case has %u exhibits; this report covers %u.", data->n_exhibits),
        data->n_exhibits, data->exhibits->len);
    assay_flow_paragraph (self->flow, ASSAY_STYLE_BODY, text);
  }
  for (guint i = 0; i < data->exhibits->len; i++)
    write_exhibit (self, data->exhibits->pdata[i]);
}

static gboolean
is_left_out (const AssayReportWriter *self, guint index)
{
  static const int sections[] = {
    -1,
    ASSAY_REPORT_IDENTIFICATION,
    ASSAY_REPORT_SCOPE,
    ASSAY_REPORT_EXHIBITS,
    ASSAY_REPORT_CUSTODY,
    ASSAY_REPORT_METHOD,
    ASSAY_REPORT_FINDINGS,
    ASSAY_REPORT_EVALUATION,
    -1,
    -1,
    ASSAY_REPORT_REVIEW,
    ASSAY_REPORT_DECLARATIONS,
    -1,
    -1,
  };
  return sections[index] >= 0 && !assay_writer_has (self, (AssayReportSection) sections[index]);
}

void
assay_write_contents (AssayReportWriter *self)
{
  assay_flow_new_page (self->flow);
  assay_flow_minor_heading (self->flow, _ ("Contents"));
  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    if (!is_left_out (self, i))
      assay_flow_content_line (self->flow, _ (contents[i].title), contents[i].target);
}
