/* assay-inspect.c: from a file to its inspection: sniff, state the file's own facts, run the
 * parser. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "media/assay-parser-private.h"

GQuark
assay_media_error_quark (void)
{
  return g_quark_from_static_string ("assay-media-error");
}

static AssayParseFunc
find_parser (const AssayParser *table, const char *format)
{
  for (; table->format != NULL; table++)
    if (strcmp (table->format, format) == 0)
      return table->parse;
  return NULL;
}

/* What the name promises, and whether the bytes keep it. */
static void
add_name_facts (AssayInspection *inspection, const AssayFormat *format, const char *name)
{
  const char *dot = name != NULL ? strrchr (name, '.') : NULL;

  if (dot == NULL || dot == name || dot[1] == '\0' || strchr (dot, '/') != NULL)
    return;

  g_autofree char *extension = g_ascii_strdown (dot + 1, -1);
  const AssayFormat *promised = assay_format_for_name (name);

  assay_inspection_text (inspection, "file.extension", extension, ASSAY_OFFSET_NONE, 0);
  if (promised != NULL)
    {
      assay_inspection_text (inspection, "file.extension.format", promised->id, ASSAY_OFFSET_NONE,
                             0);
      assay_inspection_text (inspection, "file.extension.family", promised->family,
                             ASSAY_OFFSET_NONE, 0);
    }
  assay_inspection_bool (inspection, "file.extension.matches",
                         assay_format_has_extension (format, extension), ASSAY_OFFSET_NONE, 0);
}

static void
add_file_facts (AssayInspection *inspection,
                AssaySource *source,
                const AssayFormat *format,
                const char *name)
{
  assay_inspection_int (inspection, "file.size", (gint64) assay_source_get_size (source), NULL,
                        ASSAY_OFFSET_NONE, 0);
  assay_inspection_text (inspection, "format.id", format->id, ASSAY_OFFSET_NONE, 0);
  assay_inspection_text (inspection, "format.family", format->family, ASSAY_OFFSET_NONE, 0);
  assay_inspection_text (inspection, "format.mime", format->mime, ASSAY_OFFSET_NONE, 0);
  add_name_facts (inspection, format, name);
}

AssayInspection *
assay_inspect (AssaySource *source, const char *name, GCancellable *cancellable, GError **error)
{
  guint8 first;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (assay_source_get_size (source) == 0)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_TRUNCATED,
                           _ ("The file is empty"));
      return NULL;
    }
  /* Sniffing and parsing take unreadable bytes for missing ones; a source that cannot be read at
   * all is told here. */
  if (assay_source_read_into (source, 0, &first, 1, error) < 0)
    return NULL;

  g_autoptr (AssayInspection) inspection = assay_inspection_new ();
  const AssayFormat *format = assay_format_sniff (source);
  AssayParseFunc parse = find_parser (assay_parsers_still, format->id);

  if (parse == NULL)
    parse = find_parser (assay_parsers_av, format->id);
  assay_inspection_set_format (inspection, format);
  assay_inspection_set_size (inspection, assay_source_get_size (source));
  add_file_facts (inspection, source, format, name);
  if (parse != NULL)
    parse (source, inspection, cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&inspection);
}
