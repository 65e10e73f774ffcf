/* assay-result-form.c: a result on the wire. Reading runs every check that building does. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/assay-model-error.h"
#include "model/assay-result-private.h"

#define PARTS "(ua(ss)a(ss)a(sd)avavavav)"

static GVariant *
pairs_to_variant (GArray *pairs)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ss)"));
  for (guint i = 0; i < pairs->len; i++)
    {
      const AssayResultPair *pair = &g_array_index (pairs, AssayResultPair, i);

      g_variant_builder_add (&builder, "(ss)", pair->name, pair->value);
    }
  return g_variant_builder_end (&builder);
}

static GVariant *
metrics_to_variant (GArray *metrics)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sd)"));
  for (guint i = 0; i < metrics->len; i++)
    {
      const AssayResultMetric *metric = &g_array_index (metrics, AssayResultMetric, i);

      g_variant_builder_add (&builder, "(sd)", metric->info->name, metric->value);
    }
  return g_variant_builder_end (&builder);
}

static GVariant *
parts_to_variant (GPtrArray *parts, GVariant *(*to_variant) (gconstpointer part))
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("av"));
  for (guint i = 0; i < parts->len; i++)
    g_variant_builder_add (&builder, "v", to_variant (parts->pdata[i]));
  return g_variant_builder_end (&builder);
}

static GVariant *
finding_to_variant (gconstpointer part)
{
  return assay_finding_to_variant (part);
}

static GVariant *
table_to_variant (gconstpointer part)
{
  return assay_table_to_variant (part);
}

static GVariant *
plot_to_variant (gconstpointer part)
{
  return assay_plot_to_variant (part);
}

static GVariant *
image_to_variant (gconstpointer part)
{
  return assay_image_to_variant (part);
}

GVariant *
assay_result_to_variant (const AssayResult *self)
{
  return g_variant_new ("(u@a(ss)@a(ss)@a(sd)@av@av@av@av)", (guint32) self->verdict,
                        pairs_to_variant (self->answers), pairs_to_variant (self->not_run),
                        metrics_to_variant (self->metrics),
                        parts_to_variant (self->findings, finding_to_variant),
                        parts_to_variant (self->tables, table_to_variant),
                        parts_to_variant (self->plots, plot_to_variant),
                        parts_to_variant (self->images, image_to_variant));
}

/* One kind of part: the type it must have on the wire, how it is read and where it goes. */
typedef struct
{
  const char *type;
  gpointer (*read) (GVariant *variant, GError **error);
  void (*add) (AssayResultBuilder *builder, gpointer part);
} PartKind;

static gpointer
read_finding (GVariant *variant, GError **error)
{
  return assay_finding_from_variant (variant, error);
}

static void
add_finding (AssayResultBuilder *builder, gpointer part)
{
  assay_result_builder_finding (builder, part);
}

static gpointer
read_table (GVariant *variant, GError **error)
{
  return assay_table_from_variant (variant, error);
}

static void
add_table (AssayResultBuilder *builder, gpointer part)
{
  assay_result_builder_table (builder, part);
}

static gpointer
read_plot (GVariant *variant, GError **error)
{
  return assay_plot_from_variant (variant, error);
}

static void
add_plot (AssayResultBuilder *builder, gpointer part)
{
  assay_result_builder_plot (builder, part);
}

static gpointer
read_image (GVariant *variant, GError **error)
{
  return assay_image_from_variant (variant, error);
}

static void
add_image (AssayResultBuilder *builder, gpointer part)
{
  assay_result_builder_image (builder, part);
}

static const PartKind part_kinds[] = {
  { "(sua(sv))", read_finding, add_finding },
  { "(sstaya(ssusuv))", read_table, add_table },
  { "(sss(ssudd)(ssudd)m(ssudd)asasa(usadadadub)a(stt(dddd)(ssudd)suadm(ssuuuat))a(uddds))",
    read_plot, add_plot },
  { "(ssuuuat)", read_image, add_image },
};

static gboolean
read_parts (AssayResultBuilder *builder, const PartKind *kind, GVariant *list, GError **error)
{
  for (gsize i = 0; i < g_variant_n_children (list); i++)
    {
      g_autoptr (GVariant) boxed = g_variant_get_child_value (list, i);
      g_autoptr (GVariant) value = g_variant_get_variant (boxed);

      if (!g_variant_is_of_type (value, G_VARIANT_TYPE (kind->type)))
        {
          g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                       _ ("The result has a part of type %s that cannot be"),
                       g_variant_get_type_string (value));
          return FALSE;
        }

      gpointer part = kind->read (value, error);

      if (part == NULL)
        return FALSE;
      kind->add (builder, part);
    }
  return TRUE;
}

static void
read_pairs (AssayResultBuilder *builder, GVariant *answers, GVariant *not_run, GVariant *metrics)
{
  GVariantIter iter;
  const char *name;
  const char *value;
  double number;

  g_variant_iter_init (&iter, answers);
  while (g_variant_iter_next (&iter, "(&s&s)", &name, &value))
    assay_result_builder_answer (builder, name, value);
  g_variant_iter_init (&iter, not_run);
  while (g_variant_iter_next (&iter, "(&s&s)", &name, &value))
    assay_result_builder_not_run (builder, name, value);
  g_variant_iter_init (&iter, metrics);
  while (g_variant_iter_next (&iter, "(&sd)", &name, &number))
    assay_result_builder_metric (builder, name, number);
}

AssayResult *
assay_result_from_variant (const AssayToolInfo *info, GVariant *variant, GError **error)
{
  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE (PARTS)))
    {
      g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                   _ ("The result has the type %s that cannot be"),
                   g_variant_get_type_string (variant));
      return NULL;
    }

  g_autoptr (AssayResultBuilder) builder = assay_result_builder_new (info);
  guint32 verdict;
  GVariant *parts[G_N_ELEMENTS (part_kinds)];
  g_autoptr (GVariant) answers = NULL;
  g_autoptr (GVariant) not_run = NULL;
  g_autoptr (GVariant) metrics = NULL;
  gboolean valid = TRUE;

  g_variant_get (variant, "(u@a(ss)@a(ss)@a(sd)@av@av@av@av)", &verdict, &answers, &not_run,
                 &metrics, &parts[0], &parts[1], &parts[2], &parts[3]);
  assay_result_builder_verdict (builder, (AssayVerdict) verdict);
  read_pairs (builder, answers, not_run, metrics);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      valid = valid && read_parts (builder, &part_kinds[i], parts[i], error);
      g_variant_unref (parts[i]);
    }
  return valid ? assay_result_builder_end (g_steal_pointer (&builder), error) : NULL;
}
