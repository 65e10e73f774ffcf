/* test-cipher-loss.c: of a video that lost a part, all others come back bit for bit. */
#include <glib.h>
#include <string.h>

#include "cipher-streams.h"
#include "cipher/assay-cipher-repeats.h"

/* (element-type GBytes): the units of a byte stream with their start codes. */
static GPtrArray *
split (const guint8 *data, gsize size)
{
  GPtrArray *units = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gsize at = assay_hevc_find_start_code (data, size, 0);

  while (at < size)
    {
      gsize next = assay_hevc_find_start_code (data, size, at + 3);
      gsize end = next;

      while (end > at + 3 && data[end - 1] == 0)
        end--;
      g_ptr_array_add (units, g_bytes_new (data + at, end - at));
      at = next;
    }
  return units;
}

static gboolean
is_slice (GBytes *unit)
{
  AssayHevcNal nal;
  gsize size;
  const guint8 *data = g_bytes_get_data (unit, &size);

  return assay_hevc_nal_read (data + 3, size - 3, &nal) && nal.layer == 0
         && assay_hevc_nal_is_slice (&nal);
}

static gboolean
begins_picture (GBytes *unit)
{
  return is_slice (unit) && (((const guint8 *) g_bytes_get_data (unit, NULL))[5] & 0x80) != 0;
}

static void
append (GByteArray *out, GBytes *unit)
{
  g_byte_array_append (out, g_bytes_get_data (unit, NULL), (guint) g_bytes_get_size (unit));
}

/* Slice segments of @back that are none of @plain. */
static guint
count_foreign (const GByteArray *back, GPtrArray *plain)
{
  g_autoptr (GPtrArray) units = split (back->data, back->len);
  g_autoptr (GHashTable) known = g_hash_table_new (g_bytes_hash, g_bytes_equal);
  guint foreign = 0;

  for (guint i = 0; i < plain->len; i++)
    g_hash_table_add (known, plain->pdata[i]);
  for (guint i = 0; i < units->len; i++)
    foreign
        += is_slice (units->pdata[i]) && !g_hash_table_contains (known, units->pdata[i]) ? 1 : 0;
  return foreign;
}

typedef struct
{
  CipherCase c;
  GPtrArray *plain;
  GPtrArray *secret;
} Video;

