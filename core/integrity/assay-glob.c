/* assay-glob.c: pattern matching with one point of return, so it cannot explode. */
#include "integrity/assay-glob-private.h"

/* One pattern element that is not '*' against one byte; moves @pattern past the element on a match.
 */
static gboolean
match_one (const char **pattern, char byte)
{
  const char *p = *pattern;
  gboolean matched;

  if (*p == '\0' || byte == '\0')
    return FALSE;

  switch (*p)
    {
    case '?':
      matched = TRUE;
      break;
    case '#':
      matched = g_ascii_isdigit (byte);
      break;
    case '\\':
      p++;
      matched = *p == byte;
      break;
    default:
      matched = g_ascii_tolower (*p) == g_ascii_tolower (byte);
      break;
    }
  if (matched)
    *pattern = p + 1;
  return matched;
}

gboolean
assay_glob_match (const char *pattern, const char *text)
{
  const char *star = NULL;
  const char *resume = NULL;

  g_return_val_if_fail (pattern != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  /* Only the last '*' ever needs to be tried again: an earlier one that took less than it could has
   * found a match for all up to the last one, and taking more cannot help what follows. */
  while (*text != '\0')
    {
      if (*pattern == '*')
        {
          star = ++pattern;
          resume = text;
        }
      else if (match_one (&pattern, *text))
        text++;
      else if (star != NULL)
        {
          pattern = star;
          text = ++resume;
        }
      else
        return FALSE;
    }
  while (*pattern == '*')
    pattern++;
  return *pattern == '\0';
}
