/* test-wire.c: the frames themselves: their types, and what a stream of bytes can do to their
 * reader. */
#include "worker/assay-wire.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "model/assay-result.h"
#include "worker/assay-client.h"

/* Compared with what the running code says: a difference is a new ASSAY_WIRE_VERSION. */
static void
test_golden (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "unit", "worker", "wire.txt", NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *expected = NULL;

  g_string_append_printf (text, "version %u\n", (guint) ASSAY_WIRE_VERSION);
  for (const AssayWireInfo *info = assay_wire_get_infos (); info->name != NULL; info++)
    {
      g_assert_true (g_variant_type_string_is_valid (info->type));
      g_string_append_printf (text, "%u %s %s %u %u..%u\n", (guint) info->kind, info->name,
                              info->type, info->limit, info->least_fds, info->most_fds);
    }
  if (g_strcmp0 (g_getenv ("ASSAY_GOLDEN"), "update") == 0)
    g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  g_assert_true (g_file_get_contents (path, &expected, NULL, NULL));
  g_assert_cmpstr (text->str, ==, expected);
}

/* The type that RESULT has is the one that the model writes. */
static void
test_result_type (void)
{
  static const AssayToolInfo info = { .id = "test", .version = "1" };
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayResult) result
      = assay_result_builder_end (assay_result_builder_new (&info), &error);

  g_assert_no_error (error);

  g_autoptr (GVariant) variant = g_variant_ref_sink (assay_result_to_variant (result));

  g_assert_cmpstr (g_variant_get_type_string (variant), ==, ASSAY_WIRE_RESULT_TYPE);
}

typedef struct
{
  AssayWire *wire; /* reads what a worker says */
  int raw;         /* the worker's end */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  int fds[2];

  g_assert_true (assay_wire_pair (fds, &error));
  fixture->wire = assay_wire_new (fds[0], ASSAY_WIRE_FROM_WORKER);
  fixture->raw = fds[1];
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  assay_wire_free (fixture->wire);
  if (fixture->raw >= 0)
    close (fixture->raw);
}

/* A well-formed PROGRESS frame as bytes. */
static GByteArray *
progress_bytes (void)
{
  g_autoptr (GVariant) body
      = g_variant_ref_sink (g_variant_new ("(dstt)", 0.5, "Reading", (guint64) 3, (guint64) 4));
  guint32 header[2] = { GUINT32_TO_LE (ASSAY_WIRE_PROGRESS),
                        GUINT32_TO_LE ((guint32) g_variant_get_size (body)) };
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) header, sizeof header);
  g_byte_array_append (bytes, g_variant_get_data (body), (guint) g_variant_get_size (body));
  return bytes;
}

/* Bytes that come one at a time make the same frame. */
static void
test_dribble (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) bytes = progress_bytes ();

  for (guint i = 0; i < bytes->len; i++)
    {
      g_auto (AssayFrame) frame = { 0 };
      g_autoptr (GError) error = NULL;
      AssayWireStatus expected = i + 1 < bytes->len ? ASSAY_WIRE_AGAIN : ASSAY_WIRE_FRAME;

      g_assert_cmpint (write (fixture->raw, bytes->data + i, 1), ==, 1);
      g_assert_cmpint (assay_wire_receive (fixture->wire, &frame, &error), ==, expected);
      g_assert_no_error (error);
    }
}

/* A process that dies while it speaks. */
static void
test_cut (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) bytes = progress_bytes ();
  g_auto (AssayFrame) frame = { 0 };

  g_assert_cmpint (write (fixture->raw, bytes->data, bytes->len - 1), ==, bytes->len - 1);
  close (fixture->raw);
  fixture->raw = -1;
  g_assert_cmpint (assay_wire_wait (fixture->wire, &frame, 1000, NULL), ==, ASSAY_WIRE_END);
}

static void
expect_refusal (Fixture *fixture, guint32 kind, guint32 length, const char *reason)
{
  guint32 header[2] = { GUINT32_TO_LE (kind), GUINT32_TO_LE (length) };
  g_auto (AssayFrame) frame = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *noise = g_malloc (64);

  memset (noise, 0xff, 64);
  g_assert_cmpint (write (fixture->raw, header, sizeof header), ==, sizeof header);
  g_assert_cmpint (write (fixture->raw, noise, 64), ==, 64);
  g_assert_cmpint (assay_wire_wait (fixture->wire, &frame, 1000, &error), ==, ASSAY_WIRE_FAILED);
  g_assert_error (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_PROTOCOL);
  g_assert_nonnull (strstr (error->message, reason));
}

static void
test_unknown (Fixture *fixture, gconstpointer data)
{
  expect_refusal (fixture, 0, 0, "unknown");
}

/* A host's frame, from a worker. */
static void
test_wrong_side (Fixture *fixture, gconstpointer data)
{
  expect_refusal (fixture, ASSAY_WIRE_CANCEL, 1, "unknown");
}

