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
  return self->fd >= 0 && self->parameters != NULL
             ? assay_parameters_get_info (self->parameters)->back
             : NULL;
}

AssayFrameStream *
assay_compare_held_open_back (const AssayCompareHeld *self, AssayClient *client, GError **error)
{
  const AssayToolInfo *back = find_back (self);
  g_autoptr (GVariant) values = NULL;
  g_autoptr (AssayParameters) parameters = NULL;

  if (back == NULL)
    return NULL;
  values = g_variant_ref_sink (assay_parameters_to_variant (self->parameters));
  parameters = assay_parameters_from_variant (back, values, error);
  if (parameters == NULL)
    return NULL;
  return assay_frame_stream_new_made (client, parameters, self->name, self->fd, error);
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
      third = assay_compare_held_open_back (changed, client, NULL);
    }
  return assay_frame_pair_new (g_steal_pointer (&first), second, third);
}
