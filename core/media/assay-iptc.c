/* assay-iptc.c: IPTC-IIM datasets, and the Photoshop image resources that carry them. */
#include "config.h"

#include <string.h>

#include "media/assay-parser-private.h"

/* IIM 4.1, record 2 (application); names as the standard has them. */
static const struct
{
  guint8 dataset;
  const char *name;
} names[] = {
  { 0, "RecordVersion" },
  { 3, "ObjectTypeReference" },
  { 4, "ObjectAttributeReference" },
  { 5, "ObjectName" },
  { 7, "EditStatus" },
  { 8, "EditorialUpdate" },
  { 10, "Urgency" },
  { 12, "SubjectReference" },
  { 15, "Category" },
  { 20, "SupplementalCategories" },
  { 22, "FixtureIdentifier" },
  { 25, "Keywords" },
  { 26, "ContentLocationCode" },
  { 27, "ContentLocationName" },
  { 30, "ReleaseDate" },
  { 35, "ReleaseTime" },
  { 37, "ExpirationDate" },
  { 40, "SpecialInstructions" },
  { 55, "DateCreated" },
  { 60, "TimeCreated" },
  { 62, "DigitalCreationDate" },
  { 63, "DigitalCreationTime" },
  { 65, "OriginatingProgram" },
  { 70, "ProgramVersion" },
  { 75, "ObjectCycle" },
  { 80, "By-line" },
  { 85, "By-lineTitle" },
  { 90, "City" },
  { 92, "Sub-location" },
  { 95, "Province-State" },
  { 100, "CountryCode" },
  { 101, "Country" },
  { 103, "OriginalTransmissionReference" },
  { 105, "Headline" },
  { 110, "Credit" },
  { 115, "Source" },
  { 116, "CopyrightNotice" },
  { 118, "Contact" },
  { 120, "Caption-Abstract" },
  { 122, "Writer-Editor" },
  { 131, "ImageOrientation" },
  { 135, "LanguageIdentifier" },
};

static const char *
dataset_name (guint8 record, guint8 dataset, char *buffer, gsize size)
{
  if (record == 1 && dataset == 90)
    return "CodedCharacterSet";
  for (gsize i = 0; record == 2 && i < G_N_ELEMENTS (names); i++)
    if (names[i].dataset == dataset)
      return names[i].name;
  g_snprintf (buffer, size, "%d:%03d", record, dataset);
  return buffer;
}

/* Length of a dataset: two bytes, or with the top bit set that many bytes follow (IIM 1.6.2). */
static gsize
read_length (AssayReader *reader)
{
  guint16 length = assay_reader_read_u16_be (reader);
  gsize extended = 0;

  if (length < 0x8000)
    return length;
  if ((length & 0x7fff) > 4)
    assay_reader_fail (reader);
  for (guint i = 0; i < (length & 0x7fffu) && assay_reader_ok (reader); i++)
    extended = extended << 8 | assay_reader_read_u8 (reader);
  return extended;
}

/* Text in UTF-8 when it is, else Latin-1, which is what 8-bit IPTC mostly holds. */
static char *
dataset_text (const guint8 *value, gsize length)
{
  gsize used = strnlen ((const char *) value, length);

  if (g_utf8_validate_len ((const char *) value, used, NULL))
    return g_strndup ((const char *) value, used);
  return g_convert ((const char *) value, (gssize) used, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);
}

static void
dataset_fact (
    AssayInspection *inspection, AssayReader *reader, guint8 record, guint8 dataset, gsize length)
{
  guint64 offset
      = reader->base == ASSAY_OFFSET_NONE ? ASSAY_OFFSET_NONE : assay_reader_offset (reader);
  const guint8 *value = assay_reader_read_bytes (reader, length);
  char buffer[16];
  g_autofree char *name
      = g_strconcat ("iptc.", dataset_name (record, dataset, buffer, sizeof buffer), NULL);

  if (value == NULL)
    {
      assay_inspection_problem (inspection, "overrun", offset,
                                "%s declares %" G_GSIZE_FORMAT " bytes", name, length);
      return;
    }
  if (dataset == 0 && length == 2)
    {
      assay_inspection_int (inspection, name, value[0] << 8 | value[1], NULL, offset, length);
      return;
    }

  g_autofree char *text = dataset_text (value, length);

  if (text != NULL)
    assay_inspection_text (inspection, name, text, offset, length);
}

void
assay_block_iptc (AssayInspection *inspection, const guint8 *data, gsize size, guint64 base)
{
  AssayReader reader;
  guint count = 0;

  assay_reader_init (&reader, data, size, base);
  while (assay_reader_ok (&reader) && assay_reader_match (&reader, "\x1c", 1)
         && count < ASSAY_LIMIT_FACTS)
    {
      guint8 record = assay_reader_read_u8 (&reader);
      guint8 dataset = assay_reader_read_u8 (&reader);
      gsize length = read_length (&reader);

      if (!assay_reader_ok (&reader))
        break;
      if (count++ == 0)
        assay_inspection_bool (inspection, "iptc.present", TRUE, base, size);
      dataset_fact (inspection, &reader, record, dataset, length);
    }
  if (!assay_reader_ok (&reader))
    assay_inspection_problem (inspection, "truncated", base, "IPTC datasets");
}
