/* cli.c: what the commands of assay-cli share. */
#include "cli.h"

#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "exit-status.h"

/* How long a command waits for a case that another holds: 3 s. */
#define LOCK_TRIES 30u
#define LOCK_PAUSE (100 * 1000)

AssayClient *
cli_get_client (Cli *cli)
{
  if (cli->client == NULL)
    cli->client = assay_client_new ();
  return cli->client;
}

const CliPainter *
cli_need_painter (Cli *cli)
{
  if (cli->painter != NULL)
    return cli->painter->is_ready (cli) ? cli->painter : NULL;

  g_autofree char *program = assay_worker_find_program ("assay-cli-report");
  g_autoptr (GError) error = NULL;

  /* A signal that came before would be lost with this program. */
  if (g_cancellable_set_error_if_cancelled (cli->cancellable, &error))
    {
      cli_fail (cli, error, NULL, NULL);
      return NULL;
    }
  fflush (stdout);
  execv (program, cli->words);
  g_set_error (&error, G_IO_ERROR, g_io_error_from_errno (errno), _ ("“%s” cannot be started: %s"),
               program, g_strerror (errno));
  cli_fail (cli, error, NULL, NULL);
  cli_raise_status (cli, ASSAY_EXIT_INTERNAL);
  return NULL;
}

void
cli_raise_status (Cli *cli, int status)
{
  cli->status = MAX (cli->status, status);
}

/* Owned by whoever parses until taken: GOption leaves what it overwrites to its owner. */
typedef struct
{
  char *store;
  char *passphrase_file;
} GlobalWords;

static void
take_word (char **to, char *word)
{
  if (word == NULL)
    return;
  g_free (*to);
  *to = word;
}

gboolean
cli_parse_options (Cli *cli, GOptionContext *context, int *argc, char ***argv)
{
  GlobalWords given = { NULL, NULL };
  const GOptionEntry entries[]
      = { { "store", 0, 0, G_OPTION_ARG_FILENAME, &given.store, N_ ("Folder of cases"),
            N_ ("DIR") },
          { "json", 0, 0, G_OPTION_ARG_NONE, &cli->json, N_ ("Print JSON documents"), NULL },
          { "passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, &given.passphrase_file,
            N_ ("File with the passphrase of the examiner key or of a named key"), N_ ("FILE") },
          G_OPTION_ENTRY_NULL };
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      cli_fail (cli, error, NULL, NULL);
      return FALSE;
    }
  take_word (&cli->store, given.store);
  take_word (&cli->passphrase_file, given.passphrase_file);
  return TRUE;
}

/* "assay-cli case new" for the words up to @last, (transfer full). */
static char *
name_command (Cli *cli, char **last)
{
  g_autoptr (GString) name = g_string_new ("assay-cli");

  for (char **word = cli->command; word <= last; word++)
    g_string_append_printf (name, " %s", *word);
  return g_string_free (g_steal_pointer (&name), FALSE);
}

/* GOption leaves the "--" in place that ends the options: what follows are words, whatever they
 * begin with. */
static void
drop_separator (int *argc, char **argv)
{
  for (int i = 1; i < *argc; i++)
    if (g_str_equal (argv[i], "--"))
      {
        for (int next = i; next < *argc; next++)
          argv[next] = argv[next + 1];
        (*argc)--;
        return;
      }
}

gboolean
cli_parse (Cli *cli,
           const GOptionEntry *entries,
           const char *words,
           int least,
           int most,
           int *argc,
           char ***argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (words);
  g_autofree char *name = name_command (cli, *argv);

  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  /* GOption prints it in its help. */
  g_set_prgname (name);
  if (!cli_parse_options (cli, context, argc, argv))
    return FALSE;
  drop_separator (argc, *argv);
  if (*argc - 1 < least || (most >= 0 && *argc - 1 > most))
    {
      g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);

      cli_fail_usage (cli, "%s", help);
      return FALSE;
    }
  g_set_prgname ("assay-cli");
  return TRUE;
}

JsonNode *
cli_take_object (JsonObject *object)
{
  JsonNode *node = json_node_init_object (json_node_alloc (), object);

  json_object_unref (object);
  return node;
}

void
cli_print_json (JsonNode *document)
{
  g_autoptr (JsonNode) owned = document;
  g_autofree char *text = assay_json_text (owned, ASSAY_JSON_COMPACT);

  puts (text);
}

void
cli_print (Cli *cli, const char *format, ...)
{
  va_list arguments;

  if (cli->json)
    return;
  va_start (arguments, format);
  vprintf (format, arguments);
  va_end (arguments);
}