static void
clear_video (Video *self)
{
  g_clear_pointer (&self->plain, g_ptr_array_unref);
  g_clear_pointer (&self->secret, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Video, clear_video)

static gboolean
make_video (Video *self, const char *name, AssayGenerator generator)
{
  gsize size;
  g_autofree guint8 *data = cipher_load (name, &size);
  g_autoptr (GByteArray) secret = NULL;

  if (data == NULL)
    return FALSE;
  cipher_case_init (&self->c, generator, ASSAY_CIPHER_MODE_EXACT);
  self->c.keep_damaged = TRUE;
  secret = cipher_run (&self->c, ASSAY_CIPHER_ENCRYPT, 2, data, size, NULL);
  g_assert_nonnull (secret);
  self->plain = split (data, size);
  self->secret = split (secret->data, secret->len);
  return TRUE;
}

/* What decryption makes of the units but those from @first to @last - 1. */
static GByteArray *
decrypt_without (Video *self, guint first, guint last)
{
  g_autoptr (GByteArray) rest = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  GByteArray *back;

  for (guint i = 0; i < self->secret->len; i++)
    if (i < first || i >= last)
      append (rest, self->secret->pdata[i]);
  back = cipher_run (&self->c, ASSAY_CIPHER_DECRYPT, 2, rest->data, rest->len, &error);
  g_assert_no_error (error);
  g_assert_cmpint (self->c.outcome.state, ==, ASSAY_CIPHER_ALTERED);
  return back;
}

/* A slice segment that others of its picture do not depend on. */
static void
test_slice (gconstpointer name)
{
  g_auto (Video) video = { .plain = NULL };
  guint tried = 0;

  if (!make_video (&video, name, ASSAY_GENERATOR_AES))
    return;
  for (guint i = 0; i < video.secret->len; i++)
    {
      g_autoptr (GByteArray) back = NULL;

      if (!is_slice (video.secret->pdata[i]))
        continue;
      back = decrypt_without (&video, i, i + 1);
      g_assert_cmpuint (count_foreign (back, video.plain), ==, 0);
      tried++;
    }
  g_assert_cmpuint (tried, >=, 3);
}

/* All of a picture, whatever it is divided into. */
static void
test_picture (gconstpointer name)
{
  g_auto (Video) video = { .plain = NULL };
  guint last = 0;

  if (!make_video (&video, name, ASSAY_GENERATOR_CHAOS))
    return;
  for (guint i = 0; i < video.secret->len; i = last)
    {
      g_autoptr (GByteArray) back = NULL;

      last = i + 1;
      if (!begins_picture (video.secret->pdata[i]))
        continue;
      while (last < video.secret->len && is_slice (video.secret->pdata[last])
             && !begins_picture (video.secret->pdata[last]))
        last++;
      back = decrypt_without (&video, i, last);
      g_assert_cmpuint (count_foreign (back, video.plain), ==, 0);
    }
}

/* Decrypts the units in another order: @places of @secret. */
static guint
count_in_order (Video *self, const GArray *places)
{
  g_autoptr (GByteArray) changed = g_byte_array_new ();
  g_autoptr (GByteArray) back = NULL;

  for (guint i = 0; i < places->len; i++)
    append (changed, self->secret->pdata[g_array_index (places, guint, i)]);
  back = cipher_run (&self->c, ASSAY_CIPHER_DECRYPT, 2, changed->data, changed->len, NULL);
  g_assert_nonnull (back);
  g_assert_cmpint (self->c.outcome.state, ==, ASSAY_CIPHER_ALTERED);
  return count_foreign (back, self->plain);
}

/* Two pictures that changed places, and one that came twice: of the copy nobody can say that it is
 * one, so it has another key. */
static void
test_order (void)
{
  g_auto (Video) video = { .plain = NULL };
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint));
  guint slices[16];
  guint n_slices = 0;

  if (!make_video (&video, "x_rectamp_wpp_b.hevc", ASSAY_GENERATOR_AES))
    return;
  for (guint i = 0; i < video.secret->len; i++)
    {
      if (begins_picture (video.secret->pdata[i]) && n_slices < G_N_ELEMENTS (slices))
        slices[n_slices++] = i;
      g_array_append_val (places, i);
    }
  g_assert_cmpuint (n_slices, ==, G_N_ELEMENTS (slices));
  g_array_index (places, guint, slices[5]) = slices[6];
  g_array_index (places, guint, slices[6]) = slices[5];
  g_assert_cmpuint (count_in_order (&video, places), ==, 0);
  g_array_insert_val (places, slices[9], slices[9]);
  g_assert_cmpuint (count_in_order (&video, places), ==, 1);
}

/* One byte of each slice segment in turn. */
static void
test_flip (void)
{
  g_auto (Video) video = { .plain = NULL };

  if (!make_video (&video, "x_rectamp_wpp_b.hevc", ASSAY_GENERATOR_AES))
    return;
  for (guint i = 0; i < video.secret->len; i++)
    {
      g_autoptr (GByteArray) changed = g_byte_array_new ();
      g_autoptr (GByteArray) back = NULL;
      gsize size;

      if (!is_slice (video.secret->pdata[i]))
        continue;
      for (guint n = 0; n < video.secret->len; n++)
        {
          append (changed, video.secret->pdata[n]);
          size = g_bytes_get_size (video.secret->pdata[n]);
          if (n == i)
            changed->data[changed->len - size / 2] ^= 0x40;
        }
      back = cipher_run (&video.c, ASSAY_CIPHER_DECRYPT, 2, changed->data, changed->len, NULL);
      g_assert_nonnull (back);
      g_assert_cmpuint (count_foreign (back, video.plain), <=, 1);
      g_assert_cmpint (video.c.outcome.state, ==, ASSAY_CIPHER_ALTERED);
    }
}

/* One video twice over: labels of the second half have all come before, which lanes that work side
 * by side learn only afterwards. */
