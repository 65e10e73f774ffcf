/* test-blocks.c: metadata blocks that several containers carry: XMP, IPTC, Photoshop, ICC, JUMBF
 * with CBOR; and dates. */
#include "still-test.h"

#include "config.h"

#include <string.h>

#include "media/assay-cbor-private.h"
#include "media/assay-parser-private.h"
#include "media/assay-time-private.h"

#define RDF_START                                                                                  \
  "<?xpacket begin='\xef\xbb\xbf' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta "                      \
  "xmlns:x='adobe:ns:meta/' "                                                                      \
  "x:xmptk='Test 1'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
#define RDF_END "</rdf:RDF></x:xmpmeta><?xpacket end='w'?>"

static AssayInspection *
inspect_xmp (const char *packet)
{
  AssayInspection *inspection = assay_inspection_new ();

  assay_block_xmp (inspection, (const guint8 *) packet, strlen (packet), 100);
  return inspection;
}

static void
test_xmp_forms (void)
{
  /* Attributes, elements, lists, structures in both spellings, a prefix of the file's own. */
  g_autoptr (AssayInspection) inspection = inspect_xmp (
      RDF_START
      "<rdf:Description rdf:about='' xmlns:q='http://ns.adobe.com/xap/1.0/' q:CreatorTool='A &amp; "
      "B' "
      "q:CreateDate='2009-09-14T11:08:06+02:00'/>"
      "<rdf:Description rdf:about='' xmlns:dc='http://purl.org/dc/elements/1.1/' "
      "xmlns:xmpMM='http://ns.adobe.com/xap/1.0/mm/' "
      "xmlns:e='http://ns.adobe.com/xap/1.0/sType/ResourceEvent#' "
      "xmlns:r='http://ns.adobe.com/xap/1.0/sType/ResourceRef#'>"
      "<dc:subject><rdf:Bag><rdf:li>one</rdf:li><rdf:li>two</rdf:li></rdf:Bag></dc:subject>"
      "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>T</rdf:li></rdf:Alt></dc:title>"
      "<xmpMM:History><rdf:Seq><rdf:li e:action='created' e:when='2020'/>"
      "<rdf:li rdf:parseType='Resource'><e:action>saved</e:action></rdf:li>"
      "<rdf:li><rdf:Description><e:action>cropped</e:action></rdf:Description></rdf:li></rdf:Seq></"
      "xmpMM:History>"
      "<xmpMM:DerivedFrom r:documentID='uuid:1'/><xmpMM:DocumentID> uuid:2 </xmpMM:DocumentID>"
      "<own:Thing xmlns:own='urn:nobody'>x</own:Thing><dc:relation rdf:resource='urn:y'/>"
      "</rdf:Description>" RDF_END);
  guint actions = 0;

  g_assert_cmpuint (assay_inspection_get_n_problems (inspection), ==, 0);
  g_assert_cmpstr (av_test_text (inspection, "xmp.toolkit"), ==, "Test 1");
  g_assert_cmpstr (av_test_text (inspection, "xmp.xmp.CreatorTool"), ==, "A & B");
  g_assert_cmpint (av_test_int (inspection, "xmp.time.created"), ==,
                   G_GINT64_CONSTANT (1252919286000));
  g_assert_true (av_test_any (inspection, "xmp.dc.subject", "one"));
  g_assert_true (av_test_any (inspection, "xmp.dc.subject", "two"));
  g_assert_cmpstr (av_test_text (inspection, "xmp.dc.title"), ==, "T");
  g_assert_cmpstr (av_test_text (inspection, "xmp.xmpMM.DerivedFrom.documentID"), ==, "uuid:1");
  g_assert_cmpstr (av_test_text (inspection, "xmp.xmpMM.DocumentID"), ==, "uuid:2");
  g_assert_cmpstr (av_test_text (inspection, "xmp.own.Thing"), ==, "x");
  g_assert_cmpstr (av_test_text (inspection, "xmp.dc.relation"), ==, "urn:y");
  g_assert_true (av_test_any (inspection, "xmp.xmpMM.History.action", "created"));
  g_assert_true (av_test_any (inspection, "xmp.xmpMM.History.action", "saved"));
  g_assert_true (av_test_any (inspection, "xmp.xmpMM.History.action", "cropped"));
  for (guint i = 0; i < assay_inspection_get_n_facts (inspection); i++)
    if (strcmp (assay_inspection_get_fact (inspection, i)->name, "xmp.xmpMM.History.item") == 0)
      g_assert_cmpint (assay_inspection_get_fact (inspection, i)->integer, ==, ++actions);
  g_assert_cmpuint (actions, ==, 3);
}

