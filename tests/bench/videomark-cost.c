/* videomark-cost.c: time and memory of marking and of reading without any codec: pictures come from
 * a raw file and go into one.
 *
 * usage: videomark-cost mark|read assay|revmark WIDTH HEIGHT IN.yuv [OUT.yuv]
 *
 * IN.yuv: planar 4:2:0 of 8 bits. One process does one of both, so its peak of resident memory is
 * what the library holds, the pictures of a segment included. Two threads, as `assay-cli` would
 * have on two cores; processor time is that of all threads. */
#include <fcntl.h>
#include <libavutil/frame.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "media/assay-video-rewriter-private.h"
#include "videomark/assay-video-marking.h"
#include "videomark/assay-video-payload.h"
#include "videomark/assay-videomark.h"

typedef struct
{
  const AssayVideoScheme *scheme;
  gpointer shared;
  guint width, height;
  FILE *in, *out;
  double processor, elapsed; /* s */
  guint frames;
} Bench;

static void
stop_at (GError *error)
{
  if (error == NULL)
    return;
  fprintf (stderr, "%s\n", error->message);
  exit (1);
}

/* What only marking and reading take: the files do not count. */
static void
clock_add (Bench *self, double sign)
{
  self->processor += sign * (double) clock () / CLOCKS_PER_SEC;
  self->elapsed += sign * (double) g_get_monotonic_time () / G_USEC_PER_SEC;
}

/* All rows of @picture through @io: fread or fwrite. FALSE at the end. */
static gboolean
pass_rows (AssayVideoPicture *picture, FILE *file, gboolean writes)
{
  for (guint p = 0; p < picture->n_planes; p++)
    for (guint y = 0; y < assay_video_picture_plane_height (picture, p); y++)
      {
        guint8 *row = picture->plane[p] + y * picture->stride[p];
        gsize n = assay_video_picture_plane_width (picture, p);

        if ((writes ? fwrite (row, 1, n, file) : fread (row, 1, n, file)) != n)
          return FALSE;
      }
  return TRUE;
}

static AssayVideoPicture *
next_picture (Bench *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayVideoPicture) picture = NULL;
  AVFrame *frame = av_frame_alloc ();

  frame->width = (int) self->width;
  frame->height = (int) self->height;
  frame->format = AV_PIX_FMT_YUV420P;
  if (av_frame_get_buffer (frame, 0) < 0)
    exit (1);
  picture = assay_video_picture_new_frame (frame, &error);
  stop_at (error);
  if (!pass_rows (picture, self->in, FALSE))
    return NULL;
  picture->seconds = self->frames / 25.0;
  self->frames++;
  return g_steal_pointer (&picture);
}

static gboolean
write_picture (AssayVideoPicture *given, gpointer user_data, GError **error)
{
  g_autoptr (AssayVideoPicture) picture = given;
  Bench *self = user_data;

  clock_add (self, 1);
  if (self->out != NULL && !pass_rows (picture, self->out, TRUE))
    exit (1);
  clock_add (self, -1);
  return TRUE;
}

static void
mark (Bench *self, AssayVideoReading *reading)
{
  static const guint8 message[ASSAY_VIDEO_MESSAGE_BITS] = { 1, 0, 1, 1 };
  g_autoptr (GError) error = NULL;
  guint8 payload[ASSAY_VIDEO_PAYLOAD_BITS];
  AssayVideoPicture *picture;
  g_autoptr (AssayVideoMarking) marking = NULL;

  assay_video_payload_encode (message, payload);
  marking = assay_video_marking_new (self->scheme, self->shared, payload, FALSE, 42, write_picture,
                                     self);
  while ((picture = next_picture (self)) != NULL)
    {
      clock_add (self, -1);
      assay_video_marking_push (marking, picture, NULL, &error);
      clock_add (self, 1);
      stop_at (error);
    }
  clock_add (self, -1);
  assay_video_marking_flush (marking, NULL, &error);
  stop_at (error);
  assay_video_marking_end (marking, reading, NULL, &error);
  clock_add (self, 1);
  stop_at (error);
}

static void
read_all (Bench *self, AssayVideoReading *reading)
{
  AssayVideoQuestion question = { .search = TRUE };
  g_autoptr (GError) error = NULL;
  gpointer reader;

  reader = self->scheme->reader_new (self->shared, &question, self->width, self->height, &error);
  stop_at (error);
  for (;;)
    {
      g_autoptr (AssayVideoPicture) picture = next_picture (self);
      AssayVideoLuma luma;

      if (picture == NULL)
        break;
      clock_add (self, -1);
      assay_video_luma_of_picture (picture, &luma);
      self->scheme->read (reader, &luma, picture->seconds, NULL, &error);
      clock_add (self, 1);
      stop_at (error);
    }
  clock_add (self, -1);
  self->scheme->end (reader, reading, NULL, &error);
  clock_add (self, 1);
  stop_at (error);
  self->scheme->reader_free (reader);
}

static AssayToolJob *
make_job (const char *scheme, GError **error)
{
  g_autoptr (AssayParametersBuilder) builder
      = assay_parameters_builder_new (&assay_video_embed_info);
  g_autoptr (GBytes) key = g_bytes_new_static ("k", 1);
  AssayToolJobSetup setup = { .info = &assay_video_embed_info, .threads = 2, .scratch = -1 };

  if (!assay_parameters_builder_set (builder, "scheme", scheme, error)
      || !assay_parameters_builder_set (builder, "mark", "b000000000000000", error)
      || !assay_parameters_builder_set_secret (builder, "key", key, error))
    return NULL;
  setup.parameters = assay_parameters_builder_end (g_steal_pointer (&builder), error);
  return setup.parameters == NULL ? NULL : assay_tool_job_new (&setup);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayToolJob) job = NULL;
  AssayVideoReading reading = { 0 };
  Bench self = { 0 };
  struct rusage usage;

  if (argc < 6 || (self.in = fopen (argv[5], "rb")) == NULL)
    return fprintf (stderr, "usage: videomark-cost mark|read SCHEME WIDTH HEIGHT IN.yuv [OUT]\n"),
           2;
  self.out = argc > 6 ? fopen (argv[6], "wb") : NULL;
  self.width = (guint) strtoul (argv[3], NULL, 10);
  self.height = (guint) strtoul (argv[4], NULL, 10);
  job = make_job (argv[2], &error);
  stop_at (error);
  self.scheme = assay_video_scheme_of (assay_tool_job_get_parameters (job));
  self.shared = self.scheme->open (job, &error);
  stop_at (error);
  if (strcmp (argv[1], "mark") == 0)
    mark (&self, &reading);
  else
    read_all (&self, &reading);
  getrusage (RUSAGE_SELF, &usage);
  printf ("%s %s %u x %u: %u frames, log10 p %.1f, %.1f frames a second of processor time, %.1f as "
          "the clock goes, %.0f MB at most\n",
          argv[1], argv[2], self.width, self.height, self.frames, reading.log10_p,
          self.frames / self.processor, self.frames / self.elapsed,
          (double) usage.ru_maxrss * 1024 / 1e6);
  self.scheme->close (self.shared);
  return 0;
}
