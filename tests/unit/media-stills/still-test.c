/* still-test.c: what the tests of the still-picture parsers share. */
#include "still-test.h"

#include "config.h"

#include <string.h>

void
still_test_put (GByteArray *bytes, const char *data, gsize size)
{
  g_byte_array_append (bytes, (const guint8 *) data, (guint) size);
}

void
still_test_put_text (GByteArray *bytes, const char *text)
{
  still_test_put (bytes, text, strlen (text));
}

void
still_test_put_u16 (GByteArray *bytes, guint16 value, gboolean big_endian)
{
  guint16 stored = (guint16) (big_endian ? GUINT16_TO_BE (value) : GUINT16_TO_LE (value));

  g_byte_array_append (bytes, (const guint8 *) &stored, 2);
}

void
still_test_put_u32 (GByteArray *bytes, guint32 value, gboolean big_endian)
{
  guint32 stored = big_endian ? GUINT32_TO_BE (value) : GUINT32_TO_LE (value);

  g_byte_array_append (bytes, (const guint8 *) &stored, 4);
}

AssayInspection *
still_test_inspect (GByteArray *bytes, const char *name)
{
  AssayInspection *inspection = av_test_inspect_bytes (bytes->data, bytes->len, name);

  still_test_check_sound (inspection, bytes->len);
  return inspection;
}

static void
check_element (const AssayElement *element, const AssayElement *parent, guint64 size)
{
  gboolean sound = element->depth < ASSAY_LIMIT_DEPTH;

  if (element->offset != G_MAXUINT64)
    sound = sound && element->offset <= size && element->length <= size - element->offset
            && element->header <= element->length;
  /* An IFD points to its sub-IFDs; they stand elsewhere. */
  if (parent != NULL && parent->offset != G_MAXUINT64 && element->offset != G_MAXUINT64
      && !g_str_has_prefix (parent->name, "IFD") && !g_str_has_prefix (parent->name, "SubIFD")
      && strcmp (parent->name, "Exif") != 0 && strcmp (parent->name, "GPS") != 0
      && strcmp (parent->name, "Interop") != 0)
    sound = sound && element->offset >= parent->offset
            && element->offset + element->length <= parent->offset + parent->length;
  if (!sound || !g_utf8_validate (element->name, -1, NULL)
      || !g_utf8_validate (element->detail, -1, NULL))
    g_error ("element %s: %" G_GUINT64_FORMAT " + %" G_GUINT64_FORMAT " (header %" G_GUINT64_FORMAT
             ") of %" G_GUINT64_FORMAT,
             element->path, element->offset, element->length, element->header, size);
}

static void
check_facts (const AssayInspection *inspection, guint64 size)
{
  for (guint i = 0; i < assay_inspection_get_n_facts (inspection); i++)
    {
      const AssayFact *fact = assay_inspection_get_fact (inspection, i);
      gboolean placed = fact->offset != G_MAXUINT64;

      if (!g_utf8_validate (fact->name, -1, NULL) || !g_utf8_validate (fact->text, -1, NULL)
          || (placed && (fact->offset > size || fact->length > size - fact->offset)))
        g_error ("fact %s at %" G_GUINT64_FORMAT " + %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT,
                 fact->name, fact->offset, fact->length, size);
    }
}

void
still_test_check_sound (const AssayInspection *inspection, guint64 size)
{
  const AssayElement *open[ASSAY_LIMIT_DEPTH + 1] = { NULL };
  g_autoptr (GHashTable) paths = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < assay_inspection_get_n_elements (inspection); i++)
    {
      const AssayElement *element = assay_inspection_get_element (inspection, i);

      check_element (element, element->depth > 0 ? open[element->depth - 1] : NULL, size);
      g_assert_true (g_hash_table_add (paths, (gpointer) (guintptr) element->path));
      open[element->depth] = element;
    }
  check_facts (inspection, size);
  for (guint i = 0; i < assay_inspection_get_n_problems (inspection); i++)
    {
      const AssayProblem *problem = assay_inspection_get_problem (inspection, i);

      if (problem->offset != G_MAXUINT64 && problem->offset > size)
        g_error ("problem %s in %s at %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT ": %s",
                 problem->code, problem->where, problem->offset, size, problem->detail);
    }
}

gboolean
still_test_has (const AssayInspection *inspection, const char *name)
{
  return assay_inspection_find (inspection, name) != NULL;
}

gboolean
still_test_true (const AssayInspection *inspection, const char *name)
{
  const AssayFact *fact = assay_inspection_find (inspection, name);

  return fact != NULL && fact->type == ASSAY_FACT_BOOL && fact->integer == 1;
}

void
still_test_put_jpeg (GByteArray *bytes, const char *app, gsize app_size)
{
  static const char frame[] = "\xff\xc0\x00\x0b\x08\x00\x08\x00\x08\x01\x01\x11\x00";
  static const char huffman[] = "\xff\xc4\x00\x14\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                                "\x00\x00\x00\x00\x00\x00\xff\xc4\x00\x14\x10\x01\x00\x00\x00\x00"
                                "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00";
  static const char scan[] = "\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x3f\xff\xd9";

  still_test_put (bytes, "\xff\xd8", 2);
  if (app_size > 0)
    {
      still_test_put (bytes, "\xff\xe1", 2);
      still_test_put_u16 (bytes, (guint16) (app_size + 2), TRUE);
      still_test_put (bytes, app, app_size);
    }
  still_test_put (bytes, "\xff\xdb\x00\x43\x00", 5);
  for (guint i = 0; i < 64; i++)
    still_test_put (bytes, "\x10", 1);
  still_test_put (bytes, frame, sizeof frame - 1);
  still_test_put (bytes, huffman, sizeof huffman - 1);
  still_test_put (bytes, scan, sizeof scan - 1);
}
