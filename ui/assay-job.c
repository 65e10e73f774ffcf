/* assay-job.c: see the header. */
#include "assay-job.h"

#include "config.h"

#include <glib/gi18n.h>

struct _AssayJob
{
  GObject parent_instance;

  char *title;
  char *subtitle;
  char *status;
  double fraction;
  AssayJobState state;
  GCancellable *cancellable;
};

enum
{
  PROP_TITLE = 1,
  PROP_SUBTITLE,
  PROP_STATUS,
  PROP_FRACTION,
  PROP_STATE,
  PROP_RUNNING,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_ENUM_TYPE (AssayJobState,
                    assay_job_state,
                    G_DEFINE_ENUM_VALUE (ASSAY_JOB_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (ASSAY_JOB_DONE, "done"),
                    G_DEFINE_ENUM_VALUE (ASSAY_JOB_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (ASSAY_JOB_CANCELLED, "cancelled"))

G_DEFINE_FINAL_TYPE (AssayJob, assay_job, G_TYPE_OBJECT)

static void
assay_job_finalize (GObject *object)
{
  AssayJob *self = ASSAY_JOB (object);

  g_free (self->title);
  g_free (self->subtitle);
  g_free (self->status);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (assay_job_parent_class)->finalize (object);
}

static void
assay_job_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AssayJob *self = ASSAY_JOB (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_SUBTITLE:
      g_value_set_string (value, self->subtitle);
      break;
    case PROP_STATUS:
      g_value_set_string (value, self->status);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    case PROP_RUNNING:
      g_value_set_boolean (value, assay_job_is_running (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
assay_job_class_init (AssayJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = assay_job_finalize;
  object_class->get_property = assay_job_get_property;

  properties[PROP_TITLE]
      = g_param_spec_string ("title", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SUBTITLE]
      = g_param_spec_string ("subtitle", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_STATUS]
      = g_param_spec_string ("status", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, -1, 1, -1,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_STATE]
      = g_param_spec_enum ("state", NULL, NULL, ASSAY_TYPE_JOB_STATE, ASSAY_JOB_RUNNING,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, TRUE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
assay_job_init (AssayJob *self)
{
  self->fraction = -1;
  self->state = ASSAY_JOB_RUNNING;
  self->status = g_strdup (_ ("Waiting"));
}

AssayJob *
assay_job_new (const char *title, const char *subtitle, GCancellable *cancellable)
{
  AssayJob *self = g_object_new (ASSAY_TYPE_JOB, NULL);

  self->title = g_strdup (title);
  self->subtitle = g_strdup (subtitle ? subtitle : "");
  self->cancellable = cancellable ? g_object_ref (cancellable) : g_cancellable_new ();
  return self;
}

const char *
assay_job_get_title (AssayJob *self)
{
  return self->title;
}

const char *
assay_job_get_subtitle (AssayJob *self)
{
  return self->subtitle;
}

double
assay_job_get_fraction (AssayJob *self)
{
  return self->fraction;
}

const char *
assay_job_get_status (AssayJob *self)
{
  return self->status;
}

AssayJobState
assay_job_get_state (AssayJob *self)
{
  return self->state;
}

gboolean
assay_job_is_running (AssayJob *self)
{
  return self->state == ASSAY_JOB_RUNNING;
}

GCancellable *
assay_job_get_cancellable (AssayJob *self)
{
  return self->cancellable;
}

static void
take_status (AssayJob *self, char *status)
{
  if (g_strcmp0 (self->status, status) == 0)
    {
      g_free (status);
      return;
    }
  g_free (self->status);
  self->status = status;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
}

void
assay_job_cancel (AssayJob *self)
{
  if (!assay_job_is_running (self))
    return;
  take_status (self, g_strdup (_ ("Cancelling")));
  g_cancellable_cancel (self->cancellable);
}

void
assay_job_progress (double fraction, const char *what, guint64 done, guint64 total, gpointer job)
{
  AssayJob *self = ASSAY_JOB (job);

  /* A last report may arrive after the end: the end has the last word. */
  if (!assay_job_is_running (self) || g_cancellable_is_cancelled (self->cancellable))
    return;

  const char *doing = what && *what ? g_dgettext (NULL, what) : _ ("Working");
  /* Of the whole job: a count is that of the step at hand. */
  if (fraction >= 0)
    take_status (self, g_strdup_printf (_ ("%s: %.0f %%"), doing, 100.0 * MIN (fraction, 1.0)));
  else
    take_status (self, g_strdup (doing));

  double known = fraction >= 0 ? MIN (fraction, 1.0) : -1.0;
  if (known > self->fraction || (known < 0) != (self->fraction < 0))
    {
      self->fraction = known;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
    }
}

void
assay_job_set_subtitle (AssayJob *self, const char *subtitle)
{
  g_free (self->subtitle);
  self->subtitle = g_strdup (subtitle);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUBTITLE]);
}

void
assay_job_end (AssayJob *self, const GError *error)
{
  if (!assay_job_is_running (self))
    return;

  if (!error)
    {
      self->state = ASSAY_JOB_DONE;
      take_status (self, g_strdup (_ ("Done")));
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      self->state = ASSAY_JOB_CANCELLED;
      take_status (self, g_strdup (_ ("Cancelled")));
    }
  else
    {
      self->state = ASSAY_JOB_FAILED;
      take_status (self, g_strdup (error->message));
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
}
