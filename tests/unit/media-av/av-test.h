/* av-test.h: what the tests of the container parsers share: files of the shared set, expected
 * values, mutations. */
#pragma once

#include <json-glib/json-glib.h>

#include "media/assay-inspection.h"

G_BEGIN_DECLS

/* Path of a file of the shared media set; NULL, with the test skipped, where the set is not there.
 */
char *av_test_path (const char *name);
/* The bytes of such a file; NULL like av_test_path(). */
AssaySource *av_test_source (const char *name);
/* The same of the decoders' fuzzing corpus, which is always there. */
AssaySource *av_test_corpus (const char *name);
AssayInspection *av_test_inspect_file (const char *name);
AssayInspection *av_test_inspect_bytes (const guint8 *data, gsize size, const char *name);
/* The object of @file in expected/@set; (transfer full) parser keeps it alive. */
JsonObject *av_test_expected (JsonParser *parser, const char *set, const char *file);
/* Names in expected/@set. */
GList *av_test_names (JsonParser *parser, const char *set);

gint64 av_test_int (const AssayInspection *inspection, const char *name);
double av_test_real (const AssayInspection *inspection, const char *name);
const char *av_test_text (const AssayInspection *inspection, const char *name);
gboolean av_test_has_problem (const AssayInspection *inspection, const char *code);
/* A fact @name whose text contains @part. */
gboolean av_test_any (const AssayInspection *inspection, const char *name, const char *part);

/* Every element lies in its parent and in the file, every fact in the file, the opens are closed.
 */
void av_test_check_sound (const AssayInspection *inspection, guint64 size);
/* @count mutations of @data with @seed: bytes flipped, overwritten, cut, doubled; each is inspected
 * and checked, none may take 10 s. */
void av_test_mutate (const guint8 *data, gsize size, guint count, guint32 seed);
/* The same of the first 20,000 bytes of a file of the shared media set; nothing where it is not
 * there. */
void av_test_mutate_file (const char *name, guint count, guint32 seed);
/* Processor time of this process in µs: limits hold on a busy machine too. */
gint64 av_test_time (void);

G_END_DECLS
