/* assay-case-page-keeping.c: how long the files of a case are kept, and which key signs it. */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "assay-case-page-private.h"
#include "assay-settings.h"
#include "case/assay-case-key.h"
#include "case/assay-retention.h"

/* What a dialog asks for, and what is then done in a thread. */
typedef struct
{
  AssayCasePage *page;
  GtkEditable *text;       /* of the dialog */
  GtkEditable *passphrase; /* the same, or NULL */
  char *word;              /* the day, or the reason */
  char *current;           /* passphrase of the examiner's key, NULL for none */
  char *earlier;           /* of the key that signed so far */
} Keeping;

static void
wipe (char **secret)
{
  if (*secret != NULL)
    explicit_bzero (*secret, strlen (*secret));
  g_clear_pointer (secret, g_free);
}

static void
keeping_free (gpointer data)
{
  Keeping *self = data;

  g_clear_object (&self->page);
  g_clear_pointer (&self->word, g_free);
  wipe (&self->current);
  wipe (&self->earlier);
  g_free (self);
}

static void
start (AssayCasePage *page,
       const char *title,
       AssayCaseWork work,
       AssayCaseWorkDone done,
       Keeping *keeping)
{
  assay_case_page_start (page, title, work, done, keeping, keeping_free);
}

static AdwMessageDialog *
present (AssayCasePage *self, GtkBuilder *builder, GCallback on_response)
{
  GObject *passphrase = gtk_builder_get_object (builder, "passphrase");
  Keeping *question = g_new0 (Keeping, 1);

  question->page = g_object_ref (self);
  question->text = GTK_EDITABLE (gtk_builder_get_object (builder, "text"));
  question->passphrase = passphrase != NULL ? GTK_EDITABLE (passphrase) : NULL;
  assay_case_page_ask (self, builder, on_response, question, keeping_free);
  return ADW_MESSAGE_DIALOG (gtk_builder_get_object (builder, "dialog"));
}

/* Files that are kept longer than the person wanted, by the preference; 0 without one. */
static guint
count_old (AssayCase *acase)
{
  int days = g_settings_get_int (assay_settings_get (), "retention-days");
  gint64 before = g_get_real_time () / 1000 - (gint64) days * 24 * 60 * 60 * 1000;
  guint n = 0;

  for (guint i = 0; days > 0 && i < g_list_model_get_n_items (G_LIST_MODEL (acase)); i++)
    {
      g_autoptr (AssayExhibit) exhibit = g_list_model_get_item (G_LIST_MODEL (acase), i);

      n += assay_exhibit_get_state (exhibit) != ASSAY_CUSTODY_ERASED
           && assay_exhibit_get_taken_in (exhibit) < before;
    }
  return n;
}

/* Reminds; deleting is up to the person. The day of the case goes before the preference. */
void
assay_case_page_show_overdue (AssayCasePage *self)
{
  AssayCase *acase = assay_case_page_get_case (self);
  const guint old = count_old (acase);
  g_autofree char *day = assay_case_get_retention (acase);
  g_autofree char *text = NULL;

  if (*day != '\0' && assay_case_is_overdue (acase, g_get_real_time () / 1000))
    /* Translators: %s is a day, 2027-03-31. */
    text = g_strdup_printf (
        _ ("The files of this case were to be kept until %s. Choose “How long files are kept” in "
           "the menu to delete them or to set another day."),
        day);
  else if (old > 0)
    text = g_strdup_printf (
        ngettext ("%u file has been kept longer than you wanted (preferences). Select it and "
                  "choose “Delete the files” in the menu if it is no longer needed.",
                  "%u files have been kept longer than you wanted (preferences). Select them and "
                  "choose “Delete the files” in the menu if they are no longer needed.",
                  old),
        old);
  assay_case_page_remind (self, text != NULL ? text : "");
}

static gboolean
set_retention (AssayCase *acase,
               gpointer data,
               AssayProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  Keeping *self = data;

  return assay_case_set_retention (acase, self->word, error);
}

static void
on_retention_set (GObject *page, gpointer data, const GError *error)
{
  if (!assay_case_page_succeeded (ASSAY_CASE_PAGE (page), _ ("The period could not be set"), error))
    return;
  assay_case_page_show_overdue (ASSAY_CASE_PAGE (page));
  assay_case_page_toast (ASSAY_CASE_PAGE (page), _ ("The period is in the record"));
}

