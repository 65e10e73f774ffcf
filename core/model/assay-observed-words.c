/* assay-observed-words.c: what people read in place of the name of an observation. Fields of a file
 * are followed by the name that the file's format gives them, because other tools show that. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "model/assay-catalogue.h"

/* @name has '#' for the number of a track, stream or part; sorted by strcmp(). */
typedef struct
{
  const char *name;
  const char *words;
  const char *field; /* NULL for what Assay computed */
} Title;

static const Title titles[] = {
  { "aac.lost_bytes", N_ ("Bytes between the sound frames that belong to none"), NULL },
  { "adobe.present", N_ ("Adobe segment present"), "APP14" },
  { "adobe.transform", N_ ("Colour transform stated by Adobe"), "APP14" },
  { "adobe.version", N_ ("Version stated by Adobe"), "APP14" },
  { "below_full_scale", N_ ("Clipped below full scale"), NULL },
  { "beyond", N_ ("Level beyond the edge"), NULL },
  { "bits", N_ ("Bits really used"), NULL },
  { "bmff.c2pa", N_ ("Content Credentials box present"), NULL },
  { "bmff.faststart", N_ ("Index before the recording"), NULL },
  { "bmff.fragments", N_ ("Fragments of the recording"), "moof" },
  { "bmff.ftyp.brands", N_ ("Compatible file types stated"), "ftyp" },
  { "bmff.ftyp.major", N_ ("File type stated"), "ftyp" },
  { "bmff.meta.com.android.model", N_ ("Model of the device"), "com.android.model" },
  { "bmff.meta.com.android.version", N_ ("Version of Android"), "com.android.version" },
  { "bmff.meta.com.apple.quicktime.make", N_ ("Maker of the device"), "com.apple.quicktime.make" },
  { "bmff.meta.com.apple.quicktime.model", N_ ("Model of the device"),
    "com.apple.quicktime.model" },
  { "bmff.mvhd.creation", N_ ("Creation time of the recording"), "mvhd" },
  { "bmff.mvhd.creation_raw", N_ ("Creation time as the stored number"), "mvhd" },
  { "bmff.mvhd.modification", N_ ("Modification time of the recording"), "mvhd" },
  { "bmff.top", N_ ("Order of the parts of the file"), NULL },
  { "bmff.track#.codec.count", N_ ("Number of codec descriptions"), "stsd" },
  { "bmff.track#.codec_detail", N_ ("Codec"), "stsd" },
  { "bmff.track#.creation", N_ ("Creation time"), "tkhd" },
  { "bmff.track#.edit.nonempty", N_ ("Edits that show a part of the recording"), "elst" },
  { "bmff.track#.edit.start_s", N_ ("Hidden beginning"), "elst" },
  { "bmff.track#.edits", N_ ("Edit list (length:start:rate)"), "elst" },
  { "bmff.track#.gop.irregular", N_ ("Key frames at uneven distances"), "stss" },
  { "bmff.track#.gop.max", N_ ("Longest distance between key frames"), "stss" },
  { "bmff.track#.gop.median", N_ ("Usual distance between key frames"), "stss" },
  { "bmff.track#.handler", N_ ("Kind of track"), "hdlr" },
  { "bmff.track#.handler_name", N_ ("Name of the handler"), "hdlr" },
  { "bmff.track#.media.creation", N_ ("Creation time of the contents"), "mdhd" },
  { "bmff.track#.sample.duration_s", N_ ("Length by its samples"), "stts" },
  { "bmff.track#.stts.gap_length_s", N_ ("Length of the longest gap"), "stts" },
  { "bmff.track#.stts.gap_s", N_ ("Where the longest gap is"), "stts" },
  { "bmff.track#.stts.gaps", N_ ("Gaps in time"), "stts" },
  { "bmff.track#.stts.median", N_ ("Usual time between samples, in ticks"), "stts" },
  { "bmff.track#.stts.runs", N_ ("Runs of equal sample times"), "stts" },
  { "c2pa.action", N_ ("Action stated in the Content Credentials"), "c2pa.actions" },
  { "c2pa.generator", N_ ("Program that wrote the Content Credentials"), "claim_generator" },
  { "c2pa.label", N_ ("Label of the Content Credentials"), NULL },
  { "c2pa.manifests", N_ ("Manifests of Content Credentials"), NULL },
  { "c2pa.present", N_ ("Content Credentials present"), NULL },
  { "c2pa.source_type", N_ ("Source stated in the Content Credentials"), "digitalSourceType" },
  { "c2pa.title", N_ ("Title in the Content Credentials"), NULL },
  { "certificate_sha256", N_ ("SHA-256 of the certificate"), NULL },
  { "checkpoint_size", N_ ("Ledger entries under the checkpoint"), NULL },
  { "clearness", N_ ("Mains hum above its surroundings"), NULL },
  { "codec", N_ ("Codec of the file"), NULL },
  { "correlation", N_ ("Correlation"), NULL },
  { "depth", N_ ("Depth of the holes in the spectrum"), NULL },
  { "derived.clock.modified", N_ ("Time of modification"), NULL },
  { "derived.clock.original", N_ ("Time of taking"), NULL },
  { "derived.exif.size_differs", N_ ("Stated size differs from the picture"), NULL },
  { "derived.exif.size_doubled", N_ ("Stated size is twice that of the picture"), NULL },
  { "derived.file.sector_aligned", N_ ("Ends at the border of a disk sector"), NULL },
  { "derived.gps.distance_s", N_ ("Difference between camera and satellite time"), NULL },
  { "derived.gps.zone_remainder_s", N_ ("What no time zone explains between camera and satellites"),
    NULL },
  { "derived.image.aspect", N_ ("Width of the picture for each height"), NULL },
  { "derived.image.longest_side", N_ ("Longest side of the picture"), NULL },
  { "derived.media.created_shift_s", N_ ("Distance between two creation times"), NULL },
  { "derived.media.length_difference_part", N_ ("Difference of the lengths, as part of the longer"),
    NULL },
  { "derived.media.length_difference_s", N_ ("Difference between the lengths of the tracks"),
    NULL },
  { "derived.thumbnail.aspect", N_ ("Width of the preview for each height"), NULL },
  { "derived.thumbnail.aspect_difference", N_ ("Difference of the two shapes"), NULL },
  { "derived.thumbnail.correlation", N_ ("Likeness of preview and picture (1 is the same)"), NULL },
  { "derived.thumbnail.deviation", N_ ("Contrast of the preview"), NULL },
  { "derived.thumbnail.inner_correlation", N_ ("Likeness without the edges (1 is the same)"),
    NULL },
  { "derived.thumbnail.residual_max", N_ ("Largest difference in one place"), NULL },
  { "derived.thumbnail.residual_median", N_ ("Usual difference"), NULL },
  { "derived.thumbnail.residual_ratio", N_ ("Largest difference as multiple of the usual one"),
    NULL },
  { "derived.thumbnail.residual_x", N_ ("Where the largest difference is, across"), NULL },
  { "derived.thumbnail.residual_y", N_ ("Where the largest difference is, down"), NULL },
  { "derived.video.irregular_rate", N_ ("Uneven frame times"), NULL },
  { "digest", N_ ("Hash algorithm of the signature"), NULL },
  { "distance", N_ ("Distance from the reference recordings"), NULL },
  { "distance_among_references", N_ ("Distance of the reference recordings from each other"),
    NULL },
  { "drop", N_ ("Fall at the edge"), NULL },
  { "earlier_rate", N_ ("Earlier sampling rate"), NULL },
  { "edge", N_ ("Where the spectrum ends"), NULL },
  { "edge_over_references", N_ ("Where the spectrum ends, against the references"), NULL },
  { "empty", N_ ("Sample values that never occur"), NULL },
  { "entry", N_ ("Ledger entry"), NULL },
  { "exif.duplicates", N_ ("EXIF fields that occur twice"), NULL },
  { "exif.exif.datetimedigitized", N_ ("Digitised on"), "EXIF DateTimeDigitized" },
  { "exif.exif.datetimeoriginal", N_ ("Taken on"), "EXIF DateTimeOriginal" },
  { "exif.exif.offsettimeoriginal", N_ ("Time zone of taking"), "EXIF OffsetTimeOriginal" },
  { "exif.exif.pixelxdimension", N_ ("Width stated by the camera"), "EXIF PixelXDimension" },
  { "exif.exif.pixelydimension", N_ ("Height stated by the camera"), "EXIF PixelYDimension" },
  { "exif.exif.usercomment", N_ ("Comment of the user"), "EXIF UserComment" },
  { "exif.gps.gpsdatestamp", N_ ("Date of the satellites"), "EXIF GPSDateStamp" },
  { "exif.gps.gpslatitude", N_ ("Latitude"), "EXIF GPSLatitude" },
  { "exif.gps.gpstimestamp", N_ ("Time of the satellites"), "EXIF GPSTimeStamp" },
  { "exif.gps.gpsversionid", N_ ("Version of the position fields"), "EXIF GPSVersionID" },
  { "exif.ifd0.artist", N_ ("Author"), "EXIF Artist" },
  { "exif.ifd0.copyright", N_ ("Copyright notice"), "EXIF Copyright" },
  { "exif.ifd0.datetime", N_ ("Last changed on"), "EXIF DateTime" },
  { "exif.ifd0.imagedescription", N_ ("Description of the picture"), "EXIF ImageDescription" },
  { "exif.ifd0.make", N_ ("Maker of the device"), "EXIF Make" },
  { "exif.ifd0.model", N_ ("Model of the device"), "EXIF Model" },
  { "exif.ifd0.processingsoftware", N_ ("Program that processed the picture"),
    "EXIF ProcessingSoftware" },
  { "exif.ifd0.software", N_ ("Software"), "EXIF Software" },
  { "exif.ifds", N_ ("Directories of the EXIF data"), NULL },
  { "exif.makernote.offset", N_ ("Where the maker's own data stand"), "MakerNote" },
  { "exif.makernote.present", N_ ("Maker's own data present"), "MakerNote" },
  { "exif.makernote.relocated", N_ ("Maker's own data were moved"), "MakerNote" },
  { "exif.makernote.vendor", N_ ("Whose format the maker's own data have"), "MakerNote" },
  { "exif.out_of_range", N_ ("EXIF fields that point outside the data"), NULL },
  { "exif.overlaps", N_ ("EXIF fields that overlap"), NULL },
  { "exif.present", N_ ("EXIF data present"), NULL },
  { "exif.tag_count", N_ ("Number of EXIF fields"), NULL },
  { "exif.thumbnail.bytes", N_ ("Size of the preview"), NULL },
  { "exif.thumbnail.offset", N_ ("Where the preview stands"), NULL },
  { "exif.time.digitized", N_ ("Digitised on"), "EXIF DateTimeDigitized" },
  { "exif.time.modified", N_ ("Last changed on"), "EXIF DateTime" },
  { "exif.time.original", N_ ("Taken on"), "EXIF DateTimeOriginal" },
  { "exif.unsorted", N_ ("EXIF fields out of order"), NULL },
  { "falls", N_ ("Decays measured"), NULL },
  { "farther_than_references", N_ ("Farther away than the references are from each other"), NULL },
  { "file.embedded", N_ ("Other files inside"), NULL },
  { "file.extension", N_ ("Ending of the name"), NULL },
  { "file.extension.format", N_ ("Format that the ending promises"), NULL },
  { "file.extension.matches", N_ ("Ending of the name fits the content"), NULL },
  { "file.name", N_ ("Name of the file"), NULL },
  { "file.size", N_ ("Size of the file"), NULL },
  { "file.trailing.bytes", N_ ("Bytes behind the end"), NULL },
  { "file.trailing.declared", N_ ("Bytes behind the end that the file declares"), NULL },
  { "file.trailing.entropy", N_ ("Disorder of the bytes behind the end"), NULL },
  { "file.trailing.first", N_ ("First bytes behind the end"), NULL },
  { "file.trailing.kind", N_ ("What stands behind the end"), NULL },
  { "file.trailing.offset", N_ ("Where the picture or recording ends"), NULL },
  { "file.trailing.part#.bytes", N_ ("Size"), NULL },
  { "file.trailing.part#.kind", N_ ("Kind"), NULL },
  { "file.trailing.part#.offset", N_ ("Where it stands"), NULL },
  { "file.trailing.slack", N_ ("Bytes behind the end that fill a disk block"), NULL },
  { "floor_at_ends", N_ ("Noise floor at the ends"), NULL },
  { "floor_inside", N_ ("Noise floor inside"), NULL },
  { "floor_over_references", N_ ("Noise floor, against the references"), NULL },
  { "format.id", N_ ("Format by its content"), NULL },
  { "frequency", N_ ("Frequency of the mains hum"), NULL },
  { "gif.comment", N_ ("Comment"), "GIF comment" },
  { "gps.date", N_ ("Date of the satellites"), NULL },
  { "gps.latitude", N_ ("Latitude"), NULL },
  { "gps.longitude", N_ ("Longitude"), NULL },
  { "gps.time", N_ ("Time of the satellites"), NULL },
  { "grid_position", N_ ("Position of the coding frames"), NULL },
  { "half_rate", N_ ("Half of the sampling rate"), NULL },
  { "head", N_ ("Silence at the beginning"), NULL },
  { "high", N_ ("Longest plausible value"), NULL },
  { "highest", N_ ("Highest level"), NULL },
  { "id3.tsse", N_ ("Encoder and settings"), "ID3 TSSE" },
  { "image.height", N_ ("Height of the picture"), NULL },
  { "image.width", N_ ("Width of the picture"), NULL },
  { "iptc.digitalsourcetype", N_ ("Source stated"), "IPTC Digital Source Type" },
  { "iptc.present", N_ ("IPTC data present"), NULL },
  { "iptc.specialinstructions", N_ ("Special instructions"), "IPTC" },
  { "jfif.present", N_ ("JFIF segment present"), "APP0" },
  { "jfif.version", N_ ("Version of JFIF"), "APP0" },
  { "jpeg.apps", N_ ("Application segments"), "APPn" },
  { "jpeg.comment", N_ ("Comment"), "COM" },
  { "jpeg.dht.count", N_ ("Huffman tables"), "DHT" },
  { "jpeg.dht.redefined", N_ ("Huffman tables defined again"), "DHT" },
  { "jpeg.dht.standard", N_ ("Huffman tables are the standard's examples"), "DHT" },
  { "jpeg.dqt.key", N_ ("Fingerprint of the quantisation tables"), "DQT" },
  { "jpeg.dqt.redefined", N_ ("Quantisation tables defined again"), "DQT" },
  { "jpeg.dqt.standard", N_ ("Quantisation tables are the standard's"), "DQT" },
  { "jpeg.frames", N_ ("Frames"), "SOF" },
  { "jpeg.process", N_ ("Coding process"), "SOF" },
  { "jpeg.progressive", N_ ("Progressive coding"), "SOF" },
  { "jpeg.quality", N_ ("Quality of the quantisation tables"), "DQT" },
  { "jpeg.quality.estimate", N_ ("Estimated quality"), "DQT" },
  { "jpeg.restart.disorder", N_ ("Restart markers out of order"), "RSTn" },
  { "jpeg.scans", N_ ("Scans"), "SOS" },
  { "jpeg.segments", N_ ("Segments"), NULL },
  { "levels", N_ ("Sample values between the lowest and the highest"), NULL },
  { "llr", N_ ("Log-likelihood ratio, genuine against replayed"), NULL },
  { "longest", N_ ("Longest run"), NULL },
  { "louder_floor", N_ ("Where the noise floor is higher"), NULL },
  { "low", N_ ("Shortest plausible value"), NULL },
  { "lowest", N_ ("Lowest level"), NULL },
  { "mark", N_ ("Mark"), NULL },
  { "mark.bits", N_ ("Length of the mark"), NULL },
  { "mark.expected", N_ ("Expected mark"), NULL },
  { "mark.expected_log10_p", N_ ("Probability of chance for the expected mark (power of ten)"),
    NULL },
  { "mark.log10_hypotheses", N_ ("Hypotheses counted (power of ten)"), NULL },
  { "mark.log10_p", N_ ("Probability of chance at most (power of ten)"), NULL },
  { "mark.used", N_ ("Votes counted"), NULL },
  { "mark.value", N_ ("Mark"), NULL },
  { "marked_seconds", N_ ("Seconds that carry the mark"), NULL },
  { "media.android_version", N_ ("Version of Android"), NULL },
  { "media.created", N_ ("Creation time in the file"), NULL },
  { "media.encoder", N_ ("Encoder"), NULL },
  { "media.gps.latitude", N_ ("Latitude"), NULL },
  { "media.gps.longitude", N_ ("Longitude"), NULL },
  { "media.make", N_ ("Maker of the device"), NULL },
  { "media.model", N_ ("Model of the device"), NULL },
  { "media.software", N_ ("Software"), NULL },
  { "model", N_ ("Model"), NULL },
  { "model_eer", N_ ("Equal error rate of the model"), NULL },
  { "model_eer_high", N_ ("Equal error rate at most (95 per cent band)"), NULL },
  { "model_eer_low", N_ ("Equal error rate at least (95 per cent band)"), NULL },
  { "mp3.encoder", N_ ("Encoder"), "LAME tag" },
  { "mp3.lost_bytes", N_ ("Bytes between the sound frames that belong to none"), NULL },
  { "mp3.rate_changes", N_ ("Changes of the sampling rate"), NULL },
  { "name", N_ ("Name"), NULL },
  { "of", N_ ("Excerpts examined"), NULL },
  { "offset", N_ ("Offset from zero"), NULL },
  { "ogg.crc_errors", N_ ("Pages whose checksum fails"), NULL },
  { "ogg.gaps", N_ ("Missing pages"), NULL },
  { "outcome", N_ ("Outcome"), NULL },
  { "pdf.eof_count", N_ ("Times the document was ended"), "%%EOF" },
  { "pdf.info.producer", N_ ("Program that made the document"), "Producer" },
  { "pdf.javascript", N_ ("JavaScript present"), NULL },
  { "pdf.linearized", N_ ("Prepared for the web"), "Linearized" },
  { "pdf.time.created", N_ ("Created on"), "CreationDate" },
  { "pdf.time.modified", N_ ("Modified on"), "ModDate" },
  { "period", N_ ("Distance between the empty values"), NULL },
  { "periodicity", N_ ("Regularity of the empty values"), NULL },
  { "photoshop.present", N_ ("Photoshop data present"), "8BIM" },
  { "photoshop.resources", N_ ("Photoshop resources"), "8BIM" },
  { "png.time", N_ ("Last changed on"), "tIME" },
  { "problem", N_ ("Problem in the structure"), NULL },
  { "read", N_ ("Bits that were read"), NULL },
  { "references", N_ ("Reference recordings"), NULL },
  { "relation", N_ ("How the channels are related"), NULL },
  { "repeats", N_ ("Repeated passages"), NULL },
  { "riff.info.isft", N_ ("Software"), "RIFF ISFT" },
  { "run.contradiction_families", N_ ("Independent kinds of contradictions"), NULL },
  { "run.contradictions", N_ ("Rules that contradict the file"), NULL },
  { "run.reference_time", N_ ("Time of the check"), NULL },
  { "runs", N_ ("Runs of clipped samples"), NULL },
  { "seal", N_ ("Seal of the encryption"), NULL },
  { "seconds_different", N_ ("Time in which the channels differ"), NULL },
  { "seconds_same", N_ ("Time in which the channels are equal"), NULL },
  { "seen_in", N_ ("Excerpts in which it was seen"), NULL },
  { "sha256", N_ ("SHA-256"), NULL },
  { "signer", N_ ("Signer"), NULL },
  { "slope", N_ ("Steepness of the edge"), NULL },
  { "standard_deviations", N_ ("Distance from the training recordings (standard deviations)"),
    NULL },
  { "standard_errors", N_ ("Distance from the training recordings (standard errors)"), NULL },
  { "stream#.encoder", N_ ("Encoder"), NULL },
  { "stretches", N_ ("Stretches of digital silence"), NULL },
  { "tail", N_ ("Silence at the end"), NULL },
  { "threshold", N_ ("Threshold"), NULL },
  { "time_for_60_db", N_ ("Reverberation time (60 dB)"), NULL },
  { "trained_on", N_ ("What the model was trained on"), NULL },
  { "transcoded", N_ ("Encoded anew with"), NULL },
  { "transform", N_ ("Transform of the codec"), NULL },
  { "usable", N_ ("Share of the recording that could be used"), NULL },
  { "usual_position", N_ ("Usual position of the coding frames"), NULL },
  { "values", N_ ("Values that are no numbers"), NULL },
  { "vorbis.vendor", N_ ("Program that encoded the sound"), "Vorbis vendor" },
  { "xmp.exif.gpslatitude", N_ ("Latitude"), "XMP exif:GPSLatitude" },
  { "xmp.exif.gpslongitude", N_ ("Longitude"), "XMP exif:GPSLongitude" },
  { "xmp.iptc4xmpext.digitalsourcetype", N_ ("Source stated"), "Iptc4xmpExt:DigitalSourceType" },
  { "xmp.photoshop.credit", N_ ("Credit"), "photoshop:Credit" },
  { "xmp.present", N_ ("XMP data present"), NULL },
  { "xmp.tiff.software", N_ ("Software"), "tiff:Software" },
  { "xmp.time.metadata", N_ ("Description last changed on"), "xmp:MetadataDate" },
  { "xmp.time.modified", N_ ("Last changed on"), "xmp:ModifyDate" },
  { "xmp.toolkit", N_ ("Library that wrote the description"), "x:xmptk" },
  { "xmp.xmp.creatortool", N_ ("Program that made the file"), "xmp:CreatorTool" },
  { "xmp.xmpmm.derivedfrom", N_ ("Made from"), "xmpMM:DerivedFrom" },
  { "xmp.xmpmm.derivedfrom.documentid", N_ ("Document it was made from"), "xmpMM:DerivedFrom" },
  { "xmp.xmpmm.documentid", N_ ("Identity of the document"), "xmpMM:DocumentID" },
  { "xmp.xmpmm.history.action", N_ ("Step of the history"), "xmpMM:History" },
  { "xmp.xmpmm.history.softwareagent", N_ ("Program of the step"), "xmpMM:History" },
  { "xmp.xmpmm.history.when", N_ ("Time of the step"), "xmpMM:History" },
  { "xmp.xmpmm.originaldocumentid", N_ ("Identity of the first document"),
    "xmpMM:OriginalDocumentID" },
  { "zip.bomb", N_ ("Expands far beyond its size"), NULL },
  { "zip.overlaps", N_ ("Entries that overlap"), NULL },
  { "zip.ratio", N_ ("Times its size that it unpacks to"), NULL },
  { "zip.unpacked", N_ ("Bytes that it unpacks to"), NULL },
  { "zip.unsafe_names", N_ ("Names that lead outside the folder"), NULL },
};

