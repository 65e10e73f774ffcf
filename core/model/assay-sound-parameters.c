/* assay-sound-parameters.c: see the header. */
#include "model/assay-sound-parameters.h"

#include "config.h"

#include <glib/gi18n-lib.h>

const AssayChoice assay_sound_window_shapes[] = {
  { "hann", N_ ("Hann") },
  { "hamming", N_ ("Hamming") },
  { "blackman-harris", N_ ("Blackman–Harris") },
  { "rectangular", N_ ("Rectangular") },
  { NULL },
};
