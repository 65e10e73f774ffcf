/* assay-hevc-picture.c: see the header. */
#include "cipher/assay-hevc-picture.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_CTBS_ASIDE 1025 /* 16384 samples in units of 16, and an end */

/* Boundaries of tiles along one side, 6-3 and 6-4. FALSE when they leave nothing for the last. */
static gboolean
find_boundaries (gboolean uniform, const guint *sizes, guint n, guint all, guint *boundaries)
{
  guint at = 0;

  if (n > all)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      boundaries[i] = at;
      if (uniform)
        at = (i + 1) * all / n;
      else
        at = i + 1 < n ? at + sizes[i] : all;
      if (at > all || at <= boundaries[i])
        return FALSE;
    }
  boundaries[n] = all;
  return TRUE;
}

/* Walks tile after tile, in each row after row. */
static void
number_ctbs (AssayHevcPicture *self, const guint *columns, const guint *rows)
{
  guint width = self->sps->width_ctbs;
  guint32 ts = 0;

  for (guint r = 0; r < self->pps->n_rows; r++)
    for (guint c = 0; c < self->pps->n_columns; c++)
      for (guint y = rows[r]; y < rows[r + 1]; y++)
        for (guint x = columns[c]; x < columns[c + 1]; x++, ts++)
          {
            self->to_raster[ts] = y * width + x;
            self->to_tile_scan[y * width + x] = ts;
            self->tile[ts] = (guint16) (r * self->pps->n_columns + c);
            self->column_start[x] = columns[c];
          }
}

AssayHevcPicture *
assay_hevc_picture_new (const AssayHevcSps *sps, const AssayHevcPps *pps, GError **error)
{
  g_autoptr (AssayHevcPicture) self = g_new0 (AssayHevcPicture, 1);
  guint columns[MOST_CTBS_ASIDE];
  guint rows[MOST_CTBS_ASIDE];
  gsize n_blocks;

  if (!find_boundaries (pps->uniform, pps->column_width, pps->n_columns, sps->width_ctbs, columns)
      || !find_boundaries (pps->uniform, pps->row_height, pps->n_rows, sps->height_ctbs, rows))
    {
      g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_MALFORMED,
                           _ ("The tiles of the video do not fit its size"));
      return NULL;
    }
  self->sps = sps;
  self->pps = pps;
  self->n_ctbs = sps->width_ctbs * sps->height_ctbs;
  self->to_tile_scan = g_new (guint32, self->n_ctbs);
  self->to_raster = g_new (guint32, self->n_ctbs);
  self->tile = g_new (guint16, self->n_ctbs);
  self->slice = g_new (guint32, self->n_ctbs);
  self->column_start = g_new (guint32, sps->width_ctbs);
  /* whole units, so that a block beyond the picture's edge needs no test */
  self->blocks.stride = sps->width_ctbs << (sps->log2_ctb - 2);
  n_blocks = (gsize) self->blocks.stride * (sps->height_ctbs << (sps->log2_ctb - 2));
  self->blocks.intra_mode = g_new0 (guint8, n_blocks);
  self->blocks.depth = g_new0 (guint8, n_blocks);
  number_ctbs (self, columns, rows);
  assay_hevc_picture_reset (self);
  return g_steal_pointer (&self);
}

void
assay_hevc_picture_reset (AssayHevcPicture *self)
{
  memset (self->slice, 0xff, self->n_ctbs * sizeof *self->slice);
}

void
assay_hevc_picture_free (AssayHevcPicture *self)
{
  if (self == NULL)
    return;
  g_free (self->to_tile_scan);
  g_free (self->to_raster);
  g_free (self->tile);
  g_free (self->slice);
  g_free (self->column_start);
  g_free (self->blocks.intra_mode);
  g_free (self->blocks.depth);
  g_free (self);
}
