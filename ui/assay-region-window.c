/* assay-region-window.c: see the header. */
#include "assay-region-window.h"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <unistd.h>

#include "assay-compare-player.h"
#include "assay-widget.h"

/* Regions count in pixels of the evidence, so frames come unreduced. */
#define FULL_SIZE 16384
/* s: a key frame this near the moment is that moment's. */
#define SAME_MOMENT 1e-4

struct _AssayRegionWindow
{
  AdwWindow parent_instance;

  AssayComparePlayer *player;
  GtkLabel *summary;

  GArray *keys; /* AssayRegionKey, ascending in time */
  double start; /* s; -1 open */
  double end;
  AssayRegionChosen chosen;
  GObject *owner;
};

G_DEFINE_FINAL_TYPE (AssayRegionWindow, assay_region_window, ADW_TYPE_WINDOW)

static AssayRegion *
make_region (AssayRegionWindow *self)
{
  return assay_region_new (self->start, self->end, (gconstpointer) self->keys->data,
                           self->keys->len);
}

/* Index of the key frame at @seconds, or the place where it belongs. */
static guint
find_key (AssayRegionWindow *self, double seconds, gboolean *exact)
{
  guint i = 0;

  while (i < self->keys->len
         && g_array_index (self->keys, AssayRegionKey, i).time < seconds - SAME_MOMENT)
    i++;
  *exact = i < self->keys->len
           && fabs (g_array_index (self->keys, AssayRegionKey, i).time - seconds) <= SAME_MOMENT;
  return i;
}

static char *
describe_time (AssayRegionWindow *self)
{
  g_autofree char *from = self->start >= 0.0 ? g_strdup_printf ("%.2f s", self->start)
                                             : g_strdup (_ ("the beginning"));
  g_autofree char *to
      = self->end >= 0.0 ? g_strdup_printf ("%.2f s", self->end) : g_strdup (_ ("the end"));

  /* Translators: two moments, "1.00 s" or "the beginning", "9.00 s" or "the end". */
  return g_strdup_printf (_ ("From %s to %s"), from, to);
}

/* The rectangle of the moment, and what has been set so far. */
static void
show_region (AssayRegionWindow *self)
{
  g_autoptr (AssayRegion) region = make_region (self);
  AssayRegionKey now;
  gboolean has = assay_region_at (region, assay_compare_player_get_seconds (self->player), &now);
  g_autofree char *time = describe_time (self);
  g_autofree char *keys
      = self->keys->len == 0
            ? g_strdup (_ ("the whole picture"))
            : g_strdup_printf (ngettext ("a rectangle with %u key frame",
                                         "a rectangle with %u key frames", self->keys->len),
                               self->keys->len);
  g_autofree char *text = g_strdup_printf ("%s · %s", time, keys);

  assay_compare_view_set_rectangle (assay_compare_player_get_view (self->player),
                                    has ? &now : NULL);
  gtk_label_set_label (self->summary, text);
}

/* The person drew: that is the rectangle of this moment. */
static void
on_picked (AssayRegionWindow *self)
{
  AssayRegionKey key;
  gboolean exact;
  guint at;

  if (!assay_compare_view_get_rectangle (assay_compare_player_get_view (self->player), &key))
    return;
  key.time = assay_compare_player_get_seconds (self->player);
  at = find_key (self, key.time, &exact);
  if (exact)
    g_array_index (self->keys, AssayRegionKey, at) = key;
  else
    g_array_insert_val (self->keys, at, key);
  show_region (self);
}

static void
set_start (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayRegionWindow *self = ASSAY_REGION_WINDOW (widget);

  self->start = assay_compare_player_get_seconds (self->player);
  if (self->end >= 0.0 && self->end < self->start)
    self->end = -1.0;
  show_region (self);
}

static void
set_end (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayRegionWindow *self = ASSAY_REGION_WINDOW (widget);

  self->end = assay_compare_player_get_seconds (self->player);
  if (self->start > self->end)
    self->start = -1.0;
  show_region (self);
}

