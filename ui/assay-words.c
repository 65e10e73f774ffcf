/* assay-words.c: see the header. */
#include "assay-words.h"

#include "config.h"

#include <glib/gi18n.h>

const char *
assay_words_verdict_icon (AssayVerdict verdict)
{
  switch (verdict)
    {
    case ASSAY_VERDICT_CLEAR:
      return "assay-clear-symbolic";
    case ASSAY_VERDICT_ATTENTION:
      return "assay-attention-symbolic";
    case ASSAY_VERDICT_COMPROMISED:
      return "assay-compromised-symbolic";
    case ASSAY_VERDICT_NOT_APPLICABLE:
      break;
    }
  return "assay-unknown-symbolic";
}

const char *
assay_words_verdict_class (AssayVerdict verdict)
{
  switch (verdict)
    {
    case ASSAY_VERDICT_CLEAR:
      return "verdict-clear";
    case ASSAY_VERDICT_ATTENTION:
      return "verdict-attention";
    case ASSAY_VERDICT_COMPROMISED:
      return "verdict-compromised";
    case ASSAY_VERDICT_NOT_APPLICABLE:
      break;
    }
  return "verdict-none";
}

const char *
assay_words_verdict_short (AssayVerdict verdict)
{
  switch (verdict)
    {
    case ASSAY_VERDICT_CLEAR:
      return _ ("No signs found");
    case ASSAY_VERDICT_ATTENTION:
      return _ ("Anomalies");
    case ASSAY_VERDICT_COMPROMISED:
      return _ ("Compromised");
    case ASSAY_VERDICT_NOT_APPLICABLE:
      break;
    }
  return _ ("No conclusion");
}

const char *
assay_words_verdict_meaning (AssayVerdict verdict)
{
  switch (verdict)
    {
    case ASSAY_VERDICT_CLEAR:
      return _ (
          "These checks found no signs that the file was changed. That does not prove that it is "
          "genuine: a careful change can leave no trace.");
    case ASSAY_VERDICT_ATTENTION:
      return _ ("Something in this file does not fit with an untouched original. There can be an "
                "innocent explanation: read the reasons below before you conclude anything.");
    case ASSAY_VERDICT_COMPROMISED:
      return _ ("This file contradicts itself in a way that an untouched original does not. It was "
                "changed or damaged after it was made; the reasons are below.");
    case ASSAY_VERDICT_NOT_APPLICABLE:
      break;
    }
  return _ ("These checks say nothing about this kind of file.");
}

const char *
assay_words_severity_icon (AssaySeverity severity)
{
  switch (severity)
    {
    case ASSAY_SEVERITY_INFO:
      return "assay-info-symbolic";
    case ASSAY_SEVERITY_ATTENTION:
      return "assay-attention-symbolic";
    case ASSAY_SEVERITY_COMPROMISED:
      break;
    }
  return "assay-compromised-symbolic";
}

const char *
assay_words_severity_class (AssaySeverity severity)
{
  switch (severity)
    {
    case ASSAY_SEVERITY_INFO:
      return "verdict-none";
    case ASSAY_SEVERITY_ATTENTION:
      return "verdict-attention";
    case ASSAY_SEVERITY_COMPROMISED:
      break;
    }
  return "verdict-compromised";
}

const char *
assay_words_severity_name (AssaySeverity severity)
{
  switch (severity)
    {
    case ASSAY_SEVERITY_INFO:
      return _ ("Good to know");
    case ASSAY_SEVERITY_ATTENTION:
      return _ ("Needs attention");
    case ASSAY_SEVERITY_COMPROMISED:
      break;
    }
  return _ ("Serious");
}

const char *
assay_words_custody (AssayCustodyState state)
{
  switch (state)
    {
    case ASSAY_CUSTODY_HELD:
      return _ ("Held");
    case ASSAY_CUSTODY_VERIFIED:
      return _ ("Verified");
    case ASSAY_CUSTODY_DIFFERS:
      return _ ("Differs");
    case ASSAY_CUSTODY_ERASED:
      break;
    }
  return _ ("Deleted");
}