static gboolean
erase_overdue (AssayCase *acase,
               gpointer data,
               AssayProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  return assay_case_erase_overdue (acase, g_get_real_time () / 1000, "retention period over", error)
         >= 0;
}

static void
on_overdue_erased (GObject *page, gpointer data, const GError *error)
{
  if (!assay_case_page_succeeded (ASSAY_CASE_PAGE (page), _ ("The files could not be deleted"),
                                  error))
    return;
  assay_case_page_show_overdue (ASSAY_CASE_PAGE (page));
  assay_case_page_toast (ASSAY_CASE_PAGE (page), _ ("Deleted. Fingerprints and results remain."));
}

static void
on_retention_answer (AdwMessageDialog *dialog, const char *response, Keeping *question)
{
  Keeping *keeping;

  if (g_str_equal (response, "cancel"))
    return;
  keeping = g_new0 (Keeping, 1);
  if (g_str_equal (response, "erase"))
    {
      start (question->page, _ ("Deleting files whose period is over"), erase_overdue,
             on_overdue_erased, keeping);
      return;
    }
  if (g_str_equal (response, "save"))
    keeping->word = g_strstrip (g_strdup (gtk_editable_get_text (question->text)));
  start (question->page, _ ("Setting the period"), set_retention, on_retention_set, keeping);
}

static void
ask_retention (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCasePage *self = ASSAY_CASE_PAGE (widget);
  AssayCase *acase = assay_case_page_get_case (self);
  g_autoptr (GtkBuilder) builder
      = gtk_builder_new_from_resource ("/org/assay/Workbench/assay-retention-dialog.ui");
  g_autofree char *day = assay_case_get_retention (acase);
  AdwMessageDialog *dialog = present (self, builder, G_CALLBACK (on_retention_answer));

  gtk_editable_set_text (GTK_EDITABLE (gtk_builder_get_object (builder, "text")), day);
  adw_message_dialog_set_response_enabled (
      dialog, "erase", assay_case_is_overdue (acase, g_get_real_time () / 1000));
}

/* Who signs the case now; "" if that cannot be read. */
static char *
dup_actor_in_force (AssayCase *acase)
{
  g_autoptr (GPtrArray) keys = assay_case_list_keys (acase);
  /* Changing always retires the key before, so the last one is in force. */
  const AssayCaseKey *last = keys->len > 0 ? keys->pdata[keys->len - 1] : NULL;

  return g_strdup (last != NULL ? last->actor : "");
}

/* The examiner's key that is newer than the one that signs the case: an earlier attempt or another
 * case may have made it already. */
static AssayExaminerKey *
open_newer_key (AssayCase *acase, const char *passphrase, GError **error)
{
  g_autofree char *actor = dup_actor_in_force (acase);
  g_autoptr (AssayExaminerKey) today = assay_examiner_key_open (NULL, passphrase, error);

  if (today == NULL || !g_str_equal (actor, assay_examiner_key_get_actor (today)))
    return g_steal_pointer (&today);
  return assay_examiner_key_rotate (NULL, passphrase, passphrase, error)
             ? assay_examiner_key_open (NULL, passphrase, error)
             : NULL;
}

/* The case goes over to a newer key of the examiner, which is made if there is none. */
static gboolean
make_key (AssayCase *acase, Keeping *self, GError **error)
{
  g_autoptr (AssayExaminerKey) key = open_newer_key (acase, self->current, error);

  if (key == NULL)
    return FALSE;
  if (assay_case_change_key (acase, key, self->word, error))
    return TRUE;
  g_prefix_error (error, "%s\n\n",
                  _ ("You have a new key, but this case is still signed with the one before. "
                     "Nothing is lost: once the reason below is gone, change the key again. The "
                     "new key is then taken and no further one is made."));
  return FALSE;
}

/* A case that an earlier key of the examiner signed goes over to the one of today. It is open for
 * looking only, so it is opened once more with its own key. */
