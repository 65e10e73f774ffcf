/* assay-parameter-form.h: the parameters, further inputs and outputs of a tool as a form. */
#pragma once

#include <gtk/gtk.h>

#include "assay-subject.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_PARAMETER_FORM (assay_parameter_form_get_type ())
G_DECLARE_FINAL_TYPE (AssayParameterForm, assay_parameter_form, ASSAY, PARAMETER_FORM, GtkWidget)

/* @subject: (nullable): offers exhibits for parameters and inputs. */
void assay_parameter_form_set_tool (AssayParameterForm *self,
                                    const AssayToolInfo *info,
                                    AssaySubject *subject);
/* TRUE when there is nothing to fill in. */
gboolean assay_parameter_form_is_empty (AssayParameterForm *self);
void assay_parameter_form_reset (AssayParameterForm *self);
/* A file was made at @path: the next run asks anew where its own goes, so that it takes this one's
 * place only if the chooser was answered so. */
void assay_parameter_form_forget_place (AssayParameterForm *self, const char *path);
/* The settings of an earlier run, as far as the record has them: no secrets, no places of outputs.
 */
void assay_parameter_form_fill (AssayParameterForm *self,
                                const AssayRecordedRun *run,
                                AssaySubject *subject);
/* Whether the row of parameter @name says @value; lets it say so. */
gboolean assay_parameter_form_says (AssayParameterForm *self, const char *name, const char *value);
void assay_parameter_form_set_value (AssayParameterForm *self, const char *name, const char *value);
/* What a tool's view (AssayToolInfo.view) depends on: all but secrets, files and exhibits, which
 * keep their defaults. NULL while a value is missing, or is not valid: then with @error, and its
 * row is marked. Signal "changed": another view. */
AssayParameters *assay_parameter_form_get_view (AssayParameterForm *self,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Everything as a request on @subject. NULL with a sentence, and the row it is about marked and
 * focused; all rows that were left empty and must not be. */
AssayRequest *assay_parameter_form_make_request (AssayParameterForm *self,
                                                 AssaySubject *subject,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What the rows say now, row by row, for copies that are made later. */
char **assay_parameter_form_take (AssayParameterForm *self) G_GNUC_WARN_UNUSED_RESULT;
/* A request for one of many copies: with the values @taken at their start, @mark for the parameter
 * `mark`, @path for the first output. */
AssayRequest *assay_parameter_form_make_copy (AssayParameterForm *self,
                                              char **taken,
                                              AssaySubject *subject,
                                              const char *mark,
                                              const char *path,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
