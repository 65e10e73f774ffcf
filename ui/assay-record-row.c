/* assay-record-row.c: see the header. Which settings there are is data of the tool. */
#include "assay-record-row.h"

#include "config.h"

#include <glib/gi18n.h>

#include "assay-fact-row.h"
#include "assay-words.h"
#include "base/assay-text.h"

struct _AssayRecordRow
{
  AdwExpanderRow parent_instance;

  GPtrArray *rows; /* borrowed: to take them out again */
};

G_DEFINE_FINAL_TYPE (AssayRecordRow, assay_record_row, ADW_TYPE_EXPANDER_ROW)

static void
assay_record_row_dispose (GObject *object)
{
  AssayRecordRow *self = ASSAY_RECORD_ROW (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (assay_record_row_parent_class)->dispose (object);
}

static void
assay_record_row_class_init (AssayRecordRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = assay_record_row_dispose;
}

static void
assay_record_row_init (AssayRecordRow *self)
{
  self->rows = g_ptr_array_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
}

static const char *
choice_title (const AssayParameterInfo *info, const char *id)
{
  for (const AssayChoice *at = info->choices; at != NULL && at->id != NULL; at++)
    {
      if (g_str_equal (at->id, id))
        return assay_text_translate (at->title);
    }
  return id;
}

/* The value of a setting in words; what a person typed is made visible. */
static char *
value_words (const AssayParameterInfo *info, const char *text)
{
  g_autofree char *visible = NULL;

  if (info->type == ASSAY_PARAMETER_BOOL)
    return g_strdup (g_str_equal (text, "true") ? _ ("Yes") : _ ("No"));
  if (info->type == ASSAY_PARAMETER_CHOICE)
    return g_strdup (choice_title (info, text));
  visible = assay_text_visible (text, -1);
  if (info->unit == NULL || *info->unit == '\0' || *text == '\0')
    return g_steal_pointer (&visible);
  return g_strjoin (" ", visible, assay_text_translate (info->unit), NULL);
}

static void
add_fact (AssayRecordRow *self, const char *title, const char *value)
{
  GtkWidget *row = g_object_new (ASSAY_TYPE_FACT_ROW, "title", title, NULL);

  assay_fact_row_set_value (ASSAY_FACT_ROW (row), value);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
add_settings (AssayRecordRow *self, const AssayRecordedRun *run)
{
  for (const AssayParameterInfo *at = run->info->parameters; at != NULL && at->name != NULL; at++)
    {
      const char *text = assay_recorded_run_get_setting (run, at->name);
      g_autofree char *words = NULL;

      if (text == NULL || *text == '\0')
        continue;
      words = value_words (at, text);
      add_fact (self, assay_text_translate (at->title), words);
    }
}

static void
add_inputs (AssayRecordRow *self, const AssayRecordedRun *run)
{
  for (guint i = 0; i < run->inputs->len; i++)
    {
      const AssayRecordedInput *input = &g_array_index (run->inputs, AssayRecordedInput, i);
      const AssayInputInfo *info = assay_tool_info_input (run->info, input->role);
      g_autofree char *value = g_strconcat ("SHA-256 ", input->sha256, NULL);

      add_fact (self, info != NULL ? assay_text_translate (info->title) : input->role, value);
    }
}

static void
add_lost (AssayRecordRow *self, const AssayRecordedRun *run)
{
  for (guint i = 0; run->lost[i] != NULL; i++)
    {
      g_autofree char *name = assay_text_visible (run->lost[i], -1);

      add_fact (self, _ ("No longer there, or changed since"), name);
    }
}

/* "22 Nov 2026, 13:40", and what of the run cannot be shown again. */
static char *
make_subtitle (const AssayRecordedRun *run, gboolean lacking)
{
  g_autofree char *when = assay_words_show_time (run->ended);

  if (!lacking)
    return g_steal_pointer (&when);
  return g_strjoin (" · ", when, _ ("pictures are not kept: run it again to see them"), NULL);
}

void
assay_record_row_set_run (AssayRecordRow *self, const AssayRecordedRun *run, gboolean lacking)
{
  g_autofree char *number = NULL;
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  gtk_widget_set_visible (GTK_WIDGET (self), run != NULL);
  if (run == NULL)
    return;
  number = g_strdup_printf ("%" G_GINT64_FORMAT, run->entry);
  title = g_strdup_printf (_ ("Entry %s of the ledger"), number);
  subtitle = make_subtitle (run, lacking);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  /* libadwaita names only the row inside of it */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  add_settings (self, run);
  add_inputs (self, run);
  add_lost (self, run);
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (self), self->rows->len > 0);
}
