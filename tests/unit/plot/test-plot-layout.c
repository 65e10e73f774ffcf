/* test-plot-layout.c: properties that every laid-out plot has, at any size and in any style. */
#include <math.h>
#include <string.h>

#include "plot/assay-plot.h"
#include "sample-plots.h"

/* Text as wide as its letters: no font is needed. */
static void
measure (const char *text, const AssayFont *font, AssayTextExtent *extent, gpointer user_data)
{
  (void) user_data;
  extent->width = 0.55 * font->size * (double) g_utf8_strlen (text, -1);
  extent->ascent = 0.95 * font->size;
  extent->descent = 0.25 * font->size;
}

static AssayPlotLayout *
lay_out (AssayPlot *plot, double width, double height, const AssayPlotView *view)
{
  AssayPlotSetup setup = {
    .width = width,
    .height = height,
    .palette = assay_palette_get (ASSAY_PALETTE_PAPER),
    .font_size = 9.0,
    .resolution = 2.0,
    .title = TRUE,
    .measure = measure,
  };

  if (view != NULL)
    setup.view = *view;
  else
    assay_plot_view_all (&setup.view);
  return assay_plot_layout_new (plot, &setup);
}

/* The box that a text takes; level texts only. */
static AssayRect
text_box (const AssayDrawItem *item)
{
  AssayTextExtent extent;
  AssayRect box;
  double height;

  measure (item->text, &item->font, &extent, NULL);
  height = extent.ascent + extent.descent;
  box.width = item->angle > 0.0 ? height : extent.width;
  box.height = item->angle > 0.0 ? extent.width : height;
  box.x = item->points[0].x;
  box.y = item->points[0].y;
  if (item->angle > 0.0)
    {
      /* turned labels hang from their end */
      box.x -= 0.5 * box.width;
      return box;
    }
  box.x -= item->anchor == ASSAY_ANCHOR_MIDDLE ? 0.5 * box.width
           : item->anchor == ASSAY_ANCHOR_END  ? box.width
                                               : 0.0;
  box.y -= item->base == ASSAY_BASE_MIDDLE       ? 0.5 * height
           : item->base == ASSAY_BASE_BOTTOM     ? height
           : item->base == ASSAY_BASE_ALPHABETIC ? extent.ascent
                                                 : 0.0;
  return box;
}

static gboolean
boxes_touch (const AssayRect *a, const AssayRect *b)
{
  const double slack = 0.5;

  return a->x + slack < b->x + b->width && b->x + slack < a->x + a->width
         && a->y + slack < b->y + b->height && b->y + slack < a->y + a->height;
}

/* No two words cover each other, and all are on the paper. */
static void
check_texts (const AssayDrawList *list, const char *name, double width, double height)
{
  g_autoptr (GArray) boxes = g_array_new (FALSE, FALSE, sizeof (AssayRect));

  for (gsize i = 0; i < assay_draw_list_get_n (list); i++)
    {
      AssayDrawItem item;
      AssayRect box;

      assay_draw_list_get (list, i, &item);
      if (item.kind != ASSAY_DRAW_TEXT)
        continue;
      box = text_box (&item);
      if (box.x < -1.0 || box.y < -1.0 || box.x + box.width > width + 1.0
          || box.y + box.height > height + 1.0)
        g_error ("%s %.0f×%.0f: “%s” leaves the paper: %.1f %.1f %.1f %.1f", name, width, height,
                 item.text, box.x, box.y, box.width, box.height);
      for (guint k = 0; k < boxes->len; k++)
        {
          if (boxes_touch (&box, &g_array_index (boxes, AssayRect, k)))
            g_error ("%s %.0f×%.0f: “%s” covers another word", name, width, height, item.text);
        }
      g_array_append_val (boxes, box);
    }
}

