/* assay-recipient-copies.h: a copy with a mark of its own for each of many recipients.
 *
 * Planned here, made by whoever runs tools, then noted in the register one by one: what was made
 * before a failure stays noted. */
#pragma once

#include "case/assay-recipient-register.h"
#include "worker/assay-client.h"

G_BEGIN_DECLS

/* Recipients of one plan. */
#define ASSAY_RECIPIENT_COPIES_LIMIT 1000u

typedef struct
{
  AssayRecipient *recipient; /* without hash until the copy is noted */
  char *path;                /* where the copy goes */
} AssayRecipientCopy;

void assay_recipient_copy_free (AssayRecipientCopy *self);

/* Whether copies of @info can be told apart: its parameter `mark` says how many digits it has, and
 * it writes a file. */
gboolean assay_recipient_copies_apply (const AssayToolInfo *info);
/**
 * assay_recipient_copies_plan:
 * @list: a line each: a name, or a name, a comma or tab and how to reach them; empty lines do not
 *   count
 * @folder: where the copies go
 *
 * Draws a random mark for each that nobody else has.
 *
 * Returns: (element-type AssayRecipientCopy) (transfer full) (nullable): %NULL with INVALID (the
 * list is empty, too long or not text), NOT_FOUND (exhibit) and the errors of reading the register
 */
GPtrArray *assay_recipient_copies_plan (AssayCase *opened,
                                        guint exhibit,
                                        const AssayToolInfo *info,
                                        const char *list,
                                        const char *folder,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Writes @copy, which @outcome made, with its hash into the register. */
gboolean assay_recipient_copies_note (AssayCase *opened,
                                      AssayRecipientCopy *copy,
                                      AssayOutcome *outcome,
                                      GError **error);

G_END_DECLS
