/* assay-tool-panel-show.c: what a panel of tools shows of a run: of this session, or of the record
 * of the case. */
#include "config.h"

#include <glib/gi18n.h>

#include "assay-tool-compare.h"
#include "assay-tool-panel-private.h"
#include "base/assay-base.h"

/* What stays in sight above the entry: the row of buttons and the mark for the report. */
#define ABOVE_RECORD 120.0
/* Of an answer, so that it counts as seen, px. */
#define ANSWER_SEEN 160.0

void
assay_tool_panel_show_view (AssayToolPanel *self)
{
  AssaySubject *subject = assay_panel_get_subject (ASSAY_PANEL (self));
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayParameters) parameters
      = self->tool->view != NULL ? assay_parameter_form_get_view (self->form, &error) : NULL;

  /* The pictures stay as they are, which would look as if the setting had been obeyed. */
  if (error != NULL)
    assay_tool_panel_show_problem (self, error);
  if (parameters == NULL || subject == NULL)
    return;
  if (self->viewing)
    assay_compare_player_change (self->compare, parameters);
  else
    assay_tool_compare_show_view (self->compare, subject, parameters);
  self->viewing = gtk_widget_get_visible (GTK_WIDGET (self->compare));
}

static void
name_run_button (AssayToolPanel *self, gboolean again)
{
  const char *name = again ? _ ("Run again") : _ ("Run");

  gtk_button_set_label (GTK_BUTTON (self->run_button),
                        self->tool->verb != NULL ? assay_text_translate (self->tool->verb) : name);
}

AssayOutcome *
assay_tool_panel_newest_outcome (AssayToolPanel *self, AssaySubject *subject)
{
  AssayOutcome *outcome = assay_subject_peek_outcome (subject, self->tool->id);

  if (self->recorded == NULL || self->recorded->info != self->tool
      || (outcome != NULL && assay_outcome_get_ended (outcome) >= self->recorded->ended))
    return outcome;
  return self->recorded->outcome;
}

void
assay_tool_panel_show_record (AssayToolPanel *self, AssayOutcome *shown)
{
  gboolean is_shown = self->recorded != NULL && shown != NULL
                      && assay_outcome_get_ended (shown) == self->recorded->ended;

  gtk_widget_set_visible (self->record_part, is_shown);
  assay_record_row_set_run (self->record_row, is_shown ? self->recorded : NULL,
                            is_shown
                                && assay_result_lacks_images (assay_outcome_get_result (shown)));
}

/* Pictures that follow the settings stand above them, so that both are in sight; what only a run
 * makes stands below its button. */
static void
place_compare (AssayToolPanel *self)
{
  GtkWidget *above
      = self->tool->view != NULL ? GTK_WIDGET (self->caution_button) : GTK_WIDGET (self->in_report);

  gtk_box_reorder_child_after (self->parts, GTK_WIDGET (self->compare), above);
}

void
assay_tool_panel_show_result (AssayToolPanel *self)
{
  AssaySubject *subject = assay_panel_get_subject (ASSAY_PANEL (self));
  AssayOutcome *outcome = assay_tool_panel_newest_outcome (self, subject);
  AssayResult *result = outcome != NULL ? assay_outcome_get_result (outcome)
                                        : assay_subject_peek_result (subject, self->tool->id);

  place_compare (self);
  assay_result_view_set_result (self->result, self->tool, result, outcome);
  assay_tool_panel_name_recipient (self, result);
  self->viewing = FALSE;
  assay_tool_compare_show (self->compare, subject, self->tool, outcome);
  if (!gtk_widget_get_visible (GTK_WIDGET (self->compare)))
    assay_tool_panel_show_view (self);
  assay_sound_show (self->sound, subject, self->tool, outcome);
  assay_report_mark_show (self->in_report, result != NULL ? subject : NULL, self->tool->id);
  assay_tool_panel_show_record (self, outcome);
  name_run_button (self, result != NULL);
}

