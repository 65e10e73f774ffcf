/* assay-cipher-classes.c: see the header. */
#include "cipher/assay-cipher-classes.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct
{
  const char *id;
  const char *label;
} classes[ASSAY_CIPHER_N_CLASSES] = {
  [ASSAY_CIPHER_COEFF_SIGN] = { "coeff_sign", N_ ("Signs") },
  [ASSAY_CIPHER_TR_SUFFIX] = { "tr_suffix", N_ ("Rice") },
  [ASSAY_CIPHER_EG_SUFFIX] = { "eg_suffix", N_ ("Exp-Golomb") },
  [ASSAY_CIPHER_MVD_SUFFIX] = { "mvd_suffix", N_ ("Motion") },
  [ASSAY_CIPHER_MVD_SIGN] = { "mvd_sign", N_ ("Motion signs") },
  [ASSAY_CIPHER_DQP_SIGN] = { "dqp_sign", N_ ("QP signs") },
};

const char *
assay_cipher_class_id (AssayCipherClass element)
{
  return classes[element].id;
}

const char *
assay_cipher_class_label (AssayCipherClass element)
{
  return classes[element].label;
}

AssayCipherMode
assay_cipher_mode_parse (const char *id)
{
  if (strcmp (id, "paper") == 0)
    return ASSAY_CIPHER_MODE_PAPER;
  if (strcmp (id, "exact") == 0)
    return ASSAY_CIPHER_MODE_EXACT;
  return strcmp (id, "extended") == 0 ? ASSAY_CIPHER_MODE_EXTENDED : 0;
}
