/* assay-file-choosers.h: asking for files without leaving a trace of them.
 *
 * GTK's chooser notes what was chosen in the desktop's list of recent files; evidence must not
 * appear there, so what it added is taken out again. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @files: (element-type GFile): never empty. */
typedef void (*AssayFilesChosen) (GListModel *files, gpointer user_data);

/* Each lives until the person has answered; @chosen is not called on Cancel. @user_data is an
 * object that is kept alive. */
void assay_choose_files_to_open (GtkWindow *parent,
                                 const char *title,
                                 gboolean several,
                                 AssayFilesChosen chosen,
                                 GObject *user_data);
void assay_choose_folder (GtkWindow *parent,
                          const char *title,
                          AssayFilesChosen chosen,
                          GObject *user_data);
/* @suggested: file name. */
void assay_choose_file_to_save (GtkWindow *parent,
                                const char *title,
                                const char *suggested,
                                AssayFilesChosen chosen,
                                GObject *user_data);

G_END_DECLS
