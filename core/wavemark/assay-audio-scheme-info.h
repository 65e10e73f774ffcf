/* assay-audio-scheme-info.h: parameters that the tools for marked sound share. */
#pragma once

#include <glib/gi18n-lib.h>

#include "model/assay-tool-info.h"

static const AssayChoice assay_audio_schemes[] = {
  { "assay", N_ ("Assay, with a key") },
  { "attari-shirazi", N_ ("Attari and Shirazi 2018") },
  { NULL },
};
static const AssayChoice assay_audio_sequences[] = {
  { "fibonacci", N_ ("Fibonacci: 1, 2, 3, 5, 8 …") },
  { "lucas", N_ ("Lucas: 1, 3, 4, 7, 11 …") },
  { NULL },
};
static const AssayChoice assay_audio_wavelets[]
    = { { "haar", "Haar" },        { "db2", "Daubechies 2" }, { "db3", "Daubechies 3" },
        { "db4", "Daubechies 4" }, { "db5", "Daubechies 5" }, { "db6", "Daubechies 6" },
        { "db7", "Daubechies 7" }, { "db8", "Daubechies 8" }, { "sym4", "Symlet 4" },
        { "cdf53", "CDF 5/3" },    { "cdf97", "CDF 9/7" },    { NULL } };

#define ASSAY_AUDIO_SCHEME                                                                         \
  {                                                                                                \
    .name = "scheme", .type = ASSAY_PARAMETER_CHOICE, .title = N_ ("Method"),                      \
    .help = N_ ("Assay: only who has the key finds the mark, also after cuts and changes. Attari " \
                "and Shirazi: their published method with wavelets and Fibonacci numbers, to "     \
                "compare with; it has no key, so whoever knows it can read and remove the mark."), \
    .fallback = "assay", .choices = assay_audio_schemes                                            \
  }
/* Of the published method; four elements. */
#define ASSAY_AUDIO_PUBLISHED                                                                      \
  { .name = "frame",                                                                               \
    .type = ASSAY_PARAMETER_INT,                                                                   \
    .title = N_ ("Coefficients a bit"),                                                            \
    .help = N_ ("Attari and Shirazi only: how many neighbouring coefficients carry one bit."),     \
    .minimum = 1,                                                                                  \
    .maximum = 100,                                                                                \
    .step = 1,                                                                                     \
    .fallback = "5",                                                                               \
    .advanced = TRUE },                                                                            \
      { .name = "levels",                                                                          \
        .type = ASSAY_PARAMETER_INT,                                                               \
        .title = N_ ("Wavelet levels"),                                                            \
        .help = N_ ("Attari and Shirazi only: how often the approximation is divided."),           \
        .minimum = 1,                                                                              \
        .maximum = 10,                                                                             \
        .step = 1,                                                                                 \
        .fallback = "6",                                                                           \
        .advanced = TRUE },                                                                        \
      { .name = "wavelet",                                                                         \
        .type = ASSAY_PARAMETER_CHOICE,                                                            \
        .title = N_ ("Wavelet"),                                                                   \
        .help = N_ ("Attari and Shirazi only: which one."),                                        \
        .fallback = "haar",                                                                        \
        .choices = assay_audio_wavelets,                                                           \
        .advanced = TRUE },                                                                        \
  {                                                                                                \
    .name = "sequence", .type = ASSAY_PARAMETER_CHOICE, .title = N_ ("Numbers"),                   \
    .help = N_ ("Attari and Shirazi only: what the coefficients are moved to."),                   \
    .fallback = "fibonacci", .choices = assay_audio_sequences, .advanced = TRUE                    \
  }
