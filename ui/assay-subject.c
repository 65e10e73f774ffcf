/* assay-subject.c: what is looked at, and the results that are known of it. Runs are in
 * assay-subject-run.c. */
#include "assay-subject-private.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assay-base.h"

enum
{
  PROP_NAME = 1,
  PROP_MIME,
  PROP_SIZE,
  PROP_SHA256,
  PROP_SELECTION,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];
static guint result_changed_signal;

G_DEFINE_FINAL_TYPE (AssaySubject, assay_subject, G_TYPE_OBJECT)

static void
known_free (gpointer data)
{
  AssayKnown *known = data;

  g_clear_pointer (&known->result, assay_result_unref);
  g_clear_pointer (&known->outcome, assay_outcome_unref);
  g_clear_object (&known->job);
  g_ptr_array_unref (known->waiting);
  g_free (known);
}

AssayKnown *
assay_subject_know (AssaySubject *self, const char *tool)
{
  AssayKnown *known = g_hash_table_lookup (self->known, tool);

  if (!known)
    {
      known = g_new0 (AssayKnown, 1);
      known->waiting = g_ptr_array_new_with_free_func (g_object_unref);
      g_hash_table_insert (self->known, g_strdup (tool), known);
    }
  return known;
}

static void
assay_subject_finalize (GObject *object)
{
  AssaySubject *self = ASSAY_SUBJECT (object);

  g_clear_object (&self->client);
  g_clear_object (&self->jobs);
  g_clear_object (&self->acase);
  g_clear_object (&self->exhibit);
  g_hash_table_unref (self->known);
  g_free (self->path);
  g_free (self->name);
  g_free (self->mime);
  g_free (self->sha256);
  g_free (self->selection);
  if (self->fd >= 0)
    close (self->fd);
  G_OBJECT_CLASS (assay_subject_parent_class)->finalize (object);
}

static void
assay_subject_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AssaySubject *self = ASSAY_SUBJECT (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, assay_subject_get_name (self));
      break;
    case PROP_MIME:
      g_value_set_string (value, assay_subject_get_mime (self));
      break;
    case PROP_SIZE:
      g_value_set_uint64 (value, assay_subject_get_size (self));
      break;
    case PROP_SHA256:
      g_value_set_string (value, assay_subject_get_sha256 (self));
      break;
    case PROP_SELECTION:
      g_value_set_string (value, assay_subject_get_selection (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
assay_subject_class_init (AssaySubjectClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = assay_subject_finalize;
  object_class->get_property = assay_subject_get_property;

  properties[PROP_NAME]
      = g_param_spec_string ("name", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MIME]
      = g_param_spec_string ("mime", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SIZE] = g_param_spec_uint64 ("size", NULL, NULL, 0, G_MAXUINT64, 0,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHA256]
      = g_param_spec_string ("sha256", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SELECTION] = g_param_spec_string ("selection", NULL, NULL, "",
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  result_changed_signal = g_signal_new ("result-changed", ASSAY_TYPE_SUBJECT, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
assay_subject_init (AssaySubject *self)
{
  self->fd = -1;
  self->mime = g_strdup ("");
  self->sha256 = g_strdup ("");
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, known_free);
}

/* Without O_NONBLOCK opening a FIFO would freeze the window; the final link is not followed, as in
 * intake. */
static int
open_regular (const char *path, struct stat *status, GError **error)
{
  g_autofree char *shown = g_filename_display_basename (path);
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

  if (fd < 0)
    {
      int saved = errno;
      if (saved == ELOOP)
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                     _ ("“%s” is a link to another file. Choose the file itself."), shown);
      else
        g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (saved),
                     _ ("“%s” cannot be opened: %s"), shown, g_strerror (saved));
      return -1;
    }
  if (fstat (fd, status) != 0 || !S_ISREG (status->st_mode) || status->st_size == 0)
    {
      if (S_ISDIR (status->st_mode))
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY,
                     _ ("“%s” is a folder. Choose one file in it."), shown);
      else if (S_ISREG (status->st_mode))
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                     _ ("“%s” is empty: there is nothing to check."), shown);
      else
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                     _ ("“%s” is not an ordinary file."), shown);
      close (fd);
      return -1;
    }
  return fd;
}

AssaySubject *
assay_subject_new_file (AssayClient *client, AssayJobList *jobs, const char *path, GError **error)
{
  struct stat status = { 0 };
  int fd = open_regular (path, &status, error);

  if (fd < 0)
    return NULL;

  AssaySubject *self = g_object_new (ASSAY_TYPE_SUBJECT, NULL);
  g_autofree char *base = g_path_get_basename (path);
  self->client = g_object_ref (client);
  self->jobs = g_object_ref (jobs);
  self->fd = fd;
  self->path = g_strdup (path);
  self->name = assay_text_visible (base, -1);
  self->size = (guint64) status.st_size;
  return self;
}

AssaySubject *
assay_subject_new_exhibit (AssayClient *client,
                           AssayJobList *jobs,
                           AssayCase *acase,
                           AssayExhibit *exhibit)
{
  AssaySubject *self = g_object_new (ASSAY_TYPE_SUBJECT, NULL);

  self->client = g_object_ref (client);
  self->jobs = g_object_ref (jobs);
  self->acase = g_object_ref (acase);
  self->exhibit = g_object_ref (exhibit);
  self->name = g_strdup (assay_exhibit_get_name (exhibit));
  self->size = assay_exhibit_get_size (exhibit);
  return self;
}

AssayClient *
assay_subject_get_client (AssaySubject *self)
{
  return self->client;
}

