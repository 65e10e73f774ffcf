/* assay-sound-parameters.h: settings that several tools over sound have in common, so that they
 * mean the same, in the same words, wherever a person meets them. For the arrays of
 * AssayToolInfo, in files that include glib/gi18n-lib.h. */
#pragma once

#include "model/assay-tool-info.h"

G_BEGIN_DECLS

/* Hann, Hamming, Blackman–Harris, rectangular. */
extern const AssayChoice assay_sound_window_shapes[];

/* @most: channels */
#define ASSAY_SOUND_PARAMETER_CHANNEL(most)                                                        \
  {                                                                                                \
    .name = "channel", .type = ASSAY_PARAMETER_INT, .title = N_ ("Channel"),                       \
    .help = N_ ("0 is the mean of all."), .minimum = 0, .maximum = (most), .step = 1,              \
    .fallback = "0", .empty = N_ ("mean of all")                                                   \
  }

/* @help: which stretch it is; everything if empty */
#define ASSAY_SOUND_PARAMETER_REGION(words)                                                        \
  {                                                                                                \
    .name = "region", .type = ASSAY_PARAMETER_REGION, .title = N_ ("Region"), .help = (words),     \
    .fallback = ""                                                                                 \
  }

#define ASSAY_SOUND_PARAMETER_WINDOW                                                               \
  {                                                                                                \
    .name = "window", .type = ASSAY_PARAMETER_INT, .title = N_ ("Window"),                         \
    .help = N_ ("Long windows tell frequencies apart, short ones moments."),                       \
    .unit = N_ ("samples"), .minimum = 64, .maximum = 32768, .step = 64, .fallback = "1024"        \
  }

#define ASSAY_SOUND_PARAMETER_OVERLAP                                                              \
  {                                                                                                \
    .name = "overlap", .type = ASSAY_PARAMETER_INT, .title = N_ ("Overlap"),                       \
    .help = N_ ("How much of a window the next one shares."), .unit = "%", .minimum = 0,           \
    .maximum = 95, .step = 5, .fallback = "75"                                                     \
  }

#define ASSAY_SOUND_PARAMETER_SHAPE                                                                \
  {                                                                                                \
    .name = "shape", .type = ASSAY_PARAMETER_CHOICE, .title = N_ ("Window shape"),                 \
    .help = N_ ("How the ends of a window are faded."), .fallback = "hann",                        \
    .choices = assay_sound_window_shapes                                                           \
  }

G_END_DECLS
