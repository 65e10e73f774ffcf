/* assay-run-queue-private.h: between the queue and its items. */
#pragma once

#include "worker/assay-run-queue.h"

G_BEGIN_DECLS

AssayRunItem *assay_run_item_new (AssayRunQueue *queue,
                                  const char *title,
                                  AssayRunStart start,
                                  gpointer user_data,
                                  GDestroyNotify destroy) G_GNUC_WARN_UNUSED_RESULT;
void assay_run_item_start (AssayRunItem *self);
gboolean assay_run_item_was_started (const AssayRunItem *self);
/* The queue goes before the item does. */
void assay_run_item_forget_queue (AssayRunItem *self);

void assay_run_queue_ended (AssayRunQueue *self, AssayRunItem *item);
void assay_run_queue_progressed (AssayRunQueue *self);

G_END_DECLS
