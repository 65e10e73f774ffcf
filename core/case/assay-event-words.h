/* assay-event-words.h: what people call the kinds of ledger entries, and why files
 * were refused. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A title for entries of the kind @event ("checkpoint.anchor") about @exhibit (0: the case; an
 * intake without an exhibit was refused), untranslated: g_dgettext (NULL, …) when showing it.
 * @event itself if this version does not know the kind. */
const char *assay_event_title (const char *event, guint exhibit);
/* Why something was not taken in, as a translated sentence: the member "reason" of such an entry
 * ("symlink"), else its "error" ("FULL"); @word itself if this version does not know it. */
const char *assay_refusal_words (const char *word);

G_END_DECLS
