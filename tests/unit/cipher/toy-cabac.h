/* toy-cabac.h: an arithmetic coder after H.265 9.3.4 with a table of its own, for tests: what is
 * encoded again is what a patched codeword must equal. */
#pragma once

#include <glib.h>

typedef enum
{
  TOY_BYPASS,
  TOY_CODED,    /* the less probable interval has @lps */
  TOY_TERMINATE /* 1 ends the codeword */
} ToyKind;

typedef struct
{
  ToyKind kind;
  guint bin;
  guint share; /* CODED: the interval of a 1, in 1/256 of the range */
} ToyBin;

/* The codeword of @bins, the last of which is a TERMINATE of 1, filled up to whole bytes. */
GByteArray *toy_encode (const ToyBin *bins, guint n);

typedef struct
{
  const guint8 *bytes;
  gsize size;
  guint64 read; /* bits */
  guint range;
  guint offset;
} ToyDecoder;

void toy_decoder_init (ToyDecoder *self, const guint8 *bytes, gsize size);
guint toy_decode (ToyDecoder *self, ToyKind kind, guint share);
