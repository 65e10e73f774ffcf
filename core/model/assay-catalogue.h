/* assay-catalogue.h: the rule catalogue: for every rule its words, its severity, and its condition.
 *
 * the JSON files of data/rules, compiled into the program. The host looks words up here; the engine reads conditions.
 * Text members are msgids of the domain "assay"; callers translate with g_dgettext (NULL, …) when showing them. */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

#include "model/assay-finding.h"

G_BEGIN_DECLS

typedef struct
{
  const char *id;
  const char *family;        /* "format", "jpeg", "exif" …: findings of two families weigh more than two of one */
  AssaySeverity severity;    /* the worst it may say */
  const char *title;         /* msgid, all the following too */
  const char *plain;         /* for a victim: one or two sentences without jargon */
  const char *technical;     /* why it matters, for the examiner */
  const char *innocent;      /* known innocent explanations */
  const char *check_by_hand; /* how to see it with another tool */
  const char *measured;      /* "2 of 91 altered, 0 of 22 camera originals …"; "" if not measured */
  JsonObject *definition;    /* the whole entry, condition included; borrowed */
} AssayRule;

/* Loaded once, never freed, the same in both sides. Aborts only if the shipped file is broken (a build test reads it). */
guint assay_catalogue_get_n_rules (void);
const AssayRule *assay_catalogue_get_rule (guint index);
/* NULL if there is none. */
const AssayRule *assay_catalogue_find (const char *id);
/* Lower-case hex SHA-256 of the catalogue's bytes: part of every run record. */
const char *assay_catalogue_get_hash (void);
/* "What is this?": a plain sentence for a metadata field or structure element by its name ("exif.ifd0.Make", "moov/mvhd");
 * msgid, NULL if there is none. From data/rules/glossary.json. */
const char *assay_catalogue_explain (const char *name);

G_END_DECLS
