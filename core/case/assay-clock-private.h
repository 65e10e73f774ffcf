/* assay-clock-private.h: the two clocks of a ledger entry, and whether they still agree. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gint64 wall;  /* ms since 1970, as the system claims */
  gint64 up;    /* ms since boot, sleep included */
  char boot[9]; /* 8 hex of SHA-256 (boot id) */
} AssayClock;

/* Now. */
void assay_clock_read (AssayClock *self);
/* The "up" member of an entry. */
char *assay_clock_up_text (const AssayClock *self) G_GNUC_WARN_UNUSED_RESULT;
/* Reads "time" and "up" of an entry back; FALSE if they have not that form. */
gboolean assay_clock_parse (AssayClock *self, const char *time, const char *up);
/* How many ms the wall clock moved between @before and @now more than time passed; 0 within what
 * clock discipline does (2 s and 0.1 %). Across a restart only a step back can be told. */
gint64 assay_clock_jump (const AssayClock *before, const AssayClock *now);

G_END_DECLS
