/* assay-video-anew.h: what the pictures of a video look like once they are encoded anew, from any
 * place on, without a file. Only assay-worker-media links it.
 *
 * A group of pictures at a time is encoded, from an intra picture on; its packets may be changed
 * before they are decoded. For previews: the groups do not begin where those of a whole new video
 * would. */
#pragma once

#include "media/assay-video-rewriter.h"

G_BEGIN_DECLS

typedef struct _AssayVideoAnew AssayVideoAnew;

/**
 * assay_video_anew_new:
 * @form: codec, quality and preset count; H.264 and H.265 only
 * @pictures: of a group, at least 1
 *
 * Returns: (transfer full) (nullable): %NULL with the errors of a video reader
 */
AssayVideoAnew *assay_video_anew_new (AssayDecoder *decoder,
                                      guint stream,
                                      const AssayVideoForm *form,
                                      guint pictures,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_video_anew_free (AssayVideoAnew *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayVideoAnew, assay_video_anew_free)

/* Packets of groups that are encoded from now on are changed: byte streams with start codes, the
 * parameter sets before the first picture of each. */
void
assay_video_anew_set_change (AssayVideoAnew *self, AssayPacketChange change, gpointer user_data);
/* The next picture, its index, times and turn those of the source's; NULL without an error at the
 * end. Errors of the decoder, the encoder and the change. */
AssayVideoFrame *assay_video_anew_next (AssayVideoAnew *self,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* As assay_video_reader_seek(). */
gboolean assay_video_anew_seek (AssayVideoAnew *self, double seconds, GError **error);

G_END_DECLS
