/* test-painters.c: both painters draw all of a list, and the same list gives the same bytes. */
#include <math.h>
#include <string.h>

#include "plot/assay-plot.h"
#include "sample-plots.h"

static void
measure (const char *text, const AssayFont *font, AssayTextExtent *extent, gpointer user_data)
{
  (void) user_data;
  extent->width = 0.55 * font->size * (double) g_utf8_strlen (text, -1);
  extent->ascent = 0.95 * font->size;
  extent->descent = 0.25 * font->size;
}

static AssayPlotLayout *
lay_out (const char *name)
{
  g_autoptr (AssayPlot) plot = sample_plots_make (name);
  AssayPlotSetup setup = {
    .width = 400,
    .height = 240,
    .palette = assay_palette_get (ASSAY_PALETTE_PAPER),
    .font_size = 9.0,
    .resolution = 4.0,
    .title = TRUE,
    .measure = measure,
  };

  assay_plot_view_all (&setup.view);
  return assay_plot_layout_new (plot, &setup);
}

static void
count_text (cairo_t *cr, const AssayDrawItem *item, gpointer user_data)
{
  guint *count = user_data;

  g_assert_nonnull (item->text);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  *count += 1;
}

static HPDF_Font
count_font (HPDF_Doc document, const AssayDrawItem *item, gpointer user_data)
{
  guint *count = user_data;

  g_assert_nonnull (item->text);
  *count += 1;
  return HPDF_GetFont (document, "Helvetica", NULL);
}

static guint
count_items (const AssayDrawList *list, AssayDrawKind kind)
{
  guint count = 0;

  for (gsize i = 0; i < assay_draw_list_get_n (list); i++)
    {
      AssayDrawItem item;

      assay_draw_list_get (list, i, &item);
      count += item.kind == kind;
    }
  return count;
}

/* The page as PDF; (transfer full). */
static GBytes *
to_pdf (const AssayDrawList *list, guint *n_texts)
{
  HPDF_Doc document = HPDF_New (NULL, NULL);
  HPDF_Page page = HPDF_AddPage (document);
  AssayHpdfCallbacks callbacks = { .font = count_font, .user_data = n_texts };
  g_autoptr (AssayPainterHpdf) painter = assay_painter_hpdf_new (document, &callbacks);
  HPDF_UINT32 size;
  guint8 *bytes;

  assay_painter_hpdf_paint (painter, list, page, 20, 20);
  g_assert_cmpuint (HPDF_GetError (document), ==, HPDF_OK);
  g_assert_cmpint (HPDF_Page_GetGStateDepth (page), ==, 1);
  HPDF_SaveToStream (document);
  size = HPDF_GetStreamSize (document);
  bytes = g_malloc (size);
  HPDF_ReadFromStream (document, bytes, &size);
  HPDF_Free (document);
  return g_bytes_new_take (bytes, size);
}

static void
test_all_kinds (void)
{
  for (guint i = 0; i < sample_plots_get_n (); i++)
    {
      g_autoptr (AssayPlotLayout) layout = lay_out (sample_plots_get (i)->name);
      const AssayDrawList *list = assay_plot_layout_get_list (layout);
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 400, 240);
      cairo_t *cr = cairo_create (surface);
      guint on_screen = 0;
      guint on_paper = 0;
      guint again = 0;
      g_autoptr (GBytes) pdf = to_pdf (list, &on_paper);
      g_autoptr (GBytes) twice = to_pdf (list, &again);

      assay_painter_cairo_paint (list, cr, count_text, &on_screen);
      g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
      g_assert_cmpuint (on_screen, ==, count_items (list, ASSAY_DRAW_TEXT));
      g_assert_cmpuint (on_paper, ==, on_screen);
      g_assert_true (g_bytes_equal (pdf, twice));
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
}

static guint32
pixel (cairo_surface_t *surface, guint x, guint y)
{
  guint32 value;

  cairo_surface_flush (surface);
  memcpy (&value,
          cairo_image_surface_get_data (surface)
              + (gsize) y * (gsize) cairo_image_surface_get_stride (surface) + 4 * (gsize) x,
          sizeof value);
  return value;
}

