/* assay-media-note-private.h: facts that all containers state alike: device, time and place of
 * recording. */
#pragma once

#include "media/assay-inspection.h"

G_BEGIN_DECLS

/**
 * assay_media_note_tag:
 * @key: a tag's name as the container spells it: "©mak", "com.android.version", "ENCODER", "ISFT"
 * @value: valid UTF-8
 *
 * Adds the fact "media.…" that belongs to @key, if it is one of the known ones; positions and dates
 * are read.
 */
void assay_media_note_tag (AssayInspection *inspection,
                           const char *key,
                           const char *value,
                           guint64 offset,
                           guint64 length);
/* ISO 6709 Annex H: "+37.7450-122.4301+066.374/", also degrees with minutes or seconds. */
void assay_media_note_position (AssayInspection *inspection,
                                const char *text,
                                guint64 offset,
                                guint64 length);
/* "media.created" of an ISO 8601 date and time, of "2002:04:05 15:27:54" or of "Fri Apr 05 15:27:54
 * 2002". */
void assay_media_note_created (AssayInspection *inspection,
                               const char *text,
                               guint64 offset,
                               guint64 length);

G_END_DECLS
