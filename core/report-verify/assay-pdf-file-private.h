/* assay-pdf-file-private.h: as much of a foreign PDF as the verification of a report needs (ISO
 * 32000-1, 7.5).
 *
 * Objects are found through classic cross-reference tables only, which is what Assay writes;
 * anything else reads as "no objects" and never as an error of the bytes. All offsets are checked;
 * nothing recurses. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AssayPdfFile AssayPdfFile;

/* @bytes is kept. NULL if it does not begin with "%PDF-". */
AssayPdfFile *assay_pdf_file_new (GBytes *bytes) G_GNUC_WARN_UNUSED_RESULT;
void assay_pdf_file_free (AssayPdfFile *self);
/* FALSE when the cross-reference has another form, or a broken one. */
gboolean assay_pdf_file_has_objects (const AssayPdfFile *self);

/* First place of @needle at or after @from; -1 if there is none. */
gssize assay_pdf_file_find (const AssayPdfFile *self, gsize from, const char *needle);
/* Reads a number at *@at after spaces, and moves past it. */
gboolean assay_pdf_file_number (const AssayPdfFile *self, gsize *at, guint64 *value);
const guint8 *assay_pdf_file_get_data (const AssayPdfFile *self, gsize *size);

typedef struct
{
  char *name;    /* made visible */
  GBytes *bytes; /* unpacked; NULL when it could not be read, or all are too large together */
} AssayPdfAttachment;

/* (element-type AssayPdfAttachment) (transfer full): those of the catalog's /AF, at most 64
 * and ASSAY_LIMIT_BLOCK bytes together. */
GPtrArray *assay_pdf_file_attachments (const AssayPdfFile *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayPdfFile, assay_pdf_file_free)

G_END_DECLS