static void
test_twice (gconstpointer name)
{
  gsize size;
  g_autofree guint8 *data = cipher_load (name, &size);
  g_autoptr (GByteArray) twice = g_byte_array_new ();
  g_autoptr (GByteArray) one = NULL;
  g_autoptr (GByteArray) three = NULL;
  g_autoptr (GByteArray) back = NULL;
  g_autoptr (GError) error = NULL;
  CipherCase c;

  if (data == NULL)
    return;
  g_byte_array_append (twice, data, (guint) size);
  g_byte_array_append (twice, data, (guint) size);
  cipher_case_init (&c, ASSAY_GENERATOR_AES, ASSAY_CIPHER_MODE_EXACT);
  one = cipher_run (&c, ASSAY_CIPHER_ENCRYPT, 1, twice->data, twice->len, &error);
  g_assert_no_error (error);
  three = cipher_run (&c, ASSAY_CIPHER_ENCRYPT, 3, twice->data, twice->len, &error);
  g_assert_no_error (error);
  g_assert_true (one->len == three->len && memcmp (one->data, three->data, one->len) == 0);
  back = cipher_run (&c, ASSAY_CIPHER_DECRYPT, 3, one->data, one->len, &error);
  g_assert_no_error (error);
  g_assert_true (back->len == twice->len && memcmp (back->data, twice->data, back->len) == 0);
}

/* A table that is full begins anew, and no two slice segments have the same label, round and
 * number. */
static void
test_rounds (void)
{
  g_autoptr (AssayCipherRepeats) repeats = assay_cipher_repeats_new (2000);
  guint8 label[ASSAY_CIPHER_LABEL] = { 0 };
  AssayCipherRepeat repeat;

  for (guint i = 0; i < 2000; i++)
    {
      label[0] = (guint8) i;
      label[5] = (guint8) (i >> 8);
      repeat = assay_cipher_repeats_count (repeats, label, 7);
      g_assert_true (repeat.round == 0 && repeat.number == 0);
    }
  repeat = assay_cipher_repeats_count (repeats, label, 7);
  g_assert_true (repeat.round == 0 && repeat.number == 1);
  label[7] = 1;
  repeat = assay_cipher_repeats_count (repeats, label, 7);
  g_assert_true (repeat.round == 1 && repeat.number == 0);
  label[7] = 0;
  repeat = assay_cipher_repeats_count (repeats, label, 7);
  g_assert_true (repeat.round == 1 && repeat.number == 0);
  repeat = assay_cipher_repeats_count (repeats, label, 7);
  g_assert_true (repeat.round == 1 && repeat.number == 1);
  g_assert_cmpuint (assay_cipher_repeats_guess (repeats).round, ==, 1);
}

/* Pictures as they come, with their numbers and how much of them there is of 10. */
typedef struct
{
  gint32 order;
  guint sequence;
  guint units;
  AssayCipherGap gap;   /* to be found */
  guint other;          /* picture that is to be named beside */
  gint32 references[4]; /* -1: none */
  gboolean unreadable;  /* its header */
  guint like;
} Shown;

#define ALONE .references = { -1, -1, -1 }
#define NEEDS(...) .references = { __VA_ARGS__, -1, -1 }

static void
add_shown (AssayCipherGaps *gaps, const Shown *shown, guint i)
{
  AssayCipherOrderPicture picture = { .known = !shown->unreadable,
                                      .order = shown->order,
                                      .sequence = shown->sequence,
                                      .intra = shown->sequence > 0 && shown->references[0] < 0 };
  AssayCipherGapSlice slice = { .unit = 2 * i,
                                .picture = i + 1,
                                .begins = TRUE,
                                .shown = &picture,
                                .units = shown->units / 2,
                                .picture_units = 10,
                                .like = shown->like };

  for (guint k = 0; k < G_N_ELEMENTS (shown->references) && shown->references[k] >= 0; k++)
    picture.references[picture.n_references++] = shown->references[k];
  assay_cipher_gaps_add (gaps, &slice);
  slice.begins = FALSE;
  slice.unit++;
  slice.units = shown->units - slice.units;
  assay_cipher_gaps_add (gaps, &slice);
}

