/* assay-report-forms.c: annex F: certificate forms (REPORT.md D). Hashes and dates are filled in;
 * all that a person must know or promise stays blank. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/assay-base.h"
#include "report/assay-report-writer-private.h"

static void
blanks (AssayReportWriter *self, const char *const *labels, gsize n)
{
  for (gsize i = 0; i < n; i++)
    assay_flow_blank (self->flow, assay_text_translate (labels[i]));
  assay_flow_space (self->flow, 6);
}

static void
hash_rows (AssayReportWriter *self)
{
  static const AssayFlowColumn columns[] = {
    { N_ ("No."), 0.6, ASSAY_STYLE_CELL },
    { N_ ("Name"), 3.0, ASSAY_STYLE_CELL },
    { N_ ("SHA-256"), 6.2, ASSAY_STYLE_CELL_MONO },
  };
  assay_writer_begin_table (self, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < self->data->exhibits->len; i++)
    {
      const AssayReportExhibit *exhibit = self->data->exhibits->pdata[i];
      g_autofree char *number = g_strdup_printf ("%u", exhibit->number);
      g_autofree char *hash = assay_words_hash (exhibit->sha256);
      const char *cells[] = { number, exhibit->name, hash };
      assay_flow_row (self->flow, cells);
    }
  assay_flow_end_table (self->flow);
}

/* The schedule wants the hashes as an enclosure: a page of its own, numbered like all. */
static void
write_enclosure (AssayReportWriter *self)
{
  assay_flow_new_page (self->flow);
  assay_flow_minor_heading (self->flow, _ ("Enclosure to the certificates: hash report"));
  g_autofree char *date = assay_words_time (self->data->date);
  g_autofree char *text = g_strdup_printf (
      _ ("Made by Assay %s for report %s of %s. SHA-256 of every file of the report:"),
      self->data->version, self->data->id, date);
  assay_flow_paragraph (self->flow, ASSAY_STYLE_BODY, text);
  hash_rows (self);
}

static void
write_india (AssayReportWriter *self)
{
  static const char *const party[] = {
    N_ ("Name, and relation to the device or record (owned / maintained / managed / operated)"),
    N_ ("Make, model and colour"),
    N_ ("Serial number; IMEI, UIN, UID, MAC or cloud id"),
    N_ ("Period of lawful control and regular use; working properly (yes / no, and since when)"),
    N_ ("Name, date, time (IST, 24 hours), place, signature"),
  };
  static const char *const expert[] = {
    N_ ("Name, qualification and office of the expert"),
    N_ ("Name, date, time (IST, 24 hours), place, signature"),
  };
  assay_flow_minor_heading (
      self->flow,
      _ ("India: certificate under section 63(4)(c) of the Bharatiya Sakshya Adhiniyam 2023"));
  assay_flow_paragraph (self->flow, ASSAY_STYLE_STRONG, _ ("Part A, filled by the party"));
  assay_flow_paragraph (
      self->flow, ASSAY_STYLE_BODY,
      _ ("Source of the record:  ☐ computer or storage medium  ☐ DVR  ☐ mobile  ☐ flash drive  "
         "☐ CD/DVD  ☐ server  ☐ cloud  ☐ other"));
  blanks (self, party, G_N_ELEMENTS (party));
  assay_flow_paragraph (self->flow, ASSAY_STYLE_STRONG, _ ("Part B, filled by the expert"));
  assay_flow_paragraph (
      self->flow, ASSAY_STYLE_BODY,
      _ ("Algorithm:  ☐ SHA1  ☒ SHA256  ☐ MD5  ☐ other.  Hash values: see the enclosure."));
  blanks (self, expert, G_N_ELEMENTS (expert));
}

static void
write_united_states (AssayReportWriter *self)
{
  static const char *const lines[] = {
    N_ ("Name, employer and qualification"),
    N_ ("Source of the original, and how the copy was made"),
    N_ ("SHA-256 of the original, if it was hashed by somebody else"),
    N_ ("Executed on (date), at (place); signature"),
  };
  assay_flow_minor_heading (
      self->flow, _ ("United States: draft certification under Fed. R. Evid. 902(13) and 902(14)"));
  assay_flow_paragraph (
      self->flow, ASSAY_STYLE_BODY,
      _ ("902(14): I compared the copy with the original by the hash value printed in section 4; "
         "equal values show equal "
         "content. 902(13): the record was made by the process of section 6, which hashes each "
         "file while copying it, "
         "reads the copy back, compares, and records the result in a signed ledger."));
  blanks (self, lines, G_N_ELEMENTS (lines));
  assay_flow_paragraph (self->flow, ASSAY_STYLE_NOTE,
                        _ ("To be signed under penalty of perjury (28 U.S.C. § 1746). Reasonable "
                           "written notice to the other side is "
                           "needed before the trial or hearing."));
}

static void
write_england (AssayReportWriter *self)
{
  static const char *const lines[] = {
    N_ ("Expert’s name, and statement of truth in the words then in force"),
    N_ ("Forensic Science Regulator’s Code: compliant / not compliant, and in what"),
    N_ ("Date and signature"),
  };
  assay_flow_minor_heading (
      self->flow,
      _ ("England and Wales: expert’s declaration (CrimPR 19.4 and practice direction)"));
  blanks (self, lines, G_N_ELEMENTS (lines));
}

static void
write_europe (AssayReportWriter *self)
{
  assay_flow_minor_heading (self->flow, _ ("European Union and elsewhere: electronic signature"));
  assay_flow_paragraph (
      self->flow, ASSAY_STYLE_BODY,
      _ ("If this file is signed, the form is PAdES with an ETSI.CAdES.detached signature, level "
         "B-B, without a time "
         "stamp. The certificate is self-signed; trust list status: not checked offline."));
}

void
assay_write_forms (AssayReportWriter *self)
{
  assay_flow_new_page (self->flow);
  assay_flow_heading (self->flow, 1, _ ("Annex F: certificate forms"), "annex-f");
  assay_flow_paragraph (
      self->flow, ASSAY_STYLE_NOTE,
      _ ("Drafts to be completed and signed by people. They are no legal advice."));
  write_india (self);
  write_united_states (self);
  write_england (self);
  write_europe (self);
  write_enclosure (self);
}
