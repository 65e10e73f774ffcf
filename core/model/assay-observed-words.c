/* assay-observed-words.c: what people read in place of the name of an observation. Fields of a file
 * are followed by the name that the file's format gives them, because other tools show that. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "model/assay-catalogue.h"
#include "model/assay-fact-titles-private.h"
#include "model/assay-tool-info.h"

/* Fields whose formats let anybody add names: said by what they belong to. */
static const struct
{
  const char *prefix;
  const char *words;
} families[] = {
  { "exif.ifd0.", N_ ("EXIF field") }, { "exif.exif.", N_ ("EXIF field") },
  { "exif.gps.", N_ ("EXIF field") },  { "exif.", N_ ("EXIF field") },
  { "xmp.", N_ ("XMP field") },        { "iptc.", N_ ("IPTC field") },
  { "png.text.", N_ ("PNG text") },    { "id3.", N_ ("ID3 field") },
  { "riff.", N_ ("RIFF field") },      { "bmff.", N_ ("Field of the container") },
  { "pdf.", N_ ("PDF field") },
};

/* Takes the number out of "track12", "track[12]" and the like: (transfer full)
 * "bmff.track#.creation". */
static char *
without_number (const char *name, guint64 *number)
{
  static const char *const counted[] = { ".track", ".part", ".dqt", "stream" };

  for (gsize i = 0; i < G_N_ELEMENTS (counted); i++)
    {
      const char *found = strstr (name, counted[i]);
      const char *behind = found == NULL ? NULL : found + strlen (counted[i]);
      const gboolean bracket = behind != NULL && *behind == '[';
      const char *digits = bracket ? behind + 1 : behind;
      char *end = NULL;

      if (digits == NULL || !g_ascii_isdigit (*digits))
        continue;
      *number = g_ascii_strtoull (digits, &end, 10);
      if (bracket && *end == ']')
        end++;
      return g_strdup_printf ("%.*s#%s", (int) (behind - name), name, end);
    }
  return g_strdup (name);
}

/* Cuts the ".2" of the second value of a name off; 0 without. */
static guint64
cut_ordinal (char *name)
{
  char *dot = strrchr (name, '.');
  char *end = NULL;

  if (dot == NULL || !g_ascii_isdigit (dot[1]))
    return 0;

  const guint64 ordinal = g_ascii_strtoull (dot + 1, &end, 10);

  if (*end != '\0')
    return 0;
  *dot = '\0';
  return ordinal;
}

/* "PNG field gamma" for a name that begins with a format and has no title; NULL for others. */
static char *
format_words (const char *name)
{
  static const char *const formats[]
      = { "aac",  "avi",  "bmp", "csv",    "flac", "gif",  "heif", "icc", "id3",
          "jfif", "jpeg", "mkv", "mp3",    "mpf",  "ogg",  "png",  "ps",  "riff",
          "seft", "tiff", "ts",  "vorbis", "wav",  "webp", "zip",  NULL };
  const char *dot = strchr (name, '.');
  g_autofree char *format = dot == NULL ? NULL : g_strndup (name, (gsize) (dot - name));

  if (format == NULL || !g_strv_contains (formats, format))
    return NULL;

  g_autofree char *upper = g_ascii_strup (format, -1);
  g_autofree char *rest = g_strdelimit (g_strdup (dot + 1), "._", ' ');

  /* Translators: "PNG field gamma": a format, and a field of it. */
  return g_strdup_printf (_ ("%s field %s"), upper, rest);
}

/* The words for a name without numbers: (transfer full). */
static char *
plain_words (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  const AssayFactTitle *title = assay_fact_title_find (lower);

  if (title != NULL && title->field != NULL)
    return g_strdup_printf ("%s (%s)", _ (title->words), title->field);
  if (title != NULL)
    return g_strdup (_ (title->words));
  for (gsize i = 0; i < G_N_ELEMENTS (families); i++)
    if (g_str_has_prefix (name, families[i].prefix))
      return g_strdup_printf ("%s %s", _ (families[i].words), name + strlen (families[i].prefix));

  char *words = format_words (name);

  return words != NULL ? words : g_strdup (name);
}

char *
assay_observed_words (const char *name)
{
  guint64 number = 0;
  g_autofree char *plain = without_number (name, &number);
  const guint64 ordinal = cut_ordinal (plain);
  g_autofree char *words = plain_words (plain);
  g_autofree char *counted = NULL;

  if (number > 0 && strstr (plain, ".part#") != NULL)
    /* Translators: "Attached part 2: Size". */
    counted = g_strdup_printf (_ ("Attached part %" PRIu64 ": %s"), number, words);
  else if (number > 0 && strstr (plain, ".dqt#") != NULL)
    /* Translators: "Table 2: Mean value". */
    counted = g_strdup_printf (_ ("Table %" PRIu64 ": %s"), number, words);
  else if (number > 0)
    counted = g_strdup_printf (_ ("Track %" PRIu64 ": %s"), number, words);
  else
    counted = g_steal_pointer (&words);
  if (ordinal == 0)
    return g_steal_pointer (&counted);
  /* Translators: the second and further values of the same kind: "Encoder, number 2". */
  return g_strdup_printf (_ ("%s, number %" PRIu64), counted, ordinal);
}

/* Units with a plural; of others most are written alike everywhere. */
const char *
assay_unit_words (const char *unit, guint64 count)
{
  const gulong n = count > G_MAXULONG ? G_MAXULONG : (gulong) count;

  if (unit == NULL || *unit == '\0')
    return "";
  if (g_str_equal (unit, "bytes"))
    return ngettext ("byte", "bytes", n);
  if (g_str_equal (unit, "degrees"))
    return ngettext ("degree", "degrees", n);
  if (g_str_equal (unit, "excerpts"))
    return ngettext ("excerpt", "excerpts", n);
  if (g_str_equal (unit, "levels"))
    return ngettext ("level", "levels", n);
  if (g_str_equal (unit, "samples"))
    return ngettext ("sample", "samples", n);
  return g_dgettext (GETTEXT_PACKAGE, unit);
}

const char *
assay_truth_words (const char *unit, double number)
{
  if (!g_str_equal (unit, ASSAY_UNIT_TRUTH))
    return NULL;
  return number > 0 ? _ ("Yes") : _ ("No");
}

const char *
assay_unit_words_real (const char *unit, double number, guint digits)
{
  double size = rint (fabs (number));

  return assay_unit_words (unit, digits == 0 && size < 1e18 ? (guint64) size : ASSAY_UNIT_MANY);
}
