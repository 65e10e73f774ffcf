/* assay-report-complete.c: what libharu cannot write, in one incremental update: metadata, output
 * intent, attachments, correct character maps, and the signature over all of it (ISO 32000-1, 12.8;
 * EN 319 142-1). */
#include "config.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assay-base.h"
#include "report/assay-pdf-update-private.h"
#include "report/assay-report-private.h"

/* Bytes kept for the signature: 2 kB of CMS now, and room for a time-stamp token later without
 * moving anything. */
#define SIGNATURE_SPACE 12288u
/* Digits of each number in ByteRange; padded so that the numbers can be filled in afterwards. */
#define RANGE_WIDTH 10

/* Codes are UTF-16 units, so the map is the identity in blocks of one high byte, and private codes
 * say what they stand for. */
static char *
make_character_map (const AssayPrivateCodes *codes)
{
  GString *map
      = g_string_new ("/CIDInit /ProcSet findresource begin\n"
                      "12 dict begin\nbegincmap\n"
                      "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
                      "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                      "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
  guint blocks[256];
  guint n = 0;
  for (guint high = 0; high < 256; high++)
    if (high < 0xD8 || high > 0xF8)
      blocks[n++] = high;
  for (guint i = 0; i < n; i += 100)
    {
      const guint count = MIN (100, n - i);
      g_string_append_printf (map, "%u beginbfrange\n", count);
      for (guint k = i; k < i + count; k++)
        g_string_append_printf (map, "<%02X00> <%02XFF> <%02X00>\n", blocks[k], blocks[k],
                                blocks[k]);
      g_string_append (map, "endbfrange\n");
    }
  for (guint i = 0; i < codes->characters->len; i += 100)
    {
      const guint count = MIN (100, codes->characters->len - i);
      g_string_append_printf (map, "%u beginbfchar\n", count);
      for (guint k = i; k < i + count; k++)
        {
          const gunichar c = g_array_index (codes->characters, gunichar, k);
          g_string_append_printf (map, "<%04X> ", 0xE000 + k);
          if (c > 0xFFFF)
            g_string_append_printf (map, "<%04X%04X>\n", 0xD800 + ((c - 0x10000) >> 10),
                                    0xDC00 + ((c - 0x10000) & 0x3FF));
          else
            g_string_append_printf (map, "<%04X>\n", c);
        }
      g_string_append (map, "endbfchar\n");
    }
  g_string_append (map, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
  return g_string_free (map, FALSE);
}

/* libharu's maps use CMap operators that do not belong into ToUnicode: each is replaced under its
 * own number. */
static void
replace_character_maps (AssayReport *self, AssayPdfUpdate *update)
{
  g_autofree char *map = make_character_map (self->codes);
  for (guint i = 1; i < assay_pdf_update_get_n_base (update); i++)
    {
      g_autofree char *text = assay_pdf_update_get_base (update, i);
      const char *key
          = text != NULL && strstr (text, "/Type0") != NULL ? strstr (text, "/ToUnicode ") : NULL;
      if (key == NULL)
        continue;
      const guint number = (guint) g_ascii_strtoull (key + strlen ("/ToUnicode "), NULL, 10);
      assay_pdf_update_stream (update, number, "", map, strlen (map), TRUE);
    }
}

static guint
add_metadata (AssayReport *self, AssayPdfUpdate *update)
{
  const AssayReportData *data = self->data;
  g_autofree char *date = assay_time_text (data->date);
  g_autofree char *title = g_markup_escape_text (
      data->quick ? _ ("Quick check of a digital file") : _ ("Report on digital evidence"), -1);
  g_autofree char *language = g_markup_escape_text (data->language, -1);
  g_autofree char *xmp = g_strdup_printf (
      "<?xpacket begin=\"\357\273\277\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
      "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
      "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
      "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n"
      "<dc:format>application/pdf</dc:format>\n"
      "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">%s %s</rdf:li></rdf:Alt></dc:title>\n"
      "<dc:identifier>%s</dc:identifier>\n"
      "<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>\n"
      "<xmp:CreateDate>%s</xmp:CreateDate>\n<xmp:ModifyDate>%s</xmp:ModifyDate>\n"
      "<xmp:CreatorTool>Assay %s</xmp:CreatorTool>\n"
      "</rdf:Description>\n</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>",
      title, data->id, data->id, language, date, date, data->version);
  const guint number = assay_pdf_update_reserve (update);
  assay_pdf_update_stream (update, number, "/Type /Metadata\n/Subtype /XML", xmp, strlen (xmp),
                           FALSE);
  return number;
}

static guint
add_profile (AssayPdfUpdate *update)
{
  g_autoptr (GBytes) profile = assay_report_srgb_profile ();
  gsize size;
  const void *data = g_bytes_get_data (profile, &size);
  const guint number = assay_pdf_update_reserve (update);
  assay_pdf_update_stream (update, number, "/N 3", data, size, TRUE);
  return number;
}

/* "application/json" as a PDF name. */
static char *
mime_name (const char *mime)
{
  g_auto (GStrv) parts = g_strsplit (mime, "/", 2);
  return g_strdup_printf ("/%s#2F%s", parts[0],
                          parts[0] != NULL && parts[1] != NULL ? parts[1] : "");
}

static guint
add_attachment (AssayReport *self, AssayPdfUpdate *update, const AssayAttachment *attachment)
{
  gsize size;
  const void *data = g_bytes_get_data (attachment->bytes, &size);
  g_autofree char *mime = mime_name (attachment->mime);
  g_autofree char *date = assay_pdf_date_string (self->data->date);
  /* /CheckSum is MD5 by definition of the format; it proves nothing and annex G has the real hash.
   */
  g_autofree char *md5 = g_compute_checksum_for_data (G_CHECKSUM_MD5, data, size);
  g_autofree char *entries = g_strdup_printf (
      "/Type /EmbeddedFile\n/Subtype %s\n/Params << /Size %zu /ModDate (%s) /CheckSum <%s> >>",
      mime, size, date, md5);
  const guint stream = assay_pdf_update_reserve (update);
  assay_pdf_update_stream (update, stream, entries, data, size, TRUE);

  g_autofree char *title = assay_pdf_text_string (assay_text_translate (attachment->title));
  g_autofree char *text = g_strdup_printf (
      "<<\n/Type /Filespec\n/F (%s)\n/UF (%s)\n/Desc %s\n"
      "/AFRelationship /%s\n/EF << /F %u 0 R /UF %u 0 R >>\n>>",
      attachment->name, attachment->name, title, attachment->relationship, stream, stream);
  const guint number = assay_pdf_update_reserve (update);
  assay_pdf_update_object (update, number, text);
  return number;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const AssayAttachment *left = *(AssayAttachment *const *) a;
  const AssayAttachment *right = *(AssayAttachment *const *) b;
  return strcmp (left->name, right->name);
}

/* The catalog's entries for the attachments, in the byte order of their names as a name tree needs.
 */
static char *
add_attachments (AssayReport *self, AssayPdfUpdate *update)
{
  if (self->attached->len == 0)
    return g_strdup ("");
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  g_ptr_array_extend (order, self->attached, NULL, NULL);
  g_ptr_array_sort (order, compare_names);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) files = g_string_new (NULL);
  for (guint i = 0; i < order->len; i++)
    {
      const AssayAttachment *attachment = order->pdata[i];
      const guint number = add_attachment (self, update, attachment);
      g_string_append_printf (names, " (%s) %u 0 R", attachment->name, number);
      g_string_append_printf (files, " %u 0 R", number);
    }
  return g_strdup_printf ("/Names << /EmbeddedFiles << /Names [%s ] >> >>\n/AF [%s ]\n", names->str,
                          files->str);
}

/* The dictionary @text of an object with @entries put before its end. */
static char *
extend (const char *text, const char *entries)
{
  const char *end = g_strrstr (text, ">>");
  if (end == NULL)
    return g_strdup (text);
  return g_strdup_printf ("%.*s%s\n>>", (int) (end - text), text, entries);
}

/* Puts the signature's widget on the first page, beside the links that may be there. */
static void
add_widget (AssayPdfUpdate *update, guint page, guint widget)
{
  g_autofree char *text = assay_pdf_update_get_base (update, page);
  if (text == NULL)
    return;
  const char *annotations = strstr (text, "/Annots [");
  g_autofree char *extended = NULL;
  if (annotations != NULL)
    {
      const gsize at = (gsize) (annotations - text) + strlen ("/Annots [");
      extended = g_strdup_printf ("%.*s %u 0 R%s", (int) at, text, widget, text + at);
    }
  else
    {
      g_autofree char *entry = g_strdup_printf ("/Annots [ %u 0 R ]", widget);
      extended = extend (text, entry);
    }
  assay_pdf_update_object (update, page, extended);
}

static guint
add_signature_field (AssayReport *self, AssayPdfUpdate *update, AssayReportKey *key)
{
  const guint page = assay_pdf_update_find_page (update);
  const guint signature = assay_pdf_update_reserve (update);
  const guint widget = assay_pdf_update_reserve (update);
  g_autofree char *date = assay_pdf_date_string (self->data->date);
  g_autofree char *name = assay_pdf_text_string (assay_report_key_get_subject (key));
  g_autofree char *space = g_strnfill (SIGNATURE_SPACE * 2, '0');
  g_autofree char *range = g_strnfill (4 * (RANGE_WIDTH + 1), ' ');
  g_autofree char *text = g_strdup_printf ("<<\n/Type /Sig\n/Filter /Adobe.PPKLite\n"
                                           "/SubFilter /ETSI.CAdES.detached\n/Name %s\n/M (%s)\n"
                                           "/ByteRange [%s]\n/Contents <%s>\n>>",
                                           name, date, range, space);
  assay_pdf_update_object (update, signature, text);
  g_autofree char *field = g_strdup_printf (
      "<<\n/Type /Annot\n/Subtype /Widget\n/FT /Sig\n/T (Signature1)\n/V %u 0 R\n"
      "/F 132\n/Rect [ 0 0 0 0 ]\n/P %u 0 R\n>>",
      signature, page);
  assay_pdf_update_object (update, widget, field);
  add_widget (update, page, widget);
  return widget;
}

static void
write_catalog (AssayReport *self, AssayPdfUpdate *update, guint root, AssayReportKey *key)
{
  const guint metadata = add_metadata (self, update);
  const guint profile = add_profile (update);
  g_autofree char *attachments = add_attachments (self, update);
  g_autofree char *form = g_strdup ("");
  if (key != NULL)
    {
      const guint widget = add_signature_field (self, update, key);
      g_free (form);
      form = g_strdup_printf ("/AcroForm << /Fields [ %u 0 R ] /SigFlags 3 >>\n", widget);
    }
  g_autofree char *language = assay_pdf_text_string (self->data->language);
  g_autofree char *entries = g_strdup_printf (
      "/Version /1.7\n/Lang %s\n/Metadata %u 0 R\n/MarkInfo << /Marked false >>\n"
      "/ViewerPreferences << /DisplayDocTitle true >>\n"
      "/OutputIntents [ << /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) "
      "/Info (sRGB IEC61966-2.1) /DestOutputProfile %u 0 R >> ]\n%s%s",
      language, metadata, profile, attachments, form);
  g_autofree char *text = assay_pdf_update_get_base (update, root);
  g_autofree char *catalog = extend (text != NULL ? text : "<< >>", g_strchomp (entries));
  assay_pdf_update_object (update, root, catalog);
}

/* Fills ByteRange, hashes everything but Contents, and puts the signature into it. */
static gboolean
sign (GByteArray *file, gsize base_size, AssayReportKey *key, GError **error)
{
  char *data = (char *) file->data;
  char *appended = data + base_size;
  char *end = data + file->len;
  char *range = memmem (appended, file->len - base_size, "/ByteRange [", strlen ("/ByteRange ["));
  char *contents
      = range != NULL ? memmem (range, (gsize) (end - range), "/Contents <", strlen ("/Contents <"))
                      : NULL;
  if (contents == NULL)
    {
      g_set_error_literal (error, ASSAY_REPORT_ERROR, ASSAY_REPORT_ERROR_PDF,
                           _ ("The signature has no place."));
      return FALSE;
    }
  const gsize before = (gsize) (contents - data) + strlen ("/Contents ");
  const gsize after = before + SIGNATURE_SPACE * 2 + 2;
  g_autofree char *numbers
      = g_strdup_printf ("%*d %*zu %*zu %*zu ", RANGE_WIDTH, 0, RANGE_WIDTH, before, RANGE_WIDTH,
                         after, RANGE_WIDTH, (gsize) file->len - after);
  memcpy (range + strlen ("/ByteRange ["), numbers, 4 * (RANGE_WIDTH + 1));

  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (sum, file->data, (gssize) before);
  g_checksum_update (sum, file->data + after, (gssize) (file->len - after));
  guint8 digest[32];
  gsize size = sizeof digest;
  g_checksum_get_digest (sum, digest, &size);
  g_autoptr (GByteArray) signature = assay_report_key_sign (key, digest, error);
  if (signature == NULL)
    return FALSE;
  if (signature->len > SIGNATURE_SPACE)
    {
      g_set_error_literal (error, ASSAY_REPORT_ERROR, ASSAY_REPORT_ERROR_PDF,
                           _ ("The certificate is too large."));
      return FALSE;
    }
  g_autofree char *hex = assay_text_hex (signature->data, signature->len);
  memcpy (data + before + 1, hex, strlen (hex));
  return TRUE;
}

/* @base with metadata, attachments, corrected character maps and, with @key, the signature. */
static GByteArray *
complete_pdf (AssayReport *self, GBytes *base, AssayReportKey *key, GError **error)
{
  /* libharu numbers the catalog first. */
  const guint root = 1;
  g_autoptr (AssayPdfUpdate) update = assay_pdf_update_new (base, error);
  if (update == NULL)
    return NULL;
  replace_character_maps (self, update);
  write_catalog (self, update, root, key);
  g_autoptr (GByteArray) file = assay_pdf_update_end (update, root);
  if (key != NULL && !sign (file, g_bytes_get_size (base), key, error))
    return NULL;
  return g_steal_pointer (&file);
}

/* SHA-256 of a file of any size; NULL when it cannot be read. */
static char *
hash_file (const char *path)
{
  const int file = open (path, O_RDONLY | O_CLOEXEC);
  g_autoptr (AssaySource) source = file < 0 ? NULL : assay_source_new_fd (file, NULL);
  if (file >= 0)
    (void) close (file);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  return source != NULL && assay_source_update_checksum (source, sum, NULL, NULL, NULL)
             ? g_strdup (g_checksum_get_string (sum))
             : NULL;
}

/* Whether the file holds the bytes of an exhibit: it may be the only copy there is. */
static gboolean
is_exhibit (const AssayReport *self, const char *path, guint64 size)
{
  const GPtrArray *exhibits = self->data->exhibits;
  g_autofree char *sha256 = NULL;
  for (guint i = 0; i < exhibits->len; i++)
    {
      const AssayReportExhibit *exhibit = exhibits->pdata[i];
      if (exhibit->size != size)
        continue;
      if (sha256 == NULL)
        sha256 = hash_file (path);
      if (g_strcmp0 (sha256, exhibit->sha256) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Renaming a file into place would take away a device, a pipe or somebody's link, a case's file or
 * the evidence itself. */
static gboolean
check_place (const AssayReport *self, const char *path, GError **error)
{
  struct stat info;
  if (lstat (path, &info) != 0)
    return TRUE;
  if (!S_ISREG (info.st_mode))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                 _ ("“%s” is there already and is no plain file."), path);
  else if (is_exhibit (self, path, (guint64) info.st_size))
    g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID,
                 _ ("“%s” is a file that the report is about, so nothing is written over it."),
                 path);
  else
    return assay_guard_check (NULL, path, error);
  return FALSE;
}

gboolean
assay_report_write_pdf (
    AssayReport *self, const char *path, AssayReportKey *key, char **sha256, GError **error)
{
  g_autoptr (GBytes) base
      = check_place (self, path, error) ? assay_report_paint_pdf (self, error) : NULL;
  if (base == NULL)
    return FALSE;
  g_autoptr (GByteArray) file = complete_pdf (self, base, key, error);
  if (file == NULL)
    return FALSE;
  if (!g_file_set_contents_full (path, (const char *) file->data, (gssize) file->len,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644,
                                 error))
    {
      g_prefix_error (error, "%s ", _ ("The report could not be written:"));
      return FALSE;
    }
  if (sha256 != NULL)
    *sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, file->data, file->len);
  return TRUE;
}
