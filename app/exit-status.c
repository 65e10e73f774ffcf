/* exit-status.c: what each error means to a script. */
#include "exit-status.h"

#include <gio/gio.h>

#include "base/assay-error.h"
#include "case/assay-case-error.h"
#include "cipher/assay-cipher-error.h"
#include "media/assay-media-error.h"
#include "model/assay-model-error.h"
#include "report/assay-report.h"
#include "worker/assay-client.h"

typedef struct
{
  GQuark (*domain) (void);
  const char *domain_name;
  int code;
  const char *code_name;
  int status;
} Entry;

#define BASE(code, status)                                                                         \
  {                                                                                                \
    assay_base_error_quark, "base", ASSAY_BASE_ERROR_##code, #code, status                         \
  }
#define CASE(code, status)                                                                         \
  {                                                                                                \
    assay_case_error_quark, "case", ASSAY_CASE_ERROR_##code, #code, status                         \
  }
#define MEDIA(code)                                                                                \
  {                                                                                                \
    media_quark, "media", ASSAY_MEDIA_ERROR_##code, #code, ASSAY_EXIT_INPUT                        \
  }
#define CIPHER(code)                                                                               \
  {                                                                                                \
    cipher_quark, "cipher", ASSAY_CIPHER_ERROR_##code, #code, ASSAY_EXIT_INPUT                     \
  }
#define MODEL(code, status)                                                                        \
  {                                                                                                \
    assay_model_error_quark, "model", ASSAY_MODEL_ERROR_##code, #code, status                      \
  }
#define WORKER(code, status)                                                                       \
  {                                                                                                \
    assay_worker_error_quark, "worker", ASSAY_WORKER_ERROR_##code, #code, status                   \
  }
#define REPORT(code, status)                                                                       \
  {                                                                                                \
    report_quark, "report", ASSAY_REPORT_ERROR_##code, #code, status                               \
  }
#define GIO(code, status)                                                                          \
  {                                                                                                \
    g_io_error_quark, "io", G_IO_ERROR_##code, #code, status                                       \
  }
#define FILES(code, status)                                                                        \
  {                                                                                                \
    g_file_error_quark, "file", G_FILE_ERROR_##code, #code, status                                 \
  }
#define OPTION(code)                                                                               \
  {                                                                                                \
    g_option_error_quark, "usage", G_OPTION_ERROR_##code, #code, ASSAY_EXIT_USAGE                  \
  }

/* The engine's libraries are not linked here, only their codes are known. */
static GQuark
media_quark (void)
{
  return g_quark_from_static_string ("assay-media-error");
}

static GQuark
cipher_quark (void)
{
  return g_quark_from_static_string ("assay-cipher-error");
}

/* So is what draws, in assay-cli. */
static GQuark
report_quark (void)
{
  return g_quark_from_static_string ("assay-report-error");
}

