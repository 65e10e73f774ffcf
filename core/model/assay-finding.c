/* assay-finding.c: findings, their wire form and their JSON. */
#include "model/assay-finding.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "base/assay-limits.h"
#include "base/assay-text.h"
#include "model/assay-catalogue.h"
#include "model/assay-model-error.h"

/* One finding quotes a handful of values; more is a mistake or an attack. */
#define MAX_OBSERVED 64

typedef struct
{
  char *name;
  AssayObservedType type;
  char *text;
  gint64 integer;
  double real;
  double end;
  guint64 offset;
  guint digits;
  char *unit;
} Observed;

struct _AssayFinding
{
  char *rule;
  AssaySeverity severity;
  GArray *observed; /* Observed */
};

/* The builder is the finding while nobody else has it. */
struct _AssayFindingBuilder
{
  AssayFinding *finding;
};

G_DEFINE_BOXED_TYPE (AssayFinding, assay_finding, assay_finding_ref, assay_finding_unref)

static const char *const severity_ids[] = { "info", "attention", "compromised" };

const char *
assay_severity_id (AssaySeverity severity)
{
  return severity_ids[severity];
}

gboolean
assay_severity_parse (const char *id, AssaySeverity *severity)
{
  for (guint i = 0; i < G_N_ELEMENTS (severity_ids); i++)
    if (g_str_equal (id, severity_ids[i]))
      {
        *severity = (AssaySeverity) i;
        return TRUE;
      }
  return FALSE;
}

static void
observed_clear (gpointer data)
{
  Observed *observed = data;

  g_free (observed->name);
  g_free (observed->text);
  g_free (observed->unit);
}

static AssayFinding *
finding_new (const char *rule, AssaySeverity severity)
{
  AssayFinding *self = g_atomic_rc_box_new0 (AssayFinding);

  self->rule = g_strdup (rule);
  self->severity = severity;
  self->observed = g_array_new (FALSE, TRUE, sizeof (Observed));
  g_array_set_clear_func (self->observed, observed_clear);
  return self;
}

AssayFindingBuilder *
assay_finding_builder_new (const char *rule, AssaySeverity severity)
{
  AssayFindingBuilder *self = g_new0 (AssayFindingBuilder, 1);

  self->finding = finding_new (rule, severity);
  return self;
}

static Observed *
add (AssayFindingBuilder *self, const char *name, AssayObservedType type, const char *unit)
{
  GArray *list = self->finding->observed;

  g_array_set_size (list, list->len + 1);

  Observed *observed = &g_array_index (list, Observed, list->len - 1);

  observed->name = g_strdup (name);
  observed->type = type;
  observed->unit = g_strdup (unit == NULL ? "" : unit);
  return observed;
}

void
assay_finding_builder_text (AssayFindingBuilder *self, const char *name, const char *value)
{
  add (self, name, ASSAY_OBSERVED_TEXT, NULL)->text = assay_text_visible (value, -1);
}

void
assay_finding_builder_int (AssayFindingBuilder *self,
                           const char *name,
                           gint64 value,
                           const char *unit)
{
  add (self, name, ASSAY_OBSERVED_INT, unit)->integer = value;
}

void
assay_finding_builder_real (
    AssayFindingBuilder *self, const char *name, double value, guint digits, const char *unit)
{
  Observed *observed = add (self, name, ASSAY_OBSERVED_REAL, unit);

  observed->digits = MIN (digits, 15);
  observed->real = assay_number_round (value, observed->digits);
}

void
assay_finding_builder_bool (AssayFindingBuilder *self, const char *name, gboolean value)
{
  add (self, name, ASSAY_OBSERVED_BOOL, NULL)->integer = value ? 1 : 0;
}

void
assay_finding_builder_place (AssayFindingBuilder *self,
                             const char *name,
                             guint64 offset,
                             guint64 length)
{
  Observed *observed = add (self, name, ASSAY_OBSERVED_PLACE, NULL);

  observed->offset = offset;
  observed->integer = (gint64) MIN (length, (guint64) G_MAXINT64);
}