static void
test_xmp_encodings (void)
{
  static const char text[] = RDF_START "<rdf:Description xmlns:xmp='http://ns.adobe.com/xap/1.0/' "
                                       "xmp:CreatorTool='\xc3\xa9'/>" RDF_END;
  g_autoptr (AssayInspection) inspection = assay_inspection_new ();
  g_autoptr (AssayInspection) latin = NULL;
  gsize size;
  g_autofree char *wide = g_convert (text, -1, "UTF-16BE", "UTF-8", NULL, &size, NULL);

  assay_block_xmp (inspection, (const guint8 *) wide, size, 0);
  g_assert_cmpstr (av_test_text (inspection, "xmp.xmp.CreatorTool"), ==, "\xc3\xa9");
  latin = inspect_xmp (RDF_START "<rdf:Description xmlns:xmp='http://ns.adobe.com/xap/1.0/' "
                                 "xmp:Label='\xe9' xmp:CreatorTool='ok'/>" RDF_END);
  g_assert_cmpstr (av_test_text (latin, "xmp.xmp.CreatorTool"), ==, "ok");
}

static void
test_xmp_hostile (void)
{
  g_autoptr (GString) deep = g_string_new (RDF_START);
  g_autoptr (AssayInspection) bomb
      = inspect_xmp ("<!DOCTYPE a [<!ENTITY b 'xxxxxxxxxx'><!ENTITY c '&b;&b;&b;'>]><a>&c;</a>");
  g_autoptr (AssayInspection) broken = inspect_xmp (RDF_START "<rdf:Description");
  g_autoptr (AssayInspection) nested = NULL;
  g_autoptr (AssayInspection) empty = assay_inspection_new ();

  g_assert_true (av_test_has_problem (bomb, "malformed"));
  g_assert_true (av_test_has_problem (broken, "malformed"));
  /* Not GLib's sentence, which is in the language of the person: a result is the same in all. */
  g_assert_cmpuint (assay_inspection_get_n_problems (broken), ==, 1);
  g_assert_true (
      g_str_has_suffix (assay_inspection_get_problem (broken, 0)->detail, ": malformed XML"));
  for (guint i = 0; i < 5000; i++)
    g_string_append (deep, "<a>");
  nested = inspect_xmp (deep->str);
  g_assert_true (av_test_has_problem (nested, "depth"));
  assay_block_xmp (empty, (const guint8 *) "\0\0  ", 4, 0);
  g_assert_true (av_test_has_problem (empty, "malformed"));
}

static void
test_iptc (void)
{
  static const char data[] = "\x1c\x02\x00\x00\x02\x00\x04\x1c\x02\x50\x00\x03"
                             "Ann"
                             "\x1c\x02\x28\x00\x08"
                             "FBMD0123\x1c\x02\x69\x80\x04\x00\x00\x00\x02hi\x1c\x02\x78\x00\xff"
                             "cut";
  g_autoptr (AssayInspection) inspection = assay_inspection_new ();

  assay_block_iptc (inspection, (const guint8 *) data, sizeof data - 1, 50);
  g_assert_cmpint (av_test_int (inspection, "iptc.RecordVersion"), ==, 4);
  g_assert_cmpstr (av_test_text (inspection, "iptc.By-line"), ==, "Ann");
  g_assert_cmpuint (assay_inspection_find (inspection, "iptc.By-line")->offset, ==, 62);
  g_assert_cmpstr (av_test_text (inspection, "iptc.SpecialInstructions"), ==, "FBMD0123");
  g_assert_cmpstr (av_test_text (inspection, "iptc.Headline"), ==, "hi");
  g_assert_true (av_test_has_problem (inspection, "overrun"));
}

static void
test_photoshop (void)
{
  static const char data[] = "8BIM\x04\x04\x00\x00\x00\x00\x00\x08\x1c\x02\x78\x00\x03"
                             "abc"
                             "8BIM\x04\x06\x03"
                             "abc\x00\x00\x00\x02\x00\x08"
                             "8BIM\x04\x25\x00\x00\x00\x00\xff\xff";
  g_autoptr (AssayInspection) inspection = assay_inspection_new ();

  assay_block_photoshop (inspection, (const guint8 *) data, sizeof data - 1, 0);
  g_assert_cmpstr (av_test_text (inspection, "iptc.Caption-Abstract"), ==, "abc");
  g_assert_cmpint (av_test_int (inspection, "photoshop.quality"), ==, 12);
  g_assert_cmpstr (av_test_text (inspection, "photoshop.resources"), ==, "0404 0406");
  g_assert_true (av_test_has_problem (inspection, "overrun"));
}

