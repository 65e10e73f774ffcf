/* assay-compare-file.c: see the header. */
#include "assay-compare-file.h"

#include "config.h"

#include <glib/gi18n.h>
#include <unistd.h>

void
assay_compare_held_take (AssayCompareHeld *self, const AssayCompareFile *file)
{
  assay_compare_held_clear (self);
  if (file == NULL || file->fd < 0)
    return;
  self->fd = dup (file->fd);
  self->name = g_strdup (file->name);
  self->title = g_strdup (file->title);
  if (file->parameters != NULL)
    assay_compare_held_set_parameters (self, file->parameters);
  else if (file->settings != NULL)
    self->settings = assay_parameters_ref (file->settings);
}

void
assay_compare_held_clear (AssayCompareHeld *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->parameters, assay_parameters_unref);
  g_clear_pointer (&self->settings, assay_parameters_unref);
}

void
assay_compare_held_set_parameters (AssayCompareHeld *self, AssayParameters *parameters)
{
  g_clear_pointer (&self->parameters, assay_parameters_unref);
  g_clear_pointer (&self->settings, assay_parameters_unref);
  self->parameters = assay_parameters_ref (parameters);
  self->settings = assay_parameters_ref (parameters);
}

AssayFrameStream *
assay_compare_held_open (const AssayCompareHeld *self,
                         AssayClient *client,
                         guint size,
                         GError **error)
{
  if (self->parameters != NULL)
    return assay_frame_stream_new_made (client, self->parameters, self->name, self->fd, error);
  return assay_frame_stream_new (client, self->name, self->fd, size, error);
}

static const AssayToolInfo *
find_back (const AssayCompareHeld *self)
{
  return self->fd >= 0 && self->settings != NULL ? assay_parameters_get_info (self->settings)->back
                                                 : NULL;
}

/* What a view depends on: a run's secrets and files are not its. */
static AssayParameters *
make_back (const AssayToolInfo *back, AssayParameters *settings, GError **error)
{
  g_autoptr (AssayParametersBuilder) builder = assay_parameters_builder_new (back);

  for (const AssayParameterInfo *at = back->parameters; at->name != NULL; at++)
    {
      gboolean other = at->type == ASSAY_PARAMETER_SECRET || at->type == ASSAY_PARAMETER_FILE
                       || at->type == ASSAY_PARAMETER_FOLDER || at->type == ASSAY_PARAMETER_EXHIBIT;
      g_autofree char *text = other ? NULL : assay_parameters_to_text (settings, at->name, NULL);

      if (text != NULL && !assay_parameters_builder_set (builder, at->name, text, error))
        return NULL;
    }
  return assay_parameters_builder_end (g_steal_pointer (&builder), error);
}

/* What is got back of what the tool made, or would make, of @original; NULL without an error where
 * its tool has no such view. */
static AssayFrameStream *
open_back (const AssayCompareHeld *self,
           const AssayCompareHeld *original,
           AssayClient *client,
           GError **error)
{
  const AssayToolInfo *back = find_back (self);
  const AssayCompareHeld *source = self->parameters != NULL ? self : original;
  g_autoptr (AssayParameters) parameters
      = back != NULL ? make_back (back, self->settings, error) : NULL;

  return parameters != NULL
             ? assay_frame_stream_new_made (client, parameters, source->name, source->fd, error)
             : NULL;
}

const char *
assay_compare_held_get_back_title (const AssayCompareHeld *self)
{
  const AssayToolInfo *back = find_back (self);

  return back != NULL ? g_dgettext (NULL, back->view) : NULL;
}

AssayFramePair *
assay_compare_held_open_pair (const AssayCompareHeld *original,
                              const AssayCompareHeld *changed,
                              AssayClient *client,
                              guint size,
                              GError **error)
{
  g_autoptr (AssayFrameStream) first = assay_compare_held_open (original, client, size, error);
  AssayFrameStream *second = NULL;
  AssayFrameStream *third = NULL;

  if (first == NULL)
    return NULL;
  if (changed->fd >= 0)
    {
      second = assay_compare_held_open (changed, client, size, error);
      if (second == NULL)
        {
          assay_frame_stream_close (first);
          return NULL;
        }
      /* without it there are two */
      third = open_back (changed, original, client, NULL);
    }
  return assay_frame_pair_new (g_steal_pointer (&first), second, third);
}

GtkStringList *
assay_compare_held_list_modes (const AssayCompareHeld *original, const AssayCompareHeld *changed)
{
  const char *names[] = { original->title,    changed->title != NULL ? changed->title : "",
                          _ ("Side by side"), _ ("Split"),
                          _ ("Difference"),   NULL };

  return gtk_string_list_new (names);
}
