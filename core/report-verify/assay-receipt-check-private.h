/* assay-receipt-check-private.h: a receipt as foreign text: its parts, and whether they prove each
 * other (CUSTODY §5). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A receipt is a few lines; 64 levels of a tree and an entry stay far below. */
#define ASSAY_RECEIPT_LIMIT 131072u

typedef struct
{
  gboolean form;       /* it has the form of a receipt; else the rest is not filled */
  gboolean entry;      /* the entry is signed by one of the keys, the one that it names */
  gboolean checkpoint; /* the checkpoint is signed by one of the keys, and of the same ledger */
  gboolean path;       /* the path leads from the entry to the root of the checkpoint */
  gboolean name_fits;  /* TRUE also when there is no name */
  char *name;          /* NULL when it was not given; visible text */
  char *keys;          /* actors, separated by a space */
  GPtrArray *hex;      /* the keys as hex */
  char *log;
  char *time;
  char *sha256; /* of the exhibit */
  char *actor;
  guint64 seq;
  guint64 item;
  guint64 size;    /* of the exhibit, bytes */
  guint64 covered; /* entries under the checkpoint */
} AssayReceiptCheck;

/* @text need not end anywhere sensible. */
void assay_receipt_check (AssayReceiptCheck *self, const char *text, gsize size);
void assay_receipt_check_clear (AssayReceiptCheck *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayReceiptCheck, assay_receipt_check_clear)

G_END_DECLS
