/* assay-timestamp-request.c: with SHA-256 and a nonce of eight bytes a request has one form, so its
 * DER is written as it stands. */
#include "base/assay-timestamp-request.h"

#include <string.h>

enum
{
  DIGEST_AT = 24,
  NONCE_AT = 58,
};

static const guint8 form[] = {
  0x30, 0x43,                                     /* TimeStampReq */
  0x02, 0x01, 0x01,                               /* version 1 */
  0x30, 0x31,                                     /* messageImprint */
  0x30, 0x0d, 0x06, 0x09,                         /* hashAlgorithm */
  0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, /* id-sha256 … */
  0x01, 0x05, 0x00,                               /* … with NULL */
  0x04, 0x20,                                     /* hashedMessage */
  0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, /**/
  0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, /**/
  0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, /**/
  0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, /**/
  0x02, 0x08,                                     /* nonce */
  0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, /**/
  0x01, 0x01, 0xff,                               /* certReq */
};

GBytes *
assay_timestamp_request_new (const guint8 digest[32], const guint8 nonce[ASSAY_TIMESTAMP_NONCE])
{
  guint8 request[sizeof form];

  memcpy (request, form, sizeof form);
  memcpy (request + DIGEST_AT, digest, 32);
  memcpy (request + NONCE_AT, nonce, ASSAY_TIMESTAMP_NONCE);
  /* A positive INTEGER whose first byte is not zero. */
  request[NONCE_AT] = (guint8) ((nonce[0] & 0x3f) | 0x40);
  return g_bytes_new (request, sizeof request);
}