static void
check_gaps_sealed (const Shown *shown, guint n, const AssayCipherGapSeal *seal)
{
  g_autoptr (AssayCipherGaps) gaps = assay_cipher_gaps_new ();
  const GArray *found;
  guint next = 0;

  for (guint i = 0; i < n; i++)
    add_shown (gaps, &shown[i], i);
  found = assay_cipher_gaps_end (gaps, seal);
  for (guint i = 0; i < n; i++)
    {
      const AssayCipherGapPlace *place = &g_array_index (found, AssayCipherGapPlace, next);

      if (shown[i].gap == ASSAY_CIPHER_GAP_NONE)
        continue;
      g_assert_cmpuint (next, <, found->len);
      g_assert_cmpint (place->gap, ==, shown[i].gap);
      g_assert_cmpuint (place->unit, ==, 2 * i);
      g_assert_cmpuint (place->picture, ==, i + 1);
      g_assert_cmpuint (place->other, ==, shown[i].other);
      next++;
    }
  g_assert_cmpuint (next, ==, found->len);
}

static void
check_gaps (const Shown *shown, guint n)
{
  check_gaps_sealed (shown, n, NULL);
}

static void
test_gaps (void)
{
  const Shown even[]
      = { { 0, 1, 10, ALONE }, { 8, 1, 10, ALONE }, { 4, 1, 10, ALONE }, { 12, 1, 10, ALONE } };
  const Shown part[] = { { 0, 1, 10, ALONE },
                         { 1, 1, 9, ASSAY_CIPHER_GAP_PART, ALONE },
                         { 2, 1, 10, ALONE },
                         { 3, 1, 12, ASSAY_CIPHER_GAP_MORE, ALONE } };
  /* the number 3 is missing; the second sequence begins where the first one ends, and is finer */
  const Shown hole[] = { { 0, 1, 10, ALONE },
                         { 4, 1, 10, NEEDS (0) },
                         { 2, 1, 10, ASSAY_CIPHER_GAP_BEHIND, NEEDS (0, 4) },
                         { 1, 1, 10, NEEDS (0, 3) },
                         { 10, 2, 10, ALONE },
                         { 12, 2, 10, ASSAY_CIPHER_GAP_BEHIND, ALONE },
                         { 16, 2, 10, ALONE },
                         { 18, 2, 10, ALONE } };
  /* one that cannot be read is told elsewhere */
  const Shown unread[] = { { 0, 1, 10, ALONE },
                           { 1, 1, 1, ALONE },
                           { 2, 1, 0, ALONE },
                           { 3, 1, 10, ALONE },
                           { 3, 1, 0, .unreadable = TRUE, ALONE },
                           { 7, 1, 10, NEEDS (5) } };

  check_gaps (even, 4);
  check_gaps (part, G_N_ELEMENTS (part));
  check_gaps (hole, G_N_ELEMENTS (hole));
  check_gaps (unread, 4);
  check_gaps (unread, G_N_ELEMENTS (unread));
}

