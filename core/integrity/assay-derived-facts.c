/* assay-derived-facts.c: what follows from the facts of a file by arithmetic. */
#include "integrity/assay-derived-facts-private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "integrity/assay-condition-private.h"

#define SECTOR 512
/* Time zones differ from UTC by multiples of this, s. */
#define ZONE_STEP 900.0
/* A recorder of variable rate starts a new run of stts at almost every frame; one that lost frames
 * at two or three. */
#define RUNS_OF_VARIABLE_RATE 8
#define MOST_TRACKS 64

static gboolean
get_number (const AssayInspection *inspection, const char *name, double *number)
{
  const AssayFact *fact = assay_inspection_find (inspection, name);

  return fact != NULL && assay_fact_number (fact, number);
}

static void
add_real (AssayInspection *inspection, const char *name, double value)
{
  assay_inspection_real (inspection, name, value, NULL, G_MAXUINT64, 0);
}

static void
add_bool (AssayInspection *inspection, const char *name, gboolean value)
{
  assay_inspection_bool (inspection, name, value, G_MAXUINT64, 0);
}

/* Whether (@width, @height) is @factor times (@x, @y), in this or the other orientation. */
static gboolean
same_size (double width, double height, double x, double y, double factor)
{
  const gboolean upright = fabs (width - factor * x) < 0.5 && fabs (height - factor * y) < 0.5;
  const gboolean turned = fabs (width - factor * y) < 0.5 && fabs (height - factor * x) < 0.5;

  return upright || turned;
}

static void
derive_sizes (AssayInspection *inspection)
{
  double bytes;
  double width;
  double height;
  double x;
  double y;

  if (get_number (inspection, "file.size", &bytes))
    add_bool (inspection, "derived.file.sector_aligned", !(fmod (bytes, SECTOR) > 0));
  if (!get_number (inspection, "image.width", &width)
      || !get_number (inspection, "image.height", &height))
    return;
  assay_inspection_int (inspection, "derived.image.longest_side", (gint64) MAX (width, height),
                        NULL, G_MAXUINT64, 0);
  if (!get_number (inspection, "exif.exif.PixelXDimension", &x)
      || !get_number (inspection, "exif.exif.PixelYDimension", &y) || !(x > 0) || !(y > 0))
    return;
  add_bool (inspection, "derived.exif.size_differs", !same_size (x, y, width, height, 1));
  add_bool (inspection, "derived.exif.size_doubled", same_size (x, y, width, height, 2));
}

/* The clock of the camera as it stood: the same tag text as if it were UTC. The three dates are
 * compared by it, because cameras state the zone of one and not of the others. */
static void
derive_clock (AssayInspection *inspection, const char *tag, const char *name)
{
  const AssayFact *fact = assay_inspection_find (inspection, tag);
  g_autoptr (GDateTime) time = NULL;
  int part[6];

  if (fact == NULL || fact->text == NULL)
    return;
  /* Two and four digits cannot overflow. NOLINTNEXTLINE(cert-err34-c) */
  if (sscanf (fact->text, "%4d:%2d:%2d %2d:%2d:%2d", &part[0], &part[1], &part[2], &part[3],
              &part[4], &part[5])
      != 6)
    return;
  time = g_date_time_new_utc (part[0], part[1], part[2], part[3], part[4], part[5]);
  if (time != NULL)
    assay_inspection_time (inspection, name, g_date_time_to_unix (time) * 1000, FALSE, NULL,
                           G_MAXUINT64, 0);
}

static void
derive_gps (AssayInspection *inspection)
{
  const AssayFact *taken = assay_inspection_find (inspection, "exif.time.original");
  const AssayFact *satellite = assay_inspection_find (inspection, "gps.time");

  if (taken == NULL || satellite == NULL)
    return;

  /* Adding a fact may move all others: nothing is read from a fact after the first is added. */
  const gboolean zoned = taken->zoned;
  const double distance = fabs ((double) taken->integer - (double) satellite->integer) / 1000.0;

  add_real (inspection, "derived.gps.distance_s", distance);
  add_real (inspection, "derived.gps.zone_remainder_s",
            zoned ? distance : fabs (distance - ZONE_STEP * round (distance / ZONE_STEP)));
}

