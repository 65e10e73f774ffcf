/* assay-known-row.c: see the header. Made in C, as all rows of parameters are. */
#include "assay-known-row.h"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/assay-text.h"
#include "case/assay-known-register.h"

#define NUMBER "assay-exhibit"

struct _AssayKnownRow
{
  AdwExpanderRow parent_instance;

  AssaySubject *subject;
  GtkWidget *own;    /* entry row, borrowed: of whom or what the exhibit at hand is */
  GPtrArray *checks; /* GtkCheckButton, borrowed: one for each other known recording */
};

G_DEFINE_FINAL_TYPE (AssayKnownRow, assay_known_row, ADW_TYPE_EXPANDER_ROW)

static void
show_count (AssayKnownRow *self)
{
  guint n = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < self->checks->len; i++)
    n += gtk_check_button_get_active (self->checks->pdata[i]) ? 1 : 0;
  if (self->checks->len == 0)
    text = g_strdup (_ ("No other one is noted in the case"));
  else
    text = g_strdup_printf (_ ("%u of %u"), n, self->checks->len);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), text);
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
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data (G_OBJECT (check), NUMBER, GUINT_TO_POINTER (number));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (show_count), self);
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

/* A name makes the exhibit a known recording, none takes it back. */
static void
on_apply (AssayKnownRow *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->own))));
  g_autoptr (GError) error = NULL;

  assay_known_register_set (assay_subject_get_case (self->subject),
                            assay_subject_get_number (self->subject), *text != '\0' ? text : NULL,
                            &error);
  blame (self, error);
}

static void
add_own (AssayKnownRow *self)
{
  AssayCase *acase = assay_subject_get_case (self->subject);

  self->own = adw_entry_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->own), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->own),
                                 _ ("This recording is known to be genuine, of (speaker, device)"));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->own), TRUE);
  gtk_widget_set_sensitive (self->own, assay_case_get_mode (acase) == ASSAY_CASE_WRITE);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), self->own);
}

/* Reads the register: the subject of the exhibit at hand, and the others as rows. */
static void
load (AssayKnownRow *self)
{
  AssayCase *acase = assay_subject_get_case (self->subject);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = assay_known_register_list (acase, &error);

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const AssayKnown *known = list->pdata[i];
      AssayExhibit *exhibit = assay_case_get_exhibit (acase, known->exhibit);

      if (known->exhibit == assay_subject_get_number (self->subject))
        gtk_editable_set_text (GTK_EDITABLE (self->own), known->subject);
      else if (exhibit != NULL && assay_exhibit_get_state (exhibit) != ASSAY_CUSTODY_ERASED)
        add_known (self, exhibit, known->subject);
    }
  blame (self, error);
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
  /* The button appears with the first change by the person. */
  g_signal_connect_swapped (self->own, "apply", G_CALLBACK (on_apply), self);
  return GTK_WIDGET (self);
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
  for (guint i = 0; i < self->checks->len; i++)
    gtk_check_button_set_active (self->checks->pdata[i], TRUE);
  blame (self, NULL);
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
  G_OBJECT_CLASS (assay_known_row_parent_class)->finalize (object);
}

static void
assay_known_row_class_init (AssayKnownRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = assay_known_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = assay_known_row_finalize;
}

static void
assay_known_row_init (AssayKnownRow *self)
{
  self->checks = g_ptr_array_new ();
}
