/* assay-run-queue.c: starting jobs in order, some at a time, and listing them. */
#include "worker/assay-run-queue.h"

#include "worker/assay-run-queue-private.h"

struct _AssayRunQueue
{
  GObject parent_instance;
  GPtrArray *items; /* AssayRunItem, in the order in which they came */
  guint most_running;
  guint n_running;
  guint n_active;
  guint n_over; /* since the queue was last idle */
};

static void assay_run_queue_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AssayRunQueue,
                               assay_run_queue,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      assay_run_queue_list_model_init))

enum
{
  PROP_0,
  PROP_N_ACTIVE,
  PROP_FRACTION,
  N_PROPS
};

enum
{
  FINISHED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static GType
get_item_type (GListModel *model)
{
  return ASSAY_TYPE_RUN_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return ASSAY_RUN_QUEUE (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  AssayRunQueue *self = ASSAY_RUN_QUEUE (model);

  return position < self->items->len ? g_object_ref (self->items->pdata[position]) : NULL;
}

static void
assay_run_queue_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
assay_run_queue_init (AssayRunQueue *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
assay_run_queue_finalize (GObject *object)
{
  AssayRunQueue *self = ASSAY_RUN_QUEUE (object);

  for (guint i = 0; i < self->items->len; i++)
    assay_run_item_forget_queue (self->items->pdata[i]);
  g_ptr_array_unref (self->items);
  G_OBJECT_CLASS (assay_run_queue_parent_class)->finalize (object);
}

static void
assay_run_queue_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  AssayRunQueue *self = ASSAY_RUN_QUEUE (object);

  switch (id)
    {
    case PROP_N_ACTIVE:
      g_value_set_uint (value, self->n_active);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, assay_run_queue_get_fraction (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
assay_run_queue_class_init (AssayRunQueueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = assay_run_queue_finalize;
  object_class->get_property = assay_run_queue_get_property;
  properties[PROP_N_ACTIVE] = g_param_spec_uint ("n-active", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, -1, 1, -1, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[FINISHED] = g_signal_new ("finished", ASSAY_TYPE_RUN_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 1, ASSAY_TYPE_RUN_ITEM);
}

AssayRunQueue *
assay_run_queue_new (guint most_running)
{
  AssayRunQueue *self = g_object_new (ASSAY_TYPE_RUN_QUEUE, NULL);

  self->most_running = most_running == 0 ? g_get_num_processors () : most_running;
  return self;
}

/* The first that waits; NULL if none does. */
static AssayRunItem *
next_waiting (AssayRunQueue *self)
{
  for (guint i = 0; i < self->items->len; i++)
    if (assay_run_item_get_state (self->items->pdata[i]) == ASSAY_RUN_WAITING)
      return self->items->pdata[i];
  return NULL;
}

static void
start_waiting (AssayRunQueue *self)
{
  g_autoptr (AssayRunQueue) kept = g_object_ref (self);
  AssayRunItem *item = NULL;

  while (self->n_running < self->most_running && (item = next_waiting (self)) != NULL)
    {
      g_autoptr (AssayRunItem) started = g_object_ref (item);

      self->n_running++;
      assay_run_item_start (started);
    }
}

AssayRunItem *
assay_run_queue_add (AssayRunQueue *self,
                     const char *title,
                     AssayRunStart start,
                     gpointer user_data,
                     GDestroyNotify destroy)
{
  AssayRunItem *item = assay_run_item_new (self, title, start, user_data, destroy);

  g_ptr_array_add (self->items, item);
  self->n_active++;
  g_list_model_items_changed (G_LIST_MODEL (self), self->items->len - 1, 0, 1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ACTIVE]);
  start_waiting (self);
  return item;
}

static void
take_off (AssayRunQueue *self, AssayRunItem *item)
{
  guint position;

  if (!g_ptr_array_find (self->items, item, &position))
    return;
  g_ptr_array_remove_index (self->items, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

void
assay_run_queue_ended (AssayRunQueue *self, AssayRunItem *item)
{
  g_autoptr (AssayRunQueue) kept = g_object_ref (self);

  self->n_active--;
  self->n_over = self->n_active == 0 ? 0 : self->n_over + 1;
  if (assay_run_item_was_started (item))
    self->n_running--;
  if (assay_run_item_get_state (item) != ASSAY_RUN_FAILED)
    take_off (self, item);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ACTIVE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
  g_signal_emit (self, signals[FINISHED], 0, item);
  start_waiting (self);
}

void
assay_run_queue_progressed (AssayRunQueue *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

void
assay_run_queue_cancel_all (AssayRunQueue *self)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  /* Waiting ones first, so that none of them starts when a running one ends. A copy, because the
   * list shrinks. */
  for (guint i = self->items->len; i > 0; i--)
    g_ptr_array_add (items, g_object_ref (self->items->pdata[i - 1]));
  for (guint i = 0; i < items->len; i++)
    assay_run_item_cancel (items->pdata[i]);
}

void
assay_run_queue_remove (AssayRunQueue *self, AssayRunItem *item)
{
  g_return_if_fail (assay_run_item_get_state (item) == ASSAY_RUN_FAILED);

  take_off (self, item);
}

guint
assay_run_queue_get_n_active (AssayRunQueue *self)
{
  return self->n_active;
}

double
assay_run_queue_get_fraction (AssayRunQueue *self)
{
  double sum = self->n_over;

  if (self->n_active == 0)
    return -1;
  for (guint i = 0; i < self->items->len; i++)
    {
      AssayRunState state = assay_run_item_get_state (self->items->pdata[i]);

      if (state == ASSAY_RUN_RUNNING || state == ASSAY_RUN_CANCELLING)
        sum += MAX (0, assay_run_item_get_fraction (self->items->pdata[i]));
    }
  return CLAMP (sum / (self->n_over + self->n_active), 0, 1);
}
