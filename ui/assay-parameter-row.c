/* assay-parameter-row.c: see the header. One small record behind each row says how to read and
 * reset it. */
#include "assay-parameter-row.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "assay-choice-factory.h"
#include "assay-file-choosers.h"
#include "assay-number-button.h"
#include "assay-region-row.h"
#include "assay-row-parts.h"
#include "assay-secret-row.h"
#include "assay-set-row.h"
#include "base/assay-text.h"
#include "model/assay-catalogue.h"

#define RECORD "assay-parameter-record"

typedef struct
{
  const AssayParameterInfo *info; /* NULL for inputs and outputs */
  char *subtitle;
  char *fallback;
  GtkWidget *control; /* switch, spin button, combo row, entry row */
  GtkWidget *label;   /* files: shows the choice */
  GPtrArray *values;  /* combo rows: text of each choice */
  char *path;         /* files */
  AssayParameterType type;
  gboolean several;
  gboolean save;
  AssayParameterChanged changed;
  gpointer user_data;
} Record;

static void
record_free (gpointer data)
{
  Record *record = data;

  g_free (record->subtitle);
  g_free (record->fallback);
  g_free (record->path);
  g_clear_pointer (&record->values, g_ptr_array_unref);
  g_free (record);
}

static Record *
record_of (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), RECORD);
}

static void
on_changed (GtkWidget *row)
{
  Record *record = record_of (row);

  assay_parameter_row_set_error (row, NULL);
  if (record->changed != NULL)
    record->changed (record->user_data);
}

static void
add_control (GtkWidget *control, GtkWidget *row)
{
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  /* This also makes the row's title the control's name; one more would come on top of it. */
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
}

static GtkWidget *
make_switch_row (Record *record)
{
  GtkWidget *row = adw_action_row_new ();

  record->control = gtk_switch_new ();
  add_control (record->control, row);
  g_signal_connect_swapped (record->control, "notify::active", G_CALLBACK (on_changed), row);
  return row;
}

static GtkWidget *
make_number_row (Record *record)
{
  const AssayParameterInfo *info = record->info;
  GtkWidget *row = adw_action_row_new ();
  gboolean bounded = info->minimum < info->maximum;
  double low = bounded ? info->minimum : -1e15;
  double high = bounded ? info->maximum : 1e15;
  gboolean whole = info->type == ASSAY_PARAMETER_INT;
  double step = info->step > 0.0 ? info->step : whole ? 1.0 : pow (10.0, -(double) info->digits);

  record->control = assay_number_button_new (low, high, step, whole ? 0 : info->digits);
  add_control (record->control, row);
  g_signal_connect_swapped (record->control, "value-changed", G_CALLBACK (on_changed), row);
  return row;
}

/* A combo row over @words; record->values has the text form of each. */
static GtkWidget *
make_combo_row (Record *record, GPtrArray *words)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) list = NULL;

  g_ptr_array_add (words, NULL);
  list = gtk_string_list_new ((const char *const *) words->pdata);
  assay_choice_factory_install (ADW_COMBO_ROW (row));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (list));
  record->control = row;
  g_signal_connect_swapped (row, "notify::selected", G_CALLBACK (on_changed), row);
  return row;
}

static GtkWidget *
make_choice_row (Record *record)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  record->values = g_ptr_array_new_with_free_func (g_free);
  for (const AssayChoice *choice = record->info->choices; choice != NULL && choice->id != NULL;
       choice++)
    {
      g_ptr_array_add (record->values, g_strdup (choice->id));
      g_ptr_array_add (words, (gpointer) (gsize) assay_text_translate (choice->title));
    }
  return make_combo_row (record, words);
}

static GtkWidget *
make_exhibit_row (Record *record, AssaySubject *subject)
{
  AssayCase *acase = subject != NULL ? assay_subject_get_case (subject) : NULL;
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  guint n = acase != NULL ? assay_case_get_n_exhibits (acase) : 0;

  record->values = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (record->values, g_strdup (""));
  g_ptr_array_add (words, g_strdup (_ ("None")));
  for (guint i = 1; i <= n; i++)
    {
      AssayExhibit *exhibit = assay_case_get_exhibit (acase, i);

      if (exhibit == NULL || i == assay_subject_get_number (subject))
        continue;
      g_ptr_array_add (record->values, g_strdup_printf ("%u", i));
      g_ptr_array_add (words, g_strdup_printf ("%u · %s", i, assay_exhibit_get_name (exhibit)));
    }
  return make_combo_row (record, words);
}

