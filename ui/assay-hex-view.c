/* assay-hex-view.c: see the header. Drawing; keys and pointer are in assay-hex-view-input.c. */
#include "assay-hex-view.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "assay-hex-view-private.h"

#define PAD 8.0 /* px around the text */

enum
{
  PROP_STATUS = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (AssayHexView, assay_hex_view, GTK_TYPE_WIDGET)

/* Digits of offsets: 8, more for files beyond 4 GiB. */
static guint
offset_digits (AssayHexView *self)
{
  guint digits = 8;

  while (digits < 16 && self->size >> (4 * digits) != 0)
    digits += 2;
  return digits;
}

guint
assay_hex_view_hex_column (AssayHexView *self, guint column)
{
  return offset_digits (self) + 2 + 3 * column + (column >= 8 ? 1 : 0);
}

guint
assay_hex_view_text_column (AssayHexView *self, guint column)
{
  /* the gap in the middle is only there when bytes follow it */
  return assay_hex_view_hex_column (self, self->columns - 1) + 4 + column;
}

guint
assay_hex_view_page (AssayHexView *self)
{
  double height = gtk_widget_get_height (GTK_WIDGET (self)) - 2.0 * PAD;

  return self->line > 0.0 ? (guint) MAX (floor (height / self->line), 1.0) : 1;
}

gsize
assay_hex_view_read (AssayHexView *self, guint64 offset, guint8 *buffer, gsize n)
{
  gsize done = 0;

  /* pages of a local file that is looked at: a few KiB, not worth a thread */
  while (self->fd >= 0 && done < n)
    {
      gssize got = pread (self->fd, buffer + done, n - done, (off_t) (offset + done));

      if (got <= 0)
        break;
      done += (gsize) got;
    }
  return done;
}

/* Character size by the monospaced font of the style. */
static void
measure_font (AssayHexView *self)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), "0");
  PangoRectangle logical;

  pango_layout_get_extents (layout, NULL, &logical);
  self->cell = (double) logical.width / PANGO_SCALE;
  self->line = ceil ((double) logical.height / PANGO_SCALE) + 2.0;
  self->ascent = (double) pango_layout_get_baseline (layout) / PANGO_SCALE;
}

static void
configure_rows (AssayHexView *self)
{
  double rows = ceil ((double) self->size / self->columns);
  double page = assay_hex_view_page (self);
  double value = gtk_adjustment_get_value (self->rows);

  gtk_adjustment_configure (self->rows, MIN (value, MAX (rows - page, 0.0)), 0.0, MAX (rows, page),
                            1.0, MAX (page - 1.0, 1.0), page);
}

/* A scrollbar whose range changes while it is being placed is not placed (GTK 4.8), so the new
 * range waits for the end of the frame. */
static gboolean
on_settled (gpointer data)
{
  AssayHexView *self = data;

  self->settle = 0;
  configure_rows (self);
  if (self->top != G_MAXUINT64)
    gtk_adjustment_set_value (self->rows, floor ((double) (self->top / self->columns)));
  self->top = G_MAXUINT64;
  return G_SOURCE_REMOVE;
}

/* As many bytes in a row as fit: 32, 16, 8 or 4. The first byte on screen stays on screen. */
static void
choose_columns (AssayHexView *self, double room)
{
  static const guint choices[] = { 32, 16, 8, 4 };

  guint64 top = (guint64) gtk_adjustment_get_value (self->rows) * self->columns;
  guint before = self->columns;

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      self->columns = choices[i];
      if (assay_hex_view_text_column (self, self->columns) * self->cell <= room)
        break;
    }
  if (self->columns != before && self->top == G_MAXUINT64)
    self->top = top;
  if (self->settle == 0)
    self->settle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_settled, self, NULL);
}

static void
assay_hex_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  AssayHexView *self = ASSAY_HEX_VIEW (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int bar;

  gtk_widget_measure (self->scrollbar, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &bar, NULL, NULL);
  gtk_widget_size_allocate (self->scrollbar,
                            &(GtkAllocation){ mirrored ? 0 : width - bar, 0, bar, height }, -1);
  measure_font (self);
  choose_columns (self, width - bar - 2.0 * PAD);
}

