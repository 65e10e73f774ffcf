/* assay-video-embed-info.c: what the tool `video.embed` is. */
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

static const AssayChoice codecs[] = {
  { "auto", N_ ("As the source, as far as possible") },
  { "h264", N_ ("H.264") },
  { "h265", N_ ("H.265") },
  { "ffv1", N_ ("FFV1, lossless") },
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

static const AssayParameterInfo parameters[] = {
  { .name = "key",
    .type = ASSAY_PARAMETER_SECRET,
    .title = N_ ("Key"),
    .help = N_ ("Whoever has it can read the mark; nobody else can.") },
  { .name = "mark",
    .type = ASSAY_PARAMETER_TEXT,
    .title = N_ ("Mark"),
    .help = N_ ("16 hexadecimal digits, or 24 of raw bits, the most significant bit first."),
    .digits = 16 },
  { .name = "scheme",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Method"),
    .help = N_ ("How the mark is hidden. The reader must be given the same."),
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
    .help = N_ ("Raw bits are for comparisons with other methods: nothing checks them."),
    .fallback = "message",
    .choices = payloads },
  { .name = "psnr",
    .type = ASSAY_PARAMETER_REAL,
    .title = N_ ("Quality"),
    .help = N_ ("Original to difference over red, green and blue, before the codec. Lower is "
                "stronger and easier to see."),
    .unit = "dB",
    .minimum = 30,
    .maximum = 55,
    .step = 0.5,
    .digits = 2,
    .fallback = "42" },
  { .name = "codec",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Codec of the marked copy"),
    .help = N_ ("Pictures become PNG or JPEG, video the others."),
    .fallback = "auto",
    .choices = codecs },
  { .name = "crf",
    .type = ASSAY_PARAMETER_INT,
    .title = N_ ("Constant rate factor"),
    .help = N_ ("Of H.264 and H.265: lower is better and larger."),
    .minimum = 0,
    .maximum = 51,
    .step = 1,
    .fallback = "18" },
  { .name = "container",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Container"),
    .help = N_ ("The ending of the copy's name decides first. What does not fit into the source's "
                "kind of file becomes Matroska."),
    .fallback = "auto",
    .choices = containers,
    .advanced = TRUE },
  { .name = "metadata",
    .type = ASSAY_PARAMETER_BOOL,
    .title = N_ ("Keep metadata"),
    .help = N_ ("Titles, places, times, makers, Exif and XMP. Otherwise nothing is kept but "
                "languages and what a picture is shown by: its orientation and colour profile."),
    .fallback = "true",
    .advanced = TRUE },
  { NULL },
};

static const AssayInputInfo inputs[] = {
  { "input", N_ ("Video or picture"), ASSAY_MEDIA_VIDEO | ASSAY_MEDIA_IMAGE | ASSAY_MEDIA_BITSTREAM,
    1, 1 },
  { NULL },
};

static const AssayOutputInfo outputs[] = {
  { "marked", N_ ("Marked copy"), "mkv", FALSE },
  { NULL },
};

static const AssayMetricInfo metrics[] = {
  { "psnr", N_ ("Original to difference, before the codec"), "dB", 2 },
  { "ssim", N_ ("Structural similarity, before the codec"), "", 4 },
  { "log10_p", N_ ("Chance of such a reading without this key's mark (log10)"), "", 1 },
  { "frames", N_ ("Frames marked"), "", 0 },
  { "width", N_ ("Width of the pictures"), "px", 0 },
  { "height", N_ ("Height of the pictures"), "px", 0 },
  { "segments", N_ ("Segments"), "", 0 },
  { "duration", N_ ("Duration"), "s", 3 },
  { "flicker", N_ ("Change of the mark from frame to frame"), "", 3 },
  { NULL },
};

const AssayToolInfo assay_video_embed_info = {
  .id = "video.embed",
  .version = "1.6",
  .panel = N_ ("Video mark"),
  .title = N_ ("Mark video"),
  .summary = N_ ("Hides a mark in a video or picture that only the holder of the key can read."),
  .limits = N_ ("A mark shows whose copy this is; it does not show that a video is genuine, and "
                "whoever alters it enough can remove it."),
  .kinds = ASSAY_MEDIA_VIDEO | ASSAY_MEDIA_IMAGE | ASSAY_MEDIA_BITSTREAM,
  .engine = ASSAY_ENGINE_MEDIA,
  .time_limit = 14400,
  .memory_limit = 4096,
  .parameters = parameters,
  .inputs = inputs,
  .outputs = outputs,
  .metrics = metrics,
};
