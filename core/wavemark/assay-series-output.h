/* assay-series-output.h: writes a table again with other numbers in some cells, all else as it was.
 */
#pragma once

#include "wavemark/assay-series-text.h"

G_BEGIN_DECLS

typedef struct _AssaySeriesOutput AssaySeriesOutput;

/* @fd: borrowed, empty. */
AssaySeriesOutput *assay_series_output_new (int fd) G_GNUC_WARN_UNUSED_RESULT;
void assay_series_output_free (AssaySeriesOutput *self);
/* All return FALSE with IO when the file cannot be written. */
gboolean assay_series_output_bytes (AssaySeriesOutput *self,
                                    const void *bytes,
                                    gsize length,
                                    GError **error);
/* Copies the first @length bytes of @source: byte order mark and header. */
gboolean assay_series_output_head (AssaySeriesOutput *self,
                                   AssaySource *source,
                                   gsize length,
                                   GError **error);

/* A cell of the record with its new text. */
typedef struct
{
  guint index;
  const char *text;
  gsize length;
} AssaySeriesCell;

/* @cells: in the order of their columns. Quotes around a cell stay. @added: text behind the last
 * field, before the line end. */
gboolean assay_series_output_record (AssaySeriesOutput *self,
                                     const AssaySeriesRecord *record,
                                     const AssaySeriesCell *cells,
                                     guint n_cells,
                                     const char *added,
                                     GError **error);
gboolean assay_series_output_finish (AssaySeriesOutput *self, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssaySeriesOutput, assay_series_output_free)

G_END_DECLS
