/* assay-replay-features-info.c: what the tool `replay.features` is. */
#include "replay/assay-replay-info.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/assay-sound-parameters.h"

static const AssayChoice features[] = {
  { "cf", N_ ("Centroid frequency (CF)") },
  { "cm", N_ ("Centroid magnitude (CM)") },
  { "cm-triangular", N_ ("Centroid magnitude, triangular filters") },
  { "mfcc", N_ ("Mel cepstra (MFCC)") },
  { "lfcc", N_ ("Linear cepstra (LFCC)") },
  { "cqcc", N_ ("Constant-Q cepstra (CQCC)") },
  { "tc", N_ ("Temporal centroids of FDLP envelopes (TC)") },
  { "modulation", N_ ("Modulation spectrum") },
  { NULL },
};

static const AssayChoice grids[] = {
  { "inner", N_ ("Inner points") },
  { "ends", N_ ("With both ends") },
  { NULL },
};

static const AssayChoice bandwidths[] = {
  { "full", N_ ("From neighbour to neighbour") },
  { "half", N_ ("Half of that") },
  { "erb", N_ ("Equivalent rectangular bandwidth") },
  { NULL },
};

static const AssayParameterInfo parameters[] = {
  { .name = "feature",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Feature"),
    .help = N_ ("CF and CM describe the envelope of each of 80 bands; the others are what they are "
                "compared with."),
    .fallback = "cf",
    .choices = features },
  { .name = "k",
    .type = ASSAY_PARAMETER_INT,
    .title = N_ ("Spatial differentiations"),
    .help
    = N_ ("How often neighbouring bands are subtracted; more make the filters steeper. Used by "
          "CF and CM."),
    .minimum = 0,
    .maximum = 8,
    .step = 1,
    .fallback = "6" },
  { .name = "dc",
    .type = ASSAY_PARAMETER_BOOL,
    .title = N_ ("Count the 0 Hz bin"),
    .help = N_ ("Whether the mean of the envelope counts in CF. Without it CF separates better on "
                "simulated replay."),
    .fallback = "true" },
  { .name = "mvn",
    .type = ASSAY_PARAMETER_BOOL,
    .title = N_ ("Normalise mean and variance"),
    .help
    = N_ ("Takes the recording's mean out of each column and divides by its deviation. Applied "
          "only with deltas."),
    .fallback = "true" },
  { .name = "deltas",
    .type = ASSAY_PARAMETER_BOOL,
    .title = N_ ("Append deltas and accelerations"),
    .help
    = N_ ("Without them the matrix is bare: for CF and CM one column a band, no logarithm, no "
          "cosine transform, no normalisation."),
    .fallback = "true" },
  ASSAY_SOUND_PARAMETER_CHANNEL (64),
  ASSAY_SOUND_PARAMETER_REGION (N_ ("The stretch of time that is analysed; everything if empty.")),
  { .name = "band",
    .type = ASSAY_PARAMETER_INT,
    .title = N_ ("Band shown"),
    .help = N_ ("Number of the filter whose response is plotted against the differentiations."),
    .minimum = 1,
    .maximum = 80,
    .step = 1,
    .fallback = "30",
    .advanced = TRUE },
  { .name = "mvn-first",
    .type = ASSAY_PARAMETER_BOOL,
    .title = N_ ("Normalise before the deltas"),
    .help = N_ ("Otherwise all columns are normalised at the end."),
    .fallback = "false",
    .advanced = TRUE },
  { .name = "delta-width",
    .type = ASSAY_PARAMETER_INT,
    .title = N_ ("Frames on either side of a delta"),
    .help = N_ ("Half width of the regression for deltas and accelerations."),
    .unit = N_ ("frames"),
    .minimum = 1,
    .maximum = 16,
    .step = 1,
    .fallback = "2",
    .advanced = TRUE },
  { .name = "grid",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Places of the centres"),
    .help = N_ ("Whether the ends of the mel scale from 0 to 8000 Hz are centres of filters."),
    .fallback = "inner",
    .choices = grids,
    .advanced = TRUE },
  { .name = "bandwidth",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Bandwidth"),
    .help = N_ ("How wide a filter is. The paper leaves it open."),
    .fallback = "full",
    .choices = bandwidths,
    .advanced = TRUE },
  { .name = "bandwidth-scale",
    .type = ASSAY_PARAMETER_REAL,
    .title = N_ ("Bandwidth factor"),
    .help = N_ ("Multiplies the bandwidth of every filter."),
    .minimum = 0.1,
    .maximum = 8,
    .step = 0.1,
    .digits = 2,
    .fallback = "1",
    .advanced = TRUE },
  { .name = "linear-radius",
    .type = ASSAY_PARAMETER_BOOL,
    .title = N_ ("Pole radius from the linear rule"),
    .help = N_ ("r = 1 − πB/fs instead of r = exp (−πB/fs)."),
    .fallback = "false",
    .advanced = TRUE },
  { .name = "unit-gain",
    .type = ASSAY_PARAMETER_BOOL,
    .title = N_ ("Unit gain at the centre"),
    .help
    = N_ ("Scales every filter to 0 dB at its centre; otherwise the equation is used as it is "
          "printed."),
    .fallback = "false",
    .advanced = TRUE },
  { .name = "cepstra",
    .type = ASSAY_PARAMETER_INT,
    .title = N_ ("Coefficients kept"),
    .help = N_ ("Of the cosine transform, the zeroth included; 0 keeps each feature's own number."),
    .minimum = 0,
    .maximum = 128,
    .step = 1,
    .fallback = "0",
    .empty = N_ ("as usual"),
    .advanced = TRUE },
  { .name = "settings",
    .type = ASSAY_PARAMETER_TEXT,
    .title = N_ ("All settings"),
    .help = N_ ("As a result tells them, whole or in part: “feature=cf k=6 log-floor=1e-9 "
                "window=400”. Replaces the settings above but for channel, region and band."),
    .maximum = 2048,
    .fallback = "",
    .advanced = TRUE },
  { NULL },
};

