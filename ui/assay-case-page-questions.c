/* assay-case-page-questions.c: what asks for a sentence first: deleting files, writing a note,
 * handing over, closing. */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "assay-case-page-private.h"
#include "case/assay-case-hand-over.h"

/* A question about the selected exhibits, or about the case when none is selected. */
typedef struct
{
  AssayCasePage *page;
  GArray *exhibits; /* guint, numbers */
  GtkEditable *text;
} Question;

/* The answer, which a thread carries out. */
typedef struct
{
  GArray *exhibits;
  char *text;
  guint erased;
  gboolean kept; /* the bytes of one stay, because another exhibit has them */
} Answer;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->page);
  g_array_unref (question->exhibits);
  g_free (question);
}

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_array_unref (answer->exhibits);
  g_free (answer->text);
  g_free (answer);
}

static GArray *
selected_numbers (AssayCasePage *self)
{
  g_autoptr (GPtrArray) selected
      = assay_exhibit_list_dup_selection (assay_case_page_get_list (self));
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < selected->len; i++)
    {
      guint number = assay_exhibit_get_number (selected->pdata[i]);

      g_array_append_val (numbers, number);
    }
  return numbers;
}

/* Shows the dialog of @resource, whose "text" row holds the answer. */
static void
ask (AssayCasePage *self, const char *resource, const char *heading, GCallback on_response)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (resource);
  Question *question = g_new0 (Question, 1);

  question->page = g_object_ref (self);
  question->exhibits = selected_numbers (self);
  question->text = GTK_EDITABLE (gtk_builder_get_object (builder, "text"));
  adw_message_dialog_set_heading (ADW_MESSAGE_DIALOG (gtk_builder_get_object (builder, "dialog")),
                                  heading);
  assay_case_page_ask (self, builder, on_response, question, question_free);
}

static void
carry_out (Question *question, const char *title, AssayCaseWork work, AssayCaseWorkDone done)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->exhibits = g_array_ref (question->exhibits);
  answer->text = g_strdup (gtk_editable_get_text (question->text));
  assay_case_page_start (question->page, title, work, done, answer, answer_free);
}

static gboolean
erase_files (AssayCase *acase,
             gpointer data,
             AssayProgress *progress,
             GCancellable *cancellable,
             GError **error)
{
  Answer *self = data;

  for (; self->erased < self->exhibits->len; self->erased++)
    {
      guint number = g_array_index (self->exhibits, guint, self->erased);

      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !assay_case_erase (acase, number, self->text, error))
        return FALSE;
      self->kept = self->kept || assay_case_keeps_bytes (acase, number);
      assay_progress_set (progress, (double) (self->erased + 1) / self->exhibits->len, NULL);
    }
  return TRUE;
}

static void
on_files_erased (GObject *page, gpointer data, const GError *error)
{
  const Answer *self = data;

  (void) assay_case_page_succeeded (ASSAY_CASE_PAGE (page), _ ("The file could not be deleted"),
                                    error);
  /* Those before the one that failed are deleted all the same. */
  if (self->erased > 0)
    assay_case_page_toast (
        ASSAY_CASE_PAGE (page),
        self->kept ? _ ("Given up. The bytes stay: another exhibit or a result has the same.")
                   : _ ("Deleted. Fingerprints and results remain."));
}

static void
on_erase_answer (AdwMessageDialog *dialog, const char *response, Question *question)
{
  if (g_str_equal (response, "erase"))
    carry_out (question, _ ("Deleting files"), erase_files, on_files_erased);
}

static void
erase (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCasePage *self = ASSAY_CASE_PAGE (widget);
  g_autoptr (GArray) selected = selected_numbers (self);
  g_autofree char *heading
      = g_strdup_printf (ngettext ("Delete the file of %u exhibit?",
                                   "Delete the files of %u exhibits?", selected->len),
                         selected->len);

  if (selected->len == 0)
    assay_case_page_toast (self, _ ("Select an exhibit first"));
  else
    ask (self, "/org/assay/Workbench/assay-erase-dialog.ui", heading, G_CALLBACK (on_erase_answer));
}