static void
remove_key (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayRegionWindow *self = ASSAY_REGION_WINDOW (widget);
  gboolean exact;
  guint at = find_key (self, assay_compare_player_get_seconds (self->player), &exact);

  /* between key frames it is the nearest earlier one that makes the rectangle here */
  if (!exact && at > 0)
    at--;
  if (at < self->keys->len)
    g_array_remove_index (self->keys, at);
  show_region (self);
}

static void
clear (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayRegionWindow *self = ASSAY_REGION_WINDOW (widget);

  g_array_set_size (self->keys, 0);
  self->start = -1.0;
  self->end = -1.0;
  show_region (self);
}

static void
use (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayRegionWindow *self = ASSAY_REGION_WINDOW (widget);
  g_autoptr (AssayRegion) region = make_region (self);
  gboolean whole = self->keys->len == 0 && self->start < 0.0 && self->end < 0.0;
  g_autofree char *text = whole ? g_strdup ("") : assay_region_to_text (region);

  self->chosen (text, self->owner);
  gtk_window_close (GTK_WINDOW (self));
}

static void
take_region (AssayRegionWindow *self, const char *text)
{
  g_autoptr (AssayRegion) region = assay_region_parse (text, NULL);
  const AssayRegionKey *keys;
  gsize n;

  if (region == NULL)
    return;
  self->start = assay_region_get_start (region);
  self->end = assay_region_get_end (region);
  keys = assay_region_get_keys (region, &n);
  g_array_append_vals (self->keys, keys, (guint) n);
}

void
assay_region_window_show (GtkWindow *parent,
                          AssaySubject *subject,
                          const char *text,
                          AssayRegionChosen chosen,
                          GObject *owner)
{
  AssayRegionWindow *self
      = g_object_new (ASSAY_TYPE_REGION_WINDOW, "transient-for", parent, "modal", TRUE, NULL);
  int fd = assay_subject_open_fd (subject, NULL);

  self->chosen = chosen;
  self->owner = g_object_ref (owner);
  take_region (self, text);
  if (fd >= 0)
    {
      assay_compare_player_open (
          self->player, assay_subject_get_client (subject),
          &(AssayCompareFile){ assay_subject_get_name (subject), _ ("Original"), fd, NULL, NULL },
          NULL, FULL_SIZE);
      close (fd);
    }
  show_region (self);
  gtk_window_present (GTK_WINDOW (self));
}

static void
assay_region_window_dispose (GObject *object)
{
  AssayRegionWindow *self = ASSAY_REGION_WINDOW (object);

  g_clear_object (&self->owner);
  g_clear_pointer (&self->keys, g_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_REGION_WINDOW);
  G_OBJECT_CLASS (assay_region_window_parent_class)->dispose (object);
}

static void
assay_region_window_class_init (AssayRegionWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ASSAY_TYPE_COMPARE_PLAYER);
  G_OBJECT_CLASS (klass)->dispose = assay_region_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-region-window.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayRegionWindow, player);
  gtk_widget_class_bind_template_child (widget_class, AssayRegionWindow, summary);
  gtk_widget_class_bind_template_callback (widget_class, show_region);
  gtk_widget_class_install_action (widget_class, "region.start", NULL, set_start);
  gtk_widget_class_install_action (widget_class, "region.end", NULL, set_end);
  gtk_widget_class_install_action (widget_class, "region.remove", NULL, remove_key);
  gtk_widget_class_install_action (widget_class, "region.clear", NULL, clear);
  gtk_widget_class_install_action (widget_class, "region.use", NULL, use);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
assay_region_window_init (AssayRegionWindow *self)
{
  AssayCompareView *view;

  self->start = -1.0;
  self->end = -1.0;
  self->keys = g_array_new (FALSE, FALSE, sizeof (AssayRegionKey));
  gtk_widget_init_template (GTK_WIDGET (self));
  view = assay_compare_player_get_view (self->player);
  assay_compare_view_set_picking (view, TRUE);
  g_signal_connect_object (view, "picked", G_CALLBACK (on_picked), self, G_CONNECT_SWAPPED);
}