/* Fields whose formats let anybody add names: said by what they belong to. */
static const struct
{
  const char *prefix;
  const char *words;
} families[] = {
  { "exif.", N_ ("EXIF field") },
  { "xmp.", N_ ("XMP field") },
  { "iptc.", N_ ("IPTC field") },
  { "png.text.", N_ ("PNG text") },
  { "id3.", N_ ("ID3 field") },
  { "riff.", N_ ("RIFF field") },
  { "bmff.", N_ ("Field of the container") },
  { "pdf.", N_ ("PDF field") },
};

static int
compare_title (const void *name, const void *title)
{
  return strcmp (name, ((const Title *) title)->name);
}

/* Takes the number out of "track12" and the like: (transfer full) "bmff.track#.creation". */
static char *
without_number (const char *name, guint64 *number)
{
  static const char *const counted[] = { ".track", ".part", "stream" };

  for (gsize i = 0; i < G_N_ELEMENTS (counted); i++)
    {
      const char *found = strstr (name, counted[i]);
      const char *digits = found == NULL ? NULL : found + strlen (counted[i]);
      char *end = NULL;

      if (digits == NULL || !g_ascii_isdigit (*digits))
        continue;
      *number = g_ascii_strtoull (digits, &end, 10);
      return g_strdup_printf ("%.*s#%s", (int) (digits - name), name, end);
    }
  return g_strdup (name);
}

