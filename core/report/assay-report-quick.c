/* assay-report-quick.c: what follows page 1 in the report of a quick check: what was seen, for
 * whoever is asked to look closer, what the check cannot know, and how anybody verifies it. What
 * only a case can answer (custody, identity, certificates) is not asked here. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "report/assay-report-writer-private.h"

/* Above so many page 1 has a table that may not hold all. */
#define MOST_CARDS 3

static void
write_files (AssayReportWriter *self)
{
  static const AssayFlowColumn columns[] = {
    { N_ ("No."), 0.5, ASSAY_STYLE_CELL },
    { N_ ("Name"), 3.2, ASSAY_STYLE_CELL },
    { N_ ("Answer"), 2.6, ASSAY_STYLE_CELL_STRONG },
    { N_ ("SHA-256"), 4.5, ASSAY_STYLE_CELL_MONO },
  };
  const GPtrArray *exhibits = self->data->exhibits;
  if (exhibits->len <= MOST_CARDS)
    return;
  assay_flow_heading (self->flow, 0, _ ("Files"), "section-4");
  assay_writer_begin_table (self, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < exhibits->len; i++)
    {
      const AssayReportExhibit *exhibit = exhibits->pdata[i];
      g_autofree char *number = g_strdup_printf ("%u", exhibit->number);
      g_autofree char *hash = assay_words_hash (exhibit->sha256);
      const char *cells[] = { number, exhibit->name, assay_words_verdict (exhibit), hash };
      assay_flow_row (self->flow, cells);
    }
  assay_flow_end_table (self->flow);
}

static void
write_made (AssayReportWriter *self)
{
  g_autofree char *catalogue = assay_words_hash (assay_catalogue_get_hash ());
  g_autofree char *text = g_strdup_printf (_ ("Made by Assay %s without a network, in a process of "
                                              "its own for each file that could open "
                                              "nothing else. Nothing was kept. Rule catalogue: %s"),
                                           self->data->version, catalogue);
  assay_flow_space (self->flow, 8);
  assay_flow_paragraph (self->flow, ASSAY_STYLE_NOTE, text);
}

void
assay_write_quick (AssayReportWriter *self)
{
  assay_flow_new_page (self->flow);
  write_files (self);
  assay_write_findings (self);
  assay_write_limitations (self);
  assay_write_verification (self);
  assay_write_attachments (self);
  if (assay_writer_has (self, ASSAY_REPORT_ANNEX_GLOSSARY))
    assay_write_glossary (self);
  write_made (self);
}
