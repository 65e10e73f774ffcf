/* test-parameters.c: parameters take what their description allows and nothing else. */
#include "base/assay-base.h"
#include "model/assay-model-error.h"
#include "model/assay-parameters.h"

static const AssayChoice choices[] = { { "haar", "Haar" }, { "db4", "Daubechies 4" }, { NULL } };
static const AssayParameterInfo list[] = {
  { .name = "flag", .type = ASSAY_PARAMETER_BOOL, .fallback = "true" },
  { .name = "count", .type = ASSAY_PARAMETER_INT, .minimum = 1, .maximum = 9, .fallback = "3" },
  { .name = "level",
    .type = ASSAY_PARAMETER_REAL,
    .minimum = -1,
    .maximum = 1,
    .digits = 2,
    .fallback = "0.5" },
  { .name = "wavelet", .type = ASSAY_PARAMETER_CHOICE, .choices = choices, .fallback = "db4" },
  { .name = "key", .type = ASSAY_PARAMETER_SECRET, .fallback = "" },
  { .name = "part", .type = ASSAY_PARAMETER_REGION, .fallback = "" },
  { .name = "model", .type = ASSAY_PARAMETER_FILE, .fallback = "" },
  { .name = "owner", .type = ASSAY_PARAMETER_TEXT },
  { NULL },
};
static const AssayToolInfo info = { .id = "test", .version = "1", .parameters = list };

static void
refuse (const char *name, const char *text)
{
  g_autoptr (AssayParametersBuilder) builder = assay_parameters_builder_new (&info);
  g_autoptr (GError) error = NULL;

  g_assert_false (assay_parameters_builder_set (builder, name, text, &error));
  g_assert_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID);
}

static void
test_refuses (void)
{
  refuse ("flag", "maybe");
  refuse ("count", "10");
  refuse ("count", "3x");
  refuse ("count", "99999999999999999999");
  refuse ("level", "1.01");
  refuse ("level", "nan");
  refuse ("wavelet", "db5");
  refuse ("part", "5-1");
  refuse ("part", "0-1@0:1,2,3");
  refuse ("owner", "\xff");

  g_autoptr (GError) error = NULL;

  g_assert_null (assay_parameters_new_default (&info, &error));
  g_assert_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_MISSING);
}

/* A key of no bytes protects nothing, so it is none where one is needed. */
static void
test_empty_secret (void)
{
  static const AssayParameterInfo needed[]
      = { { .name = "key", .type = ASSAY_PARAMETER_SECRET }, { NULL } };
  static const AssayToolInfo locked = { .id = "locked", .parameters = needed };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (AssayParametersBuilder) builder = assay_parameters_builder_new (&locked);
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayParameters) made = NULL;

      g_assert_true (assay_parameters_builder_set (builder, "key", i == 0 ? "" : "k", NULL));
      made = assay_parameters_builder_end (g_steal_pointer (&builder), &error);
      if (i == 0)
        g_assert_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_MISSING);
      else
        g_assert_nonnull (made);
    }
}

/* What is refused changes nothing. */
static void
test_keeps (void)
{
  static const char *const pairs[][3] = { { "count", "7", "10" },
                                          { "wavelet", "haar", "db5" },
                                          { "owner", "Ada", "\xff" },
                                          { "part", "1-2", "5-1" } };
  g_autoptr (AssayParametersBuilder) builder = assay_parameters_builder_new (&info);
  g_autoptr (AssayParameters) made = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_assert_true (assay_parameters_builder_set (builder, pairs[i][0], pairs[i][1], NULL));
      g_assert_false (assay_parameters_builder_set (builder, pairs[i][0], pairs[i][2], NULL));
    }
  made = assay_parameters_builder_end (g_steal_pointer (&builder), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *text = assay_parameters_to_text (made, pairs[i][0], NULL);

      g_assert_cmpstr (text, ==, pairs[i][1]);
    }
}

static void
test_wire (void)
{
  g_autoptr (AssayParametersBuilder) builder = assay_parameters_builder_new (&info);
  g_autoptr (GError) error = NULL;

  assay_parameters_builder_set (builder, "owner", "Ada", &error);
  assay_parameters_builder_set (builder, "key", "secret word", &error);
  assay_parameters_builder_set (builder, "level", "0.129", &error);
  assay_parameters_builder_set (builder, "model", "/somewhere/private/m.gmm", &error);
  assay_parameters_builder_set (builder, "part", "1.5-9@1.5:10,10,64,48;9:80,10,64,48", &error);
  g_assert_no_error (error);

  g_autoptr (AssayParameters) made
      = assay_parameters_builder_end (g_steal_pointer (&builder), &error);
  g_autoptr (GVariant) wire = g_variant_ref_sink (assay_parameters_to_variant (made));
  g_autoptr (AssayParameters) read = assay_parameters_from_variant (&info, wire, &error);

  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (assay_parameters_get_real (read, "level"), 0.13, 1e-12);
  g_assert_cmpstr (assay_parameters_get_text (read, "model"), ==, "m.gmm");
  g_assert_cmpuint (g_bytes_get_size (assay_parameters_get_secret (read, "key")), ==, 11);

  AssayRegionKey rectangle;

  g_assert_true (assay_region_at (assay_parameters_get_region (read, "part"), 5.25, &rectangle));
  g_assert_cmpfloat_with_epsilon (rectangle.x, 45, 1e-9);
}

