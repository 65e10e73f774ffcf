/* assay-overview-panel.c: see the header. */
#include "assay-overview-panel.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "assay-answer-view.h"
#include "assay-fact-row.h"
#include "assay-words.h"

struct _AssayOverviewPanel
{
  AssayPanel parent_instance;

  AssayAnswerView *answer;
  AdwPreferencesGroup *others; /* shown where another examination found more than the check */
  AdwActionRow *others_row;
  GtkImage *others_icon;
  AdwPreferencesGroup *file_group;
  AdwPreferencesGroup *hash_group;
  AdwPreferencesGroup *intake_group;
  AssayFactRow *name;
  AssayFactRow *type;
  AssayFactRow *size;
  AssayFactRow *sha256;
  AssayFactRow *sha512;
  AssayFactRow *sha1;
  AssayFactRow *md5;
  AssayFactRow *taken_in;
  AssayFactRow *source;
  AssayFactRow *source_time;
  AssayFactRow *note;
  AssayFactRow *custody;

  GSignalGroup *signals; /* of the subject */
  GSignalGroup *exhibit; /* signals of it; without a target outside of a case */
  GCancellable *loading;
};

G_DEFINE_FINAL_TYPE (AssayOverviewPanel, assay_overview_panel, ASSAY_TYPE_PANEL)

static void
show_intake (AssayOverviewPanel *self, AssayExhibit *exhibit)
{
  gint64 mtime = assay_exhibit_get_source_mtime (exhibit);
  gint64 verified = assay_exhibit_get_verified (exhibit);
  g_autofree char *taken_in = assay_words_show_moment (assay_exhibit_get_taken_in (exhibit));
  g_autofree char *changed = mtime > 0 ? assay_words_show_moment (mtime) : g_strdup ("");
  const char *state = assay_words_custody (assay_exhibit_get_state (exhibit));
  g_autofree char *when = verified > 0 ? assay_words_show_moment (verified) : NULL;
  g_autofree char *custody = when ? g_strdup_printf ("%s · %s", state, when) : g_strdup (state);

  assay_fact_row_set_value (self->taken_in, taken_in);
  assay_fact_row_set_value (self->source, assay_exhibit_get_source (exhibit));
  assay_fact_row_set_value (self->source_time, changed);
  assay_fact_row_set_value (self->note, assay_exhibit_get_note (exhibit));
  assay_fact_row_set_value (self->custody, custody);
  assay_fact_row_set_value (self->sha512, assay_exhibit_get_sha512 (exhibit));
  assay_fact_row_set_value (self->sha1, assay_exhibit_get_sha1 (exhibit));
  assay_fact_row_set_value (self->md5, assay_exhibit_get_md5 (exhibit));
}

static void
show_facts (AssayOverviewPanel *self)
{
  AssaySubject *subject = assay_panel_get_subject (ASSAY_PANEL (self));
  AssayExhibit *exhibit = assay_subject_get_exhibit (subject);
  const char *mime = assay_subject_get_mime (subject);
  g_autofree char *size = assay_words_size_exact (assay_subject_get_size (subject));
  g_autofree char *type = *mime ? g_strdup_printf ("%s (%s)", assay_words_type (mime), mime)
                                : g_strdup (_ ("not known yet"));

  assay_fact_row_set_value (self->name, assay_subject_get_name (subject));
  assay_fact_row_set_value (self->type, type);
  assay_fact_row_set_value (self->size, size);
  assay_fact_row_set_value (self->sha256, assay_subject_get_sha256 (subject));
  gtk_widget_set_visible (GTK_WIDGET (self->intake_group), exhibit != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->sha512), exhibit != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->sha1), exhibit != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->md5), exhibit != NULL);
  if (exhibit)
    show_intake (self, exhibit);
}

/* The exhibit's verdict in lists and in the report is that of all its examinations: where it is
 * worse than the check's, the check's must not stand here alone. */
static void
show_others (AssayOverviewPanel *self)
{
  AssaySubject *subject = assay_panel_get_subject (ASSAY_PANEL (self));
  AssayExhibit *exhibit = subject ? assay_subject_get_exhibit (subject) : NULL;
  AssayResult *check = subject ? assay_subject_peek_result (subject, "integrity") : NULL;
  AssayVerdict all = exhibit ? assay_exhibit_get_verdict (exhibit) : ASSAY_VERDICT_NOT_APPLICABLE;
  gboolean more = check && all >= ASSAY_VERDICT_ATTENTION && all > assay_result_get_verdict (check);

  gtk_widget_set_visible (GTK_WIDGET (self->others), more);
  if (!more)
    return;

  /* Translators: a verdict of the program follows */
  g_autofree char *title = g_strdup_printf (_ ("With all its examinations: %s"),
                                            g_dgettext (NULL, assay_verdict_phrase (all)));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->others_row), title);
  gtk_image_set_from_icon_name (self->others_icon, assay_words_verdict_icon (all));
  gtk_widget_set_css_classes (GTK_WIDGET (self->others_icon),
                              (const char *[]){ assay_words_verdict_class (all), NULL });
}

