/* assay-sweep-info.h: what the description of a robustness test holds (assay-sweep.h). */
#pragma once

/* The value of the sweep's choice that tries every range. */
#define ASSAY_SWEEP_ALL "all"

/* Elements for AssayToolInfo.metrics of a sweep. */
#define ASSAY_SWEEP_METRICS                                                                        \
  { "tries", N_ ("Tries"), "", 0 }, { "found", N_ ("Tries in which the mark was found"), "", 0 },  \
  {                                                                                                \
    "found_percent", N_ ("Share of tries in which the mark was found"), "%", 1                     \
  }
