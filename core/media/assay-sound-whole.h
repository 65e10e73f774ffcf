/* assay-sound-whole.h: whether the bytes of a file with sound are all there and hang together: what
 * its frames, pages and sizes say, without decoding. */
#pragma once

#include <gio/gio.h>

#include "base/assay-base.h"

G_BEGIN_DECLS

/* Places that are kept: many, for somebody may ask for a part that lies behind them. */
#define ASSAY_SOUND_BREAKS 1000u

typedef struct
{
  gboolean cut;      /* the last frame, page or box goes on behind the end of the file */
  guint64 cut_at;    /* bytes: where that one begins */
  gboolean open_end; /* Ogg: the last page is not marked as the last of its stream */
  gboolean changed;  /* MP3: nothing of that, but the encoder's checksum of its frames fails */
  gboolean more;     /* RIFF: behind the sound stand bytes that are no chunk */
  guint64 n_breaks;  /* places inside where frames, pages or packets do not follow each other, or
                      * fail their checksum; of other formats than MP3, AAC and ASF the first of a
                      * kind */
  guint64 breaks[ASSAY_SOUND_BREAKS]; /* bytes: the first of them */
} AssaySoundWhole;

/**
 * assay_sound_whole_look:
 * @cancellable: (nullable):
 *
 * Whole files of all formats that are read here have none of it. What only a decoder sees is not
 * looked at.
 *
 * Returns: %FALSE with an error of reading
 */
gboolean assay_sound_whole_look (AssaySource *source,
                                 GCancellable *cancellable,
                                 AssaySoundWhole *whole,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether @source is Ogg whose last page is not marked as the last (RFC 3533, section 6). */
gboolean assay_sound_whole_is_open_ogg (AssaySource *source);

G_END_DECLS
