/* assay-worker-fault.c: from what a worker said, or how it ended, to an error with words. */
#include "worker/assay-worker-fault.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "base/assay-base.h"
#include "worker/assay-job-status.h"

#define LONGEST_DOMAIN 64

/* An error domain of the engine: each new name stays in memory for good, so only names of our own
 * form pass. */
static gboolean
is_engine_domain (const char *domain)
{
  gsize length = strlen (domain);

  if (g_str_equal (domain, g_quark_to_string (G_IO_ERROR)))
    return TRUE;
  if (length > LONGEST_DOMAIN || !g_str_has_prefix (domain, "assay-")
      || !g_str_has_suffix (domain, "-error"))
    return FALSE;
  return strspn (domain, "abcdefghijklmnopqrstuvwxyz-") == length;
}

/* What a worker may say in the worker's own domain; the rest only the host can know. */
static gboolean
is_worker_code (int code)
{
  return code == ASSAY_WORKER_ERROR_LIMIT || code == ASSAY_WORKER_ERROR_SANDBOX
         || code == ASSAY_WORKER_ERROR_PROTOCOL;
}

void
assay_worker_fault_from_variant (GVariant *body, gboolean cancelled, GError **error)
{
  const char *domain;
  const char *text;
  gint32 code;

  g_variant_get (body, "(&si&s)", &domain, &code, &text);

  GQuark quark = is_engine_domain (domain) ? g_quark_from_string (domain) : 0;
  gboolean known = quark != 0 && (quark != ASSAY_WORKER_ERROR || is_worker_code (code))
                   && (quark != G_IO_ERROR || code != G_IO_ERROR_CANCELLED || cancelled);
  g_autofree char *shown = assay_text_visible (text, -1);

  if (!known)
    g_set_error (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_PROTOCOL,
                 _ ("The analysis process broke its protocol (%s)"), "error domain");
  else
    /* A worker speaks English: a fixed sentence is translated here, one with values stays as it is.
     */
    g_set_error_literal (error, quark, code,
                         shown[0] == '\0' ? _ ("The analysis failed") : g_dgettext (NULL, shown));
}

void
assay_worker_fault_from_status (int status, const AssayToolInfo *info, GError **error)
{
  int signal_number = status != -1 && WIFSIGNALED (status) ? WTERMSIG (status) : 0;

  if (signal_number == SIGXCPU)
    g_set_error_literal (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_LIMIT,
                         _ ("The analysis needed more processor time than it may have"));
  else if (signal_number == SIGXFSZ)
    g_set_error_literal (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_LIMIT,
                         _ ("The analysis wrote a larger file than it may"));
  else if (status != -1 && WIFEXITED (status) && WEXITSTATUS (status) == ASSAY_JOB_EXIT_MEMORY)
    g_set_error_literal (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_LIMIT,
                         _ ("The analysis needed more memory than it may have"));
  else if (signal_number != 0)
    g_set_error (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_DIED,
                 /* Translators: the tool's id, and a signal's name such as SIGSEGV */
                 _ ("The analysis process for “%s” crashed (SIG%s)"), info->id,
                 sigabbrev_np (signal_number) != NULL ? sigabbrev_np (signal_number) : "?");
  else
    g_set_error (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_DIED,
                 _ ("The analysis process for “%s” ended without an answer"), info->id);
}
