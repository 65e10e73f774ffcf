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
#include "case/assay-bag-private.h"
#include "case/assay-case-thumbnail-private.h"
#include "case/assay-files-private.h"
#include "case/assay-hashes-private.h"
#include "case/assay-verify-private.h"

/* Of one code: more than a person reads. */
#define MOST_REMARKS 1000u
/* Entries tell the size of outputs, but not of reports, receipts and time stamps: these are no
 * larger, and what is larger and has no output's size is not read for a remark. */
#define MOST_UNSIZED ((off_t) 256 * 1024 * 1024)
/* Of an export: a line for each of its few tag files. */
#define MOST_TAGS ((gsize) 64 * 1024)
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
  guint n_strange;
  guint n_left; /* leftovers and what was put aside */
} Walk;

/* A folder of the case that is walked through. */
typedef struct
{
  int fd;
  const char *path; /* with a slash at the end, or "" */
} Place;

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
judge_top (AssayVerify *self, const char *name, gboolean folder)
{
  static const char *const files[]
      = { "case.db", "case.db-wal",         "case.db-shm", "case.db-journal",
          "lock",    "report-choices.json", NULL };
  static const char *const folders[] = { "vault", "keys", "anchors", "results", "reports", NULL };
  return g_strv_contains (folder ? folders : files, name) ? EXPECTED : STRANGE;
}

static Standing
judge_vault (AssayVerify *self, const char *name, gboolean folder)
{
  static const char *const own[] = { "objects", "tmp", "quarantine", NULL };
  return folder && g_strv_contains (own, name) ? EXPECTED : STRANGE;
}

/* Whoever opens a case for writing clears it first, so that what is there then is of an intake. */
static Standing
judge_vault_tmp (AssayVerify *self, const char *name, gboolean folder)
{
  const char *at = name;
  const gboolean own = !folder && take_until (&at, DIGITS, ".") && take_until (&at, DIGITS, ".")
                       && take (&at, HEX, 8) && *at == '\0';
  if (!own)
    return STRANGE;
  return self->self->mode == ASSAY_CASE_WRITE ? EXPECTED : LEFTOVER;
}

/* What was put aside may be there because its bytes are not what its name says, so that nothing
 * but the name can be compared. */
static Standing
judge_quarantine (AssayVerify *self, const char *name, gboolean folder)
{
  const char *at = name;
  g_autofree char *sha256 = g_strndup (name, 64);
  if (folder || !take (&at, HEX, 64) || !take (&at, ".", 1) || !take (&at, HEX, 8) || *at != '\0')
    return STRANGE;
  return g_hash_table_contains (self->recorded.quarantined, sha256) ? EXPECTED : PUT_ASIDE;
}

/* Files that are no keys of the case are findings. */
static Standing
judge_keys (AssayVerify *self, const char *name, gboolean folder)
{
  return !folder && assay_name_is_temporary (name) ? LEFTOVER : EXPECTED;
}

/* Whatever calls itself a checkpoint was held against the ledger. Requests and answers are written
 * before their entry. */