static void
test_icc (void)
{
  guint8 data[200] = { 0 };
  g_autoptr (AssayInspection) inspection = assay_inspection_new ();
  g_autoptr (AssayInspection) cut = assay_inspection_new ();

  memcpy (data + 8, "\x02\x40\0\0mntrRGB XYZ ", 16);
  memcpy (data + 24, "\x07\xce\0\2\0\x09\0\6\0\x31\0\0", 12);
  memcpy (data + 36, "acspMSFT", 8);
  memcpy (data + 128,
          "\0\0\0\1desc\0\0\0\x90\0\0\0\x11"
          "desc\0\0\0\0\0\0\0\5sRGB",
          32);
  assay_block_icc (inspection, data, sizeof data, 10);
  g_assert_cmpstr (av_test_text (inspection, "icc.version"), ==, "2.4.0");
  g_assert_cmpstr (av_test_text (inspection, "icc.description"), ==, "sRGB");
  g_assert_cmpstr (av_test_text (inspection, "icc.platform"), ==, "MSFT");
  /* 1998-02-09T06:49:00Z, as the profile that most files carry says. */
  g_assert_cmpint (av_test_int (inspection, "icc.time"), ==, G_GINT64_CONSTANT (887006940000));
  data[139] = 0xff;
  assay_block_icc (cut, data, sizeof data, 10);
  g_assert_true (av_test_has_problem (cut, "out-of-range"));
}

static void
on_value (const char *path, const char *text, gpointer data)
{
  g_string_append_printf (data, "%s=%s;", path, text);
}

static gboolean
walk_cbor (const char *bytes, gsize size, GString *values)
{
  AssayReader reader;

  assay_reader_init (&reader, (const guint8 *) bytes, size, 0);
  return assay_cbor_walk (&reader, on_value, values);
}

static void
test_cbor (void)
{
  g_autoptr (GString) values = g_string_new (NULL);
  g_autoptr (GString) deep = g_string_new (NULL);

  /* {"a": [{"b": "x"}, {_ "b": 24("y")}], "n": 500, h'00': true} and appendix A's indefinite array.
   */
  g_assert_true (walk_cbor ("\xa3\x61"
                            "a\x82\xa1\x61"
                            "b\x61x\xbf\x61"
                            "b\xd8\x18\x61y\xff\x61n\x19\x01\xf4\x41\x00\xf5",
                            26, values));
  g_assert_cmpstr (values->str, ==, "a.b=x;a.b=y;");
  g_assert_true (walk_cbor ("\x9f\x01\x82\x02\x03\x9f\x04\x05\xff\xff", 10, values));
  g_assert_false (walk_cbor ("\x9b\xff\xff\xff\xff\xff\xff\xff\xff", 9, values));
  g_assert_false (walk_cbor ("\x7b\x7f\xff\xff\xff\xff\xff\xff\xff"
                             "a",
                             10, values));
  for (guint i = 0; i < 1000; i++)
    g_string_append_c (deep, '\x81');
  g_assert_false (walk_cbor (deep->str, deep->len, values));
}

static void
test_jumbf (void)
{
  static const char data[] = "\0\0\0\x3cjumb\0\0\0\x1ejumd"
                             "c2pa\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71\3c2pa\0"
                             "\0\0\0\x16"
                             "cbor\xa1\x68"
                             "dc:title\x63"
                             "cat";
  g_autoptr (AssayInspection) inspection = assay_inspection_new ();
  g_autoptr (AssayInspection) overrun = assay_inspection_new ();

  assay_block_jumbf (inspection, (const guint8 *) data, sizeof data - 1, 1000);
  g_assert_true (still_test_true (inspection, "c2pa.present"));
  g_assert_cmpstr (av_test_text (inspection, "c2pa.box"), ==, "c2pa");
  g_assert_cmpstr (av_test_text (inspection, "c2pa.title"), ==, "cat");
  g_assert_cmpstr (assay_inspection_get_element (inspection, 2)->path, ==, "jumb/cbor");
  g_assert_cmpuint (assay_inspection_get_element (inspection, 2)->offset, ==, 1038);
  assay_block_jumbf (overrun, (const guint8 *) data, sizeof data - 5, 1000);
  g_assert_true (av_test_has_problem (overrun, "overrun"));
  /* What the broken box holds is listed all the same. */
  g_assert_true (still_test_true (overrun, "c2pa.present"));
  g_assert_cmpstr (av_test_text (overrun, "c2pa.box"), ==, "c2pa");
  g_assert_cmpstr (assay_inspection_get_element (overrun, 0)->path, ==, "jumb");
  g_assert_cmpstr (assay_inspection_get_element (overrun, 2)->path, ==, "jumb/cbor");
  g_assert_true (av_test_has_problem (overrun, "malformed"));
}

