/* assay-job-list.c: see the header. */
#include "assay-job-list.h"

#include "config.h"

struct _AssayJobList
{
  GObject parent_instance;

  GPtrArray *jobs; /* newest first */
  guint n_running;
  double fraction;
};

enum
{
  PROP_N_RUNNING = 1,
  PROP_FRACTION,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static GType
assay_job_list_get_item_type (GListModel *model)
{
  return ASSAY_TYPE_JOB;
}

static guint
assay_job_list_get_n_items (GListModel *model)
{
  return ASSAY_JOB_LIST (model)->jobs->len;
}

static gpointer
assay_job_list_get_item (GListModel *model, guint position)
{
  AssayJobList *self = ASSAY_JOB_LIST (model);

  return position < self->jobs->len ? g_object_ref (g_ptr_array_index (self->jobs, position))
                                    : NULL;
}

static void
assay_job_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = assay_job_list_get_item_type;
  iface->get_n_items = assay_job_list_get_n_items;
  iface->get_item = assay_job_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (AssayJobList,
                               assay_job_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, assay_job_list_model_init))

static void
assay_job_list_finalize (GObject *object)
{
  AssayJobList *self = ASSAY_JOB_LIST (object);

  for (guint i = 0; i < self->jobs->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->jobs, i), self);
  g_ptr_array_unref (self->jobs);
  G_OBJECT_CLASS (assay_job_list_parent_class)->finalize (object);
}

static void
assay_job_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AssayJobList *self = ASSAY_JOB_LIST (object);

  switch (id)
    {
    case PROP_N_RUNNING:
      g_value_set_uint (value, self->n_running);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
assay_job_list_class_init (AssayJobListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = assay_job_list_finalize;
  object_class->get_property = assay_job_list_get_property;

  properties[PROP_N_RUNNING] = g_param_spec_uint ("n-running", NULL, NULL, 0, G_MAXUINT, 0,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, -1, 1, -1,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
assay_job_list_init (AssayJobList *self)
{
  self->jobs = g_ptr_array_new_with_free_func (g_object_unref);
  self->fraction = -1;
}

AssayJobList *
assay_job_list_new (void)
{
  return g_object_new (ASSAY_TYPE_JOB_LIST, NULL);
}

static void
recount (AssayJobList *self)
{
  guint running = 0, known = 0;
  double sum = 0;

  for (guint i = 0; i < self->jobs->len; i++)
    {
      AssayJob *job = g_ptr_array_index (self->jobs, i);
      if (!assay_job_is_running (job))
        continue;
      running++;
      if (assay_job_get_fraction (job) >= 0)
        {
          known++;
          sum += assay_job_get_fraction (job);
        }
    }

  self->fraction = known > 0 ? sum / known : -1;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
  if (running != self->n_running)
    {
      self->n_running = running;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_RUNNING]);
    }
}

static void
drop_job (AssayJobList *self, AssayJob *job)
{
  guint position;

  if (!g_ptr_array_find (self->jobs, job, &position))
    return;
  g_signal_handlers_disconnect_by_data (job, self);
  g_ptr_array_remove_index (self->jobs, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  recount (self);
}

typedef struct
{
  GWeakRef list;
  AssayJob *job;
} Sweep;

static gboolean
on_sweep (gpointer data)
{
  Sweep *sweep = data;
  g_autoptr (AssayJobList) self = g_weak_ref_get (&sweep->list);

  if (self)
    drop_job (self, sweep->job);
  return G_SOURCE_REMOVE;
}

static void
sweep_free (gpointer data)
{
  Sweep *sweep = data;

  g_weak_ref_clear (&sweep->list);
  g_object_unref (sweep->job);
  g_free (sweep);
}

/* From an idle: whoever else follows the job hears of its end first. */
static void
on_job_state (AssayJobList *self, GParamSpec *pspec, AssayJob *job)
{
  recount (self);
  if (assay_job_is_running (job) || assay_job_get_state (job) == ASSAY_JOB_FAILED)
    return;

  Sweep *sweep = g_new0 (Sweep, 1);
  g_weak_ref_init (&sweep->list, self);
  sweep->job = g_object_ref (job);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, on_sweep, sweep, sweep_free);
}

void
assay_job_list_add (AssayJobList *self, AssayJob *job)
{
  g_ptr_array_insert (self->jobs, 0, g_object_ref (job));
  g_signal_connect_swapped (job, "notify::state", G_CALLBACK (on_job_state), self);
  g_signal_connect_swapped (job, "notify::fraction", G_CALLBACK (recount), self);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, 1);
  recount (self);
}

guint
assay_job_list_get_n_running (AssayJobList *self)
{
  return self->n_running;
}

void
assay_job_list_cancel_all (AssayJobList *self)
{
  for (guint i = 0; i < self->jobs->len; i++)
    assay_job_cancel (g_ptr_array_index (self->jobs, i));
}

void
assay_job_list_clear_ended (AssayJobList *self)
{
  for (guint i = self->jobs->len; i > 0; i--)
    {
      AssayJob *job = g_ptr_array_index (self->jobs, i - 1);
      if (!assay_job_is_running (job))
        drop_job (self, job);
    }
}
