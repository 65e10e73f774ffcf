/* assay-tool-panel-private.h: what the halves of AssayToolPanel share. */
#pragma once

#include "assay-compare-player.h"
#include "assay-parameter-form.h"
#include "assay-record-row.h"
#include "assay-report-mark.h"
#include "assay-result-view.h"
#include "assay-sound-show.h"
#include "assay-tool-panel.h"

G_BEGIN_DECLS

struct _AssayToolPanel
{
  AssayPanel parent_instance;

  GtkScrolledWindow *scroller;
  GtkBox *parts;
  GtkDropDown *chooser;
  GtkLabel *summary;
  GtkButton *caution_button;
  AssayParameterForm *form;
  GtkWidget *run_part;
  GtkWidget *run_button;
  GtkWidget *cancel_button;
  GtkWidget *copies_button;
  GtkWidget *progress_part;
  GtkProgressBar *progress;
  GtkLabel *status;
  GtkWidget *problem_part;
  GtkLabel *problem;
  GtkButton *remedy_button;
  GtkWidget *done_part;
  GtkLabel *done;
  AssayComparePlayer *compare;
  AssaySoundCard *sound;
  AssayResultView *result;
  AssayReportMark *in_report;
  GtkWidget *record_part;
  AssayRecordRow *record_row;

  GPtrArray *tools; /* const AssayToolInfo, those that take the subject's medium */
  const AssayToolInfo *tool;
  AssayRecordedRun *recorded; /* the newest of the tool in the case's record; NULL: none */
  GCancellable *waiting;      /* for a result that another page may be asking for too */
  GCancellable *looking;      /* through the record */
  GCancellable *naming;       /* whose mark it is, by the register */
  char **looked_at;           /* (nullable): of the sound card, for the tool that is being chosen */
  AssayJob *job;
  GSignalGroup *job_signals;
  guint pulse;
  GCancellable *probing;         /* whether the tool's view can be shown */
  GError *lack;                  /* (nullable): why not, where a setting would help */
  const AssayRemedyInfo *remedy; /* (nullable): what the button beside the problem does */
  gboolean refused;              /* the problem is of a run, which then starts again */
  gint64 scroll_until;           /* monotonic, µs: until when the page is waited for */
  gboolean viewing;              /* compare shows the tool's view, not what a run made */
};

/* NULL takes the sentence away. */
void assay_tool_panel_show_problem (AssayToolPanel *self, const GError *error);
/* Asks a worker whether the tool's view can be shown; where it cannot and a setting would help,
 * that is said and offered. Nothing is decoded. */
void assay_tool_panel_probe (AssayToolPanel *self);
void assay_tool_panel_forget_probe (AssayToolPanel *self);
/* Does what the button says. */
void assay_tool_panel_remedy (AssayToolPanel *self);
/* The action run.spectrogram: the tool that draws what the sound card shows, with its settings. */
void
assay_tool_panel_choose_spectrogram (GtkWidget *widget, const char *action, GVariant *parameter);
/* Whether the page has such a tool. */
void assay_tool_panel_offer_spectrogram (AssayToolPanel *self);
/* Puts what the sound card showed into the form, once the tool is there. */
void assay_tool_panel_take_looked_at (AssayToolPanel *self);
/* What to keep, once @outcome (nullable) has made files. */
void assay_tool_panel_show_done (AssayToolPanel *self, AssayOutcome *outcome);
/* What a run with these settings would make of the exhibit. */
void assay_tool_panel_show_view (AssayToolPanel *self);
/* Of this session, which has its pictures, unless the record has a newer one. (transfer none) */
AssayOutcome *assay_tool_panel_newest_outcome (AssayToolPanel *self, AssaySubject *subject);
/* The entry of @shown (nullable), if the record has it. */
void assay_tool_panel_show_record (AssayToolPanel *self, AssayOutcome *shown);
/* Scrolls past the settings to the entry, which the person has opened the page for. */
void assay_tool_panel_find_record (AssayToolPanel *self);
/* Scrolls to what a run has just answered, or to why it did not, unless it is on the screen. */
void assay_tool_panel_find_answer (AssayToolPanel *self);
void assay_tool_panel_show_result (AssayToolPanel *self);
/* The result of the run that has just ended: pictures that were in sight stay so. */
void assay_tool_panel_show_made (AssayToolPanel *self);
/* What an earlier run made is no answer to the one that failed. */
/* Where a problem would stand. */
void assay_tool_panel_show_cancelled (AssayToolPanel *self);
void assay_tool_panel_show_failure (AssayToolPanel *self, const GError *error);
/* Looks up in the case's register, in a thread, who was given the mark of @result (nullable). */
void assay_tool_panel_name_recipient (AssayToolPanel *self, AssayResult *result);

G_END_DECLS