static JsonNode *
error_document (const GError *error)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_member (object, "error", assay_error_to_json (error));
  return json_node_init_object (json_node_alloc (), object);
}

gboolean
cli_may_write (Cli *cli, const char *path, gboolean force)
{
  g_autofree char *name = assay_text_line (path, -1);
  g_autoptr (GError) error = NULL;

  if (force
      || (!g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK)))
    return TRUE;
  g_set_error (&error, G_IO_ERROR, G_IO_ERROR_EXISTS,
               _ ("“%s” is there already; --force replaces it"), name);
  cli_fail (cli, error, NULL, NULL);
  return FALSE;
}

gboolean
cli_spares (Cli *cli, const char *path, char **files, guint n)
{
  g_autoptr (AssayGuard) guard = assay_guard_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    assay_guard_add_path (guard, files[i]);
  if (assay_guard_check (guard, path, &error))
    return TRUE;
  cli_fail (cli, error, NULL, NULL);
  return FALSE;
}

/* What an error is about, NULL where its message names that itself, whole or by its last part, or
 * is about words that were given and no file. */
static char *
name_subject (const GError *error, const char *about)
{
  g_autofree char *name = about == NULL ? NULL : assay_text_line (about, -1);
  g_autofree char *base = name == NULL ? NULL : g_path_get_basename (name);

  if (name == NULL || strstr (error->message, name) != NULL
      || g_error_matches (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID))
    return NULL;
  if (g_str_has_prefix (error->message, *name == '\0' ? "“”" : base))
    return NULL;
  return g_steal_pointer (&name);
}

void
cli_warn (Cli *cli, const GError *error, const char *about)
{
  g_autofree char *name = name_subject (error, about);

  cli_progress_end (cli);
  cli_raise_status (cli, assay_exit_status (error));
  if (name == NULL)
    fprintf (stderr, "assay-cli: %s\n", error->message);
  else
    {
      g_autofree char *message = assay_text_line (error->message, -1);

      fprintf (stderr, "assay-cli: %s: %s\n", name, message);
    }
}

void
cli_fail (Cli *cli, const GError *error, const char *about, JsonNode *document)
{
  cli_warn (cli, error, about);
  /* The engine does not know the names of errors of the case. */
  if (document != NULL && json_object_has_member (json_node_get_object (document), "error"))
    json_object_set_member (json_node_get_object (document), "error", assay_error_to_json (error));
  if (cli->json)
    cli_print_json (document != NULL ? document : error_document (error));
  else
    g_clear_pointer (&document, json_node_unref);
}

JsonNode *
cli_error_document (const AssayToolInfo *info,
                    AssayRequest *request,
                    const char *path,
                    const GError *error)
{
  JsonNode *document = assay_outcome_error_json (info, request, error);
  JsonArray *inputs = json_object_get_array_member (json_node_get_object (document), "inputs");

  if (path == NULL || json_array_get_length (inputs) > 0)
    return document;

  static const char *const unknown[] = { "size", "sha256", "type" };
  JsonObject *input = json_object_new ();
  g_autofree char *base = *path != '\0' ? g_path_get_basename (path) : g_strdup ("");
  g_autofree char *name = assay_text_visible (base, -1);

  json_object_set_string_member (input, "role", info->inputs == NULL ? "" : info->inputs[0].role);
  json_object_set_string_member (input, "name", name);
  for (guint i = 0; i < G_N_ELEMENTS (unknown); i++)
    json_object_set_null_member (input, unknown[i]);
  json_array_add_object_element (inputs, input);
  return document;
}

