/* assay-report-fonts.c: finds the report's fonts through fontconfig and builds a font map of only
 * those. */
#include "report/assay-report-fonts-private.h"

#include "config.h"

#include <fontconfig/fontconfig.h>
#include <glib/gi18n-lib.h>
#include <pango/pangofc-font.h>
#include <pango/pangofc-fontmap.h>

#include "report/assay-report.h"

/* The five files that are embedded as text; everything else is drawn as outlines. */
enum
{
  FILE_SANS,
  FILE_SANS_BOLD,
  FILE_SANS_ITALIC,
  FILE_MONO,
  FILE_MONO_BOLD,
  N_FILES,
};

static const struct
{
  const char *family;
  int weight;
  int slant;
  const char *package; /* Debian's, for the message */
} wanted[N_FILES] = {
  { "Noto Sans", FC_WEIGHT_REGULAR, FC_SLANT_ROMAN, "fonts-noto-core" },
  { "Noto Sans", FC_WEIGHT_BOLD, FC_SLANT_ROMAN, "fonts-noto-core" },
  { "Noto Sans", FC_WEIGHT_REGULAR, FC_SLANT_ITALIC, "fonts-noto-core" },
  { "Noto Sans Mono", FC_WEIGHT_REGULAR, FC_SLANT_ROMAN, "fonts-noto-mono" },
  { "Noto Sans Mono", FC_WEIGHT_BOLD, FC_SLANT_ROMAN, "fonts-noto-mono" },
};

/* Families whose folders are searched for fallback glyphs when they are installed. */
static const char *const fallbacks[] = {
  "Noto Sans Tamil",
  "Noto Sans CJK SC",
  "DejaVu Sans",
  "Noto Emoji",
};

struct _AssayReportFonts
{
  char *files[N_FILES];
  PangoFontMap *map;
  PangoContext *context;
  char *sans; /* family lists for descriptions */
  char *mono;
  GHashTable *known; /* PangoFont* → file index + 1, 0 for a fallback font */
};

static char *
find_file (const char *family, int weight, int slant)
{
  FcPattern *pattern = FcPatternBuild (NULL, FC_FAMILY, FcTypeString, family, FC_WEIGHT,
                                       FcTypeInteger, weight, FC_SLANT, FcTypeInteger, slant, NULL);
  FcConfigSubstitute (NULL, pattern, FcMatchPattern);
  FcDefaultSubstitute (pattern);
  FcResult result;
  FcPattern *match = FcFontMatch (NULL, pattern, &result);
  FcPatternDestroy (pattern);
  if (match == NULL)
    return NULL;

  /* fontconfig always answers something; only the family that was asked for will do. */
  FcChar8 *found = NULL;
  FcChar8 *file = NULL;
  char *path = NULL;
  for (int i = 0; path == NULL && FcPatternGetString (match, FC_FAMILY, i, &found) == FcResultMatch;
       i++)
    if (g_ascii_strcasecmp ((const char *) found, family) == 0
        && FcPatternGetString (match, FC_FILE, 0, &file) == FcResultMatch)
      path = g_strdup ((const char *) file);
  FcPatternDestroy (match);
  return path;
}

static gboolean
find_files (AssayReportFonts *self, GError **error)
{
  for (guint i = 0; i < N_FILES; i++)
    {
      self->files[i] = find_file (wanted[i].family, wanted[i].weight, wanted[i].slant);
      if (self->files[i] == NULL)
        {
          g_set_error (error, ASSAY_REPORT_ERROR, ASSAY_REPORT_ERROR_FONT,
                       _ ("The font “%s” is not installed; it is in the package %s."),
                       wanted[i].family, wanted[i].package);
          return FALSE;
        }
    }
  return TRUE;
}

static void
add_folder (GPtrArray *folders, const char *file)
{
  g_autofree char *folder = g_path_get_dirname (file);
  if (!g_ptr_array_find_with_equal_func (folders, folder, g_str_equal, NULL))
    g_ptr_array_add (folders, g_steal_pointer (&folder));
}

/* A configuration that sees only the accepted files, with the system's caches so that it starts
 * fast. */
static FcConfig *
make_config (AssayReportFonts *self)
{
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < N_FILES; i++)
    add_folder (folders, self->files[i]);
  for (guint i = 0; i < G_N_ELEMENTS (fallbacks); i++)
    {
      g_autofree char *file = find_file (fallbacks[i], FC_WEIGHT_REGULAR, FC_SLANT_ROMAN);
      if (file != NULL)
        add_folder (folders, file);
    }

  g_autoptr (GString) xml = g_string_new ("<?xml version=\"1.0\"?><fontconfig>");
  for (guint i = 0; i < folders->len; i++)
    {
      g_autofree char *folder = g_markup_escape_text (folders->pdata[i], -1);
      g_string_append_printf (xml, "<dir>%s</dir>", folder);
    }
  g_string_append (xml, "<cachedir>/var/cache/fontconfig</cachedir>"
                        "<cachedir prefix=\"xdg\">fontconfig</cachedir>"
                        "<selectfont><rejectfont><glob>*</glob></rejectfont><acceptfont>"
                        "<glob>*/NotoSans*</glob><glob>*/NotoEmoji-*</glob>"
                        "<glob>*/DejaVuSans.ttf</glob></acceptfont></selectfont></fontconfig>");
  FcConfig *config = FcConfigCreate ();
  FcConfigParseAndLoadFromMemory (config, (const FcChar8 *) xml->str, FcTrue);
  FcConfigBuildFonts (config);
  return config;
}

