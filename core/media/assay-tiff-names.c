/* assay-tiff-names.c: names of tags. libexif's table first; below are those that it lacks:
 * TIFF 6.0, DNG 1.6, Exif 2.31 to 3.0, and private tags that tell about software. */
#include "config.h"

#include <string.h>

#include "media/assay-tiff-private.h"

typedef struct
{
  guint16 tag;
  const char *name;
} TagName;

/* Sorted by tag. */
static const TagName names[] = {
  { 0x00ff, "SubfileType" },
  { 0x0107, "Threshholding" },
  { 0x0108, "CellWidth" },
  { 0x0109, "CellLength" },
  { 0x0118, "MinSampleValue" },
  { 0x0119, "MaxSampleValue" },
  { 0x011d, "PageName" },
  { 0x011e, "XPosition" },
  { 0x011f, "YPosition" },
  { 0x0120, "FreeOffsets" },
  { 0x0121, "FreeByteCounts" },
  { 0x0122, "GrayResponseUnit" },
  { 0x0123, "GrayResponseCurve" },
  { 0x0124, "T4Options" },
  { 0x0125, "T6Options" },
  { 0x0129, "PageNumber" },
  { 0x013c, "HostComputer" },
  { 0x013d, "Predictor" },
  { 0x0140, "ColorMap" },
  { 0x0141, "HalftoneHints" },
  { 0x0142, "TileWidth" },
  { 0x0143, "TileLength" },
  { 0x0144, "TileOffsets" },
  { 0x0145, "TileByteCounts" },
  { 0x014c, "InkSet" },
  { 0x0152, "ExtraSamples" },
  { 0x0153, "SampleFormat" },
  { 0x015b, "JPEGTables" },
  { 0x02bc, "XMP" },
  { 0x4746, "Rating" },
  { 0x4749, "RatingPercent" },
  { 0x7000, "SonyRawFileType" },
  { 0x83bb, "IPTC" },
  { 0x8649, "Photoshop" },
  { 0x8769, "ExifIFD" },
  { 0x8773, "ICCProfile" },
  { 0x8825, "GPSIFD" },
  { 0x8834, "ISOSpeedLatitudeyyy" },
  { 0x8835, "ISOSpeedLatitudezzz" },
  { 0x9009, "GooglePlusUploadCode" },
  { 0x9290, "SubSecTime" }, /* libexif writes a small s */
  { 0x9400, "AmbientTemperature" },
  { 0x9401, "Humidity" },
  { 0x9402, "Pressure" },
  { 0x9403, "WaterDepth" },
  { 0x9404, "Acceleration" },
  { 0x9405, "CameraElevationAngle" },
  { 0xa005, "InteroperabilityIFD" },
  { 0xa436, "ImageTitle" },
  { 0xa437, "Photographer" },
  { 0xa438, "ImageEditor" },
  { 0xa439, "CameraFirmware" },
  { 0xa43a, "RAWDevelopingSoftware" },
  { 0xa43b, "ImageEditingSoftware" },
  { 0xa43c, "MetadataEditingSoftware" },
  { 0xc4a5, "PrintImageMatching" },
  { 0xc612, "DNGVersion" },
  { 0xc613, "DNGBackwardVersion" },
  { 0xc614, "UniqueCameraModel" },
  { 0xc615, "LocalizedCameraModel" },
  { 0xc618, "LinearizationTable" },
  { 0xc61a, "BlackLevel" },
  { 0xc61d, "WhiteLevel" },
  { 0xc61e, "DefaultScale" },
  { 0xc61f, "DefaultCropOrigin" },
  { 0xc620, "DefaultCropSize" },
  { 0xc621, "ColorMatrix1" },
  { 0xc622, "ColorMatrix2" },
  { 0xc627, "AnalogBalance" },
  { 0xc628, "AsShotNeutral" },
  { 0xc62a, "BaselineExposure" },
  { 0xc62b, "BaselineNoise" },
  { 0xc62c, "BaselineSharpness" },
  { 0xc62f, "CameraSerialNumber" },
  { 0xc630, "LensInfo" },
  { 0xc634, "DNGPrivateData" },
  { 0xc635, "MakerNoteSafety" },
  { 0xc65a, "CalibrationIlluminant1" },
  { 0xc65b, "CalibrationIlluminant2" },
  { 0xc65d, "RawDataUniqueID" },
  { 0xc68b, "OriginalRawFileName" },
  { 0xc68c, "OriginalRawFileData" },
  { 0xc68d, "ActiveArea" },
  { 0xc6f8, "ProfileName" },
  { 0xc6fe, "ProfileCopyright" },
  { 0xc716, "PreviewApplicationName" },
  { 0xc717, "PreviewApplicationVersion" },
  { 0xc71b, "PreviewDateTime" },
  { 0xea1c, "Padding" },
  { 0xea1d, "OffsetSchema" },
};

ExifIfd
assay_tiff_exif_ifd (const char *ifd)
{
  static const struct
  {
    const char *name;
    ExifIfd ifd;
  } ifds[] = { { "ifd0", EXIF_IFD_0 },
               { "ifd1", EXIF_IFD_1 },
               { "exif", EXIF_IFD_EXIF },
               { "gps", EXIF_IFD_GPS },
               { "interop", EXIF_IFD_INTEROPERABILITY } };

  for (gsize i = 0; i < G_N_ELEMENTS (ifds); i++)
    if (strcmp (ifds[i].name, ifd) == 0)
      return ifds[i].ifd;
  return EXIF_IFD_COUNT;
}

static int
compare_tag (const void *key, const void *item)
{
  const guint16 *tag = key;
  const TagName *name = item;

  return (int) *tag - (int) name->tag;
}

const char *
assay_tiff_tag_name (const char *ifd, guint16 tag, char *buffer, gsize size)
{
  ExifIfd known = assay_tiff_exif_ifd (ifd);
  /* GPS and interoperability tags share numbers with others and have no private ones. */
  gboolean own_numbers = known == EXIF_IFD_GPS || known == EXIF_IFD_INTEROPERABILITY;
  const TagName *found
      = own_numbers ? NULL
                    : bsearch (&tag, names, G_N_ELEMENTS (names), sizeof names[0], compare_tag);
  static const ExifIfd order[] = { EXIF_IFD_0, EXIF_IFD_EXIF };

  if (found != NULL)
    return found->name;
  if (known < EXIF_IFD_COUNT)
    {
      const char *name = exif_tag_get_name_in_ifd ((ExifTag) tag, known);

      if (name != NULL)
        return name;
    }
  /* Tags stand in IFDs where the standard does not put them. */
  for (gsize i = 0; i < G_N_ELEMENTS (order) && !own_numbers; i++)
    {
      const char *name = exif_tag_get_name_in_ifd ((ExifTag) tag, order[i]);

      if (name != NULL)
        return name;
    }
  g_snprintf (buffer, size, "0x%04x", tag);
  return buffer;
}
