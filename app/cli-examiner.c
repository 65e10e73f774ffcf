/* cli-examiner.c: `key examiner` and `case key`: the key that signs ledgers, and cases that go over
 * to a new one. */
#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "cli.h"

/* The passphrase in @path; TRUE with NULL when @path is NULL. */
static gboolean
read_passphrase_of (Cli *cli, const char *path, char **passphrase)
{
  g_autoptr (GError) error = NULL;

  *passphrase = NULL;
  if (path == NULL)
    return TRUE;
  if (!g_file_get_contents (path, passphrase, NULL, &error))
    {
      cli_fail (cli, error, path, NULL);
      return FALSE;
    }
  g_strchomp (*passphrase);
  return TRUE;
}

static gboolean
rotate (Cli *cli, const char *new_passphrase_file)
{
  g_autofree char *new_passphrase = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *passphrase = cli_read_passphrase (cli, &error);

  if (error == NULL && !read_passphrase_of (cli, new_passphrase_file, &new_passphrase))
    return FALSE;
  if (error == NULL
      && assay_examiner_key_rotate (NULL, passphrase,
                                    new_passphrase == NULL ? passphrase : new_passphrase, &error))
    return TRUE;
  cli_fail (cli, error, NULL, NULL);
  return FALSE;
}

/* The key as it is now, or after a change with the new passphrase. */
static AssayExaminerKey *
open_current (Cli *cli, const char *new_passphrase_file)
{
  g_autofree char *passphrase = NULL;
  g_autoptr (GError) error = NULL;
  AssayExaminerKey *key = NULL;

  if (new_passphrase_file == NULL)
    key = cli_open_key (cli, &error);
  else if (read_passphrase_of (cli, new_passphrase_file, &passphrase))
    key = assay_examiner_key_open (NULL, passphrase, &error);
  if (error != NULL)
    cli_fail (cli, error, NULL, NULL);
  return key;
}

static void
show_key (Cli *cli, AssayExaminerKey *key, const char *out)
{
  g_autofree char *pem = assay_examiner_key_public_pem (key);
  g_autofree char *hex = assay_text_hex (assay_examiner_key_get_public (key), 32);
  g_autoptr (GError) error = NULL;

  if (out != NULL && !g_file_set_contents (out, pem, -1, &error))
    {
      cli_fail (cli, error, out, NULL);
      return;
    }
  cli_print (cli, "%s\n%s\n", assay_examiner_key_get_actor (key), hex);
  if (cli->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "key", assay_examiner_key_get_actor (key));
      json_object_set_string_member (object, "public_key", hex);
      cli_print_json (cli_take_object (object));
    }
}

void
cli_examiner (Cli *cli, int argc, char **argv)
{
  gboolean change = FALSE;
  g_autofree char *new_passphrase = NULL;
  g_autofree char *out = NULL;
  g_autoptr (AssayExaminerKey) key = NULL;
  const GOptionEntry entries[]
      = { { "rotate", 0, 0, G_OPTION_ARG_NONE, &change,
            N_ ("Make a new key; the old one stays for the cases that it signed"), NULL },
          { "new-passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, &new_passphrase,
            N_ ("File with the passphrase of the new key (default: the same)"), N_ ("FILE") },
          { "out", 'o', 0, G_OPTION_ARG_FILENAME, &out, N_ ("Write the public key here (PEM)"),
            N_ ("FILE") },
          G_OPTION_ENTRY_NULL };

  if (!cli_parse (cli, entries, "", 0, 0, &argc, &argv))
    return;
  if (new_passphrase != NULL && !change)
    {
      cli_fail_usage (cli, _ ("A new passphrase belongs to a new key: --rotate"));
      return;
    }
  if (change && !rotate (cli, new_passphrase))
    return;
  key = open_current (cli, new_passphrase);
  if (key != NULL)
    show_key (cli, key, out);
}

