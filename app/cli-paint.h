/* cli-paint.h: what assay-cli-report has beside assay-cli. */
#pragma once

#include "cli.h"

G_BEGIN_DECLS

extern const CliPainter cli_report_painter;

G_END_DECLS