static void
test_secret_stays_secret (void)
{
  g_autoptr (AssayParametersBuilder) builder = assay_parameters_builder_new (&info);
  g_autoptr (GBytes) key = g_bytes_new_static ("case key", 8);

  assay_parameters_builder_set (builder, "owner", "Ada", NULL);
  assay_parameters_builder_set (builder, "key", "hunter2", NULL);

  g_autoptr (AssayParameters) made
      = assay_parameters_builder_end (g_steal_pointer (&builder), NULL);
  g_autoptr (JsonNode) node = assay_parameters_to_json (made, key);
  g_autofree char *text = assay_json_text (node, ASSAY_JSON_COMPACT);

  g_assert_null (strstr (text, "hunter2"));
  g_assert_nonnull (strstr (text, "\"key\":\"hmac-sha256:"));
}

static void
test_region_text (void)
{
  static const char *const texts[] = { "", "0-3.2", "5-", "-7", "@0:0,0,64,64", "1-2@1:1.5,2,3,4" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (AssayRegion) region = assay_region_parse (texts[i], NULL);

      g_assert_nonnull (region);

      g_autofree char *back = assay_region_to_text (region);

      g_assert_cmpstr (back, ==, texts[i]);
    }
}

static void
test_region_is_refused_with_its_reason (void)
{
  static const char *const texts[][2] = { { "5-2", "before it begins" },
                                          { "5", "missing at its end" },
                                          { "1-2@1:2,3", "missing at its end" },
                                          { "1-x", "at “x”" },
                                          { "0x1-2", "at “0x1" },
                                          { "1-0x2", "at “0x2" },
                                          { "1- 2", "at “ 2" } };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (assay_region_parse (texts[i][0], &error));
      g_assert_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, texts[i][1]));
    }
}

static void
test_by_name (void)
{
  static const AssayChoice endings[] = { { "auto", "" }, { "mp4", "" }, { "jpeg", "" }, { NULL } };
  static const AssayParameterInfo parameters[] = {
    { .name = "container", .type = ASSAY_PARAMETER_CHOICE, .choices = endings, .fallback = "auto" },
    { NULL }
  };
  static const AssayToolInfo writer = { .id = "w", .version = "1", .parameters = parameters };
  static const char *const pairs[][2] = { { "/a.b/OUT.MP4", "mp4" },
                                          { "marked=x.jpg", "jpeg" },
                                          { "out.mkv", "auto" },
                                          { "a.m4v", "mp4" },
                                          { "mp4", "auto" },
                                          { "a.", "auto" },
                                          { "", "auto" } };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (AssayParametersBuilder) builder = assay_parameters_builder_new (&writer);
      g_autoptr (AssayParameters) made = NULL;

      g_assert_true (assay_parameters_builder_set_by_name (builder, pairs[i][0], NULL));
      made = assay_parameters_builder_end (g_steal_pointer (&builder), NULL);
      g_assert_cmpstr (assay_parameters_get_text (made, "container"), ==, pairs[i][1]);
    }
}

static void
test_ending (void)
{
  static const AssayChoice formats[] = { { "auto", "" }, { "wav", "" }, { "flac", "" }, { NULL } };
  static const AssayParameterInfo parameters[] = {
    { .name = "format", .type = ASSAY_PARAMETER_CHOICE, .choices = formats, .fallback = "auto" },
    { NULL }
  };
  static const AssayToolInfo writer = { .id = "w", .version = "1", .parameters = parameters };
  static const char *const cases[][2] = { { "auto", NULL }, { "wav", "wav" }, { "flac", "flac" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AssayParametersBuilder) builder = assay_parameters_builder_new (&writer);
      g_autoptr (AssayParameters) made = NULL;

      g_assert_true (assay_parameters_builder_set (builder, "format", cases[i][0], NULL));
      made = assay_parameters_builder_end (g_steal_pointer (&builder), NULL);
      g_assert_cmpstr (assay_parameters_get_ending (made), ==, cases[i][1]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/model/parameters/refuses", test_refuses);
  g_test_add_func ("/model/parameters/empty-secret", test_empty_secret);
  g_test_add_func ("/model/parameters/by-name", test_by_name);
  g_test_add_func ("/model/parameters/ending", test_ending);
  g_test_add_func ("/model/parameters/keeps", test_keeps);
  g_test_add_func ("/model/parameters/wire", test_wire);
  g_test_add_func ("/model/parameters/secret", test_secret_stays_secret);
  g_test_add_func ("/model/region/text", test_region_text);
  g_test_add_func ("/model/region/refused", test_region_is_refused_with_its_reason);
  return g_test_run ();
}
