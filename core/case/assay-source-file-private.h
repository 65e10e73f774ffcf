/* assay-source-file-private.h: a file that is to become evidence: opened without side effects,
 * refused if it cannot be one, watched for changes (CUSTODY §7). */
#pragma once

#include <gio/gio.h>
#include <sys/stat.h>

G_BEGIN_DECLS

typedef struct
{
  int fd;
  struct stat before;
  gboolean leased;     /* nobody else had it open for writing; opening it for writing is noticed */
  const char *refused; /* why it cannot be evidence, a word of assay_refusal_words(); else NULL */
} AssaySourceFile;

/* SOURCE with a sentence for each kind of file that is refused. */
gboolean assay_source_file_open (AssaySourceFile *self, const char *path, GError **error);
void assay_source_file_close (AssaySourceFile *self);
/* Whether somebody wants to write since: then the lease proves nothing and the file must be read
 * twice. */
gboolean assay_source_file_lease_holds (const AssaySourceFile *self);
/* Size, times and inode as they were when it was opened; @now may be NULL. */
gboolean assay_source_file_unchanged (const AssaySourceFile *self, struct stat *now);

G_END_DECLS
