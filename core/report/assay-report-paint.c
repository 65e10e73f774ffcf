/* assay-report-paint.c: the pages into a PDF by libharu: fonts, bookmarks, links. Same pages, same
 * bytes. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <hpdf.h>

#include "plot/assay-painter-hpdf.h"
#include "report/assay-pdf-update-private.h"
#include "report/assay-report-private.h"

typedef struct
{
  AssayReport *report;
  HPDF_Doc document;
  GHashTable *fonts; /* file → HPDF_Font */
  GPtrArray *pages;  /* HPDF_Page */
  HPDF_STATUS error;
  HPDF_STATUS detail;
} Painting;

static void
on_error (HPDF_STATUS error, HPDF_STATUS detail, void *user_data)
{
  Painting *self = user_data;
  if (self->error == HPDF_OK)
    {
      self->error = error;
      self->detail = detail;
    }
}

static HPDF_Font
find_font (HPDF_Doc document, const AssayDrawItem *item, gpointer user_data)
{
  Painting *self = user_data;
  const char *file = assay_report_fonts_get_file (self->report->fonts, &item->font);
  HPDF_Font font = g_hash_table_lookup (self->fonts, file);
  if (font != NULL)
    return font;
  const char *name = HPDF_LoadTTFontFromFile (document, file, HPDF_TRUE);
  if (name == NULL)
    return NULL;
  font = HPDF_GetFont (document, name, "UTF-8");
  if (font != NULL)
    g_hash_table_insert (self->fonts, (gpointer) (guintptr) file, font);
  return font;
}

static HPDF_Destination
make_destination (Painting *self, guint page, double y)
{
  HPDF_Destination destination = HPDF_Page_CreateDestination (self->pages->pdata[page]);
  if (destination != NULL)
    HPDF_Destination_SetFitH (destination, (HPDF_REAL) (self->report->height - y));
  return destination;
}

static HPDF_Destination
find_destination (HPDF_Doc document, const char *name, gpointer user_data)
{
  Painting *self = user_data;
  GArray *targets = assay_flow_get_targets (self->report->flow);
  for (guint i = 0; i < targets->len; i++)
    {
      const AssayTarget *target = &g_array_index (targets, AssayTarget, i);
      if (g_str_equal (target->name, name))
        return make_destination (self, target->page, target->y);
    }
  return NULL;
}

static void
add_pages (Painting *self)
{
  const guint n = assay_report_get_n_pages (self->report);
  for (guint i = 0; i < n; i++)
    {
      HPDF_Page page = HPDF_AddPage (self->document);
      HPDF_Page_SetWidth (page, (HPDF_REAL) self->report->width);
      HPDF_Page_SetHeight (page, (HPDF_REAL) self->report->height);
      g_ptr_array_add (self->pages, page);
    }
  AssayHpdfCallbacks callbacks
      = { .font = find_font, .destination = find_destination, .user_data = self };
  g_autoptr (AssayPainterHpdf) painter = assay_painter_hpdf_new (self->document, &callbacks);
  for (guint i = 0; i < n && self->error == HPDF_OK; i++)
    assay_painter_hpdf_paint (painter, assay_report_get_page (self->report, i),
                              self->pages->pdata[i], 0, 0);
}

static void
add_bookmarks (Painting *self)
{
  HPDF_Encoder encoder = HPDF_GetEncoder (self->document, "UTF-8");
  HPDF_Outline parent = NULL;
  GArray *headings = assay_flow_get_headings (self->report->flow);
  for (guint i = 0; i < headings->len && self->error == HPDF_OK; i++)
    {
      const AssayHeading *heading = &g_array_index (headings, AssayHeading, i);
      HPDF_Outline outline = HPDF_CreateOutline (self->document, heading->depth > 0 ? parent : NULL,
                                                 heading->title, encoder);
      if (outline == NULL)
        return;
      HPDF_Outline_SetDestination (outline, make_destination (self, heading->page, heading->y));
      HPDF_Outline_SetOpened (outline, HPDF_FALSE);
      if (heading->depth == 0)
        parent = outline;
    }
}

static void
set_information (Painting *self)
{
  const AssayReportData *data = self->report->data;
  g_autofree char *creator = g_strdup_printf ("Assay %s", data->version);
  HPDF_SetInfoAttr (self->document, HPDF_INFO_CREATOR, creator);
  HPDF_SetInfoAttr (self->document, HPDF_INFO_TITLE, data->id);
  HPDF_SetPageMode (self->document, HPDF_PAGE_MODE_USE_OUTLINE);
  HPDF_AddPageLabel (self->document, 0, HPDF_PAGE_NUM_STYLE_DECIMAL, 1, "");

  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (data->date / 1000);
  if (time == NULL)
    return;
  HPDF_Date date = {
    .year = g_date_time_get_year (time),
    .month = g_date_time_get_month (time),
    .day = g_date_time_get_day_of_month (time),
    .hour = g_date_time_get_hour (time),
    .minutes = g_date_time_get_minute (time),
    .seconds = g_date_time_get_second (time),
    .ind = 'Z',
  };
  HPDF_SetInfoDateAttr (self->document, HPDF_INFO_CREATION_DATE, date);
  HPDF_SetInfoDateAttr (self->document, HPDF_INFO_MOD_DATE, date);
}

static GBytes *
take_file (Painting *self)
{
  if (self->error != HPDF_OK || HPDF_SaveToStream (self->document) != HPDF_OK)
    return NULL;
  HPDF_UINT32 size = HPDF_GetStreamSize (self->document);
  HPDF_BYTE *data = g_malloc (size);
  HPDF_ResetStream (self->document);
  HPDF_STATUS status = HPDF_ReadFromStream (self->document, data, &size);
  if (status != HPDF_OK && status != HPDF_STREAM_EOF)
    {
      g_free (data);
      return NULL;
    }
  return g_bytes_new_take (data, size);
}

GBytes *
assay_report_paint_pdf (AssayReport *self, GError **error)
{
  Painting painting = { .report = self };
  painting.document = HPDF_New (on_error, &painting);
  painting.fonts = g_hash_table_new (g_str_hash, g_str_equal);
  painting.pages = g_ptr_array_new ();
  GBytes *bytes = NULL;
  if (painting.document != NULL)
    {
      HPDF_UseUTFEncodings (painting.document);
      HPDF_SetCurrentEncoder (painting.document, "UTF-8");
      HPDF_SetCompressionMode (painting.document, HPDF_COMP_ALL);
      add_pages (&painting);
      if (painting.error == HPDF_OK)
        add_bookmarks (&painting);
      if (painting.error == HPDF_OK)
        set_information (&painting);
      bytes = take_file (&painting);
      HPDF_Free (painting.document);
    }
  g_hash_table_unref (painting.fonts);
  g_ptr_array_unref (painting.pages);
  if (bytes == NULL)
    g_set_error (error, ASSAY_REPORT_ERROR, ASSAY_REPORT_ERROR_PDF,
                 _ ("The report could not be made, and nothing was saved: there may be too little "
                    "memory for it. Close other programs, or choose fewer sections, and try again. "
                    "(libharu: code 0x%04lX, %lu)"),
                 (gulong) painting.error, (gulong) painting.detail);
  return bytes;
}
