/* assay-folder.h: opening a file beneath a folder for a worker that asked by name (host side). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @name is foreign: relative, no "..", no symbolic link anywhere, a regular file, read-only; the
 * kernel sees to it (openat2). -1 with errno in @code. */
int assay_folder_open_beneath (int folder, const char *name, int *code);

G_END_DECLS
