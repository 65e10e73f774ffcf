/* assay-report-method.c: section 6: with what the exhibits were examined, and each run of it. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "base/assay-base.h"
#include "report/assay-report-writer-private.h"

static void
write_run (AssayReportWriter *self, const AssayReportRun *run)
{
  const char *title = run->info != NULL ? assay_text_translate (run->info->title) : run->tool;
  g_autofree char *name = g_strdup_printf ("%s (%s %s)", title, run->tool, run->version);
  g_autofree char *ended = assay_words_time (run->ended);
  g_autofree char *when = run->entry > 0
                              ? g_strdup_printf (_ ("%s, ledger entry %" PRId64), ended, run->entry)
                              : g_strdup (ended);
  assay_flow_minor_heading (self->flow, name);
  assay_flow_pair (self->flow, _ ("Finished"), ASSAY_STYLE_BODY, when);
  g_autofree char *settings = assay_words_settings (run->parameters);
  assay_flow_pair (self->flow, _ ("Settings"), ASSAY_STYLE_BODY, settings);
  g_autofree char *input = assay_words_hash (run->input_sha256);
  if (*input != '\0')
    assay_flow_pair (self->flow, _ ("Input SHA-256"), ASSAY_STYLE_CELL_MONO, input);
  g_autofree char *output = assay_words_hash (run->result_sha256);
  if (*output != '\0')
    assay_flow_pair (self->flow, _ ("Result SHA-256"), ASSAY_STYLE_CELL_MONO, output);
  if (run->outputs != NULL && *run->outputs != '\0')
    assay_flow_pair (self->flow, _ ("Files made"), ASSAY_STYLE_CELL_MONO, run->outputs);
  if (run->error != NULL && *run->error != '\0')
    assay_flow_pair (self->flow, run->cancelled ? _ ("Ended") : _ ("Failed"), ASSAY_STYLE_BODY,
                     run->cancelled ? _ ("Cancelled by a person") : run->error);
  if (run->left_out != 0)
    {
      g_autofree char *why
          = g_strdup_printf (_ ("by the examiner, ledger entry %" PRId64), run->left_out);
      assay_flow_pair (self->flow, _ ("Left out of this report"), ASSAY_STYLE_BODY, why);
    }
}

/* What the tool calls an input of @role. */
static const char *
input_title (const AssayReportRun *run, const char *role)
{
  for (const AssayInputInfo *input = run->info != NULL ? run->info->inputs : NULL;
       input != NULL && input->role != NULL; input++)
    if (g_str_equal (input->role, role))
      return assay_text_translate (input->title);
  return role;
}

/* The inputs beside the exhibit, a line each. */
static void
add_others (const AssayReportRun *run, GString *text)
{
  g_auto (GStrv) lines = g_strsplit (run->others != NULL ? run->others : "", "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *space = strchr (lines[i], ' ');
      if (space == NULL)
        continue;
      *space = '\0';
      g_autofree char *hash = assay_words_hash (space + 1);
      g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "\n" : "",
                              input_title (run, lines[i]), hash);
    }
}

/* Result, or why there is none, with what differs from other runs. */
static char *
run_words (const AssayReportRun *run, const AssayReportExhibit *exhibit)
{
  g_autofree char *result = assay_words_hash (run->result_sha256);
  GString *text = g_string_new (result);
  if (run->outputs != NULL && *run->outputs != '\0')
    {
      g_autofree char *made = g_strdup_printf (_ ("Files made: %s"), run->outputs);
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", made);
    }
  if (run->error != NULL && *run->error != '\0')
    {
      g_autofree char *failed = run->cancelled ? g_strdup (_ ("Cancelled by a person"))
                                               : g_strdup_printf (_ ("Failed: %s"), run->error);
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", failed);
    }
  if (run->left_out != 0)
    {
      g_autofree char *why = g_strdup_printf (
          _ ("Left out of this report by the examiner, ledger entry %" PRId64), run->left_out);
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", why);
    }
  if (*run->input_sha256 != '\0' && !g_str_equal (run->input_sha256, exhibit->sha256))
    {
      g_autofree char *input = assay_words_hash (run->input_sha256);
      g_autofree char *other = g_strdup_printf (_ ("Input: %s"), input);
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", other);
    }
  add_others (run, text);
  return g_string_free (text, FALSE);
}

static void
write_run_row (AssayReportWriter *self,
               const AssayReportExhibit *exhibit,
               const AssayReportRun *run,
               gboolean first)
{
  g_autofree char *number = first ? g_strdup_printf ("%u", exhibit->number) : g_strdup ("");
  g_autofree char *settings = assay_words_settings (run->parameters);
  g_autofree char *tool = g_str_equal (settings, _ ("none"))
                              ? g_strdup_printf ("%s %s", run->tool, run->version)
                              : g_strdup_printf ("%s %s\n%s", run->tool, run->version, settings);
  g_autofree char *entry
      = run->entry > 0 ? g_strdup_printf ("%" PRId64, run->entry) : g_strdup ("");
  g_autofree char *ended = assay_words_time (run->ended);
  g_autofree char *result = run_words (run, exhibit);
  const char *cells[] = { number, tool, entry, ended, result };
  assay_flow_row (self->flow, cells);
}

