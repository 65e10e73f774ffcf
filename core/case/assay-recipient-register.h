/* assay-recipient-register.h: who received which marked copy. Each is an entry "recipient" of the
 * ledger: name and contact as commitments, mark and hash of the copy in clear. */
#pragma once

#include "case/assay-case-folder.h"
#include "model/assay-result.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;    /* 1 to ASSAY_RECIPIENT_TEXT_LIMIT bytes; "" once it was deleted */
  char *contact; /* may be "" */
  char *mark;    /* 4 to 64 hexadecimal digits in lower case */
  char *sha256;  /* of the copy, 64 hexadecimal digits in lower case; "" when not told */
  guint exhibit; /* that the copy was made from; 0 when not told */
  guint width;   /* px: of the copy's pictures; 0 when not told */
  guint height;
  guint number; /* place in the register, from 1; set by the register */
  gint64 entry; /* of the ledger; set by the register */
  char *time;   /* RFC 3339, as the ledger has it; set by the register */
} AssayRecipient;

#define ASSAY_RECIPIENT_TEXT_LIMIT 1024u

void assay_recipient_free (AssayRecipient *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayRecipient, assay_recipient_free)

/* Writes @recipient into the ledger. INVALID (name, mark or hash), NOT_FOUND (exhibit), EXISTS (the
 * mark is another's), and the errors of writing. */
gboolean
assay_recipient_register_add (AssayCase *opened, const AssayRecipient *recipient, GError **error);
/* In the order in which they were written; (element-type AssayRecipient) (transfer full). */
GPtrArray *assay_recipient_register_list (AssayCase *opened,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Who was given @mark, in upper or lower case. (transfer full) (nullable): NULL without an error if
 * nobody was. */
AssayRecipient *assay_recipient_register_find (AssayCase *opened,
                                               const char *mark,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whose copy a result is of: who was given the mark that is its answer "mark", by what the ledger
 * had up to entry @upto (0: all of it). (transfer full) (nullable): NULL without an error if it has
 * no mark or nobody was given it. Reads the ledger: not in the main thread. */
AssayRecipient *assay_recipient_register_look_up (AssayCase *opened,
                                                  AssayResult *result,
                                                  gint64 upto,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full): name and place in the register, and what was done to the copy that @result is
 * of, as far as both tell; for people. */
char *assay_recipient_words (const AssayRecipient *self,
                             AssayResult *result) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
