/* assay-sound-info.c: what the tool `sound` is. */
#include "sound/assay-sound-info.h"

#include "config.h"

#include <glib/gi18n-lib.h>

static const AssayChoice kinds[] = {
  { "envelope", N_ ("Extremes and level") },
  { "spectrum", N_ ("Spectrogram") },
  { "samples", N_ ("Samples") },
  { NULL },
};

static const AssayChoice shapes[] = {
  { "hann", N_ ("Hann") },
  { "hamming", N_ ("Hamming") },
  { "blackman-harris", N_ ("Blackman–Harris") },
  { "rectangular", N_ ("Rectangular") },
  { NULL },
};

static const AssayParameterInfo parameters[] = {
  { .name = "kind",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("What is shown"),
    .help = N_ ("The waveform's outline, its spectrogram, or the samples themselves."),
    .fallback = "envelope",
    .choices = kinds },
  { .name = "window",
    .type = ASSAY_PARAMETER_INT,
    .title = N_ ("Window"),
    .help = N_ ("Long windows tell frequencies apart, short ones moments."),
    .unit = "samples",
    .minimum = 64,
    .maximum = 32768,
    .step = 1,
    .fallback = "1024" },
  { .name = "overlap",
    .type = ASSAY_PARAMETER_INT,
    .title = N_ ("Overlap"),
    .help = N_ ("How much of a window the next one shares."),
    .unit = "%",
    .minimum = 0,
    .maximum = 95,
    .step = 1,
    .fallback = "75" },
  { .name = "shape",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Window shape"),
    .help = N_ ("How the ends of a window are faded."),
    .fallback = "hann",
    .choices = shapes },
  { .name = "channel",
    .type = ASSAY_PARAMETER_INT,
    .title = N_ ("Channel"),
    .help = N_ ("0 is the mean of all."),
    .minimum = 0,
    .maximum = ASSAY_SOUND_CHANNELS,
    .step = 1,
    .fallback = "0" },
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
