/* assay-format.c: the table of file formats and look-ups in it. Telling them apart is in
 * assay-sniff.c. */
#include "media/assay-format.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The first extension of a row is the one that names the format when several rows share it. */
static const AssayFormat formats[] = {
  { "jpeg", "jpeg", "image/jpeg", N_ ("JPEG picture"), "jpg jpeg jpe jfif jif thm",
    ASSAY_MEDIA_IMAGE },
  { "png", "png", "image/png", N_ ("PNG picture"), "png apng", ASSAY_MEDIA_IMAGE },
  { "gif", "gif", "image/gif", N_ ("GIF picture"), "gif", ASSAY_MEDIA_IMAGE },
  { "webp", "webp", "image/webp", N_ ("WebP picture"), "webp", ASSAY_MEDIA_IMAGE },
  { "tiff", "tiff", "image/tiff", N_ ("TIFF picture"),
    "tif tiff pef srw sr2 3fr iiq erf kdc dcr mef mos rwl k25 ptx", ASSAY_MEDIA_IMAGE },
  { "dng", "tiff", "image/x-adobe-dng", N_ ("Digital negative (DNG)"), "dng", ASSAY_MEDIA_IMAGE },
  { "cr2", "tiff", "image/x-canon-cr2", N_ ("Canon raw picture (CR2)"), "cr2", ASSAY_MEDIA_IMAGE },
  { "nef", "tiff", "image/x-nikon-nef", N_ ("Nikon raw picture (NEF)"), "nef nrw",
    ASSAY_MEDIA_IMAGE },
  { "arw", "tiff", "image/x-sony-arw", N_ ("Sony raw picture (ARW)"), "arw sr2 srf",
    ASSAY_MEDIA_IMAGE },
  { "orf", "tiff", "image/x-olympus-orf", N_ ("Olympus raw picture (ORF)"), "orf",
    ASSAY_MEDIA_IMAGE },
  { "rw2", "tiff", "image/x-panasonic-rw2", N_ ("Panasonic raw picture (RW2)"), "rw2 rwl raw",
    ASSAY_MEDIA_IMAGE },
  { "raf", "other", "image/x-fuji-raf", N_ ("Fujifilm raw picture (RAF)"), "raf",
    ASSAY_MEDIA_IMAGE },
  { "bmp", "bmp", "image/bmp", N_ ("Bitmap picture (BMP)"), "bmp dib rle", ASSAY_MEDIA_IMAGE },
  { "heif", "bmff", "image/heif", N_ ("HEIF picture"), "heic heif hif heics heifs",
    ASSAY_MEDIA_IMAGE },
  { "avif", "bmff", "image/avif", N_ ("AVIF picture"), "avif avifs", ASSAY_MEDIA_IMAGE },
  { "cr3", "bmff", "image/x-canon-cr3", N_ ("Canon raw picture (CR3)"), "cr3", ASSAY_MEDIA_IMAGE },
  { "jxl", "other", "image/jxl", N_ ("JPEG XL picture"), "jxl", ASSAY_MEDIA_IMAGE },
  { "jp2", "other", "image/jp2", N_ ("JPEG 2000 picture"), "jp2 j2k jpx jpf j2c jpc",
    ASSAY_MEDIA_IMAGE },
  { "psd", "other", "image/vnd.adobe.photoshop", N_ ("Photoshop document"), "psd psb",
    ASSAY_MEDIA_IMAGE },
  { "ico", "other", "image/vnd.microsoft.icon", N_ ("Icon"), "ico cur", ASSAY_MEDIA_IMAGE },
  { "svg", "text", "image/svg+xml", N_ ("SVG drawing"), "svg", ASSAY_MEDIA_IMAGE },
  { "pdf", "pdf", "application/pdf", N_ ("PDF document"), "pdf ai", ASSAY_MEDIA_DOCUMENT },
  { "ooxml", "zip", "application/vnd.openxmlformats-officedocument",
    N_ ("Office document (Open XML)"), "docx xlsx pptx docm xlsm pptm dotx xltx potx ppsx",
    ASSAY_MEDIA_DOCUMENT | ASSAY_MEDIA_ARCHIVE },
  { "odf", "zip", "application/vnd.oasis.opendocument", N_ ("OpenDocument file"),
    "odt ods odp odg odf ott ots otp", ASSAY_MEDIA_DOCUMENT | ASSAY_MEDIA_ARCHIVE },
  { "epub", "zip", "application/epub+zip", N_ ("Electronic book (EPUB)"), "epub",
    ASSAY_MEDIA_DOCUMENT | ASSAY_MEDIA_ARCHIVE },
  { "apk", "zip", "application/vnd.android.package-archive", N_ ("Android package"), "apk xapk aab",
    ASSAY_MEDIA_ARCHIVE },
  { "zip", "zip", "application/zip", N_ ("ZIP archive"), "zip jar cbz kmz xpi war ear ipa",
    ASSAY_MEDIA_ARCHIVE },
  { "rar", "other", "application/vnd.rar", N_ ("RAR archive"), "rar cbr", ASSAY_MEDIA_ARCHIVE },
  { "7z", "other", "application/x-7z-compressed", N_ ("7-Zip archive"), "7z cb7",
    ASSAY_MEDIA_ARCHIVE },
  { "gzip", "other", "application/gzip", N_ ("Compressed file (gzip)"), "gz tgz svgz",
    ASSAY_MEDIA_ARCHIVE },
  { "mp4", "bmff", "video/mp4", N_ ("MP4 video"), "mp4 m4v mp4v f4v m4a 3gp 3g2",
    ASSAY_MEDIA_VIDEO },
  { "mov", "bmff", "video/quicktime", N_ ("QuickTime video"), "mov qt", ASSAY_MEDIA_VIDEO },
  { "3gp", "bmff", "video/3gpp", N_ ("Mobile video (3GP)"), "3gp 3gpp 3g2 3gp2 mp4",
    ASSAY_MEDIA_VIDEO },
  { "m4a", "bmff", "audio/mp4", N_ ("MPEG-4 sound"), "m4a m4b m4r m4p mp4", ASSAY_MEDIA_AUDIO },
  { "m4v", "bmff", "video/x-m4v", N_ ("MPEG-4 video (Apple)"), "m4v mp4", ASSAY_MEDIA_VIDEO },
  { "matroska", "matroska", "video/x-matroska", N_ ("Matroska video"), "mkv mka mks mk3d",
    ASSAY_MEDIA_VIDEO },
  { "webm", "matroska", "video/webm", N_ ("WebM video"), "webm mkv weba", ASSAY_MEDIA_VIDEO },
  { "avi", "riff", "video/vnd.avi", N_ ("AVI video"), "avi divx", ASSAY_MEDIA_VIDEO },
  { "wav", "riff", "audio/vnd.wave", N_ ("WAV sound"), "wav wave bwf rf64", ASSAY_MEDIA_AUDIO },
  { "riff", "riff", "application/octet-stream", N_ ("RIFF file"), "riff ani rmi",
    ASSAY_MEDIA_OTHER },
  { "mpegts", "mpegts", "video/mp2t", N_ ("MPEG transport stream"), "ts mts m2ts m2t tod trp",
    ASSAY_MEDIA_VIDEO },
  { "mpegps", "mpegps", "video/mpeg", N_ ("MPEG programme stream"), "mpg mpeg vob mod m2p ps evo",
    ASSAY_MEDIA_VIDEO },
  { "asf", "other", "video/x-ms-asf", N_ ("Windows Media file"), "wmv wma asf",
    ASSAY_MEDIA_VIDEO | ASSAY_MEDIA_AUDIO },
  { "flv", "other", "video/x-flv", N_ ("Flash video"), "flv", ASSAY_MEDIA_VIDEO },
  { "flac", "flac", "audio/flac", N_ ("FLAC sound"), "flac", ASSAY_MEDIA_AUDIO },
  { "ogg", "ogg", "application/ogg", N_ ("Ogg sound or video"), "ogg oga ogv opus spx ogx",
    ASSAY_MEDIA_AUDIO | ASSAY_MEDIA_VIDEO },
  { "oga", "ogg", "audio/ogg", N_ ("Ogg sound"), "ogg oga ogv opus spx ogx", ASSAY_MEDIA_AUDIO },
  { "mp3", "mp3", "audio/mpeg", N_ ("MP3 sound"), "mp3 mpga mp2 mpa", ASSAY_MEDIA_AUDIO },
  { "aac", "aac", "audio/aac", N_ ("AAC sound"), "aac adts", ASSAY_MEDIA_AUDIO },
  { "amr", "other", "audio/amr", N_ ("AMR voice recording"), "amr awb 3ga", ASSAY_MEDIA_AUDIO },
  { "aiff", "other", "audio/aiff", N_ ("AIFF sound"), "aif aiff aifc", ASSAY_MEDIA_AUDIO },
  { "w64", "other", "audio/x-w64", N_ ("Wave64 sound"), "w64", ASSAY_MEDIA_AUDIO },
  { "caf", "other", "audio/x-caf", N_ ("Core Audio sound (CAF)"), "caf", ASSAY_MEDIA_AUDIO },
  { "au", "other", "audio/basic", N_ ("Sun sound (AU)"), "au snd", ASSAY_MEDIA_AUDIO },
  { "wavpack", "other", "audio/x-wavpack", N_ ("WavPack sound"), "wv", ASSAY_MEDIA_AUDIO },
  { "ape", "other", "audio/x-ape", N_ ("Monkey’s Audio sound"), "ape", ASSAY_MEDIA_AUDIO },
  { "tta", "other", "audio/x-tta", N_ ("True Audio sound (TTA)"), "tta", ASSAY_MEDIA_AUDIO },
  { "sphere", "other", "audio/x-nist", N_ ("Speech recording (NIST SPHERE)"), "sph nist",
    ASSAY_MEDIA_AUDIO },
  { "hevc", "annexb", "video/h265", N_ ("HEVC bitstream"), "hevc h265 265 shvc",
    ASSAY_MEDIA_VIDEO | ASSAY_MEDIA_BITSTREAM },
  { "h264", "annexb", "video/h264", N_ ("H.264 bitstream"), "h264 264 avc jsv jvt 26l",
    ASSAY_MEDIA_VIDEO | ASSAY_MEDIA_BITSTREAM },
  { "csv", "csv", "text/csv", N_ ("Table (CSV)"), "csv txt", ASSAY_MEDIA_TABLE },
  { "tsv", "csv", "text/tab-separated-values", N_ ("Table (TSV)"), "tsv tab csv txt",
    ASSAY_MEDIA_TABLE },
  { "json", "text", "application/json", N_ ("JSON document"), "json jsonl geojson har",
    ASSAY_MEDIA_DOCUMENT },
  { "xml", "text", "application/xml", N_ ("XML document"), "xml xmp gpx kml plist xsd xsl rss svg",
    ASSAY_MEDIA_DOCUMENT },
  { "html", "text", "text/html", N_ ("Web page"), "html htm xhtml", ASSAY_MEDIA_DOCUMENT },
  { "text", "text", "text/plain", N_ ("Plain text"),
    "txt text log md ini cfg conf srt vtt csv tsv asc eml vcf ics",
    ASSAY_MEDIA_DOCUMENT | ASSAY_MEDIA_TABLE },
  { "pe", "other", "application/vnd.microsoft.portable-executable", N_ ("Windows program"),
    "exe dll sys scr com ocx", ASSAY_MEDIA_OTHER },
  { "elf", "other", "application/x-elf", N_ ("Linux program"), "elf so o", ASSAY_MEDIA_OTHER },
  { "unknown", "other", "application/octet-stream", N_ ("Unknown file"), "", ASSAY_MEDIA_OTHER },
};

const AssayFormat *
assay_format_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (strcmp (formats[i].id, id) == 0)
      return &formats[i];
  return NULL;
}

/* Where @extension stands in the list of @format: 0 not at all, 1 first, 2 further on. */
static guint
extension_rank (const AssayFormat *format, const char *extension)
{
  gsize length = strlen (extension);
  guint rank = 1;

  if (length == 0)
    return 0;
  for (const char *at = format->extensions; *at != '\0'; rank = 2)
    {
      gsize word = strcspn (at, " ");

      if (word == length && g_ascii_strncasecmp (at, extension, length) == 0)
        return rank;
      at += word;
      at += strspn (at, " ");
    }
  return 0;
}

gboolean
assay_format_has_extension (const AssayFormat *format, const char *extension)
{
  return extension_rank (format, extension) != 0;
}

const AssayFormat *
assay_format_for_name (const char *name)
{
  const char *dot = strrchr (name, '.');
  const AssayFormat *second = NULL;

  if (dot == NULL)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      guint rank = extension_rank (&formats[i], dot + 1);

      if (rank == 1)
        return &formats[i];
      if (rank == 2 && second == NULL)
        second = &formats[i];
    }
  return second;
}
