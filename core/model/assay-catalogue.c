/* assay-catalogue.c: looks rules and words up in the compiled catalogue. */
#include "model/assay-catalogue.h"

#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/assay-catalogue-private.h"

guint
assay_catalogue_get_n_rules (void)
{
  return assay_catalogue_rules_n;
}

const AssayRule *
assay_catalogue_get_rule (guint index)
{
  g_return_val_if_fail (index < assay_catalogue_rules_n, NULL);

  return &assay_catalogue_rules[index];
}

const AssayRule *
assay_catalogue_find (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < assay_catalogue_rules_n; i++)
    if (strcmp (assay_catalogue_rules[i].id, id) == 0)
      return &assay_catalogue_rules[i];
  return NULL;
}

char *
assay_rule_measured_text (const AssayRule *rule)
{
  g_return_val_if_fail (rule != NULL, NULL);

  if (rule->counts.altered < 0)
    return g_strdup ("");
  if (rule->counts.tuned)
    return g_strdup_printf (_ ("Fired on %d of %d altered files and on %d of %d believed camera "
                               "originals. Its threshold was chosen on these same files."),
                            rule->counts.altered, rule->counts.of_altered, rule->counts.originals,
                            rule->counts.of_originals);
  return g_strdup_printf (
      _ ("Fired on %d of %d altered files and on %d of %d believed camera originals."),
      rule->counts.altered, rule->counts.of_altered, rule->counts.originals,
      rule->counts.of_originals);
}

const char *
assay_catalogue_get_hash (void)
{
  return assay_catalogue_hash;
}

static const char *
find_entry (const char *name)
{
  guint low = 0;
  guint high = assay_catalogue_glossary_n;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;
      const int order = strcmp (name, assay_catalogue_glossary[middle].name);

      if (order == 0)
        return assay_catalogue_glossary[middle].text;
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }
  return NULL;
}

/* "moov[1]/trak[2]" → "moov/trak". */
static char *
without_numbers (const char *name)
{
  GString *plain = g_string_new (NULL);

  for (const char *p = name; *p != '\0'; p++)
    {
      if (*p == '[')
        {
          const char *end = strchr (p, ']');

          if (end != NULL)
            {
              p = end;
              continue;
            }
        }
      g_string_append_c (plain, *p);
    }
  return g_string_free (plain, FALSE);
}

const char *
assay_catalogue_explain (const char *name)
{
  g_autofree char *plain = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  plain = without_numbers (name);
  for (const char *part = plain; part != NULL;)
    {
      const char *text = find_entry (part);

      if (text != NULL)
        return text;
      part = strchr (part, '/');
      if (part != NULL)
        part++;
    }
  for (guint i = 0; i < assay_catalogue_glossary_patterns_n; i++)
    if (g_pattern_match_simple (assay_catalogue_glossary_patterns[i].name, plain))
      return assay_catalogue_glossary_patterns[i].text;
  return NULL;
}
