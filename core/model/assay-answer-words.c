/* assay-answer-words.c: what people read in place of an answer's name, and of the few values that
 * are terms of the program. All other values are told as they are. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/assay-catalogue.h"

static const struct
{
  const char *name;
  const char *words;
} titles[] = {
  { "altered", N_ ("Where the mark stands") },
  { "authority", N_ ("Authority") },
  { "chain", N_ ("Certificates of the authority") },
  { "columns", N_ ("Columns of the values") },
  { "exhibit", N_ ("Exhibit") },
  { "finished", N_ ("Training finished") },
  { "interval", N_ ("What the 95 per cent interval rests on") },
  { "expected", N_ ("Expected mark") },
  { "keys", N_ ("Keys") },
  { "ledger", N_ ("Ledger") },
  { "measured_on", N_ ("Error rates measured on") },
  { "model_origin", N_ ("Where the model comes from") },
  { "network", N_ ("Network") },
  { "picture_hashes", N_ ("Checksums of the pictures") },
  { "policy", N_ ("Policy of the authority") },
  { "readable", N_ ("Can still be read") },
  { "serial", N_ ("Serial number") },
  { "settings", N_ ("Settings") },
  { "silent", N_ ("Silent") },
  { "sound", N_ ("Sound") },
  { "sounds", N_ ("What the score says") },
  { "stamps", N_ ("Column of the time stamps") },
  { "time", N_ ("Time") },
};

static const struct
{
  const char *name;
  const char *value;
  const char *words;
} values[] = {
  { "altered", "in-place-or-resized",
    N_ ("Where it was put, or the copy was evenly resized: the table says from which sizes") },
  { "altered", "moved", N_ ("Moved: the copy was cut or framed, and may be resized") },
  { "altered", "cut-or-resized", N_ ("In another size: the copy was cut, resized or both") },
  { "altered", "resized", N_ ("In another size: the copy was resized, and may be cut") },
  { "altered", "resized-and-moved", N_ ("In another size and moved: resized, and cut or framed") },
  /* Of results before version 1.4 of the reader, and before 1.3. */
  { "altered", "in-place",
    N_ ("Where it was put; a copy that was evenly resized may look so too") },
  { "altered", "cut", N_ ("Moved: the copy was cut or framed") },
  { "altered", "stretched", N_ ("The copy was stretched or squeezed") },
  { "altered", "turned", N_ ("The copy was turned or mirrored") },
  { "chain", "verified", N_ ("Verified") },
  { "chain", "not verified", N_ ("Not verified") },
  /* Of the robustness tests: what was done to the marked copy. */
  { "change", "aspect", N_ ("Stretched in width") },
  { "change", "aac", N_ ("Through AAC") },
  { "change", "average", N_ ("Frames averaged") },
  { "change", "av1", N_ ("AV1") },
  { "change", "bitrate", N_ ("H.264 at a bit rate") },
  { "change", "bits", N_ ("Fewer bits a sample") },
  { "change", "blur", N_ ("Blurred in space and time") },
  { "change", "crop", N_ ("Cropped") },
  { "change", "cut", N_ ("Pieces cut out") },
  { "change", "delete", N_ ("Rows deleted") },
  { "change", "drop", N_ ("Frames dropped") },
  { "change", "echo", N_ ("Echo added") },
  { "change", "edit", N_ ("Values edited") },
  { "change", "gain", N_ ("Louder or quieter") },
  { "change", "grade", N_ ("Colours graded") },
  { "change", "h264", N_ ("H.264") },
  { "change", "h265", N_ ("H.265") },
  { "change", "insert", N_ ("Rows inserted") },
  { "change", "jpeg", N_ ("JPEG pictures") },
  { "change", "letterbox", N_ ("Black bars added") },
  { "change", "logo", N_ ("Logo laid over") },
  { "change", "lowpass", N_ ("High frequencies removed") },
  { "change", "mp3", N_ ("Through MP3") },
  { "change", "noise", N_ ("Noise") },
  { "change", "opus", N_ ("Through Opus") },
  { "change", "pip", N_ ("Shown small in another picture") },
  { "change", "rate", N_ ("Another frame rate") },
  { "change", "resample", N_ ("Another sampling rate") },
  { "change", "resize", N_ ("Resized") },
  { "change", "rotate", N_ ("Turned") },
  { "change", "round", N_ ("Values rounded") },
  { "change", "scale", N_ ("Values multiplied") },
  { "change", "screen", N_ ("Filmed from a screen") },
  { "change", "shuffle", N_ ("Rows shuffled") },
  { "change", "speed", N_ ("Another speed") },
  { "change", "swap", N_ ("Neighbouring frames swapped") },
  { "change", "tempo", N_ ("Faster or slower at the same pitch") },
  { "change", "vorbis", N_ ("Through Vorbis") },
  { "change", "vp9", N_ ("VP9") },
  { "change", "zero", N_ ("Values set to zero") },
  { "complete", "no", N_ ("No") },
  { "complete", "pictures", N_ ("All pictures, packed in another way or without their checksums") },
  { "complete", "yes", N_ ("Yes") },
  { "expected", "own", N_ ("The one that the file has as it is") },
  { "finished", "yes", N_ ("Yes") },
  { "interval", "number of recordings",
    N_ ("The number of recordings alone: too few to tell how speakers differ") },
  { "measured_on", "held-out recordings", N_ ("Recordings that it was not trained on") },
  { "measured_on", "cross-validation", N_ ("Training recordings, each left out in turn") },
  { "model_origin", "chosen", N_ ("A file that was chosen") },
  { "model_origin", "shipped", N_ ("It comes with Assay") },
  { "outcome", "found", N_ ("Found") },
  { "outcome", "inconclusive", N_ ("Inconclusive: it cannot be told for certain") },
  { "outcome", "none", N_ ("Nothing found") },
  { "outcome", "not-possible", N_ ("Cannot be done to this file") },
  { "outcome", "unreadable", N_ ("Cannot be read") },
  { "picture_hashes", "removed", N_ ("Removed when it was encrypted") },
  { "readable", "no", N_ ("No") },
  { "readable", "yes", N_ ("Yes") },
  { "silent", "no", N_ ("No") },
  { "silent", "yes", N_ ("Yes") },
  { "sound", "altered", N_ ("Altered since it was encrypted") },
  { "sound", "whole", N_ ("As it was encrypted") },
  { "sounds", "in-part", N_ ("A part sounds like a loudspeaker, the rest like a voice") },
  { "sounds", "loudspeaker", N_ ("Sounds more like a loudspeaker than like a voice") },
  { "sounds", "undecided", N_ ("The replay score does not decide") },
  { "sounds", "unknown", N_ ("Nothing: the recording is unlike those that the detector knows") },
  { "sounds", "voice", N_ ("Sounds more like a voice than like a loudspeaker") },
  /* The shipped model's. */
  { "trained_on",
    "Simulated replay of English read speech (LibriSpeech, CC BY 4.0); no real loudspeaker was "
    "recorded",
    N_ ("Simulated replay of English read speech (LibriSpeech, CC BY 4.0); no real loudspeaker was "
        "recorded") },
  { "trained_on", "unknown recordings", N_ ("unknown recordings") },
};

char *
assay_answer_title (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (titles[i].name, name))
      return g_strdup (_ (titles[i].words));
  return assay_observed_words (name);
}

const char *
assay_answer_words (const char *name, const char *value)
{
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    if (g_str_equal (values[i].name, name) && g_str_equal (values[i].value, value))
      return _ (values[i].words);
  return value;
}
