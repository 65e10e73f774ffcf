/* assay-parameter-form-request.c: what the rows of a form say, as the request of a run. */
#include "assay-parameter-form-private.h"

#include "config.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "assay-known-row.h"
#include "assay-parameter-row.h"
#include "assay-secret-row.h"

/* Marks @row with the reason and brings it into view. */
static void
blame (AssayParameterForm *self, guint index, const GError *error)
{
  GtkWidget *row = self->rows->pdata[index];

  if (error != NULL && !ASSAY_IS_KNOWN_ROW (row))
    assay_parameter_row_set_error (row, error->message);
  if (self->holders->pdata[index] == self->more)
    adw_expander_row_set_expanded (self->more, TRUE);
  gtk_widget_grab_focus (row);
}

static gboolean
follow_names (AssayParameterForm *self, AssayParametersBuilder *builder, GError **error)
{
  if (self->path != NULL)
    return assay_parameters_builder_set_by_name (builder, self->path, error);
  for (guint index = assay_parameter_form_first_output (self); index < self->rows->len; index++)
    {
      g_autofree char *path = assay_parameter_form_row_text (self, index);

      if (!assay_parameters_builder_set_by_name (builder, path, error))
        return FALSE;
    }
  return TRUE;
}

/* The row of parameter @name; -1 without such a parameter. */
static int
find_row (AssayParameterForm *self, const char *name)
{
  int index = 0;

  for (const AssayParameterInfo *at = self->info->parameters; at != NULL && at->name != NULL;
       at++, index++)
    if (g_str_equal (at->name, name))
      return index;
  return -1;
}

/* What row of parameter @name says; NULL without such a parameter. */
static char *
text_of (AssayParameterForm *self, const char *name)
{
  int index = find_row (self, name);

  return index >= 0 ? assay_parameter_form_row_text (self, (guint) index) : NULL;
}

/* Whether @info may be left empty as the others stand: AssayParameterInfo.unless. */
static gboolean
may_be_empty (AssayParameterForm *self, const AssayParameterInfo *info)
{
  g_auto (GStrv) conditions = NULL;

  if (info->unless == NULL)
    return info->fallback != NULL;
  conditions = g_strsplit (info->unless, ",", -1);
  for (guint i = 0; conditions[i] != NULL; i++)
    {
      g_auto (GStrv) sides = g_strsplit (conditions[i], "=", 2);
      g_autofree char *text = text_of (self, sides[0]);

      if (text != NULL && (sides[1] != NULL ? g_str_equal (text, sides[1]) : *text != '\0'))
        return TRUE;
    }
  return FALSE;
}

/* Marks row @index with @sentence and adds it to @all; the first of them is brought into view. */
static void
miss (AssayParameterForm *self, guint index, const char *sentence, GString *all)
{
  g_autoptr (GError) error
      = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, sentence);

  if (all->len == 0)
    blame (self, index, error);
  else
    assay_parameter_row_set_error (self->rows->pdata[index], sentence);
  g_string_append_printf (all, "%s%s", all->len > 0 ? " " : "", sentence);
}

static void
miss_parameters (AssayParameterForm *self, GString *all)
{
  guint index = 0;

  for (const AssayParameterInfo *at = self->info->parameters; at != NULL && at->name != NULL;
       at++, index++)
    {
      g_autofree char *text = assay_parameter_form_row_text (self, index);
      g_autofree char *sentence = NULL;

      if ((text != NULL && *text != '\0') || may_be_empty (self, at)
          || (self->mark != NULL && g_str_equal (at->name, "mark")))
        continue;
      sentence = g_strdup_printf (_ ("“%s” is needed."), g_dgettext (NULL, at->title));
      miss (self, index, sentence, all);
    }
}

static void
miss_outputs (AssayParameterForm *self, AssaySubject *subject, GString *all)
{
  gboolean in_case = assay_subject_get_case (subject) != NULL;
  guint index = assay_parameter_form_first_output (self);

  for (const AssayOutputInfo *at = self->info->outputs; at != NULL && at->role != NULL;
       at++, index++)
    {
      g_autofree char *path = assay_parameter_form_row_text (self, index);
      g_autofree char *sentence = NULL;

      if (*path != '\0' || at->optional || in_case
          || (self->path != NULL && at == self->info->outputs))
        continue;
      sentence = g_strdup_printf (_ ("Choose where “%s” shall be written."),
                                  g_dgettext (NULL, at->title));
      miss (self, index, sentence, all);
    }
}

/* All that is missing at once, so that nobody is refused twice. */
static gboolean
check_given (AssayParameterForm *self, AssaySubject *subject, GError **error)
{
  g_autoptr (GString) all = g_string_new (NULL);

  miss_parameters (self, all);
  miss_outputs (self, subject, all);
  if (all->len == 0)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, all->str);
  return FALSE;
}

