/* assay-compare-player.c: see the header. */
#include "assay-compare-player.h"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "assay-compare-outside.h"
#include "assay-compare-titles.h"
#include "assay-frame-pair.h"
#include "assay-row-parts.h"
#include "assay-thumbnail.h"
#include "assay-widget.h"

#define ZOOM_STEP 2.0

typedef enum
{
  ORIGINAL,
  CHANGED,
  N_FILES,
} Which;

struct _AssayComparePlayer
{
  GtkWidget parent_instance;

  GtkStack *stack;
  AssayCompareView *view;
  AssayCompareTitles *titles;
  AssayCompareOutside *outside;
  GtkLabel *problem;
  GtkWidget *controls;
  GtkButton *play;
  GtkScale *scale;
  GtkAdjustment *position;
  GtkLabel *time;
  GtkDropDown *mode;
  GtkWidget *gain_part;
  GtkSpinButton *gain;
  GtkLabel *zoom_label;

  AssayClient *client;
  AssayCompareHeld files[N_FILES];
  guint size;
  AssayFramePair *pair; /* NULL while covered or closed */
  guint tick;           /* while playing */
  char *told;           /* a problem that is said elsewhere */
  gboolean setting;     /* the scale follows the frames, not the person */
};

enum
{
  MOVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AssayComparePlayer, assay_compare_player, GTK_TYPE_WIDGET)

static double
now (AssayComparePlayer *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  return clock != NULL ? (double) gdk_frame_clock_get_frame_time (clock) / G_USEC_PER_SEC : 0.0;
}

static void
show_time (AssayComparePlayer *self)
{
  double duration = assay_compare_player_get_duration (self);
  g_autofree char *text = assay_compare_time_text (
      assay_compare_player_get_seconds (self), duration, assay_frame_pair_get_index (self->pair));

  gtk_label_set_label (self->time, text);
  self->setting = TRUE;
  gtk_adjustment_set_upper (self->position, MAX (duration, 0.001));
  gtk_adjustment_set_value (self->position, assay_compare_player_get_seconds (self));
  self->setting = FALSE;
}

static void
show_zoom (AssayComparePlayer *self)
{
  g_autofree char *text = assay_compare_zoom_text (assay_compare_view_get_zoom (self->view));

  gtk_label_set_label (self->zoom_label, text);
}

static void
show_problem (AssayComparePlayer *self, const GError *error)
{
  const char *message = error != NULL ? error->message : "";

  gtk_label_set_label (self->problem, message);
  gtk_widget_set_visible (GTK_WIDGET (self->problem),
                          error != NULL && g_strcmp0 (message, self->told) != 0);
}

static void
show_textures (AssayComparePlayer *self)
{
  AssayImage *first = self->pair != NULL ? assay_frame_pair_get_image (self->pair, 0) : NULL;
  AssayImage *second = self->pair != NULL ? assay_frame_pair_get_image (self->pair, 1) : NULL;
  AssayImage *third = self->pair != NULL ? assay_frame_pair_get_image (self->pair, 2) : NULL;
  g_autoptr (AssayImage) difference = NULL;
  g_autoptr (GdkTexture) original = NULL;
  g_autoptr (GdkTexture) changed = NULL;
  g_autoptr (GdkTexture) different = NULL;
  g_autoptr (GdkTexture) restored = NULL;
  g_autoptr (GError) error = NULL;

  if (assay_compare_view_get_mode (self->view) == ASSAY_COMPARE_DIFFERENCE && first != NULL
      && second != NULL)
    difference
        = assay_image_difference (first, second, gtk_spin_button_get_value (self->gain), &error);
  original = assay_texture_from_image (first);
  changed = assay_texture_from_image (second);
  different = assay_texture_from_image (difference);
  restored = assay_texture_from_image (third);
  assay_compare_view_set_restored (self->view, restored);
  assay_compare_view_set_textures (self->view, original, changed, different);
  assay_compare_outside_show (self->outside, first, second,
                              assay_compare_player_get_seconds (self));
  show_problem (self, error == NULL && self->pair != NULL
                          ? assay_frame_pair_get_problem (self->pair)
                          : error);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  assay_frame_pair_tick (ASSAY_COMPARE_PLAYER (widget)->pair, now (ASSAY_COMPARE_PLAYER (widget)));
  return G_SOURCE_CONTINUE;
}