static void
test_oversized (Fixture *fixture, gconstpointer data)
{
  expect_refusal (fixture, ASSAY_WIRE_RESULT, 16 * 1024 * 1024 + 1, "oversized");
}

/* Each kind has its own limit. */
static void
test_oversized_small (Fixture *fixture, gconstpointer data)
{
  expect_refusal (fixture, ASSAY_WIRE_PROGRESS, 4097, "oversized");
}

static void
test_malformed (Fixture *fixture, gconstpointer data)
{
  expect_refusal (fixture, ASSAY_WIRE_PROGRESS, 64, "malformed");
}

/* Descriptors arrive with their frame, and those that are not taken are closed. */
static void
test_descriptors (void)
{
  g_autoptr (GError) error = NULL;
  int fds[2];
  int sent[3];

  g_assert_true (assay_wire_pair (fds, &error));

  g_autoptr (AssayWire) host = assay_wire_new (fds[0], ASSAY_WIRE_FROM_WORKER);
  g_autoptr (AssayWire) worker = assay_wire_new (fds[1], ASSAY_WIRE_FROM_HOST);
  AssayFrame frame = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (sent); i++)
    sent[i] = open ("/dev/null", O_RDONLY | O_CLOEXEC);
  g_assert_true (
      assay_wire_send (host, ASSAY_WIRE_ATTACH, g_variant_new_uint32 (3), sent, 3, 1000, &error));
  g_assert_true (
      assay_wire_send (host, ASSAY_WIRE_CANCEL, g_variant_new ("()"), NULL, 0, 1000, &error));
  g_assert_cmpint (assay_wire_wait (worker, &frame, 1000, &error), ==, ASSAY_WIRE_FRAME);
  g_assert_cmpuint (frame.n_fds, ==, 3);

  int kept = assay_frame_take_fd (&frame, 1);
  int closed = frame.fds[0];

  g_assert_cmpint (assay_frame_take_fd (&frame, 7), ==, -1);
  assay_frame_clear (&frame);
  g_assert_cmpint (fcntl (kept, F_GETFD), ==, FD_CLOEXEC);
  g_assert_cmpint (fcntl (closed, F_GETFD), ==, -1);
  g_assert_cmpint (assay_wire_wait (worker, &frame, 1000, &error), ==, ASSAY_WIRE_FRAME);
  g_assert_cmpint (frame.kind, ==, ASSAY_WIRE_CANCEL);
  g_assert_cmpuint (frame.n_fds, ==, 0);
  assay_frame_clear (&frame);
  close (kept);
  for (gsize i = 0; i < G_N_ELEMENTS (sent); i++)
    close (sent[i]);
}

/* The other end does not read: sending gives up in time. */
static void
test_deaf (void)
{
  g_autoptr (GError) error = NULL;
  int fds[2];
  gint64 start = g_get_monotonic_time ();

  g_assert_true (assay_wire_pair (fds, &error));

  g_autoptr (AssayWire) wire = assay_wire_new (fds[0], ASSAY_WIRE_FROM_HOST);
  g_autofree char *text = g_strnfill (200000, 'x');

  while (assay_wire_send (wire, ASSAY_WIRE_ERROR, g_variant_new ("(sis)", "d", 1, text), NULL, 0,
                          100, &error))
    continue;
  g_assert_error (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_TIMED_OUT);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
  close (fds[1]);
  g_clear_error (&error);
  g_assert_false (
      assay_wire_send (wire, ASSAY_WIRE_READY, g_variant_new ("()"), NULL, 0, 100, &error));
  g_assert_error (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_DIED);
}

/* Nothing is sent of what is too large. */
static void
test_too_large (void)
{
  g_autoptr (GError) error = NULL;
  int fds[2];

  g_assert_true (assay_wire_pair (fds, &error));

  g_autoptr (AssayWire) wire = assay_wire_new (fds[0], ASSAY_WIRE_FROM_HOST);
  g_autofree char *text = g_strnfill (300000, 'x');

  g_assert_false (assay_wire_send (wire, ASSAY_WIRE_ERROR, g_variant_new ("(sis)", "d", 1, text),
                                   NULL, 0, 100, &error));
  g_assert_error (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_LIMIT);
  close (fds[1]);
}

#define ADD(name, func) g_test_add ("/worker/wire/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/worker/wire/golden", test_golden);
  g_test_add_func ("/worker/wire/result-type", test_result_type);
  ADD ("dribble", test_dribble);
  ADD ("cut", test_cut);
  ADD ("unknown", test_unknown);
  ADD ("wrong-side", test_wrong_side);
  ADD ("oversized", test_oversized);
  ADD ("oversized-small", test_oversized_small);
  ADD ("malformed", test_malformed);
  g_test_add_func ("/worker/wire/descriptors", test_descriptors);
  g_test_add_func ("/worker/wire/deaf", test_deaf);
  g_test_add_func ("/worker/wire/too-large", test_too_large);
  return g_test_run ();
}
