/* test-cipher-draws.c: no key stream is drawn twice in a whole stream.
 *
 * The linker puts the functions below between the cipher and what its numbers come from (--wrap in
 * meson.build): OpenSSL's counter mode, and the chaotic generator. So what is looked at is what the
 * program itself derives while it enciphers, on all of its lanes. */
#include <glib.h>
#include <openssl/evp.h>
#include <string.h>

#include "cipher-streams.h"
#include "cipher/assay-cipher-keystream.h"

#define KEY ((gsize) ASSAY_CIPHER_KEY_SIZE)
#define BLOCK ((gsize) 16)
/* Outputs of the chaotic generator that are looked at together. */
#define OUTPUTS 4u

/* What a context of OpenSSL stands at. */
typedef struct
{
  guint8 from[KEY + BLOCK]; /* key, counter */
  gboolean fresh;           /* no block since the counter was set */
} Counter;

/* Where a key stream stands. */
typedef struct
{
  guint8 label[ASSAY_CIPHER_LABEL];
  AssayCipherRepeat repeat;
  AssayCipherPlace place;
} Begun;

/* What the generator of a place has given since its start. */
typedef struct
{
  guint32 outputs[OUTPUTS];
  guint n;
} Outputs;

static struct
{
  GMutex mutex;
  gboolean on;
  GHashTable *counters; /* EVP_CIPHER_CTX → Counter */
  GHashTable *outputs;  /* AssayChaos → Outputs */
  GHashTable *inputs;   /* GBytes: key and counter that were enciphered */
  GHashTable *segments; /* AssayKeyStream → Begun, of the slice segment that it is in */
  GHashTable *places;   /* GBytes: Begun */
  GHashTable *blocks;   /* GBytes: key stream that came out */
  GHashTable *seeds;    /* GBytes: what chaotic generators started from */
  guint repeated;       /* of any kind */
} drawn;

int __real_EVP_EncryptInit_ex (EVP_CIPHER_CTX *context,
                               const EVP_CIPHER *cipher,
                               ENGINE *engine,
                               const unsigned char *key,
                               const unsigned char *counter);
int __wrap_EVP_EncryptInit_ex (EVP_CIPHER_CTX *context,
                               const EVP_CIPHER *cipher,
                               ENGINE *engine,
                               const unsigned char *key,
                               const unsigned char *counter);
int __real_EVP_EncryptUpdate (
    EVP_CIPHER_CTX *context, unsigned char *out, int *written, const unsigned char *in, int size);
int __wrap_EVP_EncryptUpdate (
    EVP_CIPHER_CTX *context, unsigned char *out, int *written, const unsigned char *in, int size);
void __real_assay_key_stream_set_segment (AssayKeyStream *self,
                                          const guint8 label[ASSAY_CIPHER_LABEL],
                                          const AssayCipherRepeat *repeat);
void __wrap_assay_key_stream_set_segment (AssayKeyStream *self,
                                          const guint8 label[ASSAY_CIPHER_LABEL],
                                          const AssayCipherRepeat *repeat);
void __real_assay_key_stream_start (AssayKeyStream *self, const AssayCipherPlace *place);
void __wrap_assay_key_stream_start (AssayKeyStream *self, const AssayCipherPlace *place);
void __real_assay_chaos_start (AssayChaos *self, const guint8 *seed);
void __wrap_assay_chaos_start (AssayChaos *self, const guint8 *seed);
guint32 __real_assay_chaos_next (AssayChaos *self);
guint32 __wrap_assay_chaos_next (AssayChaos *self);

static GHashTable *
new_set (void)
{
  return g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
}

static void
start_recording (void)
{
  drawn.counters = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  drawn.outputs = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  drawn.segments = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  drawn.inputs = new_set ();
  drawn.places = new_set ();
  drawn.blocks = new_set ();
  drawn.seeds = new_set ();
  drawn.repeated = 0;
  drawn.on = TRUE;
}

