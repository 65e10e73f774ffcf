/* assay-cipher-places.c: see the header. */
#include "cipher/assay-cipher-places.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "cipher/assay-hevc-stream.h"

/* A list on its way: the place that is looked for next. */
typedef struct
{
  GArray *places;
  guint next;
} Search;

static Search
begin_search (GArray *places)
{
  for (guint i = 0; i < places->len; i++)
    {
      g_array_index (places, AssayCipherPlaced, i).position = -1;
      g_array_index (places, AssayCipherPlaced, i).seconds = (double) NAN;
    }
  return (Search){ .places = places };
}

static void
take_unit (Search *search, const AssayHevcUnit *unit)
{
  for (; search->next < search->places->len; search->next++)
    {
      AssayCipherPlaced *place = &g_array_index (search->places, AssayCipherPlaced, search->next);

      if (place->unit != unit->number)
        return;
      place->position = unit->position;
      place->size = unit->damaged ? 0 : unit->nal.size;
      place->seconds = unit->seconds;
    }
}

static gboolean
is_sought (const Search *searches, guint n)
{
  for (guint i = 0; i < n; i++)
    if (searches[i].next < searches[i].places->len)
      return TRUE;
  return FALSE;
}

/* The units of the video again, as far as the last one that is looked for: both count them alike.
 */
gboolean
assay_cipher_places_find (GArray *const *lists,
                          guint n_lists,
                          AssaySource *source,
                          AssayProgress *progress,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autofree Search *searches = g_new (Search, n_lists);
  g_autoptr (AssayHevcStream) stream = NULL;
  guint64 size = assay_source_get_size (source);
  AssayHevcUnit unit;
  GError *failure = NULL;

  for (guint i = 0; i < n_lists; i++)
    searches[i] = begin_search (lists[i]);
  if (!is_sought (searches, n_lists))
    return TRUE;
  stream = assay_hevc_stream_open (source, cancellable, error);
  if (stream == NULL)
    return FALSE;
  while (is_sought (searches, n_lists) && assay_hevc_stream_next (stream, &unit, &failure))
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      for (guint i = 0; i < n_lists; i++)
        take_unit (&searches[i], &unit);
      assay_progress_set_count (progress, MIN (assay_hevc_stream_get_place (stream), size), size,
                                N_ ("Locating the damage"));
    }
  if (failure != NULL)
    g_propagate_error (error, failure);
  return failure == NULL;
}

static void
add_row (AssayTableBuilder *table, const AssayCipherPlaced *place, gboolean others)
{
  assay_table_builder_int (table, (gint64) place->unit);
  assay_table_builder_int (table, place->segment);
  assay_table_builder_int (table, (gint64) place->picture);
  if (place->position >= 0)
    assay_table_builder_int (table, place->position);
  else
    assay_table_builder_empty (table);
  assay_table_builder_real (table, place->seconds);
  assay_table_builder_text (table, place->reason);
  if (others && place->other > 0)
    assay_table_builder_int (table, (gint64) place->other);
  else if (others)
    assay_table_builder_empty (table);
  assay_table_builder_row (table, 0);
}

AssayTable *
assay_cipher_places_to_table (const GArray *places,
                              const char *id,
                              const char *title,
                              gboolean others)
{
  static const AssayColumn columns[] = {
    { "unit", N_ ("Unit"), ASSAY_COLUMN_INT, "", 0 },
    { "segment", N_ ("Slice segment"), ASSAY_COLUMN_INT, "", 0 },
    { "picture", N_ ("Picture"), ASSAY_COLUMN_INT, "", 0 },
    { "position", N_ ("Position"), ASSAY_COLUMN_OFFSET, "", 0 },
    { "time", N_ ("Time"), ASSAY_COLUMN_REAL, "s", 3 },
    { "reason", N_ ("Reason"), ASSAY_COLUMN_TERM, "", 0 },
    { "other_picture", N_ ("Other picture"), ASSAY_COLUMN_INT, "", 0 },
  };
  AssayTableBuilder *table = assay_table_builder_new (
      id, title, columns, others ? G_N_ELEMENTS (columns) : G_N_ELEMENTS (columns) - 1);

  for (guint i = 0; i < places->len; i++)
    add_row (table, &g_array_index (places, AssayCipherPlaced, i), others);
  return assay_table_builder_end (table);
}

void
assay_cipher_places_observe (const GArray *places, AssayFindingBuilder *finding)
{
  const AssayCipherPlaced *place = &g_array_index (places, AssayCipherPlaced, 0);

  assay_finding_builder_int (finding, "cipher.first_unit", (gint64) place->unit, "");
  assay_finding_builder_int (finding, "cipher.first_picture", (gint64) place->picture, "");
  if (place->position >= 0)
    assay_finding_builder_place (finding, "cipher.first_place", (guint64) place->position,
                                 place->size);
  if (isfinite (place->seconds))
    assay_finding_builder_time (finding, "cipher.first_time", place->seconds, place->seconds - 1);
}
