/* assay-mark.c: the mark of a watermark: bits, written as hexadecimal, most significant bit first.
 */
#include "signal/assay-mark.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/assay-base.h"

guint8 *
assay_mark_parse (const char *hex, guint most, guint *n_bits, GError **error)
{
  const char *digits = g_str_has_prefix (hex, "0x") ? hex + 2 : hex;
  gsize n = strlen (digits);
  g_autofree guint8 *bits = NULL;

  if (n == 0 || n > most / 4 || strspn (digits, "0123456789abcdefABCDEF") != n)
    {
      g_set_error (
          error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID,
          _ ("A mark is 1 to %u hexadecimal digits (0-9, a-f), with or without 0x in front"),
          most / 4);
      return NULL;
    }
  bits = g_malloc (n * 4);
  for (gsize i = 0; i < n * 4; i++)
    bits[i] = (guint8) (((guint) g_ascii_xdigit_value (digits[i / 4]) >> (3 - i % 4)) & 1);
  *n_bits = (guint) n * 4;
  return g_steal_pointer (&bits);
}

char *
assay_mark_to_hex (const guint8 *bits, guint n_bits)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_bits; i += 4)
    {
      guint digit = 0;

      for (guint j = 0; j < 4; j++)
        digit = digit << 1 | (i + j < n_bits && bits[i + j] != 0);
      g_string_append_c (text, "0123456789abcdef"[digit]);
    }
  return g_string_free (text, FALSE);
}

char *
assay_mark_spell (const char *hex)
{
  return g_ascii_strdown (g_str_has_prefix (hex, "0x") ? hex + 2 : hex, -1);
}

double
assay_mark_error_rate (const guint8 *bits, const guint8 *expected, guint n_bits)
{
  guint wrong = 0;

  for (guint i = 0; i < n_bits; i++)
    wrong += (bits[i] != 0) != (expected[i] != 0);
  return n_bits == 0 ? 0.0 : (double) wrong / n_bits;
}
