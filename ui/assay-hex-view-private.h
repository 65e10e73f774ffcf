/* assay-hex-view-private.h: what drawing and input of the hex view share. */
#pragma once

#include "assay-hex-view.h"

G_BEGIN_DECLS

struct _AssayHexView
{
  GtkWidget parent_instance;

  GtkAdjustment *rows; /* value: first row on screen */
  GtkWidget *scrollbar;
  int fd;
  guint64 size;
  guint64 cursor;
  guint64 anchor; /* other end of a selection made by hand */
  guint64 marked;
  guint64 n_marked;
  char *status;

  double cell; /* width of a character, px */
  double line; /* height of a row, px */
  double ascent;
  guint columns; /* bytes in a row */
  guint64 top;   /* first byte on screen before the columns changed; G_MAXUINT64: they did not */
  guint settle;  /* source that takes over a new size */
  double scroll; /* rest of a smooth scroll, rows */
};

/* Characters before byte @column of the hexadecimal part, and of the text part. */
guint assay_hex_view_hex_column (AssayHexView *self, guint column);
guint assay_hex_view_text_column (AssayHexView *self, guint column);
/* Whole rows on screen, at least 1. */
guint assay_hex_view_page (AssayHexView *self);
/* Moves the cursor, selecting from the anchor if @extend, and scrolls it into view. */
void assay_hex_view_move (AssayHexView *self, guint64 to, gboolean extend);
/* Up to @n bytes from @offset into @buffer; how many there were. */
gsize assay_hex_view_read (AssayHexView *self, guint64 offset, guint8 *buffer, gsize n);
void assay_hex_view_add_controllers (AssayHexView *self);

G_END_DECLS
