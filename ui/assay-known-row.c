/* assay-known-row.c: see the header. Made in C, as all rows of parameters are. */
#include "assay-known-row.h"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "assay-case-work.h"
#include "base/assay-text.h"
#include "case/assay-known-register.h"

#define NUMBER "assay-exhibit"
#define OF "assay-subject"

struct _AssayKnownRow
{
  AdwExpanderRow parent_instance;

  AssaySubject *subject;
  GtkWidget *own;    /* entry row, borrowed: of whom or what the exhibit at hand is */
  char *known;       /* what stands there in the record; NULL: nothing */
  GPtrArray *checks; /* GtkCheckButton, borrowed: one for each other known recording */
  AssayJob *reading; /* borrowed: looks through the record; NULL when it is done */
  gboolean read;     /* the checks are those of the record */
};

G_DEFINE_FINAL_TYPE (AssayKnownRow, assay_known_row, ADW_TYPE_EXPANDER_ROW)

/* What a thread reads from the register or writes into it. */
typedef struct
{
  guint exhibit;
  char *subject;    /* to be noted; NULL takes back what was */
  GPtrArray *known; /* AssayKnown: what stands there */
} Register;

static void
register_free (gpointer data)
{
  Register *self = data;

  g_free (self->subject);
  g_clear_pointer (&self->known, g_ptr_array_unref);
  g_free (self);
}

/* Whose recording @check is; "" where that was deleted. */
static const char *
subject_of (gpointer check)
{
  return g_object_get_data (check, OF);
}

/* A recording whose subject was deleted goes with none. */
static gboolean
go_together (gpointer a, gpointer b)
{
  return a == b || (*subject_of (a) != '\0' && g_str_equal (subject_of (a), subject_of (b)));
}

static void
show_count (AssayKnownRow *self)
{
  const char *whose = NULL;
  guint n = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < self->checks->len; i++)
    if (gtk_check_button_get_active (self->checks->pdata[i]))
      {
        n++;
        whose = subject_of (self->checks->pdata[i]);
      }
  if (self->checks->len == 0)
    text = g_strdup (_ ("No other one is noted in the case"));
  else if (whose != NULL && *whose != '\0')
    {
      g_autofree char *visible = assay_text_visible (whose, -1);

      /* Translators: how many of how many recordings are chosen, and who speaks in them */
      text = g_strdup_printf (_ ("%u of %u, of %s"), n, self->checks->len, visible);
    }
  else if (n == 0)
    text = g_strdup_printf (_ ("None of %u is chosen: open to choose whom to compare with"),
                            self->checks->len);
  else
    text = g_strdup_printf (_ ("%u of %u"), n, self->checks->len);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), text);
}

/* Choosing a recording gives up those of others: persons and devices are not mixed. */
static void
on_toggled (AssayKnownRow *self, GtkCheckButton *check)
{
  for (guint i = 0; gtk_check_button_get_active (check) && i < self->checks->len; i++)
    if (!go_together (check, self->checks->pdata[i]))
      gtk_check_button_set_active (self->checks->pdata[i], FALSE);
  show_count (self);
}

/* Those of the exhibit's own subject, else of the only one. */
static void
choose_usual (AssayKnownRow *self)
{
  gboolean one = TRUE;

  for (guint i = 1; i < self->checks->len; i++)
    one = one && go_together (self->checks->pdata[0], self->checks->pdata[i]);
  for (guint i = 0; i < self->checks->len; i++)
    {
      const char *whose = subject_of (self->checks->pdata[i]);

      gtk_check_button_set_active (
          self->checks->pdata[i],
          *whose != '\0' && (self->known != NULL ? g_str_equal (whose, self->known) : one));
    }
}

static void
add_known (AssayKnownRow *self, AssayExhibit *exhibit, const char *subject)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  guint number = assay_exhibit_get_number (exhibit);
  g_autofree char *title = g_strdup_printf ("%u · %s", number, assay_exhibit_get_name (exhibit));
  g_autofree char *visible = assay_text_visible (subject, -1);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), visible);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (check), NUMBER, GUINT_TO_POINTER (number));
  g_object_set_data_full (G_OBJECT (check), OF, g_strdup (subject), g_free);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (on_toggled), self);
  g_ptr_array_add (self->checks, check);
}

static void
blame (AssayKnownRow *self, const GError *error)
{
  if (error != NULL)
    gtk_widget_add_css_class (self->own, "error");
  else
    gtk_widget_remove_css_class (self->own, "error");
  gtk_widget_set_tooltip_text (self->own, error != NULL ? error->message : NULL);
  if (error != NULL)
    adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), error->message);
  else
    show_count (self);
}

static gboolean
is_writable (AssayKnownRow *self)
{
  return assay_case_get_mode (assay_subject_get_case (self->subject)) == ASSAY_CASE_WRITE;
}

static AssayJob *
start (AssayKnownRow *self,
       const char *title,
       AssayCaseWork work,
       AssayCaseWorkDone done,
       Register *data)
{
  return assay_case_work_start (assay_subject_get_jobs (self->subject), title,
                                assay_subject_get_case (self->subject), work, done, G_OBJECT (self),
                                data, register_free);
}

static gboolean
write_register (AssayCase *acase,
                gpointer data,
                AssayProgress *progress,
                GCancellable *cancellable,
                GError **error)
{
  const Register *self = data;

  return assay_known_register_set (acase, self->exhibit, self->subject, error);
}

static void
on_written (GObject *row, gpointer data, const GError *error)
{
  AssayKnownRow *self = ASSAY_KNOWN_ROW (row);

  gtk_editable_set_editable (GTK_EDITABLE (self->own), TRUE);
  if (error == NULL)
    {
      g_free (self->known);
      self->known = g_strdup (((const Register *) data)->subject);
      choose_usual (self);
    }
  blame (self, error);
}

