/* assay-catalogue-private.h: the constants that data/rules/compile-rules.py makes. */
#pragma once

#include "model/assay-catalogue.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  const char *text; /* msgid */
} AssayGlossaryEntry;

extern const AssayRule assay_catalogue_rules[];
extern const guint assay_catalogue_rules_n;
/* Sorted by the bytes of the name. */
extern const AssayGlossaryEntry assay_catalogue_glossary[];
extern const guint assay_catalogue_glossary_n;
/* Names with an asterisk, longest first. */
extern const AssayGlossaryEntry assay_catalogue_glossary_patterns[];
extern const guint assay_catalogue_glossary_patterns_n;
extern const char assay_catalogue_hash[];

G_END_DECLS
