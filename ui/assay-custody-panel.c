/* assay-custody-panel.c: see the header. */
#include "assay-custody-panel.h"

#include "config.h"

#include <glib/gi18n.h>

#include "assay-fact-row.h"
#include "assay-table-view.h"
#include "assay-words.h"
#include "base/assay-json.h"
#include "case/assay-event-words.h"
#include "case/assay-retention.h"

/* Deepest nesting of an entry that is printed for people. */
#define ENTRY_DEPTH 32

struct _AssayCustodyPanel
{
  AssayPanel parent_instance;

  AssayFactRow *state;
  AssayFactRow *verified;
  AssayFactRow *taken_in;
  AssayFactRow *retention;
  AssayFactRow *source;
  AssayFactRow *note;
  AssayFactRow *size;
  AssayFactRow *sha256;
  AssayFactRow *sha512;
  AssayFactRow *sha1;
  AssayFactRow *md5;
  GtkCheckButton *whole_case;
  AssayTableView *ledger;
  GtkWidget *entry_part;
  AssayFactRow *entry_kind;
  AssayFactRow *entry_actor;
  AssayFactRow *entry_hash;
  GtkLabel *entry;

  GCancellable *cancellable;
  GPtrArray *bodies; /* canonical JSON by row of the table */
  GSignalGroup *exhibit_signals;
};

G_DEFINE_FINAL_TYPE (AssayCustodyPanel, assay_custody_panel, ASSAY_TYPE_PANEL)

/* What is read of the ledger in a thread. */
typedef struct
{
  AssayTableBuilder *builder;
  AssayTable *table;
  GPtrArray *bodies;
  guint exhibit; /* 0: all entries */
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_pointer (&reading->table, assay_table_unref);
  g_clear_pointer (&reading->bodies, g_ptr_array_unref);
  g_free (reading);
}

/* Time of an entry as ms; entries carry RFC 3339 text. */
static gint64
time_of (const char *text)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

  return time != NULL ? g_date_time_to_unix (time) * 1000 : G_MININT64;
}

static gboolean
add_entry (const AssayLedgerEntry *entry, gpointer data)
{
  Reading *reading = data;
  gint64 time = time_of (entry->time);

  if (reading->exhibit != 0 && entry->exhibit != reading->exhibit)
    return TRUE;
  assay_table_builder_int (reading->builder, entry->seq);
  assay_table_builder_text (reading->builder, assay_event_title (entry->event, entry->exhibit));
  if (time != G_MININT64)
    assay_table_builder_int (reading->builder, time);
  else
    assay_table_builder_empty (reading->builder);
  if (entry->exhibit != 0)
    assay_table_builder_int (reading->builder, entry->exhibit);
  else
    assay_table_builder_empty (reading->builder);
  assay_table_builder_text (reading->builder, entry->event);
  assay_table_builder_text (reading->builder, entry->actor);
  assay_table_builder_text (reading->builder, entry->hash);
  assay_table_builder_row (reading->builder, 0);
  g_ptr_array_add (reading->bodies, g_strdup (entry->body));
  return TRUE;
}

static void
read_ledger (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  static const AssayColumn columns[] = {
    { "entry", N_ ("Entry"), ASSAY_COLUMN_INT, "", 0 },
    { "event", N_ ("Event"), ASSAY_COLUMN_TERM, "", 0 },
    { "time", N_ ("Time"), ASSAY_COLUMN_TIME, "", 0 },
    { "exhibit", N_ ("Exhibit"), ASSAY_COLUMN_INT, "", 0 },
    { "kind", N_ ("Kind"), ASSAY_COLUMN_TEXT, "", 0 },
    { "actor", N_ ("By"), ASSAY_COLUMN_HEX, "", 0 },
    { "hash", N_ ("Hash of the entry"), ASSAY_COLUMN_HEX, "", 0 },
  };
  Reading *reading = data;
  GError *error = NULL;
  gboolean read;

  reading->builder
      = assay_table_builder_new ("record", N_ ("Record"), columns, G_N_ELEMENTS (columns));
  read = assay_case_foreach_entry (source, 1, 0, add_entry, reading, &error);
  reading->table = assay_table_builder_end (reading->builder);
  if (read)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_ledger_read (GObject *source, GAsyncResult *result, gpointer data)
{
  /* What stands in every row alike, or is for programs: it is shown of the selected entry. */
  static const char *const hidden[] = { "exhibit", "kind", "actor", "hash", NULL };
  g_autoptr (AssayCustodyPanel) self = data;
  g_autoptr (GError) error = NULL;
  Reading *reading = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        assay_panel_show_error (ASSAY_PANEL (self), error);
      return;
    }
  g_clear_pointer (&self->bodies, g_ptr_array_unref);
  self->bodies = g_steal_pointer (&reading->bodies);
  assay_table_view_set_table (self->ledger, reading->table,
                              reading->exhibit != 0 ? hidden : hidden + 1);
  gtk_widget_set_visible (self->entry_part, FALSE);
  assay_panel_show_content (ASSAY_PANEL (self));
}