/* The regions of the changed file's settings. */
static void
open_outside (AssayComparePlayer *self)
{
  assay_compare_outside_open (self->outside, self->view, self->client,
                              self->files[CHANGED].fd >= 0 ? &self->files[ORIGINAL] : NULL,
                              self->files[CHANGED].settings, self->size);
}

static gboolean
toggle_outside (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  assay_compare_outside_toggle (ASSAY_COMPARE_PLAYER (widget)->outside);
  return TRUE;
}

/* The button and the clock follow what the pair does. */
static void
show_playing (AssayComparePlayer *self)
{
  gboolean playing = self->pair != NULL && assay_frame_pair_is_playing (self->pair);
  const char *name = playing ? _ ("Pause") : _ ("Play");

  gtk_button_set_icon_name (self->play, playing ? "media-playback-pause-symbolic"
                                                : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  if (playing && self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
  if (playing || self->tick == 0)
    return;
  gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
}

static void
on_presented (AssayComparePlayer *self)
{
  show_textures (self);
  show_time (self);
  show_zoom (self);
  if (assay_frame_pair_get_image (self->pair, 1) == NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->titles), FALSE);
  g_signal_emit (self, signals[MOVED], 0);
}

static void
show_failure (AssayComparePlayer *self, const GError *error)
{
  gtk_widget_set_sensitive (self->controls, FALSE);
  show_problem (self, error);
}

static void
on_stopped (AssayComparePlayer *self)
{
  show_playing (self);
  if (assay_frame_pair_get_error (self->pair) == NULL)
    return;
  on_presented (self); /* those that did not fail */
  show_failure (self, assay_frame_pair_get_error (self->pair));
}

static void
toggle_play (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayComparePlayer *self = ASSAY_COMPARE_PLAYER (widget);

  if (self->pair == NULL)
    return;
  if (assay_frame_pair_is_playing (self->pair))
    assay_frame_pair_pause (self->pair);
  else
    assay_frame_pair_play (self->pair, now (self));
  show_playing (self);
}

static void
step (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayComparePlayer *self = ASSAY_COMPARE_PLAYER (widget);

  if (self->pair == NULL)
    return;
  assay_frame_pair_step (self->pair, g_variant_get_int32 (parameter) < 0);
  show_playing (self);
}

static void
zoom (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayComparePlayer *self = ASSAY_COMPARE_PLAYER (widget);
  int direction = g_variant_get_int32 (parameter);

  assay_compare_view_set_zoom (self->view, direction == 0 ? 0.0
                                                          : assay_compare_view_get_zoom (self->view)
                                                                * pow (ZOOM_STEP, direction));
  show_zoom (self);
}

static void
choose_mode (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_drop_down_set_selected (ASSAY_COMPARE_PLAYER (widget)->mode,
                              (guint) g_variant_get_int32 (parameter));
}

static void
on_mode (AssayComparePlayer *self)
{
  AssayCompareMode mode = gtk_drop_down_get_selected (self->mode);
  gboolean two = self->files[CHANGED].fd >= 0;

  assay_compare_view_set_mode (self->view, two ? mode : ASSAY_COMPARE_ORIGINAL);
  gtk_widget_set_visible (self->gain_part, two && mode == ASSAY_COMPARE_DIFFERENCE);
  gtk_widget_set_visible (GTK_WIDGET (self->titles), two && mode == ASSAY_COMPARE_SIDE_BY_SIDE);
  show_textures (self);
  show_zoom (self);
}

static void
on_folded (AssayComparePlayer *self)
{
  assay_compare_titles_set_folded (self->titles, assay_compare_view_is_folded (self->view));
  show_zoom (self);
}

static void
on_position (AssayComparePlayer *self)
{
  if (!self->setting && self->pair != NULL)
    assay_frame_pair_seek (self->pair, gtk_adjustment_get_value (self->position), now (self));
}

static void
close_pair (AssayComparePlayer *self)
{
  if (self->pair != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->pair, self);
      assay_frame_pair_close (self->pair);
    }
  g_clear_object (&self->pair);
  show_playing (self);
}