static const AssayInputInfo inputs[] = {
  { "input", N_ ("Recording"), ASSAY_MEDIA_AUDIO | ASSAY_MEDIA_VIDEO | ASSAY_MEDIA_BITSTREAM, 1,
    1 },
  { "reference", N_ ("Known genuine recordings"), ASSAY_MEDIA_AUDIO | ASSAY_MEDIA_VIDEO, 0, 32 },
  { NULL },
};

static const AssayOutputInfo outputs[] = {
  { "features", N_ ("Feature matrix (NumPy)"), "npy", TRUE },
  { NULL },
};

static const AssayMetricInfo metrics[] = {
  { "frames", N_ ("Frames"), "", 0 },
  { "columns", N_ ("Columns"), "", 0 },
  { "duration", N_ ("Duration"), "s", 3 },
  { "stated", N_ ("Sound that the file says it holds, of which a part is missing"), "s", 3 },
  { "rate", N_ ("Sampling rate of the recording"), "Hz", 0 },
  { "channels", N_ ("Channels of the recording"), "", 0 },
  { "peak", N_ ("Largest sample"), "dB", 2 },
  { "level", N_ ("Mean level"), "dB", 2 },
  { "clipped", N_ ("Samples at full scale"), "", 0 },
  { "not_finite", N_ ("Samples that were no numbers, read as 0"), "", 0 },
  { NULL },
};

const AssayToolInfo assay_replay_features_info = {
  .id = "replay.features",
  .version = "1.4",
  .panel = N_ ("Replay"),
  .title = N_ ("Replay features"),
  .summary = N_ ("What are the features, band by band, by which a replayed voice differs from a "
                 "spoken one?"),
  .limits
  = N_ ("Features alone say nothing about how a recording came about; a model that compares "
        "them does, within its measured error rates."),
  .kinds = ASSAY_MEDIA_AUDIO | ASSAY_MEDIA_VIDEO | ASSAY_MEDIA_BITSTREAM,
  .engine = ASSAY_ENGINE_MEDIA,
  .time_limit = 3600,
  .parameters = parameters,
  .inputs = inputs,
  .outputs = outputs,
  .metrics = metrics,
  .scratch = TRUE,
};
