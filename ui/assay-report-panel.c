/* assay-report-panel.c: see the header. Making and saving are in assay-report-job.c; here are the
 * choices and the preview. */
#include "assay-report-panel.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "assay-dialog.h"
#include "assay-examine-row.h"
#include "assay-file-choosers.h"
#include "assay-passphrase-dialog.h"
#include "assay-report-defaults.h"
#include "assay-report-job.h"
#include "assay-report-memory.h"
#include "assay-report-page.h"
#include "assay-report-sections.h"
#include "assay-row-parts.h"
#include "assay-saved-dialog.h"

/* Typing pauses this long before the preview is made anew, ms. */
#define SETTLE_MS 400

struct _AssayReportPanel
{
  AssayPanel parent_instance;

  GtkLabel *page_label;
  AssayExamineRow *examine;
  GtkScrolledWindow *scroller;
  AssayReportPage *page;
  AssayReportSections *sections;
  AdwPreferencesGroup *texts;
  GtkSwitch *thumbnails;
  GtkSwitch *blurred;
  GtkSwitch *redacted;
  GtkSwitch *anonymous;
  GtkWidget *scope_part;
  GtkToggleButton *only_this;
  AdwComboRow *paper;

  GtkWidget *text_rows[ASSAY_REPORT_N_TEXTS];
  AssayCase *acase; /* whose choices are shown; NULL in a quick check */
  gboolean filling; /* by the program, not the person */
  AssayReport *report;
  char *place; /* where it is to be saved */
  guint index;
  double zoom;
  guint settle;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (AssayReportPanel, assay_report_panel, ASSAY_TYPE_PANEL)

static void
show_page (AssayReportPanel *self)
{
  guint n = self->report != NULL ? assay_report_get_n_pages (self->report) : 0;
  g_autofree char *text = NULL;

  self->index = n > 0 ? MIN (self->index, n - 1) : 0;
  text = n > 0 ? g_strdup_printf (_ ("%u of %u"), self->index + 1, n) : g_strdup ("");
  gtk_label_set_label (self->page_label, text);
  assay_report_page_set_page (self->page, self->report, self->index);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "report.save", n > 0);
}

static void
step_page (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayReportPanel *self = ASSAY_REPORT_PANEL (widget);
  int to = (int) self->index + g_variant_get_int32 (parameter);
  guint n = self->report != NULL ? assay_report_get_n_pages (self->report) : 0;

  if (to < 0 || (guint) to >= n)
    return;
  self->index = (guint) to;
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0.0);
  show_page (self);
}

static void
zoom_page (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayReportPanel *self = ASSAY_REPORT_PANEL (widget);
  double width = 595.28;
  double height;

  if (self->report != NULL)
    assay_report_get_page_size (self->report, &width, &height);
  if (!(self->zoom > 0.0))
    self->zoom = gtk_widget_get_width (GTK_WIDGET (self->page)) / width;
  self->zoom = CLAMP (self->zoom * g_variant_get_double (parameter), 0.3, 6.0);
  assay_report_page_set_zoom (self->page, self->zoom);
}

/* The choices of the person as options of the report. */
static AssayReportOptions *
make_options (AssayReportPanel *self)
{
  AssayReportOptions *options = assay_report_options_new ();
  AssaySubject *subject = assay_panel_get_subject (ASSAY_PANEL (self));
  guint number = subject != NULL ? assay_subject_get_number (subject) : 0;

  assay_report_sections_apply (self->sections, options);
  for (guint i = 0; i < ASSAY_REPORT_N_TEXTS; i++)
    assay_report_options_set_text (options, (AssayReportText) i,
                                   gtk_editable_get_text (GTK_EDITABLE (self->text_rows[i])));
  assay_report_options_set_thumbnails (options, gtk_switch_get_active (self->thumbnails),
                                       gtk_switch_get_active (self->blurred));
  assay_report_options_set_redacted (options, gtk_switch_get_active (self->redacted));
  assay_report_options_set_anonymous (options, gtk_switch_get_active (self->redacted)
                                                   && gtk_switch_get_active (self->anonymous));
  assay_report_options_set_paper (options, adw_combo_row_get_selected (self->paper) == 1
                                               ? ASSAY_REPORT_LETTER
                                               : ASSAY_REPORT_A4);
  if (number != 0 && gtk_toggle_button_get_active (self->only_this))
    assay_report_options_set_exhibits (options, &number, 1);
  return options;
}

static void
on_made (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (AssayReportPanel) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayReport) report = assay_report_job_make_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || assay_panel_get_subject (ASSAY_PANEL (self)) != ASSAY_SUBJECT (source))
    return;
  if (report == NULL)
    {
      assay_panel_show_error (ASSAY_PANEL (self), error);
      return;
    }
  g_clear_pointer (&self->report, assay_report_unref);
  self->report = g_steal_pointer (&report);
  show_page (self);
  assay_panel_show_content (ASSAY_PANEL (self));
}

