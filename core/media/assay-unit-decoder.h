/* assay-unit-decoder.h: pictures of a video whose units come one access unit after the other,
 * without a file. Only assay-worker-media links it. */
#pragma once

#include "media/assay-decode.h"

G_BEGIN_DECLS

typedef struct _AssayUnitDecoder AssayUnitDecoder;

/**
 * AssayUnitPicture:
 * @frame: all samples as coded, without cropping; its index is that of the access unit
 *
 * In the order of showing. FALSE with an error stops.
 */
typedef gboolean (*AssayUnitPicture) (const AssayVideoFrame *frame,
                                      gpointer user_data,
                                      GError **error);

/* @codec: FFmpeg's short name, "hevc". %NULL with ASSAY_MEDIA_ERROR UNSUPPORTED. */
AssayUnitDecoder *assay_unit_decoder_new (const char *codec,
                                          guint threads,
                                          AssayUnitPicture func,
                                          gpointer user_data,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Pictures as they are shown instead: cut to the window that the video says. */
void assay_unit_decoder_set_cropping (AssayUnitDecoder *self);
void assay_unit_decoder_free (AssayUnitDecoder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayUnitDecoder, assay_unit_decoder_free)

/**
 * assay_unit_decoder_push:
 * @data: (array length=size): one access unit as a byte stream (start codes)
 * @index: of its picture
 *
 * What cannot be decoded is passed over: there is then no picture of it. Returns: %FALSE with
 * @func's error, or ASSAY_MEDIA_ERROR LIMIT
 */
gboolean assay_unit_decoder_push (
    AssayUnitDecoder *self, const guint8 *data, gsize size, gint64 index, GError **error);
/* The pictures that are left. */
gboolean assay_unit_decoder_end (AssayUnitDecoder *self, GError **error);

G_END_DECLS