static void
load_ledger (AssayCustodyPanel *self)
{
  AssaySubject *subject = assay_panel_get_subject (ASSAY_PANEL (self));
  Reading *reading = g_new0 (Reading, 1);
  g_autoptr (GTask) task = NULL;

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  reading->bodies = g_ptr_array_new_with_free_func (g_free);
  reading->exhibit
      = gtk_check_button_get_active (self->whole_case) ? 0 : assay_subject_get_number (subject);
  task = g_task_new (assay_subject_get_case (subject), self->cancellable, on_ledger_read,
                     g_object_ref (self));
  g_task_set_task_data (task, reading, reading_free);
  g_task_run_in_thread (task, read_ledger);
}

static void
on_whole_case (AssayCustodyPanel *self)
{
  if (assay_panel_get_subject (ASSAY_PANEL (self)) != NULL)
    load_ledger (self);
}

static void
show_cell (AssayCustodyPanel *self, AssayFactRow *fact, int row, const char *column)
{
  AssayTable *table = assay_table_view_get_table (self->ledger);
  const int index = table != NULL ? assay_table_find_column (table, column) : -1;

  if (index >= 0)
    assay_fact_row_set_value (fact, assay_table_get_text (table, (guint) row, (guint) index));
}

static void
on_entry_selected (AssayCustodyPanel *self, int row)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *pretty = NULL;
  const char *body;

  gtk_widget_set_visible (self->entry_part, row >= 0);
  if (row < 0 || self->bodies == NULL || (guint) row >= self->bodies->len)
    return;
  show_cell (self, self->entry_kind, row, "kind");
  show_cell (self, self->entry_actor, row, "actor");
  show_cell (self, self->entry_hash, row, "hash");
  body = g_ptr_array_index (self->bodies, (guint) row);
  node = assay_json_parse (body, -1, ENTRY_DEPTH, NULL);
  if (node != NULL)
    pretty = assay_json_text (node, ASSAY_JSON_PRETTY);
  gtk_label_set_label (self->entry, pretty != NULL ? pretty : body);
}

static void
set_time (AssayFactRow *row, gint64 unix_ms)
{
  g_autofree char *text = unix_ms > 0 ? assay_words_show_moment (unix_ms) : g_strdup ("");

  assay_fact_row_set_value (row, text);
}

/* Until when the evidence may be kept; that the day is over stands beside it. */
static void
show_retention (AssayCustodyPanel *self, AssayCase *acase)
{
  g_autofree char *day = assay_case_get_retention (acase);
  g_autofree char *over = g_strdup_printf (_ ("%s: the period is over"), day);

  if (day[0] == '\0')
    assay_fact_row_set_value (self->retention, _ ("No period is set"));
  else
    assay_fact_row_set_value (
        self->retention, assay_case_is_overdue (acase, g_get_real_time () / 1000) ? over : day);
}

/* "Deleted" alone would say that the bytes are gone, which they are not while a twin holds them. */
static void
show_state (AssayCustodyPanel *self, AssayCase *acase, AssayExhibit *exhibit)
{
  AssayCustodyState state = assay_exhibit_get_state (exhibit);
  guint number = assay_exhibit_get_number (exhibit);
  guint same = assay_case_find_same (acase, number);
  g_autofree char *kept
      = g_strdup_printf (_ ("Given up; the bytes are kept, because exhibit %u has the same"), same);
  const char *words = assay_words_custody (state);

  if (state == ASSAY_CUSTODY_ERASED && same != 0)
    words = kept;
  else if (state == ASSAY_CUSTODY_ERASED && assay_case_keeps_bytes (acase, number))
    words = _ ("Given up; the bytes are kept, because the result of a run has the same");
  assay_fact_row_set_value (self->state, words);
}

