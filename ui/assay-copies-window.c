/* assay-copies-window.c: see the header. */
#include "assay-copies-window.h"

#include "config.h"

#include <glib/gi18n.h>

#include "assay-dialog.h"
#include "assay-file-choosers.h"
#include "assay-words.h"
#include "base/assay-text.h"
#include "case/assay-recipient-copies.h"

struct _AssayCopiesWindow
{
  AdwPreferencesWindow parent_instance;

  AdwPreferencesGroup *known;
  GtkTextView *list;
  GtkWidget *make_button;
  GtkWidget *stop_button;
  GtkLabel *status;

  AssayParameterForm *form;
  const AssayToolInfo *info;
  AssaySubject *subject;
  GPtrArray *rows;   /* GtkWidget, borrowed */
  char **taken;      /* values of the form when the copies were asked for */
  gboolean planning; /* marks are drawn in a thread */
  GPtrArray *copies; /* AssayRecipientCopy; NULL while none are made */
  guint next;        /* of them */
  AssayJob *job;     /* the copy that is being made */
  gboolean stopped;
  gboolean closing; /* the window goes when the copy that is being made has ended */
};

G_DEFINE_FINAL_TYPE (AssayCopiesWindow, assay_copies_window, ADW_TYPE_PREFERENCES_WINDOW)

static void make_next (AssayCopiesWindow *self);

static void
say (AssayCopiesWindow *self, const char *sentence, gboolean wrong)
{
  gtk_label_set_label (self->status, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->status), *sentence != '\0');
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->status), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->status), "error");
}

/* (transfer full): @time of the register as a person reads it. */
static char *
show_time (const char *time)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_iso8601 (time, NULL);

  return at != NULL ? assay_words_show_time (g_date_time_to_unix (at) * 1000) : g_strdup (time);
}

static GtkWidget *
make_row (const AssayRecipient *recipient)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *name = assay_text_line (recipient->name, -1);
  g_autofree char *contact = assay_text_line (recipient->contact, -1);
  g_autofree char *time = show_time (recipient->time);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s%s%s", recipient->mark, time,
                                               *contact != '\0' ? " · " : "", contact);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  return row;
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer data)
{
  AssayCopiesWindow *self = ASSAY_COPIES_WINDOW (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = g_task_propagate_pointer (G_TASK (result), &error);

  if (list == NULL)
    {
      say (self, error->message, TRUE);
      return;
    }
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->known, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < list->len; i++)
    g_ptr_array_add (self->rows, make_row (list->pdata[list->len - 1 - i]));
  if (list->len == 0)
    {
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Nobody has a copy yet"));
      gtk_widget_add_css_class (row, "dim-label");
      g_ptr_array_add (self->rows, row);
    }
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_add (self->known, self->rows->pdata[i]);
}

static void
list_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *list = assay_recipient_register_list (data, &error);

  if (list != NULL)
    g_task_return_pointer (task, list, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
show_register (AssayCopiesWindow *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_listed, NULL);

  g_task_set_task_data (task, g_object_ref (assay_subject_get_case (self->subject)),
                        g_object_unref);
  g_task_run_in_thread (task, list_in_thread);
}

static gboolean
is_working (AssayCopiesWindow *self)
{
  return self->planning || self->copies != NULL;
}

static void
show_state (AssayCopiesWindow *self)
{
  gboolean working = is_working (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "copies.make", !working);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "copies.stop", working);
  gtk_widget_set_visible (self->stop_button, working);
  gtk_text_view_set_editable (self->list, !working);
}

/* Every one is made, or @error stopped it, or the person did. */
static void
finish (AssayCopiesWindow *self, const GError *error)
{
  guint made = self->next;
  guint all = self->copies->len;
  g_autofree char *text = NULL;

  if (error == NULL)
    text = g_strdup_printf (
        g_dngettext (NULL, "%u copy was made and noted", "%u copies were made and noted", made),
        made);
  else
    text = g_strdup_printf (_ ("%u of %u copies were made and noted. %s"), made, all,
                            g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                                ? _ ("You stopped it.")
                                : error->message);
  say (self, text, error != NULL);
  if (error == NULL)
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->list), "", 0);
  g_clear_pointer (&self->copies, g_ptr_array_unref);
  g_clear_object (&self->job);
  show_state (self);
  if (self->closing)
    gtk_window_destroy (GTK_WINDOW (self));
  else
    show_register (self);
}

