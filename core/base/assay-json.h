/* assay-json.h: JSON out (canonical or for people), and JSON in with limits.
 *
 * Trees are json-glib's; the text is ours, because the ledger needs RFC 8785 order and reals
 * must print as the shortest text that reads back the same. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  ASSAY_JSON_COMPACT = 0,   /* one line, members in the order they were added */
  ASSAY_JSON_CANONICAL = 1, /* RFC 8785: members sorted by bytes, no spaces */
  ASSAY_JSON_PRETTY = 2,    /* two spaces, for people */
} AssayJsonStyle;

/* Returns: (transfer full): UTF-8 without a final newline. */
char *assay_json_text (JsonNode *node, AssayJsonStyle style) G_GNUC_WARN_UNUSED_RESULT;

/**
 * assay_json_parse:
 * @max_depth: deepest nesting allowed
 *
 * Strict RFC 8259 (no comments, no trailing commas, no duplicate members), depth checked before
 * json-glib sees the text, because its parser recurses.
 *
 * Returns: (transfer full) (nullable): the root, or %NULL with MALFORMED or LIMIT
 */
JsonNode *assay_json_parse (const char *text, gssize length, guint max_depth, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* Member access that tolerates any shape: the default when missing or of another type. Borrowed. */
const char *assay_json_string (JsonObject *object, const char *member, const char *fallback);
gint64 assay_json_int (JsonObject *object, const char *member, gint64 fallback);
gboolean assay_json_bool (JsonObject *object, const char *member, gboolean fallback);
JsonObject *assay_json_object (JsonObject *object, const char *member);
JsonArray *assay_json_array (JsonObject *object, const char *member);

G_END_DECLS
