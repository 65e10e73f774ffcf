/* assay-png-private.h: what the two files of the PNG parser share. */
#pragma once

#include "media/assay-parser-private.h"

G_BEGIN_DECLS

/* tEXt, zTXt and iTXt (ISO/IEC 15948, 11.3.4); blocks that programs hide in them go to their
 * parsers. @offset is that of
 * @data[0]. @budget is what may still be decompressed of this file, and is used up: a file may hold
 * thousands of bombs. */
void assay_png_text (AssayInspection *inspection,
                     const char *type,
                     const guint8 *data,
                     gsize size,
                     guint64 offset,
                     gsize *budget,
                     GCancellable *cancellable);

G_END_DECLS