typedef struct
{
  AssayCase *acase;
  AssayRecipientCopy *copy; /* of the window's list, which outlives the task */
  AssayOutcome *outcome;
} Note;

static void
note_free (Note *note)
{
  g_object_unref (note->acase);
  assay_outcome_unref (note->outcome);
  g_free (note);
}

static void
note_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Note *note = data;
  GError *error = NULL;

  if (assay_recipient_copies_note (note->acase, note->copy, note->outcome, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_noted (GObject *source, GAsyncResult *result, gpointer data)
{
  AssayCopiesWindow *self = ASSAY_COPIES_WINDOW (source);
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      finish (self, error);
      return;
    }
  self->next++;
  make_next (self);
}

static void
on_copied (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (AssayCopiesWindow) self = data;
  g_autoptr (GError) error = NULL;
  AssayOutcome *outcome = assay_subject_run_finish (ASSAY_SUBJECT (source), result, &error);
  g_autoptr (GTask) task = NULL;
  Note *note;

  if (outcome == NULL)
    {
      finish (self, error);
      return;
    }
  note = g_new0 (Note, 1);
  note->acase = g_object_ref (assay_subject_get_case (self->subject));
  note->copy = self->copies->pdata[self->next];
  note->outcome = outcome;
  task = g_task_new (self, NULL, on_noted, NULL);
  g_task_set_task_data (task, note, (GDestroyNotify) note_free);
  g_task_run_in_thread (task, note_in_thread);
}

/* Starts the next copy, or ends. */
static void
make_next (AssayCopiesWindow *self)
{
  g_autoptr (GError) error = NULL;
  AssayRequest *request = NULL;
  AssayRecipientCopy *copy;
  g_autofree char *text = NULL;

  if (self->stopped)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
  if (self->stopped || self->next >= self->copies->len)
    {
      finish (self, error);
      return;
    }
  copy = self->copies->pdata[self->next];
  request = assay_parameter_form_make_copy (self->form, self->taken, self->subject,
                                            copy->recipient->mark, copy->path, &error);
  if (request == NULL)
    {
      finish (self, error);
      return;
    }
  text = g_strdup_printf (_ ("Copy %u of %u, for %s"), self->next + 1, self->copies->len,
                          copy->recipient->name);
  say (self, text, FALSE);
  g_set_object (&self->job,
                assay_subject_run_async (self->subject, request, on_copied, g_object_ref (self)));
}

/* What the marks are drawn for. */
typedef struct
{
  AssayCase *acase;
  guint exhibit;
  const AssayToolInfo *info;
  char *list;
  char *folder;
} Plan;

static void
plan_free (gpointer data)
{
  Plan *plan = data;

  g_object_unref (plan->acase);
  g_free (plan->list);
  g_free (plan->folder);
  g_free (plan);
}

static void
plan_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Plan *plan = data;
  GError *error = NULL;
  GPtrArray *copies = assay_recipient_copies_plan (plan->acase, plan->exhibit, plan->info,
                                                   plan->list, plan->folder, &error);

  if (copies != NULL)
    g_task_return_pointer (task, copies, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
on_planned (GObject *source, GAsyncResult *result, gpointer data)
{
  AssayCopiesWindow *self = ASSAY_COPIES_WINDOW (source);
  g_autoptr (GError) error = NULL;

  self->planning = FALSE;
  self->copies = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->copies == NULL)
    {
      show_state (self);
      say (self, error->message, TRUE);
      if (self->closing)
        gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  self->next = 0;
  make_next (self);
}

static void
on_folder (GListModel *files, gpointer data)
{
  AssayCopiesWindow *self = data;
  g_autoptr (GFile) folder = g_list_model_get_item (files, 0);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->list);
  g_autoptr (GTask) task = NULL;
  GtkTextIter start, end;
  Plan *plan;

  if (is_working (self) || g_file_peek_path (folder) == NULL)
    return;
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  plan = g_new0 (Plan, 1);
  plan->acase = g_object_ref (assay_subject_get_case (self->subject));
  plan->exhibit = assay_subject_get_number (self->subject);
  plan->info = self->info;
  plan->list = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  plan->folder = g_file_get_path (folder);
  g_strfreev (self->taken);
  self->taken = assay_parameter_form_take (self->form);
  self->planning = TRUE;
  self->stopped = FALSE;
  show_state (self);
  say (self, _ ("Drawing a mark for each recipient…"), FALSE);
  task = g_task_new (self, NULL, on_planned, NULL);
  g_task_set_task_data (task, plan, plan_free);
  g_task_run_in_thread (task, plan_in_thread);
}

static void
make_copies (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCopiesWindow *self = ASSAY_COPIES_WINDOW (widget);

  if (gtk_text_buffer_get_char_count (gtk_text_view_get_buffer (self->list)) == 0)
    {
      say (self, _ ("Write at least one name first, one in each line."), TRUE);
      gtk_widget_grab_focus (GTK_WIDGET (self->list));
      return;
    }
  assay_choose_folder (GTK_WINDOW (self), _ ("Choose the folder for the copies"), on_folder,
                       G_OBJECT (self));
}

static void
stop (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCopiesWindow *self = ASSAY_COPIES_WINDOW (widget);

  self->stopped = TRUE;
  if (self->job != NULL)
    assay_job_cancel (self->job);
}

static void
on_close_answer (AdwMessageDialog *dialog, const char *response, AssayCopiesWindow *self)
{
  if (!g_str_equal (response, "stop"))
    return;
  self->closing = TRUE;
  stop (GTK_WIDGET (self), NULL, NULL);
  if (!is_working (self))
    gtk_window_destroy (GTK_WINDOW (self));
}

/* Copies that are being made have values and an end of their own: closing asks first. */
static gboolean
assay_copies_window_close_request (GtkWindow *window)
{
  AssayCopiesWindow *self = ASSAY_COPIES_WINDOW (window);
  GtkWidget *dialog;

  if (!is_working (self))
    return GTK_WINDOW_CLASS (assay_copies_window_parent_class)->close_request (window);
  dialog = adw_message_dialog_new (window, _ ("Stop making copies?"),
                                   _ ("Those that are made stay, and stay in the register."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "go-on", _ ("Go on"), "stop",
                                    _ ("Stop and close"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "stop",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "go-on");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "go-on");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_close_answer), self, 0);
  assay_dialog_present (ADW_MESSAGE_DIALOG (dialog));
  return TRUE;
}

