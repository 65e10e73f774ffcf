/* assay-revmark-layer.c: one layer of a card: its kind, its numbers, its arrays. */
#include <math.h>
#include <string.h>

#include "config.h"

#include "base/assay-base.h"
#include "base/assay-json.h"
#include "videomark/assay-revmark-layer-private.h"

typedef gboolean (*ReadFunc) (AssayRevmarkLayer *self, JsonObject *object, GError **error);

gboolean
assay_revmark_is_name (const char *name)
{
  gsize length = strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789._-");

  return length > 0 && length <= 40 && name[length] == '\0';
}

static JsonNode *
find_value (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? node : NULL;
}

gboolean
assay_revmark_read_count (JsonObject *object,
                          const char *member,
                          gint64 least,
                          gint64 most,
                          gint64 fallback,
                          guint *value,
                          GError **error)
{
  JsonNode *node = find_value (object, member);
  gint64 number = fallback;

  if (node != NULL && json_node_get_value_type (node) == G_TYPE_INT64)
    number = json_node_get_int (node);
  else if (json_object_has_member (object, member) || fallback < 0)
    return assay_revmark_fail (member, error);
  if (number < least || number > most)
    return assay_revmark_fail (member, error);
  *value = (guint) number;
  return TRUE;
}

gboolean
assay_revmark_read_real (JsonObject *object,
                         const char *member,
                         double least,
                         double most,
                         double *value,
                         GError **error)
{
  JsonNode *node = find_value (object, member);
  GType type = node == NULL ? G_TYPE_INVALID : json_node_get_value_type (node);

  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return assay_revmark_fail (member, error);
  *value = json_node_get_double (node);
  return (*value >= least && *value <= most) || assay_revmark_fail (member, error);
}

/* A list of exactly @n integers. */
static gboolean
read_counts (JsonObject *object,
             const char *member,
             guint n,
             gint64 least,
             gint64 most,
             guint *values,
             GError **error)
{
  JsonArray *array = assay_json_array (object, member);

  if (array == NULL || json_array_get_length (array) != n)
    return assay_revmark_fail (member, error);
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64
          || json_node_get_int (node) < least || json_node_get_int (node) > most)
        return assay_revmark_fail (member, error);
      values[i] = (guint) json_node_get_int (node);
    }
  return TRUE;
}

static gboolean
read_out (AssayRevmarkLayer *self, JsonObject *object, GError **error)
{
  return assay_revmark_read_count (object, "out", 1, ASSAY_REVMARK_CHANNELS, -1, &self->out, error);
}

static gboolean
read_conv (AssayRevmarkLayer *self, JsonObject *object, GError **error)
{
  return read_out (self, object, error)
         && read_counts (object, "kernel", 3, 1, ASSAY_REVMARK_KERNEL, self->kernel, error)
         && read_counts (object, "stride", 3, 1, ASSAY_REVMARK_STRIDE, self->stride, error)
         && read_counts (object, "pad", 3, 0, ASSAY_REVMARK_KERNEL - 1, self->pad, error);
}

static gboolean
read_shape (AssayRevmarkLayer *self, JsonObject *object, GError **error)
{
  return read_counts (object, "shape", 4, 1, ASSAY_REVMARK_SIDE, self->shape, error);
}

static gboolean
read_scale (AssayRevmarkLayer *self, JsonObject *object, GError **error)
{
  return read_counts (object, "scale", 3, 1, ASSAY_REVMARK_SIDE, self->scale, error);
}

static gboolean
read_pool (AssayRevmarkLayer *self, JsonObject *object, GError **error)
{
  return read_counts (object, "kernel", 3, 1, ASSAY_REVMARK_KERNEL, self->kernel, error);
}

/* The radius of the blur is three sigma. */
static gboolean
read_deviation (AssayRevmarkLayer *self, JsonObject *object, GError **error)
{
  if (!assay_revmark_read_real (object, "sigma", 0.1, 20, &self->sigma, error)
      || !assay_revmark_read_count (object, "window", 1, 63, -1, &self->window, error))
    return FALSE;
  return self->window % 2 == 1 || assay_revmark_fail ("window", error);
}

static gboolean
read_whiten (AssayRevmarkLayer *self, JsonObject *object, GError **error)
{
  return read_deviation (self, object, error)
         && assay_revmark_read_real (object, "floor", 1e-9, 1e6, &self->floor, error)
         && assay_revmark_read_real (object, "clip", 1e-6, 1e6, &self->clip, error);
}

static gboolean
read_fold (AssayRevmarkLayer *self, JsonObject *object, GError **error)
{
  return assay_revmark_read_count (object, "tile", 2, ASSAY_REVMARK_PERIOD, -1, &self->period,
                                   error);
}

