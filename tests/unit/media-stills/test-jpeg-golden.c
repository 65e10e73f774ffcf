/* test-jpeg-golden.c: every still file of the shared set against what exiftool and a byte parser
 * say of it (expected/jpeg.json, png.json). Agreement is counted and required. */
#include "still-test.h"

#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef enum
{
  AS_IS,
  CUT_MARKS, /* date and time separators differ */
  ABSOLUTE,  /* exiftool drops the sign */
  CLOCK,     /* "00:36:33" for "0 36 33" */
  VERSION,   /* "1 1" for 1.01 */
} Kind;

typedef struct
{
  const char *key;
  const char *fact;
  Kind kind;
} Pair;

/* exiftool's names where they are not "IFD:Tag" of the standard. */
static const Pair pairs[] = {
  { "Composite:GPSLatitude", "gps.latitude", AS_IS },
  { "Composite:GPSLongitude", "gps.longitude", AS_IS },
  { "Composite:GPSAltitude", "gps.altitude", AS_IS },
  { "GPS:GPSLatitude", "gps.latitude", ABSOLUTE },
  { "GPS:GPSLongitude", "gps.longitude", ABSOLUTE },
  { "GPS:GPSTimeStamp", "exif.gps.GPSTimeStamp", CLOCK },
  { "File:ImageWidth", "image.width", AS_IS },
  { "File:ImageHeight", "image.height", AS_IS },
  { "PNG:ImageWidth", "image.width", AS_IS },
  { "PNG:ImageHeight", "image.height", AS_IS },
  { "PNG:Compression", "png.compression", AS_IS },
  { "PNG:Parameters", "png.text.parameters", AS_IS },
  { "PNG:Software", "png.text.Software", AS_IS },
  { "File:BitsPerSample", "image.bits", AS_IS },
  { "File:ColorComponents", "image.channels", AS_IS },
  { "File:EncodingProcess", "jpeg.sof", AS_IS },
  { "File:ExifByteOrder", "exif.byte_order", AS_IS },
  { "File:MIMEType", "format.mime", AS_IS },
  { "JFIF:JFIFVersion", "jfif.version", VERSION },
  { "JFIF:XResolution", "jfif.x_density", AS_IS },
  { "JFIF:YResolution", "jfif.y_density", AS_IS },
  { "JFIF:ResolutionUnit", "jfif.units", AS_IS },
  { "IFD0:ModifyDate", "exif.ifd0.DateTime", AS_IS },
  { "IFD1:ModifyDate", "exif.ifd1.DateTime", AS_IS },
  { "ExifIFD:CreateDate", "exif.exif.DateTimeDigitized", AS_IS },
  { "ExifIFD:ExifImageWidth", "exif.exif.PixelXDimension", AS_IS },
  { "ExifIFD:ExifImageHeight", "exif.exif.PixelYDimension", AS_IS },
  { "IFD1:ExifImageWidth", "exif.ifd1.PixelXDimension", AS_IS },
  { "IFD1:ExifImageHeight", "exif.ifd1.PixelYDimension", AS_IS },
  { "ExifIFD:ISO", "exif.exif.ISOSpeedRatings", AS_IS },
  { "ExifIFD:SerialNumber", "exif.exif.BodySerialNumber", AS_IS },
  { "IFD0:ImageHeight", "exif.ifd0.ImageLength", AS_IS },
  { "IFD1:ImageHeight", "exif.ifd1.ImageLength", AS_IS },
  { "IFD1:ThumbnailLength", "exif.ifd1.JPEGInterchangeFormatLength", AS_IS },
  { "InteropIFD:InteropIndex", "exif.interop.InteroperabilityIndex", AS_IS },
  { "Photoshop:XResolution", "photoshop.x_resolution", AS_IS },
  { "Photoshop:YResolution", "photoshop.y_resolution", AS_IS },
  { "XMP-x:XMPToolkit", "xmp.toolkit", AS_IS },
  { "XMP-xmp:CreateDate", "xmp.xmp.CreateDate", CUT_MARKS },
  { "XMP-xmp:ModifyDate", "xmp.xmp.ModifyDate", CUT_MARKS },
  { "XMP-xmp:MetadataDate", "xmp.xmp.MetadataDate", CUT_MARKS },
  { "XMP-xmp:CreatorTool", "xmp.xmp.CreatorTool", AS_IS },
  { "XMP-xmpMM:DocumentID", "xmp.xmpMM.DocumentID", AS_IS },
  { "XMP-xmpMM:InstanceID", "xmp.xmpMM.InstanceID", AS_IS },
  { "XMP-xmpMM:OriginalDocumentID", "xmp.xmpMM.OriginalDocumentID", AS_IS },
  { "XMP-xmpMM:DerivedFromDocumentID", "xmp.xmpMM.DerivedFrom.documentID", AS_IS },
  { "XMP-xmpMM:HistoryAction", "xmp.xmpMM.History.action", AS_IS },
  { "XMP-xmpMM:HistorySoftwareAgent", "xmp.xmpMM.History.softwareAgent", AS_IS },
  { "XMP-xmpMM:HistoryWhen", "xmp.xmpMM.History.when", CUT_MARKS },
  { "XMP-photoshop:Credit", "xmp.photoshop.Credit", AS_IS },
  { "XMP-iptcExt:DigitalSourceType", "xmp.Iptc4xmpExt.DigitalSourceType", AS_IS },
  { "XMP-GCamera:MotionPhoto", "xmp.GCamera.MotionPhoto", AS_IS },
  { "XMP-GCamera:MicroVideo", "xmp.GCamera.MicroVideo", AS_IS },
  { "XMP-aux:SerialNumber", "xmp.aux.SerialNumber", AS_IS },
  { "XMP-exifEX:LensModel", "xmp.exifEX.LensModel", AS_IS },
  { "XMP-tiff:Make", "xmp.tiff.Make", AS_IS },
  { "XMP-tiff:Model", "xmp.tiff.Model", AS_IS },
  { "XMP-tiff:Orientation", "xmp.tiff.Orientation", AS_IS },
  { "XMP-exif:ExifImageWidth", "xmp.exif.PixelXDimension", AS_IS },
  { "XMP-exif:ExifImageHeight", "xmp.exif.PixelYDimension", AS_IS },
  { "IPTC:Credit", "iptc.Credit", AS_IS },
  { "IPTC:By-line", "iptc.By-line", AS_IS },
  { "IPTC:SpecialInstructions", "iptc.SpecialInstructions", AS_IS },
};

