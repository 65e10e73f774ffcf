/* assay-cipher-facts.h: what the headers of a video say that matters for its encryption. */
#pragma once

#include "cipher/assay-cipher-header.h"
#include "cipher/assay-hevc-parser.h"
#include "model/assay-table.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean any;     /* a slice segment was seen */
  AssayHevcSps sps; /* of the first one */
  guint64 tools;    /* bits of the table in the source, of all of them */
  guint n_columns;  /* tiles, most */
  guint n_rows;
  gint least_qp, most_qp; /* of slices */
  guint64 slices[3];      /* by AssayHevcSliceType */
  guint64 units[64];      /* base layer, by nal_unit_type */
  guint64 other_layers;   /* units of them */
  guint64 other_bytes;
  guint64 which_layers; /* bit n for layer n */
  gboolean encrypted;   /* carries a description that could be read */
  gboolean sealed;      /* there is a seal, but no description where it should stand */
  AssayCipherHeader header;
} AssayCipherFacts;

void assay_cipher_facts_add_unit (AssayCipherFacts *self, const AssayHevcNal *nal);
void assay_cipher_facts_add_segment (AssayCipherFacts *self, const AssayHevcSliceSegment *segment);
/* Table "video": property, value. (transfer full) */
AssayTable *assay_cipher_facts_to_table (const AssayCipherFacts *self);

G_END_DECLS
