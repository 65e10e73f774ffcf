/* assay-keyed.h: what a key says about positions and values: HMAC-SHA-256 and ChaCha20.
 *
 * Every mark rests on numbers that only the holder of the key can make again. Each use has a
 * purpose, a fixed text, so that two uses of one key never share numbers:
 * subkey = HMAC-SHA-256 (key, purpose). Anyone can repeat this with a standard library.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ASSAY_KEYED_HASH_SIZE 32

/* HMAC-SHA-256 under the subkey: independent numbers for each message (a row's time stamp). */
typedef struct _AssayKeyedHash AssayKeyedHash;

/* For one thread at a time. */
AssayKeyedHash *assay_keyed_hash_new (GBytes *key, const char *purpose) G_GNUC_WARN_UNUSED_RESULT;
void assay_keyed_hash_free (AssayKeyedHash *self);
void assay_keyed_hash_digest (AssayKeyedHash *self,
                              const void *message,
                              gsize size,
                              guint8 digest[ASSAY_KEYED_HASH_SIZE]);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayKeyedHash, assay_keyed_hash_free)

/* ChaCha20 (RFC 8439) under the subkey, nonce and counter zero: a long run of numbers. */
typedef struct _AssayKeyedStream AssayKeyedStream;

AssayKeyedStream *assay_keyed_stream_new (GBytes *key,
                                          const char *purpose) G_GNUC_WARN_UNUSED_RESULT;
void assay_keyed_stream_free (AssayKeyedStream *self);
/* The next @size bytes. */
void assay_keyed_stream_fill (AssayKeyedStream *self, void *bytes, gsize size);
/* The next 8 bytes, little-endian. */
guint64 assay_keyed_stream_next (AssayKeyedStream *self);
/* 0 <= x < 1: the upper 53 bits of the next number. */
double assay_keyed_stream_uniform (AssayKeyedStream *self);
/* 0 .. @limit - 1, without bias (numbers above the largest multiple are skipped); @limit > 0. */
guint64 assay_keyed_stream_below (AssayKeyedStream *self, guint64 limit);
/* Fills @order with 0 .. @n - 1 in keyed order (Fisher and Yates, from the end). */
void assay_keyed_stream_permutation (AssayKeyedStream *self, guint32 *order, guint32 n);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayKeyedStream, assay_keyed_stream_free)

G_END_DECLS
