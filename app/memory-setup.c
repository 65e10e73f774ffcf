/* memory-setup.c: see the header. */
#include "memory-setup.h"

#include <sys/resource.h>

void
assay_memory_setup (void)
{
  /* Not 0: that stops files, but not what is piped to a handler; the kernel takes 1 as "none at
   * all" (core(5)). Not PR_SET_DUMPABLE: it would hide /proc/PID from the desktop portals, which
   * ask it who opens a file chooser. */
  const struct rlimit none = { 1, 1 };

  (void) setrlimit (RLIMIT_CORE, &none);
}
