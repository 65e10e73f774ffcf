/* assay-region.c: regions and their text form. */
#include "model/assay-region.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/assay-text.h"
#include "model/assay-model-error.h"

#define MAX_KEYS 4096

struct _AssayRegion
{
  double start;
  double end;
  gsize n_keys;
  AssayRegionKey *keys;
};

G_DEFINE_BOXED_TYPE (AssayRegion, assay_region, assay_region_ref, assay_region_unref)

AssayRegion *
assay_region_new (double start, double end, const AssayRegionKey *keys, gsize n_keys)
{
  g_return_val_if_fail (n_keys <= MAX_KEYS, NULL);

  AssayRegion *self = g_atomic_rc_box_new0 (AssayRegion);

  self->start = start < 0 ? -1 : start;
  self->end = end < 0 ? -1 : end;
  self->n_keys = n_keys;
  self->keys = g_memdup2 (keys, n_keys * sizeof *keys);
  return self;
}

/* One decimal number at *@at, which moves past it; FALSE unless it is finite and @least or more. */
static gboolean
take_number (const char **at, double least, double *value)
{
  char *end;
  const double number = g_ascii_strtod (*at, &end);

  /* strtod() reads "0x1" as well, and skips white space. */
  if (end == *at || strcspn (*at, "xX \t\n") < (gsize) (end - *at) || !isfinite (number)
      || number < least)
    return FALSE;
  *value = number;
  *at = end;
  return TRUE;
}

static gboolean
take_char (const char **at, char c)
{
  if (**at != c)
    return FALSE;
  (*at)++;
  return TRUE;
}

/* "T0-T1", either side may be missing. */
static gboolean
take_range (const char **at, double *start, double *end)
{
  *start = *end = -1;
  if (**at == '@' || **at == '\0')
    return TRUE;
  if (**at != '-' && !take_number (at, 0, start))
    return FALSE;
  if (!take_char (at, '-'))
    return FALSE;
  if (**at == '@' || **at == '\0')
    return TRUE;
  return take_number (at, 0, end) && *end >= *start;
}

/* "t:x,y,w,h" */
static gboolean
take_key (const char **at, AssayRegionKey *key)
{
  return take_number (at, 0, &key->time) && take_char (at, ':') && take_number (at, -65535, &key->x)
         && take_char (at, ',') && take_number (at, -65535, &key->y) && take_char (at, ',')
         && take_number (at, 0, &key->width) && take_char (at, ',')
         && take_number (at, 0, &key->height);
}

/* @at: where reading ended */
static void
set_error (const char *text, const char *at, double start, double end, GError **error)
{
  if (end >= 0 && end < start)
    g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                 _ ("“%s” is no region: it ends before it begins"), text);
  else if (*at == '\0')
    g_set_error (
        error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
        _ ("“%s” is no region: something is missing at its end; write a time range “0-9.5” "
           "or a rectangle “@seconds:x,y,width,height”"),
        text);
  else
    g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                 _ ("“%s” is no region: at “%s” a time range “0-9.5” or a rectangle "
                    "“@seconds:x,y,width,height” was expected"),
                 text, at);
}

AssayRegion *
assay_region_parse (const char *text, GError **error)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (AssayRegionKey));
  const char *at = text;
  double start;
  double end;
  gboolean valid = take_range (&at, &start, &end);

  if (valid && take_char (&at, '@'))
    {
      do
        {
          AssayRegionKey key;

          valid = take_key (&at, &key) && keys->len < MAX_KEYS;
          if (valid && keys->len > 0)
            valid = key.time > g_array_index (keys, AssayRegionKey, keys->len - 1).time;
          if (valid)
            g_array_append_val (keys, key);
        }
      while (valid && take_char (&at, ';'));
    }
  if (valid && *at == '\0')
    return assay_region_new (start, end, (const AssayRegionKey *) (gpointer) keys->data, keys->len);
  set_error (text, at, start, end, error);
  return NULL;
}

static void
append_number (GString *text, double value)
{
  g_autofree char *number = assay_number_text (value, 3);
  char *end = number + strlen (number);

  /* "1.500" is written "1.5" and "2.000" "2": what a person would type. */
  while (end[-1] == '0')
    *--end = '\0';
  if (end[-1] == '.')
    *--end = '\0';
  g_string_append (text, number);
}

char *
assay_region_to_text (const AssayRegion *self)
{
  GString *text = g_string_new (NULL);

  if (self->start >= 0)
    append_number (text, self->start);
  if (self->start >= 0 || self->end >= 0)
    g_string_append_c (text, '-');
  if (self->end >= 0)
    append_number (text, self->end);
  for (gsize i = 0; i < self->n_keys; i++)
    {
      const AssayRegionKey *key = &self->keys[i];
      const double values[] = { key->time, key->x, key->y, key->width, key->height };

      for (guint part = 0; part < G_N_ELEMENTS (values); part++)
        {
          g_string_append_c (text, part == 0 ? (i == 0 ? '@' : ';') : part == 1 ? ':' : ',');
          append_number (text, values[part]);
        }
    }
  return g_string_free (text, FALSE);
}

AssayRegion *
assay_region_ref (AssayRegion *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
region_clear (gpointer data)
{
  g_free (((AssayRegion *) data)->keys);
}

void
assay_region_unref (AssayRegion *self)
{
  g_atomic_rc_box_release_full (self, region_clear);
}

double
assay_region_get_start (const AssayRegion *self)
{
  return self->start;
}

double
assay_region_get_end (const AssayRegion *self)
{
  return self->end;
}

const AssayRegionKey *
assay_region_get_keys (const AssayRegion *self, gsize *n_keys)
{
  *n_keys = self->n_keys;
  return self->keys;
}

static double
mix (double a, double b, double part)
{
  return a + (b - a) * part;
}

gboolean
assay_region_at (const AssayRegion *self, double time, AssayRegionKey *rectangle)
{
  gsize next = 0;

  if (self->n_keys == 0)
    return FALSE;
  while (next < self->n_keys && self->keys[next].time <= time)
    next++;
  if (next == 0 || next == self->n_keys)
    {
      *rectangle = self->keys[next == 0 ? 0 : self->n_keys - 1];
      rectangle->time = time;
      return TRUE;
    }

  const AssayRegionKey *a = &self->keys[next - 1];
  const AssayRegionKey *b = &self->keys[next];
  double part = (time - a->time) / (b->time - a->time);

  *rectangle = (AssayRegionKey){ .time = time,
                                 .x = mix (a->x, b->x, part),
                                 .y = mix (a->y, b->y, part),
                                 .width = mix (a->width, b->width, part),
                                 .height = mix (a->height, b->height, part) };
  return TRUE;
}
