/* assay-audio-embed-info.c: what the tool `audio.embed` is. */
#include "wavemark/assay-wavemark-info.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "wavemark/assay-audio-scheme-info.h"

static const AssayChoice formats[] = {
  { "auto", N_ ("FLAC for FLAC, else WAV") },
  { "wav", N_ ("WAV") },
  { "flac", N_ ("FLAC") },
  { NULL },
};

static const AssayParameterInfo parameters[] = {
  ASSAY_AUDIO_SCHEME,
  { .name = "key",
    .type = ASSAY_PARAMETER_SECRET,
    .title = N_ ("Key"),
    .help = N_ ("Whoever has it can read the mark; nobody else can."),
    .fallback = "",
    .unless = "scheme=attari-shirazi" },
  { .name = "mark",
    .type = ASSAY_PARAMETER_TEXT,
    .title = N_ ("Mark"),
    .help = N_ ("32 hexadecimal digits, the most significant bit first."),
    .digits = 32 },
  { .name = "strength",
    .type = ASSAY_PARAMETER_REAL,
    .title = N_ ("Strength"),
    .help = N_ ("Doubling it costs 6 dB of quality. The reader must be given the same value."),
    .minimum = 0.25,
    .maximum = 4,
    .step = 0.05,
    .digits = 2,
    .fallback = "1",
    .advanced = TRUE },
  { .name = "trials",
    .type = ASSAY_PARAMETER_BOOL,
    .title = N_ ("Find the strength by trial"),
    .help = N_ ("Sound of at most 30 s is marked in memory, changed as copies are and read again, "
                "until the faintest mark that withstands it is found. It takes about as long as "
                "the sound lasts; else the strength is reckoned."),
    .fallback = "true",
    .unless = "scheme=attari-shirazi" },
  { .name = "format",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Format of the marked sound"),
    .help = N_ ("16, 24, 32 bits or floating point as the source has it; FLAC has at most 24."),
    .fallback = "auto",
    .choices = formats },
  ASSAY_AUDIO_PUBLISHED,
  { NULL },
};

static const AssayInputInfo inputs[] = {
  { "input", N_ ("Sound"), ASSAY_MEDIA_AUDIO | ASSAY_MEDIA_VIDEO | ASSAY_MEDIA_BITSTREAM, 1, 1 },
  { NULL },
};

static const AssayOutputInfo outputs[] = {
  { "marked", N_ ("Marked sound"), "wav", FALSE },
  { NULL },
};

static const AssayMetricInfo metrics[] = {
  { "snr", N_ ("Sound to mark"), "dB", 2 },
  { "grade", N_ ("Size of the steps, chosen by the sound"), "", 2 },
  { "wave", N_ ("Faint wave added, below the sound (0: none)"), "dB", 2 },
  { "peak", N_ ("Largest change"), "dB", 2 },
  { "nmr", N_ ("Noise to mask (above 0 dB it may be heard)"), "dB", 2 },
  { "nmr_worst", N_ ("Noise to mask in the worst 2048 samples"), "dB", 2 },
  { "duration", N_ ("Duration"), "s", 3 },
  { "clipped", N_ ("Values beyond full scale"), "", 0 },
  { NULL },
};

/* Coders would take from the mark what they can: none of them is written. */
const AssayEndingInfo assay_audio_never[] = {
  { "aac", "wav" }, { "ac3", "wav" }, { "aif", "wav" }, { "aiff", "wav" }, { "avi", "wav" },
  { "m4a", "wav" }, { "mka", "wav" }, { "mkv", "wav" }, { "mov", "wav" },  { "mp3", "wav" },
  { "mp4", "wav" }, { "oga", "wav" }, { "ogg", "wav" }, { "opus", "wav" }, { "webm", "wav" },
  { "wma", "wav" }, { NULL },
};

const AssayToolInfo assay_audio_embed_info = {
  .id = "audio.embed",
  .version = "1.6",
  .panel = N_ ("Waveform mark"),
  .title = N_ ("Mark sound"),
  .summary = N_ ("Hides a mark in a sound that only the holder of the key can read."),
  .limits = N_ ("A mark shows whose copy this is; it does not show that a sound is genuine, and "
                "whoever alters it enough can remove it."),
  .kinds = ASSAY_MEDIA_AUDIO | ASSAY_MEDIA_VIDEO | ASSAY_MEDIA_BITSTREAM,
  .engine = ASSAY_ENGINE_MEDIA,
  .time_limit = 3600,
  .scratch = TRUE,
  .parameters = parameters,
  .inputs = inputs,
  .outputs = outputs,
  .metrics = metrics,
  .never = assay_audio_never,
};