/* What was chosen a moment ago is kept also when the panel goes on to something else, or the window
 * is closed. */
static void
keep_choices (AssayReportPanel *self)
{
  g_autoptr (AssayReportOptions) options = NULL;

  if (self->settle == 0 || self->acase == NULL)
    return;
  options = make_options (self);
  assay_report_memory_keep (self->acase, options);
}

static void
stop_making (AssayReportPanel *self)
{
  keep_choices (self);
  g_clear_handle_id (&self->settle, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
make_report (AssayReportPanel *self)
{
  AssaySubject *subject = assay_panel_get_subject (ASSAY_PANEL (self));
  g_autoptr (AssayReportOptions) options = NULL;

  stop_making (self);
  if (subject == NULL)
    return;
  options = make_options (self);
  self->cancellable = g_cancellable_new ();
  assay_report_job_make_async (subject, options, self->cancellable, on_made, g_object_ref (self));
}

static gboolean
on_settled (gpointer data)
{
  AssayReportPanel *self = data;

  keep_choices (self);
  self->settle = 0;
  make_report (self);
  return G_SOURCE_REMOVE;
}

static void
on_changed (AssayReportPanel *self)
{
  if (self->filling)
    return;
  g_clear_handle_id (&self->settle, g_source_remove);
  if (assay_panel_get_subject (ASSAY_PANEL (self)) != NULL)
    self->settle = g_timeout_add (SETTLE_MS, on_settled, self);
}

static void on_saved (GObject *source, GAsyncResult *result, gpointer data);

static void
save_to_place (AssayReportPanel *self, const char *passphrase)
{
  AssaySubject *subject = assay_panel_get_subject (ASSAY_PANEL (self));

  if (self->report == NULL || subject == NULL)
    return;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "report.save", FALSE);
  assay_report_job_save_async (subject, self->report, self->place, passphrase, NULL, on_saved,
                               g_object_ref (self));
}

static void
on_passphrase (const char *passphrase, gpointer data)
{
  g_autoptr (AssayReportPanel) self = data;

  if (passphrase != NULL)
    save_to_place (self, passphrase);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (AssayReportPanel) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sha256 = NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "report.save", self->report != NULL);
  sha256 = assay_report_job_save_finish (result, &error);
  if (sha256 != NULL)
    {
      assay_saved_dialog_show (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, self->place,
                               sha256);
      return;
    }
  if (g_error_matches (error, ASSAY_REPORT_ERROR, ASSAY_REPORT_ERROR_KEY) && GTK_IS_WINDOW (root))
    {
      assay_passphrase_dialog_ask_for (GTK_WINDOW (root), _ ("The key for reports is locked"),
                                       error->message, on_passphrase, g_object_ref (self));
      return;
    }
  assay_dialog_tell (GTK_WINDOW (root), _ ("The report could not be saved"), error->message);
}

static void
on_place_chosen (GListModel *files, gpointer data)
{
  AssayReportPanel *self = data;
  g_autoptr (GFile) file = g_list_model_get_item (files, 0);

  if (g_file_peek_path (file) == NULL)
    return;
  g_free (self->place);
  self->place = g_strdup (g_file_peek_path (file));
  save_to_place (self, NULL);
}

