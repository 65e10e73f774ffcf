/* cli-timestamp.c: `timestamp`: a checkpoint that others have seen (CUSTODY §5). Nothing is sent:
 * the request goes to an authority by the person's own means, and the answer comes back as a file.
 */
#include "config.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <inttypes.h>

#include "case/assay-anchor.h"
#include "cli.h"
#include "exit-status.h"

typedef struct
{
  char *out;
  char *anchors;
  gint64 checkpoint;
} Options;

static void
request (Cli *cli, AssayCase *opened, const Options *options)
{
  g_autoptr (GError) error = NULL;
  gint64 size = 0;
  g_autoptr (GBytes) bytes = assay_case_request_timestamp (opened, &size, &error);

  if (bytes == NULL)
    {
      cli_fail (cli, error, NULL, NULL);
      return;
    }
  if (!cli_write_new (cli, options->out, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)))
    return;
  if (!assay_case_record_request (opened, size, bytes, &error))
    {
      (void) g_unlink (options->out);
      cli_fail (cli, error, NULL, NULL);
      return;
    }
  cli_print (cli, _ ("Request over %" PRId64 " entries written to %s\n"), size, options->out);
  if (cli->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "case", assay_case_get_uuid (opened));
      json_object_set_int_member (object, "checkpoint", size);
      json_object_set_string_member (object, "request", options->out);
      cli_print_json (cli_take_object (object));
    }
}

/* Bytes of a proof at most. */
#define MOST_PROOF (1024 * 1024)

/* The bytes that were checked; a proof has a few KiB. */
static GBytes *
read_proof (Cli *cli, const char *path)
{
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize size = 0;
  GStatBuf info = { .st_size = 0 };

  /* Looked at before it is opened: a pipe would never answer, a large file would be read whole. */
  if (g_stat (path, &info) == 0 && S_ISREG (info.st_mode) && info.st_size <= MOST_PROOF
      && g_file_get_contents (path, &data, &size, &error) && size > 0)
    return g_bytes_new_take (data, size);
  if (error == NULL)
    g_set_error (&error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_SOURCE,
                 _ ("“%s” is empty or larger than a proof can be."), path);
  g_free (data);
  cli_fail (cli, error, NULL, NULL);
  return NULL;
}

static void
import (Cli *cli, AssayCase *opened, const char *path, const Options *options)
{
  gint64 size = options->checkpoint > 0 ? options->checkpoint : assay_case_find_request (opened);
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) proof = read_proof (cli, path);
  g_autoptr (AssayOutcome) outcome = NULL;

  if (proof == NULL)
    return;
  outcome = assay_case_check_timestamp (opened, size, name, proof, options->anchors,
                                        cli_get_client (cli), NULL, cli->cancellable, &error);
  if (outcome == NULL)
    {
      cli_fail (cli, error, path, NULL);
      return;
    }
  if (!cli_proof_stands ("timestamp.verify", assay_outcome_get_result (outcome)))
    cli_raise_status (cli, ASSAY_EXIT_VERIFICATION);
  else if (!assay_case_add_timestamp (opened, size, proof, outcome, &error))
    cli_fail (cli, error, NULL, NULL);
  if (cli->json)
    cli_print_json (assay_outcome_to_json (outcome));
  else
    cli_print_proof (cli, "timestamp.verify", outcome);
}

static void
attach (Cli *cli, AssayCase *opened, const char *path, const Options *options)
{
  const AssayAnchorFacts facts = { .kind = "opaque", .time = "" };
  gint64 size = options->checkpoint > 0 ? options->checkpoint : assay_case_find_request (opened);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) proof = read_proof (cli, path);

  if (proof != NULL && !assay_case_add_anchor (opened, size, proof, &facts, &error))
    cli_fail (cli, error, NULL, NULL);
}

static gboolean
is_complete (const char *action, int argc, const Options *options)
{
  if (g_str_equal (action, "request"))
    return argc == 3 && options->out != NULL && options->anchors == NULL;
  return argc == 4 && options->out == NULL
         && (g_str_equal (action, "import") || g_str_equal (action, "attach"));
}

static void
act (Cli *cli, int argc, char **argv, const Options *options)
{
  const char *action = argv[1];
  g_autoptr (AssayCase) opened = NULL;

  if (!is_complete (action, argc, options))
    {
      cli_fail_usage (cli, _ ("Usage: timestamp request CASE --out TSQ | timestamp import CASE TSR "
                              "[--anchors PEM] | timestamp attach CASE FILE"));
      return;
    }
  opened = cli_open_case (cli, argv[2], CLI_WRITE);
  if (opened == NULL)
    return;
  if (g_str_equal (action, "request"))
    request (cli, opened, options);
  else if (g_str_equal (action, "import"))
    import (cli, opened, argv[3], options);
  else
    attach (cli, opened, argv[3], options);
}

void
cli_timestamp (Cli *cli, int argc, char **argv)
{
  Options options = { NULL };
  const GOptionEntry entries[]
      = { { "out", 'o', 0, G_OPTION_ARG_FILENAME, &options.out, N_ ("Write the request here"),
            N_ ("TSQ") },
          { "anchors", 0, 0, G_OPTION_ARG_FILENAME, &options.anchors,
            N_ ("Certificates of the authorities that you trust"), N_ ("PEM") },
          { "checkpoint", 0, 0, G_OPTION_ARG_INT64, &options.checkpoint,
            N_ ("Entries under the checkpoint (default: the newest that was asked for)"),
            N_ ("N") },
          G_OPTION_ENTRY_NULL };

  if (cli_parse (cli, entries, _ ("request|import|attach CASE [FILE]"), 2, 3, &argc, &argv))
    act (cli, argc, argv, &options);
  g_free (options.out);
  g_free (options.anchors);
}