static void
stop_recording (void)
{
  drawn.on = FALSE;
  g_clear_pointer (&drawn.counters, g_hash_table_unref);
  g_clear_pointer (&drawn.outputs, g_hash_table_unref);
  g_clear_pointer (&drawn.segments, g_hash_table_unref);
  g_clear_pointer (&drawn.inputs, g_hash_table_unref);
  g_clear_pointer (&drawn.places, g_hash_table_unref);
  g_clear_pointer (&drawn.blocks, g_hash_table_unref);
  g_clear_pointer (&drawn.seeds, g_hash_table_unref);
}

/* Once each. */
static void
note (GHashTable *set, gconstpointer data, gsize size)
{
  if (!g_hash_table_add (set, g_bytes_new (data, size)))
    drawn.repeated++;
}

static gpointer
lookup (GHashTable *table, gconstpointer key, gsize size)
{
  gpointer value = g_hash_table_lookup (table, key);

  if (value == NULL)
    {
      value = g_malloc0 (size);
      g_hash_table_insert (table, (gpointer) (guintptr) key, value);
    }
  return value;
}

int
__wrap_EVP_EncryptInit_ex (EVP_CIPHER_CTX *context,
                           const EVP_CIPHER *cipher,
                           ENGINE *engine,
                           const unsigned char *key,
                           const unsigned char *counter)
{
  g_mutex_lock (&drawn.mutex);
  if (drawn.on)
    {
      Counter *at = lookup (drawn.counters, context, sizeof *at);

      if (key != NULL)
        memcpy (at->from, key, KEY);
      if (counter != NULL)
        memcpy (at->from + KEY, counter, BLOCK);
      at->fresh = counter != NULL;
    }
  g_mutex_unlock (&drawn.mutex);
  return __real_EVP_EncryptInit_ex (context, cipher, engine, key, counter);
}

static void
count_up (guint8 *counter)
{
  for (gsize i = BLOCK; i-- > 0 && ++counter[i] == 0;)
    ;
}

int
__wrap_EVP_EncryptUpdate (
    EVP_CIPHER_CTX *context, unsigned char *out, int *written, const unsigned char *in, int size)
{
  int done = __real_EVP_EncryptUpdate (context, out, written, in, size);

  g_mutex_lock (&drawn.mutex);
  if (drawn.on)
    {
      Counter *at = lookup (drawn.counters, context, sizeof *at);

      /* A block that was begun is not gone on with: the counter is set anew before. */
      g_assert_true (at->fresh || (gsize) size % BLOCK == 0);
      at->fresh = (gsize) size % BLOCK == 0;
      for (gsize i = 0; i < (gsize) size; i += BLOCK)
        {
          note (drawn.inputs, at->from, sizeof at->from);
          count_up (at->from + KEY);
          /* of zeros, so that this is the key stream */
          g_assert_cmpuint (in[i], ==, 0);
          note (drawn.blocks, out + i, MIN (BLOCK, (gsize) size - i));
        }
    }
  g_mutex_unlock (&drawn.mutex);
  return done;
}

void
__wrap_assay_key_stream_set_segment (AssayKeyStream *self,
                                     const guint8 label[ASSAY_CIPHER_LABEL],
                                     const AssayCipherRepeat *repeat)
{
  g_mutex_lock (&drawn.mutex);
  if (drawn.on)
    {
      Begun *begun = lookup (drawn.segments, self, sizeof *begun);

      memcpy (begun->label, label, sizeof begun->label);
      begun->repeat = *repeat;
    }
  g_mutex_unlock (&drawn.mutex);
  __real_assay_key_stream_set_segment (self, label, repeat);
}

void
__wrap_assay_key_stream_start (AssayKeyStream *self, const AssayCipherPlace *place)
{
  g_mutex_lock (&drawn.mutex);
  if (drawn.on)
    {
      Begun *begun = lookup (drawn.segments, self, sizeof *begun);

      begun->place = *place;
      note (drawn.places, begun, sizeof *begun);
    }
  g_mutex_unlock (&drawn.mutex);
  __real_assay_key_stream_start (self, place);
}

