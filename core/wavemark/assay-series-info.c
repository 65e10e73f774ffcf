/* assay-series-info.c: what the tools for marks in time series are. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/assay-sweep-info.h"
#include "wavemark/assay-wavemark-info.h"

#define PANEL N_ ("Waveform mark")

static const AssayChoice schemes[] = {
  { "timestamp", N_ ("By time stamps") },
  { "aligned", N_ ("By time stamps, found again with the original") },
  { "values", N_ ("By values, in any order") },
  { "paper", N_ ("Wavelets, as published in 2025") },
  { NULL },
};
static const AssayChoice wavelets[]
    = { { "haar", "Haar" },        { "db2", "Daubechies 2" }, { "db3", "Daubechies 3" },
        { "db4", "Daubechies 4" }, { "db5", "Daubechies 5" }, { "db6", "Daubechies 6" },
        { "db7", "Daubechies 7" }, { "db8", "Daubechies 8" }, { "sym4", "Symlet 4" },
        { "cdf53", "CDF 5/3" },    { "cdf97", "CDF 9/7" },    { NULL } };
static const AssayChoice quantisers[]
    = { { "floor", N_ ("The number below") }, { "nearest", N_ ("The nearest number") }, { NULL } };
static const AssayChoice write_syncs[]
    = { { "blind", N_ ("Without marks") }, { "marks", N_ ("With the paper's marks") }, { NULL } };
static const AssayChoice syncs[] = { { "blind", N_ ("Where the votes are clearest") },
                                     { "start", N_ ("At the first row") },
                                     { "marks", N_ ("At the paper's marks") },
                                     { NULL } };

#define SCHEME                                                                                     \
  {                                                                                                \
    .name = "scheme", .type = ASSAY_PARAMETER_CHOICE, .title = N_ ("Method"),                      \
    .help = N_ ("By time stamps: each row is found again by its stamp, however many rows are "     \
                "deleted, inserted or shuffled. With the original: also when the copy has lost "   \
                "its stamps. By values: neither stamps nor order are needed, for short marks. "    \
                "Wavelets: the published method, to compare with; it has no key."),                \
    .fallback = "timestamp", .choices = schemes                                                    \
  }
#define KEY                                                                                        \
  {                                                                                                \
    .name = "key", .type = ASSAY_PARAMETER_SECRET, .title = N_ ("Key"),                            \
    .help = N_ ("Only who has this key can find the mark. Keep it: without it the mark is lost."), \
    .fallback = "", .unless = "scheme=paper"                                                       \
  }
#define COLUMNS                                                                                    \
  {                                                                                                \
    .name = "columns", .type = ASSAY_PARAMETER_TEXT, .title = N_ ("Columns"),                      \
    .help = N_ ("Names of the columns with values, separated by commas; #2 is the second column; " \
                "NEW=OLD if it was renamed since it was marked. Empty: the first column of "       \
                "numbers."),                                                                       \
    .fallback = ""                                                                                 \
  }
#define TIME                                                                                       \
  {                                                                                                \
    .name = "time", .type = ASSAY_PARAMETER_TEXT, .title = N_ ("Column of the time stamps"),       \
    .help = N_ ("DATE,CLOCK where a date and a time of day have a column each. Empty: the first "  \
                "column whose entries differ from row to row."),                                   \
    .fallback = ""                                                                                 \
  }
#define TIME_FORMAT                                                                                \
  {                                                                                                \
    .name = "time_format", .type = ASSAY_PARAMETER_TEXT, .title = N_ ("Form of the time stamps"),  \
    .help = N_ ("Empty for ISO 8601; epoch or epoch-ms for seconds or milliseconds since 1970; "   \
                "else a pattern such as %d.%m.%Y %H:%M, as strptime has them. With it a mark is "  \
                "found although the "                                                              \
                "stamps were written in another way."),                                            \
    .fallback = "", .advanced = TRUE                                                               \
  }
#define STRENGTH                                                                                   \
  {                                                                                                \
    .name = "strength", .type = ASSAY_PARAMETER_REAL, .title = N_ ("Strength"),                    \
    .help = N_ (                                                                                   \
        "Step of the values' logarithm: 2 changes values by half a per cent on average. 0 takes "  \
        "what fits the column, and reading with 0 tries all that could have been taken."),         \
    .unit = "%", .minimum = 0, .maximum = 20, .step = 0.5, .digits = 2, .fallback = "0",           \
    .empty = N_ ("what fits"), .advanced = TRUE                                                    \
  }
#define BITS                                                                                       \
  {                                                                                                \
    .name = "bits", .type = ASSAY_PARAMETER_INT, .title = N_ ("Length of the mark"),               \
    .help = N_ ("As many bits as the mark had that was written."), .unit = "bit", .minimum = 4,    \
    .maximum = 256, .step = 4, .fallback = "64"                                                    \
  }
#define EXPECT                                                                                     \
  {                                                                                                \
    .name = "expect", .type = ASSAY_PARAMETER_TEXT, .title = N_ ("Expected mark"),                 \
    .help = N_ ("Hexadecimal. Adds how many bits differ, and how likely it is that chance agrees " \
                "as well with this very mark."),                                                   \
    .fallback = ""                                                                                 \
  }
/* Of the published method. */
#define PAPER                                                                                      \
  { .name = "f_bin",                                                                               \
    .type = ASSAY_PARAMETER_INT,                                                                   \
    .title = N_ ("Coefficients a bit"),                                                            \
    .help = N_ ("Wavelets only: how many neighbouring coefficients carry one bit. 0: the paper's " \
                "11, or as many as a section has for each bit of a longer mark."),                 \
    .minimum = 0,                                                                                  \
    .maximum = 1000,                                                                               \
    .step = 1,                                                                                     \
    .fallback = "0",                                                                               \
    .empty = N_ ("as usual"),                                                                      \
    .advanced = TRUE },                                                                            \
      { .name = "f_barker",                                                                        \
        .type = ASSAY_PARAMETER_INT,                                                               \
        .title = N_ ("Rows of a section"),                                                         \
        .help = N_ ("Wavelets only: each section carries the whole mark."),                        \
        .minimum = 16,                                                                             \
        .maximum = 65536,                                                                          \
        .step = 100,                                                                               \
        .fallback = "600",                                                                         \
        .advanced = TRUE },                                                                        \
      { .name = "dwt",                                                                             \
        .type = ASSAY_PARAMETER_INT,                                                               \
        .title = N_ ("Wavelet levels"),                                                            \
        .help = N_ ("Wavelets only: how often the approximation is divided."),                     \
        .minimum = 1,                                                                              \
        .maximum = 8,                                                                              \
        .step = 1,                                                                                 \
        .fallback = "1",                                                                           \
        .advanced = TRUE },                                                                        \
      { .name = "mult",                                                                            \
        .type = ASSAY_PARAMETER_REAL,                                                              \
        .title = N_ ("Ratio of the reference numbers"),                                            \
        .help = N_ ("Wavelets only: larger is sturdier and changes the values more."),             \
        .minimum = 1.01,                                                                           \
        .maximum = 4,                                                                              \
        .step = 0.1,                                                                               \
        .digits = 3,                                                                               \
        .fallback = "1.2",                                                                         \
        .advanced = TRUE },                                                                        \
  {                                                                                                \
    .name = "wavelet", .type = ASSAY_PARAMETER_CHOICE, .title = N_ ("Wavelet"),                    \
    .help = N_ ("Wavelets only: which one."), .fallback = "db4", .choices = wavelets,              \
    .advanced = TRUE                                                                               \
  }
