/* sound-stream.h: the tool `sound` in its real worker, waited for. */
#pragma once

#include "sound/assay-sound-info.h"
#include "worker/assay-client.h"

G_BEGIN_DECLS

/* An open preview; NULL with an error. @settings: pairs of parameter and value, then NULL. */
AssayPreview *sound_stream_open (AssayClient *client,
                                 const char *path,
                                 const char *const *settings,
                                 GError **error);
gboolean
sound_stream_range (AssayPreview *preview, double start, double end, guint columns, GError **error);
gboolean sound_stream_next (AssayPreview *preview, AssayPreviewUnit *unit, GError **error);
void sound_unit_clear (AssayPreviewUnit *unit);

/* A function of channel and seconds. */
typedef double (*SoundFunction) (guint channel, double seconds);
/* Writes a 16-bit WAV file of @seconds. */
void sound_write_wav (
    const char *path, guint rate, guint channels, double seconds, SoundFunction function);

G_END_DECLS
