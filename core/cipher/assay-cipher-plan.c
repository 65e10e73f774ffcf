/* assay-cipher-plan.c: rectangles over time become rectangles over pictures. */
#include "cipher/assay-cipher-plan.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "cipher/assay-cipher-order.h"
#include "cipher/assay-hevc-stream.h"
#include "media/assay-decode.h"

/* Luma samples by which the edges may stand off before a key frame is put in. */
#define TOLERANCE 16.0
#define FARTHEST 65535.0
#define USUAL_RATE 25.0

/* Edges in luma samples as coded. */
typedef struct
{
  double left, top, right, bottom;
} Box;

/* The picture that is shown at @seconds: the last one that has begun; the first before all. */
static guint
find_moment (const AssayCipherMoment *moments, guint n, double seconds)
{
  guint low = 0;
  guint high = n;

  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      /* A key frame at a picture's own time, which was rounded, is that picture's. */
      if (moments[middle].seconds <= seconds + 0.0005)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/* Turned back, and moved by the window that is shown. */
static Box
to_coded (const AssayRegionKey *key, const AssayCipherView *view)
{
  double left = CLAMP (key->x, -FARTHEST, FARTHEST);
  double top = CLAMP (key->y, -FARTHEST, FARTHEST);
  double right = MIN (left + key->width, FARTHEST);
  double bottom = MIN (top + key->height, FARTHEST);
  double width = view->window[2];
  double height = view->window[3];
  Box box = { left, top, right, bottom };

  if (view->rotation == 90)
    box = (Box){ top, height - right, bottom, height - left };
  else if (view->rotation == 180)
    box = (Box){ width - right, height - bottom, width - left, height - top };
  else if (view->rotation == 270)
    box = (Box){ width - bottom, left, width - top, right };
  return (Box){ box.left + view->window[0], box.top + view->window[1], box.right + view->window[0],
                box.bottom + view->window[1] };
}

/* Beyond any picture a reader of the description believes nothing. */
static gint32
to_steps (double steps)
{
  return (gint32) CLAMP (steps, -ASSAY_CIPHER_FARTHEST, ASSAY_CIPHER_FARTHEST);
}

static AssayCipherEdges
to_edges (const Box *box)
{
  return (AssayCipherEdges){ .left = to_steps (floor (box->left / ASSAY_CIPHER_STEP)),
                             .top = to_steps (floor (box->top / ASSAY_CIPHER_STEP)),
                             .right = to_steps (ceil (box->right / ASSAY_CIPHER_STEP)),
                             .bottom = to_steps (ceil (box->bottom / ASSAY_CIPHER_STEP)) };
}

/* Puts a key frame in its place; one of the same picture grows by it. */
static void
insert_key (AssayCipherTrack *track, gint32 order, const AssayCipherEdges *edges)
{
  guint at = 0;

  while (at < track->n_keys && track->keys[at].order < order)
    at++;
  if (at < track->n_keys && track->keys[at].order == order)
    {
      AssayCipherEdges *old = &track->keys[at].edges;

      *old = (AssayCipherEdges){ .left = MIN (old->left, edges->left),
                                 .top = MIN (old->top, edges->top),
                                 .right = MAX (old->right, edges->right),
                                 .bottom = MAX (old->bottom, edges->bottom) };
      return;
    }
  for (guint i = track->n_keys; i > at; i--)
    track->keys[i] = track->keys[i - 1];
  track->keys[at] = (AssayCipherKeyFrame){ order, *edges };
  track->n_keys++;
}

/* By how many samples the rectangle of a picture must grow to hold what is asked for of it. */
static double
measure_lack (const AssayCipherTrack *track, const Box *asked, gint32 order, const guint *window)
{
  Box seen = { MAX (asked->left, window[0]), MAX (asked->top, window[1]),
               MIN (asked->right, (double) window[0] + window[2]),
               MIN (asked->bottom, (double) window[1] + window[3]) };
  AssayCipherRectangle is;
  double across;
  double down;

  if (!(seen.right > seen.left) || !(seen.bottom > seen.top) || order < track->from
      || order > track->to)
    return 0.0;
  if (!assay_cipher_track_at (track, order, &is))
    return MAX (seen.right - seen.left, seen.bottom - seen.top);
  across = MAX ((double) is.left - seen.left, seen.right - (double) is.right);
  down = MAX ((double) is.top - seen.top, seen.bottom - (double) is.bottom);
  return MAX (MAX (across, down), 0.0);
}

/* The picture that lacks most. */
static double
find_lack (const AssayCipherTrack *track,
           const AssayRegion *region,
           const AssayCipherMoment *moments,
           guint n,
           const AssayCipherView *view,
           guint *worst)
{
  double most = 0.0;

  for (guint i = 0; i < n; i++)
    {
      AssayRegionKey key = { 0 };
      Box asked;
      double lack;

      if (!assay_region_at (region, moments[i].seconds, &key))
        return 0.0;
      asked = to_coded (&key, view);
      lack = measure_lack (track, &asked, moments[i].order, view->window);
      if (lack > most)
        {
          most = lack;
          *worst = i;
        }
    }
  return most;
}

static void
enlarge (AssayCipherTrack *track, double samples)
{
  gint32 steps = (gint32) ceil (samples / ASSAY_CIPHER_STEP);

  for (guint i = 0; i < track->n_keys; i++)
    {
      AssayCipherEdges *edges = &track->keys[i].edges;

      edges->left = MAX (edges->left - steps, -ASSAY_CIPHER_FARTHEST);
      edges->top = MAX (edges->top - steps, -ASSAY_CIPHER_FARTHEST);
      edges->right = MIN (edges->right + steps, ASSAY_CIPHER_FARTHEST);
      edges->bottom = MIN (edges->bottom + steps, ASSAY_CIPHER_FARTHEST);
    }
}

static gboolean
refuse (const AssayCipherHeader *header, guint n_keys, GError **error)
{
  /* Those of the region that is read now, the last one, are given: it has them only if they fit. */
  for (guint i = 0; i + 1 < header->regions.n_tracks; i++)
    n_keys += header->regions.tracks[i].n_keys;
  g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
               _ ("%u key frames do not fit into the 300 bytes that describe the encryption in the "
                  "video; use fewer"),
               n_keys);
  return FALSE;
}

