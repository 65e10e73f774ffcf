/* assay-workbench.c: see the header. */
#include "assay-workbench.h"

#include "config.h"

#include "assay-case-item.h"
#include "assay-settings.h"

struct _AssayWorkbench
{
  GObject parent_instance;

  AssayClient *client;
  AssayJobList *jobs;
  char *passphrase;
  GHashTable *open_cases; /* canonical path -> GWeakRef of AssayCase */
};

static guint cases_changed_signal;

G_DEFINE_FINAL_TYPE (AssayWorkbench, assay_workbench, G_TYPE_OBJECT)

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
forget_passphrase (AssayWorkbench *self)
{
  if (self->passphrase)
    explicit_bzero (self->passphrase, strlen (self->passphrase));
  g_clear_pointer (&self->passphrase, g_free);
}

static void
assay_workbench_finalize (GObject *object)
{
  AssayWorkbench *self = ASSAY_WORKBENCH (object);

  forget_passphrase (self);
  g_clear_object (&self->client);
  g_clear_object (&self->jobs);
  g_hash_table_unref (self->open_cases);
  G_OBJECT_CLASS (assay_workbench_parent_class)->finalize (object);
}

static void
assay_workbench_class_init (AssayWorkbenchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = assay_workbench_finalize;
  cases_changed_signal = g_signal_new ("cases-changed", ASSAY_TYPE_WORKBENCH, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
assay_workbench_init (AssayWorkbench *self)
{
  self->jobs = assay_job_list_new ();
  self->open_cases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, weak_ref_free);
}

AssayWorkbench *
assay_workbench_new (void)
{
  return g_object_new (ASSAY_TYPE_WORKBENCH, NULL);
}

AssayClient *
assay_workbench_get_client (AssayWorkbench *self)
{
  if (!self->client)
    self->client = assay_client_new ();
  return self->client;
}

AssayJobList *
assay_workbench_get_jobs (AssayWorkbench *self)
{
  return self->jobs;
}

char *
assay_workbench_get_store (AssayWorkbench *self)
{
  g_autofree char *chosen = g_settings_get_string (assay_settings_get (), "store");

  return *chosen ? g_steal_pointer (&chosen) : assay_store_default_path ();
}

void
assay_workbench_set_passphrase (AssayWorkbench *self, const char *passphrase)
{
  forget_passphrase (self);
  self->passphrase = g_strdup (passphrase);
}

char *
assay_workbench_dup_passphrase (AssayWorkbench *self)
{
  return g_strdup (self->passphrase);
}

void
assay_workbench_forget_case (AssayWorkbench *self, const char *path)
{
  g_autofree char *full = g_canonicalize_filename (path, NULL);

  g_hash_table_remove (self->open_cases, full);
}

void
assay_workbench_cases_changed (AssayWorkbench *self)
{
  g_signal_emit (self, cases_changed_signal, 0);
}

/* What a thread needs; it must not touch the workbench. */
typedef struct
{
  char *path;
  char *passphrase;
  char *title;
  char *reference;
  char *examiner;
} Order;

static void
order_free (gpointer data)
{
  Order *order = data;

  g_free (order->path);
  if (order->passphrase)
    explicit_bzero (order->passphrase, strlen (order->passphrase));
  g_free (order->passphrase);
  g_free (order->title);
  g_free (order->reference);
  g_free (order->examiner);
  g_free (order);
}

static void
list_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Order *order = data;
  GError *error = NULL;
  GPtrArray *cases = assay_store_list (order->path, &error);

  if (cases)
    g_task_return_pointer (task, cases, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
assay_workbench_list_cases_async (AssayWorkbench *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Order *order = g_new0 (Order, 1);

  order->path = assay_workbench_get_store (self);
  g_task_set_task_data (task, order, order_free);
  g_task_run_in_thread (task, list_in_thread);
}

GListModel *
assay_workbench_list_cases_finish (AssayWorkbench *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GPtrArray) cases = g_task_propagate_pointer (G_TASK (result), error);

  if (!cases)
    return NULL;
  GListStore *store = g_list_store_new (ASSAY_TYPE_CASE_ITEM);
  for (guint i = 0; i < cases->len; i++)
    {
      g_autoptr (AssayCaseItem) item = assay_case_item_new (g_ptr_array_index (cases, i));
      g_list_store_append (store, item);
    }
  return G_LIST_MODEL (store);
}

static void
open_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Order *order = data;
  GError *error = NULL;
  g_autoptr (AssayExaminerKey) key = assay_examiner_key_open (NULL, order->passphrase, &error);
  /* Looking needs no lock, and not the key of the examiner whose case it is. */
  AssayCase *acase = key ? assay_case_open_best (order->path, key, &error) : NULL;

  if (acase)
    g_task_return_pointer (task, acase, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
remember_case (AssayWorkbench *self, AssayCase *acase)
{
  GWeakRef *ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (ref, acase);
  g_hash_table_replace (self->open_cases,
                        g_canonicalize_filename (assay_case_get_path (acase), NULL), ref);
}

void
assay_workbench_open_case_async (AssayWorkbench *self,
                                 const char *path,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *full = g_canonicalize_filename (path, NULL);
  GWeakRef *ref = g_hash_table_lookup (self->open_cases, full);
  AssayCase *open = ref ? g_weak_ref_get (ref) : NULL;

  if (open)
    {
      g_task_return_pointer (task, open, g_object_unref);
      return;
    }
  Order *order = g_new0 (Order, 1);
  order->path = g_steal_pointer (&full);
  order->passphrase = g_strdup (self->passphrase);
  g_task_set_task_data (task, order, order_free);
  g_task_run_in_thread (task, open_in_thread);
}

AssayCase *
assay_workbench_open_case_finish (AssayWorkbench *self, GAsyncResult *result, GError **error)
{
  AssayCase *acase = g_task_propagate_pointer (G_TASK (result), error);

  if (acase)
    remember_case (self, acase);
  return acase;
}

static void
create_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Order *order = data;
  GError *error = NULL;
  g_autoptr (AssayExaminerKey) key = assay_examiner_key_open (NULL, order->passphrase, &error);
  AssayCase *acase = key ? assay_store_create (order->path, key, order->title, order->reference,
                                               order->examiner, &error)
                         : NULL;

  if (acase)
    g_task_return_pointer (task, acase, g_object_unref);
  else
    g_task_return_error (task, error);
}

void
assay_workbench_create_case_async (AssayWorkbench *self,
                                   const char *title,
                                   const char *reference,
                                   const char *examiner,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Order *order = g_new0 (Order, 1);

  order->path = assay_workbench_get_store (self);
  order->passphrase = g_strdup (self->passphrase);
  order->title = g_strdup (title);
  order->reference = g_strdup (reference);
  order->examiner = g_strdup (examiner);
  g_task_set_task_data (task, order, order_free);
  g_task_run_in_thread (task, create_in_thread);
}

AssayCase *
assay_workbench_create_case_finish (AssayWorkbench *self, GAsyncResult *result, GError **error)
{
  AssayCase *acase = g_task_propagate_pointer (G_TASK (result), error);

  if (acase)
    {
      remember_case (self, acase);
      assay_workbench_cases_changed (self);
    }
  return acase;
}