static GtkWidget *
make_entry_row (Record *record, AssaySubject *subject)
{
  gboolean set = record->type == ASSAY_PARAMETER_TEXT && record->info->choices != NULL;
  GtkWidget *row = record->type == ASSAY_PARAMETER_SECRET   ? assay_secret_row_new ()
                   : record->type == ASSAY_PARAMETER_REGION ? assay_region_row_new (subject)
                   : set ? assay_set_row_new (record->info->choices)
                         : adw_entry_row_new ();

  record->control = row;
  g_signal_connect_swapped (row, "changed", G_CALLBACK (on_changed), row);
  return row;
}

/* What stands where no file is chosen. */
static const char *
nothing (const Record *record)
{
  /* "None" would contradict the files that the last run has made. */
  if (record->save)
    return _ ("Not chosen");
  return record->info != NULL && record->info->empty != NULL
             ? assay_text_translate (record->info->empty)
             : _ ("None");
}

static void
show_path (GtkWidget *row)
{
  Record *record = record_of (row);
  g_autofree char *name = NULL;
  g_autofree char *visible = NULL;

  if (record->path != NULL && *record->path != '\0')
    {
      name = g_path_get_basename (record->path);
      visible = assay_text_visible (name, -1);
    }
  gtk_label_set_label (GTK_LABEL (record->label), visible != NULL ? visible : nothing (record));
  gtk_widget_set_tooltip_text (record->label, visible);
}

static void
on_path_chosen (GListModel *files, gpointer data)
{
  GtkWidget *row = data;
  Record *record = record_of (row);
  GString *paths = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      if (g_file_peek_path (file) != NULL)
        g_string_append_printf (paths, "%s%s", paths->len > 0 ? "\n" : "", g_file_peek_path (file));
    }
  g_free (record->path);
  record->path = g_string_free (paths, FALSE);
  show_path (row);
  on_changed (row);
}

static void
on_choose (GtkWidget *row)
{
  Record *record = record_of (row);
  GtkRoot *root = gtk_widget_get_root (row);
  GtkWindow *window = GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));

  if (record->save)
    assay_choose_file_to_save (window, title, record->fallback, on_path_chosen, G_OBJECT (row));
  else if (record->type == ASSAY_PARAMETER_FOLDER)
    assay_choose_folder (window, title, on_path_chosen, G_OBJECT (row));
  else
    assay_choose_files_to_open (window, title, record->several, on_path_chosen, G_OBJECT (row));
}

static GtkWidget *
make_file_row (Record *record, const char *title)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_label (_ ("Choose…"));
  g_autofree char *name = g_strdup_printf (_ ("Choose: %s"), title);

  record->label = gtk_label_new (nothing (record));
  gtk_label_set_ellipsize (GTK_LABEL (record->label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (record->label), 18);
  gtk_widget_add_css_class (record->label, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), record->label);
  add_control (button, row);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_choose), row);
  return row;
}

/* "0.1 to 10 Hz" under the title of a number, the unit alone when it has no range; with the meaning
 * of 0 where that is none of an amount. */
static char *
make_subtitle (const AssayParameterInfo *info)
{
  g_autofree char *range = NULL;
  const char *unit = assay_unit_words (info->unit, ASSAY_UNIT_MANY);
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;

  if (info->type == ASSAY_PARAMETER_REGION)
    return g_strdup (_ ("start-end in seconds, @time:x,y,width,height"));
  if ((info->type != ASSAY_PARAMETER_INT && info->type != ASSAY_PARAMETER_REAL)
      || !(info->minimum < info->maximum))
    return g_strdup (unit);
  low = assay_number_words (info->minimum, info->digits);
  high = assay_number_words (info->maximum, info->digits);
  /* Translators: a range with its unit, "0.1 to 10 Hz" */
  range = g_strchomp (g_strdup_printf (_ ("%s to %s %s"), low, high, unit));
  if (info->empty == NULL)
    return g_steal_pointer (&range);
  /* Translators: a range, and what the number 0 stands for: "0 to 64 · 0: mean of all" */
  return g_strdup_printf (_ ("%s · 0: %s"), range, assay_text_translate (info->empty));
}

