/* assay-report-private.h: a finished report, for the files that paint, write and record it. */
#pragma once

#include "report/assay-report-writer-private.h"

G_BEGIN_DECLS

struct _AssayReport
{
  gint references; /* atomic */
  AssayReportData *data;
  AssayReportFonts *fonts; /* that it was laid out with */
  AssayPrivateCodes *codes;
  AssayFlow *flow;
  GPtrArray *attached; /* AssayAttachment */
  double width;        /* of a page, pt */
  double height;
};

/* Pages, fonts, bookmarks and links by libharu. */
GBytes *assay_report_paint_pdf (AssayReport *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* An sRGB profile of ICC version 4. */
GBytes *assay_report_srgb_profile (void) G_GNUC_WARN_UNUSED_RESULT;
/* DER of a detached CAdES-B-B signature (RFC 5652, RFC 5035) over the SHA-256 @digest. */
GByteArray *assay_report_key_sign (AssayReportKey *self,
                                   const guint8 digest[32],
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
