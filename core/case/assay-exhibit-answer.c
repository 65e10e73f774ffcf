/* assay-exhibit-answer.c: the verdict of an exhibit: the strongest that a run found in it. */
#include "config.h"

#include "case/assay-case-db-private.h"
#include "worker/assay-tool-list.h"

/* Whether what @tool finds is about the exhibit. What a tool that makes a file finds is about that
 * file, unless it calls the exhibit otherwise than the original (one that decrypts). A tool of
 * another version of Assay is believed. */
static gboolean
is_about_exhibit (const char *tool)
{
  const AssayToolInfo *info = assay_tool_list_find (tool);

  return info == NULL || info->exhibit != NULL || info->outputs[0].role == NULL
         || info->outputs[0].optional;
}

static void
about_exhibit (sqlite3_context *context, int n, sqlite3_value **arguments)
{
  const char *tool = n == 1 ? (const char *) sqlite3_value_text (arguments[0]) : NULL;

  sqlite3_result_int (context, tool != NULL && is_about_exhibit (tool));
}

gboolean
assay_exhibit_answer_install (sqlite3 *db)
{
  return sqlite3_create_function (db, "about_exhibit", 1,
                                  SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, NULL,
                                  about_exhibit, NULL, NULL)
         == SQLITE_OK;
}