#define READ_PAPER                                                                                 \
  { .name = "reader",                                                                              \
    .type = ASSAY_PARAMETER_CHOICE,                                                                \
    .title = N_ ("Reference number read"),                                                         \
    .help = N_ ("Wavelets only: the paper takes the number below, which fails after rounding."),   \
    .fallback = "nearest",                                                                         \
    .choices = quantisers,                                                                         \
    .advanced = TRUE },                                                                            \
  {                                                                                                \
    .name = "sync", .type = ASSAY_PARAMETER_CHOICE, .title = N_ ("Where a section begins"),        \
    .help = N_ ("Wavelets only: the clearest of all places, the first row, or where the column "   \
                "“imaginary” says."),                                                              \
    .fallback = "blind", .choices = syncs, .advanced = TRUE                                        \
  }
#define ORIGINAL                                                                                   \
  {                                                                                                \
    .name = "original", .type = ASSAY_PARAMETER_FILE, .title = N_ ("Original table"),              \
    .help = N_ ("The unmarked table as it was before marking; only for the method that aligns "    \
                "with it."),                                                                       \
    .fallback = "", .unless = "scheme=timestamp,scheme=values,scheme=paper",                       \
    .filter = "*.csv;*.tsv;*.txt"                                                                  \
  }
#define SEED                                                                                       \
  {                                                                                                \
    .name = "seed", .type = ASSAY_PARAMETER_INT, .title = N_ ("Seed"),                             \
    .help = N_ ("Another seed changes other rows; the same seed gives the same file."),            \
    .minimum = 0, .maximum = 1000000, .step = 1, .fallback = "1"                                   \
  }

