/* assay-report-flow-private.h: lays elements out from top to bottom over pages of one size.
 *
 * Knows paragraphs, headings, pairs, tables, pictures and boxes; knows nothing of cases or
 * findings. */
#pragma once

#include "model/assay-plot.h"
#include "report/assay-report-text-private.h"

G_BEGIN_DECLS

/* The one palette of the report: dark enough to print in black and white, never the only sign of
 * anything. */
#define ASSAY_INK ((AssayColour) 0x1b1f24ff)
#define ASSAY_INK_SOFT ((AssayColour) 0x5b6470ff)
#define ASSAY_RULE ((AssayColour) 0xc8ced6ff)
#define ASSAY_TINT ((AssayColour) 0xf3f5f8ff)
#define ASSAY_ACCENT ((AssayColour) 0x1f3a5fff)

typedef enum
{
  ASSAY_STYLE_BODY,
  ASSAY_STYLE_STRONG,
  ASSAY_STYLE_NOTE, /* smaller, soft: remarks under what they belong to */
  ASSAY_STYLE_LABEL,
  ASSAY_STYLE_LINK,
  ASSAY_STYLE_MONO,
  ASSAY_STYLE_TITLE,
  ASSAY_STYLE_HEADING, /* section */
  ASSAY_STYLE_SUBHEADING,
  ASSAY_STYLE_VERDICT,
  ASSAY_STYLE_CELL,
  ASSAY_STYLE_CELL_STRONG,
  ASSAY_STYLE_CELL_MONO,
  ASSAY_STYLE_FINE_MONO, /* text that is there to be compared, not read */
  ASSAY_STYLE_HEAD,      /* of table columns */
  ASSAY_STYLE_FOOTER,
} AssayStyleName;

const AssayTextStyle *assay_style (AssayStyleName name);

typedef struct
{
  char *title;
  guint depth; /* from 0 */
  guint page;
  double y; /* from the top, pt */
} AssayHeading;

/* A place that something links to. */
typedef struct
{
  char *name;
  guint page;
  double x;
  double y;
} AssayTarget;

typedef struct _AssayFlow AssayFlow;

/* @fonts and @codes are borrowed for its life. Starts on the first page. */
AssayFlow *assay_flow_new (AssayReportFonts *fonts,
                           AssayPrivateCodes *codes,
                           double page_width,
                           double page_height) G_GNUC_WARN_UNUSED_RESULT;
/* An empty one with the pages of @like, to see what room something takes. */
AssayFlow *assay_flow_new_trial (const AssayFlow *like,
                                 AssayPrivateCodes *codes) G_GNUC_WARN_UNUSED_RESULT;
void assay_flow_free (AssayFlow *self);
AssayReportFonts *assay_flow_get_fonts (AssayFlow *self);
AssayPrivateCodes *assay_flow_get_codes (AssayFlow *self);

/* Width that elements have now, and its left edge on the page; pt. */
double assay_flow_get_width (const AssayFlow *self);
double assay_flow_get_left (const AssayFlow *self);
/* Next free y from the top of the page (or box). */
double assay_flow_get_y (const AssayFlow *self);
void assay_flow_set_y (AssayFlow *self, double y);
/* The list being drawn into. */
AssayDrawList *assay_flow_get_list (AssayFlow *self);
guint assay_flow_get_page (const AssayFlow *self);
/* pt from the bottom of the last line to the edge of the free area. */
double assay_flow_get_room (const AssayFlow *self);

void assay_flow_space (AssayFlow *self, double height);
void assay_flow_new_page (AssayFlow *self);
/* A new page unless @height fits on this one. */
void assay_flow_need (AssayFlow *self, double height);
/* Narrows what follows on the left by @by pt (negative widens again). */
void assay_flow_indent (AssayFlow *self, double by);
/* The same on the right. */
void assay_flow_narrow (AssayFlow *self, double by);

/* A numbered section on the outline; @depth 0 or 1; @target: (nullable). Stays with what follows.
 */
void assay_flow_heading (AssayFlow *self, guint depth, const char *title, const char *target);
/* Without a place on the outline. */
void assay_flow_minor_heading (AssayFlow *self, const char *title);
void assay_flow_target (AssayFlow *self, const char *name);
void assay_flow_paragraph (AssayFlow *self, AssayStyleName style, const char *text);
void assay_flow_rich (AssayFlow *self, const AssayRich *rich);
void assay_flow_bullet (AssayFlow *self, const char *mark, const AssayRich *rich);
void assay_flow_bullet_text (AssayFlow *self, const char *mark, const char *text);
/* Lines of a command or a key: monospaced on a tint. */
void assay_flow_code (AssayFlow *self, const char *text);
/* A label with a ruled line to write on. */
void assay_flow_blank (AssayFlow *self, const char *label);
void assay_flow_rule (AssayFlow *self);

/* "Label   value" rows; @style of the value. */
void assay_flow_pair (AssayFlow *self, const char *label, AssayStyleName style, const char *value);

/* What is added until _end_box stands together on a tint, with a bar of @bar on its left. */
void assay_flow_begin_box (AssayFlow *self, AssayColour fill, AssayColour bar);
void assay_flow_end_box (AssayFlow *self);

/* A plot over the whole width, on one page with its caption. */
void assay_flow_plot (AssayFlow *self, AssayPlot *plot, double height, const char *caption);
/* What must be left of a page for the two. */
double assay_flow_plot_height (AssayFlow *self, double height, const char *caption);

/* Tables: rows are laid out as they come, so ten thousand need no memory but their pages. */
typedef struct
{
  const char *title;
  double weight; /* share of the width */
  AssayStyleName style;
} AssayFlowColumn;

void assay_flow_begin_table (AssayFlow *self, const AssayFlowColumn *columns, guint n_columns);
/* Before the first row: @column is to be wide enough for @text, if the others can spare it. */
void assay_flow_unbroken (AssayFlow *self, guint column, const char *text);
/* One text a column; NULL for empty. A row taller than the page goes on on the next. */
void assay_flow_row (AssayFlow *self, const char *const *cells);
/* The same with @picture, (nullable), at most @most pt high, in @column, whose text is empty. */
void assay_flow_picture_row (
    AssayFlow *self, const char *const *cells, guint column, AssayImage *picture, double most);
void assay_flow_end_table (AssayFlow *self);
/* Keeps @titles until the table ends. */
void assay_flow_keep (AssayFlow *self, GPtrArray *titles);

/* A line of the table of contents; its page number is filled in by _finish. */
void assay_flow_content_line (AssayFlow *self, const char *title, const char *target);
void assay_flow_finish (AssayFlow *self);

/* Results; valid until the flow is freed. */
GPtrArray *assay_flow_get_pages (AssayFlow *self); /* AssayDrawList */
GArray *assay_flow_get_headings (AssayFlow *self); /* AssayHeading */
GArray *assay_flow_get_targets (AssayFlow *self);  /* AssayTarget */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayFlow, assay_flow_free)

G_END_DECLS
