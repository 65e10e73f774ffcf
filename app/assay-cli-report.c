/* assay-cli-report.c: the same command line with all that reports need. assay-cli puts it in its
 * own place when a report is to be written. */
#include "cli-paint.h"

int
main (int argc, char **argv)
{
  return cli_main (&cli_report_painter, argc, argv);
}
