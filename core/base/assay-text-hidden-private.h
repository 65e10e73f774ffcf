/* assay-text-hidden-private.h: which characters a reader would not see, or see in a wrong order. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * assay_text_hides:
 * @c: a character
 * @before: from assay_text_leaves(); 0 at the start and after an escape
 * @after: the character after it, 0 at the end
 *
 * Controls, characters that reorder their neighbours (Unicode Standard Annex 9), and characters
 * without a glyph, with which two different names look alike or text hides in text (Unicode
 * Technical Standard 39, Default_Ignorable_Code_Point). Joiners and variation selectors are left
 * alone where spelling needs them: in Arabic, Indic and other joining scripts, between emoji, after
 * Han characters and symbols. Line feeds and tabs are not hidden.
 */
gboolean assay_text_hides (gunichar c, gunichar before, gunichar after);
/* What the character after @c, which is shown, has before it: a mark that belongs to no script of
 * its own (Arabic vowel signs, Vedic tones) leaves its letter there, so that a joiner after a
 * vocalised letter is as good as after the bare one. */
gunichar assay_text_leaves (gunichar c, gunichar before);

G_END_DECLS
