/* cipher-streams.h: streams of the shared data through a session, for several tests. */
#pragma once

#include "cipher/assay-cipher-session.h"

typedef struct
{
  AssayCipherHeader header;
  AssayCipherKeys keys;
  gboolean keep_damaged;
  AssayCipherOutcome outcome; /* of the last run; without its damage */
} CipherCase;

/* All elements, a key of its own. */
void cipher_case_init (CipherCase *self, AssayGenerator generator, guint mode);
/* A byte stream through a session; NULL with its error. */
GByteArray *cipher_run (CipherCase *self,
                        AssayCipherWay way,
                        guint threads,
                        const guint8 *data,
                        gsize size,
                        GError **error);
/* Of the shared data; NULL, and the test skipped, where it is not. */
guint8 *cipher_load (const char *name, gsize *size);
