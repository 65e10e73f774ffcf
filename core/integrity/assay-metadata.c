/* assay-metadata.c: the tool `metadata`: every fact of a file as a row that can be searched. */
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "integrity/assay-integrity.h"
#include "integrity/assay-tool-input-private.h"

static const AssayColumn columns[] = {
  { "group", N_ ("Group"), ASSAY_COLUMN_TERM, "", 0 },
  { "name", N_ ("Name"), ASSAY_COLUMN_TEXT, "", 0 },
  { "value", N_ ("Value"), ASSAY_COLUMN_TEXT, "", 0 },
  { "raw", N_ ("Raw value"), ASSAY_COLUMN_TEXT, "", 0 },
  { "offset", N_ ("Offset"), ASSAY_COLUMN_OFFSET, "", 0 },
  { "length", N_ ("Length"), ASSAY_COLUMN_SIZE, "bytes", 0 },
};

/* What a person calls the family of a fact; the first prefix that fits. */
static const struct
{
  const char *prefix;
  const char *title;
} groups[] = {
  { "file.", N_ ("File") },
  { "format.", N_ ("File") },
  { "image.", N_ ("Picture") },
  { "exif.ifd1.", N_ ("Exif: preview") },
  { "exif.thumbnail.", N_ ("Exif: preview") },
  { "exif.gps.", N_ ("Position") },
  { "exif.makernote.", N_ ("Exif: maker note") },
  { "exif.", N_ ("Exif") },
  { "gps.", N_ ("Position") },
  { "xmp.", N_ ("XMP") },
  { "iptc.", N_ ("IPTC") },
  { "photoshop.", N_ ("Photoshop") },
  { "icc.", N_ ("Colour profile") },
  { "c2pa.", N_ ("Content Credentials") },
  { "jpeg.", N_ ("JPEG coding") },
  { "jfif.", N_ ("JPEG coding") },
  { "jfxx.", N_ ("JPEG coding") },
  { "adobe.", N_ ("JPEG coding") },
  { "mpf", N_ ("Further pictures") },
  { "motion.", N_ ("Further pictures") },
  { "seft", N_ ("Further pictures") },
  { "png.", N_ ("PNG") },
  { "gif.", N_ ("GIF") },
  { "webp.", N_ ("WebP") },
  { "bmp.", N_ ("BMP") },
  { "pdf.", N_ ("PDF") },
  { "zip.", N_ ("Archive") },
  { "csv.", N_ ("Table") },
  { "text.", N_ ("Text") },
  { "media.", N_ ("Recording") },
  { "bmff.track", N_ ("Tracks") },
  { "bmff.meta.", N_ ("Recording") },
  { "bmff.udta.", N_ ("Recording") },
  { "bmff.", N_ ("Container") },
  { "heif.", N_ ("HEIF") },
  { "riff.", N_ ("Container") },
  { "wav.", N_ ("Sound") },
  { "avi.", N_ ("Container") },
  { "mkv.", N_ ("Container") },
  { "ts.", N_ ("Container") },
  { "ps.", N_ ("Container") },
  { "ogg.", N_ ("Container") },
  { "vorbis.", N_ ("Sound") },
  { "flac.", N_ ("Sound") },
  { "mp3.", N_ ("Sound") },
  { "id3", N_ ("Sound") },
  { "aac.", N_ ("Sound") },
  { "stream", N_ ("Streams") },
};

/* Index into the groups; G_N_ELEMENTS for the rest. */
static guint
group_of (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (g_str_has_prefix (name, groups[i].prefix))
      return i;
  return G_N_ELEMENTS (groups);
}

static const char *
group_title (guint group)
{
  return group < G_N_ELEMENTS (groups) ? groups[group].title : N_ ("Other");
}

/* The value as stored, where the readable one is worded. */
static char *
raw_text (const AssayFact *fact)
{
  switch (fact->type)
    {
    case ASSAY_FACT_INT:
      return g_strdup_printf ("%" PRId64, fact->integer);
    case ASSAY_FACT_BOOL:
      return g_strdup (fact->integer != 0 ? "true" : "false");
    case ASSAY_FACT_REAL:
      return assay_number_text (fact->real, 6);
    case ASSAY_FACT_TIME:
      return assay_time_text (fact->integer);
    case ASSAY_FACT_TEXT:
    case ASSAY_FACT_BYTES:
      break;
    }
  return NULL;
}

static void
add_fact (AssayTableBuilder *table, const char *title, const AssayFact *fact)
{
  g_autofree char *raw = raw_text (fact);
  const gboolean same = raw == NULL || g_strcmp0 (raw, fact->text) == 0;

  assay_table_builder_text (table, title);
  assay_table_builder_text (table, fact->name);
  assay_table_builder_text (table, fact->text != NULL ? fact->text : raw);
  assay_table_builder_text (table, same ? NULL : raw);
  if (fact->offset > G_MAXINT64)
    {
      assay_table_builder_empty (table);
      assay_table_builder_empty (table);
    }
  else
    {
      assay_table_builder_int (table, (gint64) fact->offset);
      assay_table_builder_int (table, (gint64) MIN (fact->length, (guint64) G_MAXINT64));
    }
  assay_table_builder_row (table, 0);
}

/* Whether an earlier group of the list has the same title. */
static gboolean
is_repeated (guint group)
{
  for (guint i = 0; i < group; i++)
    if (strcmp (group_title (i), group_title (group)) == 0)
      return TRUE;
  return FALSE;
}

/* Rows of one title stand together, in the order of the groups above and, within, of the file. */
static AssayTable *
make_table (const AssayInspection *inspection)
{
  AssayTableBuilder *table
      = assay_table_builder_new ("metadata", N_ ("Metadata"), columns, G_N_ELEMENTS (columns));
  const guint n = assay_inspection_get_n_facts (inspection);
  g_autofree guint *group = g_new (guint, n + 1);

  for (guint i = 0; i < n; i++)
    group[i] = group_of (assay_inspection_get_fact (inspection, i)->name);
  for (guint k = 0; k <= G_N_ELEMENTS (groups); k++)
    {
      const char *title = group_title (k);

      for (guint i = 0; i < n && !is_repeated (k); i++)
        if (strcmp (group_title (group[i]), title) == 0)
          add_fact (table, title, assay_inspection_get_fact (inspection, i));
    }
  return assay_table_builder_end (table);
}

AssayResult *
assay_metadata_run (AssayToolJob *job, GError **error)
{
  g_autoptr (AssayInspection) inspection = assay_tool_input_inspect (job, error);
  g_autoptr (AssayResultBuilder) builder = NULL;
  g_autoptr (GError) failed = NULL;
  gboolean decoded = TRUE;

  if (inspection == NULL)
    return NULL;
  if (!assay_tool_input_add_streams (job, inspection, &failed))
    {
      /* A decoder that refuses the file leaves what our own parsers have read. */
      if (!g_error_matches (failed, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_MALFORMED)
          && !g_error_matches (failed, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_TRUNCATED)
          && !g_error_matches (failed, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED))
        {
          g_propagate_error (error, g_steal_pointer (&failed));
          return NULL;
        }
      decoded = FALSE;
    }
  builder = assay_result_builder_new (&assay_metadata_info);
  assay_result_builder_answer (builder, "type", assay_inspection_get_format (inspection)->mime);
  assay_result_builder_metric (builder, "fields", assay_inspection_get_n_facts (inspection));
  assay_result_builder_table (builder, make_table (inspection));
  if (!decoded)
    assay_result_builder_not_run (builder, NULL, N_ ("The decoder could not read the streams."));
  return assay_result_builder_end (g_steal_pointer (&builder), error);
}
