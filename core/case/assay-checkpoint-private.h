/* assay-checkpoint-private.h: signed notes over the tree head (CUSTODY §5), as C2SP writes them. */
#pragma once

#include <gio/gio.h>

#include "case/assay-examiner-key.h"
#include "case/assay-merkle-private.h"

G_BEGIN_DECLS

/* What a note says. */
typedef struct _AssayCheckpoint
{
  char log[33];
  gint64 size;
  guint8 root[ASSAY_HASH_SIZE];
  guint8 head[ASSAY_HASH_SIZE]; /* hash of entry number size */
} AssayCheckpoint;

/* The note as text; NULL with KEY if signing fails. */
char *assay_checkpoint_write (const AssayCheckpoint *self,
                              AssayExaminerKey *key,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Reads a foreign note and checks its form and its signature by @public_key. CORRUPT with a
 * sentence saying what is wrong. */
gboolean assay_checkpoint_read (const char *note,
                                const guint8 public_key[32],
                                AssayCheckpoint *self,
                                GError **error);

G_END_DECLS
