/* assay-case-db-guard.c: see the header. */
#include "case/assay-case-db-guard-private.h"

#include "config.h"

#include <sys/stat.h>
#include <time.h>

/* Operations of the virtual machine between two looks at the clock: less than a millisecond. */
#define OPERATIONS 20000
#define PATIENCE (8 * G_USEC_PER_SEC)
#define BYTES_PER_SECOND ((guint64) 8 * 1024 * 1024)
/* Rows between two looks at the size of the file, and the least that a row of any table takes. */
#define ROWS 32768
#define LEAST_ROW 48u

/* With the log beside it; of an image in memory its own; 0 for a database that we fill ourselves.
 */
static guint64
file_size (sqlite3 *db)
{
  const char *path = sqlite3_db_filename (db, "main");
  const char *log = path == NULL || *path == '\0' ? NULL : sqlite3_filename_wal (path);
  struct stat status;
  guint64 size = 0;
  sqlite3_int64 image = 0;

  /* A limit below the size of an image becomes its size, which comes back; it is never written. */
  if (log == NULL)
    return sqlite3_file_control (db, "main", SQLITE_FCNTL_SIZE_LIMIT, &image) == SQLITE_OK
               ? (guint64) image
               : 0;
  if (stat (path, &status) == 0)
    size += (guint64) status.st_size;
  if (stat (log, &status) == 0)
    size += (guint64) status.st_size;
  return size;
}

void
assay_db_guard_limit (sqlite3 *db)
{
  static const struct
  {
    int id;
    int value;
  } limits[] = {
    { SQLITE_LIMIT_LENGTH, 16 * 1024 * 1024 },
    { SQLITE_LIMIT_SQL_LENGTH, 64 * 1024 },
    { SQLITE_LIMIT_COLUMN, 64 },
    { SQLITE_LIMIT_EXPR_DEPTH, 64 },
    { SQLITE_LIMIT_COMPOUND_SELECT, 8 },
    { SQLITE_LIMIT_VDBE_OP, 100000 },
    { SQLITE_LIMIT_FUNCTION_ARG, 8 },
    { SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 256 },
    { SQLITE_LIMIT_VARIABLE_NUMBER, 64 },
    { SQLITE_LIMIT_TRIGGER_DEPTH, 8 },
    { SQLITE_LIMIT_WORKER_THREADS, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    (void) sqlite3_limit (db, limits[i].id, limits[i].value);
}

/* Of the calling thread, µs: a circle of pages takes it, a slow disk or a busy machine does not. */
static gint64
processor_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static int
on_progress (void *data)
{
  const AssayDbGuard *self = data;
  const gint64 spent = processor_time () - self->since;

  return spent > PATIENCE
         && spent > PATIENCE + (gint64) (file_size (self->db) / BYTES_PER_SECOND) * G_USEC_PER_SEC;
}

void
assay_db_guard_begin (AssayDbGuard *self, sqlite3 *db)
{
  *self = (AssayDbGuard){ db, processor_time () };
  sqlite3_progress_handler (db, OPERATIONS, on_progress, self);
}

void
assay_db_guard_end (AssayDbGuard *self)
{
  sqlite3_progress_handler (self->db, 0, NULL, NULL);
}

gboolean
assay_db_guard_rows (sqlite3_stmt *statement)
{
  const int rows = sqlite3_stmt_status (statement, SQLITE_STMTSTATUS_FULLSCAN_STEP, FALSE);

  if (rows == 0 || rows % ROWS != 0)
    return TRUE;

  const guint64 size = file_size (sqlite3_db_handle (statement));

  return size == 0 || (guint64) rows <= ROWS + size / LEAST_ROW;
}