void
__wrap_assay_chaos_start (AssayChaos *self, const guint8 *seed)
{
  g_mutex_lock (&drawn.mutex);
  if (drawn.on)
    {
      Outputs *outputs = lookup (drawn.outputs, self, sizeof *outputs);

      note (drawn.seeds, seed, ASSAY_CHAOS_SEED);
      outputs->n = 0;
    }
  g_mutex_unlock (&drawn.mutex);
  __real_assay_chaos_start (self, seed);
}

guint32
__wrap_assay_chaos_next (AssayChaos *self)
{
  guint32 output = __real_assay_chaos_next (self);

  g_mutex_lock (&drawn.mutex);
  if (drawn.on)
    {
      Outputs *outputs = lookup (drawn.outputs, self, sizeof *outputs);

      outputs->outputs[outputs->n++ % OUTPUTS] = output;
      if (outputs->n % OUTPUTS == 0)
        note (drawn.blocks, outputs->outputs, sizeof outputs->outputs);
    }
  g_mutex_unlock (&drawn.mutex);
  return output;
}

/* Slice segments with what they are divided into: rows of wavefronts, tiles, and each with PCM
 * samples that break its codeword off; layers above that pass. */
typedef struct
{
  const char *name;
  guint segments;
  guint places;
} Expected;

static const Expected expected[] = {
  { "h_depslices_wpp_lowqp.hevc", 39, 39 }, { "h_pcm_tiles.hevc", 3, 18 },
  { "k_wppslices_smpamp.hevc", 68, 68 },    { "x_rectamp_wpp_b.hevc", 17, 68 },
  { "x_slices_ctu32_wpp.hevc", 51, 136 },   { "../shvc/ldb_1p5x_wpp_slices_dog.hevc", 11, 28 },
  { "../shvc/ldp_3layer_dog.hevc", 9, 9 },
};

static void
check_draws (
    const Expected *at, guint threads, const guint8 *data, gsize size, AssayGenerator generator)
{
  g_autoptr (GByteArray) out = NULL;
  g_autoptr (GError) error = NULL;
  gboolean chaos = generator == ASSAY_GENERATOR_CHAOS;
  CipherCase c;

  cipher_case_init (&c, generator, ASSAY_CIPHER_MODE_EXTENDED);
  start_recording ();
  out = cipher_run (&c, ASSAY_CIPHER_ENCRYPT, threads, data, size, &error);
  g_assert_no_error (error);
  g_test_message ("%s: %" PRIu64 " segments, %u places, %u counters, %u seeds, %u blocks", at->name,
                  c.outcome.count.segments, g_hash_table_size (drawn.places),
                  g_hash_table_size (drawn.inputs), g_hash_table_size (drawn.seeds),
                  g_hash_table_size (drawn.blocks));
  g_assert_cmpuint (drawn.repeated, ==, 0);
  g_assert_cmpuint (c.outcome.count.segments, ==, at->segments);
  g_assert_cmpuint (g_hash_table_size (drawn.places), ==, at->places);
  g_assert_cmpuint (g_hash_table_size (drawn.inputs), >=, g_hash_table_size (drawn.places));
  g_assert_cmpuint (g_hash_table_size (drawn.seeds), ==,
                    chaos ? g_hash_table_size (drawn.places) : 0);
  stop_recording ();
}

/* A video twice over: all slice segments of the second one read as those of the first without the
 * key, and have other keys all the same. */
static void
test_twice (void)
{
  gsize size;
  g_autofree guint8 *stream = cipher_load ("x_rectamp_wpp_b.hevc", &size);
  Expected at = { "x_rectamp_wpp_b.hevc, twice", 34, 136 };
  g_autoptr (GByteArray) twice = g_byte_array_new ();

  if (stream == NULL)
    return;
  g_byte_array_append (twice, stream, (guint) size);
  g_byte_array_append (twice, stream, (guint) size);
  check_draws (&at, 1, twice->data, twice->len, ASSAY_GENERATOR_AES);
  check_draws (&at, 1, twice->data, twice->len, ASSAY_GENERATOR_CHAOS);
}