void
assay_compare_player_uncover (AssayComparePlayer *self)
{
  g_autoptr (GError) error = NULL;

  if (self->pair != NULL || self->client == NULL)
    return;
  gtk_stack_set_visible_child_name (self->stack, "pictures");
  gtk_widget_set_visible (self->controls, TRUE);
  gtk_widget_set_sensitive (self->controls, TRUE);
  self->pair = assay_compare_held_open_pair (&self->files[ORIGINAL], &self->files[CHANGED],
                                             self->client, self->size, &error);
  if (self->pair == NULL)
    {
      show_failure (self, error);
      return;
    }
  g_signal_connect_swapped (self->pair, "presented", G_CALLBACK (on_presented), self);
  g_signal_connect_swapped (self->pair, "stopped", G_CALLBACK (on_stopped), self);
  on_mode (self);
}

void
assay_compare_player_go_on (AssayComparePlayer *self, double seconds)
{
  assay_compare_player_uncover (self);
  if (self->pair != NULL && seconds > 0.0)
    assay_frame_pair_seek (self->pair, seconds, now (self));
}

void
assay_compare_player_change (AssayComparePlayer *self, AssayParameters *parameters)
{
  double seconds = assay_compare_player_get_heading (self);

  assay_compare_held_set_parameters (&self->files[CHANGED], parameters);
  open_outside (self);
  if (seconds < 0.0)
    return;
  close_pair (self);
  show_problem (self, NULL);
  assay_compare_player_go_on (self, seconds);
}

