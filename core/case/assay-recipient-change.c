/* assay-recipient-change.c: see the header. */
#include "case/assay-recipient-change.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Sides that differ by less are alike: resizing rounds, and a place is read so exactly. */
#define ALIKE 0.01

/* The row of the table "sizes" for pictures of @lines; -1 without. */
static int
find_row (AssayTable *table, guint lines)
{
  int least = assay_table_find_column (table, "least");
  int most = assay_table_find_column (table, "most");

  if (least < 0 || most < 0)
    return -1;
  for (guint row = 0; row < assay_table_get_n_rows (table); row++)
    if (assay_table_get_int (table, row, (guint) least) <= lines
        && assay_table_get_int (table, row, (guint) most) >= lines)
      return (int) row;
  return -1;
}

/* @column in per cent, as a share; 0 without. */
static double
share (AssayTable *table, int row, const char *column)
{
  int at = assay_table_find_column (table, column);

  return at < 0 || assay_table_is_empty (table, (guint) row, (guint) at)
             ? 0
             : assay_table_get_real (table, (guint) row, (guint) at) / 100.0;
}

gboolean
assay_recipient_compare (const AssayRecipient *recipient,
                         AssayResult *result,
                         AssayRecipientChange *change)
{
  AssayTable *table = assay_result_find_table (result, "sizes");
  guint lines = MIN (recipient->width, recipient->height);
  int row = table != NULL && lines > 0 ? find_row (table, lines) : -1;
  double width = assay_result_find_metric (result, "width", 0);
  double height = assay_result_find_metric (result, "height", 0);

  if (row < 0 || !(width > 0 && width < 1e6 && height > 0 && height < 1e6))
    return FALSE;
  *change = (AssayRecipientChange){
    .marked_width = recipient->width,
    .marked_height = recipient->height,
    .width = (guint) width,
    .height = (guint) height,
    .resized_x = share (table, row, "width"),
    .resized_y = share (table, row, "height"),
  };
  if (!(change->resized_x > 0 && change->resized_y > 0))
    return FALSE;
  if (g_strcmp0 (assay_result_get_answer (result, "altered"), "turned") == 0)
    return TRUE;
  change->left_x = width / (recipient->width * change->resized_x);
  change->left_y = height / (recipient->height * change->resized_y);
  return TRUE;
}

static gboolean
is_whole (double value)
{
  return fabs (value - 1) < ALIKE;
}

/* What became of its sides. */
static char *
resized_words (const AssayRecipientChange *change)
{
  if (is_whole (change->resized_x) && is_whole (change->resized_y))
    return g_strdup (_ ("not resized"));
  /* Translators: per cent of the width and of the height */
  return g_strdup_printf (_ ("resized to %.1f × %.1f %%"), 100 * change->resized_x,
                          100 * change->resized_y);
}

static char *
cut_words (const AssayRecipientChange *change)
{
  if (!(change->left_x > 0 && change->left_y > 0))
    return g_strdup (_ ("turned"));
  if (is_whole (change->left_x) && is_whole (change->left_y))
    return g_strdup (_ ("nothing cut off"));
  if (MIN (change->left_x, change->left_y) < 1 - ALIKE)
    /* Translators: per cent of the width and of the height */
    return g_strdup_printf (_ ("cut to %.1f × %.1f %%"), 100 * change->left_x,
                            100 * change->left_y);
  return g_strdup_printf (_ ("framed, now %.1f × %.1f %%"), 100 * change->left_x,
                          100 * change->left_y);
}

char *
assay_recipient_change_words (const AssayRecipientChange *change)
{
  g_autofree char *resized = resized_words (change);
  g_autofree char *cut = cut_words (change);

  /* Translators: sizes of pictures; “resized to …” or “not resized”; “cut to …” or “nothing cut
   * off” */
  return g_strdup_printf (_ ("marked in %u × %u, now %u × %u pixels: %s, %s"), change->marked_width,
                          change->marked_height, change->width, change->height, resized, cut);
}
