/* assay-audio-attack-info.c: what the tools `audio.attack` and `audio.robustness` are. */
#include "model/assay-sweep-info.h"
#include "wavemark/assay-wavemark-info.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "wavemark/assay-audio-scheme-info.h"

#define PANEL N_ ("Waveform mark")

#define ATTACKS                                                                                    \
  { "mp3", N_ ("Through MP3") }, { "aac", N_ ("Through AAC") }, { "opus", N_ ("Through Opus") },   \
      { "vorbis", N_ ("Through Vorbis") }, { "resample", N_ ("Through another sampling rate") },   \
      { "lowpass", N_ ("High frequencies removed") }, { "noise", N_ ("White noise added") },       \
      { "crop", N_ ("One piece kept") }, { "echo", N_ ("Echo added") },                            \
      { "gain", N_ ("Louder or quieter") }, { "bits", N_ ("Fewer bits a sample") },                \
      { "speed", N_ ("Faster and higher, or slower and lower") },                                  \
  {                                                                                                \
    "tempo", N_ ("Faster or slower at the same pitch")                                             \
  }

static const AssayChoice attacks[] = { ATTACKS, { NULL } };
static const AssayChoice sweep_attacks[]
    = { { ASSAY_SWEEP_ALL, N_ ("All, one after the other") }, ATTACKS, { NULL } };
static const AssayChoice formats[] = {
  { "auto", N_ ("FLAC for FLAC, else WAV") },
  { "wav", N_ ("WAV") },
  { "flac", N_ ("FLAC") },
  { NULL },
};

#define SEED                                                                                       \
  {                                                                                                \
    .name = "seed", .type = ASSAY_PARAMETER_INT, .title = N_ ("Seed"),                             \
    .help = N_ ("Another seed makes other noise and keeps another piece; the same seed gives the " \
                "same file."),                                                                     \
    .minimum = 0, .maximum = 1000000, .step = 1, .fallback = "1"                                   \
  }

static const AssayInputInfo inputs[] = {
  { "input", N_ ("Sound"), ASSAY_MEDIA_AUDIO | ASSAY_MEDIA_VIDEO | ASSAY_MEDIA_BITSTREAM, 1, 1 },
  { NULL },
};

static const AssayParameterInfo attack_parameters[] = {
  { .name = "attack",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Change"),
    .help = N_ ("What is done to the sound."),
    .fallback = "mp3",
    .choices = attacks },
  { .name = "amount",
    .type = ASSAY_PARAMETER_REAL,
    .title = N_ ("Amount"),
    .help = N_ ("kbit/s of the lossy formats; Hz of the sampling rate and of the frequencies kept; "
                "dB between sound and noise; seconds kept; milliseconds of the echo; factor of the "
                "loudness; bits a sample; per cent of speed and tempo."),
    .minimum = -1000,
    .maximum = 200000,
    .step = 1,
    .digits = 3,
    .fallback = "128" },
  SEED,
  { .name = "format",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Format of the changed sound"),
    .help = N_ ("What went through a lossy format is decoded again."),
    .fallback = "auto",
    .choices = formats },
  { NULL },
};

static const AssayOutputInfo attack_outputs[] = {
  { "changed", N_ ("Changed sound"), "wav", FALSE },
  { NULL },
};

static const AssayMetricInfo attack_metrics[] = {
  { "duration", N_ ("Duration"), "s", 3 },
  { "duration_left", N_ ("Duration afterwards"), "s", 3 },
  { NULL },
};

const AssayToolInfo assay_audio_attack_info = {
  .id = "audio.attack",
  .version = "1.2",
  .panel = PANEL,
  .title = N_ ("Change a sound"),
  .summary = N_ ("Damages a sound on purpose, to see whether its mark survives."),
  .limits = N_ ("Shows how a mark stands these changes; others may be worse."),
  .kinds = ASSAY_MEDIA_AUDIO | ASSAY_MEDIA_VIDEO | ASSAY_MEDIA_BITSTREAM,
  .engine = ASSAY_ENGINE_MEDIA,
  .time_limit = 3600,
  .memory_limit = 4096,
  .parameters = attack_parameters,
  .inputs = inputs,
  .outputs = attack_outputs,
  .metrics = attack_metrics,
  .never = assay_audio_never,
};

static const AssayParameterInfo robustness_parameters[] = {
  { .name = "attack",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Change"),
    .help = N_ ("What is tried, harder and harder."),
    .fallback = ASSAY_SWEEP_ALL,
    .choices = sweep_attacks },
  { .name = "runs",
    .type = ASSAY_PARAMETER_INT,
    .title = N_ ("Tries at each strength"),
    .help = N_ ("More tries show how much depends on luck."),
    .minimum = 1,
    .maximum = 100,
    .step = 1,
    .fallback = "1" },
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
    .help = N_ ("Hexadecimal. Given, the share of bits that differ is told."),
    .fallback = "" },
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
  SEED,
  { NULL },
};
static const AssayOutputInfo no_outputs[] = { { NULL } };
static const AssayMetricInfo robustness_metrics[] = { ASSAY_SWEEP_METRICS, { NULL } };

const AssayToolInfo assay_audio_robustness_info = {
  .id = "audio.robustness",
  .version = "3.4",
  .panel = PANEL,
  .title = N_ ("Robustness test"),
  .summary = N_ ("Changes a marked sound harder and harder and reads its mark each time."),
  .limits = N_ ("Shows how the mark of this sound stands these changes; others may be worse."),
  .kinds = ASSAY_MEDIA_AUDIO | ASSAY_MEDIA_VIDEO | ASSAY_MEDIA_BITSTREAM,
  .engine = ASSAY_ENGINE_MEDIA,
  .time_limit = 3600,
  .memory_limit = 4096,
  .scratch = TRUE,
  .foremost = "withstood",
  .parameters = robustness_parameters,
  .inputs = inputs,
  .outputs = no_outputs,
  .metrics = robustness_metrics,
};