/* Puts title, subtitle and help on @row and takes @record. */
static GtkWidget *
finish (GtkWidget *row, Record *record, const char *title, const char *help)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (ADW_IS_EXPANDER_ROW (row)) /* libadwaita names only the row inside of it */
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  if (ADW_IS_ACTION_ROW (row) && record->subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), record->subtitle);
  if (help != NULL && *help != '\0' && ADW_IS_ACTION_ROW (row))
    adw_action_row_add_prefix (ADW_ACTION_ROW (row), assay_row_help_button (title, help));
  else if (help != NULL && *help != '\0' && ADW_IS_ENTRY_ROW (row))
    adw_entry_row_add_prefix (ADW_ENTRY_ROW (row), assay_row_help_button (title, help));
  else if (help != NULL && *help != '\0' && ADW_IS_EXPANDER_ROW (row))
    adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row), assay_row_help_button (title, help));
  g_object_set_data_full (G_OBJECT (row), RECORD, record, record_free);
  assay_row_name_parts (row);
  assay_parameter_row_reset (row);
  return row;
}

static GtkWidget *
make_row (Record *record, AssaySubject *subject, const char *title)
{
  switch (record->type)
    {
    case ASSAY_PARAMETER_BOOL:
      return make_switch_row (record);
    case ASSAY_PARAMETER_INT:
    case ASSAY_PARAMETER_REAL:
      return make_number_row (record);
    case ASSAY_PARAMETER_CHOICE:
      return make_choice_row (record);
    case ASSAY_PARAMETER_TEXT:
    case ASSAY_PARAMETER_SECRET:
    case ASSAY_PARAMETER_REGION:
      return make_entry_row (record, subject);
    case ASSAY_PARAMETER_FILE:
    case ASSAY_PARAMETER_FOLDER:
      return make_file_row (record, title);
    case ASSAY_PARAMETER_EXHIBIT:
      return make_exhibit_row (record, subject);
    }
  g_assert_not_reached ();
}

GtkWidget *
assay_parameter_row_new (const AssayParameterInfo *info,
                         AssaySubject *subject,
                         AssayParameterChanged changed,
                         gpointer user_data)
{
  Record *record = g_new0 (Record, 1);
  GtkWidget *row;

  record->info = info;
  record->type = info->type;
  record->fallback = g_strdup (info->fallback != NULL ? info->fallback : "");
  record->subtitle = make_subtitle (info);
  row = finish (make_row (record, subject, assay_text_translate (info->title)), record,
                assay_text_translate (info->title), assay_text_translate (info->help));
  record->changed = changed;
  record->user_data = user_data;
  return row;
}

GtkWidget *
assay_parameter_row_new_input (const AssayInputInfo *info,
                               AssaySubject *subject,
                               AssayParameterChanged changed,
                               gpointer user_data)
{
  Record *record = g_new0 (Record, 1);
  gboolean in_case = subject != NULL && assay_subject_get_case (subject) != NULL;
  GtkWidget *row;

  record->type = in_case ? ASSAY_PARAMETER_EXHIBIT : ASSAY_PARAMETER_FILE;
  record->several = info->most != 1;
  record->fallback = g_strdup ("");
  record->subtitle = g_strdup (info->least == 0 ? _ ("May be left out") : "");
  row = finish (make_row (record, subject, assay_text_translate (info->title)), record,
                assay_text_translate (info->title), NULL);
  record->changed = changed;
  record->user_data = user_data;
  return row;
}

