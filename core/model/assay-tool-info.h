/* assay-tool-info.h: what a tool is, as constant data that both sides link. No code, no language
 * but msgids.
 *
 * Every text member is a msgid (marked N_() where it is defined) and is translated where it is
 * shown. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a file is, coarsely: which panels apply. Bits, so that a tool can accept several. */
typedef enum
{
  ASSAY_MEDIA_NONE = 0,
  ASSAY_MEDIA_IMAGE = 1 << 0,
  ASSAY_MEDIA_VIDEO = 1 << 1,
  ASSAY_MEDIA_AUDIO = 1 << 2,
  ASSAY_MEDIA_TABLE = 1 << 3, /* CSV and TSV */
  ASSAY_MEDIA_DOCUMENT = 1 << 4,
  ASSAY_MEDIA_ARCHIVE = 1 << 5,
  ASSAY_MEDIA_BITSTREAM = 1 << 6, /* a raw video or audio elementary stream */
  ASSAY_MEDIA_OTHER = 1 << 7,
  ASSAY_MEDIA_ANY = 0xff,
} AssayMediaKind;

typedef enum
{
  ASSAY_PARAMETER_BOOL,    /* b */
  ASSAY_PARAMETER_INT,     /* x; minimum, maximum, step */
  ASSAY_PARAMETER_REAL,    /* d; minimum, maximum, step, digits */
  ASSAY_PARAMETER_CHOICE,  /* s; one of choices */
  ASSAY_PARAMETER_TEXT,    /* s; maximum = most bytes, 0 for ASSAY_LIMIT_TEXT */
  ASSAY_PARAMETER_SECRET,  /* ay; never in ledger, JSON or report: a keyed fingerprint stands for it
                            */
  ASSAY_PARAMETER_FILE,    /* host side: path; on the wire: index of a read-only descriptor */
  ASSAY_PARAMETER_FOLDER,  /* host side: path; the worker asks for files beneath it by relative name
                            */
  ASSAY_PARAMETER_REGION,  /* text form of AssayRegion: time range and rectangle with key frames */
  ASSAY_PARAMETER_EXHIBIT, /* number of an exhibit of the same case; a read-only descriptor on the
                              wire */
} AssayParameterType;

typedef struct
{
  const char *id; /* what is written on the command line and in results */
  const char *title;
} AssayChoice;

typedef struct
{
  const char *name; /* [a-z][a-z0-9_-]* */
  AssayParameterType type;
  const char *title;
  const char *help; /* one or two sentences; what it changes and when to change it */
  const char *unit; /* "Hz", "dB", "px"; NULL without one */
  double minimum;   /* INT, REAL: the range; both 0 for unbounded */
  double maximum;
  double step;
  guint digits; /* REAL: decimals kept. TEXT: hexadecimal digits of the values, where a random one
                   may be drawn; else 0 */
  const char *fallback;       /* default in its command-line text; NULL: must be given */
  const AssayChoice *choices; /* CHOICE: ends with {NULL}; TEXT: the names that may stand in it with
                                 commas between them, or "all" alone; NULL for any text */
  gboolean advanced;          /* shown under "More" */
  const char *filter;         /* FILE: "*.json;*.gmm" for the chooser; NULL for all */
  const char *empty; /* FILE: what "" stands for ("The shipped one"); NULL: no file. INT, REAL: what
                        0 stands for where that is no amount ("mean of all"); NULL: itself */
  gboolean repeated; /* SECRET: people type it twice, because what a slip of the hand makes
                        nobody can open again */
  const char *unless;    /* conditions with commas between them, under each of which it may be
                            left empty: "other" (is given) or "other=value". NULL: it always may.
                            Forms ask for it before anything runs */
  gboolean confidential; /* FILE: a key: no hash or size of it is printed or recorded, because
                            a short one could be guessed from them */
} AssayParameterInfo;

/* Files that a run works on. The first role is the exhibit of the panel. */
typedef struct
{
  const char *role; /* "input", "original", "reference" */
  const char *title;
  guint kinds; /* AssayMediaKind bits */
  guint least;
  guint most; /* 0: any number */
} AssayInputInfo;

/* An ending of names of formats that a tool never writes. */
typedef struct
{
  const char *ending;  /* lower case, without dot */
  const char *instead; /* what is written for an input that has it */
} AssayEndingInfo;

/* Files that a run makes. */
typedef struct
{
  const char *role; /* "marked", "scores" */
  const char *title;
  const char *extension; /* suggested, without dot; NULL: that of the first input */
  gboolean optional;     /* made only when a path is given */
} AssayOutputInfo;

