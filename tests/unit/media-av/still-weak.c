/* still-weak.c: empty blocks, used only as long as core/media has none of its own. */
#include "config.h"

#include "media/assay-parser-private.h"

__attribute__ ((weak)) void
assay_block_exif (AssayInspection *inspection,
                  const guint8 *data,
                  gsize size,
                  guint64 base,
                  GCancellable *cancellable)
{
}

__attribute__ ((weak)) void
assay_block_xmp (AssayInspection *inspection, const guint8 *data, gsize size, guint64 base)
{
}

__attribute__ ((weak)) void
assay_block_icc (AssayInspection *inspection, const guint8 *data, gsize size, guint64 base)
{
}

__attribute__ ((weak)) void
assay_block_jumbf (AssayInspection *inspection, const guint8 *data, gsize size, guint64 base)
{
}

__attribute__ ((weak)) void
assay_parse_trailer (AssaySource *source,
                     AssayInspection *inspection,
                     guint64 offset,
                     GCancellable *cancellable)
{
}