/* Every clip ends, points are numbers, and no more of them than the picture can show. */
static void
check_marks (const AssayDrawList *list, double width)
{
  guint clips = 0;
  gsize n_points = 0;

  for (gsize i = 0; i < assay_draw_list_get_n (list); i++)
    {
      AssayDrawItem item;

      assay_draw_list_get (list, i, &item);
      clips += item.kind == ASSAY_DRAW_CLIP;
      if (item.kind == ASSAY_DRAW_UNCLIP)
        {
          g_assert_cmpuint (clips, >, 0);
          clips--;
        }
      for (gsize k = 0; k < item.n_points; k++)
        {
          g_assert_true (isfinite (item.points[k].x));
          g_assert_true (isfinite (item.points[k].y));
        }
      n_points += item.n_points;
    }
  g_assert_cmpuint (clips, ==, 0);
  g_assert_cmpuint (n_points, <, 6000 + 20 * (gsize) width);
}

static void
test_properties (void)
{
  const double sizes[][2]
      = { { 620, 290 }, { 344, 220 }, { 300, 260 }, { 1400, 600 }, { 500, 180 } };

  for (guint i = 0; i < sample_plots_get_n (); i++)
    {
      const SamplePlot *sample = sample_plots_get (i);
      g_autoptr (AssayPlot) plot = sample->make ();

      for (guint k = 0; k < G_N_ELEMENTS (sizes); k++)
        {
          g_autoptr (AssayPlotLayout) layout = lay_out (plot, sizes[k][0], sizes[k][1], NULL);
          const AssayRect *area = assay_plot_layout_get_area (layout);

          g_assert_cmpfloat (area->x, >=, 0.0);
          g_assert_cmpfloat (area->x + area->width, <=, sizes[k][0]);
          g_assert_cmpfloat (area->y + area->height, <=, sizes[k][1]);
          check_marks (assay_plot_layout_get_list (layout), sizes[k][0]);
          if (!assay_plot_layout_is_polar (layout))
            check_texts (assay_plot_layout_get_list (layout), sample->name, sizes[k][0],
                         sizes[k][1]);
        }
    }
}

/* Too small for anything: still no crash and nothing outside of reason. */
static void
test_tiny (void)
{
  for (guint i = 0; i < sample_plots_get_n (); i++)
    {
      g_autoptr (AssayPlot) plot = sample_plots_get (i)->make ();

      for (double side = 1.0; side < 120.0; side += 17.0)
        {
          g_autoptr (AssayPlotLayout) layout = lay_out (plot, side, side, NULL);

          check_marks (assay_plot_layout_get_list (layout), side);
        }
    }
}

static void
test_same_twice (void)
{
  g_autoptr (AssayPlot) plot = sample_plots_make ("few-frames");
  g_autoptr (AssayPlotLayout) a = lay_out (plot, 400, 250, NULL);
  g_autoptr (AssayPlotLayout) b = lay_out (plot, 400, 250, NULL);
  AssayDrawList *x = assay_plot_layout_get_list (a);
  AssayDrawList *y = assay_plot_layout_get_list (b);

  g_assert_cmpuint (assay_draw_list_get_n (x), ==, assay_draw_list_get_n (y));
  for (gsize i = 0; i < assay_draw_list_get_n (x); i++)
    {
      AssayDrawItem p;
      AssayDrawItem q;

      assay_draw_list_get (x, i, &p);
      assay_draw_list_get (y, i, &q);
      g_assert_cmpstr (p.text, ==, q.text);
      g_assert_cmpuint (p.n_points, ==, q.n_points);
      if (p.n_points > 0)
        g_assert_true (memcmp (p.points, q.points, p.n_points * sizeof (AssayPoint)) == 0);
    }
}

