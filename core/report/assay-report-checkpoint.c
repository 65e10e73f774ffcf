/* assay-report-checkpoint.c: the foot of page 1: the checkpoint of the ledger, or of a quick check
 * its hashes, as a code for cameras and as text. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "report/assay-report-writer-private.h"

static char *
quick_text (const AssayReportData *data)
{
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, "assay-report %s\n", data->id);
  for (guint i = 0; i < data->exhibits->len && text->len < 800; i++)
    {
      const AssayReportExhibit *exhibit = data->exhibits->pdata[i];
      if (*exhibit->sha256 != '\0')
        g_string_append_printf (text, "sha256 %s %s\n", exhibit->sha256,
                                assay_verdict_id (exhibit->verdict));
    }
  return g_string_free (text, FALSE);
}

/* The note has the root of the hash tree in base64, the foot of each page begins it in hexadecimal.
 */
static void
write_root (AssayReportWriter *self)
{
  g_autofree char *root = assay_report_data_root (self->data, 32);
  if (*root == '\0')
    return;
  g_autofree char *text = g_strdup_printf (
      /* Translators: a hash follows; it also stands in the lines above, encoded as base64 */
      _ ("The third line is the root of the hash tree; in hexadecimal, as at the foot of every "
         "page: %s"),
      root);
  assay_flow_paragraph (self->flow, ASSAY_STYLE_FOOTER, text);
}

void
assay_write_checkpoint (AssayReportWriter *self)
{
  const AssayReportData *data = self->data;
  const double side = 88;
  AssayFlow *flow = self->flow;
  g_autofree char *plain = data->checkpoint == NULL ? quick_text (data) : NULL;
  const char *text = data->checkpoint != NULL ? data->checkpoint : plain;

  assay_flow_space (flow, 5);
  assay_flow_need (flow, side + 8);
  assay_flow_rule (flow);
  const double top = assay_flow_get_y (flow);
  assay_sign_qr (assay_flow_get_list (flow), assay_flow_get_left (flow), top + 2, side, text);
  assay_flow_indent (flow, side + 14);
  assay_flow_paragraph (flow, ASSAY_STYLE_NOTE,
                        data->checkpoint != NULL
                            ? _ ("Checkpoint of the case ledger, signed by the examiner’s key. "
                                 "Whoever keeps this page can later "
                                 "prove that no entry up to it was changed or removed.")
                            : _ ("This was a quick check outside any case: there is no custody "
                                 "ledger and no checkpoint. The code "
                                 "holds the report number and the hashes."));
  g_autofree char *shown = g_strchomp (g_strdup (text));
  assay_flow_paragraph (flow, ASSAY_STYLE_FINE_MONO, shown);
  write_root (self);
  assay_flow_indent (flow, -(side + 14));
  assay_flow_set_y (flow, MAX (assay_flow_get_y (flow), top + side + 6));
}
