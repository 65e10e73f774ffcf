/* cli-key.c: `key new`, `key list`, `key import`, `key export`, `key remove`; `key examiner` is in
 * cli-examiner.c. */
#include "config.h"

#include <glib/gi18n.h>

#include "base/assay-text.h"
#include "case/assay-key-store.h"
#include "cli.h"

/* TRUE with @passphrase (NULL without --passphrase-file). */
static gboolean
read_passphrase (Cli *cli, char **passphrase)
{
  g_autoptr (GError) error = NULL;

  *passphrase = cli_read_passphrase (cli, &error);
  if (error != NULL)
    cli_fail (cli, error, cli->passphrase_file, NULL);
  return error == NULL;
}

static JsonObject *
key_to_json (const AssayStoredKey *key)
{
  JsonObject *object = json_object_new ();
  g_autofree char *created = assay_time_text (key->created);

  json_object_set_string_member (object, "name", key->name);
  json_object_set_string_member (object, "fingerprint", key->fingerprint);
  json_object_set_string_member (object, "created", created);
  json_object_set_boolean_member (object, "locked", key->locked);
  return object;
}

/* Prints the keys, or the one called @name. */
static void
print_keys (Cli *cli, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) keys = assay_key_store_list (NULL, &error);

  if (keys == NULL)
    {
      cli_fail (cli, error, NULL, NULL);
      return;
    }

  JsonArray *array = json_array_new ();
  JsonObject *document = json_object_new ();

  if (name == NULL && keys->len > 0)
    cli_print (cli, "%-16s  %s\n", _ ("Fingerprint"), _ ("Name"));
  for (guint i = 0; i < keys->len; i++)
    {
      const AssayStoredKey *key = g_ptr_array_index (keys, i);
      g_autofree char *line = assay_text_line (key->name, -1);

      if (name != NULL && !g_str_equal (name, key->name))
        continue;
      json_array_add_object_element (array, key_to_json (key));
      cli_print (cli, "%s  %s%s\n", key->fingerprint, line, key->locked ? _ (" (locked)") : "");
    }
  json_object_set_array_member (document, "keys", array);
  if (cli->json)
    cli_print_json (json_node_init_object (json_node_alloc (), document));
  json_object_unref (document);
}

static void
key_list (Cli *cli, int argc, char **argv)
{
  if (cli_parse (cli, NULL, "", 0, 0, &argc, &argv))
    print_keys (cli, NULL);
}

static void
key_new (Cli *cli, int argc, char **argv)
{
  g_autofree char *passphrase = NULL;
  g_autoptr (GError) error = NULL;

  if (!cli_parse (cli, NULL, _ ("NAME"), 1, 1, &argc, &argv) || !read_passphrase (cli, &passphrase))
    return;
  if (assay_key_store_create (NULL, argv[1], passphrase, &error))
    print_keys (cli, argv[1]);
  else
    cli_fail (cli, error, NULL, NULL);
}

static void
key_import (Cli *cli, int argc, char **argv)
{
  g_autofree char *passphrase = NULL;
  g_autofree char *text = NULL;
  gsize length;
  g_autoptr (GError) error = NULL;

  if (!cli_parse (cli, NULL, _ ("NAME FILE"), 2, 2, &argc, &argv)
      || !read_passphrase (cli, &passphrase))
    return;
  if (g_file_get_contents (argv[2], &text, &length, &error))
    {
      gsize size = length > 0 && text[length - 1] == '\n' ? length - 1 : length;
      g_autoptr (GBytes) secret = g_bytes_new (text, size);

      if (assay_key_store_import (NULL, argv[1], secret, passphrase, &error))
        print_keys (cli, argv[1]);
    }
  if (error != NULL)
    cli_fail (cli, error, NULL, NULL);
}

static void
key_export (Cli *cli, int argc, char **argv)
{
  g_autofree char *passphrase = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[]
      = { { "out", 'o', 0, G_OPTION_ARG_FILENAME, &path, N_ ("File to write"), N_ ("FILE") },
          G_OPTION_ENTRY_NULL };

  if (!cli_parse (cli, entries, _ ("NAME"), 1, 1, &argc, &argv)
      || !read_passphrase (cli, &passphrase))
    return;
  if (path == NULL)
    cli_fail_usage (cli, _ ("Say where to write the key: key export NAME --out FILE"));
  else if (assay_key_store_export (NULL, argv[1], passphrase, path, &error))
    print_keys (cli, argv[1]);
  else
    cli_fail (cli, error, NULL, NULL);
}

static void
key_remove (Cli *cli, int argc, char **argv)
{
  gboolean force = FALSE;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[]
      = { { "force", 0, 0, G_OPTION_ARG_NONE, &force, N_ ("The key really is to go"), NULL },
          G_OPTION_ENTRY_NULL };

  if (!cli_parse (cli, entries, _ ("NAME"), 1, 1, &argc, &argv))
    return;
  if (!force)
    cli_fail_usage (cli, _ ("What was made with a key can no longer be read without it. Export it "
                            "first, or say --force."));
  else if (!assay_key_store_remove (NULL, argv[1], &error))
    cli_fail (cli, error, NULL, NULL);
  else
    print_keys (cli, NULL);
}

void
cli_key (Cli *cli, int argc, char **argv)
{
  static const struct
  {
    const char *name;
    CliCommand run;
  } actions[] = { { "new", key_new },       { "list", key_list },     { "examiner", cli_examiner },
                  { "import", key_import }, { "export", key_export }, { "remove", key_remove } };

  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (argv[1], actions[i].name))
      {
        actions[i].run (cli, argc - 1, argv + 1);
        return;
      }
  cli_usage (
      cli, argc, argv,
      _ ("Usage: key new NAME | key list | key import NAME FILE | key export NAME --out FILE | "
         "key remove NAME --force | key examiner"));
}
