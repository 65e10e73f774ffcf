/* assay-fact-words.c: facts of a file as people read them in a table: which are asked for first,
 * and cells in words. Window, reports and the command line use the same. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/assay-catalogue.h"

static const char *const key_facts[] = {
  "format.mime",
  "file.size",
  "image.width",
  "image.height",
  "media.duration_s",
  "exif.exif.DateTimeOriginal",
  "exif.exif.OffsetTimeOriginal",
  "exif.ifd0.DateTime",
  "media.created",
  "bmff.mvhd.creation",
  "xmp.xmp.CreateDate",
  "xmp.xmp.ModifyDate",
  "png.time",
  "pdf.time.created",
  "pdf.time.modified",
  "gps.latitude",
  "gps.longitude",
  "media.gps.latitude",
  "media.gps.longitude",
  "exif.ifd0.Make",
  "media.make",
  "exif.ifd0.Model",
  "media.model",
  "exif.ifd0.Software",
  "xmp.xmp.CreatorTool",
  "media.software",
  "media.encoder",
  "c2pa.generator",
  "mp3.encoder",
  "vorbis.vendor",
  NULL,
};

gboolean
assay_catalogue_is_key_fact (const char *name)
{
  return g_strv_contains (key_facts, name);
}

/* A name that the columns of several tools have, or a msgid of the tool itself. */
static char *
term_words (const char *column, const char *term)
{
  const char *words = assay_answer_words (column, term);

  if (words != term || *term == '\0')
    return g_strdup (words);
  return g_strdup (g_dgettext (GETTEXT_PACKAGE, term));
}

char *
assay_table_cell_words (const AssayTable *table, guint row, guint column)
{
  const AssayColumn *description = assay_table_get_column (table, column);

  /* gettext answers an empty text with the header of its catalogue. */
  if (assay_table_is_empty (table, row, column))
    return g_strdup ("");
  if (description->type == ASSAY_COLUMN_TERM)
    return term_words (description->id, assay_table_get_text (table, row, column));
  if (g_str_equal (description->id, "name") && assay_table_find_column (table, "group") >= 0)
    return assay_observed_words (assay_table_get_text (table, row, column));
  return assay_table_cell_text (table, row, column);
}
