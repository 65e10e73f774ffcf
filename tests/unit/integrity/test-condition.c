/* test-condition.c: the patterns and the condition language, over facts made by hand. */
#include "integrity/assay-condition-private.h"
#include "integrity/assay-glob-private.h"

static void
test_glob (void)
{
  static const struct
  {
    const char *pattern;
    const char *text;
    gboolean matches;
  } cases[] = {
    { "", "", TRUE },
    { "*", "", TRUE },
    { "a", "", FALSE },
    { "Canon*", "CANON EOS", TRUE },
    { "*GIMP*", "made with gimp 2.10", TRUE },
    { "IMG-########-WA####*", "IMG-20240131-WA0007.jpg", TRUE },
    { "IMG-########-WA####*", "IMG-2024013-WA0007.jpg", FALSE },
    { "a\\*b", "a*b", TRUE },
    { "a\\*b", "axb", FALSE },
    { "?#", "x9", TRUE },
    { "?#", "xy", FALSE },
    { "*ab*ab", "ababab", TRUE },
    { "*ab*ab", "abab!", FALSE },
    { "#.*", "1.2.3", TRUE },
    { "bmff.track[*].handler", "bmff.track[12].handler", TRUE },
    { "ends\\", "ends", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (assay_glob_match (cases[i].pattern, cases[i].text) != cases[i].matches)
      g_error ("\"%s\" against \"%s\"", cases[i].pattern, cases[i].text);
}

/* What makes a backtracking matcher run for years. */
static void
test_glob_hostile (void)
{
  g_autofree char *text = g_strnfill (64 * 1024, 'a');
  const gint64 start = g_get_monotonic_time ();

  g_assert_false (assay_glob_match ("*a*a*a*a*a*a*a*a*a*a*b", text));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
}

static const char *const cameras[] = { "Canon*", "NIKON*", NULL };
static const AssayRuleTable camera_table = { "cameras", cameras };
static const char *const pairs[] = { "Canon*|Canon", NULL };
static const AssayRuleTable pair_table = { "pairs", pairs };
static const char *const codes[] = { "truncated", NULL };
static const AssayRuleTable code_table = { "codes", codes };
static const char *const paths[] = { "moov*", NULL };
static const AssayRuleTable path_table = { "paths", paths };

static AssayInspection *
make_facts (void)
{
  AssayInspection *facts = assay_inspection_new ();

  assay_inspection_text (facts, "make", "Canon", 10, 5);
  assay_inspection_text (facts, "vendor", "Canon", 90, 5);
  assay_inspection_text (facts, "other", "Sony", 99, 4);
  assay_inspection_int (facts, "width", 640, NULL, 20, 2);
  assay_inspection_real (facts, "ratio", 1.5, NULL, G_MAXUINT64, 0);
  assay_inspection_bool (facts, "flag", TRUE, G_MAXUINT64, 0);
  assay_inspection_time (facts, "taken", 1000000, FALSE, NULL, 30, 19);
  assay_inspection_time (facts, "saved", 1061500, FALSE, NULL, 50, 19);
  assay_inspection_text (facts, "track[1].name", "first", 60, 5);
  assay_inspection_text (facts, "track[2].name", "NIKON", 70, 5);
  assay_inspection_problem (facts, "truncated", 100, "declared 8, available 2");
  assay_inspection_element (facts, "moov", 0, 8, 100, NULL);
  return facts;
}

static gboolean
fired (const char *rule, gpointer user_data)
{
  return g_str_equal (rule, user_data);
}

static void
test_leaves (void)
{
  static const struct
  {
    AssayCondition condition;
    gboolean holds;
  } cases[] = {
    { { ASSAY_CONDITION_EXISTS, "make", NULL, 0, NULL, NULL, 0 }, TRUE },
    { { ASSAY_CONDITION_EXISTS, "model", NULL, 0, NULL, NULL, 0 }, FALSE },
    { { ASSAY_CONDITION_EXISTS, "track[*].name", NULL, 0, NULL, NULL, 0 }, TRUE },
    { { ASSAY_CONDITION_MATCHES, "make", NULL, 0, &camera_table, NULL, 0 }, TRUE },
    { { ASSAY_CONDITION_MATCHES, "other", NULL, 0, &camera_table, NULL, 0 }, FALSE },
    { { ASSAY_CONDITION_MATCHES, "track[*].name", NULL, 0, &camera_table, NULL, 0 }, TRUE },
    { { ASSAY_CONDITION_ABOVE, "width", NULL, 639, NULL, NULL, 0 }, TRUE },
    { { ASSAY_CONDITION_ABOVE, "width", NULL, 640, NULL, NULL, 0 }, FALSE },
    { { ASSAY_CONDITION_BELOW, "ratio", NULL, 1.6, NULL, NULL, 0 }, TRUE },
    { { ASSAY_CONDITION_BELOW, "make", NULL, 1e9, NULL, NULL, 0 }, FALSE },
    { { ASSAY_CONDITION_EQUALS, "flag", NULL, 1, NULL, NULL, 0 }, TRUE },
    { { ASSAY_CONDITION_EQUALS, "flag", NULL, 0, NULL, NULL, 0 }, FALSE },
    { { ASSAY_CONDITION_EXCEEDS, "saved", "taken", 61, NULL, NULL, 0 }, TRUE },
    { { ASSAY_CONDITION_EXCEEDS, "saved", "taken", 62, NULL, NULL, 0 }, FALSE },
    { { ASSAY_CONDITION_EXCEEDS, "taken", "saved", 0, NULL, NULL, 0 }, FALSE },
    { { ASSAY_CONDITION_APART, "taken", "saved", 61, NULL, NULL, 0 }, TRUE },
    { { ASSAY_CONDITION_APART, "taken", "nothing", 0, NULL, NULL, 0 }, FALSE },
    { { ASSAY_CONDITION_PAIR, "make", "vendor", 0, &pair_table, NULL, 0 }, TRUE },
    { { ASSAY_CONDITION_PAIR, "make", "other", 0, &pair_table, NULL, 0 }, FALSE },
    { { ASSAY_CONDITION_SAME, "make", "vendor", 0, NULL, NULL, 0 }, TRUE },
    { { ASSAY_CONDITION_SAME, "make", "other", 0, NULL, NULL, 0 }, FALSE },
    { { ASSAY_CONDITION_PROBLEM, NULL, NULL, 0, &code_table, NULL, 0 }, TRUE },
    { { ASSAY_CONDITION_PROBLEM, NULL, NULL, 0, &path_table, NULL, 0 }, FALSE },
    { { ASSAY_CONDITION_ELEMENT, NULL, NULL, 0, &path_table, NULL, 0 }, TRUE },
    { { ASSAY_CONDITION_ELEMENT, NULL, NULL, 0, &code_table, NULL, 0 }, FALSE },
    { { ASSAY_CONDITION_FIRED, "AAA-01", NULL, 0, NULL, NULL, 0 }, TRUE },
    { { ASSAY_CONDITION_FIRED, "AAA-02", NULL, 0, NULL, NULL, 0 }, FALSE },
  };
  g_autoptr (AssayInspection) facts = make_facts ();
  char rule[] = "AAA-01";

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (assay_condition_holds (&cases[i].condition, facts, fired, rule) != cases[i].holds)
      g_error ("case %u", i);
}

static void
test_joined (void)
{
  static const AssayCondition yes = { ASSAY_CONDITION_EXISTS, "make", NULL, 0, NULL, NULL, 0 };
  static const AssayCondition mixed[] = {
    { ASSAY_CONDITION_EXISTS, "make", NULL, 0, NULL, NULL, 0 },
    { ASSAY_CONDITION_EXISTS, "model", NULL, 0, NULL, NULL, 0 },
  };
  const AssayCondition all = { ASSAY_CONDITION_ALL, NULL, NULL, 0, NULL, mixed, 2 };
  const AssayCondition any = { ASSAY_CONDITION_ANY, NULL, NULL, 0, NULL, mixed, 2 };
  const AssayCondition not_all = { ASSAY_CONDITION_NOT, NULL, NULL, 0, NULL, &all, 1 };
  const AssayCondition not_yes = { ASSAY_CONDITION_NOT, NULL, NULL, 0, NULL, &yes, 1 };
  g_autoptr (AssayInspection) facts = make_facts ();

  g_assert_false (assay_condition_holds (&all, facts, NULL, NULL));
  g_assert_true (assay_condition_holds (&any, facts, NULL, NULL));
  g_assert_true (assay_condition_holds (&not_all, facts, NULL, NULL));
  g_assert_false (assay_condition_holds (&not_yes, facts, NULL, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/integrity/glob/cases", test_glob);
  g_test_add_func ("/integrity/glob/hostile", test_glob_hostile);
  g_test_add_func ("/integrity/condition/leaves", test_leaves);
  g_test_add_func ("/integrity/condition/joined", test_joined);
  return g_test_run ();
}
