/* assay.c: the window program. */
#include "config.h"

#include <glib-unix.h>

#include "assay-application.h"
#include "locale-setup.h"
#include "memory-setup.h"

/* Ends as if the person had quit, so that windows and jobs end in order. */
static gboolean
on_terminate (gpointer application)
{
  g_action_group_activate_action (application, "quit", NULL);
  return G_SOURCE_REMOVE;
}

int
main (int argc, char **argv)
{
  assay_memory_setup ();
  assay_locale_setup ();
  g_set_application_name ("Assay");

  g_autoptr (AssayApplication) application = assay_application_new ();
  /* A limit on file sizes becomes an error of the write. */
  signal (SIGXFSZ, SIG_IGN);
  g_unix_signal_add (SIGTERM, on_terminate, application);
  g_unix_signal_add (SIGINT, on_terminate, application);
  g_unix_signal_add (SIGHUP, on_terminate, application);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