/* Key frames where the frame rate bends the way. */
static double
refine (AssayCipherHeader *header,
        AssayCipherTrack *track,
        const AssayRegion *region,
        const AssayCipherMoment *moments,
        guint n,
        const AssayCipherView *view,
        GCancellable *cancellable)
{
  guint worst = 0;
  double lack = find_lack (track, region, moments, n, view, &worst);

  while (lack > TOLERANCE && track->n_keys < ASSAY_CIPHER_MOST_KEYS
         && !g_cancellable_is_cancelled (cancellable))
    {
      AssayCipherTrack before = *track;
      AssayRegionKey key = { 0 };
      AssayCipherEdges edges;
      Box box;

      assay_region_at (region, moments[worst].seconds, &key);
      box = to_coded (&key, view);
      edges = to_edges (&box);
      insert_key (track, moments[worst].order, &edges);
      if (!assay_cipher_header_fits (header))
        {
          *track = before;
          return lack;
        }
      lack = find_lack (track, region, moments, n, view, &worst);
    }
  return lack;
}

gboolean
assay_cipher_plan_track (AssayCipherHeader *header,
                         const AssayRegion *region,
                         const AssayCipherMoment *moments,
                         guint n,
                         const AssayCipherView *view,
                         GCancellable *cancellable,
                         GError **error)
{
  AssayCipherTrack *track = &header->regions.tracks[header->regions.n_tracks - 1];
  double start = assay_region_get_start (region);
  double end = assay_region_get_end (region);
  gsize n_keys;
  const AssayRegionKey *keys = assay_region_get_keys (region, &n_keys);

  *track = (AssayCipherTrack){ .from = G_MININT32, .to = G_MAXINT32 };
  if (start > 0.0)
    track->from = moments[find_moment (moments, n, start)].order;
  if (end >= 0.0)
    track->to = MAX (moments[find_moment (moments, n, end)].order, track->from);
  if (n_keys > ASSAY_CIPHER_MOST_KEYS)
    return refuse (header, (guint) n_keys, error);
  for (gsize i = 0; i < n_keys; i++)
    {
      Box box = to_coded (&keys[i], view);
      AssayCipherEdges edges = to_edges (&box);

      insert_key (track, moments[find_moment (moments, n, keys[i].time)].order, &edges);
    }
  if (!assay_cipher_header_fits (header))
    return refuse (header, (guint) n_keys, error);
  enlarge (track, refine (header, track, region, moments, n, view, cancellable));
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  return assay_cipher_header_fits (header) || refuse (header, (guint) n_keys, error);
}

