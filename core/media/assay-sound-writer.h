/* assay-sound-writer.h: sound written as WAV, FLAC or a lossy format into a descriptor. Only
 * assay-worker-media links it.
 *
 * Bit-exact for one version of FFmpeg: no time, no name of a program in the file. */
#pragma once

#include <gio/gio.h>

#include "media/assay-media-error.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_SOUND_WAV,  /* RF64 where it must be */
  ASSAY_SOUND_FLAC, /* 16 and 24 bits, at most 8 channels; 32 bits and float become 24 */
  ASSAY_SOUND_MP3,
  ASSAY_SOUND_AAC, /* ADTS */
  ASSAY_SOUND_OPUS,
  ASSAY_SOUND_VORBIS,
} AssaySoundFormat;

typedef enum
{
  ASSAY_SOUND_16,
  ASSAY_SOUND_24,
  ASSAY_SOUND_32,
  ASSAY_SOUND_FLOAT,
} AssaySoundSample;

typedef struct
{
  AssaySoundFormat format;
  AssaySoundSample sample; /* of WAV and FLAC */
  guint rate;              /* Hz */
  guint channels;
  guint bit_rate; /* bit/s, of the lossy formats */
} AssaySoundForm;

typedef struct _AssaySoundWriter AssaySoundWriter;

/* The nearest rate that @format can have: Opus knows 48 kHz alone, MP3 nothing above it. */
guint assay_sound_nearest_rate (AssaySoundFormat format, guint rate);

/**
 * assay_sound_writer_new:
 * @fd: borrowed; written from its beginning, seekable
 *
 * Returns: (transfer full) (nullable): %NULL with ASSAY_MEDIA_ERROR UNSUPPORTED if the format does
 * not hold such sound
 */
AssaySoundWriter *assay_sound_writer_new (int fd,
                                          const AssaySoundForm *form,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_sound_writer_free (AssaySoundWriter *self);
/* @samples: (array length=frames × channels): interleaved. What is beyond full scale is clipped
 * where the format has a full scale; NaN becomes 0. FALSE with ASSAY_BASE_ERROR_IO or MALFORMED. */
gboolean assay_sound_writer_write (AssaySoundWriter *self,
                                   const float *samples,
                                   gsize frames,
                                   GError **error);
/* The rest and the header's lengths. */
gboolean assay_sound_writer_end (AssaySoundWriter *self, GError **error);
/* Values of single channels that were beyond full scale. */
guint64 assay_sound_writer_get_clipped (AssaySoundWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssaySoundWriter, assay_sound_writer_free)

G_END_DECLS
