/* assay-npy.h: matrices as NumPy files (format 1.0: little-endian float64 in C order). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes of a file's head. */
#define ASSAY_NPY_HEAD 128u

/* The head of @rows × @columns values: ASSAY_NPY_HEAD bytes at @head. */
void assay_npy_head (gsize rows, gsize columns, guint8 *head);

G_END_DECLS
