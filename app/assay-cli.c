/* assay-cli.c: the command line, which starts fast because it links nothing that draws. */
#include "cli.h"

int
main (int argc, char **argv)
{
  return cli_main (NULL, argc, argv);
}