static void
test_draws (gconstpointer data)
{
  const Expected *at = data;
  gsize size;
  g_autofree guint8 *stream = cipher_load (at->name, &size);

  if (stream == NULL)
    return;
  check_draws (at, 3, stream, size, ASSAY_GENERATOR_AES);
  check_draws (at, 3, stream, size, ASSAY_GENERATOR_CHAOS);
}

/* The largest value of each number of a place, with numbers drawn to the end of several buffers,
 * shares no block with its neighbours: no field runs over into another. */
static void
test_edges (void)
{
  static const AssayCipherPlace places[] = {
    { 0, 0, 0, 0 },
    { 1, 0, 0, 0 },
    { 63, 0, 0, 0 },
    { 0, 1, 0, 0 },
    { 0, G_MAXUINT32, 0, 0 },
    { 0, 0, 1, 0 },
    { 0, 0, (1u << 24) - 1, 0 },
    { 0, 0, 0, 1 },
    { 0, 0, 0, (1u << 24) - 1 },
    { 63, G_MAXUINT32, (1u << 24) - 1, (1u << 24) - 1 },
  };
  static const guint8 key[KEY] = "of the test";

  start_recording ();
  {
    g_autoptr (AssayKeyStream) stream = assay_key_stream_new (ASSAY_GENERATOR_AES, key);

    for (guint i = 0; i < G_N_ELEMENTS (places); i++)
      {
        assay_key_stream_start (stream, &places[i]);
        for (guint n = 0; n < 4096; n++)
          assay_key_stream_encrypt (stream, 0, 32);
      }
  }
  g_assert_cmpuint (drawn.repeated, ==, 0);
  g_assert_cmpuint (g_hash_table_size (drawn.inputs), ==, G_N_ELEMENTS (places) * 4096 * 4 / BLOCK);
  stop_recording ();
}

/* What a person can choose, one after the other changed; the last of them nothing but the input and
 * the passphrase. */
typedef struct
{
  AssayGenerator generator;
  guint mode;
  guint elements;
  AssayHashSei hash_sei;
  gboolean sound;
  gboolean region;
  guint8 input;
  const char *secret;
} Run;

static const Run runs[] = {
  { ASSAY_GENERATOR_AES, ASSAY_CIPHER_MODE_EXACT, 63, ASSAY_HASH_SEI_KEEP, FALSE, FALSE, 0, "a" },
  { ASSAY_GENERATOR_CHAOS, ASSAY_CIPHER_MODE_EXACT, 63, ASSAY_HASH_SEI_KEEP, FALSE, FALSE, 0, "a" },
  { ASSAY_GENERATOR_AES, ASSAY_CIPHER_MODE_PAPER, 63, ASSAY_HASH_SEI_KEEP, FALSE, FALSE, 0, "a" },
  { ASSAY_GENERATOR_AES, ASSAY_CIPHER_MODE_EXACT, 62, ASSAY_HASH_SEI_KEEP, FALSE, FALSE, 0, "a" },
  { ASSAY_GENERATOR_AES, ASSAY_CIPHER_MODE_EXACT, 63, ASSAY_HASH_SEI_STRIP, FALSE, FALSE, 0, "a" },
  { ASSAY_GENERATOR_AES, ASSAY_CIPHER_MODE_EXACT, 63, ASSAY_HASH_SEI_KEEP, TRUE, FALSE, 0, "a" },
  { ASSAY_GENERATOR_AES, ASSAY_CIPHER_MODE_EXACT, 63, ASSAY_HASH_SEI_KEEP, FALSE, TRUE, 0, "a" },
  { ASSAY_GENERATOR_AES, ASSAY_CIPHER_MODE_EXACT, 63, ASSAY_HASH_SEI_KEEP, FALSE, FALSE, 1, "a" },
  { ASSAY_GENERATOR_AES, ASSAY_CIPHER_MODE_EXACT, 63, ASSAY_HASH_SEI_KEEP, FALSE, FALSE, 0, "b" },
};

