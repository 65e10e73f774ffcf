/* test-model-file.c: models go to bytes and back; every kind of damage is told. */
#include <gio/gio.h>
#include <string.h>

#include "base/assay-error.h"
#include "signal/assay-model-file.h"

static GBytes *
make_bytes (void)
{
  const double values[] = { 1, 0.1, -3e-8, 4, 5, 6 };
  g_autoptr (JsonObject) card = json_object_new ();

  json_object_set_string_member (card, "kind", "test");
  json_object_set_int_member (card, "seed", 7);

  g_autoptr (AssayModelFile) model = assay_model_file_new (card);

  assay_model_file_add (model, "a.means", ASSAY_MODEL_DOUBLE, values, 2, 3);
  assay_model_file_add (model, "b", ASSAY_MODEL_SINGLE, values, 6, 1);
  return assay_model_file_to_bytes (model);
}

static void
test_round_trip (void)
{
  g_autoptr (GBytes) bytes = make_bytes ();
  g_autoptr (GBytes) again = make_bytes ();
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayModelFile) model = assay_model_file_read (bytes, &error);
  gsize rows = 2;
  gsize columns = 0;

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (bytes, again));
  g_assert_cmpint (json_object_get_int_member (assay_model_file_get_card (model), "seed"), ==, 7);

  const double *means = assay_model_file_get (model, "a.means", &rows, &columns, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (columns, ==, 3);
  g_assert_cmpfloat_with_epsilon (means[1], 0.1, 1e-300);
  rows = columns = 0;

  const double *single = assay_model_file_get (model, "b", &rows, &columns, &error);

  g_assert_cmpfloat_with_epsilon (single[1], (double) 0.1f, 1e-300);
  g_assert_cmpuint (strlen (assay_model_file_get_hash (model)), ==, 64);
}

static void
test_wrong_shape (void)
{
  g_autoptr (GBytes) bytes = make_bytes ();
  g_autoptr (AssayModelFile) model = assay_model_file_read (bytes, NULL);
  g_autoptr (GError) error = NULL;
  gsize rows = 3;
  gsize columns = 3;

  g_assert_null (assay_model_file_get (model, "a.means", &rows, &columns, &error));
  g_assert_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED);
  g_clear_error (&error);
  g_assert_null (assay_model_file_get (model, "missing", &rows, &columns, &error));
  g_assert_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED);
}

/* Any changed byte, any cut, any addition. */
static void
test_damage (void)
{
  g_autoptr (GBytes) bytes = make_bytes ();
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (gsize i = 0; i < size; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, size);
      g_autoptr (GBytes) cut = g_bytes_new (data, i);

      copy[i] ^= 0x10;

      g_autoptr (GBytes) changed = g_bytes_new (copy, size);

      g_assert_null (assay_model_file_read (changed, NULL));
      g_assert_null (assay_model_file_read (cut, NULL));
    }
}

/* Sizes that lie, under a right sum: what somebody who builds a model by hand could send. */
static void
test_lying_sizes (void)
{
  g_autoptr (GBytes) bytes = make_bytes ();
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (gsize i = 8; i + 32 < size; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, size);
      g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
      gsize digest_size = 32;

      memset (copy + i, 0xff, MIN (8, size - 32 - i));
      g_checksum_update (checksum, copy, (gssize) (size - 32));
      g_checksum_get_digest (checksum, copy + size - 32, &digest_size);

      g_autoptr (GBytes) lying = g_bytes_new (copy, size);
      g_autoptr (AssayModelFile) model = assay_model_file_read (lying, NULL);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signal/model-file/round-trip", test_round_trip);
  g_test_add_func ("/signal/model-file/wrong-shape", test_wrong_shape);
  g_test_add_func ("/signal/model-file/damage", test_damage);
  g_test_add_func ("/signal/model-file/lying-sizes", test_lying_sizes);
  return g_test_run ();
}