GtkWidget *
assay_parameter_row_new_output (const AssayOutputInfo *info,
                                AssaySubject *subject,
                                AssayParameterChanged changed,
                                gpointer user_data)
{
  Record *record = g_new0 (Record, 1);
  gboolean in_case = subject != NULL && assay_subject_get_case (subject) != NULL;
  GtkWidget *row;

  record->type = ASSAY_PARAMETER_FILE;
  record->save = TRUE;
  record->fallback = g_strconcat (info->role, info->extension != NULL ? "." : "",
                                  info->extension != NULL ? info->extension : "", NULL);
  record->subtitle = g_strdup (info->optional ? _ ("Made only when a place is given")
                               : in_case      ? _ ("Kept in the case when no place is given")
                                              : "");
  row = finish (make_file_row (record, assay_text_translate (info->title)), record,
                assay_text_translate (info->title), NULL);
  record->changed = changed;
  record->user_data = user_data;
  return row;
}

char *
assay_parameter_row_get_text (GtkWidget *row)
{
  Record *record = record_of (row);

  switch (record->type)
    {
    case ASSAY_PARAMETER_BOOL:
      return g_strdup (gtk_switch_get_active (GTK_SWITCH (record->control)) ? "true" : "false");
    case ASSAY_PARAMETER_INT:
    case ASSAY_PARAMETER_REAL:
      gtk_spin_button_update (GTK_SPIN_BUTTON (record->control));
      return assay_number_text (gtk_spin_button_get_value (GTK_SPIN_BUTTON (record->control)),
                                record->type == ASSAY_PARAMETER_INT ? 0 : record->info->digits);
    case ASSAY_PARAMETER_CHOICE:
    case ASSAY_PARAMETER_EXHIBIT:
      {
        guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (record->control));

        return g_strdup (selected < record->values->len ? record->values->pdata[selected] : "");
      }
    case ASSAY_PARAMETER_TEXT:
    case ASSAY_PARAMETER_SECRET:
    case ASSAY_PARAMETER_REGION:
      if (ASSAY_IS_SET_ROW (record->control))
        return assay_set_row_get_text (ASSAY_SET_ROW (record->control));
      return g_strdup (gtk_editable_get_text (GTK_EDITABLE (record->control)));
    case ASSAY_PARAMETER_FILE:
    case ASSAY_PARAMETER_FOLDER:
      return g_strdup (record->path != NULL ? record->path : "");
    }
  return g_strdup ("");
}

void
assay_parameter_row_set_text (GtkWidget *row, const char *text)
{
  Record *record = record_of (row);
  guint index;

  switch (record->type)
    {
    case ASSAY_PARAMETER_BOOL:
      gtk_switch_set_active (GTK_SWITCH (record->control), g_str_equal (text, "true"));
      break;
    case ASSAY_PARAMETER_INT:
    case ASSAY_PARAMETER_REAL:
      gtk_spin_button_set_value (GTK_SPIN_BUTTON (record->control), g_ascii_strtod (text, NULL));
      break;
    case ASSAY_PARAMETER_CHOICE:
    case ASSAY_PARAMETER_EXHIBIT:
      if (g_ptr_array_find_with_equal_func (record->values, text, g_str_equal, &index))
        adw_combo_row_set_selected (ADW_COMBO_ROW (record->control), index);
      break;
    case ASSAY_PARAMETER_TEXT:
    case ASSAY_PARAMETER_SECRET:
    case ASSAY_PARAMETER_REGION:
      if (ASSAY_IS_SET_ROW (record->control))
        assay_set_row_set_text (ASSAY_SET_ROW (record->control), text);
      else
        gtk_editable_set_text (GTK_EDITABLE (record->control), text);
      break;
    case ASSAY_PARAMETER_FILE:
    case ASSAY_PARAMETER_FOLDER:
      g_free (record->path);
      record->path = g_strdup (text);
      show_path (row);
      break;
    }
  assay_parameter_row_set_error (row, NULL);
}

void
assay_parameter_row_reset (GtkWidget *row)
{
  Record *record = record_of (row);

  if (record->values != NULL)
    adw_combo_row_set_selected (ADW_COMBO_ROW (record->control), 0);
  assay_parameter_row_set_text (row, record->save ? "" : record->fallback);
}

void
assay_parameter_row_set_error (GtkWidget *row, const char *message)
{
  Record *record = record_of (row);

  if (message != NULL)
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");
  if (ADW_IS_ACTION_ROW (row))
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                                 message != NULL ? message : record->subtitle);
  gtk_widget_set_tooltip_text (row, message);
}
