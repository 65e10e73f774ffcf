/* assay-case-layout-private.h: what stands in a case folder and does not belong there: links,
 * pipes, and another kind of thing in the place of a folder or file that every case has. It would
 * take what is written or deleted out of the case, or keep it from being done. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *code; /* of the finding: "link" or "layout" */
  char *path;       /* below the case folder, as the disk has it */
  char *sentence;   /* translated */
} AssayLayoutFault;

/* All of them, sorted by path; objects are not looked at, they are never opened through a link.
 * @folder is the case folder. case.db is not looked at either: whoever opens it refuses what it is
 * not. (element-type AssayLayoutFault) (transfer full). */
GPtrArray *assay_case_check_layout (int folder) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