static gboolean
read_spectrum (AssayRevmarkLayer *self, JsonObject *object, GError **error)
{
  return assay_revmark_read_real (object, "power", 0, 1, &self->power, error)
         && assay_revmark_read_real (object, "floor", 1e-9, 1e6, &self->floor, error);
}

static gboolean
read_match (AssayRevmarkLayer *self, JsonObject *object, GError **error)
{
  return read_out (self, object, error) && read_fold (self, object, error);
}

static gboolean
read_pick (AssayRevmarkLayer *self, JsonObject *object, GError **error)
{
  return assay_revmark_read_real (object, "prior", 0, 1e6, &self->prior, error);
}

typedef struct
{
  const char *name;
  guint least, most; /* sources */
  ReadFunc read;     /* NULL: nothing more to read */
} Kind;

/* By AssayRevmarkKind. */
static const Kind kinds[] = {
  { "conv", 1, 1, read_conv },
  { "linear", 1, 1, read_out },
  { "reshape", 1, 1, read_shape },
  { "nearest", 1, 1, read_scale },
  { "up", 2, 2, NULL },
  { "concat", 2, ASSAY_REVMARK_SOURCES, NULL },
  { "add", 2, 2, NULL },
  { "multiply", 2, 2, NULL },
  { "tile", 2, 2, NULL },
  { "mean-time", 1, 1, NULL },
  { "max-pool", 1, 1, read_pool },
  { "whiten", 1, 1, read_whiten },
  { "deviation", 1, 1, read_deviation },
  { "fold", 1, 1, read_fold },
  { "spectrum", 1, 1, read_spectrum },
  { "match", 1, 1, read_match },
  { "pick", 1, 1, read_pick },
  { "align", 2, 2, NULL },
  { "unalign", 2, 2, NULL },
};

void
assay_revmark_layer_sources (AssayRevmarkKind kind, guint *least, guint *most)
{
  *least = kinds[kind].least;
  *most = kinds[kind].most;
}

static gboolean
read_kind (AssayRevmarkLayer *self, JsonObject *object, GError **error)
{
  const char *name = assay_json_string (object, "kind", "");

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].name, name) == 0)
      {
        self->kind = (AssayRevmarkKind) i;
        return kinds[i].read == NULL || kinds[i].read (self, object, error);
      }
  return assay_revmark_fail ("kind", error);
}

static gboolean
read_act (AssayRevmarkLayer *self, JsonObject *object, GError **error)
{
  static const char *const names[] = { "none", "leaky", "softplus", "tanh" };
  const char *name = assay_json_string (object, "act", "none");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i], name) == 0)
      {
        self->act = (AssayRevmarkAct) i;
        return self->act != ASSAY_REVMARK_LEAKY
               || assay_revmark_read_real (object, "slope", 0, 1, &self->slope, error);
      }
  return assay_revmark_fail ("act", error);
}

static gboolean
get_array (AssayModelFile *file,
           const char *part,
           const char *layer,
           const char *what,
           gsize rows,
           gsize columns,
           AssayRevmarkArray *array,
           GError **error)
{
  g_autofree char *name = g_strdup_printf ("%s.%s.%s", part, layer, what);

  array->rows = rows;
  array->columns = columns;
  array->values = assay_model_file_get (file, name, &array->rows, &array->columns, error);
  return array->values != NULL;
}

static gboolean
read_arrays (AssayRevmarkLayer *self,
             JsonObject *object,
             const char *part,
             AssayModelFile *file,
             GError **error)
{
  AssayRevmarkArray gain;

  if (self->kind != ASSAY_REVMARK_CONV && self->kind != ASSAY_REVMARK_LINEAR
      && self->kind != ASSAY_REVMARK_MATCH)
    return TRUE;
  if (!get_array (file, part, self->name, "weight", self->out, 0, &self->weight, error))
    return FALSE;
  if (self->kind == ASSAY_REVMARK_MATCH)
    {
      if (!get_array (file, part, self->name, "gain", 1, 1, &gain, error))
        return FALSE;
      self->gain = gain.values[0];
      return TRUE;
    }
  return !assay_json_bool (object, "bias", TRUE)
         || get_array (file, part, self->name, "bias", 1, self->out, &self->bias, error);
}

gboolean
assay_revmark_layer_read (AssayRevmarkLayer *self,
                          JsonObject *object,
                          const char *part,
                          AssayModelFile *file,
                          GError **error)
{
  return read_kind (self, object, error) && read_act (self, object, error)
         && read_arrays (self, object, part, file, error);
}