static const AssayInputInfo inputs[]
    = { { "input", N_ ("Table"), ASSAY_MEDIA_ANY, 1, 1 }, { NULL } };
static const AssayOutputInfo no_outputs[] = { { NULL } };

static const AssayParameterInfo embed_parameters[] = {
  SCHEME,
  KEY,
  { .name = "mark",
    .type = ASSAY_PARAMETER_TEXT,
    .title = N_ ("Mark"),
    .help = N_ ("Hexadecimal, 16 digits for 64 bits: a number that stands for the owner or the "
                "person who gets this copy."),
    .fallback = NULL },
  COLUMNS,
  TIME,
  TIME_FORMAT,
  STRENGTH,
  PAPER,
  { .name = "quantiser",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Reference number written"),
    .help = N_ ("Wavelets only: the number below reproduces the paper's figures."),
    .fallback = "floor",
    .choices = quantisers,
    .advanced = TRUE },
  { .name = "sync",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Marks of the sections"),
    .help = N_ ("Wavelets only: the paper's marks are complex numbers; their imaginary parts get a "
                "column of their own, “imaginary”. Without it a reader looks for the place."),
    .fallback = "blind",
    .choices = write_syncs,
    .advanced = TRUE },
  { NULL },
};
static const AssayOutputInfo embed_outputs[]
    = { { "marked", N_ ("Marked table"), "csv", FALSE }, { NULL } };
static const AssayMetricInfo embed_metrics[] = {
  { "rows", N_ ("Rows"), "", 0 },
  { "marked_cells", N_ ("Cells that carry the mark"), "", 0 },
  { "strength", N_ ("Strength used"), "%", 2 },
  { "change", N_ ("Mean change of a value"), "%", 4 },
  { "mean_change", N_ ("Change of the average"), "%", 5 },
  { NULL },
};

const AssayToolInfo assay_series_embed_info = {
  .id = "series.embed",
  .version = "1.6",
  .panel = PANEL,
  .title = N_ ("Mark a time series"),
  .summary
  = N_ ("Writes an invisible mark into the numbers of a table, for those who hold the key."),
  .limits = N_ ("Values change slightly, so a marked table is no original. About two surviving "
                "rows are needed for each bit; those with the same stamp are one. Rounding to "
                "fewer digits than the mark changes "
                "destroys it."),
  .kinds = ASSAY_MEDIA_TABLE | ASSAY_MEDIA_OTHER,
  .engine = ASSAY_ENGINE_PLAIN,
  .time_limit = 600,
  .parameters = embed_parameters,
  .inputs = inputs,
  .outputs = embed_outputs,
  .metrics = embed_metrics,
};

