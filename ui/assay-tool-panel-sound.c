/* assay-tool-panel-sound.c: what the sound card of a panel shows, as settings of the tool that puts
 * the same picture into the report. */
#include "config.h"

#include "assay-tool-panel-private.h"

#define SPECTROGRAM "replay.spectrogram"

/* Its place among the tools of the page; -1 if it has no such tool. */
static int
find_spectrogram (AssayToolPanel *self)
{
  for (guint i = 0; i < self->tools->len; i++)
    if (g_str_equal (((const AssayToolInfo *) self->tools->pdata[i])->id, SPECTROGRAM))
      return (int) i;
  return -1;
}

void
assay_tool_panel_offer_spectrogram (AssayToolPanel *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "run.spectrogram",
                                 find_spectrogram (self) >= 0);
}

void
assay_tool_panel_take_looked_at (AssayToolPanel *self)
{
  g_auto (GStrv) texts = g_steal_pointer (&self->looked_at);

  if (!g_str_equal (self->tool->id, SPECTROGRAM))
    return;
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      g_auto (GStrv) sides = g_strsplit (texts[i], "=", 2);

      assay_parameter_form_set_value (self->form, sides[0], sides[1]);
    }
}

/* Another tool is chosen first: its settings come from the record, then these over them. */
void
assay_tool_panel_choose_spectrogram (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayToolPanel *self = ASSAY_TOOL_PANEL (widget);
  int index = find_spectrogram (self);

  if (index < 0 || self->tool == NULL)
    return;
  g_strfreev (self->looked_at);
  self->looked_at = assay_sound_card_describe (self->sound);
  if (self->tools->pdata[index] == self->tool)
    assay_tool_panel_take_looked_at (self);
  else
    gtk_drop_down_set_selected (self->chooser, (guint) index);
}
