/* assay-sound-card.c: see the header. */
#include "assay-sound-card.h"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "assay-row-parts.h"
#include "assay-sound-player.h"
#include "assay-sound-settings.h"
#include "assay-widget.h"
#include "plot/assay-ticks.h"

#define ZOOM_STEP 2.0
#define N_VERSIONS 2u

struct _AssaySoundCard
{
  GtkWidget parent_instance;

  AssaySoundView *view;
  GtkLabel *problem;
  GtkWidget *controls;
  GtkButton *play;
  GtkToggleButton *loop;
  GtkLabel *time;
  GtkLabel *reading;
  GtkLabel *selected;
  GtkScale *volume;
  GtkWidget *version_part;
  GtkDropDown *version;
  GtkWidget *gain_part;
  GtkSpinButton *gain;
  GtkLabel *device;
  AssaySoundSettings *settings;

  AssaySoundFile *files[N_VERSIONS];
  AssaySoundPlayer *player;
  guint rate;  /* that the player was opened with; 0: not yet */
  guint shown; /* version in the view */
  guint tick;  /* while it plays */
};

enum
{
  PICKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AssaySoundCard, assay_sound_card, GTK_TYPE_WIDGET)

static void
show_time (AssaySoundCard *self)
{
  double position = assay_sound_player_get_position (self->player);
  g_autofree char *at = assay_ticks_time_text (
      isnan (position) ? assay_sound_view_get_cursor (self->view) : position, 1);
  g_autofree char *of = assay_ticks_time_text (assay_sound_view_get_duration (self->view), 1);
  /* Translators: moment and length of the whole. */
  g_autofree char *text = g_strdup_printf (_ ("%s / %s"), at, of);

  gtk_label_set_label (self->time, text);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  AssaySoundCard *self = ASSAY_SOUND_CARD (widget);

  assay_sound_view_set_playhead (self->view, assay_sound_player_get_position (self->player), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->device), !assay_sound_player_has_device (self->player));
  show_time (self);
  return G_SOURCE_CONTINUE;
}

/* Why nothing is shown or heard. */
static void
show_problem (AssaySoundCard *self)
{
  const GError *error = assay_sound_view_get_error (self->view);
  gboolean shown = error == NULL || assay_sound_view_get_channels (self->view) > 0;

  if (error == NULL)
    error = assay_sound_player_get_error (self->player);
  gtk_label_set_label (self->problem, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), error != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->view), shown);
  /* The other version may have sound. */
  gtk_widget_set_visible (self->controls, shown || gtk_widget_get_visible (self->version_part));
}

