/* assay-outcome-private.h: filling an outcome, for the client alone. */
#pragma once

#include "worker/assay-client.h"
#include "worker/assay-request-private.h"

G_BEGIN_DECLS

struct _AssayOutcome
{
  AssayParameters *parameters;
  AssayResult *result;
  GArray *inputs;  /* AssayRequestInput without descriptors */
  GArray *outputs; /* role, path, SHA-256, size */
  gint64 started;
  gint64 ended;
  char *sandbox;
  char *libraries;
};

/* Notes the time as the start. */
AssayOutcome *assay_outcome_new (const AssayRequest *request) G_GNUC_WARN_UNUSED_RESULT;
void assay_outcome_set_engine (AssayOutcome *self, const char *sandbox, const char *libraries);
void assay_outcome_add_output (
    AssayOutcome *self, const char *role, const char *path, const char *sha256, guint64 size);
/* A file that the worker was given through @parameter; after assay_outcome_set_inputs(). */
void assay_outcome_add_file (
    AssayOutcome *self, const char *parameter, const char *name, guint64 size, const char *sha256);
/* The inputs with their hashes. */
void assay_outcome_set_inputs (AssayOutcome *self, const AssayRequest *request);
/* Notes the time as the end. */
void assay_outcome_complete (AssayOutcome *self, AssayResult *result);

G_END_DECLS