/* Places and data are each other's inverse, zoomed or not. */
static void
test_places (void)
{
  g_autoptr (AssayPlot) plot = sample_plots_make ("spectrogram");
  const AssayPlotView zoomed = { 2.0, 4.0, 500.0, 2000.0 };
  g_autoptr (AssayPlotLayout) layout = lay_out (plot, 500, 300, &zoomed);
  const AssayRect *area = assay_plot_layout_get_area (layout);

  g_assert_cmpfloat_with_epsilon (assay_plot_layout_x_at (layout, area->x), 2.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (assay_plot_layout_x_at (layout, area->x + area->width), 4.0,
                                  1e-9);
  g_assert_cmpfloat_with_epsilon (assay_plot_layout_y_at (layout, area->y), 2000.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (
      assay_plot_layout_y_at (layout, assay_plot_layout_place_y (layout, 777.0, FALSE)), 777.0,
      1e-6);
}

/* What is 0 throughout is drawn on the ground of its plot, not in the middle between -0.5 and 0.5.
 */
static void
test_nothing_throughout (void)
{
  const AssayAxis x_axis = { "x", "", ASSAY_SCALE_LINEAR, 0, 0 };
  const AssayAxis y_axis = { "y", "%", ASSAY_SCALE_LINEAR, 0, 0 };
  const double x[] = { 1, 2, 3 };
  const double y[] = { 0, 0, 0 };
  AssayPlotBuilder *builder = assay_plot_builder_new ("zero", "Zero", &x_axis, &y_axis);
  g_autoptr (AssayPlot) plot = NULL;
  g_autoptr (AssayPlotLayout) layout = NULL;
  const AssayRect *area;

  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, "zero", x, y, NULL, 3, 0);
  plot = assay_plot_builder_end (builder);
  layout = lay_out (plot, 500, 300, NULL);
  area = assay_plot_layout_get_area (layout);
  g_assert_cmpfloat (assay_plot_layout_y_at (layout, area->y + area->height), <, 0.0);
  g_assert_cmpfloat (assay_plot_layout_y_at (layout, area->y + area->height), >, -0.1);
  g_assert_cmpfloat (assay_plot_layout_y_at (layout, area->y), >=, 1.0);
}

/* Whether the line of the level axis is drawn before the data. */
static gboolean
axis_is_behind (AssaySeriesKind kind)
{
  const AssayAxis x_axis = { "x", "", ASSAY_SCALE_LINEAR, 0, 0 };
  const AssayAxis y_axis = { "y", "%", ASSAY_SCALE_LINEAR, 0, 100 };
  const double x[] = { 1, 2, 3 };
  const double y[] = { 0, 0, 0 };
  AssayPlotBuilder *builder = assay_plot_builder_new ("zero", "Zero", &x_axis, &y_axis);
  g_autoptr (AssayPlot) plot = NULL;
  g_autoptr (AssayPlotLayout) layout = NULL;

  assay_plot_builder_series (builder, kind, "zero", x, y, NULL, 3, 0);
  plot = assay_plot_builder_end (builder);
  layout = lay_out (plot, 500, 300, NULL);

  const AssayDrawList *list = assay_plot_layout_get_list (layout);
  const AssayRect *area = assay_plot_layout_get_area (layout);
  double base = area->y + area->height;
  gboolean data = FALSE;

  for (gsize i = 0; i < assay_draw_list_get_n (list); i++)
    {
      AssayDrawItem item;

      assay_draw_list_get (list, i, &item);
      data |= item.kind == ASSAY_DRAW_CLIP;
      if (item.kind == ASSAY_DRAW_POLYLINE && item.n_points == 2
          && item.stroke == assay_palette_get (ASSAY_PALETTE_PAPER)->axis
          && fabs (item.points[0].y - base) < 1e-9 && fabs (item.points[1].y - base) < 1e-9
          && item.points[1].x - item.points[0].x > 0.9 * area->width)
        return !data;
    }
  g_assert_not_reached ();
}

/* On an axis that begins at 0 a line of 0 % runs along the edge, and is seen there. */
static void
test_along_the_axis (void)
{
  g_assert_true (axis_is_behind (ASSAY_SERIES_LINE));
  g_assert_true (axis_is_behind (ASSAY_SERIES_STEP));
  g_assert_false (axis_is_behind (ASSAY_SERIES_BAR));
}

/* Lines beside each other have their words one below the other; none is left out. */
static void
test_near_notes (void)
{
  const AssayAxis axis = { "x", "", ASSAY_SCALE_LINEAR, 0, 0 };
  const double ends[] = { 0, 100 };
  const char *const words[] = { "Equal error rates", "This recording", "Threshold" };
  AssayPlotBuilder *builder = assay_plot_builder_new ("notes", "Notes", &axis, &axis);
  g_autoptr (AssayPlot) plot = NULL;
  g_autoptr (AssayPlotLayout) layout = NULL;
  const AssayDrawList *list;
  guint seen = 0;

  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, "line", ends, ends, NULL, 2, 0);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    assay_plot_builder_annotation (builder, ASSAY_ANNOTATION_VERTICAL, 50 + i, 0, 0, words[i]);
  plot = assay_plot_builder_end (builder);
  layout = lay_out (plot, 500, 300, NULL);
  list = assay_plot_layout_get_list (layout);
  check_texts (list, "notes", 500, 300);
  for (gsize i = 0; i < assay_draw_list_get_n (list); i++)
    {
      AssayDrawItem item;

      assay_draw_list_get (list, i, &item);
      for (guint k = 0; item.kind == ASSAY_DRAW_TEXT && k < G_N_ELEMENTS (words); k++)
        seen += g_str_equal (item.text, words[k]) ? 1 : 0;
    }
  g_assert_cmpuint (seen, ==, G_N_ELEMENTS (words));
}