static void
on_player (AssaySoundCard *self)
{
  gboolean active = assay_sound_player_is_active (self->player);
  gboolean runs = active && !assay_sound_player_is_paused (self->player);
  const char *name = runs ? _ ("Pause") : _ ("Play");

  gtk_button_set_icon_name (self->play, runs ? "media-playback-pause-symbolic"
                                             : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sound.stop", active);
  if (active && self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
  if (!active)
    {
      assay_sound_view_set_playhead (self->view, (double) NAN, FALSE);
      if (self->tick != 0)
        gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
      self->tick = 0;
      gtk_widget_set_visible (GTK_WIDGET (self->device), FALSE);
    }
  show_time (self);
  show_problem (self);
}

/* What is to be played: the selection, or everything. */
static void
find_part (AssaySoundCard *self, double *start, double *end)
{
  if (assay_sound_view_get_selection (self->view, start, end))
    return;
  *start = 0.0;
  *end = assay_sound_view_get_duration (self->view);
}

static void
play_from (AssaySoundCard *self, double from)
{
  double start;
  double end;

  find_part (self, &start, &end);
  if (from < start || from >= end)
    from = start;
  assay_sound_player_play (self->player, from, start, end,
                           gtk_toggle_button_get_active (self->loop));
}

static void
toggle_play (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssaySoundCard *self = ASSAY_SOUND_CARD (widget);

  if (assay_sound_player_is_active (self->player))
    assay_sound_player_pause (self->player, !assay_sound_player_is_paused (self->player));
  else
    play_from (self, assay_sound_view_get_cursor (self->view));
}

static void
stop (GtkWidget *widget, const char *action, GVariant *parameter)
{
  assay_sound_player_stop (ASSAY_SOUND_CARD (widget)->player);
}

static void
toggle_loop (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GtkToggleButton *loop = ASSAY_SOUND_CARD (widget)->loop;

  gtk_toggle_button_set_active (loop, !gtk_toggle_button_get_active (loop));
}

/* While it plays, a change of the loop or of the part goes on from where it is. */
static void
on_loop (AssaySoundCard *self)
{
  if (assay_sound_player_is_active (self->player) && !assay_sound_player_is_paused (self->player))
    play_from (self, assay_sound_player_get_position (self->player));
}

static void
zoom (GtkWidget *widget, const char *action, GVariant *parameter)
{
  int direction = g_variant_get_int32 (parameter);

  assay_sound_view_zoom (ASSAY_SOUND_CARD (widget)->view,
                         direction == 0 ? 0.0 : pow (ZOOM_STEP, direction));
}

static void
zoom_to_selection (GtkWidget *widget, const char *action, GVariant *parameter)
{
  assay_sound_view_show_selection (ASSAY_SOUND_CARD (widget)->view);
}

static void
choose_version (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssaySoundCard *self = ASSAY_SOUND_CARD (widget);

  if (self->files[1] != NULL)
    gtk_drop_down_set_selected (self->version, (guint) g_variant_get_int32 (parameter));
}

static void
on_version (AssaySoundCard *self)
{
  guint selected = gtk_drop_down_get_selected (self->version);
  AssaySoundChoice choice = { .version = (AssaySoundVersion) MIN (selected, ASSAY_SOUND_DIFFERENCE),
                              .gain = gtk_spin_button_get_value (self->gain) };

  if (self->files[1] == NULL)
    choice.version = ASSAY_SOUND_ORIGINAL;
  assay_sound_player_choose (self->player, &choice);
  gtk_widget_set_visible (self->gain_part, choice.version == ASSAY_SOUND_DIFFERENCE);
  if (choice.version >= N_VERSIONS || choice.version == self->shown
      || self->files[choice.version] == NULL)
    return;
  self->shown = choice.version;
  assay_sound_view_set_file (self->view, self->files[self->shown], TRUE);
}

static void
on_volume (AssaySoundCard *self)
{
  assay_sound_player_set_volume (self->player, gtk_range_get_value (GTK_RANGE (self->volume)));
}

static void
on_settings (AssaySoundCard *self)
{
  AssaySoundSpectrum spectrum;
  AssaySoundLevelRange range;

  assay_sound_settings_get_spectrum (self->settings, &spectrum);
  assay_sound_settings_get_range (self->settings, &range);
  assay_sound_view_set_spectrum (self->view, &spectrum);
  assay_sound_view_set_range (self->view, &range);
  assay_sound_view_set_scale (self->view, assay_sound_settings_get_scale (self->settings));
}

static void
on_looks (AssaySoundCard *self)
{
  AssaySoundLevelRange range;

  assay_sound_settings_get_range (self->settings, &range);
  assay_sound_view_set_range (self->view, &range);
  assay_sound_view_set_scale (self->view, assay_sound_settings_get_scale (self->settings));
}

static void
on_loaded (AssaySoundCard *self)
{
  guint rate = assay_sound_view_get_rate (self->view);
  gboolean known = assay_sound_view_get_duration (self->view) > 0.0;

  gtk_widget_set_sensitive (self->controls, known);
  if (known && self->rate == 0)
    {
      self->rate = rate;
      assay_sound_settings_set_channels (self->settings,
                                         assay_sound_view_get_channels (self->view));
      assay_sound_player_open (self->player, self->files[0], self->files[1], rate,
                               assay_sound_view_get_channels (self->view));
    }
  show_time (self);
  show_problem (self);
}

static void
show_selection (AssaySoundCard *self)
{
  double start;
  double end;
  gboolean any = assay_sound_view_get_selection (self->view, &start, &end);

  gtk_label_set_label (self->selected, any ? assay_sound_view_get_selected (self->view)
                                           : _ ("Drag to select a part"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sound.selection", any);
}

static void
on_reading (AssaySoundCard *self)
{
  gtk_label_set_label (self->reading, assay_sound_view_get_reading (self->view));
}

static void
on_picked (AssaySoundCard *self)
{
  on_loop (self);
  g_signal_emit (self, signals[PICKED], 0);
}

static void
on_pointed (AssaySoundCard *self, double seconds)
{
  if (assay_sound_player_is_active (self->player))
    play_from (self, seconds);
  show_time (self);
}

void
assay_sound_card_close (AssaySoundCard *self)
{
  assay_sound_player_close (self->player);
  assay_sound_view_set_file (self->view, NULL, FALSE);
  for (guint i = 0; i < N_VERSIONS; i++)
    g_clear_object (&self->files[i]);
  self->rate = 0;
  self->shown = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  gtk_widget_set_visible (self->version_part, FALSE);
}

static void
fill_versions (AssaySoundCard *self, const char *original, const char *changed)
{
  const char *names[] = { original, changed, _ ("Difference"), NULL };
  g_autoptr (GtkStringList) list = gtk_string_list_new (names);

  gtk_drop_down_set_model (self->version, G_LIST_MODEL (list));
  gtk_drop_down_set_selected (self->version, 0);
  gtk_widget_set_visible (self->version_part, TRUE);
}

void
assay_sound_card_open (AssaySoundCard *self,
                       AssayClient *client,
                       const AssayCompareFile *original,
                       const AssayCompareFile *changed)
{
  assay_sound_card_close (self);
  self->files[0] = assay_sound_file_new (client, original->name, original->fd);
  if (changed != NULL)
    {
      self->files[1] = assay_sound_file_new (client, changed->name, changed->fd);
      fill_versions (self, original->title, changed->title);
    }
  gtk_widget_set_sensitive (self->controls, FALSE);
  assay_sound_view_select (self->view, 0.0, 0.0);
  assay_sound_view_set_file (self->view, self->files[0], FALSE);
  on_version (self);
}

/* Limits of the axes; what is not limited is 0 or empty. */
static void
describe_part (AssaySoundCard *self, GStrvBuilder *texts)
{
  const AssaySoundAxis *axis = assay_sound_view_get_axis (self->view);
  gboolean all = axis->start <= 0.0 && axis->end >= axis->duration;
  double start = axis->start;
  double end = axis->end;
  gboolean selected = assay_sound_view_get_selection (self->view, &start, &end);
  g_autoptr (AssayRegion) region
      = assay_region_new (selected ? start : axis->start, selected ? end : axis->end, NULL, 0);
  g_autofree char *part = assay_region_to_text (region);
  g_autofree char *time = g_strdup_printf ("region=%s", selected || !all ? part : "");
  g_autofree char *low = g_strdup_printf ("lowest=%.0f", MAX (axis->low, 0.0));
  g_autofree char *high
      = g_strdup_printf ("highest=%.0f", axis->high < axis->top ? axis->high : 0.0);

  g_strv_builder_add (texts, time);
  g_strv_builder_add (texts, low);
  g_strv_builder_add (texts, high);
}

char **
assay_sound_card_describe (AssaySoundCard *self)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();

  assay_sound_settings_add_texts (self->settings, texts);
  describe_part (self, texts);
  return g_strv_builder_end (texts);
}

AssaySoundView *
assay_sound_card_get_view (AssaySoundCard *self)
{
  return self->view;
}

static void
assay_sound_card_dispose (GObject *object)
{
  AssaySoundCard *self = ASSAY_SOUND_CARD (object);

  if (self->player != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->player, self);
      g_signal_handlers_disconnect_by_data (self->view, self);
      assay_sound_card_close (self);
    }
  g_clear_object (&self->player);
  assay_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_SOUND_CARD);
  G_OBJECT_CLASS (assay_sound_card_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AssaySoundCard, view);
  gtk_widget_class_bind_template_child (widget_class, AssaySoundCard, problem);
  gtk_widget_class_bind_template_child (widget_class, AssaySoundCard, controls);
  gtk_widget_class_bind_template_child (widget_class, AssaySoundCard, play);
  gtk_widget_class_bind_template_child (widget_class, AssaySoundCard, loop);
  gtk_widget_class_bind_template_child (widget_class, AssaySoundCard, time);
  gtk_widget_class_bind_template_child (widget_class, AssaySoundCard, reading);
  gtk_widget_class_bind_template_child (widget_class, AssaySoundCard, selected);
  gtk_widget_class_bind_template_child (widget_class, AssaySoundCard, volume);
  gtk_widget_class_bind_template_child (widget_class, AssaySoundCard, version_part);
  gtk_widget_class_bind_template_child (widget_class, AssaySoundCard, version);
  gtk_widget_class_bind_template_child (widget_class, AssaySoundCard, gain_part);
  gtk_widget_class_bind_template_child (widget_class, AssaySoundCard, gain);
  gtk_widget_class_bind_template_child (widget_class, AssaySoundCard, device);
  gtk_widget_class_bind_template_child (widget_class, AssaySoundCard, settings);
  gtk_widget_class_bind_template_callback (widget_class, on_version);
  gtk_widget_class_bind_template_callback (widget_class, on_volume);
  gtk_widget_class_bind_template_callback (widget_class, on_loop);
  gtk_widget_class_bind_template_callback (widget_class, on_settings);
  gtk_widget_class_bind_template_callback (widget_class, on_looks);
}

static void
assay_sound_card_class_init (AssaySoundCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ASSAY_TYPE_SOUND_VIEW);
  g_type_ensure (ASSAY_TYPE_SOUND_SETTINGS);
  G_OBJECT_CLASS (klass)->dispose = assay_sound_card_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-sound-card.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "sound.play", NULL, toggle_play);
  gtk_widget_class_install_action (widget_class, "sound.stop", NULL, stop);
  gtk_widget_class_install_action (widget_class, "sound.loop", NULL, toggle_loop);
  gtk_widget_class_install_action (widget_class, "sound.zoom", "i", zoom);
  gtk_widget_class_install_action (widget_class, "sound.selection", NULL, zoom_to_selection);
  gtk_widget_class_install_action (widget_class, "sound.version", "i", choose_version);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_space, 0, "sound.play", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_l, 0, "sound.loop", NULL);
  for (gint32 i = 0; i <= ASSAY_SOUND_DIFFERENCE; i++)
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1 + (guint) i, 0, "sound.version",
                                         "i", i);
  signals[PICKED] = g_signal_new ("picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
assay_sound_card_init (AssaySoundCard *self)
{
  self->player = assay_sound_player_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  assay_drop_down_name (self->version, _ ("What is heard"));
  g_signal_connect_swapped (self->player, "changed", G_CALLBACK (on_player), self);
  g_signal_connect_swapped (self->view, "loaded", G_CALLBACK (on_loaded), self);
  g_signal_connect_swapped (self->view, "picked", G_CALLBACK (on_picked), self);
  g_signal_connect_swapped (self->view, "pointed", G_CALLBACK (on_pointed), self);
  g_signal_connect_swapped (self->view, "notify::reading", G_CALLBACK (on_reading), self);
  g_signal_connect_swapped (self->view, "notify::selected", G_CALLBACK (show_selection), self);
  show_selection (self);
  on_player (self);
}
