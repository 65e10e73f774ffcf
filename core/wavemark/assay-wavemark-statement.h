/* assay-wavemark-statement.h: what reading a mark shows about its owner, as a finding. */
#pragma once

#include "model/assay-result.h"

G_BEGIN_DECLS

typedef struct
{
  const char *outcome;     /* "found", "inconclusive" or "none" */
  gboolean keyed;          /* FALSE for a method that everybody can read */
  const char *mark;        /* hexadecimal, (nullable) */
  guint n_bits;            /* of the mark */
  double log10_p;          /* with every hypothesis counted */
  double log10_hypotheses; /* how many those were; negative where they were not counted */
  guint64 used;            /* cells or rows that had a vote */
  double votes;            /* what could vote, where that is too little to read a mark */
  double votes_needed;     /* how much is needed; 0 if there is enough */
  const char *votes_unit;  /* of both: "s" of sound; NULL for weighed votes */
  const char *columns;     /* of a table, those that were read; NULL for sound */
  const char *time;        /* and that of the stamps; (nullable) */
  const char *time_others; /* which could have been that too; told where no mark is, (nullable) */
  const char *expected;    /* the mark that was looked for, (nullable) */
  double expect_log10_p;   /* of that mark alone; above 0 if not judged */
} AssayWavemarkStatement;

/* Adds one of the rules MRK-01 to MRK-04, MRK-10 and MRK-19 with what it rests on, and MRK-20 where
 * the mark of the key is another than the one that was looked for. */
void assay_wavemark_statement_add (const AssayWavemarkStatement *self, AssayResultBuilder *result);

G_END_DECLS
