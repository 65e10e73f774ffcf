/* assay-hex-view.h: the bytes of a file of any size: only the rows on screen are read.
 *
 * Keys: arrows, Page Up and Down, Home and End (of the row; with Ctrl of the file) move, with Shift
 * they select; Ctrl+C copies the selected bytes in hexadecimal. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Property: status (char *, notifies): place and value under the cursor, and how much is selected.
 */
#define ASSAY_TYPE_HEX_VIEW (assay_hex_view_get_type ())
G_DECLARE_FINAL_TYPE (AssayHexView, assay_hex_view, ASSAY, HEX_VIEW, GtkWidget)

/* @fd: read-only descriptor of a regular file, taken over; -1 for none. */
void assay_hex_view_set_fd (AssayHexView *self, int fd, guint64 size);
/* Marks @length bytes from @offset on and shows them; @length 0 only goes there. */
void assay_hex_view_show (AssayHexView *self, guint64 offset, guint64 length);
const char *assay_hex_view_get_status (AssayHexView *self);
/* The marked bytes in hexadecimal to the clipboard, at most 64 KiB. */
void assay_hex_view_copy (AssayHexView *self);

G_END_DECLS
