/* exit-status.h: the one table from (domain, code) to exit status and to the names that JSON uses
 * (DESIGN §4). */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

enum
{
  ASSAY_EXIT_DONE = 0,
  ASSAY_EXIT_USAGE = 2,
  ASSAY_EXIT_INPUT = 3,
  ASSAY_EXIT_VERIFICATION = 4,
  ASSAY_EXIT_INTERNAL = 5,
  ASSAY_EXIT_CANCELLED = 130,
};

/* An error that is in no table is an internal failure. */
int assay_exit_status (const GError *error);
/* {"domain": "case", "code": "LOCKED", "message": "…"} */
JsonNode *assay_error_to_json (const GError *error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