/* What a picture refers to. */
static void
test_gaps_references (void)
{
  /* 3 comes twice, 6 behind the one that needs it, 9 never: nothing else tells of the last */
  const Shown order[] = { { 0, 1, 10, ALONE },
                          { 3, 1, 10, NEEDS (0) },
                          { 3, 1, 10, ASSAY_CIPHER_GAP_DOUBLE, 2, NEEDS (0) },
                          { 5, 1, 10, ASSAY_CIPHER_GAP_LATE, 5, NEEDS (3, 6) },
                          { 6, 1, 10, NEEDS (3) },
                          { 4, 1, 10, NEEDS (3, 6) },
                          { 2, 1, 10, NEEDS (3) },
                          { 1, 1, 10, NEEDS (2) },
                          { 8, 1, 10, ASSAY_CIPHER_GAP_REFERENCE, NEEDS (6, 9) },
                          { 7, 1, 10, NEEDS (6, 9) } };
  /* An intra picture is missing whose number 0 began another sequence. */
  const Shown anew[] = { { 0, 1, 10, ALONE },
                         { 1, 1, 10, NEEDS (0) },
                         { 2, 1, 10, NEEDS (1) },
                         { 1, 1, 10, ASSAY_CIPHER_GAP_DOUBLE, 2, NEEDS (0) },
                         { 2, 1, 10, NEEDS (1) } };
  /* Leading pictures at the beginning refer to what was never there. */
  const Shown open[] = { { 8, 1, 10, ALONE },
                         { 6, 1, 10, NEEDS (0, 8) },
                         { 7, 1, 10, NEEDS (6, 8) },
                         { 9, 1, 10, NEEDS (8) } };
  /* Without a picture to begin with. */
  const Shown headless[] = { { 3, 0, 10, ASSAY_CIPHER_GAP_BEFORE, NEEDS (0) },
                             { 4, 0, 10, NEEDS (3) },
                             { 5, 1, 10, ALONE } };

  check_gaps (order, G_N_ELEMENTS (order));
  check_gaps (anew, G_N_ELEMENTS (anew));
  check_gaps (open, G_N_ELEMENTS (open));
  check_gaps (headless, G_N_ELEMENTS (headless));
}

/* What a seal adds: pictures that read alike, and where nothing else is found. */
static void
test_gaps_seal (void)
{
  const Shown alike[] = { { 0, 1, 10, ALONE },
                          { 1, 1, 10, NEEDS (0) },
                          { 1, 1, 10, ASSAY_CIPHER_GAP_COPY, 2, NEEDS (0), .like = 2 },
                          { 2, 2, 10, ASSAY_CIPHER_GAP_AGAIN, 1, ALONE, .like = 1 } };
  const Shown borders[] = {
    { 0, 1, 10, ALONE },     { 1, 1, 10, NEEDS (0) }, { 2, 2, 10, ASSAY_CIPHER_GAP_BORDER, ALONE },
    { 3, 2, 10, NEEDS (2) }, { 4, 3, 10, ALONE },     { 5, 3, 10, ASSAY_CIPHER_GAP_END, NEEDS (4) }
  };
  const AssayCipherGapSeal all = { .pictures = { 1, 4 } };
  const AssayCipherGapSeal middle = { .pictures = { 2, 4 }, .fewer = TRUE };

  check_gaps_sealed (alike, 4, &all);
  check_gaps_sealed (borders, 5, &middle);
  check_gaps_sealed (borders + 4, 2, &(AssayCipherGapSeal){ .pictures = { 2, 2 }, .fewer = TRUE });
}

static void
add (const char *what, const char *const *names, GTestDataFunc func)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_strdup_printf ("/cipher/loss/%s/%s", what, names[i]);

      g_test_add_data_func (path, names[i], func);
    }
}

int
main (int argc, char **argv)
{
  /* Each slice segment by itself; the second list has dependent ones too. */
  static const char *const alone[]
      = { "x_rectamp_wpp_b.hevc", "x_slices_ctu32_wpp.hevc", "x_main10.hevc",
          "h_pcm_tiles.hevc",     "x_lossless.hevc",         NULL };
  static const char *const all[]
      = { "h_depslices_wpp_lowqp.hevc", "h_pcm_tiles.hevc", "h_ra_nosbh.hevc",
          "k_wppslices_smpamp.hevc",    "x_main10.hevc",    "x_scalinglist_ctu16.hevc",
          "x_slices_ctu32_wpp.hevc",    "h_tqbypass.hevc",  NULL };

  g_test_init (&argc, &argv, NULL);
  add ("slice", alone, test_slice);
  add ("picture", all, test_picture);
  add ("twice", all, test_twice);
  g_test_add_func ("/cipher/loss/order", test_order);
  g_test_add_func ("/cipher/loss/flip", test_flip);
  g_test_add_func ("/cipher/loss/rounds", test_rounds);
  g_test_add_func ("/cipher/loss/gaps", test_gaps);
  g_test_add_func ("/cipher/loss/gaps/references", test_gaps_references);
  g_test_add_func ("/cipher/loss/gaps/seal", test_gaps_seal);
  return g_test_run ();
}
