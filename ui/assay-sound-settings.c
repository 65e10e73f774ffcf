/* assay-sound-settings.c: see the header. */
#include "assay-sound-settings.h"

#include "config.h"

#include <glib/gi18n.h>

#include "assay-row-parts.h"
#include "assay-widget.h"

struct _AssaySoundSettings
{
  GtkWidget parent_instance;

  GtkMenuButton *button;
  GtkDropDown *window;
  GtkDropDown *overlap;
  GtkDropDown *shape;
  GtkDropDown *range;
  GtkDropDown *top;
  GtkDropDown *scale;
  GtkDropDown *channel;
  GtkWidget *channel_label;

  gboolean filling;
};

enum
{
  SPECTRUM_CHANGED,
  LOOKS_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* In the order of the lists in the template. */
static const guint windows[] = { 128, 256, 512, 1024, 2048, 4096, 8192, 16384 };
static const guint overlaps[] = { 0, 50, 75, 90 };
static const char *const shapes[] = { "hann", "hamming", "blackman-harris", "rectangular" };
static const double ranges[] = { 50.0, 70.0, 90.0, 120.0 };
static const double tops[] = { 0.0, -20.0, -40.0 };
static const AssayScale scales[] = { ASSAY_SCALE_LINEAR, ASSAY_SCALE_LOG, ASSAY_SCALE_MEL };
static const char *const scale_names[] = { "linear", "log", "mel" };

G_DEFINE_FINAL_TYPE (AssaySoundSettings, assay_sound_settings, GTK_TYPE_WIDGET)

static guint
chosen (GtkDropDown *drop_down, gsize n)
{
  return MIN (gtk_drop_down_get_selected (drop_down), (guint) n - 1);
}

static void
on_spectrum (AssaySoundSettings *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[SPECTRUM_CHANGED], 0);
}

static void
on_looks (AssaySoundSettings *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[LOOKS_CHANGED], 0);
}

void
assay_sound_settings_set_channels (AssaySoundSettings *self, guint channels)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  gtk_string_list_append (list, _ ("Mean of all"));
  for (guint i = 1; i <= channels; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      gtk_string_list_append (list, name);
    }
  self->filling = TRUE;
  gtk_drop_down_set_model (self->channel, G_LIST_MODEL (list));
  gtk_drop_down_set_selected (self->channel, 0);
  self->filling = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->channel), channels > 1);
  gtk_widget_set_visible (self->channel_label, channels > 1);
}

void
assay_sound_settings_get_spectrum (AssaySoundSettings *self, AssaySoundSpectrum *spectrum)
{
  guint channel = gtk_drop_down_get_selected (self->channel);

  spectrum->window = windows[chosen (self->window, G_N_ELEMENTS (windows))];
  spectrum->overlap = overlaps[chosen (self->overlap, G_N_ELEMENTS (overlaps))];
  spectrum->shape = shapes[chosen (self->shape, G_N_ELEMENTS (shapes))];
  spectrum->channel = channel == GTK_INVALID_LIST_POSITION ? 0 : channel;
}

void
assay_sound_settings_get_range (AssaySoundSettings *self, AssaySoundLevelRange *range)
{
  range->range = ranges[chosen (self->range, G_N_ELEMENTS (ranges))];
  range->top = tops[chosen (self->top, G_N_ELEMENTS (tops))];
}

AssayScale
assay_sound_settings_get_scale (AssaySoundSettings *self)
{
  return scales[chosen (self->scale, G_N_ELEMENTS (scales))];
}

static void
add_text (GStrvBuilder *texts, const char *name, int value)
{
  g_autofree char *text = g_strdup_printf ("%s=%d", name, value);

  g_strv_builder_add (texts, text);
}

void
assay_sound_settings_add_texts (AssaySoundSettings *self, GStrvBuilder *texts)
{
  AssaySoundSpectrum spectrum;
  AssaySoundLevelRange range;
  g_autofree char *shape = NULL;
  g_autofree char *scale = NULL;

  assay_sound_settings_get_spectrum (self, &spectrum);
  assay_sound_settings_get_range (self, &range);
  shape = g_strdup_printf ("shape=%s", spectrum.shape);
  scale = g_strdup_printf ("scale=%s", scale_names[chosen (self->scale, G_N_ELEMENTS (scales))]);
  add_text (texts, "channel", (int) spectrum.channel);
  add_text (texts, "window", (int) spectrum.window);
  add_text (texts, "overlap", (int) spectrum.overlap);
  g_strv_builder_add (texts, shape);
  g_strv_builder_add (texts, scale);
  add_text (texts, "range", (int) range.range);
  add_text (texts, "top", (int) range.top);
}

static void
on_fill_in (AssaySoundSettings *self)
{
  gtk_menu_button_popdown (self->button);
}

static void
assay_sound_settings_dispose (GObject *object)
{
  assay_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_SOUND_SETTINGS);
  G_OBJECT_CLASS (assay_sound_settings_parent_class)->dispose (object);
}

static void
assay_sound_settings_class_init (AssaySoundSettingsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_sound_settings_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-sound-settings.ui");
  gtk_widget_class_bind_template_child (widget_class, AssaySoundSettings, button);
  gtk_widget_class_bind_template_child (widget_class, AssaySoundSettings, window);
  gtk_widget_class_bind_template_child (widget_class, AssaySoundSettings, overlap);
  gtk_widget_class_bind_template_child (widget_class, AssaySoundSettings, shape);
  gtk_widget_class_bind_template_child (widget_class, AssaySoundSettings, range);
  gtk_widget_class_bind_template_child (widget_class, AssaySoundSettings, top);
  gtk_widget_class_bind_template_child (widget_class, AssaySoundSettings, scale);
  gtk_widget_class_bind_template_child (widget_class, AssaySoundSettings, channel);
  gtk_widget_class_bind_template_child (widget_class, AssaySoundSettings, channel_label);
  gtk_widget_class_bind_template_callback (widget_class, on_spectrum);
  gtk_widget_class_bind_template_callback (widget_class, on_looks);
  gtk_widget_class_bind_template_callback (widget_class, on_fill_in);
  signals[SPECTRUM_CHANGED] = g_signal_new ("spectrum-changed", G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LOOKS_CHANGED] = g_signal_new ("looks-changed", G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
assay_sound_settings_init (AssaySoundSettings *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  assay_drop_down_name (self->window, _ ("Window"));
  assay_drop_down_name (self->overlap, _ ("Overlap"));
  assay_drop_down_name (self->shape, _ ("Window shape"));
  assay_drop_down_name (self->range, _ ("Range of levels"));
  assay_drop_down_name (self->top, _ ("Brightest level"));
  assay_drop_down_name (self->scale, _ ("Frequency scale"));
  assay_drop_down_name (self->channel, _ ("Channel"));
  assay_sound_settings_set_channels (self, 1);
  self->filling = FALSE;
}
