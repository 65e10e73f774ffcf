/* assay-mark-titles.c: titles of what is observed of marks and of the copies that carry them. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "model/assay-fact-titles-private.h"

/* Sorted by strcmp(). */
static const AssayFactTitle titles[] = {
  { "mark.alpha", N_ ("Transparency"), NULL },
  { "mark.bits", N_ ("Length of the mark"), NULL },
  { "mark.change", N_ ("Mean change of a value"), NULL },
  { "mark.claim_log10_p", N_ ("Probability from which on a mark is claimed (power of ten)"), NULL },
  { "mark.columns", N_ ("Columns that were read"), NULL },
  { "mark.converted", N_ ("Converted"), NULL },
  { "mark.corrupt", N_ ("Pictures decoded from damaged data"), NULL },
  { "mark.expected", N_ ("Expected mark"), NULL },
  { "mark.expected_log10_p", N_ ("Probability of chance for the expected mark (power of ten)"),
    NULL },
  { "mark.frames", N_ ("Pictures"), NULL },
  { "mark.grouped", N_ ("Columns of such numbers"), NULL },
  { "mark.height", N_ ("Height"), NULL },
  { "mark.left_out", N_ ("Left out"), NULL },
  { "mark.log10_hypotheses", N_ ("Hypotheses counted (power of ten)"), NULL },
  { "mark.log10_p", N_ ("Probability of chance at most (power of ten)"), NULL },
  { "mark.lost_after", N_ ("Byte from which on something is missing"), NULL },
  { "mark.others", N_ ("Pictures that have little in common with the one before"), NULL },
  { "mark.packets_declared", N_ ("Packets that the container declares"), NULL },
  { "mark.packets_found", N_ ("Packets that could be read"), NULL },
  { "mark.psnr", N_ ("Peak signal-to-noise ratio asked for"), NULL },
  { "mark.rows", N_ ("Rows"), NULL },
  { "mark.rows_needed", N_ ("Rows that survive the loss of half"), NULL },
  { "mark.seconds", N_ ("Seconds read"), NULL },
  { "mark.ssim", N_ ("Structural similarity, before the codec"), NULL },
  { "mark.time", N_ ("Column of the time stamps"), NULL },
  { "mark.time_others", N_ ("Columns that could have the time stamps too"), NULL },
  { "mark.unstamped", N_ ("Rows that were left"), NULL },
  { "mark.used", N_ ("Votes counted"), NULL },
  { "mark.value", N_ ("Mark"), NULL },
  { "mark.votes", N_ ("What could carry the mark"), NULL },
  { "mark.votes_needed", N_ ("What a mark of this length needs"), NULL },
  { "mark.width", N_ ("Width"), NULL },
};

static int
compare_title (const void *name, const void *title)
{
  return strcmp (name, ((const AssayFactTitle *) title)->name);
}

const AssayFactTitle *
assay_mark_title_find (const char *name)
{
  return bsearch (name, titles, G_N_ELEMENTS (titles), sizeof titles[0], compare_title);
}
