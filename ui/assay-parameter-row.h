/* assay-parameter-row.h: one typed value of a run as a row of a form: switch, number, choice, text,
 * secret, file, folder, region, exhibit.
 *
 * Rows are made in C, because which ones there are is data of the tool. Each is a row of libadwaita
 * (or a box around one) that keeps its value as the text form of the parameter. */
#pragma once

#include <gtk/gtk.h>

#include "assay-subject.h"
#include "model/assay-tool-info.h"

G_BEGIN_DECLS

/* @notify is called after each change by the person. */
typedef void (*AssayParameterChanged) (gpointer user_data);

/* A row for @info; @subject offers exhibits. (transfer floating) */
GtkWidget *assay_parameter_row_new (const AssayParameterInfo *info,
                                    AssaySubject *subject,
                                    AssayParameterChanged changed,
                                    gpointer user_data);
/* A row for a further input of a run: an exhibit of the case, or in a quick check a file. */
GtkWidget *assay_parameter_row_new_input (const AssayInputInfo *info,
                                          AssaySubject *subject,
                                          AssayParameterChanged changed,
                                          gpointer user_data);
/* A row for the place of an output. */
GtkWidget *assay_parameter_row_new_output (const AssayOutputInfo *info,
                                           AssaySubject *subject,
                                           AssayParameterChanged changed,
                                           gpointer user_data);

/* The value as text; "" when nothing was given. Exhibits as number, files as path. Several files
 * are separated by line breaks. */
char *assay_parameter_row_get_text (GtkWidget *row) G_GNUC_WARN_UNUSED_RESULT;
/* @text as get_text() gives it; a choice that the row does not have leaves it as it is. */
void assay_parameter_row_set_text (GtkWidget *row, const char *text);
/* Back to the default. */
void assay_parameter_row_reset (GtkWidget *row);
/* Marks the row as wrong, with @message below its title; NULL takes the mark away. */
void assay_parameter_row_set_error (GtkWidget *row, const char *message);

G_END_DECLS