/* Whether the line through @points runs through @box, seen every 0.1 pt. */
static gboolean
runs_through (const AssayDrawItem *line, const AssayRect *box)
{
  for (gsize i = 1; i < line->n_points; i++)
    {
      const AssayPoint *a = &line->points[i - 1];
      const AssayPoint *b = &line->points[i];
      guint steps = 1 + (guint) (10.0 * hypot (b->x - a->x, b->y - a->y));

      for (guint k = 0; k <= steps; k++)
        {
          double x = a->x + (b->x - a->x) * k / steps;
          double y = a->y + (b->y - a->y) * k / steps;

          if (x > box->x && x < box->x + box->width && y > box->y && y < box->y + box->height)
            return TRUE;
        }
    }
  return FALSE;
}

/* Words keep off the curve where they have room: that of a line beside a curve which is high there
 * go lower, those of a level line along it, those of a point to its other side; nor does another
 * line cross them. */
static void
test_words_beside_curves (void)
{
  const AssayAxis axis = { "x", "", ASSAY_SCALE_LINEAR, 0, 100 };
  const double x[] = { 0, 20, 40, 60, 80, 100 };
  const double y[] = { 95, 97, 95, 97, 60, 20 };
  AssayPlotBuilder *builder = assay_plot_builder_new ("words", "Words", &axis, &axis);
  g_autoptr (AssayPlot) plot = NULL;
  g_autoptr (AssayPlotLayout) layout = NULL;
  const AssayDrawList *list;
  const AssayRect *area;
  guint seen = 0;

  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, "line", x, y, NULL, G_N_ELEMENTS (x), 0);
  assay_plot_builder_annotation (builder, ASSAY_ANNOTATION_VERTICAL, 30, 0, 0, "Threshold");
  assay_plot_builder_annotation (builder, ASSAY_ANNOTATION_VERTICAL, 42, 0, 0, "Recording");
  assay_plot_builder_annotation (builder, ASSAY_ANNOTATION_HORIZONTAL, 0, 20, 0, "Noise floor");
  assay_plot_builder_annotation (builder, ASSAY_ANNOTATION_POINT, 80, 60, 0, "This recording");
  plot = assay_plot_builder_end (builder);
  layout = lay_out (plot, 500, 300, NULL);
  list = assay_plot_layout_get_list (layout);
  area = assay_plot_layout_get_area (layout);
  check_texts (list, "words", 500, 300);
  for (gsize i = 0; i < assay_draw_list_get_n (list); i++)
    {
      AssayDrawItem words;
      AssayRect box;

      assay_draw_list_get (list, i, &words);
      box = words.kind == ASSAY_DRAW_TEXT ? text_box (&words) : (AssayRect){ 0 };
      if (words.kind != ASSAY_DRAW_TEXT || box.x < area->x
          || box.y + box.height > area->y + area->height || box.y < area->y)
        continue;
      seen++;
      for (gsize k = 0; k < assay_draw_list_get_n (list); k++)
        {
          AssayDrawItem line;

          assay_draw_list_get (list, k, &line);
          if (line.kind == ASSAY_DRAW_POLYLINE
              && line.stroke != assay_palette_get (ASSAY_PALETTE_PAPER)->grid
              && runs_through (&line, &box))
            g_error ("A line runs through “%s”", words.text);
        }
    }
  g_assert_cmpuint (seen, ==, 4);
}