AssayJobList *
assay_subject_get_jobs (AssaySubject *self)
{
  return self->jobs;
}

AssayCase *
assay_subject_get_case (AssaySubject *self)
{
  return self->acase;
}

AssayExhibit *
assay_subject_get_exhibit (AssaySubject *self)
{
  return self->exhibit;
}

guint
assay_subject_get_number (AssaySubject *self)
{
  return self->exhibit ? assay_exhibit_get_number (self->exhibit) : 0;
}

const char *
assay_subject_get_name (AssaySubject *self)
{
  return self->name;
}

guint64
assay_subject_get_size (AssaySubject *self)
{
  return self->size;
}

const char *
assay_subject_get_mime (AssaySubject *self)
{
  if (!*self->mime && self->exhibit)
    return assay_exhibit_get_mime (self->exhibit);
  return self->mime;
}

const char *
assay_subject_get_selection (AssaySubject *self)
{
  return self->selection != NULL ? self->selection : "";
}

void
assay_subject_set_selection (AssaySubject *self, const char *region)
{
  if (g_strcmp0 (assay_subject_get_selection (self), region) == 0)
    return;
  g_free (self->selection);
  self->selection = g_strdup (region);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTION]);
}

const char *
assay_subject_get_sha256 (AssaySubject *self)
{
  return self->exhibit ? assay_exhibit_get_sha256 (self->exhibit) : self->sha256;
}

guint
assay_media_kinds_of_mime (const char *mime)
{
  static const struct
  {
    const char *prefix;
    guint kinds;
  } kinds[] = {
    { "image/", ASSAY_MEDIA_IMAGE },
    { "video/", ASSAY_MEDIA_VIDEO | ASSAY_MEDIA_AUDIO },
    { "audio/", ASSAY_MEDIA_AUDIO },
    { "text/csv", ASSAY_MEDIA_TABLE },
    { "text/tab-separated-values", ASSAY_MEDIA_TABLE },
    { "application/pdf", ASSAY_MEDIA_DOCUMENT },
    { "application/vnd.", ASSAY_MEDIA_DOCUMENT },
    { "application/zip", ASSAY_MEDIA_ARCHIVE },
    { "application/ogg", ASSAY_MEDIA_AUDIO | ASSAY_MEDIA_VIDEO },
  };

  if (!mime || !*mime)
    return ASSAY_MEDIA_ANY;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (mime, kinds[i].prefix))
      return kinds[i].kinds;
  return ASSAY_MEDIA_OTHER;
}

guint
assay_subject_get_kinds (AssaySubject *self)
{
  return assay_media_kinds_of_mime (assay_subject_get_mime (self));
}

gboolean
assay_subject_can_run (AssaySubject *self, const char **reason)
{
  const char *why = NULL;

  if (self->exhibit && assay_exhibit_get_state (self->exhibit) == ASSAY_CUSTODY_ERASED)
    why = _ (
        "The file of this exhibit was deleted on purpose. Its hashes and earlier results remain.");
  else if (self->acase && assay_case_get_mode (self->acase) == ASSAY_CASE_READ_ONLY)
    why = _ ("This case is open for reading only, so nothing new can be run in it.");
  if (reason)
    *reason = why;
  return why == NULL;
}

int
assay_subject_open_fd (AssaySubject *self, GError **error)
{
  if (self->acase)
    return assay_case_open_exhibit (self->acase, assay_subject_get_number (self), error);

  int fd = fcntl (self->fd, F_DUPFD_CLOEXEC, 3);
  if (fd < 0)
    g_set_error_literal (error, G_IO_ERROR, (int) g_io_error_from_errno (errno),
                         g_strerror (errno));
  return fd;
}

AssayResult *
assay_subject_peek_result (AssaySubject *self, const char *tool)
{
  AssayKnown *known = g_hash_table_lookup (self->known, tool);

  return known ? known->result : NULL;
}

AssayOutcome *
assay_subject_peek_outcome (AssaySubject *self, const char *tool)
{
  AssayKnown *known = g_hash_table_lookup (self->known, tool);

  return known ? known->outcome : NULL;
}

AssayJob *
assay_subject_find_job (AssaySubject *self, const char *tool)
{
  AssayKnown *known = g_hash_table_lookup (self->known, tool);

  return known ? known->job : NULL;
}

void
assay_subject_learn (AssaySubject *self, AssayResult *result, AssayOutcome *outcome)
{
  const char *tool = assay_result_get_tool (result);
  AssayKnown *known = assay_subject_know (self, tool);
  const char *mime = assay_result_get_answer (result, "type");

  assay_result_ref (result);
  g_clear_pointer (&known->result, assay_result_unref);
  known->result = result;
  if (outcome)
    {
      assay_outcome_ref (outcome);
      g_clear_pointer (&known->outcome, assay_outcome_unref);
      known->outcome = outcome;
    }

  /* the first word stays: a later tool speaks of its own answer */
  if (mime && !*assay_subject_get_mime (self))
    {
      g_free (self->mime);
      self->mime = g_strdup (mime);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MIME]);
    }
  if (outcome && !self->exhibit && !*self->sha256 && assay_outcome_get_n_inputs (outcome) > 0)
    {
      AssayOutcomeInput input;
      assay_outcome_get_input (outcome, 0, &input);
      g_free (self->sha256);
      self->sha256 = g_strdup (input.sha256 ? input.sha256 : "");
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHA256]);
    }
  g_signal_emit (self, result_changed_signal, 0, tool);
}
