/* assay-hevc-params-private.h: syntax structures that several units hold. */
#pragma once

#include "cipher/assay-hevc-bits-private.h"
#include "cipher/assay-hevc-params.h"

G_BEGIN_DECLS

/* st_ref_pic_set(@index), 7.3.7: one of @n that stand in the SPS (@sets), or with @index == @n that
 * of a slice header. Sets bad on what cannot be. */
void assay_hevc_ref_set_read (
    AssayHevcBits *bits, const AssayHevcRefSet *sets, guint n, guint index, AssayHevcRefSet *out);
/* vui_parameters(), E.2.1: nothing of it is kept. */
void assay_hevc_vui_skip (AssayHevcBits *bits, guint max_sub_layers);
/* scaling_list_data(), 7.3.4 */
void assay_hevc_scaling_lists_skip (AssayHevcBits *bits);

/* FALSE and an error, for what @bits ran into. @what: a msgid, "SPS" */
gboolean assay_hevc_bits_check (const AssayHevcBits *bits, const char *what, GError **error);

G_END_DECLS
