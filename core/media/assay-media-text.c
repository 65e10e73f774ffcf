/* assay-media-text.c: text in the encodings of tags. */
#include "media/assay-media-text-private.h"

#include "config.h"

#include <string.h>

char *
assay_media_text_utf16 (const guint8 *data, gsize size, gboolean big_endian)
{
  g_autoptr (GString) text = g_string_new (NULL);
  AssayReader reader;
  gunichar high = 0;

  assay_reader_init (&reader, data, MIN (size, (gsize) ASSAY_LIMIT_TEXT), 0);
  if (assay_reader_match (&reader, "\xff\xfe", 2))
    big_endian = FALSE;
  else if (assay_reader_match (&reader, "\xfe\xff", 2))
    big_endian = TRUE;
  while (assay_reader_left (&reader) >= 2)
    {
      gunichar unit = assay_reader_read_u16 (&reader, big_endian);
      gboolean low = unit >= 0xdc00 && unit <= 0xdfff;

      if (high != 0)
        g_string_append_unichar (text, low ? 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00)
                                           : 0xfffd);
      else if (low)
        g_string_append_unichar (text, 0xfffd);
      if (unit == 0)
        break;
      if (unit < 0xd800 || unit > 0xdfff)
        g_string_append_unichar (text, unit);
      high = unit >= 0xd800 && unit <= 0xdbff ? unit : 0;
    }
  return assay_text_visible (text->str, (gssize) text->len);
}

char *
assay_media_text_latin1 (const guint8 *data, gsize size)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize length = size > 0 ? strnlen ((const char *) data, MIN (size, (gsize) ASSAY_LIMIT_TEXT)) : 0;

  if (length == 0 || g_utf8_validate ((const char *) data, (gssize) length, NULL))
    return assay_text_visible ((const char *) data, (gssize) length);
  for (gsize i = 0; i < length; i++)
    g_string_append_unichar (text, data[i]);
  return assay_text_visible (text->str, (gssize) text->len);
}

char *
assay_media_text_tag (const guint8 *data, gsize size)
{
  if (size >= 2 && (memcmp (data, "\xff\xfe", 2) == 0 || memcmp (data, "\xfe\xff", 2) == 0))
    return assay_media_text_utf16 (data, size, TRUE);
  return assay_media_text_latin1 (data, size);
}