/* Milliseconds: finer than any container's claim about a moment that a person can check. */
void
assay_finding_builder_time (AssayFindingBuilder *self, const char *name, double start, double end)
{
  Observed *observed = add (self, name, ASSAY_OBSERVED_TIME, NULL);

  observed->real = assay_number_round (start, 3);
  observed->end = assay_number_round (end, 3);
}

AssayFinding *
assay_finding_builder_end (AssayFindingBuilder *self)
{
  AssayFinding *finding = self->finding;

  g_free (self);
  return finding;
}

AssayFinding *
assay_finding_ref (AssayFinding *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
finding_clear (gpointer data)
{
  AssayFinding *self = data;

  g_free (self->rule);
  g_array_unref (self->observed);
}

void
assay_finding_unref (AssayFinding *self)
{
  g_atomic_rc_box_release_full (self, finding_clear);
}

const char *
assay_finding_get_rule (const AssayFinding *self)
{
  return self->rule;
}

AssaySeverity
assay_finding_get_severity (const AssayFinding *self)
{
  return self->severity;
}

guint
assay_finding_get_n_observed (const AssayFinding *self)
{
  return self->observed->len;
}

void
assay_finding_get_observed (const AssayFinding *self, guint index, AssayObserved *observed)
{
  const Observed *from = &g_array_index (self->observed, Observed, index);

  *observed = (AssayObserved){ .name = from->name,
                               .type = from->type,
                               .text = from->text,
                               .integer = from->integer,
                               .real = from->real,
                               .end = from->end,
                               .offset = from->offset,
                               .digits = from->digits,
                               .unit = from->unit };
}

gboolean
assay_finding_find (const AssayFinding *self, const char *name, AssayObserved *observed)
{
  for (guint i = 0; i < self->observed->len; i++)
    {
      assay_finding_get_observed (self, i, observed);
      if (g_str_equal (observed->name, name))
        return TRUE;
    }
  return FALSE;
}

char *
assay_observed_to_text (const AssayObserved *observed)
{
  const char *gap = observed->unit[0] == '\0' ? "" : " ";

  switch (observed->type)
    {
    case ASSAY_OBSERVED_TEXT:
      return g_strdup (assay_answer_words (observed->name, observed->text));
    case ASSAY_OBSERVED_INT:
      return g_strdup_printf ("%" PRId64 "%s%s", observed->integer, gap,
                              assay_unit_words (observed->unit, observed->integer < 0
                                                                    ? -(guint64) observed->integer
                                                                    : (guint64) observed->integer));
    case ASSAY_OBSERVED_REAL:
      {
        g_autofree char *number = assay_number_text (observed->real, observed->digits);

        return g_strconcat (
            number, gap, assay_unit_words_real (observed->unit, observed->real, observed->digits),
            NULL);
      }
    case ASSAY_OBSERVED_BOOL:
      return g_strdup (observed->integer != 0 ? _ ("Yes") : _ ("No"));
    case ASSAY_OBSERVED_PLACE:
      return g_strdup_printf ("0x%" G_GINT64_MODIFIER "x (%" PRId64 ")", observed->offset,
                              observed->integer);
    case ASSAY_OBSERVED_TIME:
      {
        g_autofree char *start = assay_number_text (observed->real, 3);
        g_autofree char *end = assay_number_text (observed->end, 3);

        return observed->end < observed->real ? g_strconcat (start, " s", NULL)
                                              : g_strconcat (start, "–", end, " s", NULL);
      }
    }
  g_assert_not_reached ();
}

static GVariant *
observed_to_variant (const Observed *observed)
{
  switch (observed->type)
    {
    case ASSAY_OBSERVED_TEXT:
      return g_variant_new_string (observed->text);
    case ASSAY_OBSERVED_INT:
      return g_variant_new ("(xs)", observed->integer, observed->unit);
    case ASSAY_OBSERVED_REAL:
      return g_variant_new ("(dus)", observed->real, observed->digits, observed->unit);
    case ASSAY_OBSERVED_BOOL:
      return g_variant_new_boolean (observed->integer != 0);
    case ASSAY_OBSERVED_PLACE:
      return g_variant_new ("(tt)", observed->offset, (guint64) observed->integer);
    case ASSAY_OBSERVED_TIME:
      return g_variant_new ("(dd)", observed->real, observed->end);
    }
  g_assert_not_reached ();
}

GVariant *
assay_finding_to_variant (const AssayFinding *self)
{
  GVariantBuilder observed;

  g_variant_builder_init (&observed, G_VARIANT_TYPE ("a(sv)"));
  for (guint i = 0; i < self->observed->len; i++)
    {
      const Observed *at = &g_array_index (self->observed, Observed, i);

      g_variant_builder_add (&observed, "(sv)", at->name, observed_to_variant (at));
    }
  return g_variant_new ("(sua(sv))", self->rule, (guint32) self->severity, &observed);
}

/* Rule ids are [A-Z0-9-]{2,32}; observed names [a-z0-9_.]+ up to 64. */
static gboolean
is_name (const char *name, const char *others, gboolean upper, gsize most)
{
  gsize length = strlen (name);

  if (length == 0 || length > most)
    return FALSE;
  for (const char *at = name; *at != '\0'; at++)
    {
      gboolean letter = upper ? g_ascii_isupper (*at) : g_ascii_islower (*at);

      if (!letter && !g_ascii_isdigit (*at) && strchr (others, *at) == NULL)
        return FALSE;
    }
  return TRUE;
}

/* Fills the builder with one value from the wire; FALSE if its type is none of ours. */
static gboolean
read_observed (AssayFindingBuilder *builder, const char *name, GVariant *value)
{
  const char *unit;
  gint64 integer;
  double real;
  double end;
  guint32 digits;
  guint64 offset;
  guint64 length;

  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    assay_finding_builder_text (builder, name, g_variant_get_string (value, NULL));
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    assay_finding_builder_bool (builder, name, g_variant_get_boolean (value));
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE ("(xs)")))
    {
      g_variant_get (value, "(x&s)", &integer, &unit);
      assay_finding_builder_int (builder, name, integer, unit);
    }
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE ("(dus)")))
    {
      g_variant_get (value, "(du&s)", &real, &digits, &unit);
      assay_finding_builder_real (builder, name, real, digits, unit);
    }
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE ("(tt)")))
    {
      g_variant_get (value, "(tt)", &offset, &length);
      assay_finding_builder_place (builder, name, offset, length);
    }
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE ("(dd)")))
    {
      g_variant_get (value, "(dd)", &real, &end);
      assay_finding_builder_time (builder, name, real, end);
    }
  else
    return FALSE;
  return TRUE;
}

AssayFinding *
assay_finding_from_variant (GVariant *variant, GError **error)
{
  const char *rule;
  guint32 severity;
  g_autoptr (GVariantIter) iter = NULL;

  g_variant_get (variant, "(&sua(sv))", &rule, &severity, &iter);
  if (!is_name (rule, "-", TRUE, 32) || severity > ASSAY_SEVERITY_COMPROMISED
      || g_variant_iter_n_children (iter) > MAX_OBSERVED)
    {
      g_set_error_literal (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                           _ ("A finding has a rule or severity that cannot be"));
      return NULL;
    }

  AssayFindingBuilder *builder = assay_finding_builder_new (rule, (AssaySeverity) severity);
  const char *name;
  GVariant *value;
  gboolean valid = TRUE;

  while (valid && g_variant_iter_next (iter, "(&sv)", &name, &value))
    {
      valid = is_name (name, "_.[]-", FALSE, 64) && read_observed (builder, name, value);
      g_variant_unref (value);
    }

  g_autoptr (AssayFinding) finding = assay_finding_builder_end (builder);

  if (valid)
    return g_steal_pointer (&finding);
  g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
               _ ("Finding %s has a value that cannot be"), rule);
  return NULL;
}
