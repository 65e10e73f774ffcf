/* assay-clock.c: wall clock against the clock that nobody sets. */
#include "case/assay-clock-private.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "case/assay-entry-private.h"

#define TOLERANCE_MS 2000

void
assay_clock_read (AssayClock *self)
{
  struct timespec up = { 0, 0 };
  (void) clock_gettime (CLOCK_BOOTTIME, &up);
  self->wall = g_get_real_time () / 1000;
  self->up = (gint64) up.tv_sec * 1000 + (gint64) up.tv_nsec / 1000000;
  g_autofree char *boot = NULL;
  gsize length = 0;
  (void) g_file_get_contents ("/proc/sys/kernel/random/boot_id", &boot, &length, NULL);
  g_autofree char *hash = assay_sha256_text (boot, length);
  (void) g_strlcpy (self->boot, hash, sizeof self->boot);
}

char *
assay_clock_up_text (const AssayClock *self)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT ":%s", self->up, self->boot);
}

gboolean
assay_clock_parse (AssayClock *self, const char *time, const char *up)
{
  char *end = NULL;
  self->wall = assay_entry_time (time);
  self->up = g_ascii_strtoll (up, &end, 10);
  if (self->wall == 0 || end == up || *end != ':' || strlen (end + 1) != 8)
    return FALSE;
  (void) g_strlcpy (self->boot, end + 1, sizeof self->boot);
  return TRUE;
}

gint64
assay_clock_jump (const AssayClock *before, const AssayClock *now)
{
  const gint64 moved = now->wall - before->wall;
  if (strcmp (before->boot, now->boot) != 0)
    return moved < -TOLERANCE_MS ? moved : 0;
  const gint64 passed = now->up - before->up;
  const gint64 difference = moved - passed;
  return llabs (difference) > TOLERANCE_MS + passed / 1000 ? difference : 0;
}
