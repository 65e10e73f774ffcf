/* assay-settings.c: see the header. */
#include "assay-settings.h"

#include "config.h"

/* Absolute path of @relative beside the folder of the running program ("../data"), (nullable): NULL
 * if it is not there. */
static char *
beside_program (const char *relative)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  if (!program)
    return NULL;
  g_autofree char *folder = g_path_get_dirname (program);
  g_autofree char *path = g_build_filename (folder, relative, NULL);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;
  return g_canonicalize_filename (path, NULL);
}

static GSettings *
make_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchemaSource) beside = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autofree char *compiled = beside_program ("../data/gschemas.compiled");

  /* The build folder first: a program under test must not meet an older installed schema. */
  if (compiled)
    {
      g_autofree char *folder = g_path_get_dirname (compiled);
      beside = g_settings_schema_source_new_from_directory (folder, source, TRUE, NULL);
      source = beside ? beside : source;
    }
  if (source)
    schema = g_settings_schema_source_lookup (source, ASSAY_SETTINGS_SCHEMA, TRUE);
  return schema ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

GSettings *
assay_settings_get (void)
{
  static gsize once;
  static GSettings *settings;

  if (g_once_init_enter (&once))
    {
      settings = make_settings ();
      g_once_init_leave (&once, 1);
    }
  return settings;
}
