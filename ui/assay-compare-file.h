/* assay-compare-file.h: one of the two files of a compare player, as it is or as a tool would make
 * it. */
#pragma once

#include <gtk/gtk.h>

#include "assay-frame-pair.h"

G_BEGIN_DECLS

/* The descriptor is duplicated by who takes it. */
typedef struct
{
  const char *name;            /* for messages of the worker */
  const char *title;           /* shown, translated: "Original", "Marked copy" */
  int fd;                      /* read-only; -1 for none */
  AssayParameters *parameters; /* (nullable): what is shown is what the preview of their tool makes
                                  of the file */
  AssayParameters *settings; /* (nullable): of the run that made it; @parameters if that is NULL */
} AssayCompareFile;

/* A copy that lasts. */
typedef struct
{
  char *name;
  char *title;
  int fd; /* -1 without a file */
  AssayParameters *parameters;
  AssayParameters *settings; /* with @parameters, the same */
} AssayCompareHeld;

#define ASSAY_COMPARE_HELD_NONE ((AssayCompareHeld){ .fd = -1 })

/* @file: (nullable): nothing is held then */
void assay_compare_held_take (AssayCompareHeld *self, const AssayCompareFile *file);
void assay_compare_held_clear (AssayCompareHeld *self);
void assay_compare_held_set_parameters (AssayCompareHeld *self, AssayParameters *parameters);
/* As assay_frame_stream_new(); @size counts for a file as it is. */
AssayFrameStream *assay_compare_held_open (const AssayCompareHeld *self,
                                           AssayClient *client,
                                           guint size,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The original, what was made of it (or, without a file, nothing) and what is got back of that, for
 * as far as it can be. */
AssayFramePair *assay_compare_held_open_pair (const AssayCompareHeld *original,
                                              const AssayCompareHeld *changed,
                                              AssayClient *client,
                                              guint size,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What is got back: its title, translated; (nullable): there is none. */
const char *assay_compare_held_get_back_title (const AssayCompareHeld *self);

/* What of both can be shown, in the order of AssayCompareMode: names for people. */
GtkStringList *
assay_compare_held_list_modes (const AssayCompareHeld *original,
                               const AssayCompareHeld *changed) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