/* Groups whose tags have the standard's own name. */
static const Pair groups[] = {
  { "IFD0:", "exif.ifd0.", AS_IS },
  { "IFD1:", "exif.ifd1.", AS_IS },
  { "ExifIFD:", "exif.exif.", AS_IS },
  { "GPS:", "exif.gps.", AS_IS },
};

typedef struct
{
  guint compared;
  guint agreed;
  guint groups[G_N_ELEMENTS (groups)];
} Tally;

static gboolean
find_pair (const char *key, char **fact, Kind *kind)
{
  /* Read differently on purpose: exiftool adds the block's own offset in JPEG only; it shows one of
   * several bit depths. */
  static const char *const left_out[]
      = { "IFD1:ThumbnailOffset", "File:YCbCrSubSampling", "File:FileType" };

  for (guint i = 0; i < G_N_ELEMENTS (left_out); i++)
    if (strcmp (left_out[i], key) == 0)
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (strcmp (pairs[i].key, key) == 0)
      {
        *fact = g_strdup (pairs[i].fact);
        *kind = pairs[i].kind;
        return TRUE;
      }
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (g_str_has_prefix (key, groups[i].key))
      {
        *fact = g_strconcat (groups[i].fact, key + strlen (groups[i].key), NULL);
        *kind = AS_IS;
        return TRUE;
      }
  return FALSE;
}

/* Digits and letters only: dates and clocks are written with different marks. */
static char *
without_marks (const char *text)
{
  GString *plain = g_string_new (NULL);

  for (; *text != '\0'; text++)
    if (g_ascii_isalnum (*text) && *text != 'T')
      g_string_append_c (plain, *text);
  return g_string_free (plain, FALSE);
}