/* Whether @plot names an axis @title. */
static gboolean
has_title (AssayPlot *plot, const char *title)
{
  g_autoptr (AssayPlotLayout) layout = lay_out (plot, 500, 300, NULL);
  const AssayDrawList *list = assay_plot_layout_get_list (layout);
  gboolean found = FALSE;

  for (gsize i = 0; i < assay_draw_list_get_n (list); i++)
    {
      AssayDrawItem item;

      assay_draw_list_get (list, i, &item);
      found |= item.kind == ASSAY_DRAW_TEXT && g_str_equal (item.text, title);
    }
  return found;
}

/* An axis whose ticks say "1:30" does not call them seconds. */
static void
test_unit_of_times (void)
{
  const AssayAxis x = { "Time", "s", ASSAY_SCALE_TIME, 0, 0 };
  const AssayAxis y = { "Level", "dB", ASSAY_SCALE_LINEAR, 0, 0 };
  const double ends[][2] = { { 0, 90 }, { 0, 3601 } };
  const char *const titles[] = { "Time (min:s)", "Time (h:min:s)" };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      AssayPlotBuilder *builder = assay_plot_builder_new ("times", "Times", &x, &y);
      g_autoptr (AssayPlot) plot = NULL;

      assay_plot_builder_series (builder, ASSAY_SERIES_LINE, "line", ends[i], ends[i], NULL, 2, 0);
      plot = assay_plot_builder_end (builder);
      g_assert_true (has_title (plot, titles[i]));
    }
}

/* The picture of a small matrix has a pixel per cell, with the first row at the bottom. */
static void
test_matrix_cells (void)
{
  g_autoptr (AssayPlot) plot = sample_plots_make ("matrix");
  g_autoptr (AssayPlotLayout) layout = lay_out (plot, 500, 300, NULL);
  const AssayDrawList *list = assay_plot_layout_get_list (layout);

  for (gsize i = 0; i < assay_draw_list_get_n (list); i++)
    {
      AssayDrawItem item;
      const guint8 *pixels;

      assay_draw_list_get (list, i, &item);
      if (item.kind != ASSAY_DRAW_IMAGE || assay_image_get_width (item.image) != 4)
        continue;
      g_assert_cmpuint (assay_image_get_height (item.image), ==, 4);
      pixels = g_bytes_get_data (assay_image_get_pixels (item.image), NULL);
      /* row 2, column 1 is NaN: transparent; counted from the top it is row 1 */
      g_assert_cmpuint (pixels[(1 * 4 + 1) * 4 + 3], ==, 0);
      g_assert_cmpuint (pixels[(3 * 4 + 0) * 4 + 3], ==, 255);
      /* 0.9 of a diverging map is more red than blue, -0.8 the reverse */
      g_assert_cmpuint (pixels[(3 * 4 + 0) * 4], >, pixels[(3 * 4 + 0) * 4 + 2]);
      g_assert_cmpuint (pixels[(0 * 4 + 1) * 4], <, pixels[(0 * 4 + 1) * 4 + 2]);
      return;
    }
  g_assert_not_reached ();
}

/* 30 000 bars become at most one rectangle per device pixel and series. */
static void
test_many_bars (void)
{
  g_autoptr (AssayPlot) plot = sample_plots_make ("many-frames");
  g_autoptr (AssayPlotLayout) layout = lay_out (plot, 600, 280, NULL);
  gsize n = assay_draw_list_get_n (assay_plot_layout_get_list (layout));

  g_assert_cmpuint (n, >, 600);
  g_assert_cmpuint (n, <, 3 * 1200 + 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/plot/layout/properties", test_properties);
  g_test_add_func ("/plot/layout/tiny", test_tiny);
  g_test_add_func ("/plot/layout/same-twice", test_same_twice);
  g_test_add_func ("/plot/layout/places", test_places);
  g_test_add_func ("/plot/layout/nothing-throughout", test_nothing_throughout);
  g_test_add_func ("/plot/layout/along-the-axis", test_along_the_axis);
  g_test_add_func ("/plot/layout/near-notes", test_near_notes);
  g_test_add_func ("/plot/layout/words-beside-curves", test_words_beside_curves);
  g_test_add_func ("/plot/layout/unit-of-times", test_unit_of_times);
  g_test_add_func ("/plot/layout/matrix-cells", test_matrix_cells);
  g_test_add_func ("/plot/layout/many-bars", test_many_bars);
  return g_test_run ();
}
