/* assay-audio-robustness.c: the tool `audio.robustness`: what the mark of a sound withstands. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/assay-sweep.h"
#include "wavemark/assay-audio.h"

static const double mp3s[] = { 128, 96, 64, 48 };
static const double aacs[] = { 128, 96, 64 };
static const double opuses[] = { 96, 64, 48, 32 };
static const double vorbises[] = { 128, 96, 64 };
static const double rates[] = { 32000, 22050, 16000, 11025, 8000 };
static const double passes[] = { 8000, 4000, 3000, 2000 };
static const double noises[] = { 40, 30, 20, 15, 10 };
static const double seconds[] = { 10, 5, 4, 3, 2 };
static const double echoes[] = { 10, 30, 60, 120 };
static const double gains[] = { 0.5, 2, 0.1 };
static const double depths[] = { 12, 10, 8, 7, 6 };
static const double paces[] = { 1, -1, 3, -3, 5, -5 };

#define RANGE(id, title, unit, amounts, digits)                                                    \
  {                                                                                                \
    id, title, unit, amounts, G_N_ELEMENTS (amounts), digits                                       \
  }

static const AssaySweepRange ranges[] = {
  RANGE ("mp3", N_ ("MP3 bit rate"), "kbit/s", mp3s, 0),
  RANGE ("aac", N_ ("AAC bit rate"), "kbit/s", aacs, 0),
  RANGE ("opus", N_ ("Opus bit rate"), "kbit/s", opuses, 0),
  RANGE ("vorbis", N_ ("Vorbis bit rate"), "kbit/s", vorbises, 0),
  RANGE ("resample", N_ ("Sampled at"), "Hz", rates, 0),
  RANGE ("lowpass", N_ ("Frequencies up to"), "Hz", passes, 0),
  RANGE ("noise", N_ ("Sound to noise"), "dB", noises, 0),
  RANGE ("crop", N_ ("Seconds left"), "s", seconds, 1),
  RANGE ("echo", N_ ("Echo after"), "ms", echoes, 0),
  RANGE ("gain", N_ ("Factor"), "", gains, 2),
  RANGE ("bits", N_ ("Bits a sample"), "bit", depths, 0),
  RANGE ("speed", N_ ("Faster and higher by"), "%", paces, 1),
  RANGE ("tempo", N_ ("Faster by"), "%", paces, 1),
  { NULL },
};

AssayResult *
assay_audio_robustness_run (AssayToolJob *job, GError **error)
{
  static const AssayTool change = { &assay_audio_attack_info, assay_audio_attack_run, NULL };
  static const AssayTool read = { &assay_audio_extract_info, assay_audio_extract_run, NULL };
  static const char *const alone[] = { "log10_p", "bit_margin", NULL };
  static const char *const compared[] = { "log10_p", "ber", NULL };
  const AssaySweep sweep
      = { &change, &read, "attack", "amount", "seed", "runs", ranges, compared, "expect", alone };

  return assay_sweep_run (&sweep, job, error);
}
