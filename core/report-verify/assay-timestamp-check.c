/* assay-timestamp-check.c: time stamps through OpenSSL's TS functions, step by step, so that the
 * reader learns which step failed. */
#include "report-verify/assay-timestamp-check-private.h"

#include "config.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <string.h>
#include <time.h>

#include "base/assay-base.h"

#define MOST_CERTIFICATES 4096

static TS_RESP *
read_response (GBytes *bytes)
{
  gsize size;
  const guint8 *p = g_bytes_get_data (bytes, &size);
  return size > G_MAXINT ? NULL : d2i_TS_RESP (NULL, &p, (long) size);
}

static TS_REQ *
read_request (GBytes *bytes)
{
  gsize size;
  const guint8 *p = g_bytes_get_data (bytes, &size);
  return size > G_MAXINT ? NULL : d2i_TS_REQ (NULL, &p, (long) size);
}

/* Whether @imprint is the SHA-256 of @note. */
static gboolean
is_imprint_of (TS_MSG_IMPRINT *imprint, GBytes *note)
{
  X509_ALGOR *algorithm = imprint == NULL ? NULL : TS_MSG_IMPRINT_get_algo (imprint);
  ASN1_OCTET_STRING *digest = imprint == NULL ? NULL : TS_MSG_IMPRINT_get_msg (imprint);
  const ASN1_OBJECT *object = NULL;
  if (algorithm == NULL || digest == NULL)
    return FALSE;
  X509_ALGOR_get0 (&object, NULL, NULL, algorithm);
  if (OBJ_obj2nid (object) != NID_sha256 || ASN1_STRING_length (digest) != 32)
    return FALSE;
  g_autofree char *found = assay_text_hex (ASN1_STRING_get0_data (digest), 32);
  g_autofree char *expected = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, note);
  return strcmp (found, expected) == 0;
}

static void
set_text (char **where, char *text)
{
  g_free (*where);
  *where = text;
}

