/* assay-cipher-titles.c: titles of what is observed while a video is encrypted, decrypted or
 * inspected. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "model/assay-fact-titles-private.h"

/* Sorted by strcmp(). */
static const AssayFactTitle titles[] = {
  { "cipher.beside", N_ ("Tracks and attachments that stay readable"), NULL },
  { "cipher.bytes", N_ ("Size of what stays readable"), NULL },
  { "cipher.change_pictures", N_ ("Pictures of this section"), NULL },
  { "cipher.change_place", N_ ("Bytes of this section"), NULL },
  { "cipher.change_time", N_ ("Times of this section"), NULL },
  { "cipher.change_units", N_ ("Units of this section"), NULL },
  { "cipher.codec", N_ ("Kind of video before"), NULL },
  { "cipher.container", N_ ("Kind of file that was written"), NULL },
  { "cipher.corrupt", N_ ("Pictures decoded from damaged data"), NULL },
  { "cipher.covers", N_ ("What the seal covers"), NULL },
  { "cipher.damaged", N_ ("Units that could not be read"), NULL },
  { "cipher.described",
    N_ ("Streams that carry a description of an encryption, which was not checked, counted from 0"),
    NULL },
  { "cipher.edited_packets", N_ ("Packets outside of the edit lists"), NULL },
  { "cipher.edited_pictures", N_ ("Pictures that are only decoded, not shown"), NULL },
  { "cipher.edited_stream", N_ ("First stream with such packets, counted from 0"), NULL },
  { "cipher.first_picture", N_ ("Picture of the first one, in the order of the stream"), NULL },
  { "cipher.first_place", N_ ("Where the first one begins"), NULL },
  { "cipher.first_time", N_ ("Time of the first one"), NULL },
  { "cipher.first_unit", N_ ("Number of the first one"), NULL },
  { "cipher.gaps", N_ ("Places where something is missing or out of order"), NULL },
  { "cipher.layers", N_ ("Layers that stay readable"), NULL },
  { "cipher.left_out", N_ ("Left out"), NULL },
  { "cipher.lost_after", N_ ("Byte from which on something is missing"), NULL },
  { "cipher.lost_stream", N_ ("Stream of the container, counted from 0"), NULL },
  { "cipher.messages", N_ ("Messages in the video that stay readable"), NULL },
  { "cipher.packets_declared", N_ ("Packets that the container declares"), NULL },
  { "cipher.packets_found", N_ ("Packets that could be read"), NULL },
  { "cipher.pictures", N_ ("Pictures that are there"), NULL },
  { "cipher.readable", N_ ("Fields that stay readable"), NULL },
  { "cipher.scrambled", N_ ("Streams of video that are still encrypted, counted from 0"), NULL },
  { "cipher.seal", N_ ("What the seal says"), NULL },
  { "cipher.segments_found", N_ ("Slice segments that are there"), NULL },
  { "cipher.segments_sealed", N_ ("Slice segments that were sealed"), NULL },
  { "cipher.share", N_ ("Share of the video stream"), NULL },
  { "cipher.sounds", N_ ("Streams of sound that stay readable"), NULL },
  { "cipher.ssim", N_ ("SSIM of the luma without the key"), NULL },
  { "cipher.times_most", N_ ("Largest difference"), NULL },
  { "cipher.times_packets", N_ ("Packets with other times"), NULL },
  { "cipher.times_stream", N_ ("First stream with such packets, counted from 0"), NULL },
  { "cipher.times_visible", N_ ("Of these shown now, and not before"), NULL },
  { "cipher.units", N_ ("Units that stay readable"), NULL },
  { "cipher.units_found", N_ ("Units that are there"), NULL },
  { "cipher.units_sealed", N_ ("Units that were sealed"), NULL },
  { "cipher.unread_pictures", N_ ("Pictures that could not be read whole"), NULL },
  { "cipher.videos", N_ ("Streams of video that stay readable"), NULL },
};

static int
compare_title (const void *name, const void *title)
{
  return strcmp (name, ((const AssayFactTitle *) title)->name);
}

const AssayFactTitle *
assay_cipher_title_find (const char *name)
{
  return bsearch (name, titles, G_N_ELEMENTS (titles), sizeof titles[0], compare_title);
}
