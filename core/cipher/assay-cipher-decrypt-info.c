/* assay-cipher-decrypt-info.c: what the tool `cipher.decrypt` is. */
#include "cipher/assay-cipher-info.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "cipher/assay-cipher-error.h"
#include "media/assay-media-error.h"

static const AssayChoice damages[] = {
  { "refuse", N_ ("Stop") },
  { "keep", N_ ("Decrypt what can be, and say where it is not whole") },
  { NULL },
};

static const AssayChoice others[] = {
  { "refuse", N_ ("Stop") },
  { "keep", N_ ("Leave them out") },
  { NULL },
};

static const AssayParameterInfo parameters[] = {
  { .name = "key",
    .type = ASSAY_PARAMETER_SECRET,
    .title = N_ ("Passphrase"),
    .help = N_ ("The one that the video was encrypted with."),
    .fallback = "",
    .unless = "key_file" },
  { .name = "key_file",
    .type = ASSAY_PARAMETER_FILE,
    .title = N_ ("Key file"),
    .help = N_ ("If the video was encrypted with one."),
    .fallback = "",
    .advanced = TRUE,
    .confidential = TRUE },
  { .name = "damaged",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("A video that is cut, altered or damaged"),
    .help = N_ ("Only a whole and unaltered video comes back as it was."),
    .fallback = "refuse",
    .choices = damages,
    .advanced = TRUE },
  { .name = "others",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Tracks that cannot be kept"),
    .help = N_ ("There are such only if another program put them in."),
    .fallback = "refuse",
    .choices = others,
    .advanced = TRUE },
  { .name = "container",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Container"),
    .help = N_ ("The video stays in the kind of file that it is in: this is what the name of the "
                "new file says, and another kind is refused."),
    .fallback = "auto",
    .choices = assay_cipher_containers,
    .advanced = TRUE },
  { NULL },
};

static const AssayRemedyInfo remedies[] = {
  { { "assay-media-error", ASSAY_MEDIA_ERROR_LOSSY }, "others", "keep", N_ ("Leave them out") },
  { .parameter = NULL },
};

static const AssayInputInfo inputs[] = {
  { "input", N_ ("Encrypted video"), ASSAY_MEDIA_VIDEO | ASSAY_MEDIA_BITSTREAM, 1, 1 },
  { NULL },
};

static const AssayOutputInfo outputs[] = {
  { "decrypted", N_ ("Decrypted video"), NULL, FALSE },
  { NULL },
};

static const AssayMetricInfo metrics[] = {
  { "decrypted_bits", N_ ("Decrypted bits"), "", 0 },
  { "size_before", N_ ("Size of the encrypted file"), "bytes", 0 },
  { "size_after", N_ ("Size of the decrypted file"), "bytes", 0 },
  { "pictures", N_ ("Pictures"), "", 0 },
  { "segments", N_ ("Slice segments"), "", 0 },
  { "sound_bytes", N_ ("Decrypted sound"), "bytes", 0 },
  { "left_out", N_ ("Tracks and records left out"), "", 0 },
  { "damaged", N_ ("Units that could not be read"), "", 0 },
  { NULL },
};

static const AssayErrorInfo doubts[] = {
  { "assay-cipher-error", ASSAY_CIPHER_ERROR_MALFORMED },
  { "assay-cipher-error", ASSAY_CIPHER_ERROR_TRUNCATED },
  { "assay-cipher-error", ASSAY_CIPHER_ERROR_ALTERED },
  { "assay-cipher-error", ASSAY_CIPHER_ERROR_DIFFERENT },
  { NULL, 0 },
};

const AssayToolInfo assay_cipher_decrypt_info = {
  .id = "cipher.decrypt",
  .version = "1.2",
  .panel = N_ ("Encryption"),
  .title = N_ ("Decrypt a video"),
  .summary
  = N_ ("Brings an encrypted video back as it was, byte for byte; only picture hashes that "
        "were removed when it was encrypted do not come back. Of a container that is the video "
        "stream, with its times, and the packets of all other streams; how the file arranges them "
        "is new."),
  .limits
  = N_ ("The seal shows that nobody without the key has altered the video since it was "
        "encrypted; it does not show that the video was genuine before. It covers the pictures and "
        "sound that was encrypted, not times, other sound, subtitles or descriptions."),
  .kinds = ASSAY_MEDIA_VIDEO | ASSAY_MEDIA_BITSTREAM,
  .engine = ASSAY_ENGINE_MEDIA,
  .time_limit = 7200,
  .parameters = parameters,
  .inputs = inputs,
  .outputs = outputs,
  .metrics = metrics,
  .verb = N_ ("Decrypt"),
  .exhibit = N_ ("Encrypted video"),
  .never = assay_cipher_never,
  .doubts = doubts,
  .remedies = remedies,
  .refusal = N_ ("Decryption was refused: the video is damaged, cut or altered since it was "
                 "encrypted."),
};
