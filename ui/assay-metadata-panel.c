/* assay-metadata-panel.c: see the header. */
#include "assay-metadata-panel.h"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "assay-place.h"
#include "assay-table-view.h"
#include "model/assay-catalogue.h"

/* Columns of the grouped table. */
enum
{
  NAME,
  VALUE,
  RAW,
  OFFSET,
  LENGTH,
  FACT,
};

struct _AssayMetadataPanel
{
  AssayPanel parent_instance;

  AssayTableView *table;
  GtkLabel *field;
  GtkLabel *meaning;
  GtkLabel *value;
  GtkWidget *bytes_button;

  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (AssayMetadataPanel, assay_metadata_panel, ASSAY_TYPE_PANEL)

static const char *
cell (const AssayTable *table, guint row, const char *column)
{
  int index = assay_table_find_column (table, column);

  return index >= 0 && !assay_table_is_empty (table, row, (guint) index)
             ? assay_table_get_text (table, row, (guint) index)
             : "";
}

static void
copy_int (AssayTableBuilder *builder, const AssayTable *table, guint row, const char *column)
{
  int index = assay_table_find_column (table, column);

  if (index >= 0 && !assay_table_is_empty (table, row, (guint) index))
    assay_table_builder_int (builder, assay_table_get_int (table, row, (guint) index));
  else
    assay_table_builder_empty (builder);
}

/* What a person looks for first: what it is, when, where and with what it was made. */
static const struct
{
  const char *fact;
  const char *title;
} first_facts[] = {
  { "format.mime", N_ ("Kind of file") },
  { "file.size", N_ ("Size in bytes") },
  { "image.width", N_ ("Width in pixels") },
  { "image.height", N_ ("Height in pixels") },
  { "media.duration_s", N_ ("Duration in seconds") },
  { "exif.exif.DateTimeOriginal", N_ ("Taken") },
  { "exif.ifd0.DateTime", N_ ("Last saved, says the camera information") },
  { "media.created", N_ ("Recorded") },
  { "bmff.mvhd.creation", N_ ("Written by the recorder or converter") },
  { "xmp.xmp.ModifyDate", N_ ("Last edited, says the editing record") },
  { "png.time", N_ ("Last changed, says the picture") },
  { "pdf.time.created", N_ ("Document made") },
  { "gps.latitude", N_ ("Latitude") },
  { "gps.longitude", N_ ("Longitude") },
  { "media.gps.latitude", N_ ("Latitude") },
  { "media.gps.longitude", N_ ("Longitude") },
  { "exif.ifd0.Make", N_ ("Maker") },
  { "media.make", N_ ("Maker") },
  { "exif.ifd0.Model", N_ ("Model") },
  { "media.model", N_ ("Model") },
  { "exif.ifd0.Software", N_ ("Program") },
  { "xmp.xmp.CreatorTool", N_ ("Program of the editing record") },
  { "media.software", N_ ("Program") },
  { "media.encoder", N_ ("Encoder") },
};

static void
add_row (AssayTableBuilder *builder, const AssayTable *flat, guint row, const char *title)
{
  const char *name = cell (flat, row, "name");
  g_autofree char *words = title == NULL ? assay_observed_words (name) : g_strdup (title);

  assay_table_builder_text (builder, words);
  assay_table_builder_text (builder, cell (flat, row, "value"));
  assay_table_builder_text (builder, cell (flat, row, "raw"));
  copy_int (builder, flat, row, "offset");
  copy_int (builder, flat, row, "length");
  assay_table_builder_text (builder, name);
  assay_table_builder_row (builder, 1);
}

/* Those of them that the file has, as the first branch. Each stands in its own group again. */
static void
add_first_facts (AssayTableBuilder *builder, const AssayTable *flat)
{
  gboolean begun = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (first_facts); i++)
    for (guint row = 0; row < assay_table_get_n_rows (flat); row++)
      {
        if (strcmp (cell (flat, row, "name"), first_facts[i].fact) != 0)
          continue;
        if (!begun)
          {
            assay_table_builder_text (builder, _ ("What, when, where, with what"));
            assay_table_builder_row (builder, 0);
          }
        begun = TRUE;
        add_row (builder, flat, row, _ (first_facts[i].title));
        break;
      }
}

/* The flat table of the tool as a tree: a root for each run of rows of one group. */
static AssayTable *
group_table (const AssayTable *flat)
{
  static const AssayColumn columns[] = {
    { "name", N_ ("Name"), ASSAY_COLUMN_TEXT, "", 0 },
    { "value", N_ ("Value"), ASSAY_COLUMN_TEXT, "", 0 },
    { "raw", N_ ("Raw value"), ASSAY_COLUMN_TEXT, "", 0 },
    { "offset", N_ ("Offset"), ASSAY_COLUMN_OFFSET, "", 0 },
    { "length", N_ ("Length"), ASSAY_COLUMN_SIZE, "", 0 },
    { "fact", N_ ("Field"), ASSAY_COLUMN_TEXT, "", 0 },
  };
  AssayTableBuilder *builder = assay_table_builder_new ("metadata", assay_table_get_title (flat),
                                                        columns, G_N_ELEMENTS (columns));
  const char *group = NULL;

  add_first_facts (builder, flat);
  for (guint row = 0; row < assay_table_get_n_rows (flat); row++)
    {
      const char *own = cell (flat, row, "group");

      if (g_strcmp0 (own, group) != 0)
        {
          assay_table_builder_text (builder, *own != '\0' ? g_dgettext (NULL, own) : _ ("Other"));
          assay_table_builder_row (builder, 0);
          group = own;
        }
      add_row (builder, flat, row, NULL);
    }
  return assay_table_builder_end (builder);
}

