/* test-flow.c: where a page ends, nothing stays behind alone: no label without its text, no first
 * or last line of one, no plot without its caption. */
#include <glib.h>
#include <string.h>

#include "report/assay-report-flow-private.h"

/* A5 upright: few lines a page. */
#define WIDTH 420.0
#define HEIGHT 595.0
#define LINE "Words that fill a line of the report and some more of it. "

typedef void (*PlaceFunc) (AssayFlow *flow, const char *text);

static void
place_pair (AssayFlow *flow, const char *text)
{
  assay_flow_pair (flow, "Label", ASSAY_STYLE_BODY, text);
}

static void
place_bullet (AssayFlow *flow, const char *text)
{
  assay_flow_bullet_text (flow, "–", text);
}

static void
place_paragraph (AssayFlow *flow, const char *text)
{
  assay_flow_paragraph (flow, ASSAY_STYLE_BODY, text);
}

/* How many lines of text @place leaves on each of two pages when it begins @down pt below the top;
 * marks and labels are not counted, they stand left of @left. */
static void
count_lines (AssayReportFonts *fonts,
             PlaceFunc place,
             const char *text,
             double down,
             guint *lines,
             guint *aside)
{
  AssayPrivateCodes *codes = assay_private_codes_new ();
  AssayFlow *flow = assay_flow_new (fonts, codes, WIDTH, HEIGHT);
  GPtrArray *pages = assay_flow_get_pages (flow);
  gsize before;

  assay_flow_paragraph (flow, ASSAY_STYLE_BODY, "Begin");
  before = assay_draw_list_get_n (pages->pdata[0]);
  assay_flow_space (flow, down);
  place (flow, text);
  for (guint page = 0; page < 2; page++)
    {
      double last = -1.0;
      lines[page] = aside[page] = 0;
      for (gsize i = page == 0 ? before : 0;
           page < pages->len && i < assay_draw_list_get_n (pages->pdata[page]); i++)
        {
          AssayDrawItem item;
          assay_draw_list_get (pages->pdata[page], i, &item);
          if (item.kind != ASSAY_DRAW_TEXT)
            continue;
          if (strstr (item.text, "Label") != NULL || strstr (item.text, "–") != NULL)
            aside[page]++;
          else if (item.points[0].y > last + 1.0)
            {
              lines[page]++;
              last = item.points[0].y;
            }
        }
    }
  assay_flow_free (flow);
  assay_private_codes_free (codes);
}

static void
check (AssayReportFonts *fonts, PlaceFunc place, gboolean marked)
{
  gboolean parted = FALSE;
  for (guint n = 1; n <= 6; n++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      for (guint i = 0; i < n; i++)
        g_string_append (text, LINE);
      for (double down = 300.0; down < 560.0; down += 1.5)
        {
          guint lines[2];
          guint aside[2];
          count_lines (fonts, place, text->str, down, lines, aside);
          const guint all = lines[0] + lines[1];
          g_assert_cmpuint (all, >, 0);
          g_assert_cmpuint (aside[0] + aside[1], ==, marked ? 1 : 0);
          if (marked)
            g_assert_true (aside[0] == 1 ? lines[0] > 0 : lines[0] == 0);
          if (lines[0] == 0 || lines[1] == 0)
            continue;
          parted = TRUE;
          g_assert_cmpuint (lines[0], >=, 2);
          g_assert_cmpuint (lines[1], >=, 2);
        }
    }
  g_assert_true (parted);
}

static void
test_page_ends (void)
{
  g_autoptr (GError) error = NULL;
  AssayReportFonts *fonts = assay_report_fonts_new ("en", &error);
  g_assert_no_error (error);
  check (fonts, place_pair, TRUE);
  check (fonts, place_bullet, TRUE);
  check (fonts, place_paragraph, FALSE);
  assay_report_fonts_free (fonts);
}