static void
on_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AssayOverviewPanel) self = user_data;
  AssaySubject *subject = ASSAY_SUBJECT (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayResult) answer = assay_subject_get_result_finish (subject, result, &error);

  if (assay_panel_get_subject (ASSAY_PANEL (self)) != subject)
    return;
  if (!answer)
    {
      assay_panel_show_error (ASSAY_PANEL (self), error);
      return;
    }
  show_facts (self);
  assay_answer_view_set_result (self->answer, answer);
  show_others (self);
  assay_panel_show_content (ASSAY_PANEL (self));
}

static void
on_result_changed (AssayOverviewPanel *self, const char *tool)
{
  AssaySubject *subject = assay_panel_get_subject (ASSAY_PANEL (self));
  AssayResult *result = assay_subject_peek_result (subject, "integrity");

  show_facts (self);
  if (g_str_equal (tool, "integrity") && result)
    assay_answer_view_set_result (self->answer, result);
  show_others (self);
}

static void
assay_overview_panel_set_subject (AssayPanel *panel, AssaySubject *subject)
{
  AssayOverviewPanel *self = ASSAY_OVERVIEW_PANEL (panel);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_signal_group_set_target (self->signals, subject);
  g_signal_group_set_target (self->exhibit, subject ? assay_subject_get_exhibit (subject) : NULL);
  if (!subject)
    return;
  self->loading = g_cancellable_new ();
  assay_panel_show_working (panel, NULL);
  assay_subject_get_result_async (subject, "integrity", self->loading, on_result,
                                  g_object_ref (self));
  if (assay_subject_find_job (subject, "integrity"))
    assay_panel_show_working (panel, assay_subject_find_job (subject, "integrity"));
}

static void
assay_overview_panel_dispose (GObject *object)
{
  AssayOverviewPanel *self = ASSAY_OVERVIEW_PANEL (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_object (&self->signals);
  g_clear_object (&self->exhibit);
  gtk_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_OVERVIEW_PANEL);
  G_OBJECT_CLASS (assay_overview_panel_parent_class)->dispose (object);
}

static void
assay_overview_panel_class_init (AssayOverviewPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_overview_panel_dispose;
  ASSAY_PANEL_CLASS (klass)->set_subject = assay_overview_panel_set_subject;
  g_type_ensure (ASSAY_TYPE_ANSWER_VIEW);
  g_type_ensure (ASSAY_TYPE_FACT_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-overview-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayOverviewPanel, answer);
  gtk_widget_class_bind_template_child (widget_class, AssayOverviewPanel, others);
  gtk_widget_class_bind_template_child (widget_class, AssayOverviewPanel, others_row);
  gtk_widget_class_bind_template_child (widget_class, AssayOverviewPanel, others_icon);
  gtk_widget_class_bind_template_child (widget_class, AssayOverviewPanel, file_group);
  gtk_widget_class_bind_template_child (widget_class, AssayOverviewPanel, hash_group);
  gtk_widget_class_bind_template_child (widget_class, AssayOverviewPanel, intake_group);
  gtk_widget_class_bind_template_child (widget_class, AssayOverviewPanel, name);
  gtk_widget_class_bind_template_child (widget_class, AssayOverviewPanel, type);
  gtk_widget_class_bind_template_child (widget_class, AssayOverviewPanel, size);
  gtk_widget_class_bind_template_child (widget_class, AssayOverviewPanel, sha256);
  gtk_widget_class_bind_template_child (widget_class, AssayOverviewPanel, sha512);
  gtk_widget_class_bind_template_child (widget_class, AssayOverviewPanel, sha1);
  gtk_widget_class_bind_template_child (widget_class, AssayOverviewPanel, md5);
  gtk_widget_class_bind_template_child (widget_class, AssayOverviewPanel, taken_in);
  gtk_widget_class_bind_template_child (widget_class, AssayOverviewPanel, source);
  gtk_widget_class_bind_template_child (widget_class, AssayOverviewPanel, source_time);
  gtk_widget_class_bind_template_child (widget_class, AssayOverviewPanel, note);
  gtk_widget_class_bind_template_child (widget_class, AssayOverviewPanel, custody);
}

static void
assay_overview_panel_init (AssayOverviewPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (ASSAY_TYPE_SUBJECT);
  g_signal_group_connect_swapped (self->signals, "result-changed", G_CALLBACK (on_result_changed),
                                  self);
  self->exhibit = g_signal_group_new (ASSAY_TYPE_EXHIBIT);
  g_signal_group_connect_swapped (self->exhibit, "notify::verdict", G_CALLBACK (show_others), self);
}
