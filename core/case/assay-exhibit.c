/* assay-exhibit.c: one exhibit in memory. Values change in the thread that committed the change;
 * notifications follow in the main context, so that a list on screen never sees a signal from
 * elsewhere. */
#include "case/assay-case-private.h"

struct _AssayExhibit
{
  GObject parent_instance;
  AssayExhibitValues values;
  GMutex lock;
  GPtrArray *texts; /* all that getters ever gave */
};

typedef enum
{
  PROP_NUMBER = 1,
  PROP_NAME,
  PROP_MIME,
  PROP_SIZE,
  PROP_SHA256,
  PROP_VERDICT,
  PROP_STATE,
} Property;

static GParamSpec *properties[PROP_STATE + 1];

G_DEFINE_FINAL_TYPE (AssayExhibit, assay_exhibit, G_TYPE_OBJECT)

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  AssayExhibit *self = ASSAY_EXHIBIT (object);
  switch ((Property) id)
    {
    case PROP_NUMBER:
      g_value_set_uint (value, assay_exhibit_get_number (self));
      break;
    case PROP_NAME:
      g_value_set_string (value, assay_exhibit_get_name (self));
      break;
    case PROP_MIME:
      g_value_set_string (value, assay_exhibit_get_mime (self));
      break;
    case PROP_SIZE:
      g_value_set_uint64 (value, assay_exhibit_get_size (self));
      break;
    case PROP_SHA256:
      g_value_set_string (value, assay_exhibit_get_sha256 (self));
      break;
    case PROP_VERDICT:
      g_value_set_int (value, (int) assay_exhibit_get_verdict (self));
      break;
    case PROP_STATE:
      g_value_set_int (value, (int) assay_exhibit_get_state (self));
      break;
    }
}

static void
finalize (GObject *object)
{
  AssayExhibit *self = ASSAY_EXHIBIT (object);
  g_ptr_array_unref (self->texts);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (assay_exhibit_parent_class)->finalize (object);
}

static void
assay_exhibit_class_init (AssayExhibitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  object_class->get_property = get_property;
  object_class->finalize = finalize;
  properties[PROP_NUMBER] = g_param_spec_uint ("number", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", flags);
  properties[PROP_MIME] = g_param_spec_string ("mime", NULL, NULL, "", flags);
  properties[PROP_SIZE] = g_param_spec_uint64 ("size", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_SHA256] = g_param_spec_string ("sha256", NULL, NULL, "", flags);
  properties[PROP_VERDICT] = g_param_spec_int ("verdict", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, G_MAXINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
assay_exhibit_init (AssayExhibit *self)
{
  g_mutex_init (&self->lock);
  self->texts = g_ptr_array_new_with_free_func (g_free);
}

static const char *
keep (AssayExhibit *self, const char *text)
{
  char *copy = g_strdup (text);
  g_ptr_array_add (self->texts, copy);
  return copy;
}

AssayExhibit *
assay_exhibit_new (const AssayExhibitValues *values)
{
  AssayExhibit *self = g_object_new (ASSAY_TYPE_EXHIBIT, NULL);
  self->values = *values;
  self->values.name = keep (self, values->name);
  self->values.mime = keep (self, values->mime);
  self->values.source = keep (self, values->source);
  self->values.note = keep (self, values->note);
  self->values.sha256 = keep (self, values->sha256);
  self->values.sha512 = keep (self, values->sha512);
  self->values.sha1 = keep (self, values->sha1);
  self->values.md5 = keep (self, values->md5);
  self->values.check_error = keep (self, values->check_error);
  return self;
}

static void
replace (AssayExhibit *self, const char **member, const char *text)
{
  if (g_strcmp0 (*member, text) != 0)
    *member = keep (self, text);
}

void
assay_exhibit_update (AssayExhibit *self, const AssayExhibitValues *values)
{
  g_mutex_lock (&self->lock);
  replace (self, &self->values.mime, values->mime);
  replace (self, &self->values.note, values->note);
  replace (self, &self->values.check_error, values->check_error);
  self->values.verdict = values->verdict;
  self->values.state = values->state;
  self->values.verified = values->verified;
  g_mutex_unlock (&self->lock);
}

void
assay_exhibit_set_differs (AssayExhibit *self)
{
  g_mutex_lock (&self->lock);
  if (self->values.state != ASSAY_CUSTODY_ERASED)
    self->values.state = ASSAY_CUSTODY_DIFFERS;
  g_mutex_unlock (&self->lock);
}

void
assay_exhibit_announce (AssayExhibit *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MIME]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VERDICT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* Members that never change need no lock. */
guint
assay_exhibit_get_number (AssayExhibit *self)
{
  return (guint) self->values.number;
}

const char *
assay_exhibit_get_name (AssayExhibit *self)
{
  return self->values.name;
}

guint64
assay_exhibit_get_size (AssayExhibit *self)
{
  return (guint64) self->values.size;
}

const char *
assay_exhibit_get_sha256 (AssayExhibit *self)
{
  return self->values.sha256;
}

const char *
assay_exhibit_get_sha512 (AssayExhibit *self)
{
  return self->values.sha512;
}

const char *
assay_exhibit_get_sha1 (AssayExhibit *self)
{
  return self->values.sha1;
}

const char *
assay_exhibit_get_md5 (AssayExhibit *self)
{
  return self->values.md5;
}

const char *
assay_exhibit_get_source (AssayExhibit *self)
{
  return self->values.source;
}

gint64
assay_exhibit_get_taken_in (AssayExhibit *self)
{
  return self->values.taken_in;
}

gint64
assay_exhibit_get_source_mtime (AssayExhibit *self)
{
  return self->values.mtime;
}

/* The others are copied out under the lock; texts stay alive with the exhibit. */
static AssayExhibitValues
now (AssayExhibit *self)
{
  g_mutex_lock (&self->lock);
  const AssayExhibitValues values = self->values;
  g_mutex_unlock (&self->lock);
  return values;
}

const char *
assay_exhibit_get_mime (AssayExhibit *self)
{
  return now (self).mime;
}

const char *
assay_exhibit_get_note (AssayExhibit *self)
{
  return now (self).note;
}

AssayVerdict
assay_exhibit_get_verdict (AssayExhibit *self)
{
  return now (self).verdict;
}

const char *
assay_exhibit_get_check_error (AssayExhibit *self)
{
  return now (self).check_error;
}

AssayCustodyState
assay_exhibit_get_state (AssayExhibit *self)
{
  return now (self).state;
}

gint64
assay_exhibit_get_verified (AssayExhibit *self)
{
  return now (self).verified;
}
