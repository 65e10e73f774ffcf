/* still-test.h: what the tests of the still-picture parsers share, beyond those of the containers
 * (av-test.h). */
#pragma once

#include "../media-av/av-test.h"

G_BEGIN_DECLS

/* Made-up files, piece by piece. */
void still_test_put (GByteArray *bytes, const char *data, gsize size);
void still_test_put_text (GByteArray *bytes, const char *text);
void still_test_put_u16 (GByteArray *bytes, guint16 value, gboolean big_endian);
void still_test_put_u32 (GByteArray *bytes, guint32 value, gboolean big_endian);

/* Inspects and checks that what comes out is sound. */
AssayInspection *still_test_inspect (GByteArray *bytes, const char *name);

/* Elements lie within the file and within their parents, facts that have a place lie within the
 * file, all text is UTF-8, paths are unique. */
void still_test_check_sound (const AssayInspection *inspection, guint64 size);

gboolean still_test_has (const AssayInspection *inspection, const char *name);
gboolean still_test_true (const AssayInspection *inspection, const char *name);

/* A small whole JPEG of 8 × 8 grey pixels, into @bytes; @app, @app_size: an APP1 segment's payload,
 * or nothing. */
void still_test_put_jpeg (GByteArray *bytes, const char *app, gsize app_size);

G_END_DECLS
