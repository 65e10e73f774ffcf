/* assay-video-robustness.c: tool video.robustness: what the mark of a video withstands. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/assay-sweep.h"
#include "videomark/assay-videomark.h"

static const double averages[] = { 3, 5, 8 };
static const double shares[] = { 0.25, 0.5, 0.75 };
static const double crops[] = { 0.8, 0.6, 0.4, 0.3 };
static const double noises[] = { 0.02, 0.04, 0.08 };
static const double blurs[] = { 0.5, 1, 2 };
static const double factors[] = { 22, 28, 32, 36 };
static const double open_factors[] = { 30, 40, 50 };
static const double bit_rates[] = { 2000, 1000, 500 };
static const double qualities[] = { 80, 50, 30 };
static const double sizes[] = { 0.75, 0.5, 1.5, 2 };
static const double degrees[] = { 1, 3, 5 };
static const double bars[] = { 0.1, 0.3 };
static const double strengths[] = { 0.3, 0.6, 1 };
static const double rates[] = { 60, 20, 12 };
static const double cuts[] = { 0.2, 0.5 };
static const double speeds[] = { 1.1, 1.5, 0.8 };
static const double insets[] = { 0.8, 0.6, 0.5 };
static const double logos[] = { 0.2, 0.4 };
static const double widths[] = { 0.9, 0.75, 1.2 };

#define RANGE(id, title, unit, amounts, digits)                                                    \
  {                                                                                                \
    id, title, unit, amounts, G_N_ELEMENTS (amounts), digits                                       \
  }

static const AssaySweepRange ranges[] = {
  RANGE ("average", N_ ("Frames averaged"), "", averages, 0),
  RANGE ("drop", N_ ("Frames dropped"), "", shares, 2),
  RANGE ("swap", N_ ("Neighbouring frames swapped"), "", shares, 2),
  RANGE ("crop", N_ ("Share of the sides left"), "", crops, 2),
  RANGE ("noise", N_ ("Noise"), "", noises, 2),
  RANGE ("blur", N_ ("Standard deviation of the blur"), "px", blurs, 1),
  RANGE ("h264", N_ ("Constant rate factor"), "", factors, 0),
  RANGE ("h265", N_ ("Constant rate factor"), "", factors, 0),
  RANGE ("vp9", N_ ("Constant rate factor"), "", open_factors, 0),
  RANGE ("av1", N_ ("Constant rate factor"), "", open_factors, 0),
  RANGE ("bitrate", N_ ("Bit rate"), "kbit/s", bit_rates, 0),
  RANGE ("jpeg", N_ ("Quality"), "", qualities, 0),
  RANGE ("resize", N_ ("Factor"), "", sizes, 2),
  RANGE ("rotate", N_ ("Turned"), "°", degrees, 0),
  RANGE ("letterbox", N_ ("Black bars added"), "", bars, 1),
  RANGE ("screen", N_ ("Filmed from a screen"), "", strengths, 1),
  RANGE ("rate", N_ ("Frames a second"), "1/s", rates, 0),
  RANGE ("cut", N_ ("Pieces cut out"), "", cuts, 1),
  RANGE ("speed", N_ ("Factor"), "", speeds, 1),
  RANGE ("pip", N_ ("Share of the sides left"), "", insets, 1),
  RANGE ("logo", N_ ("Logo laid over"), "", logos, 1),
  RANGE ("grade", N_ ("Colours graded"), "", strengths, 1),
  RANGE ("aspect", N_ ("Factor"), "", widths, 2),
  { NULL },
};

AssayResult *
assay_video_robustness_run (AssayToolJob *job, GError **error)
{
  static const AssayTool change = { &assay_video_attack_info, assay_video_attack_run, NULL };
  static const AssayTool read = { &assay_video_extract_info, assay_video_extract_run, NULL };
  static const char *const metrics[] = { "log10_p", "bit_accuracy", NULL };
  static const char *const alone[] = { "log10_p", NULL };
  static const AssaySweep sweep
      = { &change, &read, "attack", "amount", "seed", "runs", ranges, metrics, "expect", alone };

  return assay_sweep_run (&sweep, job, error);
}
