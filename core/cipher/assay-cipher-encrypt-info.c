/* assay-cipher-encrypt-info.c: what the tool `cipher.encrypt` is. */
#include "cipher/assay-cipher-info.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "cipher/assay-cipher-error.h"
#include "media/assay-media-error.h"

static const AssayChoice generators[] = {
  { "aes", N_ ("AES-256 in counter mode") },
  { "chaos", N_ ("Chaotic generator of the article (research, not a vetted cipher)") },
  { "null", N_ ("None: the video stays readable for all; for measurements") },
  { NULL },
};

static const AssayChoice modes[] = {
  { "exact", N_ ("Exact: all bits that steer nothing") },
  { "paper", N_ ("Paper: Algorithm 3.1 of the article") },
  { "extended", N_ ("Extended: also where the Rice parameter cannot grow or is not used again") },
  { NULL },
};

static const AssayChoice elements[] = {
  { "coeff_sign", N_ ("Coefficient signs") },
  { "tr_suffix", N_ ("Low bits of levels (Rice)") },
  { "eg_suffix", N_ ("Low bits of large levels (Exp-Golomb)") },
  { "mvd_suffix", N_ ("Sizes of motion differences") },
  { "mvd_sign", N_ ("Signs of motion differences") },
  { "dqp_sign", N_ ("Signs of quantiser steps") },
  { NULL },
};

static const AssayChoice hashes[] = {
  { "keep", N_ ("Keep: they prove exact decryption") },
  { "strip", N_ ("Remove: decryption does not bring them back") },
  { "rewrite",
    N_ ("Compute them anew: they fit the encrypted pictures, decryption restores them") },
  { NULL },
};

static const AssayChoice damages[] = {
  { "refuse", N_ ("Stop") },
  { "keep", N_ ("Leave it as it is, readable for all") },
  { NULL },
};

static const AssayChoice others[] = {
  { "refuse", N_ ("Stop") },
  { "keep", N_ ("Leave out what cannot be kept; other video stays readable") },
  { NULL },
};

const AssayChoice assay_cipher_containers[] = {
  { "auto", N_ ("As the input; Matroska for what is encoded anew from other kinds of file") },
  { "mkv", N_ ("Matroska") },
  { "mp4", N_ ("MP4") },
  { "mov", N_ ("QuickTime") },
  { "hevc", N_ ("HEVC byte stream") },
  { NULL },
};

const AssayEndingInfo assay_cipher_never[] = {
  { "3g2", "mkv" },  { "3gp", "mkv" },  { "asf", "mkv" }, { "avi", "mkv" },  { "flv", "mkv" },
  { "m2ts", "mkv" }, { "mpeg", "mkv" }, { "mpg", "mkv" }, { "mts", "mkv" },  { "mxf", "mkv" },
  { "ogg", "mkv" },  { "ogv", "mkv" },  { "rm", "mkv" },  { "rmvb", "mkv" }, { "ts", "mkv" },
  { "vob", "mkv" },  { "webm", "mkv" }, { "wmv", "mkv" }, { NULL },
};

static const AssayChoice afters[] = {
  { "inside", N_ ("Only the rectangles, always") },
  { "whole", N_ ("The whole picture from the next intra picture on") },
  { NULL },
};

#define REGION_HELP                                                                                  \
  N_ ("Blocks that the rectangle touches are encrypted, all others stay as they are. Movement "      \
      "that is predicted from encrypted blocks carries disturbance outside, and clear content "      \
      "inside. In commands: FROM-TO@SECONDS:X,Y,WIDTH,HEIGHT;SECONDS:…, in seconds and in pixels " \
      "as shown; FROM and TO may be left out, as in @0:16,16,48,48. A picture that is shown at "     \
      "TO is still within.")