/* Bytes that are no boxes are told, not passed over. */
static void
test_jumbf_broken (void)
{
  static const struct
  {
    const char *data;
    gsize size;
    const char *problem;
  } cases[] = { { "\0\0\0\4jumb", 8, "malformed" },
                { "\0\0\0\1jumb\0\0\0\0", 12, "overrun" },
                { "\0\0\0\x10jumb\0\0\0\x08jumd", 16, "truncated" },
                { "\0\0\0\x0a"
                  "cbor\xa1\x68",
                  10, "malformed" },
                { "\0\0\0\x08"
                  "free\0\0\0",
                  11, "underrun" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AssayInspection) inspection = assay_inspection_new ();

      assay_block_jumbf (inspection, (const guint8 *) cases[i].data, cases[i].size, 0);
      g_assert_true (av_test_has_problem (inspection, cases[i].problem));
    }
}

/* The manifests of the shared set, over one and over two segments. */
static void
test_manifests (void)
{
  g_autoptr (AssayInspection) signed_twice = av_test_inspect_file ("c2pa_adobe-20220124-CA.jpg");
  g_autoptr (AssayInspection) without = av_test_inspect_file ("c2pa_adobe-20220124-I.jpg");

  if (signed_twice == NULL || without == NULL)
    return;
  g_assert_true (still_test_true (signed_twice, "c2pa.present"));
  g_assert_true (av_test_any (signed_twice, "c2pa.generator", "make_test_images"));
  g_assert_true (av_test_any (signed_twice, "c2pa.action", "c2pa.color_adjustments"));
  g_assert_true (av_test_any (signed_twice, "c2pa.box", "c2pa.signature"));
  g_assert_false (still_test_has (without, "c2pa.present"));
}

static void
test_dates (void)
{
  static const struct
  {
    const char *text;
    AssayTimeState state;
    gint64 unix_ms;
  } dates[] = { { "1970:01:01 00:00:00", ASSAY_TIME_OK, 0 },
                { "2000-02-29T23:59:59", ASSAY_TIME_OK, G_GINT64_CONSTANT (951868799000) },
                { "2024/03/01", ASSAY_TIME_OK, G_GINT64_CONSTANT (1709251200000) },
                { "0000:00:00 00:00:00", ASSAY_TIME_UNSET, 0 },
                { "    :  :     :  :  ", ASSAY_TIME_UNSET, 0 },
                { "", ASSAY_TIME_UNSET, 0 },
                { "1900:02:29 00:00:00", ASSAY_TIME_INVALID, 0 },
                { "2020:01:01 25:00:00", ASSAY_TIME_INVALID, 0 },
                { "yesterday", ASSAY_TIME_INVALID, 0 } };
  gint64 unix_ms;
  gboolean zoned;
  int minutes;

  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      unix_ms = 0;
      g_assert_cmpint (assay_time_parse_exif (dates[i].text, &unix_ms), ==, dates[i].state);
      g_assert_cmpint (unix_ms, ==, dates[i].unix_ms);
    }
  g_assert_true (assay_time_parse_zone ("-03:30", &minutes));
  g_assert_cmpint (minutes, ==, -210);
  g_assert_false (assay_time_parse_zone ("+25:00", &minutes));
  g_assert_false (assay_time_parse_zone ("03:30", &minutes));
  g_assert_true (assay_time_parse_iso ("2001-09-09T01:46:40.5Z", &unix_ms, &zoned));
  g_assert_cmpint (unix_ms, ==, G_GINT64_CONSTANT (1000000000500));
  g_assert_true (zoned);
  g_assert_true (assay_time_parse_iso ("2001-09", &unix_ms, &zoned));
  g_assert_false (zoned);
  g_assert_false (assay_time_parse_iso ("01-09-2001", &unix_ms, &zoned));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/media/xmp/forms", test_xmp_forms);
  g_test_add_func ("/media/xmp/encodings", test_xmp_encodings);
  g_test_add_func ("/media/xmp/hostile", test_xmp_hostile);
  g_test_add_func ("/media/iptc", test_iptc);
  g_test_add_func ("/media/photoshop", test_photoshop);
  g_test_add_func ("/media/icc", test_icc);
  g_test_add_func ("/media/cbor", test_cbor);
  g_test_add_func ("/media/jumbf", test_jumbf);
  g_test_add_func ("/media/jumbf/broken", test_jumbf_broken);
  g_test_add_func ("/media/c2pa/manifests", test_manifests);
  g_test_add_func ("/media/time/dates", test_dates);
  return g_test_run ();
}
