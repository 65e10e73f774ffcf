/* assay-revmark-conv.c: convolutions: pieces of the pictures as rows of a matrix, times the
 * weights. */
#include "videomark/assay-revmark-conv.h"

#include <dnnl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/assay-base.h"
#include "videomark/assay-revmark-step-private.h"

/* Numbers of the matrix of pieces: stays in the second cache beside the weights. */
#define PIECES 65536u
#define LEAST_PIXELS 16u
#define MOST_PIXELS 1024u

/* OpenMP API 5.1, 3.2.1: of the calling thread. libgomp has no header of its own for clang. */
void omp_set_num_threads (int threads);

/* oneDNN asks for code that may be written; nothing writes it again. Without /proc it stays so. */
static void
close_code (void)
{
  FILE *maps = fopen ("/proc/self/maps", "re");
  char line[512];

  while (maps != NULL && fgets (line, sizeof line, maps) != NULL)
    {
      unsigned long first;
      unsigned long end;
      char rights[8];

      if (sscanf (line, "%lx-%lx %7s", &first, &end, rights) == 3 && strncmp (rights, "rwx", 3) == 0
          && mprotect (GSIZE_TO_POINTER (first), end - first, PROT_READ | PROT_EXEC) != 0)
        g_debug ("code stays open to writing");
    }
  if (maps != NULL)
    fclose (maps);
}

static void
compile (void)
{
  float a[64] = { 0 };
  float b[64] = { 0 };
  float c[64];

  /* Refused when something of oneDNN ran before: then that chose. */
  if (dnnl_set_max_cpu_isa (dnnl_cpu_isa_avx2) != dnnl_success)
    g_debug ("the instruction set stays as it was");
  omp_set_num_threads (1);
  if (dnnl_sgemm ('N', 'N', 8, 8, 8, 1, a, 8, b, 8, 0, c, 8) != dnnl_success)
    g_debug ("no product");
  close_code ();
}

void
assay_revmark_prewarm (void)
{
  static gsize done = 0;

  if (g_once_init_enter (&done))
    {
      compile ();
      g_once_init_leave (&done, 1);
    }
}

const char *
assay_revmark_versions (void)
{
  static gsize text = 0;

  if (g_once_init_enter (&text))
    {
      const dnnl_version_t *version = dnnl_version ();

      g_once_init_leave (&text, (gsize) g_strdup_printf ("oneDNN %d.%d.%d", version->major,
                                                         version->minor, version->patch));
    }
  return GSIZE_TO_POINTER (text);
}

float *
assay_revmark_pack_conv (const AssayRevmarkLayer *layer, guint channels)
{
  gsize taps = (gsize) layer->kernel[0] * layer->kernel[1] * layer->kernel[2];
  float *packed = g_new (float, layer->weight.columns * layer->out);

  for (gsize tap = 0; tap < taps; tap++)
    for (gsize c = 0; c < channels; c++)
      for (gsize o = 0; o < layer->out; o++)
        packed[(tap * channels + c) * layer->out + o]
            = (float) layer->weight.values[o * layer->weight.columns + c * taps + tap];
  return packed;
}

/* A convolution with its matrix's sizes. */
typedef struct
{
  const AssayRevmarkStep *step;
  gsize depth;    /* numbers of a piece */
  gboolean plain; /* pixels are the pieces */
  gint failed;
} Work;

/* The row of a piece that lies in source row @from (NULL outside), around column @column. */
static void
copy_taps (const AssayRevmarkStep *step, const float *row, gssize column, float *piece)
{
  gsize channels = step->from[0].channels;
  gssize width = (gssize) step->from[0].columns;
  gssize taps = (gssize) step->layer->kernel[2];
  gssize first = CLAMP (-column, 0, taps);
  gssize end = CLAMP (width - column, first, taps);

  if (row == NULL)
    end = first = taps;
  memset (piece, 0, (gsize) first * channels * sizeof *piece);
  if (end > first)
    memcpy (piece + (gsize) first * channels, row + (gsize) (column + first) * channels,
            (gsize) (end - first) * channels * sizeof *piece);
  memset (piece + (gsize) end * channels, 0, (gsize) (taps - end) * channels * sizeof *piece);
}

