/* assay-series-table.h: a table opened for marking: which column has the stamps, which the values.
 */
#pragma once

#include "model/assay-tool.h"
#include "wavemark/assay-series-number.h"
#include "wavemark/assay-series-stamp.h"
#include "wavemark/assay-series-text.h"

G_BEGIN_DECLS

#define ASSAY_SERIES_MOST_COLUMNS 64u

typedef struct
{
  guint index;
  char *name;       /* of the header, or "#1" for the first column; made visible */
  char *label;      /* by which the key is derived: the name when it was marked */
  gboolean grouped; /* what is read as decimal marks may stand between thousands */
} AssaySeriesColumn;

typedef struct
{
  AssaySource *source;
  AssaySeriesFormat format;
  gboolean original; /* "NEW=OLD" names the column OLD */
  char *time_format; /* as assay_series_stamp_canonical() takes it */
  int time;          /* column of the stamps; -1 without */
  int clock;         /* column of the time of day, if it is not in that of the date; or -1 */
  gboolean timed;    /* nearly all stamps are times: what is none stands under no row */
  char *time_name;   /* of the column or the two; NULL without */
  char *time_others; /* columns that might have been meant instead; NULL without, or if named */
  AssaySeriesColumn *columns; /* of values */
  guint n_columns;
  GPtrArray *names; /* of all columns */
} AssaySeriesTable;

/**
 * assay_series_table_open:
 * @job: parameters columns ("NAME,…"; "NAME=OLD" for one that had another name when it was marked;
 *   "#2" by number; empty for the first column of numbers), time (name, or "DATE,CLOCK" where two
 * columns have them; empty for the first column whose stamps differ) and time_format
 * @needs_time: whether to fail without a column of stamps
 *
 * ASSAY_BASE_ERROR_MALFORMED if the file is no such table, ASSAY_MODEL_ERROR_INVALID if a column
 * that was named is not there, or more than one is called so.
 */
AssaySeriesTable *assay_series_table_open (AssaySource *source,
                                           AssayParameters *parameters,
                                           gboolean needs_time,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same, without stamps, for a file whose @format is known. */
AssaySeriesTable *assay_series_table_open_as (AssaySource *source,
                                              const AssaySeriesFormat *format,
                                              AssayParameters *parameters,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for the table as it was before it was marked, in which "NEW=OLD" is the column OLD. */
AssaySeriesTable *assay_series_table_open_original (AssaySource *source,
                                                    AssayParameters *parameters,
                                                    gboolean needs_time,
                                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_series_table_free (AssaySeriesTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssaySeriesTable, assay_series_table_free)

/* Which columns were taken: the names of those of values ("#2" of one whose name others have too);
 * of the stamps, NULL without. */
char *assay_series_table_tell_columns (const AssaySeriesTable *self) G_GNUC_WARN_UNUSED_RESULT;
const char *assay_series_table_tell_time (const AssaySeriesTable *self);
/* Whether column @index of the file is one of values. */
gboolean assay_series_table_has_value (const AssaySeriesTable *self, guint index);
/* Number of the column of the file that is named @name, or by its number "#2"; -1 without. */
int assay_series_table_find (const AssaySeriesTable *self, const char *name);
/* A reader that stands behind the header. */
AssaySeriesReader *assay_series_table_read (AssaySeriesTable *self,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The value of @record in column @column (of columns); FALSE if that cell is missing or no number.
 */
gboolean assay_series_table_get_number (const AssaySeriesTable *self,
                                        const AssaySeriesRecord *record,
                                        guint column,
                                        AssaySeriesNumber *number);
/* The canonical stamp of @record; 0 if it has none: an empty cell, or a word ("Total") in a column
 * of times. */
gsize assay_series_table_get_stamp (const AssaySeriesTable *self,
                                    const AssaySeriesRecord *record,
                                    char stamp[ASSAY_SERIES_STAMP_SIZE]);

G_END_DECLS
