/* assay-fault.c: reads ASSAY_FAULT and counts; empty in every build but that of the fault tests. */
#include "case/assay-fault-private.h"

#ifdef ASSAY_FAULT_INJECTION
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int
errno_of (const char *name)
{
  if (strcmp (name, "ENOSPC") == 0)
    return ENOSPC;
  if (strcmp (name, "EROFS") == 0)
    return EROFS;
  return EIO;
}

gboolean
assay_fault (const char *point)
{
  static gint reached; /* of the one point that the environment names */
  const char *wanted = g_getenv ("ASSAY_FAULT");
  if (wanted == NULL)
    return FALSE;
  g_auto (GStrv) parts = g_strsplit (wanted, ":", 3);
  if (g_strv_length (parts) != 3 || strcmp (parts[0], point) != 0)
    return FALSE;
  const gint64 turn = g_ascii_strtoll (parts[1], NULL, 10);
  if (g_atomic_int_add (&reached, 1) + 1 != turn)
    return FALSE;
  if (strcmp (parts[2], "KILL") == 0)
    (void) kill (getpid (), SIGKILL);
  errno = errno_of (parts[2]);
  return TRUE;
}
#endif
