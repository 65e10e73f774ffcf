/* assay-structure-info.c: what the tool `structure` is. */
#include "integrity/assay-integrity-info.h"

#include "config.h"

#include <glib/gi18n-lib.h>

static const AssayParameterInfo parameters[] = { { NULL } };

static const AssayInputInfo inputs[] = {
  { "input", N_ ("File"), ASSAY_MEDIA_ANY, 1, 1 },
  { NULL },
};

static const AssayOutputInfo outputs[] = { { NULL } };

static const AssayMetricInfo metrics[] = {
  { "elements", N_ ("Elements"), "", 0 },
  { "problems", N_ ("Problems"), "", 0 },
  { NULL },
};

const AssayToolInfo assay_structure_info = {
  .id = "structure",
  .version = "1.0",
  .panel = N_ ("Structure"),
  .title = N_ ("Structure"),
  .summary = N_ ("Of which parts is the file built, and where does each of them stand?"),
  .limits
  = N_ ("The order and size of the parts tell which program wrote a file. They tell nothing "
        "about its content."),
  .kinds = ASSAY_MEDIA_ANY,
  .engine = ASSAY_ENGINE_PLAIN,
  .quick = TRUE,
  .parameters = parameters,
  .inputs = inputs,
  .outputs = outputs,
  .metrics = metrics,
};