static void
assay_hex_view_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  AssayHexView *self = ASSAY_HEX_VIEW (widget);

  measure_font (self);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 240;
      *natural = (int) (80.0 * self->cell + 2.0 * PAD);
      return;
    }
  *minimum = (int) (4.0 * self->line + 2.0 * PAD);
  *natural = (int) (12.0 * self->line + 2.0 * PAD);
}

/* One row as text: offset, bytes, characters. */
static char *
row_text (AssayHexView *self, guint64 offset, const guint8 *bytes, gsize n)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%0*" G_GINT64_MODIFIER "x  ", (int) offset_digits (self), offset);
  for (guint i = 0; i < self->columns; i++)
    {
      if (i == 8)
        g_string_append_c (text, ' ');
      if (i < n)
        g_string_append_printf (text, "%02x ", bytes[i]);
      else
        g_string_append (text, "   ");
    }
  g_string_append_c (text, ' ');
  for (guint i = 0; i < n; i++)
    if (bytes[i] >= 0x20 && bytes[i] < 0x7f)
      g_string_append_c (text, (char) bytes[i]);
    else
      g_string_append (text, "·");
  return g_string_free (text, FALSE);
}

static void
snapshot_box (
    AssayHexView *self, GtkSnapshot *snapshot, guint from, guint n, double y, const GdkRGBA *colour)
{
  gtk_snapshot_append_color (snapshot, colour,
                             &GRAPHENE_RECT_INIT ((float) (PAD + from * self->cell - 1.0),
                                                  (float) y, (float) (n * self->cell + 2.0),
                                                  (float) self->line));
}

/* The mark behind bytes @first .. @last - 1 of a row, in both parts. */
static void
snapshot_mark (AssayHexView *self,
               GtkSnapshot *snapshot,
               guint first,
               guint last,
               double y,
               const GdkRGBA *colour)
{
  guint from = assay_hex_view_hex_column (self, first);
  guint to = assay_hex_view_hex_column (self, last - 1) + 2;

  snapshot_box (self, snapshot, from, to - from, y, colour);
  snapshot_box (self, snapshot, assay_hex_view_text_column (self, first), last - first, y, colour);
}

static void
snapshot_row (AssayHexView *self,
              GtkSnapshot *snapshot,
              guint64 offset,
              const guint8 *bytes,
              gsize n,
              double y)
{
  g_autofree char *text = row_text (self, offset, bytes, n);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  GdkRGBA colour;
  GdkRGBA mark = { 0.21f, 0.52f, 0.89f, 0.30f };
  GdkRGBA cursor = { 0.21f, 0.52f, 0.89f, 0.75f };
  guint64 first = MAX (offset, self->marked);
  guint64 last = MIN (offset + n, self->marked + self->n_marked);

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &colour);
  if (first < last)
    snapshot_mark (self, snapshot, (guint) (first - offset), (guint) (last - offset), y, &mark);
  if (self->cursor >= offset && self->cursor < offset + n)
    snapshot_mark (self, snapshot, (guint) (self->cursor - offset),
                   (guint) (self->cursor - offset) + 1, y, &cursor);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) PAD, (float) y + 1));
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
}

static void
assay_hex_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  AssayHexView *self = ASSAY_HEX_VIEW (widget);
  guint n_rows = assay_hex_view_page (self) + 2;
  guint64 top = (guint64) gtk_adjustment_get_value (self->rows) * self->columns;
  gsize capacity = (gsize) n_rows * self->columns;
  g_autofree guint8 *bytes = g_malloc (capacity);
  gsize n = assay_hex_view_read (self, top, bytes, capacity);

  for (guint row = 0; row < n_rows && (gsize) row * self->columns < n; row++)
    {
      gsize at = (gsize) row * self->columns;

      snapshot_row (self, snapshot, top + at, bytes + at, MIN (n - at, self->columns),
                    PAD + row * self->line);
    }
  GTK_WIDGET_CLASS (assay_hex_view_parent_class)->snapshot (widget, snapshot);
}

