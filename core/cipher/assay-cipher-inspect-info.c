/* assay-cipher-inspect-info.c: what the tool `cipher.inspect` is. */
#include "cipher/assay-cipher-info.h"

#include "config.h"

#include <glib/gi18n-lib.h>

static const AssayChoice modes[] = {
  { "exact", N_ ("Exact: all bits that steer nothing") },
  { "paper", N_ ("Paper: Algorithm 3.1 of the article") },
  { "extended", N_ ("Extended: also where the Rice parameter cannot grow or is not used again") },
  { NULL },
};

static const AssayParameterInfo parameters[] = {
  { .name = "mode",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Rule for low bits of levels"),
    .help = N_ ("Which bits of coefficient levels may change without changing how the rest of the "
                "video is read."),
    .fallback = "exact",
    .choices = modes },
  { NULL },
};

static const AssayInputInfo inputs[] = {
  { "input", N_ ("HEVC video"), ASSAY_MEDIA_VIDEO | ASSAY_MEDIA_BITSTREAM, 1, 1 },
  { NULL },
};

static const AssayOutputInfo outputs[] = {
  { NULL },
};

static const AssayMetricInfo metrics[] = {
  { "es_percent", N_ ("Encryption space"), "%", 3 },
  { "encryptable_bits", N_ ("Bits that can be encrypted"), "", 0 },
  { "stream_bytes", N_ ("Size of the video stream"), "bytes", 0 },
  { "pictures", N_ ("Pictures"), "", 0 },
  { "segments", N_ ("Slice segments"), "", 0 },
  { "substreams", N_ ("Arithmetic codewords"), "", 0 },
  { "damaged", N_ ("Units that could not be read"), "", 0 },
  { NULL },
};

const AssayToolInfo assay_cipher_inspect_info = {
  .id = "cipher.inspect",
  .version = "1.1",
  .panel = N_ ("Encryption"),
  .title = N_ ("Inspect what can be encrypted"),
  .summary
  = N_ ("Which bits of an HEVC video can be encrypted so that every player still opens it?"),
  .limits
  = N_ ("Counts bits; how little can still be recognised is seen only when the video is encrypted. "
        "Bits of enhancement layers are not counted."),
  .kinds = ASSAY_MEDIA_VIDEO | ASSAY_MEDIA_BITSTREAM,
  .engine = ASSAY_ENGINE_MEDIA,
  .time_limit = 3600,
  .parameters = parameters,
  .inputs = inputs,
  .outputs = outputs,
  .metrics = metrics,
};
