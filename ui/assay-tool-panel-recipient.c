/* assay-tool-panel-recipient.c: whose copy it is that a mark was read from, by the case's register.
 */
#include "assay-tool-panel-private.h"
#include "case/assay-recipient-register.h"

typedef struct
{
  AssayCase *acase;
  AssayResult *result;
} Question;

static void
question_free (Question *self)
{
  g_object_unref (self->acase);
  assay_result_unref (self->result);
  g_free (self);
}

static void
look_up (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Question *question = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayRecipient) recipient
      = assay_recipient_register_look_up (question->acase, question->result, 0, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (
        task, recipient != NULL ? assay_recipient_words (recipient, question->result) : NULL,
        g_free);
}

/* Cancelled: another result is shown by now, or the panel is gone. */
static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer data)
{
  AssayToolPanel *self = data;
  g_autofree char *words = g_task_propagate_pointer (G_TASK (result), NULL);

  if (words != NULL)
    assay_result_view_set_recipient (self->result, words);
}

void
assay_tool_panel_name_recipient (AssayToolPanel *self, AssayResult *result)
{
  AssaySubject *subject = assay_panel_get_subject (ASSAY_PANEL (self));
  AssayCase *acase = subject != NULL ? assay_subject_get_case (subject) : NULL;
  g_autoptr (GTask) task = NULL;
  Question *question;

  g_cancellable_cancel (self->naming);
  g_clear_object (&self->naming);
  if (acase == NULL || result == NULL || assay_result_get_answer (result, "mark") == NULL)
    return;
  self->naming = g_cancellable_new ();
  question = g_new0 (Question, 1);
  question->acase = g_object_ref (acase);
  question->result = assay_result_ref (result);
  task = g_task_new (NULL, self->naming, on_looked_up, self);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  g_task_run_in_thread (task, look_up);
}