static void
update_status (AssayHexView *self)
{
  guint8 byte;
  g_autofree char *selected = NULL;

  g_clear_pointer (&self->status, g_free);
  if (assay_hex_view_read (self, self->cursor, &byte, 1) == 1)
    {
      if (self->n_marked > 0)
        selected
            = g_strdup_printf (ngettext (" · %" PRIu64 " byte selected",
                                         " · %" PRIu64 " bytes selected", (gulong) self->n_marked),
                               self->n_marked);
      /* Translators: place in the file, value of the byte there, what is selected */
      self->status = g_strdup_printf (_ ("0x%" PRIx64 ": %02x (%u)%s"), self->cursor, byte, byte,
                                      selected != NULL ? selected : "");
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->status != NULL ? self->status : _ ("Bytes of the file"),
                                  -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Scrolls so that the row of @offset is on screen. */
static void
scroll_to (AssayHexView *self, guint64 offset)
{
  double row = floor ((double) (offset / self->columns));
  double top = gtk_adjustment_get_value (self->rows);
  double page = assay_hex_view_page (self);

  if (row < top)
    gtk_adjustment_set_value (self->rows, row);
  else if (row >= top + page)
    gtk_adjustment_set_value (self->rows, row - page + 1.0);
}

void
assay_hex_view_move (AssayHexView *self, guint64 to, gboolean extend)
{
  if (self->size == 0)
    return;
  to = MIN (to, self->size - 1);
  if (!extend)
    self->anchor = to;
  self->cursor = to;
  self->marked = MIN (self->anchor, to);
  self->n_marked = extend ? MAX (self->anchor, to) - self->marked + 1 : 0;
  scroll_to (self, to);
  update_status (self);
}

static void
assay_hex_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_STATUS:
      g_value_set_string (value, assay_hex_view_get_status (ASSAY_HEX_VIEW (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
assay_hex_view_dispose (GObject *object)
{
  AssayHexView *self = ASSAY_HEX_VIEW (object);

  g_clear_handle_id (&self->settle, g_source_remove);
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  g_clear_pointer (&self->scrollbar, gtk_widget_unparent);
  g_clear_object (&self->rows);
  g_clear_pointer (&self->status, g_free);
  G_OBJECT_CLASS (assay_hex_view_parent_class)->dispose (object);
}

static void
assay_hex_view_class_init (AssayHexViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = assay_hex_view_dispose;
  object_class->get_property = assay_hex_view_get_property;
  widget_class->measure = assay_hex_view_measure;
  widget_class->size_allocate = assay_hex_view_size_allocate;
  widget_class->snapshot = assay_hex_view_snapshot;
  properties[PROP_STATUS]
      = g_param_spec_string ("status", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "hexview");
}

static void
assay_hex_view_init (AssayHexView *self)
{
  self->fd = -1;
  self->columns = 16;
  self->top = G_MAXUINT64;
  self->rows = g_object_ref_sink (gtk_adjustment_new (0, 0, 1, 1, 10, 1));
  self->scrollbar = gtk_scrollbar_new (GTK_ORIENTATION_VERTICAL, self->rows);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scrollbar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Place in the file"), -1);
  gtk_widget_set_parent (self->scrollbar, GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "monospace");
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_swapped (self->rows, "value-changed", G_CALLBACK (gtk_widget_queue_draw), self);
  assay_hex_view_add_controllers (self);
  update_status (self);
}

void
assay_hex_view_set_fd (AssayHexView *self, int fd, guint64 size)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = fd;
  self->size = fd >= 0 ? size : 0;
  self->cursor = 0;
  self->anchor = 0;
  self->marked = 0;
  self->n_marked = 0;
  gtk_adjustment_set_value (self->rows, 0.0);
  configure_rows (self);
  update_status (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
assay_hex_view_show (AssayHexView *self, guint64 offset, guint64 length)
{
  if (offset >= self->size)
    return;
  self->cursor = offset;
  self->anchor = offset;
  self->marked = offset;
  self->n_marked = MIN (length, self->size - offset);
  scroll_to (self, offset);
  update_status (self);
}

const char *
assay_hex_view_get_status (AssayHexView *self)
{
  return self->status != NULL ? self->status : "";
}