static void
show_hint (AssayMetadataPanel *self)
{
  gtk_label_set_label (self->field, _ ("What is this?"));
  gtk_label_set_label (self->meaning, _ ("Select a field to read what it means."));
  gtk_label_set_label (self->value, "");
  gtk_widget_set_visible (GTK_WIDGET (self->value), FALSE);
  gtk_widget_set_visible (self->bytes_button, FALSE);
}

static void
on_row_selected (AssayMetadataPanel *self, int row)
{
  AssayTable *table = assay_table_view_get_table (self->table);
  const char *name;
  const char *meaning;
  const char *raw;
  g_autofree char *field = NULL;

  if (row < 0 || table == NULL || assay_table_get_depth (table, (guint) row) == 0)
    {
      show_hint (self);
      return;
    }
  name = assay_table_get_text (table, (guint) row, FACT);
  meaning = assay_catalogue_explain (name);
  raw = assay_table_get_text (table, (guint) row, RAW);
  field = g_strdup_printf ("%s · %s", assay_table_get_text (table, (guint) row, NAME), name);
  gtk_label_set_label (self->field, field);
  gtk_label_set_label (self->meaning, meaning != NULL && *meaning != '\0'
                                          ? g_dgettext (NULL, meaning)
                                          : _ ("There is no explanation of this field yet."));
  gtk_label_set_label (self->value,
                       *raw != '\0' ? raw : assay_table_get_text (table, (guint) row, VALUE));
  gtk_widget_set_visible (GTK_WIDGET (self->value), TRUE);
  gtk_widget_set_visible (self->bytes_button, !assay_table_is_empty (table, (guint) row, OFFSET));
}

static void
show_bytes (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayMetadataPanel *self = ASSAY_METADATA_PANEL (widget);
  AssayTable *table = assay_table_view_get_table (self->table);
  int row = assay_table_view_get_selected (self->table);
  gint64 length;

  if (row < 0 || assay_table_is_empty (table, (guint) row, OFFSET))
    return;
  length = assay_table_is_empty (table, (guint) row, LENGTH)
               ? 0
               : assay_table_get_int (table, (guint) row, LENGTH);
  assay_place_show (widget, assay_panel_get_subject (ASSAY_PANEL (self)),
                    (guint64) assay_table_get_int (table, (guint) row, OFFSET),
                    (guint64) MAX (length, 0));
}

static void
show_result (AssayMetadataPanel *self, AssayResult *result)
{
  static const char *const hidden[] = { "raw", "length", "fact", NULL };
  g_autoptr (AssayTable) grouped = NULL;

  if (assay_result_get_n_tables (result) == 0
      || assay_table_get_n_rows (assay_result_get_table (result, 0)) == 0)
    {
      assay_panel_show_empty (ASSAY_PANEL (self), "document-properties-symbolic", _ ("No metadata"),
                              _ ("This file says nothing about itself. Programs and services that "
                                 "pass files on often remove it."));
      return;
    }
  grouped = group_table (assay_result_get_table (result, 0));
  assay_table_view_set_table (self->table, grouped, hidden);
  show_hint (self);
  assay_panel_show_content (ASSAY_PANEL (self));
}

static void
on_result (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (AssayMetadataPanel) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayResult) found
      = assay_subject_get_result_finish (ASSAY_SUBJECT (source), result, &error);

  if (assay_panel_get_subject (ASSAY_PANEL (self)) != ASSAY_SUBJECT (source))
    return;
  if (found != NULL)
    show_result (self, found);
  else
    assay_panel_show_error (ASSAY_PANEL (self), error);
}

static void
assay_metadata_panel_set_subject (AssayPanel *panel, AssaySubject *subject)
{
  AssayMetadataPanel *self = ASSAY_METADATA_PANEL (panel);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  assay_table_view_set_table (self->table, NULL, NULL);
  if (subject == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  assay_subject_get_result_async (subject, "metadata", self->cancellable, on_result,
                                  g_object_ref (self));
  assay_panel_show_working (panel, assay_subject_find_job (subject, "metadata"));
}

static void
assay_metadata_panel_dispose (GObject *object)
{
  AssayMetadataPanel *self = ASSAY_METADATA_PANEL (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_METADATA_PANEL);
  G_OBJECT_CLASS (assay_metadata_panel_parent_class)->dispose (object);
}

static void
assay_metadata_panel_class_init (AssayMetadataPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ASSAY_TYPE_TABLE_VIEW);
  G_OBJECT_CLASS (klass)->dispose = assay_metadata_panel_dispose;
  ASSAY_PANEL_CLASS (klass)->set_subject = assay_metadata_panel_set_subject;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-metadata-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayMetadataPanel, table);
  gtk_widget_class_bind_template_child (widget_class, AssayMetadataPanel, field);
  gtk_widget_class_bind_template_child (widget_class, AssayMetadataPanel, meaning);
  gtk_widget_class_bind_template_child (widget_class, AssayMetadataPanel, value);
  gtk_widget_class_bind_template_child (widget_class, AssayMetadataPanel, bytes_button);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  gtk_widget_class_install_action (widget_class, "metadata.show-bytes", NULL, show_bytes);
}

static void
assay_metadata_panel_init (AssayMetadataPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
