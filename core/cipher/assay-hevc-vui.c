/* assay-hevc-vui.c: structures that stand before what we need, and are stepped over: VUI (Annex E),
 * HRD parameters, scaling lists (7.3.4). */
#include "cipher/assay-hevc-params-private.h"

#include "config.h"

#define MOST_CPB 32
#define EXTENDED_SAR 255

static void
skip_sub_layer_hrd (AssayHevcBits *bits, guint n_cpb, gboolean sub_pictures)
{
  for (guint i = 0; i < n_cpb; i++)
    {
      assay_hevc_ue (bits);
      assay_hevc_ue (bits);
      if (sub_pictures)
        {
          assay_hevc_ue (bits);
          assay_hevc_ue (bits);
        }
      assay_hevc_bit (bits);
    }
}

static void
skip_hrd (AssayHevcBits *bits, guint max_sub_layers)
{
  gboolean nal = assay_hevc_bit (bits) != 0;
  gboolean vcl = assay_hevc_bit (bits) != 0;
  gboolean sub_pictures = FALSE;

  if (nal || vcl)
    {
      sub_pictures = assay_hevc_bit (bits) != 0;
      assay_hevc_skip (bits, sub_pictures ? 19 : 0);
      assay_hevc_skip (bits, 8);
      assay_hevc_skip (bits, sub_pictures ? 4 : 0);
      assay_hevc_skip (bits, 15);
    }
  for (guint i = 0; i < max_sub_layers && !bits->bad; i++)
    {
      gboolean fixed = assay_hevc_bit (bits) != 0;
      gboolean fixed_in_cvs = fixed || assay_hevc_bit (bits) != 0;
      gboolean low_delay = FALSE;
      guint n_cpb = 1;

      if (fixed_in_cvs)
        assay_hevc_ue (bits);
      else
        low_delay = assay_hevc_bit (bits) != 0;
      if (!low_delay)
        n_cpb = assay_hevc_ue_most (bits, MOST_CPB - 1) + 1;
      if (nal)
        skip_sub_layer_hrd (bits, n_cpb, sub_pictures);
      if (vcl)
        skip_sub_layer_hrd (bits, n_cpb, sub_pictures);
    }
}

static void
skip_video_signal (AssayHevcBits *bits)
{
  assay_hevc_skip (bits, 4);
  if (assay_hevc_bit (bits) != 0)
    assay_hevc_skip (bits, 24);
}

static void
skip_timing (AssayHevcBits *bits, guint max_sub_layers)
{
  assay_hevc_skip (bits, 64);
  if (assay_hevc_bit (bits) != 0)
    assay_hevc_ue (bits);
  if (assay_hevc_bit (bits) != 0)
    skip_hrd (bits, max_sub_layers);
}

void
assay_hevc_vui_skip (AssayHevcBits *bits, guint max_sub_layers)
{
  if (assay_hevc_bit (bits) != 0 && assay_hevc_bits (bits, 8) == EXTENDED_SAR)
    assay_hevc_skip (bits, 32);
  if (assay_hevc_bit (bits) != 0) /* overscan */
    assay_hevc_bit (bits);
  if (assay_hevc_bit (bits) != 0)
    skip_video_signal (bits);
  if (assay_hevc_bit (bits) != 0) /* chroma location */
    {
      assay_hevc_ue (bits);
      assay_hevc_ue (bits);
    }
  assay_hevc_skip (bits, 3);
  if (assay_hevc_bit (bits) != 0) /* default display window */
    for (guint i = 0; i < 4; i++)
      assay_hevc_ue (bits);
  if (assay_hevc_bit (bits) != 0)
    skip_timing (bits, max_sub_layers);
  if (assay_hevc_bit (bits) == 0)
    return;
  assay_hevc_skip (bits, 3); /* bitstream restriction */
  for (guint i = 0; i < 5; i++)
    assay_hevc_ue (bits);
}

void
assay_hevc_scaling_lists_skip (AssayHevcBits *bits)
{
  for (guint size = 0; size < 4; size++)
    for (guint matrix = 0; matrix < 6; matrix += size == 3 ? 3 : 1)
      {
        guint n = MIN (64u, 1u << (4 + 2 * size));

        if (assay_hevc_bit (bits) == 0)
          {
            assay_hevc_ue (bits);
            continue;
          }
        if (size > 1)
          assay_hevc_se (bits);
        for (guint i = 0; i < n && !bits->bad; i++)
          assay_hevc_se (bits);
      }
}
