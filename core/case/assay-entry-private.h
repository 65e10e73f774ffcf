/* assay-entry-private.h: one ledger entry: put together, written as canonical JSON, read back and
 * checked (CUSTODY §4). */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "case/assay-merkle-private.h"

G_BEGIN_DECLS

#define ASSAY_ENTRY_LIMIT 65536u
#define ASSAY_ENTRY_DEPTH 8u
/* What stands in an entry for a personal value: this and the hex of SHA-256(salt16 || value). */
#define ASSAY_PERSONAL "sha256-salted:"
/* Before it in projections when the value is base64 of bytes that are not UTF-8. */
#define ASSAY_PERSONAL_BASE64 "b64:"

/* A committed value, to be kept in the deletable table `reveal`. */
typedef struct
{
  char commitment[65];
  GBytes *salt;
  char *value;
} AssayReveal;

typedef struct _AssayEntry AssayEntry;

AssayEntry *assay_entry_new (const char *event) G_GNUC_WARN_UNUSED_RESULT;
void assay_entry_free (AssayEntry *self);
const char *assay_entry_get_event (const AssayEntry *self);
/* The object of the event, to be filled. Borrowed. */
JsonObject *assay_entry_get_data (AssayEntry *self);
/* Replaces the object of the event. (transfer full) */
void assay_entry_set_data (AssayEntry *self, JsonObject *data);
/* Sets @member of @where to the commitment of @length bytes (-1: up to NUL) and keeps the value for
 * `reveal`; bytes that are not UTF-8 go to @member_b64 as base64. Empty values stand as "". */
void assay_entry_set_personal (
    AssayEntry *self, JsonObject *where, const char *member, const char *bytes, gssize length);
guint assay_entry_get_n_reveals (const AssayEntry *self);
const AssayReveal *assay_entry_get_reveal (const AssayEntry *self, guint index);

/* What the chain adds to an entry. */
typedef struct
{
  const char *actor;
  const char *log;
  const char *prev; /* hex */
  gint64 seq;
  gint64 time; /* ms since 1970 */
  const char *up;
} AssayEntryPlace;

/* Canonical JSON without the final newline; NULL with INVALID if it would be longer than an entry
 * may be. */
char *assay_entry_write (const AssayEntry *self,
                         const AssayEntryPlace *place,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The root of @body if it is a well-formed entry in canonical form, else NULL with CORRUPT saying
 * why. */
JsonNode *assay_entry_parse (const char *body, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* SHA-256 (body || 0x0A). */
void assay_entry_hash (const char *body, guint8 hash[ASSAY_HASH_SIZE]);
/* The personal value in @member of @where as projections hold it: "" | commitment | "b64:"
 * commitment. */
char *assay_entry_get_personal (JsonObject *where, const char *member) G_GNUC_WARN_UNUSED_RESULT;
/* The commitment (64 hex) in a projection's text, NULL if it has none. */
const char *assay_personal_commitment (const char *text);
/* "sha256-salted" commitment of @value as 64 hex. */
void assay_personal_commit (GBytes *salt, const char *value, char commitment[65]);

/* ms since 1970 of an RFC 3339 time as the ledger writes it; 0 if it is none. */
gint64 assay_entry_time (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayEntry, assay_entry_free)

G_END_DECLS