/* The keys of a run, as the tool derives them. */
static void
derive (CipherCase *c, const Run *run)
{
  g_autoptr (GBytes) secret = g_bytes_new_static (run->secret, strlen (run->secret));
  guint8 input[32] = { run->input };

  cipher_case_init (c, run->generator, run->mode);
  c->header.elements = run->elements;
  c->header.hash_sei = run->hash_sei;
  c->header.sound = run->sound;
  if (run->region)
    {
      AssayCipherTrack *track = &c->header.regions.tracks[c->header.regions.n_tracks++];

      *track = (AssayCipherTrack){ .from = G_MININT32, .to = G_MAXINT32, .n_keys = 1 };
      track->keys[0].edges = (AssayCipherEdges){ .right = 8, .bottom = 8 };
    }
  g_assert_true (assay_cipher_header_set_nonce (&c->header, input, secret, NULL));
  g_assert_true (
      assay_cipher_keys_derive (&c->keys, secret, &c->header.kdf, c->header.nonce, NULL));
}

/* One passphrase, and the same video enciphered again with other choices, another video, or another
 * passphrase: if two runs shared as much as a block of key stream, the exclusive or of both files
 * would tell what the choices have changed. */
static void
test_runs (void)
{
  gsize size;
  g_autofree guint8 *stream = cipher_load ("x_slices_ctu32_wpp.hevc", &size);
  guint before = 0;

  if (stream == NULL)
    return;
  start_recording ();
  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      g_autoptr (GByteArray) out = NULL;
      g_autoptr (GError) error = NULL;
      CipherCase c;

      derive (&c, &runs[i]);
      g_hash_table_remove_all (drawn.places);
      out = cipher_run (&c, ASSAY_CIPHER_ENCRYPT, 2, stream, size, &error);
      g_assert_no_error (error);
      g_test_message ("run %u: %u of %u places again", i, drawn.repeated,
                      g_hash_table_size (drawn.places));
      g_assert_cmpuint (drawn.repeated, ==, 0);
      g_assert_cmpuint (g_hash_table_size (drawn.blocks), >, before);
      before = g_hash_table_size (drawn.blocks);
    }
  /* The first run again: each of its blocks is known. */
  {
    g_autoptr (GByteArray) out = NULL;
    CipherCase c;

    derive (&c, &runs[0]);
    out = cipher_run (&c, ASSAY_CIPHER_ENCRYPT, 2, stream, size, NULL);
    g_assert_nonnull (out);
    g_assert_cmpuint (drawn.repeated, >, 100);
    g_assert_cmpuint (g_hash_table_size (drawn.blocks), ==, before);
  }
  stop_recording ();
}

/* The recorder itself: the same place begun twice is told. */
static void
test_recorder (void)
{
  static const guint8 key[KEY] = "of the test";
  static const AssayCipherPlace place = { 0 };

  start_recording ();
  {
    g_autoptr (AssayKeyStream) stream = assay_key_stream_new (ASSAY_GENERATOR_CHAOS, key);

    for (guint i = 0; i < 2; i++)
      {
        assay_key_stream_start (stream, &place);
        for (guint n = 0; n < OUTPUTS; n++)
          assay_key_stream_encrypt (stream, 0, 32);
      }
  }
  /* place, two counters and what they gave, seed */
  g_assert_cmpuint (drawn.repeated, >=, 4);
  stop_recording ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cipher/draws/recorder", test_recorder);
  g_test_add_func ("/cipher/draws/edges", test_edges);
  g_test_add_func ("/cipher/draws/runs", test_runs);
  g_test_add_func ("/cipher/draws/twice", test_twice);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *path
          = g_strdup_printf ("/cipher/draws/%s", g_strrstr (expected[i].name, "/") != NULL
                                                     ? g_strrstr (expected[i].name, "/") + 1
                                                     : expected[i].name);

      g_test_add_data_func (path, &expected[i], test_draws);
    }
  return g_test_run ();
}
