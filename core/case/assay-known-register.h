/* assay-known-register.h: exhibits that the examiner knows to be genuine recordings of a speaker or
 * device, for tools that compare with such.
 *
 * Each change is an entry "enrol" of the ledger: the exhibit and whether it is known from now on in
 * clear, who or what was recorded as a commitment. The last entry of an exhibit holds. */
#pragma once

#include "case/assay-case-folder.h"
#include "worker/assay-client.h"

G_BEGIN_DECLS

typedef struct
{
  guint exhibit;
  char *subject; /* speaker or device; "" once it was deleted */
  gint64 entry;  /* of the ledger */
  char *time;    /* RFC 3339, as the ledger has it */
} AssayKnown;

#define ASSAY_KNOWN_TEXT_LIMIT 1024u
/* The role of the inputs that a tool compares with. */
#define ASSAY_KNOWN_ROLE "reference"
/* A run compares with the first of them; more its tools do not take. */
#define ASSAY_KNOWN_MOST 32u

void assay_known_free (AssayKnown *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayKnown, assay_known_free)

/* Whether @info compares with known recordings. */
gboolean assay_known_apply (const AssayToolInfo *info);
/* Writes that @exhibit is a known recording of @subject (1 to ASSAY_KNOWN_TEXT_LIMIT bytes), or,
 * with NULL, that it no longer is one. INVALID (subject; not known anyway), NOT_FOUND (exhibit),
 * ERASED, and the errors of writing. */
gboolean
assay_known_register_set (AssayCase *opened, guint exhibit, const char *subject, GError **error);
/* Those that are known now, by number of the exhibit; (element-type AssayKnown) (transfer full).
 * Reads the whole ledger. Any thread; @cancellable: (nullable). */
GPtrArray *assay_known_register_list (AssayCase *opened,
                                      GCancellable *cancellable,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/**
 * assay_known_register_add_inputs:
 * @exhibit: which is not compared with itself
 * @subject: (nullable): whose recordings; "" none; NULL that of @exhibit if it is a known recording
 *   itself, else the only one that there is
 *
 * Gives @request the bytes of the known recordings of one subject that are still held: recordings
 * of several are never mixed. Those whose subject was deleted belong to nobody.
 *
 * Returns: (transfer full) (nullable) (element-type AssayKnown): what was added; %NULL with INVALID
 * where there are several subjects and @subject names none, NOT_FOUND where nothing is known of
 * @subject, and errors of the register, of the vault and of the request
 */
GPtrArray *assay_known_register_add_inputs (AssayCase *opened,
                                            guint exhibit,
                                            const char *subject,
                                            AssayRequest *request,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