static const struct
{
  const char *mime;
  const char *words;
} types[] = {
  { "image/jpeg", N_ ("JPEG picture") },
  { "image/png", N_ ("PNG picture") },
  { "image/gif", N_ ("GIF picture") },
  { "image/webp", N_ ("WebP picture") },
  { "image/tiff", N_ ("TIFF picture") },
  { "image/bmp", N_ ("BMP picture") },
  { "image/heif", N_ ("HEIF picture") },
  { "image/jp2", N_ ("JPEG 2000 picture") },
  { "image/jxl", N_ ("JPEG XL picture") },
  { "image/svg+xml", N_ ("SVG drawing") },
  { "image/vnd.adobe.photoshop", N_ ("Photoshop picture") },
  { "image/x-adobe-dng", N_ ("DNG raw picture") },
  { "image/x-canon-cr2", N_ ("Canon raw picture") },
  { "image/x-canon-cr3", N_ ("Canon raw picture") },
  { "image/x-nikon-nef", N_ ("Nikon raw picture") },
  { "image/x-sony-arw", N_ ("Sony raw picture") },
  { "image/x-fuji-raf", N_ ("Fujifilm raw picture") },
  { "image/x-olympus-orf", N_ ("Olympus raw picture") },
  { "image/x-panasonic-rw2", N_ ("Panasonic raw picture") },
  { "image/avif", N_ ("AVIF picture") },
  { "application/pdf", N_ ("PDF document") },
  { "application/zip", N_ ("ZIP archive") },
  { "video/mp4", N_ ("MP4 video") },
  { "video/quicktime", N_ ("QuickTime video") },
  { "video/3gpp", N_ ("3GP video") },
  { "video/x-matroska", N_ ("Matroska video") },
  { "video/webm", N_ ("WebM video") },
  { "video/vnd.avi", N_ ("AVI video") },
  { "video/x-m4v", N_ ("M4V video") },
  { "video/x-flv", N_ ("Flash video") },
  { "video/x-ms-asf", N_ ("Windows Media") },
  { "video/mpeg", N_ ("MPEG video") },
  { "video/h264", N_ ("H.264 stream") },
  { "video/h265", N_ ("H.265 stream") },
  { "video/mp2t", N_ ("MPEG transport stream") },
  { "audio/vnd.wave", N_ ("WAV sound") },
  { "audio/aiff", N_ ("AIFF sound") },
  { "audio/amr", N_ ("AMR sound") },
  { "audio/aac", N_ ("AAC sound") },
  { "audio/flac", N_ ("FLAC sound") },
  { "application/ogg", N_ ("Ogg file") },
  { "audio/ogg", N_ ("Ogg sound") },
  { "audio/mpeg", N_ ("MP3 sound") },
  { "audio/mp4", N_ ("M4A sound") },
  { "audio/x-w64", N_ ("Wave64 sound") },
  { "audio/x-caf", N_ ("Core Audio sound (CAF)") },
  { "audio/basic", N_ ("Sun sound (AU)") },
  { "audio/x-wavpack", N_ ("WavPack sound") },
  { "audio/x-ape", N_ ("Monkey’s Audio sound") },
  { "audio/x-tta", N_ ("True Audio sound (TTA)") },
  { "audio/x-nist", N_ ("Speech recording (NIST SPHERE)") },
  { "text/csv", N_ ("CSV table") },
  { "text/tab-separated-values", N_ ("TSV table") },
  { "text/plain", N_ ("Plain text") },
  { "text/html", N_ ("Web page") },
  { "application/json", N_ ("JSON document") },
  { "application/xml", N_ ("XML document") },
  { "application/vnd.openxmlformats-officedocument", N_ ("Office document (Open XML)") },
  { "application/vnd.oasis.opendocument", N_ ("OpenDocument file") },
  { "application/epub+zip", N_ ("Electronic book (EPUB)") },
  { "application/vnd.android.package-archive", N_ ("Android package") },
  { "application/vnd.rar", N_ ("RAR archive") },
  { "application/x-7z-compressed", N_ ("7-Zip archive") },
  { "application/gzip", N_ ("Compressed file (gzip)") },
  { "application/vnd.microsoft.portable-executable", N_ ("Windows program") },
  { "application/x-elf", N_ ("Linux program") },
  { "image/vnd.microsoft.icon", N_ ("Icon") },
  { "application/octet-stream", N_ ("Unknown format") },
};

const char *
assay_words_type (const char *mime)
{
  if (!mime)
    return "";
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (types[i].mime, mime))
      return _ (types[i].words);
  return mime;
}

char *
assay_words_show_time (gint64 unix_ms)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (unix_ms / 1000);
  g_autoptr (GDateTime) local = utc ? g_date_time_to_local (utc) : NULL;

  /* Translators: date and time as strftime() has it: "20 Nov 2026, 23:24". */
  return local ? g_date_time_format (local, _ ("%-d %b %Y, %H:%M")) : g_strdup (_ ("unknown time"));
}

char *
assay_words_show_moment (gint64 unix_ms)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (unix_ms / 1000);
  g_autoptr (GDateTime) local = utc ? g_date_time_to_local (utc) : NULL;

  if (!local)
    return g_strdup (_ ("unknown time"));

  gboolean same_day = g_date_time_get_day_of_month (utc) == g_date_time_get_day_of_month (local);
  /* Translators: date, time and zone as strftime() has it: "20 Nov 2026, 23:24:05 CET". */
  g_autofree char *here = g_date_time_format (local, _ ("%-d %b %Y, %H:%M:%S %Z"));
  g_autofree char *there
      = g_date_time_format (utc, same_day ? "%H:%M:%S UTC" : _ ("%-d %b %Y, %H:%M:%S UTC"));

  return g_date_time_get_utc_offset (local) == 0 ? g_steal_pointer (&here)
                                                 : g_strdup_printf ("%s (%s)", here, there);
}

char *
assay_words_show_size (guint64 bytes)
{
  static const char *const units[] = { "kB", "MB", "GB", "TB", "PB" };
  double value = (double) bytes / 1000.0;
  guint unit = 0;

  /* GLib's translations write some of these units otherwise than the reports do. */
  if (bytes < 1000)
    return g_format_size (bytes);
  for (; value >= 999.95 && unit + 1 < G_N_ELEMENTS (units); unit++)
    value /= 1000.0;
  return g_strdup_printf ("%.1f\302\240%s", value, units[unit]);
}

char *
assay_words_size_exact (guint64 bytes)
{
  g_autofree char *rounded = assay_words_show_size (bytes);
  g_autofree char *number = g_strdup_printf ("%'" G_GUINT64_FORMAT, bytes);
  g_autofree char *exact
      = g_strdup_printf (ngettext ("%s byte", "%s bytes", (gulong) bytes), number);

  return bytes < 1000 ? g_steal_pointer (&exact) : g_strdup_printf ("%s (%s)", rounded, exact);
}