static gboolean
write_note (AssayCase *acase,
            gpointer data,
            AssayProgress *progress,
            GCancellable *cancellable,
            GError **error)
{
  const Answer *self = data;
  guint exhibit = self->exhibits->len > 0 ? g_array_index (self->exhibits, guint, 0) : 0;

  return assay_case_note (acase, exhibit, self->text, error);
}

static void
on_note_written (GObject *page, gpointer data, const GError *error)
{
  if (assay_case_page_succeeded (ASSAY_CASE_PAGE (page), _ ("The note could not be saved"), error))
    assay_case_page_toast (ASSAY_CASE_PAGE (page), _ ("The note is in the record"));
}

static void
on_note_answer (AdwMessageDialog *dialog, const char *response, Question *question)
{
  if (g_str_equal (response, "save") && *gtk_editable_get_text (question->text) != '\0')
    carry_out (question, _ ("Writing a note"), write_note, on_note_written);
}

static void
add_note (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCasePage *self = ASSAY_CASE_PAGE (widget);
  g_autoptr (GArray) selected = selected_numbers (self);
  g_autofree char *heading
      = selected->len > 0
            ? g_strdup_printf (_ ("Note on exhibit %u"), g_array_index (selected, guint, 0))
            : g_strdup (_ ("Note on the case"));

  ask (self, "/org/assay/Workbench/assay-note-dialog.ui", heading, G_CALLBACK (on_note_answer));
}

static gboolean
hand_over_now (AssayCase *acase,
               gpointer data,
               AssayProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  const Answer *self = data;
  guint exhibit = self->exhibits->len > 0 ? g_array_index (self->exhibits, guint, 0) : 0;

  return assay_case_hand_over (acase, exhibit, self->text, NULL, NULL, error);
}

static void
on_handed_over (GObject *page, gpointer data, const GError *error)
{
  if (assay_case_page_succeeded (ASSAY_CASE_PAGE (page), _ ("The hand-over could not be recorded"),
                                 error))
    assay_case_page_toast (ASSAY_CASE_PAGE (page), _ ("The hand-over is in the record"));
}

static void
on_hand_over_answer (AdwMessageDialog *dialog, const char *response, Question *question)
{
  if (g_str_equal (response, "save"))
    carry_out (question, _ ("Handing over"), hand_over_now, on_handed_over);
}

static void
hand_over (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayCasePage *self = ASSAY_CASE_PAGE (widget);
  g_autoptr (GArray) selected = selected_numbers (self);
  g_autofree char *heading
      = selected->len > 0
            ? g_strdup_printf (_ ("Hand over exhibit %u?"), g_array_index (selected, guint, 0))
            : g_strdup (_ ("Hand over the case?"));

  ask (self, "/org/assay/Workbench/assay-hand-over-dialog.ui", heading,
       G_CALLBACK (on_hand_over_answer));
}

static gboolean
close_now (AssayCase *acase,
           gpointer data,
           AssayProgress *progress,
           GCancellable *cancellable,
           GError **error)
{
  const Answer *self = data;

  return assay_case_declare_closed (acase, self->text, NULL, error);
}

static void
on_closed (GObject *page, gpointer data, const GError *error)
{
  if (assay_case_page_succeeded (ASSAY_CASE_PAGE (page), _ ("The case could not be closed"), error))
    assay_case_page_toast (ASSAY_CASE_PAGE (page), _ ("The case is closed"));
}

static void
on_close_answer (AdwMessageDialog *dialog, const char *response, Question *question)
{
  if (g_str_equal (response, "save"))
    carry_out (question, _ ("Closing the case"), close_now, on_closed);
}

static void
close_case (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ask (ASSAY_CASE_PAGE (widget), "/org/assay/Workbench/assay-close-dialog.ui",
       _ ("Close the case?"), G_CALLBACK (on_close_answer));
}

void
assay_case_page_install_questions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "case.erase", NULL, erase);
  gtk_widget_class_install_action (widget_class, "case.note", NULL, add_note);
  gtk_widget_class_install_action (widget_class, "case.hand-over", NULL, hand_over);
  gtk_widget_class_install_action (widget_class, "case.close", NULL, close_case);
}