static void
save_report (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayReportPanel *self = ASSAY_REPORT_PANEL (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autofree char *name = NULL;

  if (self->report == NULL)
    return;
  name = g_strconcat (assay_report_get_id (self->report), ".pdf", NULL);
  assay_choose_file_to_save (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, _ ("Save report"),
                             name, on_place_chosen, G_OBJECT (self));
}

static void
add_texts (AssayReportPanel *self)
{
  for (guint i = 0; i < ASSAY_REPORT_N_TEXTS; i++)
    {
      GtkWidget *row = adw_entry_row_new ();

      adw_preferences_row_set_title (
          ADW_PREFERENCES_ROW (row),
          g_dgettext (NULL, assay_report_text_title ((AssayReportText) i)));
      gtk_widget_set_tooltip_text (row,
                                   g_dgettext (NULL, assay_report_text_help ((AssayReportText) i)));
      adw_preferences_group_add (self->texts, row);
      g_signal_connect_swapped (row, "changed", G_CALLBACK (on_changed), self);
      self->text_rows[i] = row;
    }
}

static void
show_options (AssayReportPanel *self, const AssayReportOptions *options)
{
  gboolean blurred;

  self->filling = TRUE;
  gtk_switch_set_active (self->thumbnails, assay_report_options_get_thumbnails (options, &blurred));
  gtk_switch_set_active (self->blurred, blurred);
  gtk_switch_set_active (self->redacted, assay_report_options_get_redacted (options));
  gtk_switch_set_active (self->anonymous, assay_report_options_get_anonymous (options));
  adw_combo_row_set_selected (
      self->paper, assay_report_options_get_paper (options) == ASSAY_REPORT_LETTER ? 1 : 0);
  for (guint i = 0; i < ASSAY_REPORT_N_TEXTS; i++)
    gtk_editable_set_text (GTK_EDITABLE (self->text_rows[i]),
                           assay_report_options_get_text (options, (AssayReportText) i));
  assay_report_sections_show (self->sections, options);
  self->filling = FALSE;
}

/* What the preferences say, and over it what was chosen for this case before. */
static void
recall (AssayReportPanel *self, AssayCase *acase)
{
  g_autoptr (AssayReportOptions) options = NULL;

  if (g_set_object (&self->acase, acase))
    {
      options = assay_report_defaults_new ();
      if (acase != NULL)
        assay_report_memory_recall (acase, options);
      show_options (self, options);
    }
}

static void
assay_report_panel_set_subject (AssayPanel *panel, AssaySubject *subject)
{
  AssayReportPanel *self = ASSAY_REPORT_PANEL (panel);

  stop_making (self);
  g_clear_pointer (&self->report, assay_report_unref);
  self->index = 0;
  show_page (self);
  assay_examine_row_set_subject (self->examine, subject);
  if (subject == NULL)
    return;
  recall (self, assay_subject_get_case (subject));
  gtk_widget_set_visible (self->scope_part, self->acase != NULL);
  assay_panel_show_working (panel, NULL);
  make_report (self);
}

/* Runs and notes since the panel was last seen belong into the preview. */
static void
on_map (AssayReportPanel *self)
{
  if (self->report == NULL)
    return;
  assay_examine_row_set_subject (self->examine, assay_panel_get_subject (ASSAY_PANEL (self)));
  make_report (self);
}

static void
assay_report_panel_dispose (GObject *object)
{
  AssayReportPanel *self = ASSAY_REPORT_PANEL (object);

  stop_making (self);
  g_clear_pointer (&self->report, assay_report_unref);
  g_clear_object (&self->acase);
  g_clear_pointer (&self->place, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_REPORT_PANEL);
  G_OBJECT_CLASS (assay_report_panel_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AssayReportPanel, page_label);
  gtk_widget_class_bind_template_child (widget_class, AssayReportPanel, examine);
  gtk_widget_class_bind_template_child (widget_class, AssayReportPanel, scroller);
  gtk_widget_class_bind_template_child (widget_class, AssayReportPanel, page);
  gtk_widget_class_bind_template_child (widget_class, AssayReportPanel, sections);
  gtk_widget_class_bind_template_child (widget_class, AssayReportPanel, texts);
  gtk_widget_class_bind_template_child (widget_class, AssayReportPanel, thumbnails);
  gtk_widget_class_bind_template_child (widget_class, AssayReportPanel, blurred);
  gtk_widget_class_bind_template_child (widget_class, AssayReportPanel, redacted);
  gtk_widget_class_bind_template_child (widget_class, AssayReportPanel, anonymous);
  gtk_widget_class_bind_template_child (widget_class, AssayReportPanel, scope_part);
  gtk_widget_class_bind_template_child (widget_class, AssayReportPanel, only_this);
  gtk_widget_class_bind_template_child (widget_class, AssayReportPanel, paper);
}

static void
assay_report_panel_class_init (AssayReportPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ASSAY_TYPE_EXAMINE_ROW);
  g_type_ensure (ASSAY_TYPE_REPORT_PAGE);
  g_type_ensure (ASSAY_TYPE_REPORT_SECTIONS);
  G_OBJECT_CLASS (klass)->dispose = assay_report_panel_dispose;
  ASSAY_PANEL_CLASS (klass)->set_subject = assay_report_panel_set_subject;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-report-panel.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_install_action (widget_class, "preview.step", "i", step_page);
  gtk_widget_class_install_action (widget_class, "preview.zoom", "d", zoom_page);
  gtk_widget_class_install_action (widget_class, "report.save", NULL, save_report);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Down, 0, "preview.step", "i", 1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Up, 0, "preview.step", "i", -1);
}

static void
assay_report_panel_init (AssayReportPanel *self)
{
  g_autoptr (AssayReportOptions) defaults = assay_report_defaults_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  add_texts (self);
  show_options (self, defaults);
  assay_row_name_parts (GTK_WIDGET (self->paper));
  g_signal_connect_swapped (self, "map", G_CALLBACK (on_map), self);
  g_signal_connect_swapped (self, "unmap", G_CALLBACK (keep_choices), self);
  show_page (self);
}
