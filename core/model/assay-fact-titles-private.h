/* assay-fact-titles-private.h: what the name of a fact is called. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @name is in lower case and has '#' for the number of a track, stream, part or table. */
typedef struct
{
  const char *name;
  const char *words; /* msgid */
  const char *field; /* what the file's format calls it; NULL for what Assay computed */
} AssayFactTitle;

/* NULL if there is none. */
const AssayFactTitle *assay_fact_title_find (const char *name);
/* The same for names that begin with "mark.". */
const AssayFactTitle *assay_mark_title_find (const char *name);
/* The same for names that begin with "cipher.". */
const AssayFactTitle *assay_cipher_title_find (const char *name);

G_END_DECLS
