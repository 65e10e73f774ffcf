/* cli-receipt.c: `receipt`: a proof of intake for whoever handed the file in, and its
 * verification. */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "case/assay-receipt.h"
#include "cli.h"

gboolean
cli_write_new (Cli *cli, const char *path, const char *data, gsize size)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileOutputStream) stream = g_file_create (file, G_FILE_CREATE_NONE, NULL, &error);

  if (stream != NULL
      && g_output_stream_write_all (G_OUTPUT_STREAM (stream), data, size, NULL, NULL, &error)
      && g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, &error))
    return TRUE;
  if (stream != NULL)
    (void) g_file_delete (file, NULL, NULL);
  cli_fail (cli, error, path, NULL);
  return FALSE;
}

gboolean
cli_make_receipt (Cli *cli, AssayCase *opened, guint exhibit, gboolean name, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *receipt = NULL;
  gint64 size = 0;

  if (g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_EXISTS, _ ("“%s” is there already."), path);
  else
    receipt = assay_case_make_receipt (opened, exhibit, name, &size, &error);
  if (receipt != NULL && !cli_write_new (cli, path, receipt, strlen (receipt)))
    return FALSE;
  if (receipt != NULL && assay_case_record_receipt (opened, exhibit, receipt, size, &error))
    return TRUE;
  cli_fail (cli, error, NULL, NULL);
  return FALSE;
}

static void
write_receipt (Cli *cli, char **argv, gboolean name, const char *out)
{
  guint64 number = 0;
  g_autoptr (AssayCase) opened = NULL;

  if (!g_ascii_string_to_unsigned (argv[2], 10, 1, G_MAXUINT, &number, NULL))
    {
      cli_fail_usage (cli, _ ("“%s” is not the number of an exhibit"), argv[2]);
      return;
    }
  opened = cli_open_case (cli, argv[1], CLI_READ_OR_WRITE);
  if (opened == NULL || !cli_make_receipt (cli, opened, (guint) number, name, out))
    return;
  cli_print (cli, _ ("Receipt for exhibit %u written to %s\n"), (guint) number, out);
  if (cli->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "case", assay_case_get_uuid (opened));
      json_object_set_int_member (object, "exhibit", (gint64) number);
      json_object_set_string_member (object, "receipt", out);
      cli_print_json (cli_take_object (object));
    }
}

void
cli_receipt (Cli *cli, int argc, char **argv)
{
  g_autofree char *out = NULL;
  g_autofree char *verify = NULL;
  g_autofree char *original = NULL;
  g_autofree char *known = NULL;
  gboolean name = FALSE;
  const GOptionEntry entries[]
      = { { "out", 'o', 0, G_OPTION_ARG_FILENAME, &out, N_ ("File to write"), N_ ("FILE") },
          { "name", 0, 0, G_OPTION_ARG_NONE, &name, N_ ("Show the file's name in it"), NULL },
          { "verify", 0, 0, G_OPTION_ARG_FILENAME, &verify, N_ ("Verify this receipt instead"),
            N_ ("RECEIPT") },
          { "original", 0, 0, G_OPTION_ARG_FILENAME, &original, N_ ("The file that was handed in"),
            N_ ("FILE") },
          { "key", 0, 0, G_OPTION_ARG_STRING, &known,
            N_ ("The examiner's key, known by another road"), N_ ("KEY") },
          G_OPTION_ENTRY_NULL };

  if (!cli_parse (cli, entries, _ ("[CASE EXHIBIT]"), 0, 2, &argc, &argv))
    return;
  if (verify != NULL && argc == 1 && out == NULL)
    {
      const CliProofWord words[]
          = { { "input", verify, TRUE }, { "original", original, TRUE }, { "key", known, FALSE } };

      cli_prove_and_print (cli, "receipt.verify", words, G_N_ELEMENTS (words));
    }
  else if (verify == NULL && argc == 3 && out != NULL)
    write_receipt (cli, argv, name, out);
  else
    cli_fail_usage (cli, _ ("Usage: receipt CASE EXHIBIT --out FILE | receipt --verify RECEIPT"));
}
