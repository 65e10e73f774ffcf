/* assay-report-signs.c: the drawn signs: verdicts that can be told apart without colour, and QR
 * codes. */
#include "config.h"

#include <math.h>
#include <qrencode.h>

#include "report/assay-report-writer-private.h"

static void
regular_polygon (AssayDrawList *list,
                 double x,
                 double y,
                 double radius,
                 guint corners,
                 double turn,
                 AssayColour fill)
{
  AssayPoint points[32];
  g_return_if_fail (corners <= G_N_ELEMENTS (points));
  for (guint i = 0; i < corners; i++)
    {
      double angle = turn + 2 * G_PI * i / corners;
      points[i] = (AssayPoint){ x + radius * cos (angle), y + radius * sin (angle) };
    }
  assay_draw_list_polygon (list, points, corners, fill, ASSAY_COLOUR_NONE, 0);
}

static void
stroke (AssayDrawList *list, const AssayPoint *points, gsize n, double size)
{
  assay_draw_list_polyline (list, points, n, ASSAY_COLOUR_WHITE, size * 0.1, ASSAY_DASH_SOLID);
}

/* Each draws into a square of @s with its top left at (@x, @y). */
static void
sign_check (AssayDrawList *list, double x, double y, double s, AssayColour colour)
{
  const AssayPoint tick[] = { { x + 0.28 * s, y + 0.52 * s },
                              { x + 0.44 * s, y + 0.68 * s },
                              { x + 0.73 * s, y + 0.34 * s } };
  AssayRect area = { x, y, s, s };
  assay_draw_list_rectangle (list, &area, s / 2, colour, ASSAY_COLOUR_NONE, 0);
  stroke (list, tick, 3, s);
}

static void
exclamation (AssayDrawList *list, double x, double y, double s)
{
  const AssayPoint bar[] = { { x + 0.5 * s, y + 0.36 * s }, { x + 0.5 * s, y + 0.66 * s } };
  const AssayPoint dot = { x + 0.5 * s, y + 0.8 * s };
  stroke (list, bar, 2, s);
  assay_draw_list_marks (list, &dot, 1, 0.06 * s, ASSAY_COLOUR_WHITE);
}

static void
sign_triangle (AssayDrawList *list, double x, double y, double s, AssayColour colour)
{
  const AssayPoint corners[]
      = { { x + 0.5 * s, y + 0.04 * s }, { x + s, y + 0.94 * s }, { x, y + 0.94 * s } };
  assay_draw_list_polygon (list, corners, 3, colour, ASSAY_COLOUR_NONE, 0);
  exclamation (list, x, y, s);
}

static void
sign_octagon (AssayDrawList *list, double x, double y, double s, AssayColour colour)
{
  const AssayPoint down[] = { { x + 0.33 * s, y + 0.33 * s }, { x + 0.67 * s, y + 0.67 * s } };
  const AssayPoint up[] = { { x + 0.33 * s, y + 0.67 * s }, { x + 0.67 * s, y + 0.33 * s } };
  regular_polygon (list, x + s / 2, y + s / 2, s * 0.53, 8, G_PI / 8, colour);
  stroke (list, down, 2, s);
  stroke (list, up, 2, s);
}

static void
sign_dash (AssayDrawList *list, double x, double y, double s, AssayColour colour)
{
  const AssayPoint dash[] = { { x + 0.3 * s, y + 0.5 * s }, { x + 0.7 * s, y + 0.5 * s } };
  AssayRect area = { x, y, s, s };
  assay_draw_list_rectangle (list, &area, s * 0.12, colour, ASSAY_COLOUR_NONE, 0);
  stroke (list, dash, 2, s);
}

static void
sign_info (AssayDrawList *list, double x, double y, double s, AssayColour colour)
{
  const AssayPoint bar[] = { { x + 0.5 * s, y + 0.45 * s }, { x + 0.5 * s, y + 0.75 * s } };
  const AssayPoint dot = { x + 0.5 * s, y + 0.29 * s };
  AssayRect area = { x, y, s, s };
  assay_draw_list_rectangle (list, &area, s / 2, colour, ASSAY_COLOUR_NONE, 0);
  stroke (list, bar, 2, s);
  assay_draw_list_marks (list, &dot, 1, 0.07 * s, ASSAY_COLOUR_WHITE);
}

void
assay_sign_verdict (
    AssayDrawList *list, double x, double y, double size, const AssayReportExhibit *exhibit)
{
  const AssayColour colour = assay_words_verdict_colour (exhibit);
  const AssayVerdict verdict
      = *exhibit->error == '\0' ? exhibit->verdict : ASSAY_VERDICT_NOT_APPLICABLE;
  switch (verdict)
    {
    case ASSAY_VERDICT_CLEAR:
      sign_check (list, x, y, size, colour);
      break;
    case ASSAY_VERDICT_ATTENTION:
      sign_triangle (list, x, y, size, colour);
      break;
    case ASSAY_VERDICT_COMPROMISED:
      sign_octagon (list, x, y, size, colour);
      break;
    case ASSAY_VERDICT_NOT_APPLICABLE:
      sign_dash (list, x, y, size, colour);
      break;
    }
}

void
assay_sign_severity (AssayDrawList *list, double x, double y, double size, AssaySeverity severity)
{
  const AssayColour colour = assay_words_severity_colour (severity);
  switch (severity)
    {
    case ASSAY_SEVERITY_INFO:
      sign_info (list, x, y, size, colour);
      break;
    case ASSAY_SEVERITY_ATTENTION:
      sign_triangle (list, x, y, size, colour);
      break;
    case ASSAY_SEVERITY_COMPROMISED:
      sign_octagon (list, x, y, size, colour);
      break;
    }
}

gboolean
assay_sign_qr (AssayDrawList *list, double x, double y, double size, const char *text)
{
  QRcode *code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M);
  if (code == NULL)
    return FALSE;
  const int n = code->width;
  const double module = size / n;
  for (int row = 0; row < n; row++)
    for (int column = 0; column < n; column++)
      {
        /* Runs of dark modules become one bar, so that no hairline shows between them. */
        int end = column;
        while (end < n && (code->data[row * n + end] & 1) != 0)
          end++;
        if (end == column)
          continue;
        AssayRect bar = { x + column * module, y + row * module, (end - column) * module, module };
        assay_draw_list_rectangle (list, &bar, 0, ASSAY_COLOUR_BLACK, ASSAY_COLOUR_NONE, 0);
        column = end;
      }
  QRcode_free (code);
  return TRUE;
}