/* A name makes the exhibit a known recording, none takes it back. */
static void
on_apply (AssayKnownRow *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->own))));
  Register *data = g_new0 (Register, 1);

  data->exhibit = assay_subject_get_number (self->subject);
  data->subject = *text != '\0' ? g_steal_pointer (&text) : NULL;
  /* Not insensitive: it has the keyboard. */
  gtk_editable_set_editable (GTK_EDITABLE (self->own), FALSE);
  (void) start (self, _ ("Noting a known recording"), write_register, on_written, data);
}

static void
add_own (AssayKnownRow *self)
{
  self->own = adw_entry_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->own), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->own),
                                 _ ("This recording is known to be genuine, of (speaker, device)"));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->own), TRUE);
  gtk_widget_set_sensitive (self->own, FALSE);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), self->own);
}

static gboolean
read_register (AssayCase *acase,
               gpointer data,
               AssayProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  Register *self = data;

  self->known = assay_known_register_list (acase, cancellable, error);
  return self->known != NULL;
}

/* The subject of the exhibit at hand, and the others as rows. */
static void
show_register (AssayKnownRow *self, const GPtrArray *list)
{
  AssayCase *acase = assay_subject_get_case (self->subject);

  for (guint i = 0; i < list->len; i++)
    {
      const AssayKnown *known = list->pdata[i];
      AssayExhibit *exhibit = assay_case_get_exhibit (acase, known->exhibit);

      if (known->exhibit == assay_subject_get_number (self->subject))
        {
          self->known = *known->subject != '\0' ? g_strdup (known->subject) : NULL;
          gtk_editable_set_text (GTK_EDITABLE (self->own), known->subject);
        }
      else if (exhibit != NULL && assay_exhibit_get_state (exhibit) != ASSAY_CUSTODY_ERASED)
        add_known (self, exhibit, known->subject);
    }
  choose_usual (self);
  /* The button appears with the first change by the person. */
  g_signal_connect_swapped (self->own, "apply", G_CALLBACK (on_apply), self);
  gtk_widget_set_sensitive (self->own, is_writable (self));
}

static void
on_read (GObject *row, gpointer data, const GError *error)
{
  AssayKnownRow *self = ASSAY_KNOWN_ROW (row);

  self->reading = NULL;
  if (self->subject == NULL)
    return;
  self->read = error == NULL;
  if (error == NULL)
    show_register (self, ((const Register *) data)->known);
  blame (self, error);
}

static void
load (AssayKnownRow *self)
{
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self),
                                 _ ("Looking through the record of the case"));
  self->reading = start (self, _ ("Looking for known recordings"), read_register, on_read,
                         g_new0 (Register, 1));
}

gboolean
assay_known_row_fits (const AssayInputInfo *info, AssaySubject *subject)
{
  return strcmp (info->role, ASSAY_KNOWN_ROLE) == 0 && info->most != 1 && subject != NULL
         && assay_subject_get_case (subject) != NULL;
}

GtkWidget *
assay_known_row_new (const AssayInputInfo *info, AssaySubject *subject)
{
  AssayKnownRow *self = g_object_new (ASSAY_TYPE_KNOWN_ROW, NULL);
  const char *title = g_dgettext (NULL, info->title);

  self->subject = g_object_ref (subject);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  add_own (self);
  load (self);
  return GTK_WIDGET (self);
}

gboolean
assay_known_row_check (AssayKnownRow *self, GError **error)
{
  if (!self->read)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                         self->reading != NULL
                             ? _ ("The record of the case is still looked through for known "
                                  "recordings. Try again in a moment.")
                             : _ ("The known recordings of the case could not be read. “Reset” "
                                  "tries again."));
  return self->read;
}

char *
assay_known_row_get_text (AssayKnownRow *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->checks->len; i++)
    if (gtk_check_button_get_active (self->checks->pdata[i]))
      g_string_append_printf (
          text, "%s%u", text->len > 0 ? "\n" : "",
          GPOINTER_TO_UINT (g_object_get_data (self->checks->pdata[i], NUMBER)));
  return g_string_free (text, FALSE);
}

void
assay_known_row_reset (AssayKnownRow *self)
{
  choose_usual (self);
  if (self->read)
    blame (self, NULL);
  else if (self->reading == NULL)
    load (self);
}

/* Nobody will see what is found. */
static void
assay_known_row_unroot (GtkWidget *widget)
{
  AssayKnownRow *self = ASSAY_KNOWN_ROW (widget);

  if (self->reading != NULL)
    assay_job_cancel (self->reading);
  GTK_WIDGET_CLASS (assay_known_row_parent_class)->unroot (widget);
}

static void
assay_known_row_dispose (GObject *object)
{
  AssayKnownRow *self = ASSAY_KNOWN_ROW (object);

  g_clear_object (&self->subject);
  G_OBJECT_CLASS (assay_known_row_parent_class)->dispose (object);
}

static void
assay_known_row_finalize (GObject *object)
{
  g_ptr_array_unref (ASSAY_KNOWN_ROW (object)->checks);
  g_free (ASSAY_KNOWN_ROW (object)->known);
  G_OBJECT_CLASS (assay_known_row_parent_class)->finalize (object);
}

static void
assay_known_row_class_init (AssayKnownRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = assay_known_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = assay_known_row_finalize;
  GTK_WIDGET_CLASS (klass)->unroot = assay_known_row_unroot;
}

static void
assay_known_row_init (AssayKnownRow *self)
{
  self->checks = g_ptr_array_new ();
}
