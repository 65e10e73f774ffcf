/* assay-case-schema.c: the schema of case.db (CUSTODY §3). The ledger is the truth; everything
 * marked as a projection can be rebuilt from it. */
#include "case/assay-case-schema-private.h"

#define APPEND_ONLY(table, name, event)                                                            \
  {                                                                                                \
    "trigger", table "_no_" name,                                                                  \
        "CREATE TRIGGER " table "_no_" name " BEFORE " event " ON " table                          \
        " BEGIN SELECT RAISE(ABORT,'append-only'); END",                                           \
        FALSE, NULL                                                                                \
  }

const AssaySchemaObject assay_case_schema[] = {
  { "table", "ledger",
    "CREATE TABLE ledger(seq INTEGER PRIMARY KEY CHECK(seq>=1), body TEXT NOT NULL, "
    "sig BLOB NOT NULL CHECK(length(sig)=64)) STRICT",
    FALSE, NULL },
  { "table", "checkpoint",
    "CREATE TABLE checkpoint(size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT", FALSE, NULL },
  { "table", "reveal",
    "CREATE TABLE reveal(commitment TEXT PRIMARY KEY, salt BLOB NOT NULL, value TEXT NOT NULL) "
    "STRICT",
    FALSE, NULL },
  { "table", "casefile",
    "CREATE TABLE casefile(id INTEGER PRIMARY KEY CHECK(id=1), uuid TEXT NOT NULL, "
    "log TEXT NOT NULL, public_key TEXT NOT NULL, title TEXT NOT NULL, reference TEXT NOT NULL, "
    "examiner TEXT NOT NULL, opened INTEGER NOT NULL) STRICT",
    TRUE, "id" },
  { "table", "exhibit",
    "CREATE TABLE exhibit(item INTEGER PRIMARY KEY, entry INTEGER NOT NULL, "
    "sha256 TEXT NOT NULL, sha512 TEXT NOT NULL, sha1 TEXT NOT NULL, md5 TEXT NOT NULL, "
    "size INTEGER NOT NULL, name TEXT NOT NULL, source TEXT NOT NULL, note TEXT NOT NULL, "
    "taken_in INTEGER NOT NULL, mtime INTEGER NOT NULL, mime TEXT NOT NULL, "
    "verdict TEXT NOT NULL, error TEXT NOT NULL, state TEXT NOT NULL, "
    "verified INTEGER NOT NULL) STRICT",
    TRUE, "item" },
  { "table", "run",
    "CREATE TABLE run(entry INTEGER PRIMARY KEY, item INTEGER NOT NULL, tool TEXT NOT NULL, "
    "version TEXT NOT NULL, parameters TEXT NOT NULL, result TEXT NOT NULL, error TEXT NOT NULL, "
    "verdict TEXT NOT NULL, started INTEGER NOT NULL, ended INTEGER NOT NULL) STRICT",
    TRUE, "entry" },
  { "index", "exhibit_sha256", "CREATE INDEX exhibit_sha256 ON exhibit(sha256)", FALSE, NULL },
  { "index", "run_item", "CREATE INDEX run_item ON run(item, tool, entry)", FALSE, NULL },
  APPEND_ONLY ("ledger", "update", "UPDATE"),
  APPEND_ONLY ("ledger", "delete", "DELETE"),
  APPEND_ONLY ("checkpoint", "update", "UPDATE"),
  APPEND_ONLY ("checkpoint", "delete", "DELETE"),
  { "trigger", "ledger_order",
    "CREATE TRIGGER ledger_order BEFORE INSERT ON ledger "
    "WHEN NEW.seq IS NOT (SELECT ifnull(max(seq),0)+1 FROM ledger) "
    "BEGIN SELECT RAISE(ABORT,'sequence'); END",
    FALSE, NULL },
  { NULL, NULL, NULL, FALSE, NULL },
};
