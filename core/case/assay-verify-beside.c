/* assay-verify-beside.c: what lies in the case folder and belongs to no entry: put there by
 * somebody, or left by a write or a run that was cut off. Neither changes evidence or ledger, so
 * both are remarks. Links, pipes, keys and the objects of the vault are looked at elsewhere: there
 * a stranger is a finding. */
#include "config.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/assay-base.h"
#include "case/assay-files-private.h"
#include "case/assay-hashes-private.h"
#include "case/assay-verify-private.h"

/* More than a person reads. */
#define MOST_REMARKS 1000u
/* Reports and outputs that somebody kept in the case are known by their hash up to this size; what
 * is larger is not read for a remark. */
#define MOST_BYTES ((off_t) 1024 * 1024 * 1024)
#define DIGITS "0123456789"
#define HEX DIGITS "abcdef"
#define LETTERS DIGITS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

typedef enum
{
  EXPECTED,
  LEFTOVER,  /* a write or a run that was cut off leaves such a file */
  PUT_ASIDE, /* in the vault's quarantine */
  STRANGE,
} Standing;

typedef struct
{
  AssayVerify *verify;
  gboolean settled; /* nobody has written since the snapshot: what is unfinished was cut off */
  guint n_more;     /* that there was no room to name */
} Walk;

/* Whether @text begins with @n characters of @set; steps behind them. */
static gboolean
take (const char **text, const char *set, gsize n)
{
  if (strspn (*text, set) < n)
    return FALSE;
  *text += n;
  return TRUE;
}

/* The same for one character or more of @set and then @end. */
static gboolean
take_until (const char **text, const char *set, const char *end)
{
  const gsize n = strspn (*text, set);
  *text += n;
  if (n == 0 || !g_str_has_prefix (*text, end))
    return FALSE;
  *text += strlen (end);
  return TRUE;
}

/* GLib writes NAME.XXXXXX first. */
static gboolean
is_of_glib (const char *name)
{
  const char *dot = strrchr (name, '.');
  return dot != NULL && strlen (dot + 1) == 6 && strspn (dot + 1, LETTERS) == 6
         && (g_str_has_prefix (name, "report-choices.json.")
             || (dot - name > 4 && strncmp (dot - 4, ".pdf", 4) == 0));
}

static Standing
judge_top (AssayVerify *self, const char *name)
{
  static const char *const own[] = { "case.db",         "case.db-wal", "case.db-shm",
                                     "case.db-journal", "lock",        "report-choices.json",
                                     "vault",           "keys",        "anchors",
                                     "results",         "reports",     NULL };
  return g_strv_contains (own, name) ? EXPECTED : STRANGE;
}

static Standing
judge_vault (AssayVerify *self, const char *name)
{
  static const char *const own[] = { "objects", "tmp", "quarantine", NULL };
  return g_strv_contains (own, name) ? EXPECTED : STRANGE;
}

/* Whoever opens a case for writing clears it first, so that what is there then is of an intake. */
static Standing
judge_vault_tmp (AssayVerify *self, const char *name)
{
  const char *at = name;
  const gboolean own = take_until (&at, DIGITS, ".") && take_until (&at, DIGITS, ".")
                       && take (&at, HEX, 8) && *at == '\0';
  if (!own)
    return STRANGE;
  return self->self->mode == ASSAY_CASE_WRITE ? EXPECTED : LEFTOVER;
}

static Standing
judge_quarantine (AssayVerify *self, const char *name)
{
  const char *at = name;
  g_autofree char *sha256 = g_strndup (name, 64);
  if (g_hash_table_contains (self->recorded.hashes, sha256))
    return EXPECTED; /* an entry tells of it */
  return take (&at, HEX, 64) && *at == '.' ? PUT_ASIDE : STRANGE;
}

/* Files that are no keys of the case are findings. */
static Standing
judge_keys (AssayVerify *self, const char *name)
{
  return assay_name_is_temporary (name) ? LEFTOVER : EXPECTED;
}