static void
uncover (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayComparePlayer *self = ASSAY_COMPARE_PLAYER (widget);

  assay_compare_player_uncover (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

void
assay_compare_player_close (AssayComparePlayer *self)
{
  close_pair (self);
  for (guint i = 0; i < N_FILES; i++)
    assay_compare_held_clear (&self->files[i]);
  g_clear_object (&self->client);
  open_outside (self);
  assay_compare_view_set_textures (self->view, NULL, NULL, NULL);
  assay_compare_view_set_restored (self->view, NULL);
  show_problem (self, NULL);
  gtk_widget_set_visible (self->controls, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "covered");
}

static void
fill_modes (AssayComparePlayer *self)
{
  g_autoptr (GtkStringList) list
      = assay_compare_held_list_modes (&self->files[ORIGINAL], &self->files[CHANGED]);

  gtk_drop_down_set_model (self->mode, G_LIST_MODEL (list));
  gtk_drop_down_set_selected (self->mode, ASSAY_COMPARE_SIDE_BY_SIDE);
  gtk_widget_set_visible (GTK_WIDGET (self->mode), self->files[CHANGED].fd >= 0);
}

void
assay_compare_player_open (AssayComparePlayer *self,
                           AssayClient *client,
                           const AssayCompareFile *original,
                           const AssayCompareFile *changed,
                           guint size)
{
  const char *titles[ASSAY_COMPARE_PICTURES];

  assay_compare_player_close (self);
  self->client = g_object_ref (client);
  self->size = size;
  assay_compare_held_take (&self->files[ORIGINAL], original);
  assay_compare_held_take (&self->files[CHANGED], changed);
  titles[0] = self->files[ORIGINAL].title;
  titles[1] = self->files[CHANGED].title;
  titles[2] = assay_compare_held_get_back_title (&self->files[CHANGED]);
  assay_compare_titles_set (self->titles, titles);
  fill_modes (self);
  open_outside (self);
}

void
assay_compare_player_set_told (AssayComparePlayer *self, const char *message)
{
  g_free (self->told);
  self->told = g_strdup (message);
  if (g_strcmp0 (gtk_label_get_label (self->problem), message) == 0)
    gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
}

AssayCompareView *
assay_compare_player_get_view (AssayComparePlayer *self)
{
  return self->view;
}

double
assay_compare_player_get_seconds (AssayComparePlayer *self)
{
  return self->pair != NULL ? assay_frame_pair_get_seconds (self->pair) : 0.0;
}

double
assay_compare_player_get_heading (AssayComparePlayer *self)
{
  return self->pair != NULL ? assay_frame_pair_get_heading (self->pair) : -1.0;
}

double
assay_compare_player_get_duration (AssayComparePlayer *self)
{
  return self->pair != NULL ? assay_frame_pair_get_duration (self->pair) : 0.0;
}

static void
assay_compare_player_dispose (GObject *object)
{
  AssayComparePlayer *self = ASSAY_COMPARE_PLAYER (object);

  if (self->view != NULL)
    assay_compare_player_close (self);
  g_clear_pointer (&self->told, g_free);
  assay_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_COMPARE_PLAYER);
  self->view = NULL;
  G_OBJECT_CLASS (assay_compare_player_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AssayComparePlayer, stack);
  gtk_widget_class_bind_template_child (widget_class, AssayComparePlayer, view);
  gtk_widget_class_bind_template_child (widget_class, AssayComparePlayer, titles);
  gtk_widget_class_bind_template_child (widget_class, AssayComparePlayer, outside);
  gtk_widget_class_bind_template_child (widget_class, AssayComparePlayer, problem);
  gtk_widget_class_bind_template_child (widget_class, AssayComparePlayer, controls);
  gtk_widget_class_bind_template_child (widget_class, AssayComparePlayer, play);
  gtk_widget_class_bind_template_child (widget_class, AssayComparePlayer, scale);
  gtk_widget_class_bind_template_child (widget_class, AssayComparePlayer, position);
  gtk_widget_class_bind_template_child (widget_class, AssayComparePlayer, time);
  gtk_widget_class_bind_template_child (widget_class, AssayComparePlayer, mode);
  gtk_widget_class_bind_template_child (widget_class, AssayComparePlayer, gain_part);
  gtk_widget_class_bind_template_child (widget_class, AssayComparePlayer, gain);
  gtk_widget_class_bind_template_child (widget_class, AssayComparePlayer, zoom_label);
  gtk_widget_class_bind_template_callback (widget_class, on_mode);
  gtk_widget_class_bind_template_callback (widget_class, on_folded);
  gtk_widget_class_bind_template_callback (widget_class, assay_compare_view_set_front);
  gtk_widget_class_bind_template_callback (widget_class, show_textures);
  gtk_widget_class_bind_template_callback (widget_class, on_position);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  gtk_widget_class_add_binding (widget_class, GDK_KEY_m, 0, toggle_outside, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_space, 0, "compare.play", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_comma, 0, "compare.step", "i", -1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_period, 0, "compare.step", "i", 1);
  for (gint32 i = ASSAY_COMPARE_ORIGINAL; i <= ASSAY_COMPARE_DIFFERENCE; i++)
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1 + (guint) i, 0, "compare.mode",
                                         "i", i);
}

static void
assay_compare_player_class_init (AssayComparePlayerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ASSAY_TYPE_COMPARE_OUTSIDE);
  g_type_ensure (ASSAY_TYPE_COMPARE_TITLES);
  g_type_ensure (ASSAY_TYPE_COMPARE_VIEW);
  G_OBJECT_CLASS (klass)->dispose = assay_compare_player_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-compare-player.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "compare.play", NULL, toggle_play);
  gtk_widget_class_install_action (widget_class, "compare.step", "i", step);
  gtk_widget_class_install_action (widget_class, "compare.zoom", "i", zoom);
  gtk_widget_class_install_action (widget_class, "compare.mode", "i", choose_mode);
  gtk_widget_class_install_action (widget_class, "compare.uncover", NULL, uncover);
  add_keys (widget_class);
  signals[MOVED] = g_signal_new ("moved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
assay_compare_player_init (AssayComparePlayer *self)
{
  for (guint i = 0; i < N_FILES; i++)
    self->files[i] = ASSAY_COMPARE_HELD_NONE;
  gtk_widget_init_template (GTK_WIDGET (self));
  assay_drop_down_name (self->mode, _ ("What is shown"));
}
