/* assay-media-words.c: see the header. */
#include "media/assay-media-words.h"

#include "config.h"

#include <glib/gi18n-lib.h>

void
assay_media_set_error_said (
    GError **error, AssayMediaError code, const char *words, const char *library, const char *said)
{
  g_autofree char *detail = g_strchomp (g_strdup (said != NULL ? said : ""));

  if (*detail == '\0')
    g_set_error_literal (error, ASSAY_MEDIA_ERROR, code, words);
  else
    /* Translators: a sentence of ours, then a library and what it said in English */
    g_set_error (error, ASSAY_MEDIA_ERROR, code, _ ("%s (%s: %s)"), words, library, detail);
}

const char *
assay_media_words_damaged (void)
{
  return _ ("The media data cannot be decoded: they are damaged, or end before they should. If the "
            "file came over a network or from a broken disk, ask for it again and compare the "
            "SHA-256.");
}