/* Whatever calls itself a checkpoint was held against the ledger. Requests and answers are written
 * before their entry. */
static Standing
judge_anchors (AssayVerify *self, const char *name)
{
  g_autofree char *path = g_strconcat ("anchors/", name, NULL);
  const char *request = name;
  const char *answer = name;
  if (g_str_has_suffix (name, ".note") || g_hash_table_contains (self->recorded.paths, path))
    return EXPECTED;
  if (take_until (&request, DIGITS, ".tsq") && *request == '\0')
    return LEFTOVER;
  return take_until (&answer, DIGITS, "-") && take (&answer, HEX, 8)
                 && (strcmp (answer, ".tsr") == 0 || strcmp (answer, ".proof") == 0)
             ? LEFTOVER
             : STRANGE;
}

/* The number, or the number and the begin of the hash; a run keeps it before its entry. */
static Standing
judge_thumbnails (AssayVerify *self, const char *name)
{
  const guint64 number = g_ascii_strtoull (name, NULL, 10);
  AssayExhibit *exhibit
      = number < G_MAXUINT ? assay_case_get_exhibit (self->self, (guint) number) : NULL;
  const char *at = name;
  if (g_hash_table_contains (self->thumbnails, name))
    return EXPECTED;
  if (exhibit == NULL || assay_exhibit_get_state (exhibit) == ASSAY_CUSTODY_ERASED)
    return STRANGE;
  if (strspn (name, DIGITS) == strlen (name))
    return EXPECTED;
  return take_until (&at, DIGITS, "-") && take (&at, HEX, 16) && *at == '\0' ? LEFTOVER : STRANGE;
}

static Standing
judge_reports (AssayVerify *self, const char *name)
{
  return STRANGE;
}

/* 20260102T030405Z-… */
static gboolean
is_of_run (const char *name)
{
  return take (&name, DIGITS, 8) && take (&name, "T", 1) && take (&name, DIGITS, 6)
         && take (&name, "Z", 1) && *name == '-';
}

static Standing
judge_results (AssayVerify *self, const char *name)
{
  g_autofree char *path = g_strconcat ("results/", name, NULL);
  const gboolean own = strcmp (name, "thumbnails") == 0 || is_of_run (name)
                       || g_hash_table_contains (self->recorded.paths, path);
  return own ? EXPECTED : STRANGE;
}

typedef Standing (*JudgeFunc) (AssayVerify *self, const char *name);

static const struct
{
  const char *path;
  JudgeFunc judge;
} places[] = {
  { "", judge_top },
  { "anchors/", judge_anchors },
  { "keys/", judge_keys },
  { "reports/", judge_reports },
  { "results/", judge_results },
  { "results/thumbnails/", judge_thumbnails },
  { "vault/", judge_vault },
  { "vault/quarantine/", judge_quarantine },
  { "vault/tmp/", judge_vault_tmp },
};

