/* assay-report-mark.c: what a finding about a mark states for a court: how likely chance is, in
 * words made from the number itself, and which key was read with, by its fingerprint. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "report/assay-report-writer-private.h"

/* Powers of ten that are written out. */
#define WRITTEN_OUT 15u

/* Half of the last digit that a finding states of a probability's logarithm. */
#define ROUNDED 0.05

/* "1 000 000", or "10^1065". */
static char *
power_text (guint power)
{
  guint64 value = 1;

  if (power > WRITTEN_OUT)
    return g_strdup_printf ("10^%u", power);
  for (guint left = power; left > 0; left--)
    value *= 10;
  return assay_words_grouped (value);
}

/* @log10_p: at most 0, of a bound; what it was rounded by and what is cut off go to the weaker
 * side. */
static char *
chance_text (double log10_p)
{
  guint power = (guint) CLAMP (floor (-log10_p - ROUNDED), 0.0, 1e6);
  g_autofree char *number = power_text (power);

  if (power == 0)
    return g_strdup (
        _ ("It cannot be ruled out that more than one in ten files that were not marked "
           "with this key would agree as well by chance."));
  if (power > WRITTEN_OUT)
    /* Translators: "10^1065", then 1065 */
    return g_strdup_printf (_ ("Of files that were not marked with this key at most one in %s, a "
                               "one with %u zeros, would agree as well by chance."),
                            number, power);
  return g_strdup_printf (_ ("Of files that were not marked with this key at most one in %s would "
                             "agree as well by chance."),
                          number);
}

/* NULL for a run without a key. */
static char *
key_text (const AssayReportRun *run)
{
  g_autoptr (JsonNode) node = run->parameters == NULL
                                  ? NULL
                                  : assay_json_parse (run->parameters, -1, ASSAY_LIMIT_DEPTH, NULL);
  const char *key;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  key = json_object_get_string_member_with_default (json_node_get_object (node), "key", "");
  return *key == '\0' ? NULL : g_strdup (key);
}

void
assay_write_mark (AssayReportWriter *self, const AssayFindingRef *ref)
{
  AssayObserved observed;
  g_autofree char *key = key_text (ref->run);

  if (key == NULL || !assay_finding_find (ref->finding, "mark.log10_p", &observed))
    return;

  g_autofree char *chance = chance_text (observed.real);

  assay_flow_pair (self->flow, _ ("Probability of chance"), ASSAY_STYLE_BODY, chance);
  assay_flow_pair (self->flow, _ ("Fingerprint of the key"), ASSAY_STYLE_CELL_MONO, key);
}
