/* assay-file-drop.h: files dropped on a page. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @files: (element-type GFile): local files only, never empty. */
typedef void (*AssayFilesDropped) (GListModel *files, gpointer widget);

/* Accepts files anywhere on @widget; @shown gets the class "drop-here" while they hover. */
void assay_file_drop_add (GtkWidget *widget, GtkWidget *shown, AssayFilesDropped dropped);
/* Paths of @files as "aay" (byte strings: names need not be UTF-8). Floating. */
GVariant *assay_file_drop_paths (GListModel *files);

G_END_DECLS
