/* assay-cipher-timeline.c: a window of pictures, of which the first one shown leaves. */
#include "cipher/assay-cipher-timeline.h"

#define WINDOW 64u

typedef struct
{
  gint32 order;
  guint64 bits;
  guint64 free_bits;
} Picture;

struct _AssayCipherTimeline
{
  AssayCipherSpace *space;
  Picture window[WINDOW]; /* in the order of the stream */
  guint n;
  guint64 n_shown;
};

AssayCipherTimeline *
assay_cipher_timeline_new (AssayCipherSpace *space)
{
  AssayCipherTimeline *self = g_new0 (AssayCipherTimeline, 1);

  self->space = space;
  return self;
}

void
assay_cipher_timeline_free (AssayCipherTimeline *self)
{
  g_free (self);
}

/* The picture that is shown first; of several with one number the one that came first. */
static void
show_next (AssayCipherTimeline *self)
{
  guint first = 0;

  for (guint i = 1; i < self->n; i++)
    if (self->window[i].order < self->window[first].order)
      first = i;
  assay_cipher_space_add_picture (self->space, self->n_shown++, self->window[first].bits,
                                  self->window[first].free_bits);
  self->n--;
  for (guint i = first; i < self->n; i++)
    self->window[i] = self->window[i + 1];
}

void
assay_cipher_timeline_add (
    AssayCipherTimeline *self, gint32 order, gboolean begins, guint64 bits, guint64 free_bits)
{
  if (begins || self->n == 0)
    {
      if (self->n == WINDOW)
        show_next (self);
      self->window[self->n++] = (Picture){ .order = order };
    }
  self->window[self->n - 1].bits += bits;
  self->window[self->n - 1].free_bits += free_bits;
}

void
assay_cipher_timeline_end (AssayCipherTimeline *self)
{
  while (self->n > 0)
    show_next (self);
}