void
assay_tool_panel_show_made (AssayToolPanel *self)
{
  double seconds = assay_compare_player_get_heading (self->compare);

  assay_tool_panel_show_result (self);
  if (seconds >= 0.0 && gtk_widget_get_visible (GTK_WIDGET (self->compare)))
    assay_compare_player_go_on (self->compare, seconds);
}

/* A page that gets no height, because it is not on the screen, is not waited for. */
static gboolean
wait_for_layout (AssayToolPanel *self, GdkFrameClock *clock)
{
  return gdk_frame_clock_get_frame_time (clock) < self->scroll_until ? G_SOURCE_CONTINUE
                                                                     : G_SOURCE_REMOVE;
}

static void
scroll_soon (AssayToolPanel *self, GtkTickCallback scroll)
{
  self->scroll_until = g_get_monotonic_time () + G_USEC_PER_SEC;
  gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll, NULL, NULL);
}

/* Once the page has been laid out. */
static gboolean
scroll_to_record (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  AssayToolPanel *self = ASSAY_TOOL_PANEL (widget);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  GtkWidget *viewport = gtk_scrolled_window_get_child (self->scroller);
  GtkWidget *page = gtk_widget_get_first_child (viewport);
  graphene_rect_t bounds;

  if (!gtk_widget_get_visible (self->record_part) || page == NULL)
    return G_SOURCE_REMOVE;
  if (gtk_adjustment_get_upper (adjustment) <= 0.0
      || !gtk_widget_compute_bounds (self->record_part, page, &bounds) || bounds.size.height < 1.0f)
    return wait_for_layout (self, clock);
  gtk_adjustment_set_value (adjustment, (double) bounds.origin.y - ABOVE_RECORD);
  return G_SOURCE_REMOVE;
}

void
assay_tool_panel_find_record (AssayToolPanel *self)
{
  scroll_soon (self, scroll_to_record);
}

/* Moves the page only where the answer, or why there is none, is below its lower edge, so that it
 * is seen that there is one; pictures beside each other are an answer of their own and stay in
 * sight. */
static gboolean
scroll_to_answer (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  AssayToolPanel *self = ASSAY_TOOL_PANEL (widget);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  GtkWidget *page = gtk_widget_get_first_child (gtk_scrolled_window_get_child (self->scroller));
  double height = gtk_adjustment_get_page_size (adjustment);
  gboolean refused = gtk_widget_get_visible (self->problem_part);
  GtkWidget *answer = refused ? self->problem_part : GTK_WIDGET (self->result);
  graphene_rect_t bounds;

  if (page == NULL || !gtk_widget_get_visible (answer)
      || (!refused && gtk_widget_get_visible (GTK_WIDGET (self->compare))))
    return G_SOURCE_REMOVE;
  if (height <= 0.0 || !gtk_widget_compute_bounds (answer, page, &bounds)
      || bounds.size.height < 1.0f)
    return wait_for_layout (self, clock);
  if ((double) bounds.origin.y + MIN (ANSWER_SEEN, (double) bounds.size.height)
      > gtk_adjustment_get_value (adjustment) + height)
    gtk_adjustment_set_value (adjustment, (double) bounds.origin.y - ABOVE_RECORD);
  return G_SOURCE_REMOVE;
}

void
assay_tool_panel_find_answer (AssayToolPanel *self)
{
  scroll_soon (self, scroll_to_answer);
}

void
assay_tool_panel_show_failure (AssayToolPanel *self, const GError *error)
{
  assay_tool_panel_show_problem (self, error);
  self->refused = TRUE;
  assay_result_view_set_result (self->result, self->tool, NULL, NULL);
  assay_tool_panel_name_recipient (self, NULL);
  /* A view is of the settings, whatever became of the run. */
  if (!self->viewing)
    {
      assay_compare_player_close (self->compare);
      gtk_widget_set_visible (GTK_WIDGET (self->compare), FALSE);
      assay_tool_panel_show_view (self);
    }
  assay_report_mark_show (self->in_report, NULL, NULL);
  assay_tool_panel_show_record (self, NULL);
}
