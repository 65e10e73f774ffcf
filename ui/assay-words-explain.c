/* assay-words-explain.c: the technical words of findings and pages, each in one sentence anybody
 * can read. */
#include "assay-words.h"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  const char *word; /* msgid: the translated word is looked for in the translated text */
  const char *meaning;
} Word;

static const Word words[] = {
  { N_ ("metadata"), N_ ("notes that a camera or program writes into a file beside the picture or "
                         "sound: when, with what, "
                         "sometimes where.") },
  { N_ ("EXIF"),
    N_ ("the most common form of such notes in photos: date, camera model, exposure, place.") },
  { N_ ("XMP"), N_ ("notes that editing programs write into a file.") },
  { N_ ("MakerNote"), N_ ("a block of notes in the camera maker’s own, undocumented form.") },
  { N_ ("thumbnail"), N_ ("a small copy of the picture that the camera keeps inside the file.") },
  { N_ ("GPS"), N_ ("the place where a photo was taken, as the device knew it.") },
  { N_ ("quantisation"), N_ ("the rounding with which JPEG makes pictures small; each camera and "
                             "program has its own.") },
  { N_ ("quantization"), N_ ("the rounding with which JPEG makes pictures small; each camera and "
                             "program has its own.") },
  { N_ ("hash"), N_ ("a fingerprint of a file: if a single bit changes, it is a different one.") },
  { N_ ("SHA-256"),
    N_ ("a fingerprint of a file: if a single bit changes, it is a different one.") },
  { N_ ("container"),
    N_ ("the outer structure of a video or sound file, which holds the streams.") },
  { N_ ("codec"), N_ ("the method with which picture or sound is packed.") },
  { N_ ("segment"), N_ ("one labelled part of a JPEG file.") },
  { N_ ("chunk"), N_ ("one labelled part of a file such as PNG or WAV.") },
  { N_ ("box"), N_ ("one labelled part of an MP4 or MOV file.") },
  { N_ ("moov"), N_ ("the part of an MP4 file that says what is in it and where.") },
  { N_ ("edit list"), N_ ("instructions in a video file about which parts are shown and when.") },
  { N_ ("magic bytes"),
    N_ ("the first bytes of a file, which tell its real format whatever its name says.") },
  { N_ ("offset"), N_ ("the place in the file, counted in bytes from its beginning.") },
  { N_ ("bitrate"), N_ ("how many bits are used for one second of picture or sound.") },
  { N_ ("keyframe"), N_ ("a frame of a video that is stored whole.") },
  { N_ ("timestamp"), N_ ("a date and time written into the file.") },
  { N_ ("encoder"), N_ ("the program or chip that packed picture or sound into the file.") },
  { N_ ("ICC"), N_ ("a description of colours that devices and programs put into a file.") },
  { N_ ("C2PA"),
    N_ ("a signed statement in the file about where it comes from and what was done to it.") },
};

/* Whole words only: "box" must not be found in "inbox". */
static gboolean
holds_word (const char *text, const char *word)
{
  gsize length = strlen (word);

  for (const char *at = strstr (text, word); at; at = strstr (at + 1, word))
    {
      gboolean starts = at == text || !g_ascii_isalnum (at[-1]);
      char next = at[length];
      if (starts && (!g_ascii_isalnum (next) || next == 's'))
        return TRUE;
    }
  return FALSE;
}

char *
assay_words_explain (const char *text)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (gsize i = 0; text && i < G_N_ELEMENTS (words); i++)
    {
      if (!holds_word (text, _ (words[i].word)))
        continue;
      if (lines->len > 0)
        g_string_append_c (lines, '\n');
      /* Translators: a technical word and its meaning. */
      g_string_append_printf (lines, _ ("%s: %s"), _ (words[i].word), _ (words[i].meaning));
    }
  return lines->len > 0 ? g_string_free (g_steal_pointer (&lines), FALSE) : NULL;
}
