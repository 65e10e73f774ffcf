/* assay-text-hidden.c: characters without a glyph, by the tables of GLib and a few ranges. */
#include "base/assay-text-hidden-private.h"

typedef struct
{
  gunichar first;
  gunichar last;
} Range;

static gboolean
within (gunichar c, const Range *ranges, gsize n_ranges)
{
  for (gsize i = 0; i < n_ranges; i++)
    if (c >= ranges[i].first && c <= ranges[i].last)
      return TRUE;
  return FALSE;
}

/* Without a glyph although the general category is not Cf: fillers are letters, the joiner of
 * graphemes and two Khmer vowels are marks, the empty Braille cell is a symbol. */
static gboolean
is_blank (gunichar c)
{
  static const Range ranges[] = { { 0x034f, 0x034f }, { 0x115f, 0x1160 },   { 0x17b4, 0x17b5 },
                                  { 0x2028, 0x2029 }, { 0x2800, 0x2800 },   { 0x3164, 0x3164 },
                                  { 0xffa0, 0xffa0 }, { 0xe0000, 0xe00ff }, { 0xe01f0, 0xe0fff } };

  return within (c, ranges, G_N_ELEMENTS (ranges));
}

/* Format characters that are drawn: signs around Arabic, Syriac and Kaithi numbers, and the
 * controls of hieroglyphs, which arrange visible signs. */
static gboolean
is_drawn (gunichar c)
{
  static const Range ranges[]
      = { { 0x0600, 0x0605 }, { 0x06dd, 0x06dd },   { 0x070f, 0x070f },   { 0x0890, 0x0891 },
          { 0x08e2, 0x08e2 }, { 0x110bd, 0x110bd }, { 0x110cd, 0x110cd }, { 0x13430, 0x13455 } };

  return within (c, ranges, G_N_ELEMENTS (ranges));
}

static gboolean
is_selector (gunichar c)
{
  static const Range ranges[] = { { 0xfe00, 0xfe0f }, { 0xe0100, 0xe01ef } };

  return within (c, ranges, G_N_ELEMENTS (ranges));
}

/* Scripts whose letters never join and take no selectors, and characters of no one script. */
static gboolean
stands_alone (gunichar c)
{
  static const GUnicodeScript scripts[]
      = { G_UNICODE_SCRIPT_COMMON,   G_UNICODE_SCRIPT_INHERITED, G_UNICODE_SCRIPT_UNKNOWN,
          G_UNICODE_SCRIPT_LATIN,    G_UNICODE_SCRIPT_GREEK,     G_UNICODE_SCRIPT_CYRILLIC,
          G_UNICODE_SCRIPT_ARMENIAN, G_UNICODE_SCRIPT_GEORGIAN,  G_UNICODE_SCRIPT_HEBREW,
          G_UNICODE_SCRIPT_HAN,      G_UNICODE_SCRIPT_HIRAGANA,  G_UNICODE_SCRIPT_KATAKANA,
          G_UNICODE_SCRIPT_HANGUL,   G_UNICODE_SCRIPT_BOPOMOFO,  G_UNICODE_SCRIPT_ETHIOPIC,
          G_UNICODE_SCRIPT_CHEROKEE, G_UNICODE_SCRIPT_THAI,      G_UNICODE_SCRIPT_LAO };
  const GUnicodeScript script = g_unichar_get_script (c);

  for (gsize i = 0; i < G_N_ELEMENTS (scripts); i++)
    if (script == scripts[i])
      return TRUE;
  return FALSE;
}

static gboolean
is_symbol (gunichar c)
{
  return g_unichar_type (c) == G_UNICODE_OTHER_SYMBOL;
}

/* U+200C and U+200D after a letter that joins; U+200D also inside a sequence of emoji, where a
 * selector or a colour of skin may stand before it. */
static gboolean
joins (gunichar c, gunichar before, gunichar after)
{
  if (before == 0)
    return FALSE;
  if (!stands_alone (before))
    return TRUE;
  return c == 0x200d && is_symbol (after)
         && (is_symbol (before) || before == 0xfe0f || (before >= 0x1f3fb && before <= 0x1f3ff));
}

/* A selector follows what has variants: symbols, digits of key caps, Han, scripts that join. More
 * than one, or one after a letter, carries hidden text. */
static gboolean
selects (gunichar before)
{
  if (before == 0 || is_selector (before))
    return FALSE;
  return !stands_alone (before) || g_unichar_get_script (before) == G_UNICODE_SCRIPT_HAN
         || (!g_unichar_isalpha (before) && g_unichar_isgraph (before));
}

/* Code points that never are characters (Unicode 15.0, 23.7). */
static gboolean
is_noncharacter (gunichar c)
{
  return (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
}

gboolean
assay_text_hides (gunichar c, gunichar before, gunichar after)
{
  if (c == '\n' || c == '\t')
    return FALSE;
  if (c == 0x200c || c == 0x200d)
    return !joins (c, before, after);
  if (is_selector (c))
    return !selects (before);
  if (g_unichar_type (c) == G_UNICODE_CONTROL || is_blank (c) || is_noncharacter (c))
    return TRUE;
  return g_unichar_type (c) == G_UNICODE_FORMAT && !is_drawn (c);
}

gunichar
assay_text_leaves (gunichar c, gunichar before)
{
  const gboolean on_base = g_unichar_type (c) == G_UNICODE_NON_SPACING_MARK && !is_selector (c)
                           && g_unichar_get_script (c) == G_UNICODE_SCRIPT_INHERITED;

  return on_base && before != 0 ? before : c;
}
