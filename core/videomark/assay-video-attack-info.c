/* assay-video-attack-info.c: what the tools `video.attack` and `video.robustness` are. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/assay-sweep-info.h"
#include "videomark/assay-videomark-info.h"

#define VERSION "1.4"
#define PANEL N_ ("Video mark")
#define KINDS (ASSAY_MEDIA_VIDEO | ASSAY_MEDIA_IMAGE | ASSAY_MEDIA_BITSTREAM)

#define ATTACKS                                                                                    \
  { "average", N_ ("Frames averaged") }, { "drop", N_ ("Frames dropped") },                        \
      { "swap", N_ ("Neighbouring frames swapped") }, { "crop", N_ ("Cropped") },                  \
      { "noise", N_ ("Noise") }, { "blur", N_ ("Blurred in space and time") },                     \
      { "h264", N_ ("H.264") }, { "h265", N_ ("H.265") }, { "vp9", N_ ("VP9") },                   \
      { "av1", N_ ("AV1") }, { "bitrate", N_ ("H.264 at a bit rate") },                            \
      { "jpeg", N_ ("JPEG pictures") }, { "resize", N_ ("Resized") }, { "rotate", N_ ("Turned") }, \
      { "letterbox", N_ ("Black bars added") }, { "screen", N_ ("Filmed from a screen") },         \
      { "rate", N_ ("Another frame rate") }, { "cut", N_ ("Pieces cut out") },                     \
      { "speed", N_ ("Another speed") }, { "pip", N_ ("Shown small in another picture") },         \
      { "logo", N_ ("Logo laid over") }, { "grade", N_ ("Colours graded") },                       \
  {                                                                                                \
    "aspect", N_ ("Stretched in width")                                                            \
  }

static const AssayChoice attacks[] = { ATTACKS, { NULL } };
static const AssayChoice sweep_attacks[]
    = { { ASSAY_SWEEP_ALL, N_ ("All, one after the other") }, ATTACKS, { NULL } };

static const AssayChoice codecs[] = {
  { "auto", N_ ("Lossless: FFV1, PNG for a picture") },
  { "ffv1", N_ ("FFV1, lossless") },
  { "h264", N_ ("H.264") },
  { "h265", N_ ("H.265") },
  { "png", N_ ("PNG picture") },
  { "jpeg", N_ ("JPEG picture") },
  { NULL },
};

static const AssayChoice containers[] = {
  { "auto", N_ ("As the source, as far as possible") },
  { "mkv", N_ ("Matroska") },
  { "mp4", N_ ("MP4") },
  { "mov", N_ ("QuickTime") },
  { "webm", N_ ("WebM") },
  { NULL },
};

static const AssayParameterInfo attack_parameters[] = {
  { .name = "attack",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Change"),
    .help = N_ ("What is done to the video."),
    .fallback = "h264",
    .choices = attacks },
  { .name = "amount",
    .type = ASSAY_PARAMETER_REAL,
    .title = N_ ("Amount"),
    .help
    = N_ ("Frames averaged; share (0 to 1) dropped, swapped, cut out, of the sides left by a "
          "crop, of the height of bars, of the sides of a small picture or logo; strength (0 "
          "to 1) of a screen or grading; standard deviation of noise (of full scale) and blur "
          "(pixels); constant rate factor of a codec; kbit/s; quality of JPEG; factor of "
          "size, width, speed; degrees, to the left below zero; frames a second."),
    .minimum = -360,
    .maximum = 1000000,
    .step = 0.1,
    .digits = 4,
    .fallback = "23" },
  { .name = "kernel",
    .type = ASSAY_PARAMETER_INT,
    .title = N_ ("Size of the blur"),
    .help = N_ ("In each direction and in time; odd."),
    .unit = "px",
    .minimum = 1,
    .maximum = 31,
    .step = 2,
    .fallback = "3",
    .advanced = TRUE },
  { .name = "seed",
    .type = ASSAY_PARAMETER_INT,
    .title = N_ ("Seed"),
    .help = N_ ("The same seed does the same."),
    .minimum = 0,
    .maximum = 2147483647,
    .step = 1,
    .fallback = "1" },
  { .name = "codec",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Codec of the changed copy"),
    .help = N_ ("Of changes that are no codec themselves."),
    .fallback = "auto",
    .choices = codecs,
    .advanced = TRUE },
  { .name = "crf",
    .type = ASSAY_PARAMETER_INT,
    .title = N_ ("Constant rate factor"),
    .help = N_ ("Of that codec, if it is H.264 or H.265."),
    .minimum = 0,
    .maximum = 51,
    .step = 1,
    .fallback = "18",
    .advanced = TRUE },
  { .name = "container",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Container"),
    .help = N_ ("Otherwise the ending of the copy's name decides."),
    .fallback = "auto",
    .choices = containers,
    .advanced = TRUE },
  { NULL },
};

static const AssayInputInfo inputs[] = {
  { "input", N_ ("Video or picture"), KINDS, 1, 1 },
  { NULL },
};

static const AssayOutputInfo attack_outputs[]
    = { { "changed", N_ ("Changed video"), "mkv", FALSE }, { NULL } };
static const AssayOutputInfo no_outputs[] = { { NULL } };

static const AssayMetricInfo attack_metrics[] = {
  { "frames", N_ ("Frames"), "", 0 },
  { "frames_left", N_ ("Frames afterwards"), "", 0 },
  { "width", N_ ("Width afterwards"), "px", 0 },
  { "height", N_ ("Height afterwards"), "px", 0 },
  { NULL },
};

const AssayToolInfo assay_video_attack_info = {
  .id = "video.attack",
  .version = VERSION,
  .panel = PANEL,
  .title = N_ ("Change a video"),
  .summary = N_ ("Damages a video or picture on purpose, to see whether its mark survives."),
  .limits = N_ ("Shows how a mark stands these changes; others may be worse."),
  .kinds = KINDS,
  .engine = ASSAY_ENGINE_MEDIA,
  .time_limit = 14400,
  .memory_limit = 4096,
  .parameters = attack_parameters,
  .inputs = inputs,
  .outputs = attack_outputs,
  .metrics = attack_metrics,
};

static const AssayChoice schemes[] = {
  { "assay", N_ ("Assay’s own, read blindly") },
  { "revmark", N_ ("A trained network") },
  { NULL },
};

static const AssayChoice payloads[] = {
  { "message", N_ ("64 bits with error correction") },
  { "raw", N_ ("96 bits as they are") },
  { NULL },
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
  { .name = "key",
    .type = ASSAY_PARAMETER_SECRET,
    .title = N_ ("Key"),
    .help = N_ ("The one that the video or picture was marked with.") },
  { .name = "scheme",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Method"),
    .help = N_ ("The one that the mark was made with."),
    .fallback = "assay",
    .choices = schemes },
  { .name = "model",
    .type = ASSAY_PARAMETER_FILE,
    .title = N_ ("Network"),
    .help = N_ ("A trained network for the method of that name; the shipped one if empty. The "
                "reader must be given the same."),
    .fallback = "",
    .filter = "*.model",
    .advanced = TRUE },
  { .name = "payload",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Payload"),
    .help = N_ ("As it was marked. Raw bits have no check: some may be wrong."),
    .fallback = "message",
    .choices = payloads },
  { .name = "expect",
    .type = ASSAY_PARAMETER_TEXT,
    .title = N_ ("Expected mark"),
    .help
    = N_ ("Hexadecimal, 16 digits, or 24 of raw bits. Given, the share of right bits is told."),
    .fallback = "" },
  { .name = "search",
    .type = ASSAY_PARAMETER_BOOL,
    .title = N_ ("Search other sizes and angles"),
    .help = N_ ("Where nothing is found at once, copies that were resized, stretched or turned are "
                "looked for."),
    .fallback = "true" },
  { .name = "seed",
    .type = ASSAY_PARAMETER_INT,
    .title = N_ ("Seed"),
    .help = N_ ("The same seed does the same."),
    .minimum = 0,
    .maximum = 2147483647,
    .step = 1,
    .fallback = "1" },
  { NULL },
};
static const AssayMetricInfo robustness_metrics[] = { ASSAY_SWEEP_METRICS, { NULL } };

const AssayToolInfo assay_video_robustness_info = {
  .id = "video.robustness",
  .version = "3.4",
  .panel = PANEL,
  .title = N_ ("Robustness test"),
  .summary = N_ ("How much damage does the mark of this video withstand?"),
  .limits = N_ ("Only the listed changes are tried, with the seeds that the table shows."),
  .kinds = KINDS,
  .engine = ASSAY_ENGINE_MEDIA,
  .time_limit = 86400,
  .memory_limit = 4096,
  .parameters = robustness_parameters,
  .inputs = inputs,
  .outputs = no_outputs,
  .metrics = robustness_metrics,
  .scratch = TRUE,
  .foremost = "withstood",
};
