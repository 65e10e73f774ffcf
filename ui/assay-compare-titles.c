/* assay-compare-titles.c: see the header. */
#include "assay-compare-titles.h"

#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "assay-widget.h"

struct _AssayCompareTitles
{
  GtkWidget parent_instance;

  GtkWidget *row;    /* titles side by side */
  GtkWidget *choice; /* buttons in their place */
  GtkWidget *labels[ASSAY_COMPARE_PICTURES];
  GtkWidget *buttons[ASSAY_COMPARE_PICTURES];
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AssayCompareTitles, assay_compare_titles, GTK_TYPE_WIDGET)

static void
on_toggled (AssayCompareTitles *self, GtkToggleButton *button)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  for (guint i = 0; i < ASSAY_COMPARE_PICTURES; i++)
    if (self->buttons[i] == GTK_WIDGET (button))
      g_signal_emit (self, signals[CHOSEN], 0, i);
}

static void
assay_compare_titles_dispose (GObject *object)
{
  assay_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_COMPARE_TITLES);
  G_OBJECT_CLASS (assay_compare_titles_parent_class)->dispose (object);
}

static void
assay_compare_titles_class_init (AssayCompareTitlesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_compare_titles_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-compare-titles.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayCompareTitles, row);
  gtk_widget_class_bind_template_child (widget_class, AssayCompareTitles, choice);
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

/* As many as there can be pictures; a title longer than its share is cut, not the window widened.
 */
static void
assay_compare_titles_init (AssayCompareTitles *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < ASSAY_COMPARE_PICTURES; i++)
    {
      GtkWidget *text
          = g_object_new (GTK_TYPE_LABEL, "ellipsize", PANGO_ELLIPSIZE_END, "xalign", 0.5, NULL);

      self->labels[i] = g_object_new (GTK_TYPE_LABEL, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
      gtk_widget_add_css_class (self->labels[i], "heading");
      gtk_box_append (GTK_BOX (self->row), self->labels[i]);
      self->buttons[i]
          = g_object_new (GTK_TYPE_TOGGLE_BUTTON, "child", text, "hexpand", TRUE, NULL);
      if (i > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->buttons[i]),
                                     GTK_TOGGLE_BUTTON (self->buttons[0]));
      gtk_box_append (GTK_BOX (self->choice), self->buttons[i]);
      g_signal_connect_swapped (self->buttons[i], "toggled", G_CALLBACK (on_toggled), self);
    }
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->buttons[0]), TRUE);
}

void
assay_compare_titles_set (AssayCompareTitles *self, const char *const *titles)
{
  for (guint i = 0; i < ASSAY_COMPARE_PICTURES; i++)
    {
      const char *title = titles[i] != NULL ? titles[i] : "";
      GtkWidget *text = gtk_button_get_child (GTK_BUTTON (self->buttons[i]));

      gtk_label_set_label (GTK_LABEL (self->labels[i]), title);
      gtk_label_set_label (GTK_LABEL (text), title);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons[i]),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
      gtk_widget_set_tooltip_text (self->buttons[i], title);
      gtk_widget_set_visible (self->labels[i], titles[i] != NULL);
      gtk_widget_set_visible (self->buttons[i], titles[i] != NULL);
    }
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->buttons[0]), TRUE);
}

void
assay_compare_titles_set_folded (AssayCompareTitles *self, gboolean folded)
{
  gtk_widget_set_visible (self->row, !folded);
  gtk_widget_set_visible (self->choice, folded);
}

static char *
clock_text (double seconds)
{
  int minutes = (int) (seconds / 60.0);

  return g_strdup_printf ("%d:%05.2f", minutes, seconds - 60.0 * minutes);
}

char *
assay_compare_time_text (double seconds, double duration, gint64 frame)
{
  g_autofree char *at = clock_text (seconds);
  g_autofree char *of = clock_text (duration);

  /* Translators: moment, length of the whole, number of the frame. */
  return g_strdup_printf (_ ("%s / %s · frame %" PRId64), at, of, frame);
}

char *
assay_compare_zoom_text (double zoom)
{
  return zoom > 0.0 ? g_strdup_printf (_ ("%.0f %%"), 100.0 * zoom) : g_strdup ("");
}
