/* assay-audio-extract-info.c: what the tool `audio.extract` is. */
#include "wavemark/assay-wavemark-info.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "wavemark/assay-audio-scheme-info.h"

static const AssayParameterInfo parameters[] = {
  ASSAY_AUDIO_SCHEME,
  { .name = "key",
    .type = ASSAY_PARAMETER_SECRET,
    .title = N_ ("Key"),
    .help = N_ ("The one that the sound was marked with."),
    .fallback = "",
    .unless = "scheme=attari-shirazi" },
  { .name = "expect",
    .type = ASSAY_PARAMETER_TEXT,
    .title = N_ ("Expected mark"),
    .help = N_ ("Hexadecimal. Given, the share of bits that differ is told. The published method "
                "claims nothing without."),
    .fallback = "" },
  { .name = "search",
    .type = ASSAY_PARAMETER_BOOL,
    .title = N_ ("Search speed and tempo"),
    .help = N_ ("Where nothing is found at once, speeds and tempos from 0.945 to 1.055 are tried."),
    .fallback = "true" },
  { .name = "strength",
    .type = ASSAY_PARAMETER_REAL,
    .title = N_ ("Strength"),
    .help = N_ ("The value that the sound was marked with."),
    .minimum = 0.25,
    .maximum = 4,
    .step = 0.05,
    .digits = 2,
    .fallback = "1",
    .advanced = TRUE },
  ASSAY_AUDIO_PUBLISHED,
  { NULL },
};

static const AssayInputInfo inputs[] = {
  { "input", N_ ("Sound"), ASSAY_MEDIA_AUDIO | ASSAY_MEDIA_VIDEO | ASSAY_MEDIA_BITSTREAM, 1, 1 },
  { NULL },
};

static const AssayOutputInfo outputs[] = {
  { NULL },
};

static const AssayMetricInfo metrics[] = {
  { "log10_p", N_ ("Chance of such a reading without this key's mark (log10)"), "", 1 },
  { "log10_p_sync", N_ ("Chance of such a trace of this key without its mark (log10)"), "", 1 },
  { "hypotheses", N_ ("Places and speeds tried"), "", 0 },
  { "bit_margin", N_ ("Agreement of the weakest bit"), "", 3 },
  { "agreement", N_ ("Mean agreement"), "", 3 },
  { "ber", N_ ("Bits that differ from the expected mark"), "%", 2 },
  { "speed", N_ ("Speed found"), "", 4 },
  { "tempo", N_ ("Tempo found"), "", 4 },
  { "duration", N_ ("Duration"), "s", 3 },
  { NULL },
};

const AssayToolInfo assay_audio_extract_info = {
  .id = "audio.extract",
  .version = "1.4",
  .panel = N_ ("Waveform mark"),
  .title = N_ ("Read a sound's mark"),
  .summary = N_ ("Does this sound carry a mark of this key, and which?"),
  .limits = N_ ("“No mark found” does not show that there never was one. The chance given counts "
                "every place, speed and payload that was tried."),
  .kinds = ASSAY_MEDIA_AUDIO | ASSAY_MEDIA_VIDEO | ASSAY_MEDIA_BITSTREAM,
  .engine = ASSAY_ENGINE_MEDIA,
  .time_limit = 3600,
  .parameters = parameters,
  .inputs = inputs,
  .outputs = outputs,
  .metrics = metrics,
};
