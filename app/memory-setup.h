/* memory-setup.h: what a process that may hold keys and evidence does about its memory. */
#pragma once

/* No core dump: neither a file nor what a handler of crashes would be given. For the process and
 * those it starts, and for good. Debuggers still attach. */
void assay_memory_setup (void);
