/* assay-examine-private.h: an examination as findings, plots and tables. */
#pragma once

#include "model/assay-result.h"
#include "replay/examine/assay-examination-private.h"

G_BEGIN_DECLS

/* How far a recording is from known ones of one speaker or device. */
typedef struct
{
  guint n;         /* references */
  double distance; /* dB: the mean distance of the average spectra from the nearest reference */
  double spread;   /* dB: the largest such distance of one reference from its nearest; 0 for one */
  double floor;    /* dB: floor of the recording over the mean floor of the references */
  double edge;     /* Hz: end of the spectrum over the highest of the references */
} AssayReferenceMatch;

/* @references: AssayExamination pointers. */
void assay_examine_match (const AssayExamination *self,
                          const GPtrArray *references,
                          AssayReferenceMatch *match);

/* SND-21, when there are references. */
void assay_examine_match_finding (const AssayReferenceMatch *match, AssayResultBuilder *builder);

/* From @start to @end s of what was examined, as times of the recording. */
void assay_examine_stretch (const AssayExamination *self,
                            AssayFindingBuilder *finding,
                            const char *name,
                            double start,
                            double end);
/* The same for a moment. */
void assay_examine_moment (const AssayExamination *self,
                           AssayFindingBuilder *finding,
                           const char *name,
                           double at);
/* Says that a check of both ends of a recording could not run where only a part is examined. */
gboolean assay_examine_needs_ends (const AssayExamination *self,
                                   const char *rule,
                                   AssayResultBuilder *builder);
/* Times full scale. Samples of 64 bits that were written as floats reach 1e19; sound is no louder.
 */
#define ASSAY_EXAMINE_BEYOND 1e20

/* Thresholds were set on the recordings of tests/bench/exam.py; rules-sound.json words them. */
void assay_examine_findings (const AssayExamination *self, AssayResultBuilder *builder);
void assay_examine_more_findings (const AssayExamination *self, AssayResultBuilder *builder);
void assay_examine_plots (const AssayExamination *self,
                          const GPtrArray *references,
                          AssayResultBuilder *builder);
void assay_examine_tables (const AssayExamination *self, AssayResultBuilder *builder);
/* @heard: there is a sound whose spectrum was measured. */
void
assay_examine_metrics (const AssayExamination *self, gboolean heard, AssayResultBuilder *builder);

/* The most frequent position of the codec's grid, how many excerpts see it, and how many see
 * another one clearly. */
typedef struct
{
  guint offset;
  guint seen;
  guint elsewhere;
  guint second;  /* excerpts that see the next most frequent position */
  guint offsets; /* different positions that are seen clearly */
} AssayGridTally;

/* Of all excerpts, each with the position in which it sees a codec's blocks. */
void assay_examine_tally (const AssayExamination *self, AssayGridTally *tally);

/* A join from this strength on is a finding of its own, dB. */
#define ASSAY_EXAMINE_JOIN 12.0
/* So is a change of the noise floor, dB. */
#define ASSAY_EXAMINE_STEP 12.0
/* And a jump of the phase of the hum, degrees. */
#define ASSAY_EXAMINE_JUMP 30.0

/* Whether the average spectrum ends where it drops most (SND-01); elsewhere speech itself drops so.
 */
gboolean assay_examine_spectrum_ends (const AssayExamination *self);

/* Whether a line is clear enough and where a network can be. */
gboolean assay_examine_hum_is_heard (const AssayExamination *self);

G_END_DECLS
