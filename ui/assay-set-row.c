/* assay-set-row.c: see the header. Made in C, as all rows of parameters are. */
#include "assay-set-row.h"

#include "config.h"

#include <glib/gi18n.h>

struct _AssaySetRow
{
  AdwExpanderRow parent_instance;

  const AssayChoice *choices;
  GPtrArray *checks; /* GtkCheckButton, borrowed: one for each choice */
  gboolean setting;  /* several change as one */
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AssaySetRow, assay_set_row, ADW_TYPE_EXPANDER_ROW)

static gboolean
is_chosen (AssaySetRow *self, guint index)
{
  return gtk_check_button_get_active (self->checks->pdata[index]);
}

static guint
count_chosen (AssaySetRow *self)
{
  guint n = 0;

  for (guint i = 0; i < self->checks->len; i++)
    n += is_chosen (self, i) ? 1 : 0;
  return n;
}

static void
show_count (AssaySetRow *self)
{
  guint n = count_chosen (self);
  g_autofree char *text = NULL;

  if (n == self->checks->len)
    text = g_strdup (_ ("All"));
  else
    /* Translators: so many of so many are chosen. */
    text = g_strdup_printf (_ ("%u of %u"), n, self->checks->len);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), text);
}

static void
on_toggled (AssaySetRow *self)
{
  if (self->setting)
    return;
  show_count (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
add_choice (AssaySetRow *self, const AssayChoice *choice)
{
  const char *title = g_dgettext (NULL, choice->title);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (on_toggled), self);
  g_ptr_array_add (self->checks, check);
}

GtkWidget *
assay_set_row_new (const AssayChoice *choices)
{
  AssaySetRow *self = g_object_new (ASSAY_TYPE_SET_ROW, NULL);

  self->choices = choices;
  for (const AssayChoice *choice = choices; choice->id != NULL; choice++)
    add_choice (self, choice);
  show_count (self);
  return GTK_WIDGET (self);
}

char *
assay_set_row_get_text (AssaySetRow *self)
{
  GString *text = g_string_new (NULL);

  if (count_chosen (self) == self->checks->len)
    g_string_append (text, "all");
  else
    for (guint i = 0; i < self->checks->len; i++)
      if (is_chosen (self, i))
        g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "", self->choices[i].id);
  return g_string_free (text, FALSE);
}

void
assay_set_row_set_text (AssaySetRow *self, const char *text)
{
  gboolean all = g_str_equal (text, "all");
  g_auto (GStrv) names = g_strsplit (text, ",", -1);

  self->setting = TRUE;
  for (guint i = 0; i < self->checks->len; i++)
    gtk_check_button_set_active (
        self->checks->pdata[i],
        all || g_strv_contains ((const char *const *) names, self->choices[i].id));
  self->setting = FALSE;
  on_toggled (self);
}

static void
assay_set_row_finalize (GObject *object)
{
  AssaySetRow *self = ASSAY_SET_ROW (object);

  g_clear_pointer (&self->checks, g_ptr_array_unref);
  G_OBJECT_CLASS (assay_set_row_parent_class)->finalize (object);
}

static void
assay_set_row_class_init (AssaySetRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = assay_set_row_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
assay_set_row_init (AssaySetRow *self)
{
  self->checks = g_ptr_array_new ();
}
