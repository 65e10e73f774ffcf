/* fuzz-hevc.c: a byte stream of HEVC: units, parameter sets, slice headers and data. What is found
 * must lie within the slice segment and be fit for a patcher. */
#include <string.h>

#include "cipher/assay-hevc-annexb.h"
#include "cipher/assay-hevc-parser.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_codewords (const AssayHevcSliceSegment *segment)
{
  const AssayHevcFound *found = segment->found;
  guint32 at = (guint32) (8 * segment->header->data_at);

  g_assert (found->end <= segment->rbsp->len && found->codewords->len > 0);
  for (guint i = 0; i < found->codewords->len; i++)
    {
      const AssayCodeword *codeword = &g_array_index (found->codewords, AssayCodeword, i);
      guint32 last = i + 1 < found->codewords->len
                         ? g_array_index (found->codewords, AssayCodeword, i + 1).first_run
                         : found->runs->len;

      g_assert (codeword->first_bit >= at && codeword->end_bit > codeword->first_bit);
      g_assert (codeword->first_run <= last && last <= found->runs->len);
      for (guint32 j = codeword->first_run; j < last; j++)
        {
          const AssayBypassRun *run = &g_array_index (found->runs, AssayBypassRun, j);

          g_assert (run->n > 0 && run->n <= ASSAY_BYPASS_RUN);
          g_assert (run->position + 1 >= codeword->first_bit + run->n
                    && run->position < codeword->end_bit);
          g_assert (run->range >= 256 && run->range <= 510);
          g_assert (run->element < ASSAY_CIPHER_N_CLASSES);
          g_assert ((run->value | run->free | run->extended) >> run->n == 0
                    && (run->free & ~run->extended) == 0);
        }
      at = codeword->end_bit;
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (AssaySource) source = assay_source_new_bytes (bytes);
  g_autoptr (AssayHevcAnnexb) units = assay_hevc_annexb_new (source);
  g_autoptr (AssayHevcParser) parser = assay_hevc_parser_new ();
  const guint8 *unit;
  gsize length;
  guint64 position;

  while (assay_hevc_annexb_next (units, &unit, &length, &position, NULL))
    {
      AssayHevcSliceSegment segment;
      AssayHevcNal nal;
      gboolean found;

      g_assert (position + length <= size && memcmp (unit, data + position, length) == 0);
      if (assay_hevc_nal_read (unit, length, &nal) && nal.layer == 0
          && assay_hevc_parser_take (parser, &nal, &segment, &found, NULL) && found)
        check_codewords (&segment);
    }
  return 0;
}
