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

/* Rows of assay_hevc_significance beside those of coded neighbours. */
enum
{
  ASSAY_HEVC_SIGNIFICANCE_4X4 = 4, /* the whole block is 4 × 4 */
  ASSAY_HEVC_SIGNIFICANCE_ONE = 5, /* one context for all */
};

/* sigCtx of each position of the scan of a sub-block, before what block size and component add
 * (9-49 to 9-53): by scanIdx, then by which neighbours are coded (1 right, 2 below, 3 both). */
extern const guint8 assay_hevc_significance[3][6][16];

G_END_DECLS