typedef struct
{
  const char *name;
  const char *title;
  const char *unit; /* "" without one */
  guint digits;     /* decimals that are meant; the builder rounds to them */
} AssayMetricInfo;
/* The unit of a metric that is 1 or 0: people read yes or no. */
#define ASSAY_UNIT_TRUTH "yes/no"

/* An error that a run can end with. */
typedef struct
{
  const char *domain; /* of the GError, as text: "assay-cipher-error" */
  int code;
} AssayErrorInfo;

/* A setting with which a run, or a view, goes on where it ended with an error: people are offered
 * it as a button. */
typedef struct
{
  AssayErrorInfo error;
  const char *parameter;
  const char *value;
  const char *title; /* of the button: "Make HEVC of it first" */
} AssayRemedyInfo;

/* Which worker program runs it. */
typedef enum
{
  ASSAY_ENGINE_PLAIN, /* assay-worker: our own parsers, starts in a millisecond */
  ASSAY_ENGINE_MEDIA, /* assay-worker-media: FFmpeg, inference */
  ASSAY_ENGINE_AUTO,  /* starts plain; the tool may answer ASSAY_WORKER_ERROR_NEEDS_MEDIA and is run
                         again there */
} AssayEngine;

typedef struct _AssayToolInfo
{
  const char *id;      /* "integrity", "audio.embed" */
  const char *version; /* changes whenever results may */
  const char *panel;   /* panel it belongs to: tools of one panel share a page ("Video mark") */
  const char *title;
  const char *summary; /* one sentence: what question it answers */
  const char *limits;  /* one or two sentences: what it does not prove */
  guint kinds;         /* AssayMediaKind bits of the exhibit */
  AssayEngine engine;
  gboolean quick;     /* runs by itself when an exhibit is opened (metadata, structure) */
  guint time_limit;   /* seconds of processor time before LIMIT; 0 for the default of 120 */
  guint memory_limit; /* MiB; 0 for the default of 1024 */
  const AssayParameterInfo
      *parameters; /* each list ends with an element whose first member is NULL */
  const AssayInputInfo *inputs;
  const AssayOutputInfo *outputs;
  const AssayMetricInfo *metrics;
  gboolean scratch;             /* wants a nameless file of its own while it runs:
                                   assay_tool_job_get_scratch() */
  const AssayEndingInfo *never; /* endings of outputs' names that would mislead; ends with {NULL};
                                   NULL: none */
  const char *view; /* what its preview shows of the exhibit with the settings of the moment
                       ("Marked copy"), before anything is written; NULL when the preview shows the
                       exhibit as it is */
  const struct _AssayToolInfo *back; /* a tool of the same parameters that only has a preview and a
                                        view: what is got back of what was made ("Decrypted
                                        video"), shown as a third; NULL without one */
  const char *verb;                  /* what its button says ("Encrypt"); NULL for "Run" */
  const char *exhibit; /* what the exhibit is called beside what is made of it ("Encrypted video");
                          NULL for "Original" */
  const char *caution; /* what should be read before it is used ("What others can still see"): a
                          button that opens the panel's page of help; NULL without one */
  const AssayErrorInfo *doubts; /* errors that say that the exhibit is not what it was, unlike a
                                   wrong key or a file of another kind; such a run, and a verdict
                                   of its results, weighs on the report's. Ends with {NULL}; NULL:
                                   none */
  const char *refusal;          /* the report's sentence about a run that ended with one of them */
  const AssayRemedyInfo *remedies; /* ends with one without parameter; NULL: none. With a view, a
                                      form says at once what it could not show, and offers them */
  const char *done;     /* what to know and to keep once files are made, said by the window; NULL:
                           nothing */
  const char *foremost; /* id of the table that says what the plots say in detail, shown above them;
                           NULL: plots come first */
} AssayToolInfo;

/* By name; NULL if there is none. */
const AssayParameterInfo *assay_tool_info_parameter (const AssayToolInfo *info, const char *name);
const AssayInputInfo *assay_tool_info_input (const AssayToolInfo *info, const char *role);
const AssayOutputInfo *assay_tool_info_output (const AssayToolInfo *info, const char *role);
/* The ending to use where @path has one that @info never writes; NULL where it may stay. */
const char *assay_tool_info_instead (const AssayToolInfo *info, const char *path);
const AssayMetricInfo *assay_tool_info_metric (const AssayToolInfo *info, const char *name);
/* The title of the metric @name, or of the output @role, in the language of the program; the name
 * itself where @info, which may be %NULL, does not know it. Borrowed. */
const char *assay_tool_info_metric_title (const AssayToolInfo *info, const char *name);
const char *assay_tool_info_output_title (const AssayToolInfo *info, const char *role);
const char *assay_parameter_type_name (AssayParameterType type);

G_END_DECLS