static const Entry entries[] = {
  BASE (TRUNCATED, ASSAY_EXIT_INPUT),
  BASE (MALFORMED, ASSAY_EXIT_INPUT),
  BASE (LIMIT, ASSAY_EXIT_INPUT),
  BASE (IO, ASSAY_EXIT_INPUT),
  BASE (INVALID, ASSAY_EXIT_USAGE),
  CASE (LOCKED, ASSAY_EXIT_INPUT),
  CASE (FULL, ASSAY_EXIT_INTERNAL),
  CASE (CORRUPT, ASSAY_EXIT_VERIFICATION),
  CASE (EXISTS, ASSAY_EXIT_USAGE),
  CASE (NOT_FOUND, ASSAY_EXIT_INPUT),
  CASE (SOURCE, ASSAY_EXIT_INPUT),
  CASE (CHANGED, ASSAY_EXIT_INPUT),
  CASE (READ_ONLY, ASSAY_EXIT_INTERNAL),
  CASE (KEY, ASSAY_EXIT_INPUT),
  CASE (IO, ASSAY_EXIT_INTERNAL),
  CASE (INVALID, ASSAY_EXIT_USAGE),
  CASE (ERASED, ASSAY_EXIT_INPUT),
  MEDIA (TRUNCATED),
  MEDIA (MALFORMED),
  MEDIA (LIMIT),
  MEDIA (UNSUPPORTED),
  MEDIA (LOSSY),
  CIPHER (UNSUPPORTED),
  CIPHER (MALFORMED),
  CIPHER (TRUNCATED),
  CIPHER (KEY),
  CIPHER (ALTERED),
  CIPHER (DIFFERENT),
  CIPHER (OTHER_VIDEO),
  MODEL (INVALID, ASSAY_EXIT_USAGE),
  MODEL (UNKNOWN_PARAMETER, ASSAY_EXIT_USAGE),
  MODEL (MISSING, ASSAY_EXIT_USAGE),
  MODEL (NEEDS_MEDIA, ASSAY_EXIT_INTERNAL),
  MODEL (NOT_APPLICABLE, ASSAY_EXIT_INPUT),
  WORKER (DIED, ASSAY_EXIT_INTERNAL),
  WORKER (TIMED_OUT, ASSAY_EXIT_INTERNAL),
  WORKER (LIMIT, ASSAY_EXIT_INPUT),
  WORKER (PROTOCOL, ASSAY_EXIT_INTERNAL),
  WORKER (SANDBOX, ASSAY_EXIT_INTERNAL),
  WORKER (START, ASSAY_EXIT_INTERNAL),
  REPORT (FONT, ASSAY_EXIT_INTERNAL),
  REPORT (RANGE, ASSAY_EXIT_USAGE),
  REPORT (KEY, ASSAY_EXIT_INPUT),
  REPORT (PDF, ASSAY_EXIT_INTERNAL),
  REPORT (DATE, ASSAY_EXIT_USAGE),
  GIO (CANCELLED, ASSAY_EXIT_CANCELLED),
  GIO (NOT_FOUND, ASSAY_EXIT_INPUT),
  GIO (PERMISSION_DENIED, ASSAY_EXIT_INPUT),
  GIO (IS_DIRECTORY, ASSAY_EXIT_INPUT),
  GIO (NOT_REGULAR_FILE, ASSAY_EXIT_INPUT),
  GIO (TOO_MANY_LINKS, ASSAY_EXIT_INPUT),
  GIO (INVALID_FILENAME, ASSAY_EXIT_INPUT),
  GIO (FILENAME_TOO_LONG, ASSAY_EXIT_INPUT),
  GIO (EXISTS, ASSAY_EXIT_USAGE),
  GIO (NO_SPACE, ASSAY_EXIT_INTERNAL),
  FILES (NOENT, ASSAY_EXIT_INPUT),
  FILES (ACCES, ASSAY_EXIT_INPUT),
  FILES (PERM, ASSAY_EXIT_INPUT),
  FILES (ISDIR, ASSAY_EXIT_INPUT),
  FILES (NOTDIR, ASSAY_EXIT_INPUT),
  FILES (ROFS, ASSAY_EXIT_INPUT),
  FILES (LOOP, ASSAY_EXIT_INPUT),
  FILES (NAMETOOLONG, ASSAY_EXIT_INPUT),
  FILES (NXIO, ASSAY_EXIT_INPUT),
  FILES (EXIST, ASSAY_EXIT_USAGE),
  FILES (NOSPC, ASSAY_EXIT_INTERNAL),
  OPTION (UNKNOWN_OPTION),
  OPTION (BAD_VALUE),
  OPTION (FAILED),
};

static const Entry *
find_entry (const GError *error)
{
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    if (error->domain == entries[i].domain () && error->code == entries[i].code)
      return &entries[i];
  return NULL;
}

int
assay_exit_status (const GError *error)
{
  const Entry *entry = find_entry (error);

  return entry == NULL ? ASSAY_EXIT_INTERNAL : entry->status;
}

JsonNode *
assay_error_to_json (const GError *error)
{
  const Entry *entry = find_entry (error);
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *code = g_strdup_printf ("%d", error->code);

  json_object_set_string_member (
      object, "domain", entry == NULL ? g_quark_to_string (error->domain) : entry->domain_name);
  json_object_set_string_member (object, "code", entry == NULL ? code : entry->code_name);
  json_object_set_string_member (object, "message", error->message);
  return json_node_init_object (json_node_alloc (), object);
}