/* The time of the token, s since 1970; 0 if it has none. */
static gint64
read_time (AssayTimestampCheck *self, TS_TST_INFO *info)
{
  const ASN1_GENERALIZEDTIME *stamp = TS_TST_INFO_get_time (info);
  struct tm parts;
  if (stamp == NULL || ASN1_TIME_to_tm (stamp, &parts) != 1)
    return 0;
  g_autoptr (GDateTime) time
      = g_date_time_new_utc (parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour,
                             parts.tm_min, MIN (parts.tm_sec, 59));
  if (time == NULL)
    return 0;
  set_text (&self->time, g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ"));
  return g_date_time_to_unix (time);
}

static void
read_numbers (AssayTimestampCheck *self, TS_TST_INFO *info)
{
  const ASN1_INTEGER *serial = TS_TST_INFO_get_serial (info);
  BIGNUM *number = serial == NULL ? NULL : ASN1_INTEGER_to_BN (serial, NULL);
  char *hex = number == NULL ? NULL : BN_bn2hex (number);
  if (hex != NULL)
    set_text (&self->serial, assay_text_visible (hex, -1));
  OPENSSL_free (hex);
  BN_free (number);
  char policy[128] = "";
  if (TS_TST_INFO_get_policy_id (info) != NULL)
    (void) OBJ_obj2txt (policy, sizeof policy, TS_TST_INFO_get_policy_id (info), 1);
  set_text (&self->policy, assay_text_visible (policy, -1));
}

/* The signer's certificate, borrowed from the token. */
static X509 *
read_signer (AssayTimestampCheck *self, PKCS7 *token)
{
  STACK_OF (X509) *signers = PKCS7_get0_signers (token, NULL, 0);
  X509 *signer = sk_X509_num (signers) == 1 ? sk_X509_value (signers, 0) : NULL;
  sk_X509_free (signers);
  if (signer == NULL)
    return NULL;
  X509_NAME *name = X509_get_subject_name (signer);
  const int at = X509_NAME_get_index_by_NID (name, NID_commonName, -1);
  guint8 *text = NULL;
  const int length = at < 0 ? -1
                            : ASN1_STRING_to_UTF8 (
                                &text, X509_NAME_ENTRY_get_data (X509_NAME_get_entry (name, at)));
  if (length >= 0)
    set_text (&self->authority, assay_text_visible ((const char *) text, length));
  OPENSSL_free (text);
  if (length < 0)
    {
      char *line = X509_NAME_oneline (name, NULL, 0);
      set_text (&self->authority, assay_text_visible (line == NULL ? "" : line, -1));
      OPENSSL_free (line);
    }
  return signer;
}

/* The token against the request: version, imprint, nonce, policy. */
static gboolean
answers (TS_REQ *request, TS_RESP *response)
{
  TS_VERIFY_CTX *context = TS_REQ_to_TS_VERIFY_CTX (request, NULL);
  if (context == NULL)
    return FALSE;
  const gboolean fits = TS_RESP_verify_response (context, response) == 1;
  TS_VERIFY_CTX_free (context);
  return fits;
}

/* Checks signature, purpose and chain, with validity at @when; takes @store over. */
static gboolean
verify_signature (PKCS7 *token, X509_STORE *store, gint64 when)
{
  X509 *signer = NULL;
  X509_VERIFY_PARAM_set_time (X509_STORE_get0_param (store), (time_t) when);
  const gboolean valid = TS_RESP_verify_signature (token, NULL, store, &signer) == 1;
  X509_free (signer);
  X509_STORE_free (store);
  return valid;
}

/* As if the signer itself were trusted: its signature, its purpose (timeStamping, critical and
 * alone), its reference in the token. */
static gboolean
signed_by_itself (PKCS7 *token, X509 *signer, gint64 when)
{
  X509_STORE *store = X509_STORE_new ();
  if (store == NULL)
    return FALSE;
  (void) X509_STORE_set_flags (store, X509_V_FLAG_PARTIAL_CHAIN);
  (void) X509_STORE_add_cert (store, signer);
  return verify_signature (token, store, when);
}

static gboolean
leads_to (PKCS7 *token, GBytes *anchors, gint64 when)
{
  gsize size;
  const void *data = g_bytes_get_data (anchors, &size);
  BIO *in = size > G_MAXINT ? NULL : BIO_new_mem_buf (data, (int) size);
  X509_STORE *store = X509_STORE_new ();
  if (in == NULL || store == NULL)
    {
      BIO_free (in);
      X509_STORE_free (store);
      return FALSE;
    }
  for (guint i = 0; i < MOST_CERTIFICATES; i++)
    {
      X509 *one = PEM_read_bio_X509 (in, NULL, NULL, NULL);
      if (one == NULL)
        break;
      (void) X509_STORE_add_cert (store, one);
      X509_free (one);
    }
  BIO_free (in);
  return verify_signature (token, store, when);
}

static void
check_token (AssayTimestampCheck *self, PKCS7 *token, TS_TST_INFO *info, GBytes *anchors)
{
  if (token == NULL || info == NULL || !PKCS7_type_is_signed (token))
    return;
  const gint64 when = read_time (self, info);
  read_numbers (self, info);
  X509 *signer = read_signer (self, token);
  if (when == 0 || signer == NULL)
    return;
  self->signed_by = signed_by_itself (token, signer, when);
  self->chain = self->signed_by && anchors != NULL && leads_to (token, anchors, when);
}

static gboolean
is_granted (TS_RESP *response)
{
  TS_STATUS_INFO *status = TS_RESP_get_status_info (response);
  const ASN1_INTEGER *value = status == NULL ? NULL : TS_STATUS_INFO_get0_status (status);
  const long number = value == NULL ? -1 : ASN1_INTEGER_get (value);
  return number == TS_STATUS_GRANTED || number == TS_STATUS_GRANTED_WITH_MODS;
}

static void
init (AssayTimestampCheck *self)
{
  *self = (AssayTimestampCheck){ .form = FALSE };
  self->time = g_strdup ("");
  self->authority = g_strdup ("");
  self->serial = g_strdup ("");
  self->policy = g_strdup ("");
}

void
assay_timestamp_check_token (AssayTimestampCheck *self,
                             GBytes *token,
                             GBytes *stamped,
                             GBytes *anchors)
{
  gsize size;
  const guint8 *p = g_bytes_get_data (token, &size);
  PKCS7 *signed_data = size > G_MAXINT ? NULL : d2i_PKCS7 (NULL, &p, (long) size);
  TS_TST_INFO *info = signed_data != NULL && PKCS7_type_is_signed (signed_data)
                          ? PKCS7_to_TS_TST_INFO (signed_data)
                          : NULL;

  init (self);
  self->form = info != NULL;
  if (self->form)
    {
      self->asked = is_imprint_of (TS_TST_INFO_get_msg_imprint (info), stamped);
      self->granted = TRUE;
      self->answers = self->asked;
      check_token (self, signed_data, info, anchors);
    }
  TS_TST_INFO_free (info);
  PKCS7_free (signed_data);
  ERR_clear_error ();
}

void
assay_timestamp_check (AssayTimestampCheck *self,
                       GBytes *response_bytes,
                       GBytes *request_bytes,
                       GBytes *note,
                       GBytes *anchors)
{
  init (self);
  TS_RESP *response = read_response (response_bytes);
  TS_REQ *request = read_request (request_bytes);
  self->form = response != NULL && request != NULL;
  if (self->form)
    {
      self->asked = is_imprint_of (TS_REQ_get_msg_imprint (request), note);
      self->granted = is_granted (response);
      self->answers = self->granted && answers (request, response);
      check_token (self, TS_RESP_get_token (response), TS_RESP_get_tst_info (response), anchors);
    }
  TS_RESP_free (response);
  TS_REQ_free (request);
  ERR_clear_error ();
}

void
assay_timestamp_check_clear (AssayTimestampCheck *self)
{
  g_clear_pointer (&self->time, g_free);
  g_clear_pointer (&self->authority, g_free);
  g_clear_pointer (&self->serial, g_free);
  g_clear_pointer (&self->policy, g_free);
}
