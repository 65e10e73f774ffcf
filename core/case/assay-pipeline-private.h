/* assay-pipeline-private.h: one reader, several consumers, each in a thread of its own, all over
 * the same buffers.
 *
 * Intake hashes with four algorithms while it writes; verification hashes with two. The bytes are
 * read once and are in a ring of RING buffers of 1 MiB, so a consumer that waits for the disk does
 * not hold up one that computes. */
#pragma once

#include <gio/gio.h>

#include "base/assay-progress.h"

G_BEGIN_DECLS

/* Takes the next @size bytes; FALSE stops the pipeline with errno. */
typedef gboolean (*AssayConsumeFunc) (const guint8 *data, gsize size, gpointer user_data);

typedef struct
{
  AssayConsumeFunc consume;
  gpointer user_data;
} AssayConsumer;

#define ASSAY_PIPELINE_CONSUMERS 6

typedef struct
{
  int fd;        /* read from its start with pread() */
  guint64 limit; /* stops after so many bytes */
  const AssayConsumer *consumers;
  guint n_consumers;       /* at most ASSAY_PIPELINE_CONSUMERS */
  guint64 total;           /* what the progress counts up to */
  AssayProgress *progress; /* may be NULL */
  const char *what;        /* msgid for the progress */
} AssayPipeline;

/* What came of a run. */
typedef struct
{
  guint64 read;      /* bytes that every consumer has had */
  int read_error;    /* errno of the reader, 0 if none */
  int consume_error; /* errno of a consumer, 0 if none */
  gboolean cancelled;
} AssayPipelineEnd;

/* Blocks until all consumers are done. */
void
assay_pipeline_run (const AssayPipeline *self, GCancellable *cancellable, AssayPipelineEnd *end);

G_END_DECLS
