/* assay-cipher-beside.c: see the header. */
#include "cipher/assay-cipher-beside.h"

/* Bytes of a list of boxes. */
#define MOST_NAMES 400

/* By the path of what they stand in: boxes that libavformat writes anew, or that say nothing. */
static gboolean
is_kept (const AssayElement *element)
{
  static const char *const top[] = { "ftyp", "moov", "mdat", "free", "skip", "wide", "moof",
                                     "mfra", "sidx", "ssix", "styp", "pdin", NULL };
  static const char *const movie[]
      = { "mvhd", "trak", "udta", "meta", "mvex", "iods", "free", "skip", "wide", NULL };
  static const char *const user[] = { "meta", "loci", "name", "chpl", "cprt", "titl", "auth",
                                      "perf", "keyw", "manu", "modl", "free", "skip", NULL };

  if (element->depth == 0)
    return g_strv_contains (top, element->name);
  if (element->depth == 1 && g_str_has_prefix (element->path, "moov/"))
    return g_strv_contains (movie, element->name);
  if (element->depth == 2 && g_str_has_prefix (element->path, "moov/udta/"))
    return g_str_has_prefix (element->name, "\302\251") || g_strv_contains (user, element->name);
  return TRUE;
}

char *
assay_cipher_beside_find_boxes (const AssayInspection *inspection, guint *n)
{
  g_autoptr (GString) names = g_string_new (NULL);
  gboolean c2pa = assay_inspection_find (inspection, "bmff.c2pa") != NULL;

  if (assay_inspection_find (inspection, "bmff.mvhd.timescale") == NULL)
    return NULL;
  for (guint i = 0; i < assay_inspection_get_n_elements (inspection); i++)
    {
      const AssayElement *element = assay_inspection_get_element (inspection, i);

      if (is_kept (element) || names->len > MOST_NAMES)
        continue;
      g_string_append_printf (names, "%sbox “%s”%s", names->len > 0 ? ", " : "", element->name,
                              c2pa && g_str_equal (element->name, "uuid") ? " (C2PA)" : "");
      *n += 1;
    }
  return names->len > 0 ? g_string_free (g_steal_pointer (&names), FALSE) : NULL;
}
