/* assay-recipient-change.h: what was done to a recipient's copy, where the register knows how large
 * its pictures were.
 *
 * A reader of marks alone cannot tell: the mark's size goes with that of the picture in steps, so a
 * copy of 720 lines that was halved looks like one of 360. Its table "sizes" says what each size
 * would mean; the register says which. */
#pragma once

#include "case/assay-recipient-register.h"

G_BEGIN_DECLS

typedef struct
{
  guint marked_width, marked_height; /* px */
  guint width, height;               /* px, now */
  double resized_x, resized_y;       /* size now beside size then: 1 for as it was */
  double left_x, left_y; /* shares of the sides that are left: below 1 cut, above 1 framed; 0 when
                            the copy was turned, so that nothing is known of it */
} AssayRecipientChange;

/* FALSE if the register does not know the size or @result does not tell such a place. */
gboolean assay_recipient_compare (const AssayRecipient *recipient,
                                  AssayResult *result,
                                  AssayRecipientChange *change);
/* (transfer full): for people. */
char *assay_recipient_change_words (const AssayRecipientChange *change) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