static gboolean
follow_key (AssayCase *acase, Keeping *self, GError **error)
{
  const char *passphrase = self->earlier != NULL ? self->earlier : self->current;
  g_autofree char *actor = dup_actor_in_force (acase);
  g_autoptr (AssayExaminerKey) today = assay_examiner_key_open (NULL, self->current, error);
  g_autoptr (AssayExaminerKey) before = NULL;
  g_autoptr (AssayCase) opened = NULL;

  if (today == NULL)
    return FALSE;
  if (g_str_equal (actor, assay_examiner_key_get_actor (today)))
    {
      g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_EXISTS,
                           _ ("Your present key signs this case already. Another program has it "
                              "open, or it cannot be written."));
      return FALSE;
    }
  before = assay_examiner_key_open_earlier (NULL, actor, passphrase, error);
  opened = before != NULL
               ? assay_case_open (assay_case_get_path (acase), ASSAY_CASE_WRITE, before, error)
               : NULL;
  return opened != NULL && assay_case_change_key (opened, today, self->word, error);
}

static gboolean
change_key (AssayCase *acase,
            gpointer data,
            AssayProgress *progress,
            GCancellable *cancellable,
            GError **error)
{
  return assay_case_get_mode (acase) == ASSAY_CASE_WRITE ? make_key (acase, data, error)
                                                         : follow_key (acase, data, error);
}

static void
on_key_changed (GObject *page, gpointer data, const GError *error)
{
  AssayCasePage *self = ASSAY_CASE_PAGE (page);

  if (!assay_case_page_succeeded (ASSAY_CASE_PAGE (page), _ ("The key could not be changed"),
                                  error))
    return;
  if (assay_case_get_mode (assay_case_page_get_case (self)) != ASSAY_CASE_WRITE)
    {
      assay_case_page_close_exhibit (self);
      assay_workbench_forget_case (assay_case_page_get_workbench (self),
                                   assay_case_get_path (assay_case_page_get_case (self)));
      gtk_widget_activate_action (GTK_WIDGET (page), "case.retry-open", NULL);
    }
  assay_case_page_toast (ASSAY_CASE_PAGE (page), _ ("Your new key signs this case from now on"));
}

static void
on_key_answer (AdwMessageDialog *dialog, const char *response, Keeping *question)
{
  const char *earlier = gtk_editable_get_text (question->passphrase);
  const char *reason = gtk_editable_get_text (question->text);
  Keeping *keeping;

  if (!g_str_equal (response, "change"))
    return;
  keeping = g_new0 (Keeping, 1);
  keeping->word = *reason != '\0' ? g_strdup (reason) : NULL;
  keeping->earlier = *earlier != '\0' ? g_strdup (earlier) : NULL;
  keeping->current
      = assay_workbench_dup_passphrase (assay_case_page_get_workbench (question->page));
  start (question->page, _ ("Changing the key of the case"), change_key, on_key_changed, keeping);
}

static void
ask_key (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCasePage *self = ASSAY_CASE_PAGE (widget);
  gboolean writing = assay_case_get_mode (assay_case_page_get_case (self)) == ASSAY_CASE_WRITE;
  g_autoptr (GtkBuilder) builder
      = gtk_builder_new_from_resource ("/org/assay/Workbench/assay-change-key-dialog.ui");
  AdwMessageDialog *dialog = present (self, builder, G_CALLBACK (on_key_answer));

  adw_message_dialog_set_heading (dialog, writing ? _ ("Make a new key and sign with it?")
                                                  : _ ("Sign with the key of today?"));
  adw_message_dialog_set_body (
      dialog,
      writing
          ? _ ("A new key becomes yours and signs this case from now on. What the key before "
               "has signed stays valid, and that key stays on this computer. Your other cases "
               "can only be looked at until they go over to the new key as well. If you already "
               "have a newer key than this case, that one is taken.")
          : _ ("If one of your earlier keys signed this case, it goes over to the key that you "
               "have now. What was signed before stays valid."));
  gtk_widget_set_visible (GTK_WIDGET (gtk_builder_get_object (builder, "passphrase")), !writing);
}

void
assay_case_page_install_keeping (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "case.retention", NULL, ask_retention);
  gtk_widget_class_install_action (widget_class, "case.change-key", NULL, ask_key);
}
