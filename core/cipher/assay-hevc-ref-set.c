/* assay-hevc-ref-set.c: short-term reference picture sets (ITU-T H.265, 7.3.7 and 7.4.8). */
#include "cipher/assay-hevc-params-private.h"

#include "config.h"

/* A picture of the set is predicted to be one of another set, moved by the distance of both. */
static void
read_predicted (
    AssayHevcBits *bits, const AssayHevcRefSet *sets, guint n, guint index, AssayHevcRefSet *out)
{
  guint32 back = index == n ? assay_hevc_ue (bits) + 1 : 1;
  gint32 sign = assay_hevc_bit (bits) != 0 ? -1 : 1;
  gint32 delta = sign * (gint32) (assay_hevc_ue_most (bits, 0x7fff) + 1);
  gboolean used[ASSAY_HEVC_MOST_PICTURES + 1] = { FALSE };
  gboolean kept[ASSAY_HEVC_MOST_PICTURES + 1] = { FALSE };
  const AssayHevcRefSet *from;
  gint32 found[ASSAY_HEVC_MOST_PICTURES + 1];
  gboolean found_used[ASSAY_HEVC_MOST_PICTURES + 1];
  guint n_found = 0;

  if (back > index || bits->bad)
    {
      bits->bad = TRUE;
      return;
    }
  from = &sets[index - back];
  for (guint j = 0; j <= from->n; j++)
    {
      used[j] = assay_hevc_bit (bits) != 0;
      kept[j] = used[j] || assay_hevc_bit (bits) != 0;
    }
  for (guint j = 0; j <= from->n; j++)
    {
      gint32 poc = (j < from->n ? from->delta_poc[j] : 0) + delta;
      guint at = n_found;

      if (!kept[j] || poc == 0)
        continue;
      /* insertion: negative ones first, each half by distance */
      while (at > 0
             && ((poc < 0 && found[at - 1] > 0)
                 || ((poc < 0) == (found[at - 1] < 0) && ABS (poc) < ABS (found[at - 1]))))
        {
          found[at] = found[at - 1];
          found_used[at] = found_used[at - 1];
          at--;
        }
      found[at] = poc;
      found_used[at] = used[j];
      n_found++;
    }
  if (n_found > ASSAY_HEVC_MOST_PICTURES)
    {
      bits->bad = TRUE;
      return;
    }
  for (guint j = 0; j < n_found; j++)
    {
      out->delta_poc[j] = found[j];
      out->used_by[j] = found_used[j];
      out->n_negative = (guint8) (out->n_negative + (found[j] < 0 ? 1 : 0));
    }
  out->n = (guint8) n_found;
}

static void
read_explicit (AssayHevcBits *bits, AssayHevcRefSet *out)
{
  guint n_negative = assay_hevc_ue_most (bits, ASSAY_HEVC_MOST_PICTURES);
  guint n_positive = assay_hevc_ue_most (bits, ASSAY_HEVC_MOST_PICTURES - n_negative);
  gint32 poc = 0;

  out->n_negative = (guint8) n_negative;
  out->n = (guint8) (n_negative + n_positive);
  for (guint j = 0; j < out->n; j++)
    {
      gint32 step = (gint32) (assay_hevc_ue_most (bits, 0x7fff) + 1);

      poc = j == n_negative ? 0 : poc;
      poc += j < n_negative ? -step : step;
      out->delta_poc[j] = poc;
      out->used_by[j] = assay_hevc_bit (bits) != 0;
    }
}

void
assay_hevc_ref_set_read (
    AssayHevcBits *bits, const AssayHevcRefSet *sets, guint n, guint index, AssayHevcRefSet *out)
{
  *out = (AssayHevcRefSet){ 0 };
  if (index > 0 && assay_hevc_bit (bits) != 0)
    read_predicted (bits, sets, n, index, out);
  else
    read_explicit (bits, out);
  for (guint j = 0; j < out->n; j++)
    out->used = (guint8) (out->used + (out->used_by[j] ? 1 : 0));
}