static gint
compare_order (gconstpointer a, gconstpointer b)
{
  const AssayCipherMoment *one = a;
  const AssayCipherMoment *two = b;

  return (one->order > two->order) - (one->order < two->order);
}

static gint
compare_seconds (gconstpointer a, gconstpointer b)
{
  const AssayCipherMoment *one = a;
  const AssayCipherMoment *two = b;

  if (one->seconds < two->seconds || one->seconds > two->seconds)
    return one->seconds < two->seconds ? -1 : 1;
  return compare_order (a, b);
}

typedef struct
{
  guint stream;
  double rate;
  double start; /* s */
  gboolean timed;
  GArray *moments;
} Walk;

/* All pictures, as they are shown. */
static gboolean
read_moments (AssaySource *source,
              GCancellable *cancellable,
              double rate,
              double start,
              GArray *moments,
              guint *window,
              GError **error)
{
  g_autoptr (AssayHevcStream) stream = assay_hevc_stream_open (source, cancellable, error);
  g_autoptr (AssayCipherOrder) order = assay_cipher_order_new ();
  AssayHevcUnit unit;
  gboolean timed = TRUE;
  GError *failure = NULL;

  if (stream == NULL)
    return FALSE;
  while (assay_hevc_stream_next (stream, &unit, &failure))
    {
      AssayCipherMoment moment = { .seconds = unit.seconds };

      if (unit.damaged || unit.nal.layer != 0 || !assay_cipher_order_take (order, &unit.nal))
        continue;
      if (moments->len == 0)
        assay_cipher_order_get_window (order, window);
      moment.order = assay_cipher_order_get (order);
      timed = timed && isfinite (unit.seconds);
      g_array_append_val (moments, moment);
    }
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  g_array_sort (moments, compare_order);
  for (guint i = 0; i < moments->len; i++)
    {
      double *seconds = &g_array_index (moments, AssayCipherMoment, i).seconds;

      *seconds = timed ? *seconds - start : i / rate;
    }
  g_array_sort (moments, compare_seconds);
  return TRUE;
}

/* A packet's time is its picture's. */
static gboolean
take_packet (const AssayPacket *packet, gpointer user_data)
{
  Walk *walk = user_data;
  AssayCipherMoment moment = { .seconds = packet->seconds };

  if (packet->stream == walk->stream)
    {
      walk->timed = walk->timed && isfinite (packet->seconds);
      g_array_append_val (walk->moments, moment);
    }
  return TRUE;
}

/* The pictures of video that is to be made HEVC, for a preview: in the order of showing, as they
 * will be. Odd sides lose a row or column. */
static gboolean
read_other_moments (AssayDecoder *decoder, guint stream, Walk *walk, guint *window, GError **error)
{
  const AssayStreamInfo *info = assay_decoder_get_stream (decoder, stream);

  if (!assay_decoder_walk_packets (decoder, take_packet, walk, error))
    return FALSE;
  window[2] = info->width - info->width % 2;
  window[3] = info->height - info->height % 2;
  for (guint i = 0; i < walk->moments->len; i++)
    {
      double *seconds = &g_array_index (walk->moments, AssayCipherMoment, i).seconds;

      *seconds = walk->timed ? *seconds - walk->start : i / walk->rate;
    }
  g_array_sort (walk->moments, compare_seconds);
  for (guint i = 0; i < walk->moments->len; i++)
    g_array_index (walk->moments, AssayCipherMoment, i).order = (gint32) i;
  return TRUE;
}