static Standing
judge_anchors (AssayVerify *self, const char *name, gboolean folder)
{
  g_autofree char *path = g_strconcat ("anchors/", name, NULL);
  const char *request = name;
  const char *answer = name;
  if (folder)
    return STRANGE;
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
judge_thumbnails (AssayVerify *self, const char *name, gboolean folder)
{
  const guint64 number = g_ascii_strtoull (name, NULL, 10);
  AssayExhibit *exhibit
      = number < G_MAXUINT ? assay_case_get_exhibit (self->self, (guint) number) : NULL;
  if (folder)
    return STRANGE;
  if (g_hash_table_contains (self->thumbnails, name))
    return EXPECTED;
  if (exhibit == NULL || assay_exhibit_get_state (exhibit) == ASSAY_CUSTODY_ERASED)
    return STRANGE;
  g_autofree char *plain = assay_thumbnail_file ((guint) number, NULL);
  const char *at = name + strlen (plain);
  if (!g_str_has_prefix (name, plain))
    return STRANGE; /* the number written in another way */
  if (*at == '\0')
    return EXPECTED;
  return take (&at, "-", 1) && take (&at, HEX, 16) && *at == '\0' ? LEFTOVER : STRANGE;
}

static Standing
judge_reports (AssayVerify *self, const char *name, gboolean folder)
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
judge_results (AssayVerify *self, const char *name, gboolean folder)
{
  g_autofree char *path = g_strconcat ("results/", name, NULL);
  const gboolean own = (folder && (strcmp (name, "thumbnails") == 0 || is_of_run (name)))
                       || g_hash_table_contains (self->recorded.paths, path);
  return own ? EXPECTED : STRANGE;
}

typedef Standing (*JudgeFunc) (AssayVerify *self, const char *name, gboolean folder);

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

static gboolean
has_known_hash (AssayVerify *self, int fd, off_t size)
{
  AssayHashes hashes = { .sha256 = "" };
  return fd >= 0
         && assay_hash_descriptor (fd, (guint64) size, ASSAY_HASH_SHA256, NULL, self->cancellable,
                                   &hashes, NULL, NULL)
         && g_hash_table_contains (self->recorded.hashes, hashes.sha256);
}

/* Whether it is something that was made from the case: a file by its bytes, an export by the
 * manifest that it is checked with. */
static gboolean
is_known (const Walk *walk, const Place *place, const char *name, const struct stat *info)
{
  AssayVerify *self = walk->verify;
  const gint64 size = info->st_size;
  if (S_ISDIR (info->st_mode))
    {
      const int folder = openat (place->fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
      g_autoptr (GBytes) tags
          = folder < 0 ? NULL : assay_read_named (folder, ASSAY_BAG_TAG_MANIFEST, MOST_TAGS, NULL);
      assay_close (folder);
      if (tags == NULL)
        return FALSE;
      g_autofree char *hash
          = assay_sha256_text (g_bytes_get_data (tags, NULL), g_bytes_get_size (tags));
      return g_hash_table_contains (self->recorded.hashes, hash);
    }
  if (size > MOST_UNSIZED && !g_hash_table_contains (self->recorded.sizes, &size))
    return FALSE;
  const int fd = openat (place->fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  const gboolean known = has_known_hash (self, fd, info->st_size);
  assay_close (fd);
  return known;
}

static char *
say (Standing standing, const char *path, gboolean folder)
{
  g_autofree char *shown = assay_text_visible (path, -1);
  if (standing == LEFTOVER)
    return g_strdup_printf (_ ("“%s” belongs to no entry. A write or a run that was cut off leaves "
                               "such files and folders."),
                            shown);
  if (standing == PUT_ASIDE)
    return g_strdup_printf (_ ("“%s” is called like an object that was put aside because no entry "
                               "wanted it, or its bytes were damaged; no entry tells of it."),
                            shown);
  if (folder)
    return g_strdup_printf (
        _ ("The folder “%s” and what is in it are not of the case: no entry knows of them."),
        shown);
  return g_strdup_printf (_ ("“%s” is not of the case: no entry knows of it."), shown);
}

static void
tell (Walk *walk, Standing standing, const Place *place, const char *name, const struct stat *info)
{
  guint *n = standing == STRANGE ? &walk->n_strange : &walk->n_left;
  if (standing == EXPECTED || (standing == LEFTOVER && !walk->settled))
    return;
  if (*n < MOST_REMARKS)
    {
      if (is_known (walk, place, name, info))
        return;
      g_autofree char *path = g_strconcat (place->path, name, NULL);
      assay_verification_remark (walk->verify->report,
                                 standing == STRANGE ? "file-unknown" : "leftover", 0, 0,
                                 say (standing, path, S_ISDIR (info->st_mode)));
    }
  ++*n;
}

/* FALSE where it is gone meanwhile, or is a link or a pipe, which are findings. */
static gboolean
look_at (const Place *place, const char *name, struct stat *info)
{
  return fstatat (place->fd, name, info, AT_SYMLINK_NOFOLLOW) == 0
         && (S_ISREG (info->st_mode) || S_ISDIR (info->st_mode));
}

/* The outputs of one run. Without a recorded one it never ended. */
static void
walk_run (Walk *walk, const Place *results, const char *name, const struct stat *info)
{
  GHashTable *paths = walk->verify->recorded.paths;
  g_autofree char *folder = g_strconcat (results->path, name, "/", NULL);
  g_autofree char *plain = g_strconcat (results->path, name, NULL);
  const gboolean recorded = g_hash_table_contains (paths, plain);
  const Place place
      = { openat (results->fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), folder };
  g_autoptr (GPtrArray) names = place.fd < 0 ? NULL : assay_list_folder (place.fd, NULL);
  if (names != NULL && names->len == 0 && !recorded)
    tell (walk, LEFTOVER, results, name, info);
  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      g_autofree char *path = g_strconcat (folder, names->pdata[i], NULL);
      const gboolean cut_off = !recorded || assay_name_is_temporary (names->pdata[i]);
      struct stat found;
      if (!g_hash_table_contains (paths, path) && look_at (&place, names->pdata[i], &found))
        tell (walk, cut_off && S_ISREG (found.st_mode) ? LEFTOVER : STRANGE, &place,
              names->pdata[i], &found);
    }
  assay_close (place.fd);
}

static void
walk_place (Walk *walk, const Place *place, JudgeFunc judge)
{
  g_autoptr (GPtrArray) names = assay_list_folder (place->fd, NULL);
  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      const char *name = names->pdata[i];
      struct stat info;
      if (!look_at (place, name, &info))
        continue;
      const gboolean folder = S_ISDIR (info.st_mode);
      Standing standing = judge (walk->verify, name, folder);
      if (standing == STRANGE && !folder && (assay_name_is_temporary (name) || is_of_glib (name)))
        standing = LEFTOVER;
      if (standing == EXPECTED && judge == judge_results && strcmp (name, "thumbnails") != 0)
        walk_run (walk, place, name, &info);
      else
        tell (walk, standing, place, name, &info);
    }
}

/* Level by level, so that a link in the way is not followed; -1 where there is no such folder. */
static int
open_place (int folder, const char *path)
{
  g_auto (GStrv) levels = g_strsplit (path, "/", -1);
  int fd = openat (folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  for (guint i = 0; fd >= 0 && levels[i] != NULL && levels[i][0] != '\0'; i++)
    {
      const int below = openat (fd, levels[i], O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
      assay_close (fd);
      fd = below;
    }
  return fd;
}

static void
count_more (const Walk *walk)
{
  const guint strange = walk->n_strange > MOST_REMARKS ? walk->n_strange - MOST_REMARKS : 0;
  const guint left = walk->n_left > MOST_REMARKS ? walk->n_left - MOST_REMARKS : 0;
  if (strange > 0)
    assay_verification_remark (
        walk->verify->report, "file-unknown", 0, 0,
        g_strdup_printf (ngettext ("%u more is there that was not looked into.",
                                   "%u more are there that were not looked into.", strange),
                         strange));
  if (left > 0)
    assay_verification_remark (
        walk->verify->report, "leftover", 0, 0,
        g_strdup_printf (ngettext ("%u more is there that was not looked into.",
                                   "%u more are there that were not looked into.", left),
                         left));
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
    {
      const Place place = { open_place (self->self->folder, places[i].path), places[i].path };
      if (place.fd >= 0)
        walk_place (&walk, &place, places[i].judge);
      assay_close (place.fd);
    }
  count_more (&walk);
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}
