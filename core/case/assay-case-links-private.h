/* assay-case-links-private.h: symbolic links inside a case folder. A case has none; one that
 * somebody put there would take what is written or deleted out of the case. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Paths below @folder (the case folder) of every link in it, sorted; objects are not among them,
 * they are never opened through a link. (element-type utf8) (transfer full). */
GPtrArray *assay_case_find_links (int folder) G_GNUC_WARN_UNUSED_RESULT;
/* A translated sentence about one of them. */
char *assay_case_link_sentence (const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
