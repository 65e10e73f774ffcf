/* assay-report-codes.c: characters that a two-byte font code cannot be: emoji, rare Han, private
 * use.
 *
 * libharu's codes are the 16 bit of the basic plane. Each other character takes the next
 * private-use code, and the ToUnicode map of the finished file says which character it is. */
#include "report/assay-report-text-private.h"

#include "config.h"

#define FIRST_CODE 0xE000u
#define N_CODES 0x1900u

AssayPrivateCodes *
assay_private_codes_new (void)
{
  AssayPrivateCodes *self = g_new0 (AssayPrivateCodes, 1);
  self->characters = g_array_new (FALSE, FALSE, sizeof (gunichar));
  self->codes = g_hash_table_new (NULL, NULL);
  return self;
}

void
assay_private_codes_free (AssayPrivateCodes *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->characters);
  g_hash_table_unref (self->codes);
  g_free (self);
}

static gunichar
code_for (AssayPrivateCodes *self, gunichar character)
{
  gpointer code = g_hash_table_lookup (self->codes, GUINT_TO_POINTER (character));
  if (code != NULL)
    return GPOINTER_TO_UINT (code);
  /* A report with more than 6400 different rare characters shows them all but copies the rest as
   * U+FFFD. */
  if (self->characters->len == N_CODES)
    return 0xFFFD;
  gunichar next = FIRST_CODE + self->characters->len;
  g_array_append_val (self->characters, character);
  g_hash_table_insert (self->codes, GUINT_TO_POINTER (character), GUINT_TO_POINTER (next));
  return next;
}

char *
assay_private_codes_encode (AssayPrivateCodes *self, const char *text, gssize length)
{
  const char *end = text + (length < 0 ? (gssize) strlen (text) : length);
  g_autoptr (GString) out = g_string_new (NULL);
  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean rare = c > 0xFFFF || (c >= FIRST_CODE && c < FIRST_CODE + N_CODES);
      g_string_append_unichar (out, rare ? code_for (self, c) : c);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
assay_private_codes_decode (const AssayPrivateCodes *self, const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (c >= FIRST_CODE && c - FIRST_CODE < self->characters->len)
        c = g_array_index (self->characters, gunichar, c - FIRST_CODE);
      g_string_append_unichar (out, c);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}