void
cli_usage (Cli *cli, int argc, char **argv, const char *usage)
{
  if (argc > 1 && (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")))
    g_print ("%s\n", usage);
  else
    cli_fail_usage (cli, "%s", usage);
}

void
cli_fail_usage (Cli *cli, const char *format, ...)
{
  va_list arguments;
  g_autoptr (GError) error = NULL;

  va_start (arguments, format);
  error = g_error_new_valist (G_OPTION_ERROR, G_OPTION_ERROR_FAILED, format, arguments);
  va_end (arguments);
  cli_fail (cli, error, NULL, NULL);
}

static void
show_progress (double fraction, const char *what, guint64 done, guint64 total, gpointer user_data)
{
  const char *name = user_data;

  if (fraction >= 0)
    fprintf (stderr, "\r\033[K%s: %s %3.0f %%", name, what[0] == '\0' ? "" : _ (what),
             fraction * 100);
  else
    fprintf (stderr, "\r\033[K%s: %s", name, what[0] == '\0' ? "…" : _ (what));
}

static void
show_bytes (double fraction, const char *what, guint64 done, guint64 total, gpointer user_data)
{
  if (total == 0)
    {
      show_progress (fraction, what, done, total, user_data);
      return;
    }

  g_autofree char *part = g_format_size (done);
  g_autofree char *whole = g_format_size (total);
  /* Translators: bytes that are done and all bytes: "2 MB of 3 GB". */
  g_autofree char *count = g_strdup_printf (_ ("%s of %s"), part, whole);

  fprintf (stderr, "\r\033[K%s: %s %s, %.0f %%", (const char *) user_data,
           what[0] == '\0' ? "" : _ (what), count, fraction * 100);
}

static AssayProgress *
new_progress (Cli *cli, const char *name, AssayProgressFunc show)
{
  if (cli->json || !isatty (STDERR_FILENO))
    return assay_progress_new (NULL, NULL, NULL);

  g_autofree char *base = g_path_get_basename (name);

  return assay_progress_new (show, assay_text_visible (base, -1), g_free);
}

AssayProgress *
cli_progress (Cli *cli, const char *name)
{
  return new_progress (cli, name, show_progress);
}

AssayProgress *
cli_progress_bytes (Cli *cli, const char *name)
{
  return new_progress (cli, name, show_bytes);
}

void
cli_progress_end (Cli *cli)
{
  if (!cli->json && isatty (STDERR_FILENO))
    fputs ("\r\033[K", stderr);
}

char *
cli_read_passphrase (Cli *cli, GError **error)
{
  char *text = NULL;

  if (cli->passphrase_file == NULL
      || !g_file_get_contents (cli->passphrase_file, &text, NULL, error))
    return NULL;

  gsize length = strlen (text);

  if (length > 0 && text[length - 1] == '\n')
    text[length - 1] = '\0';
  return text;
}

AssayExaminerKey *
cli_open_key (Cli *cli, GError **error)
{
  GError *inner = NULL;
  g_autofree char *passphrase = cli_read_passphrase (cli, &inner);

  if (inner != NULL)
    {
      g_propagate_error (error, inner);
      return NULL;
    }
  return assay_examiner_key_open (NULL, passphrase, error);
}

/* What keeps a case from being written but not from being read. */
static gboolean
is_readable_still (const GError *error)
{
  return g_error_matches (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_LOCKED)
         || g_error_matches (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_FULL)
         || g_error_matches (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_READ_ONLY)
         || g_error_matches (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_KEY);
}

/* Commands of one script, or of several, hold a case for moments; the window holds it for hours. */
static AssayCase *
open_for_writing (Cli *cli, const char *path, GError **error)
{
  g_autoptr (AssayExaminerKey) key = cli_open_key (cli, error);

  for (guint i = 0; key != NULL; i++)
    {
      g_autoptr (GError) trouble = NULL;
      AssayCase *opened = assay_case_open (path, ASSAY_CASE_WRITE, key, &trouble);

      if (opened != NULL)
        return opened;
      if (i == LOCK_TRIES || !g_error_matches (trouble, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_LOCKED)
          || g_cancellable_is_cancelled (cli->cancellable))
        {
          g_propagate_error (error, g_steal_pointer (&trouble));
          return NULL;
        }
      g_usleep (LOCK_PAUSE);
    }
  return NULL;
}

AssayCase *
cli_open_case (Cli *cli, const char *name, CliAccess access)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = assay_store_find (cli->store, name, &error);
  AssayCase *opened = NULL;

  if (path != NULL && access != CLI_READ)
    opened = open_for_writing (cli, path, &error);
  if (path != NULL && opened == NULL
      && (access == CLI_READ || (access == CLI_READ_OR_WRITE && is_readable_still (error))))
    {
      g_clear_error (&error);
      opened = assay_case_open (path, ASSAY_CASE_READ_ONLY, NULL, &error);
    }
  if (opened == NULL)
    cli_fail (cli, error, name, NULL);
  return opened;
}

void
cli_warn_of_damage (Cli *cli, AssayCase *opened)
{
  const char *damage = assay_case_get_damage (opened);

  if (damage == NULL)
    return;
  cli_raise_status (cli, ASSAY_EXIT_VERIFICATION);
  g_printerr (_ ("This case was changed: %s What it says cannot be relied on; `verify` names "
                 "everything that differs.\n"),
              damage);
}
