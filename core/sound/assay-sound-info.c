/* assay-sound-info.c: what the tool `sound` is. */
#include "sound/assay-sound-info.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/assay-sound-parameters.h"

static const AssayChoice kinds[] = {
  { "envelope", N_ ("Extremes and level") },
  { "spectrum", N_ ("Spectrogram") },
  { "samples", N_ ("Samples") },
  { NULL },
};

static const AssayParameterInfo parameters[] = {
  { .name = "kind",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("What is shown"),
    .help = N_ ("The waveform's outline, its spectrogram, or the samples themselves."),
    .fallback = "envelope",
    .choices = kinds },
  ASSAY_SOUND_PARAMETER_WINDOW,
  ASSAY_SOUND_PARAMETER_OVERLAP,
  ASSAY_SOUND_PARAMETER_SHAPE,
  ASSAY_SOUND_PARAMETER_CHANNEL (ASSAY_SOUND_CHANNELS),
  { NULL },
};

static const AssayInputInfo inputs[] = {
  { "input", N_ ("File"), ASSAY_MEDIA_ANY, 1, 1 },
  { NULL },
};

static const AssayOutputInfo outputs[] = { { NULL } };

static const AssayMetricInfo metrics[] = { { NULL } };

const AssayToolInfo assay_sound_info = {
  .id = "sound",
  .version = "1.0",
  .title = N_ ("Sound"),
  .summary = N_ ("Shows the waveform and the spectrogram of a file."),
  .limits = N_ ("What is shown is decoded by FFmpeg; it is not a finding."),
  .kinds = ASSAY_MEDIA_ANY,
  .engine = ASSAY_ENGINE_MEDIA,
  .parameters = parameters,
  .inputs = inputs,
  .outputs = outputs,
  .metrics = metrics,
};