static const AssayParameterInfo extract_parameters[] = {
  SCHEME,      KEY,      BITS,     EXPECT, COLUMNS,    TIME,
  TIME_FORMAT, STRENGTH, ORIGINAL, PAPER,  READ_PAPER, { NULL },
};
static const AssayMetricInfo extract_metrics[] = {
  { "log10_p", N_ ("Probability of chance (power of ten)"), "", 2 },
  { "bit_margin", N_ ("Weakest bit"), "", 3 },
  { "rows", N_ ("Rows"), "", 0 },
  { "rows_used", N_ ("Cells that had a vote"), "", 0 },
  { "strength", N_ ("Strength used"), "%", 2 },
  { "ber", N_ ("Bits that differ from the expected mark"), "%", 2 },
  { "expect_log10_p", N_ ("Probability of chance for the expected mark (power of ten)"), "", 2 },
  { NULL },
};

const AssayToolInfo assay_series_extract_info = {
  .id = "series.extract",
  .version = "2.9",
  .panel = PANEL,
  .title = N_ ("Read the mark of a time series"),
  .summary = N_ ("Is there a mark of this key in the table, and which?"),
  .limits = N_ ("Finding no mark does not prove that there was none. The probability holds for a "
                "table that was not marked with this key, whatever its values; every mark and "
                "every phase that was tried is counted."),
  .kinds = ASSAY_MEDIA_TABLE | ASSAY_MEDIA_OTHER,
  .engine = ASSAY_ENGINE_PLAIN,
  .time_limit = 600,
  .memory_limit = 2048,
  .parameters = extract_parameters,
  .inputs = inputs,
  .outputs = no_outputs,
  .metrics = extract_metrics,
};

#define ATTACKS                                                                                    \
  { "delete", N_ ("Rows deleted") }, { "crop", N_ ("One piece cut off") },                         \
      { "edit", N_ ("Values edited") }, { "insert", N_ ("Rows inserted") },                        \
      { "zero", N_ ("Values set to zero") }, { "scale", N_ ("Values multiplied") },                \
      { "noise", N_ ("Noise on every value") }, { "round", N_ ("Values rounded") },                \
      { "shuffle", N_ ("Rows shuffled") },                                                         \
  {                                                                                                \
    "resample", N_ ("Another sampling rate")                                                       \
  }

static const AssayChoice attacks[] = { ATTACKS,
                                       { "average", N_ ("Averaged with another copy") },
                                       { "mix", N_ ("Rows taken from another copy") },
                                       { NULL } };
static const AssayChoice sweep_attacks[]
    = { { ASSAY_SWEEP_ALL, N_ ("All, one after the other") }, ATTACKS, { NULL } };