static const AssayParameterInfo parameters[] = {
  { .name = "key",
    .type = ASSAY_PARAMETER_SECRET,
    .title = N_ ("Passphrase"),
    .help = N_ ("Whoever has it can decrypt the video; without it nobody can, you included. In "
                "commands @FILE, @- and @key:NAME read it from a file, the input or the key "
                "store."),
    .fallback = "",
    .repeated = TRUE,
    .unless = "key_file,generator=null" },
  { .name = "key_file",
    .type = ASSAY_PARAMETER_FILE,
    .title = N_ ("Key file"),
    .help = N_ ("A file of random bytes instead of a passphrase."),
    .fallback = "",
    .advanced = TRUE,
    .confidential = TRUE },
  { .name = "generator",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Key stream"),
    .help = N_ ("The chaotic generator is the one that was published for research. It is not a "
                "vetted cipher: protect nothing with it."),
    .fallback = "aes",
    .choices = generators },
  { .name = "mode",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Rule for low bits of levels"),
    .help = N_ ("Which bits of coefficient levels may change without changing how the rest of the "
                "video is read."),
    .fallback = "exact",
    .choices = modes,
    .advanced = TRUE },
  { .name = "elements",
    .type = ASSAY_PARAMETER_TEXT,
    .title = N_ ("Elements"),
    .help = N_ ("“all”, or some of coeff_sign, tr_suffix, eg_suffix, mvd_suffix, mvd_sign and "
                "dqp_sign with commas between them."),
    .maximum = 128,
    .fallback = "all",
    .choices = elements },
  { .name = "layers",
    .type = ASSAY_PARAMETER_TEXT,
    .title = N_ ("Layers"),
    .help = N_ ("“all” or “0”: this version encrypts the base layer alone. Layers above it pass "
                "unchanged, which the result says."),
    .maximum = 256,
    .fallback = "all",
    .advanced = TRUE },
  { .name = "region",
    .type = ASSAY_PARAMETER_REGION,
    .title = N_ ("Region"),
    .help = REGION_HELP,
    .fallback = "" },
  { .name = "region_2",
    .type = ASSAY_PARAMETER_REGION,
    .title = N_ ("Second region"),
    .help = N_ ("As the first one."),
    .fallback = "",
    .advanced = TRUE },
  { .name = "region_3",
    .type = ASSAY_PARAMETER_REGION,
    .title = N_ ("Third region"),
    .help = N_ ("As the first one."),
    .fallback = "",
    .advanced = TRUE },
  { .name = "region_after",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Once a region has begun"),
    .help
    = N_ ("The whole picture leaves no clear content that could move into the region. It lasts "
          "as long as the region does."),
    .fallback = "inside",
    .choices = afters,
    .advanced = TRUE },
  { .name = "hash_sei",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Picture hashes in the video"),
    .help
    = N_ ("They are those of the original and do not fit the encrypted pictures. Kept, they let "
          "anybody who guesses a picture check the guess."),
    .fallback = "keep",
    .choices = hashes,
    .advanced = TRUE },
  { .name = "audio",
    .type = ASSAY_PARAMETER_BOOL,
    .title = N_ ("Encrypt the sound too"),
    .help = N_ ("AES-256 over each packet of AAC, AC-3, ALAC, MP3, Opus or PCM. Players find the "
                "sound but cannot "
                "make sense of it: they report errors or play loud noise. How long it is, how loud "
                "and when it changes can still be guessed from the sizes of packets, unless it is "
                "PCM."),
    .fallback = "false" },
  { .name = "others",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Further video, and tracks that cannot be kept"),
    .help = N_ ("Only one stream of video is encrypted. Data tracks of some telephones and cameras "
                "cannot be written again. Where the video is encoded anew they are left out, and "
                "named."),
    .fallback = "refuse",
    .choices = others,
    .advanced = TRUE },
  { .name = "container",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Container"),
    .help = N_ ("HEVC stays in the kind of file that it is in: then this is what the name of the "
                "new file says, and another kind is refused. Video that is encoded anew is put "
                "into it."),
    .fallback = "auto",
    .choices = assay_cipher_containers,
    .advanced = TRUE },
  { .name = "damaged",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("What cannot be read"),
    .help = N_ ("A damaged part of the video cannot be encrypted."),
    .fallback = "refuse",
    .choices = damages,
    .advanced = TRUE },
  { .name = "transcode",
    .type = ASSAY_PARAMETER_BOOL,
    .title = N_ ("Make HEVC of other video"),
    .help = N_ ("H.264 and other kinds are encoded anew by libx265 first. The pictures lose a "
                "little; decrypting gives the new video, not the file that it was made from."),
    .fallback = "false" },
  { .name = "quality",
    .type = ASSAY_PARAMETER_INT,
    .title = N_ ("Quality of the new video"),
    .help = N_ ("Constant rate factor of libx265: smaller is better and larger."),
    .minimum = 0,
    .maximum = 51,
    .step = 1,
    .fallback = "20",
    .advanced = TRUE },
  { .name = "measure",
    .type = ASSAY_PARAMETER_BOOL,
    .title = N_ ("Measure the pictures"),
    .help = N_ ("Decodes original and encrypted video and compares them, and what a key with one "
                "other bit makes of it. Takes several times as long."),
    .fallback = "false" },
  { NULL },
};

static const AssayRemedyInfo remedies[] = {
  { { "assay-cipher-error", ASSAY_CIPHER_ERROR_OTHER_VIDEO },
    "transcode",
    "true",
    N_ ("Make HEVC of it first") },
  { { "assay-media-error", ASSAY_MEDIA_ERROR_LOSSY },
    "others",
    "keep",
    N_ ("Leave it out and go on") },
  { .parameter = NULL },
};

static const AssayInputInfo inputs[] = {
  { "input", N_ ("HEVC video"), ASSAY_MEDIA_VIDEO | ASSAY_MEDIA_BITSTREAM, 1, 1 },
  { NULL },
};

static const AssayOutputInfo outputs[] = {
  { "encrypted", N_ ("Encrypted video"), NULL, FALSE },
  { NULL },
};

