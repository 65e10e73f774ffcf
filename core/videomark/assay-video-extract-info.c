/* assay-video-extract-info.c: what the tool `video.extract` is. */
#include "videomark/assay-videomark-info.h"

#include "config.h"

#include <glib/gi18n-lib.h>

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

static const AssayParameterInfo parameters[] = {
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
  { .name = "starts",
    .type = ASSAY_PARAMETER_BOOL,
    .title = N_ ("Find where segments begin"),
    .help
    = N_ ("A network’s mark is made anew every 8 frames. Where such a segment is shorter, frames "
          "are missing. Reading takes eight times as long. Compression hides the beginnings "
          "before it hides the mark."),
    .fallback = "false",
    .advanced = TRUE },
  { NULL },
};

static const AssayInputInfo inputs[] = {
  { "input", N_ ("Video or picture"), ASSAY_MEDIA_VIDEO | ASSAY_MEDIA_IMAGE | ASSAY_MEDIA_BITSTREAM,
    1, 1 },
  { NULL },
};

static const AssayOutputInfo outputs[] = {
  { NULL },
};

static const AssayMetricInfo metrics[] = {
  { "log10_p", N_ ("Chance of such a reading without this key's mark (log10)"), "", 1 },
  { "hypotheses", N_ ("Places, sizes and angles tried"), "", 0 },
  { "bit_accuracy", N_ ("Share of right bits"), "", 4 },
  { "energy", N_ ("Share of the signal in the key's patterns"), "", 3 },
  { "margin", N_ ("Lead over the best other place"), "", 3 },
  { "contrast", N_ ("Lead over the other places, in standard deviations"), "", 1 },
  { "starts", N_ ("Beginnings of segments found"), "", 0 },
  { "broken", N_ ("Segments of another length than they were made with"), "", 0 },
  { "frames_looked", N_ ("Frames looked at for beginnings"), "", 0 },
  { "phase", N_ ("Frames before the first segment"), "", 0 },
  { "seconds_used", N_ ("Read"), "s", 2 },
  { "seconds_more", N_ ("More that would be needed"), "s", 1 },
  { "frames", N_ ("Frames read"), "", 0 },
  { "width", N_ ("Width of the pictures read"), "px", 0 },
  { "height", N_ ("Height of the pictures read"), "px", 0 },
  { "tile_width", N_ ("The mark repeats itself across every"), "px", 2 },
  { "tile_height", N_ ("The mark repeats itself down every"), "px", 2 },
  { "angle", N_ ("Turned by"), "°", 2 },
  { "shift_x", N_ ("Shift across, within a tile"), "px", 2 },
  { "shift_y", N_ ("Shift down, within a tile"), "px", 2 },
  { NULL },
};

const AssayToolInfo assay_video_extract_info = {
  .id = "video.extract",
  .version = "1.4",
  .panel = N_ ("Video mark"),
  .title = N_ ("Read a video's mark"),
  .summary = N_ ("Does this video or picture carry a mark of this key, and which?"),
  .limits = N_ ("“No mark found” does not show that there never was one. The chance given counts "
                "every place, size and angle that was tried."),
  .kinds = ASSAY_MEDIA_VIDEO | ASSAY_MEDIA_IMAGE | ASSAY_MEDIA_BITSTREAM,
  .engine = ASSAY_ENGINE_MEDIA,
  .time_limit = 7200,
  .memory_limit = 4096,
  .parameters = parameters,
  .inputs = inputs,
  .outputs = outputs,
  .metrics = metrics,
};