static void
derive_created (AssayInspection *inspection)
{
  const AssayFact *created = assay_inspection_find (inspection, "media.created");
  const AssayFact *header = assay_inspection_find (inspection, "bmff.mvhd.creation");

  if (created == NULL || header == NULL || !created->zoned || created->type != ASSAY_FACT_TIME)
    return;
  add_real (inspection, "derived.media.created_shift_s",
            fabs ((double) created->integer - (double) header->integer) / 1000.0);
}

static const AssayFact *
track_fact (const AssayInspection *inspection, guint track, const char *member)
{
  g_autofree char *name = g_strdup_printf ("bmff.track[%u].%s", track, member);

  return assay_inspection_find (inspection, name);
}

static gboolean
track_number (const AssayInspection *inspection, guint track, const char *member, double *number)
{
  const AssayFact *fact = track_fact (inspection, track, member);

  return fact != NULL && assay_fact_number (fact, number);
}

static gboolean
track_is (const AssayInspection *inspection, guint track, const char *handler)
{
  const AssayFact *fact = track_fact (inspection, track, "handler");

  return fact != NULL && fact->text != NULL && strcmp (fact->text, handler) == 0;
}

static guint
count_tracks (const AssayInspection *inspection)
{
  double count;

  if (!get_number (inspection, "bmff.track.count", &count) || !(count > 0))
    return 0;
  return (guint) MIN (count, MOST_TRACKS);
}

/* Sound against picture, by what their samples add up to; the longest track of each kind counts. */
static void
derive_lengths (AssayInspection *inspection)
{
  double longest[2] = { 0, 0 };

  for (guint track = 1; track <= count_tracks (inspection); track++)
    {
      const gboolean video = track_is (inspection, track, "vide");
      double seconds;

      if ((video || track_is (inspection, track, "soun"))
          && track_number (inspection, track, "sample.duration_s", &seconds))
        longest[video] = MAX (longest[video], seconds);
    }
  if (!(longest[0] > 0) || !(longest[1] > 0))
    return;

  const double difference = fabs (longest[0] - longest[1]);

  add_real (inspection, "derived.media.length_difference_s", difference);
  add_real (inspection, "derived.media.length_difference_part",
            difference / MAX (longest[0], longest[1]));
}

static void
derive_rates (AssayInspection *inspection)
{
  gboolean irregular = FALSE;
  guint n_tracks = count_tracks (inspection);

  for (guint track = 1; track <= n_tracks; track++)
    {
      double runs;
      double samples;

      if (track_is (inspection, track, "vide")
          && track_number (inspection, track, "stts.runs", &runs)
          && track_number (inspection, track, "sample.count", &samples))
        irregular = irregular || (runs >= RUNS_OF_VARIABLE_RATE && runs * 4 > samples);
    }
  if (n_tracks > 0)
    add_bool (inspection, "derived.video.irregular_rate", irregular);
}

void
assay_derive_facts (AssayInspection *inspection, const char *name, gint64 reference_time)
{
  if (name != NULL)
    {
      g_autofree char *visible = assay_text_visible (name, -1);

      assay_inspection_text (inspection, "file.name", visible, G_MAXUINT64, 0);
    }
  assay_inspection_time (inspection, "run.reference_time", reference_time, TRUE, NULL, G_MAXUINT64,
                         0);
  derive_sizes (inspection);
  derive_clock (inspection, "exif.exif.DateTimeOriginal", "derived.clock.original");
  derive_clock (inspection, "exif.exif.DateTimeDigitized", "derived.clock.digitized");
  derive_clock (inspection, "exif.ifd0.DateTime", "derived.clock.modified");
  derive_gps (inspection);
  derive_created (inspection);
  derive_lengths (inspection);
  derive_rates (inspection);
}
