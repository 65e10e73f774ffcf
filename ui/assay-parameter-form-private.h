/* assay-parameter-form-private.h: a form, between the file that builds its rows and the one that
 * makes requests of what they say. */
#pragma once

#include <adwaita.h>

#include "assay-parameter-form.h"

G_BEGIN_DECLS

struct _AssayParameterForm
{
  GtkWidget parent_instance;

  AdwPreferencesGroup *group;
  AdwPreferencesGroup *more_group;
  AdwExpanderRow *more;

  const AssayToolInfo *info;
  const char *mark;   /* of the copy that is asked for; NULL for what the rows say */
  const char *path;   /* the same */
  char **taken;       /* by row, in place of what the rows say now; NULL */
  GPtrArray *rows;    /* GtkWidget, borrowed: parameters, then inputs, then outputs */
  GPtrArray *holders; /* the group or expander that holds each */
  GtkWidget *secret;  /* (nullable): the row that is typed twice; borrowed */
  GtkWidget *again;   /* its second row, in the group; borrowed */
};

/* The panel's exhibit is the first input; it needs a row only when there may be several of it,
 * which are chosen in the table of exhibits instead. */
const AssayInputInfo *assay_parameter_form_further_inputs (const AssayToolInfo *info);
/* The first of the outputs' rows, which are the last; as many as there are rows without one. */
guint assay_parameter_form_first_output (AssayParameterForm *self);
/* What row @index says, or said when it was taken. */
char *assay_parameter_form_row_text (AssayParameterForm *self,
                                     guint index) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
