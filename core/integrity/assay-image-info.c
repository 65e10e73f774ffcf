/* assay-image-info.c: what the tool `image` is. */
#include "integrity/assay-integrity-info.h"

#include "config.h"

#include <glib/gi18n-lib.h>

static const AssayParameterInfo parameters[] = { { NULL } };

static const AssayInputInfo inputs[] = {
  { "input", N_ ("Picture or video"), ASSAY_MEDIA_IMAGE | ASSAY_MEDIA_VIDEO, 1, 1 },
  { NULL },
};

static const AssayOutputInfo outputs[] = { { NULL } };

static const AssayMetricInfo metrics[] = {
  { "width", N_ ("Width"), "px", 0 },
  { "height", N_ ("Height"), "px", 0 },
  { "mean", N_ ("Mean luminance"), "", 2 },
  { "clipped_dark", N_ ("Pixels at the darkest level"), "%", 3 },
  { "clipped_light", N_ ("Pixels at the lightest level"), "%", 3 },
  { "empty_levels", N_ ("Unused levels between darkest and lightest"), "", 0 },
  { "preview_correlation", N_ ("Correlation of picture and preview"), "", 3 },
  { "preview_residual", N_ ("Largest local difference from the preview"), N_ ("levels"), 1 },
  { "frames", N_ ("Frames"), "", 0 },
  { "duration", N_ ("Duration"), "s", 3 },
  { "bit_rate", N_ ("Mean bit rate"), "kbit/s", 1 },
  { "key_distance", N_ ("Usual distance of key frames"), "", 0 },
  { NULL },
};

const AssayToolInfo assay_image_info = {
  .id = "image",
  .version = "1.1",
  .panel = N_ ("Image"),
  .title = N_ ("Image analysis"),
  .summary
  = N_ ("How are the levels of the picture distributed, how was it coded, and does its preview "
        "show the same? How do the frames of a video follow each other?"),
  .limits
  = N_ ("Histograms and coding tables show how a picture was processed, not whether its content "
        "is true."),
  .kinds = ASSAY_MEDIA_IMAGE | ASSAY_MEDIA_VIDEO,
  .engine = ASSAY_ENGINE_AUTO,
  .parameters = parameters,
  .inputs = inputs,
  .outputs = outputs,
  .metrics = metrics,
};