static const AssayMetricInfo metrics[] = {
  { "es_percent", N_ ("Encryption space"), "%", 3 },
  { "es_coeff_sign", N_ ("Coefficient signs"), "%", 3 },
  { "es_tr_suffix", N_ ("Low bits of levels (Rice)"), "%", 3 },
  { "es_eg_suffix", N_ ("Low bits of large levels (Exp-Golomb)"), "%", 3 },
  { "es_mvd_suffix", N_ ("Sizes of motion differences"), "%", 3 },
  { "es_mvd_sign", N_ ("Signs of motion differences"), "%", 3 },
  { "es_dqp_sign", N_ ("Signs of quantiser steps"), "%", 3 },
  { "encrypted_bits", N_ ("Encrypted bits"), "", 0 },
  { "flipped", N_ ("Hamming distance of the encrypted bits"), "%", 2 },
  { "size_before", N_ ("Size of the original"), "bytes", 0 },
  { "size_encoded", N_ ("Size of the video that was encoded anew"), "bytes", 0 },
  { "size_after", N_ ("Size of the encrypted file"), "bytes", 0 },
  { "escapes", N_ ("Change by emulation prevention"), "bytes", 0 },
  { "pictures", N_ ("Pictures"), "", 0 },
  { "segments", N_ ("Slice segments"), "", 0 },
  { "units_encrypted", N_ ("Coding tree units of the base layer that are encrypted"), "%", 2 },
  { "passed", N_ ("Units of other layers, not encrypted"), "", 0 },
  { "passed_percent", N_ ("Share of the stream in other layers, not encrypted"), "%", 2 },
  { "damaged", N_ ("Units that could not be read"), "", 0 },
  { "sound_bytes", N_ ("Encrypted sound"), "bytes", 0 },
  { "left_out", N_ ("Tracks and records left out"), "", 0 },
  { "hashes_rewritten", N_ ("Picture hashes computed anew"), "", 0 },
  { "hashes_left", N_ ("Picture hashes left as they were: wrong, or of pictures not shown"), "",
    0 },
  { "hashes_removed", N_ ("Picture hashes removed; decryption does not bring them back"), "", 0 },
  { "psnr", N_ ("PSNR of the luma without the key"), "dB", 2 },
  { "ssim", N_ ("SSIM of the luma without the key"), "", 4 },
  { "eq", N_ ("Encryption quality"), "", 1 },
  { "hd", N_ ("Hamming distance of the pictures (bits of their luma)"), "", 4 },
  { "hd_expected", N_ ("The same of unrelated pictures of that brightness"), "", 4 },
  { "psnr_inside", N_ ("PSNR of the luma within the regions"), "dB", 2 },
  { "psnr_outside", N_ ("PSNR of the luma outside of the regions"), "dB", 2 },
  { "outside_changed", N_ ("Samples outside of the regions that are not the original's"), "%", 2 },
  { "key_bits", N_ ("Encrypted bits that one bit of the key changes"), "%", 2 },
  { "key_psnr", N_ ("PSNR of the luma, encrypted with two keys one bit apart"), "dB", 2 },
  { "key_hd", N_ ("Hamming distance of the pictures, encrypted with two keys one bit apart"), "",
    4 },
  { "correlation_before", N_ ("Correlation of neighbours, original"), "", 4 },
  { "correlation_after", N_ ("Correlation of neighbours, without the key"), "", 4 },
  { NULL },
};

const AssayToolInfo assay_cipher_back_info = {
  .id = "cipher.back",
  .version = "1.1",
  .title = N_ ("Decrypted video"),
  .kinds = ASSAY_MEDIA_VIDEO | ASSAY_MEDIA_BITSTREAM,
  .engine = ASSAY_ENGINE_MEDIA,
  .time_limit = 7200,
  .memory_limit = 3072,
  .parameters = parameters,
  .inputs = inputs,
  .outputs = outputs,
  .metrics = metrics,
  .never = assay_cipher_never,
  .view = N_ ("Decrypted video"),
};

const AssayToolInfo assay_cipher_encrypt_info = {
  .id = "cipher.encrypt",
  .version = "1.4",
  .panel = N_ ("Encryption"),
  .title = N_ ("Encrypt a video"),
  .summary = N_ ("Makes a video that every player opens and that looks scrambled without the key."),
  .limits
  = N_ ("Others still see contours, cuts, how long the video is and when something moves; persons "
        "and places can stay recognisable. Covers, subtitles, chapters and descriptions stay "
        "readable, "
        "and they hear the sound unless it is encrypted too. Of video in layers only the base "
        "layer is "
        "encrypted. The chaotic generator is the published research generator, not a vetted "
        "cipher. Where everything must be hidden, encrypt the whole file instead."),
  .kinds = ASSAY_MEDIA_VIDEO | ASSAY_MEDIA_BITSTREAM,
  .engine = ASSAY_ENGINE_MEDIA,
  .time_limit = 7200,
  .memory_limit = 3072,
  .scratch = TRUE,
  .parameters = parameters,
  .inputs = inputs,
  .outputs = outputs,
  .metrics = metrics,
  .never = assay_cipher_never,
  .view = N_ ("Without the key"),
  .back = &assay_cipher_back_info,
  .verb = N_ ("Encrypt"),
  .caution = N_ ("What others can still see"),
  .remedies = remedies,
  .done = N_ ("The video is encrypted. Keep the passphrase or the key file: without it nobody can "
              "bring the video back, you included. Play the new file before you pass it on; the "
              "original is as it was."),
};
