/* cli-recipients.c: `case recipients`: who received which marked copy. */
#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <inttypes.h>
#include <stdio.h>

#include "case/assay-recipient-change.h"
#include "cli.h"

JsonObject *
cli_recipient_to_json (const AssayRecipient *recipient)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "name", recipient->name);
  json_object_set_string_member (object, "contact", recipient->contact);
  json_object_set_string_member (object, "mark", recipient->mark);
  json_object_set_string_member (object, "sha256", recipient->sha256);
  if (recipient->exhibit != 0)
    json_object_set_int_member (object, "exhibit", recipient->exhibit);
  if (recipient->width > 0 && recipient->height > 0)
    {
      json_object_set_int_member (object, "width", recipient->width);
      json_object_set_int_member (object, "height", recipient->height);
    }
  json_object_set_int_member (object, "number", recipient->number);
  json_object_set_int_member (object, "entry", recipient->entry);
  json_object_set_string_member (object, "time", recipient->time);
  return object;
}

JsonObject *
cli_found_recipient_to_json (const AssayRecipient *recipient, AssayResult *result)
{
  JsonObject *object = cli_recipient_to_json (recipient);
  AssayRecipientChange change;
  JsonObject *told;

  if (!assay_recipient_compare (recipient, result, &change))
    return object;
  told = json_object_new ();
  json_object_set_double_member (told, "width_ratio", change.resized_x);
  json_object_set_double_member (told, "height_ratio", change.resized_y);
  if (change.left_x > 0 && change.left_y > 0)
    {
      json_object_set_double_member (told, "width_left", assay_number_round (change.left_x, 3));
      json_object_set_double_member (told, "height_left", assay_number_round (change.left_y, 3));
    }
  json_object_set_object_member (object, "altered", told);
  return object;
}

/* @list as a document, or a line each. */
static void
show (Cli *cli, const GPtrArray *list)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *recipients = json_array_new ();

  if (list->len > 0)
    cli_print (cli, "%-16s  %-24s  %s\n", _ ("Mark"), _ ("Time (UTC)"), _ ("Name and contact"));
  for (guint i = 0; i < list->len; i++)
    {
      const AssayRecipient *recipient = list->pdata[i];
      g_autofree char *name = assay_text_line (recipient->name, -1);
      g_autofree char *contact = assay_text_line (recipient->contact, -1);

      json_array_add_object_element (recipients, cli_recipient_to_json (recipient));
      cli_print (cli, "%-16s  %-24s  %s  %s\n", recipient->mark, recipient->time, name, contact);
    }
  json_object_set_array_member (object, "recipients", recipients);
  if (cli->json)
    cli_print_json (json_node_init_object (json_node_alloc (), object));
}

static void
list_all (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (!cli_parse (cli, NULL, _ ("CASE"), 1, 1, &argc, &argv))
    return;

  g_autoptr (AssayCase) opened = cli_open_case (cli, argv[1], CLI_READ);
  g_autoptr (GPtrArray) list
      = opened == NULL ? NULL : assay_recipient_register_list (opened, &error);

  if (list != NULL)
    show (cli, list);
  else if (error != NULL)
    cli_fail (cli, error, argv[1], NULL);
}

static void
find (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (!cli_parse (cli, NULL, _ ("CASE MARK"), 2, 2, &argc, &argv))
    return;

  g_autoptr (AssayCase) opened = cli_open_case (cli, argv[1], CLI_READ);
  AssayRecipient *found
      = opened == NULL ? NULL : assay_recipient_register_find (opened, argv[2], &error);
  g_autoptr (GPtrArray) list
      = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_recipient_free);

  if (found != NULL)
    g_ptr_array_add (list, found);
  if (error != NULL)
    cli_fail (cli, error, argv[1], NULL);
  else if (opened != NULL)
    show (cli, list);
}

/* SHA-256 of the file at @path; NULL with an error. */
static char *
hash_file (const char *path, GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  FILE *file = fopen (path, "rbe");
  guchar buffer[65536];
  gsize got;
  gboolean failed = file == NULL;

  while (file != NULL && (got = fread (buffer, 1, sizeof buffer, file)) > 0)
    g_checksum_update (sum, buffer, (gssize) got);
  if (file != NULL)
    {
      failed = ferror (file) != 0;
      fclose (file);
    }
  if (!failed)
    return g_strdup (g_checksum_get_string (sum));
  g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO, _ ("“%s” cannot be read: %s"), path,
               g_strerror (errno));
  return NULL;
}

static void
add (Cli *cli, int argc, char **argv)
{
  g_autofree char *name = NULL;
  g_autofree char *contact = NULL;
  g_autofree char *mark = NULL;
  g_autofree char *copy = NULL;
  int exhibit = 0;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_ ("Who receives the copy"), N_ ("NAME") },
    { "contact", 0, 0, G_OPTION_ARG_STRING, &contact, N_ ("How to reach them"), N_ ("TEXT") },
    { "mark", 0, 0, G_OPTION_ARG_STRING, &mark, N_ ("The mark of the copy"), N_ ("HEX") },
    { "copy", 0, 0, G_OPTION_ARG_FILENAME, &copy, N_ ("The copy, to note its hash"), N_ ("FILE") },
    { "exhibit", 0, 0, G_OPTION_ARG_INT, &exhibit, N_ ("Exhibit that it was made from"), N_ ("N") },
    G_OPTION_ENTRY_NULL
  };

  if (!cli_parse (cli, entries, _ ("CASE"), 1, 1, &argc, &argv))
    return;
  if (name == NULL || mark == NULL)
    {
      cli_fail_usage (cli, _ ("A recipient needs a name and a mark: --name NAME --mark HEX"));
      return;
    }

  g_autofree char *sha256 = copy == NULL ? g_strdup ("") : hash_file (copy, &error);
  g_autoptr (AssayCase) opened = sha256 == NULL ? NULL : cli_open_case (cli, argv[1], CLI_WRITE);
  AssayRecipient recipient = { .name = name,
                               .contact = contact != NULL ? contact : (char[]){ "" },
                               .mark = mark,
                               .sha256 = sha256,
                               .exhibit = (guint) MAX (exhibit, 0) };

  if (error != NULL
      || (opened != NULL && !assay_recipient_register_add (opened, &recipient, &error)))
    cli_fail (cli, error, argv[1], NULL);
}

void
cli_recipients (Cli *cli, int argc, char **argv)
{
  if (argc >= 2 && g_str_equal (argv[1], "add"))
    add (cli, argc - 1, argv + 1);
  else if (argc >= 2 && g_str_equal (argv[1], "list"))
    list_all (cli, argc - 1, argv + 1);
  else if (argc >= 2 && g_str_equal (argv[1], "find"))
    find (cli, argc - 1, argv + 1);
  else if (argc >= 2 && g_str_equal (argv[1], "copies"))
    cli_copies (cli, argc - 1, argv + 1);
  else
    cli_usage (cli, argc, argv,
               _ ("Usage: case recipients list CASE | case recipients add CASE --name NAME "
                  "--mark HEX | case recipients find CASE MARK | case recipients copies CASE "
                  "--exhibit N --tool TOOL --list FILE --folder FOLDER"));
}