/* Made once and kept: it depends on nothing but the installed fonts, and Pango keeps a reference of
 * its own. */
static FcConfig *
shared_config (AssayReportFonts *self)
{
  static FcConfig *shared;
  if (g_once_init_enter (&shared))
    g_once_init_leave (&shared, make_config (self));
  return shared;
}

/* The region whose forms of Han characters the reader expects. */
static const char *
han_family (const char *language)
{
  if (g_str_has_prefix (language, "ja"))
    return "Noto Sans CJK JP";
  if (g_str_has_prefix (language, "ko"))
    return "Noto Sans CJK KR";
  if (g_str_has_prefix (language, "zh-TW") || g_str_has_prefix (language, "zh-Hant"))
    return "Noto Sans CJK TC";
  return "Noto Sans CJK SC";
}

static void
make_context (AssayReportFonts *self, FcConfig *config, const char *language)
{
  self->map = pango_cairo_font_map_new_for_font_type (CAIRO_FONT_TYPE_FT);
  pango_fc_font_map_set_config (PANGO_FC_FONT_MAP (self->map), config);
  pango_cairo_font_map_set_resolution (PANGO_CAIRO_FONT_MAP (self->map), 72.0);
  self->context = pango_font_map_create_context (self->map);

  cairo_font_options_t *options = cairo_font_options_create ();
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (self->context, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (self->context, FALSE);
  pango_context_set_language (self->context, pango_language_from_string (language));
  pango_context_set_base_dir (self->context, PANGO_DIRECTION_LTR);
}

AssayReportFonts *
assay_report_fonts_new (const char *language, GError **error)
{
  g_autoptr (AssayReportFonts) self = g_new0 (AssayReportFonts, 1);
  self->known = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  if (!find_files (self, error))
    return NULL;

  make_context (self, shared_config (self), language);
  self->sans = g_strdup_printf ("Noto Sans,%s", han_family (language));
  self->mono = g_strdup_printf ("Noto Sans Mono,Noto Sans,%s", han_family (language));
  return g_steal_pointer (&self);
}

void
assay_report_fonts_free (AssayReportFonts *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_object (&self->context);
  g_clear_object (&self->map);
  for (guint i = 0; i < N_FILES; i++)
    g_free (self->files[i]);
  g_free (self->sans);
  g_free (self->mono);
  g_free (self);
}

PangoContext *
assay_report_fonts_get_context (AssayReportFonts *self)
{
  return self->context;
}

PangoFontDescription *
assay_report_fonts_describe (AssayReportFonts *self, const AssayFont *font)
{
  PangoFontDescription *description = pango_font_description_new ();
  pango_font_description_set_family_static (
      description, font->role == ASSAY_FONT_MONO ? self->mono : self->sans);
  pango_font_description_set_absolute_size (description, font->size * PANGO_SCALE);
  pango_font_description_set_weight (description,
                                     font->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  /* There is no bold italic file: bold wins. */
  if (font->italic && !font->bold && font->role != ASSAY_FONT_MONO)
    pango_font_description_set_style (description, PANGO_STYLE_ITALIC);
  return description;
}

static guint
file_index (gboolean mono, gboolean bold, gboolean italic)
{
  if (mono)
    return bold ? FILE_MONO_BOLD : FILE_MONO;
  if (bold)
    return FILE_SANS_BOLD;
  return italic ? FILE_SANS_ITALIC : FILE_SANS;
}

const char *
assay_report_fonts_get_file (AssayReportFonts *self, const AssayFont *font)
{
  return self->files[file_index (font->role == ASSAY_FONT_MONO, font->bold, font->italic)];
}

static guint
identify (AssayReportFonts *self, PangoFont *font)
{
  FcPattern *pattern = pango_fc_font_get_pattern (PANGO_FC_FONT (font));
  FcChar8 *file = NULL;
  if (pattern == NULL || FcPatternGetString (pattern, FC_FILE, 0, &file) != FcResultMatch)
    return 0;
  for (guint i = 0; i < N_FILES; i++)
    if (g_str_equal (self->files[i], (const char *) file))
      return i + 1;
  return 0;
}

gboolean
assay_report_fonts_is_embedded (AssayReportFonts *self, PangoFont *font, AssayFont *found)
{
  gpointer value;
  if (!g_hash_table_lookup_extended (self->known, font, NULL, &value))
    {
      value = GUINT_TO_POINTER (identify (self, font));
      g_hash_table_insert (self->known, g_object_ref (font), value);
    }
  guint index = GPOINTER_TO_UINT (value);
  if (index == 0)
    return FALSE;

  PangoFontDescription *description = pango_font_describe_with_absolute_size (font);
  *found = (AssayFont){
    .role = index - 1 >= FILE_MONO ? ASSAY_FONT_MONO : ASSAY_FONT_SANS,
    .size = pango_font_description_get_size (description) / (double) PANGO_SCALE,
    .bold = index - 1 == FILE_SANS_BOLD || index - 1 == FILE_MONO_BOLD,
    .italic = index - 1 == FILE_SANS_ITALIC,
  };
  pango_font_description_free (description);
  return TRUE;
}
