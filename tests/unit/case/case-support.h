/* case-support.h: a store with a key and a case in it, for the tests of core/case. */
#pragma once

#include "case/assay-case.h"

typedef struct
{
  char *root; /* removed at the end */
  char *store;
  char *keys;
  AssayExaminerKey *key;
  AssayCase *subject;
} CaseFixture;

void case_fixture_set_up (CaseFixture *self, gconstpointer data);
void case_fixture_tear_down (CaseFixture *self, gconstpointer data);
/* Writes @size bytes that depend on @seed below the root and gives the path. */
char *case_fixture_file (CaseFixture *self, const char *name, gsize size, guint32 seed);
/* Takes such a file in; the exhibit's number. */
guint case_fixture_intake (CaseFixture *self, const char *name, gsize size, guint32 seed);
/* Closes the case and opens it again. */
void case_fixture_reopen (CaseFixture *self, AssayCaseMode mode);
/* Verification that must have been possible. */
AssayVerification *case_fixture_verify (CaseFixture *self);
/* The one finding of @code, which must be there; prints all if it is not. */
const AssayVerifyFinding *case_fixture_find (const AssayVerification *report, const char *code);
/* Runs SQL on the closed case as an attacker with full access: triggers dropped, DEFENSIVE off. */
void case_fixture_tamper (CaseFixture *self, const char *sql);
/* Path of the vault object of an exhibit. */
char *case_fixture_object (CaseFixture *self, guint number);

#define assert_passed(report)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    for (guint i_ = 0; i_ < assay_verification_get_n_findings (report); i_++)                      \
      g_test_message ("%s: %s", assay_verification_get_finding (report, i_)->code,                 \
                      assay_verification_get_finding (report, i_)->detail);                        \
    g_assert_true (assay_verification_passed (report));                                            \
  }                                                                                                \
  G_STMT_END