static void
show_facts (AssayCustodyPanel *self)
{
  AssaySubject *subject = assay_panel_get_subject (ASSAY_PANEL (self));
  AssayExhibit *exhibit = subject != NULL ? assay_subject_get_exhibit (subject) : NULL;
  g_autofree char *size = NULL;

  if (exhibit == NULL)
    return;
  size = assay_words_size_exact (assay_exhibit_get_size (exhibit));
  show_state (self, assay_subject_get_case (subject), exhibit);
  set_time (self->verified, assay_exhibit_get_verified (exhibit));
  set_time (self->taken_in, assay_exhibit_get_taken_in (exhibit));
  show_retention (self, assay_subject_get_case (subject));
  assay_fact_row_set_value (self->source, assay_exhibit_get_source (exhibit));
  assay_fact_row_set_value (self->note, assay_exhibit_get_note (exhibit));
  assay_fact_row_set_value (self->size, size);
  assay_fact_row_set_value (self->sha256, assay_exhibit_get_sha256 (exhibit));
  assay_fact_row_set_value (self->sha512, assay_exhibit_get_sha512 (exhibit));
  assay_fact_row_set_value (self->sha1, assay_exhibit_get_sha1 (exhibit));
  assay_fact_row_set_value (self->md5, assay_exhibit_get_md5 (exhibit));
}

/* A verification or a run has changed the exhibit, so the record has grown too. */
static void
on_exhibit_changed (AssayCustodyPanel *self)
{
  show_facts (self);
  load_ledger (self);
}

static void
assay_custody_panel_set_subject (AssayPanel *panel, AssaySubject *subject)
{
  AssayCustodyPanel *self = ASSAY_CUSTODY_PANEL (panel);

  g_signal_group_set_target (self->exhibit_signals, NULL);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (subject == NULL)
    return;
  if (assay_subject_get_exhibit (subject) == NULL)
    {
      assay_panel_show_empty (panel, assay_panel_get_icon_name (panel),
                              _ ("A quick check keeps no record"),
                              _ ("Keep the file as a case to have its fingerprints recorded and "
                                 "everything that is done with it signed."));
      return;
    }
  g_signal_group_set_target (self->exhibit_signals, assay_subject_get_exhibit (subject));
  assay_panel_show_working (panel, NULL);
  show_facts (self);
  load_ledger (self);
}

static void
assay_custody_panel_dispose (GObject *object)
{
  AssayCustodyPanel *self = ASSAY_CUSTODY_PANEL (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->exhibit_signals);
  g_clear_pointer (&self->bodies, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_CUSTODY_PANEL);
  G_OBJECT_CLASS (assay_custody_panel_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AssayCustodyPanel, state);
  gtk_widget_class_bind_template_child (widget_class, AssayCustodyPanel, verified);
  gtk_widget_class_bind_template_child (widget_class, AssayCustodyPanel, taken_in);
  gtk_widget_class_bind_template_child (widget_class, AssayCustodyPanel, retention);
  gtk_widget_class_bind_template_child (widget_class, AssayCustodyPanel, source);
  gtk_widget_class_bind_template_child (widget_class, AssayCustodyPanel, note);
  gtk_widget_class_bind_template_child (widget_class, AssayCustodyPanel, size);
  gtk_widget_class_bind_template_child (widget_class, AssayCustodyPanel, sha256);
  gtk_widget_class_bind_template_child (widget_class, AssayCustodyPanel, sha512);
  gtk_widget_class_bind_template_child (widget_class, AssayCustodyPanel, sha1);
  gtk_widget_class_bind_template_child (widget_class, AssayCustodyPanel, md5);
  gtk_widget_class_bind_template_child (widget_class, AssayCustodyPanel, whole_case);
  gtk_widget_class_bind_template_child (widget_class, AssayCustodyPanel, ledger);
  gtk_widget_class_bind_template_child (widget_class, AssayCustodyPanel, entry_part);
  gtk_widget_class_bind_template_child (widget_class, AssayCustodyPanel, entry_kind);
  gtk_widget_class_bind_template_child (widget_class, AssayCustodyPanel, entry_actor);
  gtk_widget_class_bind_template_child (widget_class, AssayCustodyPanel, entry_hash);
  gtk_widget_class_bind_template_child (widget_class, AssayCustodyPanel, entry);
}

static void
assay_custody_panel_class_init (AssayCustodyPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ASSAY_TYPE_TABLE_VIEW);
  g_type_ensure (ASSAY_TYPE_FACT_ROW);
  G_OBJECT_CLASS (klass)->dispose = assay_custody_panel_dispose;
  ASSAY_PANEL_CLASS (klass)->set_subject = assay_custody_panel_set_subject;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-custody-panel.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_whole_case);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_selected);
}

static void
assay_custody_panel_init (AssayCustodyPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  assay_table_view_set_embedded (self->ledger, TRUE);
  self->exhibit_signals = g_signal_group_new (ASSAY_TYPE_EXHIBIT);
  g_signal_group_connect_swapped (self->exhibit_signals, "notify", G_CALLBACK (on_exhibit_changed),
                                  self);
}
