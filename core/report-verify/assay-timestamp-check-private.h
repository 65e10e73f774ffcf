/* assay-timestamp-check-private.h: a time stamp (RFC 3161) as foreign bytes: what it says and
 * whether it holds (CUSTODY §5). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gboolean form;      /* response and request can be read; else the rest is not filled */
  gboolean asked;     /* the request is for the SHA-256 of the note */
  gboolean granted;   /* the authority granted it */
  gboolean answers;   /* version, imprint and nonce of the token are those of the request */
  gboolean signed_by; /* signed by the certificate inside, which is for time stamps only */
  gboolean chain;     /* that certificate leads to one of the given ones, valid at that time */
  char *time;         /* RFC 3339, UTC; "" if there is no token */
  char *authority;    /* common name or whole subject of the signer, visible text */
  char *serial;       /* hex */
  char *policy;       /* dotted OID */
} AssayTimestampCheck;

/* @anchors: (nullable): trusted certificates as PEM, the chain is not looked at without. */
void assay_timestamp_check (
    AssayTimestampCheck *self, GBytes *response, GBytes *request, GBytes *note, GBytes *anchors);
/* The same for a token (DER) that stands without its request: @granted and @answers say no more
 * than that it is for the SHA-256 of @stamped. */
void assay_timestamp_check_token (AssayTimestampCheck *self,
                                  GBytes *token,
                                  GBytes *stamped,
                                  GBytes *anchors);
void assay_timestamp_check_clear (AssayTimestampCheck *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayTimestampCheck, assay_timestamp_check_clear)

G_END_DECLS
