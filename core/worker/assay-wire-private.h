/* assay-wire-private.h: what the files of the wire share. */
#pragma once

#include "worker/assay-wire.h"

G_BEGIN_DECLS

/* The kind's description, if @from may say it with @length bytes; else NULL with PROTOCOL. */
const AssayWireInfo *
assay_wire_check_header (guint32 kind, AssayWireFrom from, gsize length, GError **error);
/* Takes @data, which must be aligned for any variant (as memory of g_malloc() is). */
GVariant *assay_wire_decode_taken (const AssayWireInfo *info,
                                   guint8 *data,
                                   gsize length,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @reason is technical and in English: "unknown frame kind". */
void assay_wire_set_protocol_error (GError **error, const char *reason);
/* Closes those that are not -1 and sets the count to 0. */
void assay_wire_close_all (int *fds, guint *n_fds);

G_END_DECLS