/* Each kind of mark leaves the pixels that it should, and clips end. */
static void
test_cairo_pixels (void)
{
  g_autoptr (AssayDrawList) list = assay_draw_list_new (40, 40);
  const guint8 verbs[] = { ASSAY_PATH_MOVE, ASSAY_PATH_LINE, ASSAY_PATH_LINE, ASSAY_PATH_CLOSE };
  const AssayPoint corner[] = { { 20, 0 }, { 40, 0 }, { 40, 20 } };
  const AssayPoint dot = { 10, 30 };
  const guint8 bytes[] = { 255, 0, 0, 0, 255, 0 };
  g_autoptr (GBytes) pixels = g_bytes_new (bytes, sizeof bytes);
  g_autoptr (AssayImage) image = assay_image_new ("i", "I", ASSAY_PIXELS_RGB8, 2, 1, pixels, NULL);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 40, 40);
  cairo_t *cr = cairo_create (surface);

  assay_draw_list_clip (list, &(AssayRect){ 0, 0, 10, 10 });
  assay_draw_list_rectangle (list, &(AssayRect){ 0, 0, 20, 20 }, 0, 0x0000ffff, 0, 0);
  assay_draw_list_unclip (list);
  assay_draw_list_unclip (list); /* one too many does no harm */
  assay_draw_list_path (list, verbs, 4, corner, 3, 0x00ff00ff);
  assay_draw_list_marks (list, &dot, 1, 5, 0xff0000ff);
  assay_draw_list_image (list, &(AssayRect){ 20, 20, 20, 20 }, image, FALSE);
  assay_painter_cairo_paint (list, cr, NULL, NULL);
  g_assert_cmphex (pixel (surface, 5, 5), ==, 0xff0000ff);
  g_assert_cmphex (pixel (surface, 15, 5), ==, 0);
  g_assert_cmphex (pixel (surface, 38, 5), ==, 0xff00ff00);
  g_assert_cmphex (pixel (surface, 22, 15), ==, 0);
  g_assert_cmphex (pixel (surface, 10, 30), ==, 0xffff0000);
  g_assert_cmphex (pixel (surface, 25, 30), ==, 0xffff0000);
  g_assert_cmphex (pixel (surface, 35, 30), ==, 0xff00ff00);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
upper_case (AssayDrawList *to, const AssayDrawItem *item, gpointer user_data)
{
  AssayDrawItem changed = *item;
  g_autofree char *upper = g_utf8_strup (item->text, -1);

  (void) user_data;
  changed.text = upper;
  assay_draw_list_add (to, &changed);
}

static void
test_append (void)
{
  const AssayFont font = { ASSAY_FONT_SANS, 10, FALSE, FALSE };
  g_autoptr (AssayDrawList) page = assay_draw_list_new (100, 100);
  g_autoptr (AssayDrawList) part = assay_draw_list_new (50, 50);
  AssayDrawItem item;

  assay_draw_list_line (part, 0, 0, 10, 5, ASSAY_COLOUR_BLACK, 1, ASSAY_DASH_DOTTED);
  assay_draw_list_text (part, 1, 2, "word", &font, ASSAY_ANCHOR_END, ASSAY_BASE_TOP, 90,
                        ASSAY_COLOUR_BLACK);
  assay_draw_list_append (page, part, 20, 30, upper_case, NULL);
  g_assert_cmpuint (assay_draw_list_get_n (page), ==, 2);
  assay_draw_list_get (page, 0, &item);
  g_assert_cmpfloat_with_epsilon (item.points[1].x, 30.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (item.points[1].y, 35.0, 1e-12);
  g_assert_cmpint (item.dash, ==, ASSAY_DASH_DOTTED);
  assay_draw_list_get (page, 1, &item);
  g_assert_cmpstr (item.text, ==, "WORD");
  g_assert_cmpfloat_with_epsilon (item.points[0].y, 32.0, 1e-12);
}

/* NaN never reaches the file. */
static void
test_hpdf_nan (void)
{
  g_autoptr (AssayDrawList) list = assay_draw_list_new (10, 10);
  g_autoptr (GBytes) pdf = NULL;
  guint n_texts = 0;
  gsize size;
  const char *bytes;

  assay_draw_list_line (list, 0, NAN, 10, 5, ASSAY_COLOUR_BLACK, 1, ASSAY_DASH_SOLID);
  assay_draw_list_rectangle (list, &(AssayRect){ INFINITY, 0, 1, 1 }, 0, ASSAY_COLOUR_BLACK, 0, 0);
  pdf = to_pdf (list, &n_texts);
  bytes = g_bytes_get_data (pdf, &size);
  g_assert_null (g_strstr_len (bytes, (gssize) size, "nan"));
  g_assert_null (g_strstr_len (bytes, (gssize) size, "inf"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/plot/painters/all-kinds", test_all_kinds);
  g_test_add_func ("/plot/painters/cairo-pixels", test_cairo_pixels);
  g_test_add_func ("/plot/painters/hpdf-nan", test_hpdf_nan);
  g_test_add_func ("/plot/draw-list/append", test_append);
  return g_test_run ();
}