static void
print_case_keys (Cli *cli, AssayCase *opened)
{
  g_autoptr (GPtrArray) keys = assay_case_list_keys (opened);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < keys->len; i++)
    {
      const AssayCaseKey *key = keys->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "key", key->actor);
      json_object_set_string_member (object, "public_key", key->public_key);
      json_object_set_int_member (object, "added", key->added);
      json_object_set_int_member (object, "retired", key->retired);
      json_array_add_object_element (array, object);
      if (key->retired == 0)
        cli_print (cli, _ ("%s  in force since entry %" PRId64 "\n"), key->actor, key->added);
      else
        cli_print (cli, _ ("%s  from entry %" PRId64 " to entry %" PRId64 "\n"), key->actor,
                   key->added, key->retired);
    }
  if (cli->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "case", assay_case_get_uuid (opened));
      json_object_set_array_member (object, "keys", array);
      cli_print_json (cli_take_object (object));
    }
  else
    json_array_unref (array);
}

/* The key that is in force in the case at @path, from those that were the examiner's. */
static AssayExaminerKey *
open_key_of (Cli *cli, const char *path, const char *current, const char *passphrase_file)
{
  g_autofree char *passphrase = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayCase) opened = assay_case_open (path, ASSAY_CASE_READ_ONLY, NULL, &error);
  AssayExaminerKey *key = NULL;

  if (opened != NULL && passphrase_file == NULL)
    passphrase = cli_read_passphrase (cli, &error);
  else if (opened != NULL && !read_passphrase_of (cli, passphrase_file, &passphrase))
    return NULL;
  if (error == NULL)
    {
      g_autoptr (GPtrArray) keys = assay_case_list_keys (opened);
      const AssayCaseKey *last = keys->pdata[keys->len - 1];

      /* Changing always retires the key before, so the last one is in force. */
      if (g_str_equal (last->actor, current))
        g_set_error (&error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_EXISTS,
                     _ ("The case is signed with the key %s already."), current);
      else
        key = assay_examiner_key_open_earlier (NULL, last->actor, passphrase, &error);
    }
  if (key == NULL)
    cli_fail (cli, error, path, NULL);
  return key;
}

static AssayCase *
change_key (Cli *cli, const char *name, const char *old_passphrase, const char *reason)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = assay_store_find (cli->store, name, &error);
  g_autoptr (AssayExaminerKey) after = path == NULL ? NULL : cli_open_key (cli, &error);
  g_autoptr (AssayExaminerKey) before = NULL;
  g_autoptr (AssayCase) opened = NULL;

  if (after == NULL)
    {
      cli_fail (cli, error, name, NULL);
      return NULL;
    }
  before = open_key_of (cli, path, assay_examiner_key_get_actor (after), old_passphrase);
  if (before == NULL)
    return NULL;
  opened = assay_case_open (path, ASSAY_CASE_WRITE, before, &error);
  if (opened != NULL && assay_case_change_key (opened, after, reason, &error))
    return g_steal_pointer (&opened);
  cli_fail (cli, error, name, NULL);
  return NULL;
}

void
cli_case_key (Cli *cli, int argc, char **argv)
{
  gboolean change = FALSE;
  g_autofree char *old_passphrase = NULL;
  g_autofree char *reason = NULL;
  g_autoptr (AssayCase) opened = NULL;
  const GOptionEntry entries[]
      = { { "change", 0, 0, G_OPTION_ARG_NONE, &change,
            N_ ("Sign from now on with the examiner's key of today"), NULL },
          { "reason", 0, 0, G_OPTION_ARG_STRING, &reason, N_ ("Why"), N_ ("TEXT") },
          { "old-passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, &old_passphrase,
            N_ ("File with the passphrase of the key before (default: the same)"), N_ ("FILE") },
          G_OPTION_ENTRY_NULL };

  if (!cli_parse (cli, entries, _ ("CASE"), 1, 1, &argc, &argv))
    return;
  opened = change ? change_key (cli, argv[1], old_passphrase, reason)
                  : cli_open_case (cli, argv[1], CLI_READ);
  if (opened != NULL)
    print_case_keys (cli, opened);
}