/* Output pixel @pixel (of all frames) as a row of the matrix. */
static void
copy_piece (const AssayRevmarkStep *step, gsize pixel, float *piece)
{
  const AssayRevmarkLayer *layer = step->layer;
  const AssayRevmarkShape *from = &step->from[0];
  gsize column = pixel % step->to.columns;
  gsize row = pixel / step->to.columns % step->to.rows;
  gsize frame = pixel / step->to.columns / step->to.rows;
  gssize x = (gssize) (column * layer->stride[2]) - (gssize) layer->pad[2];
  gsize run = (gsize) layer->kernel[2] * from->channels;

  for (guint t = 0; t < layer->kernel[0]; t++)
    for (guint r = 0; r < layer->kernel[1]; r++, piece += run)
      {
        gssize at = (gssize) (frame * layer->stride[0] + t) - (gssize) layer->pad[0];
        gssize y = (gssize) (row * layer->stride[1] + r) - (gssize) layer->pad[1];
        gboolean inside
            = at >= 0 && at < (gssize) from->frames && y >= 0 && y < (gssize) from->rows;

        copy_taps (step,
                   inside
                       ? step->in[0] + assay_revmark_row (from, (gsize) at * from->rows + (gsize) y)
                       : NULL,
                   x, piece);
      }
}

/* Of the calling thread; grows, and goes with the thread. */
static float *
get_pieces (gsize n)
{
  static GPrivate kept = G_PRIVATE_INIT (g_free);
  static GPrivate kept_size = G_PRIVATE_INIT (NULL);

  if (GPOINTER_TO_SIZE (g_private_get (&kept_size)) < n)
    {
      g_private_replace (&kept, g_new (float, n));
      g_private_set (&kept_size, GSIZE_TO_POINTER (n));
    }
  return g_private_get (&kept);
}

static void
work_pixels (gsize first, gsize last, gpointer user_data)
{
  Work *work = user_data;
  const AssayRevmarkStep *step = work->step;
  gsize out = step->to.channels;
  gsize n = last - first;
  float *to = step->out + first * out;
  const float *pieces = step->in[0] + first * work->depth;

  if (!work->plain)
    {
      float *own = get_pieces (n * work->depth);

      for (gsize i = 0; i < n; i++)
        copy_piece (step, first + i, own + i * work->depth);
      pieces = own;
    }
  /* The engine's threads are assay_parallel_for()'s; each product stays in one. */
  omp_set_num_threads (1);
  if (dnnl_sgemm ('N', 'N', (dnnl_dim_t) n, (dnnl_dim_t) out, (dnnl_dim_t) work->depth, 1, pieces,
                  (dnnl_dim_t) work->depth, step->weights, (dnnl_dim_t) out, 0, to,
                  (dnnl_dim_t) out)
      != dnnl_success)
    g_atomic_int_set (&work->failed, 1);
  for (gsize i = 0; i < n && step->bias != NULL; i++)
    for (gsize o = 0; o < out; o++)
      to[i * out + o] += step->bias[o];
  assay_revmark_activate (step->layer, to, n * out);
}

gboolean
assay_revmark_conv (const AssayRevmarkStep *step,
                    guint threads,
                    GCancellable *cancellable,
                    GError **error)
{
  const AssayRevmarkLayer *layer = step->layer;
  Work work = { .step = step, .depth = layer->weight.columns };
  gsize pixels = (gsize) step->to.frames * step->to.rows * step->to.columns;

  work.plain = work.depth == step->from[0].channels && layer->stride[0] == 1
               && layer->stride[1] == 1 && layer->stride[2] == 1;
  if (!assay_parallel_for (pixels, CLAMP (PIECES / work.depth, LEAST_PIXELS, MOST_PIXELS), threads,
                           work_pixels, &work, cancellable, error))
    return FALSE;
  if (g_atomic_int_get (&work.failed) != 0)
    {
      g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT,
                           _ ("The network cannot be computed on this machine"));
      return FALSE;
    }
  return TRUE;
}
