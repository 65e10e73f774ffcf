/* assay-event-words.c: see the header. */
#include "case/assay-event-words.h"

#include "config.h"

#include <glib/gi18n-lib.h>

const char *
assay_event_title (const char *event)
{
  static const struct
  {
    const char *event;
    const char *title;
  } titles[] = {
    { "case.open", N_ ("Case opened") },
    { "case.edit", N_ ("Case details changed") },
    { "case.close", N_ ("Case closed") },
    { "intake", N_ ("Taken in") },
    { "verify", N_ ("Verified") },
    { "analyse", N_ ("Analysed") },
    { "view", N_ ("Viewed") },
    { "note", N_ ("Note") },
    { "export", N_ ("Exported") },
    { "report", N_ ("Reported") },
    { "checkpoint.anchor", N_ ("Checkpoint anchored") },
    { "clock.jump", N_ ("Clock moved") },
    { "transfer", N_ ("Transferred") },
    { "retention", N_ ("Retention period") },
    { "dispose", N_ ("Deleted") },
    { "enrol", N_ ("Known recordings changed") },
    { "recipient", N_ ("Copy given away") },
    { "recovery", N_ ("Recovered") },
    { "key.add", N_ ("Key added") },
    { "key.retire", N_ ("Key retired") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (titles[i].event, event))
      return titles[i].title;
  return event;
}
