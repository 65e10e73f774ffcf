/* assay-media-edits.h: what the edit lists of an MP4 or MOV file take out. Only assay-worker-media
 * links it.
 *
 * An edit list says which part of a track is shown, and when. libavformat does not give out samples
 * that lie outside of it, unless they are needed to decode others: a copy of the file that is made
 * packet by packet lacks them. */
#pragma once

#include <gio/gio.h>

#include "base/assay-base.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 packets;       /* of all streams: left out, or given out more than once */
  gint stream;           /* the first one with such packets, from 0; -1: none */
  guint64 sound_packets; /* the same of sound alone */
  gint sound_stream;     /* the first one of sound with such packets; -1: none */
  guint64 pictures;      /* given out, but only to be decoded: not shown */
  guint parts;           /* of the track whose edit list joins most */
} AssayMediaEdits;

/**
 * assay_media_edits_find:
 *
 * From the tables in the file's head: of movie fragments, which seldom are edited, nothing is
 * known. Nothing is found in files of other kinds and in those that cannot be opened.
 *
 * Returns: %FALSE when cancelled, or with an error of reading the source
 */
gboolean assay_media_edits_find (AssaySource *source,
                                 AssayMediaEdits *edits,
                                 GCancellable *cancellable,
                                 GError **error);

/* Whether a copy packet by packet is what the file was. FALSE with ASSAY_MEDIA_ERROR_UNSUPPORTED.
 */
gboolean assay_media_edits_check (const AssayMediaEdits *edits, GError **error);

G_END_DECLS