/* On which page @flow has drawn @word last, from 1; 0 when nowhere. @times: how often in all. */
static guint
find_word (AssayFlow *flow, const char *word, guint *times)
{
  GPtrArray *pages = assay_flow_get_pages (flow);
  guint found = 0;

  *times = 0;
  for (guint page = 0; page < pages->len; page++)
    for (gsize i = 0; i < assay_draw_list_get_n (pages->pdata[page]); i++)
      {
        AssayDrawItem item;
        assay_draw_list_get (pages->pdata[page], i, &item);
        if (item.kind != ASSAY_DRAW_TEXT || strstr (item.text, word) == NULL)
          continue;
        found = page + 1;
        ++*times;
      }
  return found;
}

/* A plot @down pt below the top, with a caption of @n lines between two words of its own. */
static AssayFlow *
place_plot (AssayReportFonts *fonts, AssayPrivateCodes *codes, double down, guint n)
{
  const AssayAxis axis = { .title = "Axis", .unit = "Hz" };
  const double values[] = { 0, 1 };
  AssayPlotBuilder *builder = assay_plot_builder_new ("plot", "Plot", &axis, &axis);
  AssayFlow *flow = assay_flow_new (fonts, codes, WIDTH, HEIGHT);
  g_autoptr (GString) caption = g_string_new ("Alpha ");
  g_autoptr (AssayPlot) plot = NULL;

  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, "Line", values, values, NULL, 2, 1);
  plot = assay_plot_builder_end (builder);
  for (guint i = 0; i < n; i++)
    g_string_append (caption, LINE);
  g_string_append (caption, "Omega");
  assay_flow_paragraph (flow, ASSAY_STYLE_BODY, "Begin");
  assay_flow_space (flow, down);
  assay_flow_plot (flow, plot, 120, caption->str);
  return flow;
}

static void
test_plots (void)
{
  g_autoptr (GError) error = NULL;
  AssayReportFonts *fonts = assay_report_fonts_new ("en", &error);
  gboolean moved = FALSE, stayed = FALSE;
  g_assert_no_error (error);
  for (guint n = 0; n <= 6; n++)
    for (double down = 200.0; down < 480.0; down += 2.5)
      {
        AssayPrivateCodes *codes = assay_private_codes_new ();
        AssayFlow *flow = place_plot (fonts, codes, down, n);
        guint axes, times;
        const guint page = find_word (flow, "Axis", &axes);

        g_assert_cmpuint (axes, ==, 2);
        g_assert_cmpuint (find_word (flow, "Alpha", &times), ==, page);
        g_assert_cmpuint (find_word (flow, "Omega", &times), ==, page);
        g_assert_cmpuint (assay_flow_get_pages (flow)->len, ==, page);
        moved |= page == 2;
        stayed |= page == 1;
        assay_flow_free (flow);
        assay_private_codes_free (codes);
      }
  g_assert_true (moved && stayed);
  assay_report_fonts_free (fonts);
}

/* One that no page can hold goes on. */
static void
test_long_caption (void)
{
  g_autoptr (GError) error = NULL;
  AssayReportFonts *fonts = assay_report_fonts_new ("en", &error);
  AssayPrivateCodes *codes = assay_private_codes_new ();
  AssayFlow *flow;
  guint times;

  g_assert_no_error (error);
  flow = place_plot (fonts, codes, 100, 60);
  g_assert_cmpuint (find_word (flow, "Axis", &times), ==, 2);
  g_assert_cmpuint (find_word (flow, "Alpha", &times), ==, 2);
  g_assert_cmpuint (find_word (flow, "Omega", &times), ==, 3);
  assay_flow_free (flow);
  assay_private_codes_free (codes);
  assay_report_fonts_free (fonts);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/flow/page-ends", test_page_ends);
  g_test_add_func ("/report/flow/plots", test_plots);
  g_test_add_func ("/report/flow/long-caption", test_long_caption);
  return g_test_run ();
}
