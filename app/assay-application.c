/* assay-application.c: see the header. */
#include "assay-application.h"

#include "config.h"

#include <glib/gi18n.h>

#include "ui/assay-about.h"
#include "ui/assay-help-window.h"
#include "ui/assay-preferences.h"
#include "ui/assay-settings.h"
#include "ui/assay-window.h"
#include "ui/assay-workbench.h"

struct _AssayApplication
{
  AdwApplication parent_instance;

  AssayWorkbench *workbench;
};

G_DEFINE_FINAL_TYPE (AssayApplication, assay_application, ADW_TYPE_APPLICATION)

static void
show_preferences (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AssayApplication *self = ASSAY_APPLICATION (user_data);

  assay_preferences_show (gtk_application_get_active_window (GTK_APPLICATION (self)),
                          self->workbench);
}

static void
show_help (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  assay_help_window_show (GTK_APPLICATION (user_data), g_variant_get_string (parameter, NULL));
}

static void
show_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  assay_about_show (gtk_application_get_active_window (GTK_APPLICATION (user_data)));
}

static void
new_window (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AssayApplication *self = ASSAY_APPLICATION (user_data);

  gtk_window_present (GTK_WINDOW (assay_window_new (GTK_APPLICATION (self), self->workbench)));
}

/* Through the windows, so that each keeps its size and its jobs end as they should. */
static void
quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (user_data)));

  for (GList *at = windows; at; at = at->next)
    gtk_window_close (at->data);
  g_list_free (windows);
}

typedef struct
{
  const char *action;
  const char *keys[3];
} Key;

/* Keys of actions of the program and its windows; those of a page are bindings of the page, because
 * an accelerator of the application finds no actions below the window. All of them stand in
 * resources/assay-shortcuts.ui. */
static const Key keys[] = {
  { "app.quit", { "<Control>q", NULL } },
  { "app.new-window", { "<Control><Shift>n", NULL } },
  { "app.preferences", { "<Control>comma", NULL } },
  { "app.help::start", { "F1", NULL } },
  { "window.close", { "<Control>w", NULL } },
  { "win.check-file", { "<Control>o", NULL } },
  { "win.open-folder", { "<Control><Shift>o", NULL } },
  { "win.new-case", { "<Control>n", NULL } },
  { "win.cases", { "<Control>l", NULL } },
  { "win.shortcuts", { "<Control>question", "<Control>F1", NULL } },
  { "win.back", { "<Alt>Left", NULL } },
  { "win.home", { "<Alt>Home", NULL } },
};

static void
install_actions (AssayApplication *self)
{
  static const GActionEntry entries[] = {
    { .name = "quit", .activate = quit },
    { .name = "new-window", .activate = new_window },
    { .name = "preferences", .activate = show_preferences },
    { .name = "help", .activate = show_help, .parameter_type = "s" },
    { .name = "about", .activate = show_about },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), keys[i].action, keys[i].keys);
}

static void
on_appearance (GSettings *settings, const char *key, AdwStyleManager *style)
{
  g_autofree char *appearance = g_settings_get_string (settings, "appearance");
  AdwColorScheme scheme = ADW_COLOR_SCHEME_DEFAULT;

  if (g_str_equal (appearance, "light"))
    scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_str_equal (appearance, "dark"))
    scheme = ADW_COLOR_SCHEME_FORCE_DARK;
  adw_style_manager_set_color_scheme (style, scheme);
}

static void
assay_application_startup (GApplication *application)
{
  AssayApplication *self = ASSAY_APPLICATION (application);
  GSettings *settings = assay_settings_get ();

  G_APPLICATION_CLASS (assay_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name ("org.assay.Workbench");
  self->workbench = assay_workbench_new ();
  install_actions (self);
  g_signal_connect_object (settings, "changed::appearance", G_CALLBACK (on_appearance),
                           adw_style_manager_get_default (), 0);
  on_appearance (settings, "appearance", adw_style_manager_get_default ());
}

static AssayWindow *
present_window (AssayApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (!ASSAY_IS_WINDOW (window))
    window = GTK_WINDOW (assay_window_new (GTK_APPLICATION (self), self->workbench));
  gtk_window_present (window);
  return ASSAY_WINDOW (window);
}

static void
assay_application_activate (GApplication *application)
{
  present_window (ASSAY_APPLICATION (application));
}

static void
assay_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  g_autoptr (GListStore) list = g_list_store_new (G_TYPE_FILE);

  for (int i = 0; i < n_files; i++)
    if (g_file_peek_path (files[i]))
      g_list_store_append (list, files[i]);

  AssayWindow *window = present_window (ASSAY_APPLICATION (application));
  if (g_list_model_get_n_items (G_LIST_MODEL (list)) > 0)
    assay_window_receive (window, G_LIST_MODEL (list));
}

/* Before a display is needed: --version must work anywhere, and a program without its settings
 * cannot go on. */
static int
assay_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("Assay %s\n", ASSAY_VERSION);
      return 0;
    }
  if (!assay_settings_get ())
    {
      g_printerr (
          _ ("assay: the settings schema %s is not installed; run “meson install”, or start "
             "the program from its build folder.\n"),
          ASSAY_SETTINGS_SCHEMA);
      return 5;
    }
  return -1;
}

static void
assay_application_finalize (GObject *object)
{
  g_clear_object (&ASSAY_APPLICATION (object)->workbench);
  G_OBJECT_CLASS (assay_application_parent_class)->finalize (object);
}

static void
assay_application_class_init (AssayApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = assay_application_finalize;
  application_class->startup = assay_application_startup;
  application_class->activate = assay_application_activate;
  application_class->open = assay_application_open;
  application_class->handle_local_options = assay_application_handle_local_options;
}

static void
assay_application_init (AssayApplication *self)
{
  g_application_add_main_option (G_APPLICATION (self), "version", 0, 0, G_OPTION_ARG_NONE,
                                 _ ("Print the version and end"), NULL);
  g_application_set_option_context_parameter_string (G_APPLICATION (self),
                                                     _ ("[CASE-FOLDER|FILE]"));
}

AssayApplication *
assay_application_new (void)
{
  return g_object_new (ASSAY_TYPE_APPLICATION, "application-id", ASSAY_APP_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", "/org/assay/Workbench",
                       NULL);
}