/* Every run in a row. */
static void
write_run_table (AssayReportWriter *self)
{
  static const AssayFlowColumn columns[] = {
    { N_ ("Exhibit"), 1.1, ASSAY_STYLE_CELL },
    { N_ ("Tool and settings"), 3.4, ASSAY_STYLE_CELL },
    { N_ ("Entry"), 0.8, ASSAY_STYLE_CELL },
    { N_ ("Finished"), 1.9, ASSAY_STYLE_CELL },
    { N_ ("SHA-256 of the result"), 5.4, ASSAY_STYLE_CELL_MONO },
  };
  gboolean begun = FALSE;
  for (guint e = 0; e < self->data->exhibits->len; e++)
    {
      const AssayReportExhibit *exhibit = self->data->exhibits->pdata[e];
      for (guint i = 0; i < exhibit->runs->len; i++)
        {
          if (!begun)
            {
              assay_flow_minor_heading (self->flow, _ ("Runs"));
              assay_flow_paragraph (self->flow, ASSAY_STYLE_NOTE,
                                    _ ("The input of each was the exhibit with the SHA-256 of "
                                       "section 4, unless its row names another."));
              assay_writer_begin_table (self, columns, G_N_ELEMENTS (columns));
            }
          begun = TRUE;
          write_run_row (self, exhibit, exhibit->runs->pdata[i], i == 0);
        }
    }
  if (begun)
    assay_flow_end_table (self->flow);
}

/* Each tool once: what it asks and what it does not prove. */
static void
write_tools (AssayReportWriter *self)
{
  g_autoptr (GPtrArray) seen = g_ptr_array_new ();
  for (guint e = 0; e < self->data->exhibits->len; e++)
    {
      const AssayReportExhibit *exhibit = self->data->exhibits->pdata[e];
      for (guint i = 0; i < exhibit->runs->len; i++)
        {
          const AssayReportRun *run = exhibit->runs->pdata[i];
          if (run->info == NULL || g_ptr_array_find (seen, run->info, NULL))
            continue;
          g_ptr_array_add (seen, (gpointer) (guintptr) run->info);
          g_autoptr (AssayRich) rich = assay_rich_new ();
          g_autofree char *head = g_strdup_printf ("%s %s. ", run->info->id, run->info->version);
          assay_rich_add (rich, head, assay_style (ASSAY_STYLE_STRONG));
          assay_rich_add (rich, assay_text_translate (run->info->summary),
                          assay_style (ASSAY_STYLE_BODY));
          assay_rich_add (rich, " ", assay_style (ASSAY_STYLE_BODY));
          assay_rich_add (rich, assay_text_translate (run->info->limits),
                          assay_style (ASSAY_STYLE_BODY));
          assay_flow_bullet (self->flow, "–", rich);
        }
    }
}

static const char *
last_engine (const AssayReportWriter *self, gboolean sandbox)
{
  for (guint e = self->data->exhibits->len; e > 0; e--)
    {
      const AssayReportExhibit *exhibit = self->data->exhibits->pdata[e - 1];
      for (guint i = exhibit->runs->len; i > 0; i--)
        {
          const AssayReportRun *run = exhibit->runs->pdata[i - 1];
          const char *text = sandbox ? run->sandbox : run->libraries;
          if (text != NULL && *text != '\0')
            return text;
        }
    }
  return NULL;
}

void
assay_write_method (AssayReportWriter *self)
{
  if (!assay_writer_has (self, ASSAY_REPORT_METHOD))
    return;
  assay_writer_section (self, 6);
  g_autofree char *software = g_strdup_printf ("Assay %s", self->data->version);
  assay_flow_pair (self->flow, _ ("Software"), ASSAY_STYLE_BODY, software);
  const char *libraries = last_engine (self, FALSE);
  if (libraries != NULL)
    assay_flow_pair (self->flow, _ ("Libraries"), ASSAY_STYLE_BODY, libraries);
  const char *sandbox = last_engine (self, TRUE);
  if (sandbox != NULL)
    assay_flow_pair (self->flow, _ ("Isolation"), ASSAY_STYLE_BODY, sandbox);
  g_autofree char *rules = assay_words_hash (assay_catalogue_get_hash ());
  assay_flow_pair (self->flow, _ ("Rule catalogue"), ASSAY_STYLE_CELL_MONO, rules);
  assay_flow_paragraph (self->flow, ASSAY_STYLE_BODY,
                        _ ("Each file was parsed in a separate process that can open no other file "
                           "and no network connection. The "
                           "bytes handed to it were hashed again while it worked. The same input, "
                           "tool version and settings give the "
                           "same result, byte for byte."));
  assay_flow_paragraph (self->flow, ASSAY_STYLE_BODY,
                        _ ("No deviation from the method is recorded by the program; deviations of "
                           "the examiner belong under “Question "
                           "and scope”. A check of the file without measured error rates is "
                           "marked as exploratory and carries no weight; what was measured of "
                           "an examination of sound, of a replay score or of a mark stands with "
                           "its findings."));
  write_tools (self);
  if (!assay_writer_full (self, ASSAY_REPORT_METHOD))
    {
      write_run_table (self);
      return;
    }
  for (guint e = 0; e < self->data->exhibits->len; e++)
    {
      const AssayReportExhibit *exhibit = self->data->exhibits->pdata[e];
      if (exhibit->runs->len == 0)
        continue;
      g_autofree char *title = assay_writer_exhibit_title (self, exhibit);
      assay_flow_heading (self->flow, 1, title, NULL);
      for (guint i = 0; i < exhibit->runs->len; i++)
        write_run (self, exhibit->runs->pdata[i]);
    }
}