static const AssayParameterInfo attack_parameters[] = {
  { .name = "attack",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Change"),
    .help = N_ ("What is done to the table."),
    .fallback = "delete",
    .choices = attacks },
  { .name = "amount",
    .type = ASSAY_PARAMETER_REAL,
    .title = N_ ("Amount"),
    /* xgettext:no-c-format */
    .help = N_ ("Per cent of the rows; the factor of “multiplied” and of the sampling rate; per "
                "cent of each value for “noise”; decimals left for “rounded”; the other copy's "
                "share in per cent. 0: what is usual: 10 % of the rows, factor 1.1, half the rate, "
                "1 % of noise, whole numbers, half of the other copy."),
    .minimum = -1000,
    .maximum = 1000,
    .step = 1,
    .digits = 4,
    .fallback = "0",
    .empty = N_ ("as usual") },
  { .name = "spread",
    .type = ASSAY_PARAMETER_REAL,
    .title = N_ ("Edited by up to"),
    .help = N_ ("How far an edited or inserted value may lie from what it was, either way."),
    .unit = "%",
    .minimum = 0,
    .maximum = 100,
    .step = 1,
    .digits = 4,
    .fallback = "10" },
  { .name = "rows",
    .type = ASSAY_PARAMETER_TEXT,
    .title = N_ ("Rows kept"),
    .help = N_ ("FIRST-LAST: what “one piece cut off” leaves, counted from 1 without the header. "
                "Empty: a piece at random, as large as the amount leaves."),
    .maximum = 32,
    .fallback = "" },
  SEED,
  COLUMNS,
  TIME,
  TIME_FORMAT,
  { .name = "other",
    .type = ASSAY_PARAMETER_FILE,
    .title = N_ ("Other copy"),
    .help = N_ ("The same table with another mark, for those who mix what they got."),
    .fallback = "",
    .filter = "*.csv;*.tsv;*.txt" },
  { NULL },
};
static const AssayOutputInfo attack_outputs[]
    = { { "changed", N_ ("Changed table"), "csv", FALSE }, { NULL } };
static const AssayMetricInfo attack_metrics[] = {
  { "rows", N_ ("Rows"), "", 0 },
  { "rows_left", N_ ("Rows afterwards"), "", 0 },
  { "cells_changed", N_ ("Cells changed"), "", 0 },
  { NULL },
};

const AssayToolInfo assay_series_attack_info = {
  .id = "series.attack",
  .version = "1.2",
  .panel = PANEL,
  .title = N_ ("Change a time series"),
  .summary = N_ ("Damages a table on purpose, to see whether its mark survives."),
  .limits = N_ ("Shows how a mark stands these changes; others may be worse."),
  .kinds = ASSAY_MEDIA_TABLE | ASSAY_MEDIA_OTHER,
  .engine = ASSAY_ENGINE_PLAIN,
  .time_limit = 600,
  .memory_limit = 2048,
  .parameters = attack_parameters,
  .inputs = inputs,
  .outputs = attack_outputs,
  .metrics = attack_metrics,
};

static const AssayParameterInfo robustness_parameters[] = {
  { .name = "attack",
    .type = ASSAY_PARAMETER_CHOICE,
    .title = N_ ("Change"),
    .help = N_ ("What is tried, harder and harder."),
    .fallback = ASSAY_SWEEP_ALL,
    .choices = sweep_attacks },
  { .name = "runs",
    .type = ASSAY_PARAMETER_INT,
    .title = N_ ("Tries at each strength"),
    .help = N_ ("More tries show how much depends on luck."),
    .minimum = 1,
    .maximum = 100,
    .step = 1,
    .fallback = "3" },
  SCHEME,
  KEY,
  BITS,
  EXPECT,
  COLUMNS,
  TIME,
  TIME_FORMAT,
  STRENGTH,
  ORIGINAL,
  PAPER,
  READ_PAPER,
  SEED,
  { NULL },
};
static const AssayMetricInfo robustness_metrics[] = { ASSAY_SWEEP_METRICS, { NULL } };

const AssayToolInfo assay_series_robustness_info = {
  .id = "series.robustness",
  .version = "3.7",
  .panel = PANEL,
  .title = N_ ("Robustness test"),
  .summary = N_ ("How much damage does the mark of this table withstand?"),
  .limits = N_ ("Only the listed changes are tried, with the seeds that the table shows."),
  .kinds = ASSAY_MEDIA_TABLE | ASSAY_MEDIA_OTHER,
  .engine = ASSAY_ENGINE_PLAIN,
  .time_limit = 1800,
  .memory_limit = 2048,
  .parameters = robustness_parameters,
  .inputs = inputs,
  .outputs = no_outputs,
  .metrics = robustness_metrics,
  .scratch = TRUE,
  .foremost = "withstood",
};