static gboolean
same_text (const char *ours, const char *theirs, Kind kind)
{
  g_autofree char *first = kind == CUT_MARKS ? without_marks (ours) : g_strdup (ours);
  g_autofree char *second = kind == CUT_MARKS ? without_marks (theirs) : g_strdup (theirs);

  if (kind == CLOCK)
    {
      g_auto (GStrv) parts = g_strsplit (ours, " ", 3);

      g_free (first);
      first = g_strv_length (parts) == 3 ? g_strdup_printf ("%02d:%02d:%02d", atoi (parts[0]),
                                                            atoi (parts[1]), atoi (parts[2]))
                                         : g_strdup ("");
    }
  if (kind == VERSION)
    return atoi (first) == atoi (second)
           && atoi (strchr (first, '.') + 1) == atoi (strchr (second, ' ') + 1);
  return strcmp (g_strstrip (first), g_strstrip (second)) == 0;
}

static double
number_of (const AssayFact *fact)
{
  switch (fact->type)
    {
    case ASSAY_FACT_INT:
    case ASSAY_FACT_BOOL:
    case ASSAY_FACT_TIME:
      return (double) fact->integer;
    case ASSAY_FACT_REAL:
      return fact->real;
    case ASSAY_FACT_TEXT:
    case ASSAY_FACT_BYTES:
      return g_ascii_strtod (fact->text, NULL);
    }
  return 0.0;
}

/* Files with a second value of a tag, or several in a list: one of ours must agree. */
typedef struct
{
  JsonNode *node;
  Kind kind;
  gboolean agreed;
} Search;

static gboolean
compare_one (const AssayFact *fact, gpointer data)
{
  Search *search = data;
  GType type = json_node_get_value_type (search->node);

  if (type == G_TYPE_STRING)
    {
      search->agreed = same_text (fact->text, json_node_get_string (search->node), search->kind);
    }
  else
    {
      double theirs = json_node_get_double (search->node);
      double ours = number_of (fact);

      if (search->kind == ABSOLUTE)
        ours = fabs (ours);
      search->agreed = fabs (ours - theirs) <= 1e-6 * MAX (1.0, fabs (theirs));
    }
  return !search->agreed;
}

static gboolean
agrees (const AssayInspection *inspection, const char *fact, JsonNode *node, Kind kind)
{
  Search search = { .node = node, .kind = kind };

  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        if (!agrees (inspection, fact, json_array_get_element (array, i), kind))
          return FALSE;
      return TRUE;
    }
  assay_inspection_foreach (inspection, fact, compare_one, &search);
  return search.agreed;
}

static void
compare_tags (const AssayInspection *inspection, const char *name, JsonObject *tags, Tally *tally)
{
  g_autoptr (GList) keys = json_object_get_members (tags);

  for (GList *link = keys; link != NULL; link = link->next)
    {
      g_autofree char *fact = NULL;
      Kind kind;

      if (!find_pair (link->data, &fact, &kind))
        continue;

      JsonNode *theirs_node = json_object_get_member (tags, link->data);

      /* Seconds of 0/0, as one geotagger writes them: exiftool gives the position up, we read
       * degrees and minutes. */
      if (strstr (link->data, "GPSL") != NULL && JSON_NODE_HOLDS_VALUE (theirs_node)
          && g_strcmp0 (json_node_get_string (theirs_node), "") == 0)
        continue;
      tally->compared++;
      if (agrees (inspection, fact, theirs_node, kind))
        {
          tally->agreed++;
          continue;
        }

      g_autofree char *theirs = json_to_string (theirs_node, FALSE);

      g_test_message ("%s: %s %.80s, ours %s %.80s", name, (char *) link->data, theirs, fact,
                      still_test_has (inspection, fact) ? av_test_text (inspection, fact) : "-");
    }
}

static void
compare_tables (const AssayInspection *inspection, JsonObject *jpeg)
{
  JsonObject *hashes = json_object_get_object_member (jpeg, "dqt_sha256_16");
  g_autoptr (GList) slots = json_object_get_members (hashes);
  g_autoptr (GString) key = g_string_new (NULL);
  static const char *const qualities[][2] = { { "ijg_quality_luma", "jpeg.quality.luma" },
                                              { "ijg_quality_chroma", "jpeg.quality.chroma" } };

  for (GList *link = slots; link != NULL; link = link->next)
    g_string_append_printf (key, "%s%s", key->len > 0 ? "-" : "",
                            json_object_get_string_member (hashes, link->data));
  g_assert_cmpstr (av_test_text (inspection, "jpeg.dqt.key"), ==, key->str);
  for (guint i = 0; i < G_N_ELEMENTS (qualities); i++)
    {
      if (json_object_get_null_member (jpeg, qualities[i][0]))
        g_assert_false (still_test_has (inspection, qualities[i][1]));
      else
        g_assert_cmpint (av_test_int (inspection, qualities[i][1]), ==,
                         json_object_get_int_member (jpeg, qualities[i][0]));
    }
}

