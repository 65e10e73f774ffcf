/* assay-model-file-private.h: a model in memory, for what writes and what reads it. */
#pragma once

#include "signal/assay-model-file.h"

G_BEGIN_DECLS

#define ASSAY_MODEL_FILE_MAGIC "ASSAYMOD"
#define ASSAY_MODEL_FILE_VERSION 1
#define ASSAY_MODEL_FILE_NAME_MOST 64
#define ASSAY_MODEL_FILE_ARRAYS_MOST 1024
#define ASSAY_MODEL_FILE_CARD_MOST 1048576
/* Two classes of 512 components and 240 columns in several mixtures stay below 16 MiB. */
#define ASSAY_MODEL_FILE_SIZE_MOST 134217728
#define ASSAY_MODEL_FILE_DEPTH 16

typedef struct
{
  char *name;
  AssayModelNumber number;
  gsize rows;
  gsize columns;
  double *values;
} AssayModelArray;

struct _AssayModelFile
{
  JsonObject *card;
  GPtrArray *arrays; /* AssayModelArray */
  char *hash;
};

void assay_model_array_free (AssayModelArray *self);
/* NULL if there is none. */
AssayModelArray *assay_model_file_find (AssayModelFile *self, const char *name);
gboolean assay_model_file_is_name (const char *name, gsize length);
/* Keeps the hash of the whole file. */
void assay_model_file_take_hash (AssayModelFile *self, GBytes *bytes);

G_END_DECLS
