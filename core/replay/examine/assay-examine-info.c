/* assay-examine-info.c: what the tool `replay.examine` is. */
#include "replay/assay-replay-info.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/assay-sound-parameters.h"

static const AssayParameterInfo parameters[] = {
  { .name = "channel",
    .type = ASSAY_PARAMETER_INT,
    .title = N_ ("Channel"),
    .help
    = N_ ("The channel that is examined; 0 takes the first, or the loudest where the first is "
          "silent. How the channels relate is always looked at. Channels are never mixed, because "
          "a mixture hides cuts and coding."),
    .minimum = 0,
    .maximum = 64,
    .step = 1,
    .fallback = "0",
    .empty = N_ ("first that is heard") },
  ASSAY_SOUND_PARAMETER_REGION (N_ ("The stretch of time that is examined; everything if empty.")),
  { NULL },
};

static const AssayInputInfo inputs[] = {
  { "input", N_ ("Recording"), ASSAY_MEDIA_AUDIO | ASSAY_MEDIA_VIDEO, 1, 1 },
  { "reference", N_ ("Known recordings to compare with"), ASSAY_MEDIA_AUDIO | ASSAY_MEDIA_VIDEO, 0,
    8 },
  { NULL },
};

static const AssayOutputInfo outputs[] = { { NULL } };

static const AssayMetricInfo metrics[] = {
  { "start", N_ ("Start of the part that was examined"), "s", 3 },
  { "duration", N_ ("Duration"), "s", 3 },
  { "stated", N_ ("Sound that the file says it holds, of which a part is missing"), "s", 3 },
  { "rate", N_ ("Sampling rate"), "Hz", 0 },
  { "channels", N_ ("Channels"), "", 0 },
  { "channel", N_ ("Channel examined"), "", 0 },
  { "bits", N_ ("Bits in use"), "", 0 },
  { "level", N_ ("Level"), "dB", 1 },
  { "offset", N_ ("Constant offset"), /* xgettext:no-c-format */ N_ ("% of full scale"), 4 },
  { "flat_tops", N_ ("Runs at the highest or lowest value"), "", 0 },
  { "comb", N_ ("Periodicity of the histogram"), "", 1 },
  { "empty_levels", N_ ("Levels that never occur"), "", 0 },
  { "edge", N_ ("Where the spectrum drops most"), "Hz", 0 },
  { "edge_drop", N_ ("How far it drops there"), "dB", 1 },
  { "edge_slope", N_ ("Steepness of that drop"), "dB/100 Hz", 1 },
  { "image", N_ ("Likeness of the mirrored spectrum"), "", 4 },
  { "image_z", N_ ("The same in standard errors"), "", 1 },
  { "codec", N_ ("Clearness of a codec’s grid"), "", 1 },
  { "codec_depth", N_ ("Depth of a codec’s grid"), "dB", 2 },
  { "codec_offsets", N_ ("Different positions of that grid"), "", 0 },
  { "floor", N_ ("Noise floor"), "dB", 1 },
  { "floor_step", N_ ("Largest change of the noise floor"), "dB", 2 },
  { "two_floors", N_ ("Floor inside over the floor at the ends"), "dB", 1 },
  { "decay", N_ ("Time for a fall of 60 dB"), "s", 2 },
  { "decay_falls", N_ ("Falls measured"), "", 0 },
  { "hum", N_ ("Frequency of the hum"), "Hz", 3 },
  { "hum_clear", N_ ("Clearness of the hum"), "dB", 1 },
  { "hum_jump", N_ ("Largest jump of the hum’s phase"), "°", 0 },
  { "hum_jumps", N_ ("Jumps of the hum’s phase"), "", 0 },
  { "join", N_ ("Strength of the clearest join"), "dB", 1 },
  { "repeats", N_ ("Repeated stretches"), "", 0 },
  { "silences", N_ ("Stretches of digital silence inside"), "", 0 },
  { "reference_distance", N_ ("Distance of the spectrum from the references"), "dB", 2 },
  { "reference_spread", N_ ("Largest distance among the references"), "dB", 2 },
  { NULL },
};

const AssayToolInfo assay_replay_examine_info = {
  .id = "replay.examine",
  .version = "1.7",
  .panel = N_ ("Replay"),
  .title = N_ ("Audio examination"),
  .summary
  = N_ ("Was this recording cut, joined, converted or recorded again? Measures spectrum, noise, "
        "hum, coding and sample values, and lists the places that deserve listening."),
  .limits = N_ ("Traces show processing, not intent, and a careful forger leaves none. A recording "
                "without findings is not thereby genuine."),
  .kinds = ASSAY_MEDIA_AUDIO | ASSAY_MEDIA_VIDEO,
  .engine = ASSAY_ENGINE_MEDIA,
  .time_limit = 1800,
  .parameters = parameters,
  .inputs = inputs,
  .outputs = outputs,
  .metrics = metrics,
};
