/* assay-run-item.c: one job of a run queue, as a list shows it. */
#include "worker/assay-run-queue.h"

#include "worker/assay-run-queue-private.h"

G_DEFINE_ENUM_TYPE (AssayRunState,
                    assay_run_state,
                    G_DEFINE_ENUM_VALUE (ASSAY_RUN_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (ASSAY_RUN_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (ASSAY_RUN_CANCELLING, "cancelling"),
                    G_DEFINE_ENUM_VALUE (ASSAY_RUN_DONE, "done"),
                    G_DEFINE_ENUM_VALUE (ASSAY_RUN_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (ASSAY_RUN_CANCELLED, "cancelled"))

struct _AssayRunItem
{
  GObject parent_instance;
  char *title;
  AssayRunState state;
  double fraction;
  char *what;
  GError *error;
  GCancellable *cancellable;
  AssayRunQueue *queue; /* not owned; NULL once it is over */
  AssayRunStart start;
  gpointer user_data;
  GDestroyNotify destroy;
  gboolean started;
};

G_DEFINE_FINAL_TYPE (AssayRunItem, assay_run_item, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_STATE,
  PROP_FRACTION,
  PROP_WHAT,
  PROP_MESSAGE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
assay_run_item_init (AssayRunItem *self)
{
  self->fraction = -1;
  self->what = g_strdup ("");
  self->cancellable = g_cancellable_new ();
}

static void
drop_user_data (AssayRunItem *self)
{
  GDestroyNotify destroy = g_steal_pointer (&self->destroy);

  if (destroy != NULL)
    destroy (g_steal_pointer (&self->user_data));
}

static void
assay_run_item_finalize (GObject *object)
{
  AssayRunItem *self = ASSAY_RUN_ITEM (object);

  drop_user_data (self);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->what, g_free);
  g_clear_error (&self->error);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (assay_run_item_parent_class)->finalize (object);
}

static void
assay_run_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  AssayRunItem *self = ASSAY_RUN_ITEM (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;
    case PROP_WHAT:
      g_value_set_string (value, self->what);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->error != NULL ? self->error->message : "");
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
assay_run_item_class_init (AssayRunItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = assay_run_item_finalize;
  object_class->get_property = assay_run_item_get_property;
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_STATE]
      = g_param_spec_enum ("state", NULL, NULL, ASSAY_TYPE_RUN_STATE, ASSAY_RUN_WAITING, flags);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, -1, 1, -1, flags);
  properties[PROP_WHAT] = g_param_spec_string ("what", NULL, NULL, "", flags);
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

AssayRunItem *
assay_run_item_new (AssayRunQueue *queue,
                    const char *title,
                    AssayRunStart start,
                    gpointer user_data,
                    GDestroyNotify destroy)
{
  AssayRunItem *self = g_object_new (ASSAY_TYPE_RUN_ITEM, NULL);

  self->queue = queue;
  self->title = g_strdup (title);
  self->start = start;
  self->user_data = user_data;
  self->destroy = destroy;
  return self;
}

static void
set_state (AssayRunItem *self, AssayRunState state)
{
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

void
assay_run_item_start (AssayRunItem *self)
{
  self->started = TRUE;
  set_state (self, ASSAY_RUN_RUNNING);
  self->start (self, self->cancellable, self->user_data);
}

gboolean
assay_run_item_was_started (const AssayRunItem *self)
{
  return self->started;
}

void
assay_run_item_forget_queue (AssayRunItem *self)
{
  self->queue = NULL;
}

const char *
assay_run_item_get_title (AssayRunItem *self)
{
  return self->title;
}

AssayRunState
assay_run_item_get_state (AssayRunItem *self)
{
  return self->state;
}

double
assay_run_item_get_fraction (AssayRunItem *self)
{
  return self->fraction;
}

const char *
assay_run_item_get_what (AssayRunItem *self)
{
  return self->what;
}

const GError *
assay_run_item_get_error (AssayRunItem *self)
{
  return self->error;
}

/* The item is over: tells the queue, which may drop its reference. */
static void
end (AssayRunItem *self, AssayRunState state)
{
  g_autoptr (AssayRunItem) kept = g_object_ref (self);
  AssayRunQueue *queue = g_steal_pointer (&self->queue);

  set_state (self, state);
  drop_user_data (self);
  if (queue != NULL)
    assay_run_queue_ended (queue, self);
}

void
assay_run_item_cancel (AssayRunItem *self)
{
  g_return_if_fail (ASSAY_IS_RUN_ITEM (self));

  if (self->state == ASSAY_RUN_WAITING)
    end (self, ASSAY_RUN_CANCELLED);
  else if (self->state == ASSAY_RUN_RUNNING)
    {
      set_state (self, ASSAY_RUN_CANCELLING);
      g_cancellable_cancel (self->cancellable);
    }
}

void
assay_run_item_on_progress (
    double fraction, const char *what, guint64 done, guint64 total, gpointer item)
{
  AssayRunItem *self = ASSAY_RUN_ITEM (item);

  if (fraction > self->fraction)
    {
      self->fraction = MIN (fraction, 1);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
      if (self->queue != NULL)
        assay_run_queue_progressed (self->queue);
    }
  if (g_strcmp0 (what, self->what) != 0)
    {
      g_free (self->what);
      self->what = g_strdup (what);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WHAT]);
    }
}

void
assay_run_item_finish (AssayRunItem *self, const GError *error)
{
  g_return_if_fail (ASSAY_IS_RUN_ITEM (self));
  g_return_if_fail (self->state == ASSAY_RUN_RUNNING || self->state == ASSAY_RUN_CANCELLING);

  if (error == NULL)
    end (self, ASSAY_RUN_DONE);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    end (self, ASSAY_RUN_CANCELLED);
  else
    {
      self->error = g_error_copy (error);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
      end (self, ASSAY_RUN_FAILED);
    }
}
