/* assay-cipher-places.h: units of a video that are known by their number, found in its file again.
 * Only assay-worker-media links it. */
#pragma once

#include "base/assay-progress.h"
#include "base/assay-source.h"
#include "model/assay-result.h"

G_BEGIN_DECLS

/* A unit that is to be found. */
typedef struct
{
  guint64 unit; /* its number as AssayHevcStream counts */
  guint32 segment;
  guint64 picture;
  guint64 other;      /* another picture; 0: none */
  const char *reason; /* the same in each language's result */
  gint64 position;    /* (out): byte of the file; -1: not known */
  gsize size;         /* (out): of the unit */
  double seconds;     /* (out): NaN: not known */
} AssayCipherPlaced;

/* @lists: (element-type AssayCipherPlaced), each in the order of its units, all found in one
 * reading; none if they are empty. FALSE with what reading says, or G_IO_ERROR_CANCELLED. */
gboolean assay_cipher_places_find (GArray *const *lists,
                                   guint n_lists,
                                   AssaySource *source,
                                   AssayProgress *progress,
                                   GCancellable *cancellable,
                                   GError **error);

/* The table @id of them, a row each. @others: with a column for the other picture. */
AssayTable *assay_cipher_places_to_table (const GArray *places,
                                          const char *id,
                                          const char *title,
                                          gboolean others) G_GNUC_WARN_UNUSED_RESULT;

/* Of the first one: unit, picture, place and time. */
void assay_cipher_places_observe (const GArray *places, AssayFindingBuilder *finding);

G_END_DECLS