/* Whether the bytes are those of something that was made from the case. */
static gboolean
is_known_by_hash (AssayVerify *self, const char *path, off_t size)
{
  AssayHashes hashes = { .sha256 = "" };
  const int fd = size > MOST_BYTES ? -1
                                   : openat (self->self->folder, path,
                                             O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  const gboolean hashed = fd >= 0
                          && assay_hash_descriptor (fd, (guint64) size, ASSAY_HASH_SHA256, NULL,
                                                    self->cancellable, &hashes, NULL, NULL);
  assay_close (fd);
  return hashed && g_hash_table_contains (self->recorded.hashes, hashes.sha256);
}

static char *
say (Standing standing, const char *path, gboolean folder)
{
  g_autofree char *shown = assay_text_visible (path, -1);
  if (standing == LEFTOVER)
    return g_strdup_printf (_ ("“%s” belongs to no entry. A write or a run that was cut off leaves "
                               "such a file."),
                            shown);
  if (standing == PUT_ASIDE)
    return g_strdup_printf (_ ("“%s” was put aside: it lay in the vault and no entry wanted it, or "
                               "its bytes were damaged."),
                            shown);
  if (folder)
    return g_strdup_printf (
        _ ("The folder “%s” and what is in it are not of the case: no entry knows of them."),
        shown);
  return g_strdup_printf (_ ("“%s” is not of the case: no entry knows of it."), shown);
}

static void
tell (Walk *walk, Standing standing, const char *path, const struct stat *info)
{
  AssayVerification *report = walk->verify->report;
  const gboolean folder = S_ISDIR (info->st_mode);
  if (standing == EXPECTED || (standing == LEFTOVER && !walk->settled)
      || (!folder && is_known_by_hash (walk->verify, path, info->st_size)))
    return;
  if (assay_verification_get_n_remarks (report) >= MOST_REMARKS)
    walk->n_more++;
  else
    assay_verification_remark (report, standing == STRANGE ? "file-unknown" : "leftover", 0, 0,
                               say (standing, path, folder));
}

/* FALSE where it is gone meanwhile, or is a link or a pipe, which are findings. */
static gboolean
look_at (const Walk *walk, const char *path, struct stat *info)
{
  return fstatat (walk->verify->self->folder, path, info, AT_SYMLINK_NOFOLLOW) == 0
         && (S_ISREG (info->st_mode) || S_ISDIR (info->st_mode));
}

/* Names in a folder of the case, NULL if it is not there. */
static GPtrArray *
list (const Walk *walk, const char *path)
{
  const int fd = openat (walk->verify->self->folder, path[0] == '\0' ? "." : path,
                         O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  GPtrArray *names = fd < 0 ? NULL : assay_list_folder (fd, NULL);
  assay_close (fd);
  return names;
}

/* The outputs of one run. Without a recorded one it never ended. */
static void
walk_run (Walk *walk, const char *folder)
{
  GHashTable *paths = walk->verify->recorded.paths;
  const gboolean recorded = g_hash_table_contains (paths, folder);
  g_autoptr (GPtrArray) names = list (walk, folder);
  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      g_autofree char *path = g_strconcat (folder, "/", names->pdata[i], NULL);
      const gboolean cut_off = !recorded || assay_name_is_temporary (names->pdata[i]);
      struct stat info;
      if (!g_hash_table_contains (paths, path) && look_at (walk, path, &info))
        tell (walk, cut_off && S_ISREG (info.st_mode) ? LEFTOVER : STRANGE, path, &info);
    }
}

static void
walk_place (Walk *walk, const char *folder, JudgeFunc judge)
{
  g_autoptr (GPtrArray) names = list (walk, folder);
  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      const char *name = names->pdata[i];
      g_autofree char *path = g_strconcat (folder, name, NULL);
      struct stat info;
      if (!look_at (walk, path, &info))
        continue;
      Standing standing = judge (walk->verify, name);
      if (standing == STRANGE && S_ISREG (info.st_mode)
          && (assay_name_is_temporary (name) || is_of_glib (name)))
        standing = LEFTOVER;
      if (standing == EXPECTED && judge == judge_results && strcmp (name, "thumbnails") != 0)
        walk_run (walk, path);
      else
        tell (walk, standing, path, &info);
    }
}

gboolean
assay_verify_beside (AssayVerify *self, GError **error)
{
  Walk walk = {
    .verify = self,
    .settled
    = self->objects != NULL && assay_case_get_n_entries (self->self) == self->report->n_entries,
  };
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    walk_place (&walk, places[i].path, places[i].judge);
  if (walk.n_more > 0)
    assay_verification_remark (
        self->report, "file-unknown", 0, 0,
        g_strdup_printf (ngettext ("%u more file is there that no entry knows of.",
                                   "%u more files are there that no entry knows of.", walk.n_more),
                         walk.n_more));
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}
