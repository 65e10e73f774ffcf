/* fuzz-parser.h: a fuzz target for a parser or a block reader of core/media: bytes in, nothing but
 * an inspection out. */
#pragma once

#include "media/assay-parser-private.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static inline int
fuzz_parser (AssayParseFunc parse, const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (AssaySource) source = assay_source_new_bytes (bytes);
  g_autoptr (AssayInspection) inspection = assay_inspection_new ();

  assay_inspection_set_size (inspection, size);
  parse (source, inspection, NULL);
  return 0;
}

static inline int
fuzz_block (void (*block) (AssayInspection *, const guint8 *, gsize, guint64),
            const guint8 *data,
            gsize size)
{
  g_autoptr (AssayInspection) inspection = assay_inspection_new ();

  assay_inspection_set_size (inspection, size);
  block (inspection, data, size, 0);
  return 0;
}