/* Whether there is a picture that has something of the region in it, as shown. */
static gboolean
is_seen (const AssayRegion *region,
         const AssayCipherTrack *track,
         const GArray *moments,
         const AssayCipherView *view)
{
  double start = assay_region_get_start (region);
  double last = g_array_index (moments, AssayCipherMoment, moments->len - 1).seconds;
  const guint *window = view->window;

  /* The last picture is shown for as long as nobody knows. */
  if (start > last + 1.0)
    return FALSE;
  for (guint i = 0; i < moments->len; i++)
    {
      const AssayCipherMoment *moment = &g_array_index (moments, AssayCipherMoment, i);
      AssayRegionKey key = { 0 };
      Box box;

      if (moment->order < track->from || moment->order > track->to)
        continue;
      if (!assay_region_at (region, moment->seconds, &key))
        return TRUE;
      box = to_coded (&key, view);
      if (MIN (box.right, (double) window[0] + window[2]) > MAX (box.left, window[0])
          && MIN (box.bottom, (double) window[1] + window[3]) > MAX (box.top, window[1]))
        return TRUE;
    }
  return FALSE;
}

static gboolean
plan_regions (AssayCipherHeader *header,
              AssaySource *source,
              AssayToolJob *job,
              GPtrArray *regions,
              GError **error)
{
  g_autoptr (GArray) moments = g_array_new (FALSE, FALSE, sizeof (AssayCipherMoment));
  GCancellable *cancellable = assay_tool_job_get_cancellable (job);
  g_autoptr (AssayDecoder) decoder = assay_decoder_new (source, 1, cancellable, error);
  AssayCipherView view = { 0 };
  double rate = 0.0;
  double start = INFINITY; /* of the file: what players count from */
  Walk walk = { .timed = TRUE, .moments = moments };
  gboolean other = FALSE;
  gint shown;

  if (decoder == NULL)
    return FALSE;
  shown = assay_decoder_find (decoder, ASSAY_STREAM_VIDEO);
  if (shown >= 0)
    {
      const AssayStreamInfo *info = assay_decoder_get_stream (decoder, (guint) shown);

      view.rotation = info->rotation;
      rate = info->fps;
      other = strcmp (info->codec, "hevc") != 0;
      walk.stream = (guint) shown;
    }
  for (guint i = 0; i < assay_decoder_get_n_streams (decoder); i++)
    start = MIN (start, assay_decoder_get_stream (decoder, i)->start);
  walk.rate = rate > 0.0 ? rate : USUAL_RATE;
  walk.start = isfinite (start) ? start : 0.0;
  if (other
          ? !read_other_moments (decoder, walk.stream, &walk, view.window, error)
          : !read_moments (source, cancellable, walk.rate, walk.start, moments, view.window, error))
    return FALSE;
  for (guint i = 0; i < regions->len && moments->len > 0; i++)
    {
      const AssayRegion *region = g_ptr_array_index (regions, i);

      header->regions.n_tracks = i + 1;
      if (!assay_cipher_plan_track (header, region,
                                    (const AssayCipherMoment *) (gconstpointer) moments->data,
                                    moments->len, &view, cancellable, error))
        return FALSE;
      if (!is_seen (region, &header->regions.tracks[i], moments, &view))
        {
          g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                       _ ("Nothing of the video is within region %u"), i + 1);
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
assay_cipher_plan (AssayCipherHeader *header,
                   AssaySource *source,
                   AssayToolJob *job,
                   GError **error)
{
  static const char *const names[ASSAY_CIPHER_TRACKS] = { "region", "region_2", "region_3" };
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  g_autoptr (GPtrArray) regions = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (!assay_parameters_is_empty (parameters, names[i]))
      g_ptr_array_add (regions, assay_parameters_get_region (parameters, names[i]));
  if (regions->len == 0)
    return TRUE;
  header->regions.whole_after
      = g_str_equal (assay_parameters_get_text (parameters, "region_after"), "whole");
  return plan_regions (header, source, job, regions, error);
}
