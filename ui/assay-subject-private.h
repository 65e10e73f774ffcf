/* assay-subject-private.h: what the two halves of AssaySubject share. */
#pragma once

#include "assay-subject.h"

G_BEGIN_DECLS

/* What is known of one tool. */
typedef struct
{
  AssayResult *result;   /* newest, NULL if none */
  AssayOutcome *outcome; /* of a run of this session, NULL if none */
  AssayJob *job;         /* while it runs */
  GPtrArray *waiting;    /* GTask of get_result and get_outcome */
} AssayKnown;

struct _AssaySubject
{
  GObject parent_instance;

  AssayClient *client;
  AssayJobList *jobs;
  AssayCase *acase;      /* NULL in a quick check */
  AssayExhibit *exhibit; /* NULL in a quick check */
  int fd;                /* quick check; else -1 */
  char *path;
  char *name;
  char *mime;
  char *sha256;
  char *selection; /* text of a region; NULL: none */
  guint64 size;
  GHashTable *known; /* tool id -> AssayKnown */
};

/* The entry of @tool, made if there is none. (transfer none) */
AssayKnown *assay_subject_know (AssaySubject *self, const char *tool);
/* Takes in a newer result and tells. @outcome: (nullable). */
void assay_subject_learn (AssaySubject *self, AssayResult *result, AssayOutcome *outcome);

G_END_DECLS
