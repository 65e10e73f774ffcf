/* assay-cbor-private.h: a bounded walk over CBOR (RFC 8949) that reports text values by the path of
 * map keys. */
#pragma once

#include "base/assay-base.h"

G_BEGIN_DECLS

/* @path joins map keys by dots; arrays add nothing: "actions.action". @text is valid UTF-8. */
typedef void (*AssayCborFunc) (const char *path, const char *text, gpointer data);

/* Reads one item from @reader. FALSE if it is malformed, too deep or too long; what came before was
 * reported. */
gboolean assay_cbor_walk (AssayReader *reader, AssayCborFunc func, gpointer data);

G_END_DECLS
