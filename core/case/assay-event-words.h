/* assay-event-words.h: what people call the kinds of ledger entries. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A title for entries of the kind @event ("checkpoint.anchor"), untranslated: g_dgettext (NULL, …)
 * when showing it. @event itself if this version does not know the kind. */
const char *assay_event_title (const char *event);

G_END_DECLS
