/* assay-media-words.h: what a library says of a file, in words that a person can act on. */
#pragma once

#include "media/assay-media-error.h"

G_BEGIN_DECLS

/* Sets "@words (@library: @said)": ours say what, where and what to do, the library's are the
 * detail for who knows it. @said may be NULL or empty. @words: translated, whole sentences. */
void assay_media_set_error_said (
    GError **error, AssayMediaError code, const char *words, const char *library, const char *said);
/* Translated: that pixels, sound or pictures are damaged, and what helps. */
const char *assay_media_words_damaged (void);

G_END_DECLS
