/* assay-observed-title.c: words for what Assay computed itself. A field of the file keeps the name
 * that the file's format gives it, because that is what other tools show. */
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/assay-catalogue.h"

static const struct
{
  const char *name;
  const char *title;
} titles[] = {
  { "run.contradiction_families", N_ ("Independent kinds of contradictions") },
  { "run.contradictions", N_ ("Rules that contradict the file") },
  { "run.reference_time", N_ ("Time of the check") },
  { "derived.gps.zone_remainder_s",
    N_ ("What no time zone explains between camera and satellites") },
  { "derived.image.aspect", N_ ("Width of the picture for each height") },
  { "derived.media.created_shift_s", N_ ("Distance between two creation times") },
  { "derived.media.length_difference_s", N_ ("Difference between the lengths of the tracks") },
  { "derived.thumbnail.aspect", N_ ("Width of the preview for each height") },
  { "derived.thumbnail.aspect_difference", N_ ("Difference of the two shapes") },
  { "derived.thumbnail.correlation", N_ ("Likeness of preview and picture (1 is the same)") },
  { "derived.thumbnail.deviation", N_ ("Contrast of the preview") },
  { "derived.thumbnail.inner_correlation", N_ ("Likeness without the edges (1 is the same)") },
  { "derived.thumbnail.residual_max", N_ ("Largest difference in one place") },
  { "derived.thumbnail.residual_median", N_ ("Usual difference") },
  { "derived.thumbnail.residual_x", N_ ("Where the largest difference is, across") },
  { "derived.thumbnail.residual_y", N_ ("Where the largest difference is, down") },
  { "file.embedded", N_ ("Other files inside") },
  { "file.extension", N_ ("Ending of the name") },
  { "file.extension.format", N_ ("Format that the ending promises") },
  { "file.name", N_ ("Name of the file") },
  { "file.size", N_ ("Size of the file") },
  { "file.trailing.bytes", N_ ("Bytes behind the end") },
  { "file.trailing.entropy", N_ ("Disorder of the bytes behind the end") },
  { "file.trailing.first", N_ ("First bytes behind the end") },
  { "file.trailing.kind", N_ ("What stands behind the end") },
  { "file.trailing.offset", N_ ("Where the picture or recording ends") },
  { "format.id", N_ ("Format by its content") },
  { "gps.latitude", N_ ("Latitude") },
  { "gps.longitude", N_ ("Longitude") },
  { "gps.time", N_ ("Time of the satellites") },
  { "image.height", N_ ("Height of the picture") },
  { "image.width", N_ ("Width of the picture") },
  { "mark.bits", N_ ("Length of the mark") },
  { "mark.expected", N_ ("Expected mark") },
  { "mark.expected_log10_p", N_ ("Probability of chance for the expected mark (power of ten)") },
  { "mark.log10_hypotheses", N_ ("Hypotheses counted (power of ten)") },
  { "mark.log10_p", N_ ("Probability of chance at most (power of ten)") },
  { "mark.used", N_ ("Votes counted") },
  { "mark.value", N_ ("Mark") },
  { "media.created", N_ ("Creation time in the file") },
  { "media.encoder", N_ ("Encoder") },
  { "media.make", N_ ("Maker of the device") },
  { "media.model", N_ ("Model of the device") },
  { "media.software", N_ ("Software") },
  { "problem", N_ ("Problem in the structure") },
};

const char *
assay_observed_title (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    if (strcmp (titles[i].name, name) == 0)
      return titles[i].title;
  return NULL;
}