/* Cuts the ".2" of the second value of a name off; 0 without. */
static guint64
cut_ordinal (char *name)
{
  char *dot = strrchr (name, '.');
  char *end = NULL;

  if (dot == NULL || !g_ascii_isdigit (dot[1]))
    return 0;

  const guint64 ordinal = g_ascii_strtoull (dot + 1, &end, 10);

  if (*end != '\0')
    return 0;
  *dot = '\0';
  return ordinal;
}

/* The words for a name without numbers: (transfer full). */
static char *
plain_words (const char *name)
{
  const Title *title
      = bsearch (name, titles, G_N_ELEMENTS (titles), sizeof titles[0], compare_title);

  if (title != NULL && title->field != NULL)
    return g_strdup_printf ("%s (%s)", _ (title->words), title->field);
  if (title != NULL)
    return g_strdup (_ (title->words));
  for (gsize i = 0; i < G_N_ELEMENTS (families); i++)
    if (g_str_has_prefix (name, families[i].prefix))
      return g_strdup_printf ("%s %s", _ (families[i].words), name + strlen (families[i].prefix));
  return g_strdup (name);
}

char *
assay_observed_words (const char *name)
{
  guint64 number = 0;
  g_autofree char *plain = without_number (name, &number);
  const guint64 ordinal = cut_ordinal (plain);
  g_autofree char *words = plain_words (plain);
  g_autofree char *counted = NULL;

  if (number > 0 && strstr (plain, ".part#") != NULL)
    /* Translators: "Attached part 2: Size". */
    counted = g_strdup_printf (_ ("Attached part %" PRIu64 ": %s"), number, words);
  else if (number > 0)
    counted = g_strdup_printf (_ ("Track %" PRIu64 ": %s"), number, words);
  else
    counted = g_steal_pointer (&words);
  if (ordinal == 0)
    return g_steal_pointer (&counted);
  /* Translators: the second and further values of the same kind: "Encoder, number 2". */
  return g_strdup_printf (_ ("%s, number %" PRIu64), counted, ordinal);
}
