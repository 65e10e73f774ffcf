/* assay-hex-view-input.c: keys, pointer and clipboard of the hex view. */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "assay-hex-view-private.h"
#include "base/assay-text.h"

#define PAD 8.0 /* px, as drawn */
/* More than this as text is for a file, not for a clipboard. */
#define MOST_COPIED (64u * 1024u)

void
assay_hex_view_copy (AssayHexView *self)
{
  guint64 length = MAX (self->n_marked, 1);
  guint64 offset = self->n_marked > 0 ? self->marked : self->cursor;
  gsize n = (gsize) MIN (length, MOST_COPIED);
  g_autofree guint8 *bytes = g_malloc (n);
  g_autofree char *text = NULL;

  n = assay_hex_view_read (self, offset, bytes, n);
  text = assay_text_hex (bytes, n);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                              length > MOST_COPIED ? _ ("The first 64 KiB are copied")
                                                   : _ ("Copied"));
}

/* @offset moved by @step, not below 0. */
static guint64
moved (guint64 offset, gint64 step)
{
  if (step < 0 && offset < (guint64) -step)
    return offset % (guint64) -step;
  return step < 0 ? offset - (guint64) -step : offset + (guint64) step;
}

/* Where a key leads; FALSE for keys that do not move. */
static gboolean
target_of_key (AssayHexView *self, guint key, gboolean control, guint64 *to)
{
  gint64 columns = self->columns;
  gint64 page = columns * assay_hex_view_page (self);
  guint64 row = self->cursor - self->cursor % self->columns;

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      *to = self->cursor > 0 ? self->cursor - 1 : 0;
      return TRUE;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      *to = self->cursor + 1;
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      *to = moved (self->cursor, -columns);
      return TRUE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      *to = moved (self->cursor, columns);
      return TRUE;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      *to = moved (self->cursor, -page);
      return TRUE;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      *to = moved (self->cursor, page);
      return TRUE;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      *to = control ? 0 : row;
      return TRUE;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      *to = control ? G_MAXUINT64 : row + self->columns - 1;
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
on_key_pressed (AssayHexView *self, guint key, guint code, GdkModifierType state)
{
  gboolean control = (state & GDK_CONTROL_MASK) != 0;
  guint64 to;

  if (control && (key == GDK_KEY_c || key == GDK_KEY_Insert))
    {
      assay_hex_view_copy (self);
      return GDK_EVENT_STOP;
    }
  /* Ctrl+Page Up and Down change the panel */
  if (control && (key == GDK_KEY_Page_Up || key == GDK_KEY_Page_Down))
    return GDK_EVENT_PROPAGATE;
  if ((state & GDK_ALT_MASK) != 0 || !target_of_key (self, key, control, &to))
    return GDK_EVENT_PROPAGATE;
  assay_hex_view_move (self, to, (state & GDK_SHIFT_MASK) != 0);
  return GDK_EVENT_STOP;
}

/* The byte under @x, @y in either part. */
static guint64
byte_at (AssayHexView *self, double x, double y)
{
  double character = (x - PAD) / self->cell;
  guint64 row = (guint64) gtk_adjustment_get_value (self->rows)
                + (guint64) MAX (floor ((y - PAD) / self->line), 0.0);
  guint column = 0;

  if (character >= assay_hex_view_text_column (self, 0))
    column = (guint) (character - assay_hex_view_text_column (self, 0));
  else
    while (column + 1 < self->columns && character >= assay_hex_view_hex_column (self, column + 1))
      column++;
  return row * self->columns + MIN (column, self->columns - 1);
}

static void
on_drag_begin (AssayHexView *self, double x, double y)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  assay_hex_view_move (self, byte_at (self, x, y), FALSE);
}

static void
on_drag_update (AssayHexView *self, double dx, double dy, GtkGestureDrag *drag)
{
  double x;
  double y;

  if (gtk_gesture_drag_get_start_point (drag, &x, &y) && fabs (dx) + fabs (dy) > 3.0)
    assay_hex_view_move (self, byte_at (self, x + dx, y + dy), TRUE);
}

static gboolean
on_scroll (AssayHexView *self, double dx, double dy)
{
  double rows;

  self->scroll += 3.0 * dy;
  rows = trunc (self->scroll);
  self->scroll -= rows;
  gtk_adjustment_set_value (self->rows, gtk_adjustment_get_value (self->rows) + rows);
  return GDK_EVENT_STOP;
}

void
assay_hex_view_add_controllers (AssayHexView *self)
{
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  g_signal_connect_swapped (key, "key-pressed", G_CALLBACK (on_key_pressed), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (GTK_WIDGET (self), key);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
}
