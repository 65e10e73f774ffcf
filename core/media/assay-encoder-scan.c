/* assay-encoder-scan.c: the strings in which programs name themselves inside coded data. */
#include "media/assay-encoder-scan-private.h"

#include "config.h"

#include <string.h>

/* The longest string taken: x264 lists all its settings in about 700 bytes. */
#define TEXT_MAXIMUM 2048u

typedef struct
{
  const char *text;
  guint digits; /* decimal digits that must follow at once */
} Signature;

static const Signature signatures[] = {
  { "Lavf", 2 },
  { "Lavc", 2 },
  { "x264 - core ", 1 },
  { "x265 (build ", 1 },
  { "LAME3.", 2 },
  { "XviD", 4 },
  { "DivX", 3 },
  { "libfaac ", 0 },
  { "HandBrake ", 0 },
  { "VirtualDub", 0 },
  { "mkvmerge v", 1 },
  { "Produced with GPAC", 0 },
  { "Bento4 ", 0 },
  { "libFLAC ", 1 },
  { "Xiph.Org libVorbis ", 0 },
  { "SVT-AV1 Encoder", 0 },
};

/* First bytes of the signatures above. */
static const gboolean signature_starts[256] = {
  ['L'] = TRUE, ['x'] = TRUE, ['X'] = TRUE, ['D'] = TRUE, ['l'] = TRUE, ['H'] = TRUE,
  ['V'] = TRUE, ['m'] = TRUE, ['P'] = TRUE, ['B'] = TRUE, ['S'] = TRUE,
};

typedef struct
{
  const char *text;
  gboolean found;
} Search;

static gboolean
compare_text (const AssayFact *fact, gpointer data)
{
  Search *search = data;

  search->found = g_strcmp0 (fact->text, search->text) == 0;
  return !search->found;
}

void
assay_encoder_note (AssayInspection *inspection, const char *text, guint64 offset, guint64 length)
{
  Search search = { .text = text };

  assay_inspection_foreach (inspection, "media.encoder", compare_text, &search);
  if (!search.found && *text != '\0')
    assay_inspection_text (inspection, "media.encoder", text, offset, length);
}

static gboolean
signature_fits (const Signature *signature, const guint8 *data, gsize size)
{
  gsize length = strlen (signature->text);

  if (size < length + signature->digits || memcmp (data, signature->text, length) != 0)
    return FALSE;
  for (gsize i = length; i < length + signature->digits; i++)
    if (!g_ascii_isdigit (data[i]))
      return FALSE;
  return TRUE;
}

static gsize
printable_length (const guint8 *data, gsize size)
{
  gsize n = 0;

  size = MIN (size, TEXT_MAXIMUM);
  while (n < size && g_ascii_isprint (data[n]))
    n++;
  return n;
}

/* Length of the string that begins at @data if it is one of ours, else 0. */
static gsize
match_at (const guint8 *data, gsize size)
{
  for (guint i = 0; i < G_N_ELEMENTS (signatures); i++)
    if (signature_fits (&signatures[i], data, size))
      return printable_length (data, size);
  return 0;
}

void
assay_encoder_scan (AssayInspection *inspection, const guint8 *data, gsize size, guint64 base)
{
  for (gsize i = 0; i < size;)
    {
      gsize length = signature_starts[data[i]] ? match_at (data + i, size - i) : 0;

      if (length > 0)
        {
          g_autofree char *text = g_strndup ((const char *) data + i, length);

          char *padding = strstr (text, "UUUU"); /* LAME fills its frames with it */

          if (padding != NULL)
            *padding = '\0';
          g_strchomp (text);
          assay_encoder_note (inspection, text, base + i, length);
        }
      i += MAX (length, 1);
    }
}
