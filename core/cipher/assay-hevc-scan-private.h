/* assay-hevc-scan-private.h: in which order coefficients and sub-blocks are coded. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* ScanOrder of a square of n × n. */
typedef struct
{
  guint8 x[64];     /* by position in the scan */
  guint8 y[64];     /* by position in the scan */
  guint8 index[64]; /* by y × n + x */
} AssayHevcScan;

/* By scanIdx (0 up-right diagonal, 1 horizontal, 2 vertical) and log2 n from 0 to 3. */
extern const AssayHevcScan assay_hevc_scans[3][4];

G_END_DECLS