static void
compare_structure (const AssayInspection *inspection, JsonObject *file)
{
  JsonObject *jpeg = json_object_get_object_member (file, "jpeg");
  JsonArray *sampling = json_object_get_array_member (jpeg, "sampling");
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (sampling); i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? " " : "",
                            json_array_get_string_element (sampling, i));
  g_assert_cmpstr (av_test_text (inspection, "jpeg.segments"), ==,
                   json_object_get_string_member (jpeg, "segments"));
  g_assert_cmpstr (av_test_text (inspection, "jpeg.sampling"), ==, joined->str);
  g_assert_cmpint (av_test_int (inspection, "jpeg.scans"), ==,
                   json_object_get_int_member (jpeg, "scans"));
  g_assert_cmpint (still_test_has (inspection, "exif.present"), ==,
                   json_object_get_boolean_member (jpeg, "exif"));
  g_assert_cmpint (still_test_has (inspection, "jfif.present"), ==,
                   json_object_get_boolean_member (jpeg, "jfif"));
  compare_tables (inspection, jpeg);
  if (json_object_get_null_member (jpeg, "eoi_offset"))
    {
      g_assert_false (still_test_true (inspection, "jpeg.eoi"));
      return;
    }
  g_assert_true (still_test_true (inspection, "jpeg.eoi"));
  g_assert_cmpint (av_test_int (inspection, "file.end"), ==,
                   json_object_get_int_member (jpeg, "eoi_offset"));

  gint64 trailing = json_object_get_int_member (jpeg, "bytes_after_eoi");

  g_assert_cmpint (trailing, ==,
                   still_test_has (inspection, "file.trailing.bytes")
                       ? av_test_int (inspection, "file.trailing.bytes")
                       : 0);
}

/* Where exiftool says the thumbnail is; in JPEG it counts from the start of the file, as we do. */
static void
compare_thumbnail (const AssayInspection *inspection, JsonObject *tags)
{
  if (!json_object_has_member (tags, "IFD1:ThumbnailOffset")
      || json_object_get_int_member (tags, "IFD1:ThumbnailLength") == 0)
    return;
  g_assert_cmpint (av_test_int (inspection, "exif.thumbnail.offset"), ==,
                   json_object_get_int_member (tags, "IFD1:ThumbnailOffset"));
}

static void
compare_set (const char *set, gboolean jpeg, Tally *tally)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GList) names = av_test_names (parser, set);

  for (GList *link = names; link != NULL; link = link->next)
    {
      JsonObject *file = json_object_get_object_member (
          json_object_get_object_member (json_node_get_object (json_parser_get_root (parser)),
                                         "files"),
          link->data);
      JsonObject *tags = json_object_get_object_member (file, "exiftool");
      g_autoptr (AssayInspection) inspection = av_test_inspect_file (link->data);

      if (inspection == NULL)
        continue;
      g_test_message ("%s", (char *) link->data);
      still_test_check_sound (inspection, (guint64) json_object_get_int_member (file, "bytes"));
      compare_tags (inspection, link->data, tags, tally);
      if (!jpeg)
        continue;
      compare_structure (inspection, file);
      compare_thumbnail (inspection, tags);
    }
}

static void
test_jpeg (void)
{
  Tally tally = { 0 };

  compare_set ("jpeg.json", TRUE, &tally);
  if (tally.compared == 0)
    return;
  g_test_message ("%u of %u values agree", tally.agreed, tally.compared);
  g_assert_cmpuint (tally.compared, >, 2000);
  g_assert_cmpuint (tally.agreed, ==, tally.compared);
}

static void
test_png (void)
{
  Tally tally = { 0 };

  compare_set ("png.json", FALSE, &tally);
  if (tally.compared == 0)
    return;
  g_test_message ("%u of %u values agree", tally.agreed, tally.compared);
  g_assert_cmpuint (tally.agreed, ==, tally.compared);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/media/golden/jpeg", test_jpeg);
  g_test_add_func ("/media/golden/png", test_png);
  return g_test_run ();
}
