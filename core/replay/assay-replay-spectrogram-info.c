/* assay-replay-spectrogram-info.c: what the tool `replay.spectrogram` is. */
#include "replay/assay-replay-info.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/assay-sound-parameters.h"

static const AssayChoice scales[] = {
  { "linear", N_ ("Linear") },
  { "log", N_ ("Logarithmic") },
  { "mel", N_ ("Mel") },
  { NULL },
};

static const AssayChoice tops[] = {
  { "loudest", N_ ("The loudest place") },
  { "0", N_ ("0 dB") },
  { "-20", N_ ("−20 dB") },
  { "-40", N_ ("−40 dB") },
  { NULL },
};

static const AssayParameterInfo parameters[] = {
  ASSAY_SOUND_PARAMETER_REGION (N_ ("The stretch of time that is shown; everything if empty.")),
  ASSAY_SOUND_PARAMETER_CHANNEL (64),
  ASSAY_SOUND_PARAMETER_WINDOW,
  ASSAY_SOUND_PARAMETER_OVERLAP,
  ASSAY_SOUND_PARAMETER_SHAPE,
  { .name = "scale",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Frequency axis"),
    .help = N_ ("Logarithmic and mel give low tones more room."),
    .fallback = "linear",
    .choices = scales },
  { .name = "lowest",
    .type = ASSAY_PARAMETER_REAL,
    .title = N_ ("Lowest frequency"),
    .help = N_ ("Where the axis begins."),
    .unit = "Hz",
    .minimum = 0,
    .maximum = 384000,
    .step = 100,
    .digits = 0,
    .fallback = "0" },
  { .name = "highest",
    .type = ASSAY_PARAMETER_REAL,
    .title = N_ ("Highest frequency"),
    .help = N_ ("Where the axis ends; 0: at half of the sampling rate."),
    .unit = "Hz",
    .minimum = 0,
    .maximum = 384000,
    .step = 100,
    .digits = 0,
    .fallback = "0",
    .empty = N_ ("half of the rate") },
  { .name = "range",
    .type = ASSAY_PARAMETER_INT,
    .title = N_ ("Range of levels"),
    .help = N_ ("How far below the brightest colour the darkest lies."),
    .unit = "dB",
    .minimum = 10,
    .maximum = 160,
    .step = 10,
    .fallback = "90" },
  { .name = "top",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Brightest level"),
    .help = N_ ("Below full scale. The same for two recordings, so that their colours can be "
                "compared."),
    .fallback = "loudest",
    .choices = tops },
  { NULL },
};

static const AssayInputInfo inputs[] = {
  { "input", N_ ("Recording"), ASSAY_MEDIA_AUDIO | ASSAY_MEDIA_VIDEO, 1, 1 },
  { NULL },
};

static const AssayOutputInfo outputs[] = { { NULL } };

static const AssayMetricInfo metrics[] = {
  { "duration", N_ ("Duration"), "s", 3 },
  { "rate", N_ ("Sampling rate"), "Hz", 0 },
  { "column", N_ ("Width of a column"), "s", 6 },
  { "row", N_ ("Height of a row"), "Hz", 3 },
  { "highest_level", N_ ("Level of the loudest place"), "dB", 1 },
  { NULL },
};

const AssayToolInfo assay_replay_spectrogram_info = {
  .id = "replay.spectrogram",
  .version = "1.2",
  .panel = N_ ("Replay"),
  .title = N_ ("Spectrogram"),
  .summary = N_ ("Which tones sound when, with window, scale and range of your choice: for the "
                 "report and as a table of values."),
  .limits = N_ ("A picture shows and finds nothing. Where there are more moments or frequencies "
                "than a page can show, neighbours are averaged."),
  .kinds = ASSAY_MEDIA_AUDIO | ASSAY_MEDIA_VIDEO,
  .engine = ASSAY_ENGINE_MEDIA,
  .time_limit = 3600,
  .parameters = parameters,
  .inputs = inputs,
  .outputs = outputs,
  .metrics = metrics,
};
