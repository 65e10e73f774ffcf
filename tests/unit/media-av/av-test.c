/* av-test.c: what the tests of the container parsers share. */
#include "av-test.h"

#include "config.h"

#include <string.h>
#include <time.h>

char *
av_test_path (const char *name)
{
  const char *shared = g_getenv ("ASSAY_SHARED");
  g_autofree char *path
      = g_build_filename (shared != NULL ? shared : "", "data", "media", name, NULL);

  if (shared != NULL && g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);
  g_test_skip ("the shared media set is not there");
  return NULL;
}

static AssaySource *
read_whole (const char *path)
{
  g_autofree char *data = NULL;
  gsize size;
  g_autoptr (GBytes) bytes = NULL;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  bytes = g_bytes_new_take (g_steal_pointer (&data), size);
  return assay_source_new_bytes (bytes);
}

AssaySource *
av_test_source (const char *name)
{
  g_autofree char *path = av_test_path (name);

  return path != NULL ? read_whole (path) : NULL;
}

AssaySource *
av_test_corpus (const char *name)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "fuzz", "corpus", "fuzz-decode", name, NULL);

  return read_whole (path);
}

AssayInspection *
av_test_inspect_bytes (const guint8 *data, gsize size, const char *name)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (AssaySource) source = assay_source_new_bytes (bytes);
  g_autoptr (GError) error = NULL;
  AssayInspection *inspection = assay_inspect (source, name, NULL, &error);

  g_assert_no_error (error);
  return inspection;
}

AssayInspection *
av_test_inspect_file (const char *name)
{
  g_autofree char *path = av_test_path (name);
  g_autofree char *data = NULL;
  gsize size;

  if (path == NULL || !g_file_get_contents (path, &data, &size, NULL))
    return NULL;
  return av_test_inspect_bytes ((const guint8 *) data, size, name);
}

static JsonObject *
expected_files (JsonParser *parser, const char *set)
{
  g_autofree char *name = g_build_filename ("expected", set, NULL);
  g_autofree char *path = av_test_path (name);
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    return NULL;
  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_object_get_object_member (json_node_get_object (json_parser_get_root (parser)),
                                        "files");
}

JsonObject *
av_test_expected (JsonParser *parser, const char *set, const char *file)
{
  JsonObject *files = expected_files (parser, set);

  return files != NULL ? json_object_get_object_member (files, file) : NULL;
}

GList *
av_test_names (JsonParser *parser, const char *set)
{
  JsonObject *files = expected_files (parser, set);

  return files != NULL ? json_object_get_members (files) : NULL;
}

gint64
av_test_int (const AssayInspection *inspection, const char *name)
{
  const AssayFact *fact = assay_inspection_find (inspection, name);

  if (fact == NULL)
    g_error ("no fact %s", name);
  return fact->integer;
}

double
av_test_real (const AssayInspection *inspection, const char *name)
{
  const AssayFact *fact = assay_inspection_find (inspection, name);

  if (fact == NULL)
    g_error ("no fact %s", name);
  return fact->real;
}

const char *
av_test_text (const AssayInspection *inspection, const char *name)
{
  const AssayFact *fact = assay_inspection_find (inspection, name);

  return fact != NULL ? fact->text : NULL;
}

gboolean
av_test_has_problem (const AssayInspection *inspection, const char *code)
{
  for (guint i = 0; i < assay_inspection_get_n_problems (inspection); i++)
    if (strcmp (assay_inspection_get_problem (inspection, i)->code, code) == 0)
      return TRUE;
  return FALSE;
}

gboolean
av_test_any (const AssayInspection *inspection, const char *name, const char *part)
{
  for (guint i = 0; i < assay_inspection_get_n_facts (inspection); i++)
    {
      const AssayFact *fact = assay_inspection_get_fact (inspection, i);

      if (strcmp (fact->name, name) == 0 && strstr (fact->text, part) != NULL)
        return TRUE;
    }
  return FALSE;
}

void
av_test_check_sound (const AssayInspection *inspection, guint64 size)
{
  for (guint i = 0; i < assay_inspection_get_n_elements (inspection); i++)
    {
      const AssayElement *element = assay_inspection_get_element (inspection, i);

      g_assert_cmpuint (element->depth, <=, ASSAY_LIMIT_DEPTH);
      g_assert_cmpuint (element->offset, <=, size);
      g_assert_cmpuint (element->length, <=, size - element->offset);
      g_assert_cmpuint (element->header, <=, element->length);
      g_assert_true (g_utf8_validate (element->name, -1, NULL));
    }
  for (guint i = 0; i < assay_inspection_get_n_facts (inspection); i++)
    {
      const AssayFact *fact = assay_inspection_get_fact (inspection, i);

      g_assert_true (g_utf8_validate (fact->name, -1, NULL));
      g_assert_true (g_utf8_validate (fact->text, -1, NULL));
    }
}

/* One to eight changes of a kind; returns the new size. */
static gsize
mutate_once (GRand *rand, guint8 *data, gsize size, gsize room)
{
  static const guint8 extremes[] = { 0x00, 0x01, 0x7f, 0x80, 0xff };
  guint changes = (guint) g_rand_int_range (rand, 1, 9);

  for (guint i = 0; i < changes && size > 8; i++)
    {
      gsize at = (gsize) (g_rand_double (rand) * (double) (size - 4));

      switch (g_rand_int_range (rand, 0, 6))
        {
        case 0:
          data[at] ^= (guint8) (1u << g_rand_int_range (rand, 0, 8));
          break;
        case 1:
          data[at] = extremes[g_rand_int_range (rand, 0, G_N_ELEMENTS (extremes))];
          break;
        case 2:
          memset (data + at, extremes[g_rand_int_range (rand, 0, G_N_ELEMENTS (extremes))], 4);
          break;
        case 3:
          size = MAX (at, 8);
          break;
        case 4: /* the head of the file is where structures are */
          data[at % MIN (size, 512)] = (guint8) g_rand_int_range (rand, 0, 256);
          break;
        default:
          {
            gsize length = MIN (MIN (size - at, room - size), 64);

            memmove (data + at + length, data + at, size - at);
            size += length;
          }
        }
    }
  return size;
}

void
av_test_mutate (const guint8 *data, gsize size, guint count, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  gsize room = size + 1024;
  g_autofree guint8 *copy = g_malloc (room);

  for (guint i = 0; i < count; i++)
    {
      gint64 start = av_test_time ();
      g_autoptr (AssayInspection) inspection = NULL;
      gsize changed;

      memcpy (copy, data, size);
      changed = mutate_once (rand, copy, size, room);
      inspection = av_test_inspect_bytes (copy, changed, "mutated");
      av_test_check_sound (inspection, changed);
      g_assert_cmpint (av_test_time () - start, <, 10 * G_USEC_PER_SEC);
    }
}

void
av_test_mutate_file (const char *name, guint count, guint32 seed)
{
  g_autofree char *path = av_test_path (name);
  g_autofree char *data = NULL;
  gsize size;

  if (path == NULL)
    return;
  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  av_test_mutate ((const guint8 *) data, MIN (size, 20000), count, seed);
}

gint64
av_test_time (void)
{
  struct timespec now;

  g_assert_cmpint (clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now), ==, 0);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}