static void
assay_copies_window_dispose (GObject *object)
{
  AssayCopiesWindow *self = ASSAY_COPIES_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_COPIES_WINDOW);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->copies, g_ptr_array_unref);
  g_clear_pointer (&self->taken, g_strfreev);
  g_clear_object (&self->job);
  g_clear_object (&self->form);
  g_clear_object (&self->subject);
  G_OBJECT_CLASS (assay_copies_window_parent_class)->dispose (object);
}

static void
assay_copies_window_class_init (AssayCopiesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_copies_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = assay_copies_window_close_request;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-copies-window.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayCopiesWindow, known);
  gtk_widget_class_bind_template_child (widget_class, AssayCopiesWindow, list);
  gtk_widget_class_bind_template_child (widget_class, AssayCopiesWindow, make_button);
  gtk_widget_class_bind_template_child (widget_class, AssayCopiesWindow, stop_button);
  gtk_widget_class_bind_template_child (widget_class, AssayCopiesWindow, status);
  gtk_widget_class_install_action (widget_class, "copies.make", NULL, make_copies);
  gtk_widget_class_install_action (widget_class, "copies.stop", NULL, stop);
}

static void
assay_copies_window_init (AssayCopiesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
}

void
assay_copies_window_show (GtkWindow *parent,
                          AssayParameterForm *form,
                          const AssayToolInfo *info,
                          AssaySubject *subject)
{
  AssayCopiesWindow *self
      = g_object_new (ASSAY_TYPE_COPIES_WINDOW, "transient-for", parent, "modal", TRUE, NULL);

  self->form = g_object_ref (form);
  self->info = info;
  self->subject = g_object_ref (subject);
  show_state (self);
  show_register (self);
  gtk_window_present (GTK_WINDOW (self));
}
