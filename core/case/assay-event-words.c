/* assay-event-words.c: see the header. */
#include "case/assay-event-words.h"

#include "config.h"

#include <glib/gi18n-lib.h>

const char *
assay_event_title (const char *event, guint exhibit)
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

  if (g_str_equal (event, "intake") && exhibit == 0)
    return N_ ("Not taken in");
  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (titles[i].event, event))
      return titles[i].title;
  return event;
}

const char *
assay_refusal_words (const char *word)
{
  static const struct
  {
    const char *word;
    const char *sentence;
  } sentences[] = {
    { "device", N_ ("This is a device; make an image of it first.") },
    { "empty", N_ ("The file is empty.") },
    { "folder", N_ ("This is a folder; choose the files in it.") },
    { "forbidden", N_ ("You may not read this file.") },
    { "made-up",
      N_ ("The file is made up by the system while it is read and cannot be evidence.") },
    { "missing", N_ ("The file does not exist.") },
    { "pipe", N_ ("This is a pipe, not a file.") },
    { "socket", N_ ("This is a socket, not a file.") },
    { "symlink", N_ ("This is a symbolic link; choose the file that it points to.") },
    { "unopened", N_ ("The file cannot be opened.") },
    { "unreadable", N_ ("The file cannot be read.") },
    { "CANCELLED", N_ ("The intake was cancelled.") },
    { "CHANGED", N_ ("The file changed while it was read.") },
    { "FULL", N_ ("Too little space was free where the case is stored.") },
    { "IO", N_ ("The file could not be read whole, or its copy could not be stored.") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (g_str_equal (sentences[i].word, word))
      return g_dgettext (NULL, sentences[i].sentence);
  return word;
}
