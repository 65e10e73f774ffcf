/* assay-cipher-gaps-report.c: see the header. */
#include "cipher/assay-cipher-gaps-report.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "cipher/assay-cipher-places.h"

static const char *const reasons[] = {
  [ASSAY_CIPHER_GAP_NONE] = "",
  [ASSAY_CIPHER_GAP_PART] = N_ ("A part of this picture is missing"),
  [ASSAY_CIPHER_GAP_MORE] = N_ ("Parts came twice, or are of another picture"),
  [ASSAY_CIPHER_GAP_BEHIND] = N_ ("What is shown behind this picture is missing or cannot be read"),
  [ASSAY_CIPHER_GAP_BEFORE] = N_ ("What came before this picture is missing"),
  [ASSAY_CIPHER_GAP_REFERENCE] = N_ ("A picture that this one needs is missing or cannot be read"),
  [ASSAY_CIPHER_GAP_LATE] = N_ ("A picture that this one needs comes only after it"),
  [ASSAY_CIPHER_GAP_DOUBLE] = N_ (
      "Numbers that came before begin again: pictures came twice, or an intra picture is missing"),
  [ASSAY_CIPHER_GAP_COPY]
  = N_ ("This picture came before: if one of both was put in, this one is scrambled"),
  [ASSAY_CIPHER_GAP_AGAIN]
  = N_ ("Reads like an earlier picture: if one like it was put in, lost or "
        "changed, this one is scrambled"),
  [ASSAY_CIPHER_GAP_BORDER]
  = N_ ("Before this picture something may be missing, moved or changed: a sequence begins here"),
  [ASSAY_CIPHER_GAP_END] = N_ ("Behind this picture something may be missing: the video ends here"),
};

GArray *
assay_cipher_gaps_to_places (const GArray *gaps)
{
  GArray *places = g_array_sized_new (FALSE, FALSE, sizeof (AssayCipherPlaced), gaps->len);

  for (guint i = 0; i < gaps->len; i++)
    {
      const AssayCipherGapPlace *gap = &g_array_index (gaps, AssayCipherGapPlace, i);
      const AssayCipherPlaced place = { .unit = gap->unit,
                                        .segment = gap->segment,
                                        .picture = gap->picture,
                                        .other = gap->other,
                                        .reason = reasons[gap->gap] };

      g_array_append_val (places, place);
    }
  return places;
}

void
assay_cipher_gaps_report (AssayResultBuilder *builder, const GArray *places)
{
  AssayFindingBuilder *finding;

  if (places->len == 0)
    return;
  assay_result_builder_table (
      builder, assay_cipher_places_to_table (
                   places, "gaps", N_ ("Where something is missing or out of order"), TRUE));
  finding = assay_finding_builder_new ("CIP-24", ASSAY_SEVERITY_ATTENTION);
  assay_finding_builder_int (finding, "cipher.gaps", places->len, "");
  assay_cipher_places_observe (places, finding);
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}