static AssayParameters *
make_parameters (AssayParameterForm *self, GError **error)
{
  g_autoptr (AssayParametersBuilder) builder = assay_parameters_builder_new (self->info);
  guint index = 0;

  if (!follow_names (self, builder, error))
    return NULL;
  for (const AssayParameterInfo *at = self->info->parameters; at != NULL && at->name != NULL;
       at++, index++)
    {
      gboolean given = self->mark != NULL && g_str_equal (at->name, "mark");
      g_autofree char *text
          = given ? g_strdup (self->mark) : assay_parameter_form_row_text (self, index);
      g_autoptr (GError) local = NULL;

      /* nothing given: the default or the output's name stands, or the builder says what is
       * missing */
      if (g_strcmp0 (text, at->fallback != NULL ? at->fallback : "") == 0)
        continue;
      if (assay_parameters_builder_set (builder, at->name, text, &local))
        continue;
      blame (self, index, local);
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return assay_parameters_builder_end (g_steal_pointer (&builder), error);
}

static gboolean
add_input_text (AssayRequest *request,
                AssaySubject *subject,
                const char *role,
                const char *text,
                GError **error)
{
  AssayCase *acase = assay_subject_get_case (subject);
  guint number;
  AssayExhibit *exhibit;
  gboolean added;
  int fd;

  if (acase == NULL)
    return assay_request_add_input_path (request, role, text, error);
  number = (guint) g_ascii_strtoull (text, NULL, 10);
  exhibit = assay_case_get_exhibit (acase, number);
  fd = assay_case_open_exhibit (acase, number, error);
  if (fd < 0)
    return FALSE;
  added = assay_request_add_input (
      request, role, exhibit != NULL ? assay_exhibit_get_name (exhibit) : text, fd, error);
  close (fd);
  return added;
}

/* Inputs beyond the first, from the rows after the parameters. */
static gboolean
add_inputs (AssayParameterForm *self,
            AssayRequest *request,
            AssaySubject *subject,
            guint *index,
            GError **error)
{
  for (const AssayInputInfo *at = assay_parameter_form_further_inputs (self->info);
       at != NULL && at->role != NULL; at++, *index += 1)
    {
      GtkWidget *row = self->rows->pdata[*index];
      g_autofree char *text = assay_parameter_form_row_text (self, *index);
      g_auto (GStrv) parts = g_strsplit (text, "\n", -1);

      if (ASSAY_IS_KNOWN_ROW (row) && !assay_known_row_check (ASSAY_KNOWN_ROW (row), error))
        return FALSE;
      if (*text == '\0' && at->least > 0)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("“%s” is needed."),
                       g_dgettext (NULL, at->title));
          blame (self, *index, *error);
          return FALSE;
        }
      for (guint i = 0; parts[i] != NULL; i++)
        {
          if (add_input_text (request, subject, at->role, parts[i], error))
            continue;
          blame (self, *index, error != NULL ? *error : NULL);
          return FALSE;
        }
    }
  return TRUE;
}

static void
add_outputs (AssayParameterForm *self, AssayRequest *request, guint index)
{
  for (const AssayOutputInfo *at = self->info->outputs; at != NULL && at->role != NULL;
       at++, index++)
    {
      g_autofree char *path = assay_parameter_form_row_text (self, index);

      if (self->path != NULL && at == self->info->outputs)
        assay_request_set_output (request, at->role, self->path, FALSE);
      else if (*path != '\0')
        /* the chooser has asked whether an existing file may be replaced */
        assay_request_set_output (request, at->role, path, TRUE);
    }
}

/* Whether what must be typed twice was typed alike. */
static gboolean
check_repetition (AssayParameterForm *self, GError **error)
{
  if (self->secret == NULL || self->taken != NULL || assay_secret_row_is_repeated (self->secret))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       _ ("What was typed into both fields is not the same. Type it again; the eye "
                          "beside a field shows what stands in it."));
  gtk_widget_grab_focus (self->again);
  return FALSE;
}

AssayRequest *
assay_parameter_form_make_request (AssayParameterForm *self, AssaySubject *subject, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (AssayParameters) parameters
      = check_given (self, subject, error) && check_repetition (self, error)
            ? make_parameters (self, error)
            : NULL;
  g_autoptr (AssayRequest) request = NULL;
  guint index = 0;

  if (parameters == NULL)
    return NULL;
  for (const AssayParameterInfo *at = self->info->parameters; at != NULL && at->name != NULL; at++)
    index++;
  request = assay_subject_make_request (subject, parameters, error);
  if (request == NULL)
    return NULL;
  if (!add_inputs (self, request, subject, &index, &local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  add_outputs (self, request, index);
  return g_steal_pointer (&request);
}

char **
assay_parameter_form_take (AssayParameterForm *self)
{
  GPtrArray *texts = g_ptr_array_new ();

  for (guint i = 0; i < self->rows->len; i++)
    g_ptr_array_add (texts, assay_parameter_form_row_text (self, i));
  g_ptr_array_add (texts, NULL);
  return (char **) g_ptr_array_free (texts, FALSE);
}

AssayRequest *
assay_parameter_form_make_copy (AssayParameterForm *self,
                                char **taken,
                                AssaySubject *subject,
                                const char *mark,
                                const char *path,
                                GError **error)
{
  AssayRequest *request;

  g_return_val_if_fail (g_strv_length (taken) == self->rows->len, NULL);
  self->taken = taken;
  self->mark = mark;
  self->path = path;
  request = assay_parameter_form_make_request (self, subject, error);
  self->taken = NULL;
  self->mark = NULL;
  self->path = NULL;
  return request;
}

static GtkWidget *
row_of (AssayParameterForm *self, const char *name)
{
  int index = find_row (self, name);

  return index >= 0 ? self->rows->pdata[index] : NULL;
}

gboolean
assay_parameter_form_says (AssayParameterForm *self, const char *name, const char *value)
{
  GtkWidget *row = row_of (self, name);
  g_autofree char *text = row != NULL ? assay_parameter_row_get_text (row) : NULL;

  return g_strcmp0 (text, value) == 0;
}

void
assay_parameter_form_set_value (AssayParameterForm *self, const char *name, const char *value)
{
  GtkWidget *row = row_of (self, name);

  if (row != NULL)
    assay_parameter_row_set_text (row, value);
}
