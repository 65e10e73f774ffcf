/* assay-place.c: see the header. The wish is kept with the subject, because the panel that fulfils
 * it may not exist yet. */
#include "assay-place.h"

#include "config.h"

#define WISH "assay-place-wish"

typedef struct
{
  guint64 offset;
  guint64 length;
} Wish;

void
assay_place_show (GtkWidget *widget, AssaySubject *subject, guint64 offset, guint64 length)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->offset = offset;
  wish->length = length;
  g_object_set_data_full (G_OBJECT (subject), WISH, wish, g_free);
  gtk_widget_activate_action (widget, "exhibit.panel", "s", "structure");
}

gboolean
assay_place_take (AssaySubject *subject, guint64 *offset, guint64 *length)
{
  g_autofree Wish *wish = g_object_steal_data (G_OBJECT (subject), WISH);

  if (wish == NULL)
    return FALSE;
  *offset = wish->offset;
  *length = wish->length;
  return TRUE;
}
