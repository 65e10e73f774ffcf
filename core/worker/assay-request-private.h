/* assay-request-private.h: the members of a request, for core/worker alone. */
#pragma once

#include "base/assay-guard.h"
#include "worker/assay-client.h"

G_BEGIN_DECLS

typedef struct
{
  char *role;
  char *name;
  int fd;
  guint64 size;
  char *sha256; /* of the last run that hashed it; NULL before */
} AssayRequestInput;

typedef struct
{
  char *role;
  char *path;
  gboolean overwrite;
} AssayRequestOutput;

typedef struct
{
  char *parameter;
  int fd;
} AssayRequestExhibit;

struct _AssayRequest
{
  AssayParameters *parameters;
  GArray *inputs;        /* AssayRequestInput */
  GArray *outputs;       /* AssayRequestOutput */
  GArray *exhibits;      /* AssayRequestExhibit */
  AssayGuard *guard;     /* what was kept besides what the worker is given */
  gint64 reference_time; /* 0 if not set */
  guint threads;
};

/* Checks roles and counts against the tool's description; ASSAY_MODEL_ERROR_MISSING or _INVALID.
 * Previews make no outputs. */
gboolean assay_request_check (const AssayRequest *self, gboolean preview, GError **error);
/* Opens @path for reading: regular files only. With @follow a final symbolic link is followed. */
int assay_request_open (const char *path, gboolean follow, GError **error);

G_END_DECLS
