/* assay-case-folder.c: AssayCase: opening, closing, what it knows in memory, and the one way to
 * append to its ledger. */
#include "case/assay-case-folder.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "case/assay-case-db-private.h"
#include "case/assay-case-error-private.h"
#include "case/assay-case-layout-private.h"
#include "case/assay-case-private.h"
#include "case/assay-files-private.h"

static GType
get_item_type (GListModel *model)
{
  return ASSAY_TYPE_EXHIBIT;
}

static guint
get_n_items (GListModel *model)
{
  return ASSAY_CASE (model)->shown;
}

static gpointer
get_item (GListModel *model, guint position)
{
  AssayCase *self = ASSAY_CASE (model);
  if (position >= self->shown)
    return NULL;
  return g_object_ref (assay_case_get_exhibit (self, position + 1));
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (AssayCase,
                               assay_case,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
finalize (GObject *object)
{
  AssayCase *self = ASSAY_CASE (object);
  assay_case_close (self);
  g_clear_pointer (&self->key, assay_examiner_key_unref);
  g_clear_pointer (&self->keyring, assay_keyring_free);
  g_clear_error (&self->obstacle);
  g_ptr_array_unref (self->exhibits);
  g_ptr_array_unref (self->texts);
  g_free (self->retention);
  g_free (self->path);
  g_mutex_clear (&self->writing);
  g_rec_mutex_clear (&self->reading);
  g_mutex_clear (&self->state);
  G_OBJECT_CLASS (assay_case_parent_class)->finalize (object);
}

static guint damaged_signal;

static void
assay_case_class_init (AssayCaseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  damaged_signal = g_signal_new ("damaged", ASSAY_TYPE_CASE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
assay_case_init (AssayCase *self)
{
  g_mutex_init (&self->writing);
  g_rec_mutex_init (&self->reading);
  g_mutex_init (&self->state);
  self->folder = self->lock = -1;
  self->uuid = self->log = self->title = self->reference = self->examiner = "";
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->exhibits = g_ptr_array_new_with_free_func (g_object_unref);
}

const char *
assay_case_keep (AssayCase *self, const char *text)
{
  char *copy = g_strdup (text);
  g_ptr_array_add (self->texts, copy);
  return copy;
}

/* A case whose folder is open and whose reader works. */
static AssayCase *
new_at (const char *path, GError **error)
{
  g_autofree char *real = realpath (path, NULL);
  g_autoptr (AssayCase) self = g_object_new (ASSAY_TYPE_CASE, NULL);
  if (real != NULL)
    self->folder = open (real, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (self->folder < 0 || faccessat (self->folder, "case.db", F_OK, 0) != 0)
    {
      g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_NOT_FOUND,
                   _ ("“%s” is not a case folder."), path);
      return NULL;
    }
  self->path = g_strdup (real);
  self->vault = assay_vault_open (self->folder, error);
  return self->vault == NULL ? NULL : g_steal_pointer (&self);
}

/* Through a link, writing would leave the case, and so would deleting. */
static char *
check_layout (AssayCase *self)
{
  g_autoptr (GPtrArray) faults = assay_case_check_layout (self->folder);
  const AssayLayoutFault *first = faults->len == 0 ? NULL : faults->pdata[0];
  return first == NULL ? NULL : g_strdup (first->sentence);
}

static gboolean
load_and_check (AssayCase *self, GError **error)
{
  g_autofree char *damage = assay_db_compare_schema (self->reader);
  if (!assay_case_load (self, error) || !assay_case_load_keys (self, error))
    return FALSE;
  if (damage == NULL)
    damage = assay_case_check_opened (self);
  if (damage == NULL)
    damage = check_layout (self);
  if (damage != NULL)
    self->damage = assay_case_keep (self, damage); /* nobody listens yet */
  return TRUE;
}

/* Tables and ledger of one moment: an entry that another process adds meanwhile would look like
 * damage. */
static gboolean
start_reading (AssayCase *self, GError **error)
{
  self->reader = assay_db_open_read (self->path, error);
  if (self->reader == NULL || !assay_db_exec (self->reader, "BEGIN", error))
    return FALSE;
  const gboolean done = load_and_check (self, error);
  return assay_db_exec (self->reader, "END", done ? error : NULL) && done;
}

/* Damage is no reason to hide a case, only to stop writing to it. */
static gboolean
start_writing (AssayCase *self, sqlite3 *writer, GError **error)
{
  if (self->damage != NULL)
    {
      sqlite3_close (writer);
      assay_close (self->lock);
      self->lock = -1;
      return TRUE;
    }
  self->ledger = assay_ledger_open (writer, self->key, error);
  if (self->ledger == NULL)
    return FALSE;
  self->mode = ASSAY_CASE_WRITE;
  if (assay_keyring_in_force (self->keyring, assay_examiner_key_get_public (self->key),
                              self->n_entries))
    return assay_case_recover (self, error);
  g_set_error_literal (
      error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_KEY,
      _ ("This case is signed with another examiner key; it can only be read. If you "
         "changed your key, change that of the case too (case key CASE --change)."));
  return FALSE;
}

AssayCase *
assay_case_open (const char *path, AssayCaseMode mode, AssayExaminerKey *key, GError **error)
{
  g_autoptr (AssayCase) self = new_at (path, error);
  if (self == NULL)
    return NULL;
  if (mode == ASSAY_CASE_READ_ONLY)
    return start_reading (self, error) ? g_steal_pointer (&self) : NULL;
  if (key == NULL)
    {
      g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_KEY,
                           _ ("Writing to a case needs the examiner key."));
      return NULL;
    }
  self->key = assay_examiner_key_ref (key);
  /* Where the lock or the vault is something else there is nothing to write with, but still a
   * ledger to read. */
  g_autofree char *misplaced = check_layout (self);
  if (misplaced != NULL)
    return start_reading (self, error) ? g_steal_pointer (&self) : NULL;
  self->lock = assay_case_take_lock (self->folder, error);
  if (self->lock < 0)
    return NULL;
  /* The writer comes first: it makes the shared memory that readers need beside the log. */
  g_autoptr (sqlite3) writer = assay_db_open_write (self->path, FALSE, error);
  if (writer == NULL || !start_reading (self, error)
      || !start_writing (self, g_steal_pointer (&writer), error))
    return NULL;
  return g_steal_pointer (&self);
}

AssayCase *
assay_case_open_best (const char *path, AssayExaminerKey *key, GError **error)
{
  static const AssayCaseError obstacles[] = { ASSAY_CASE_ERROR_LOCKED, ASSAY_CASE_ERROR_FULL,
                                              ASSAY_CASE_ERROR_READ_ONLY, ASSAY_CASE_ERROR_KEY };
  g_autoptr (GError) trouble = NULL;
  AssayCase *self = assay_case_open (path, ASSAY_CASE_WRITE, key, &trouble);
  gboolean can_look = FALSE;
  for (gsize i = 0; self == NULL && key != NULL && i < G_N_ELEMENTS (obstacles); i++)
    can_look = can_look || g_error_matches (trouble, ASSAY_CASE_ERROR, (int) obstacles[i]);
  if (can_look)
    self = assay_case_open (path, ASSAY_CASE_READ_ONLY, NULL, error);
  else if (self == NULL)
    g_propagate_error (error, g_steal_pointer (&trouble));
  if (can_look && self != NULL)
    self->obstacle = g_steal_pointer (&trouble);
  return self;
}

AssayCase *
assay_case_new_created (
    const char *path, AssayLedger *ledger, int lock, AssayExaminerKey *key, GError **error)
{
  g_autoptr (AssayCase) self = new_at (path, error);
  if (self == NULL)
    {
      assay_ledger_free (ledger);
      assay_close (lock);
      return NULL;
    }
  self->ledger = ledger;
  self->lock = lock;
  self->key = assay_examiner_key_ref (key);
  self->mode = ASSAY_CASE_WRITE;
  return start_reading (self, error) ? g_steal_pointer (&self) : NULL;
}

void
assay_case_close (AssayCase *self)
{
  g_mutex_lock (&self->writing);
  g_rec_mutex_lock (&self->reading);
  g_clear_pointer (&self->reader, sqlite3_close);
  g_rec_mutex_unlock (&self->reading);
  g_clear_pointer (&self->ledger, assay_ledger_free);
  g_clear_pointer (&self->vault, assay_vault_free);
  assay_close (self->folder);
  assay_close (self->lock); /* last: nobody may come in before the database is closed */
  self->folder = self->lock = -1;
  self->mode = ASSAY_CASE_READ_ONLY;
  g_mutex_unlock (&self->writing);
}

gboolean
assay_case_check_writable (AssayCase *self, GError **error)
{
  if (self->mode == ASSAY_CASE_WRITE)
    return TRUE;
  if (self->damage != NULL)
    g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
                 _ ("Nothing more is written to this case, because it was changed: %s"),
                 self->damage);
  else
    g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_READ_ONLY,
                         _ ("The case is open for reading only."));
  return FALSE;
}

void
assay_case_note_commit (AssayCase *self, const char *event)
{
  g_mutex_lock (&self->state);
  self->n_entries = assay_ledger_get_size (self->ledger);
  self->closed = strcmp (event, "case.close") == 0;
  g_mutex_unlock (&self->state);
}

typedef gboolean (*WriteFunc) (AssayLedger *, const AssayEntry *, gint64 *, GError **);

static gboolean
append_by (AssayCase *self, const AssayEntry *entry, gint64 *seq, WriteFunc write, GError **error)
{
  g_mutex_lock (&self->writing);
  const gboolean done
      = assay_case_check_writable (self, error) && write (self->ledger, entry, seq, error);
  if (done)
    assay_case_note_commit (self, assay_entry_get_event (entry));
  g_mutex_unlock (&self->writing);
  return done;
}

gboolean
assay_case_append (AssayCase *self, const AssayEntry *entry, gint64 *seq, GError **error)
{
  return append_by (self, entry, seq, assay_ledger_write, error);
}

gboolean
assay_case_append_pair (
    AssayCase *self, const AssayEntry *first, const AssayEntry *second, gint64 *seq, GError **error)
{
  g_mutex_lock (&self->writing);
  const gboolean done = assay_case_check_writable (self, error)
                        && assay_ledger_write_pair (self->ledger, first, second, seq, error);
  if (done)
    assay_case_note_commit (self, assay_entry_get_event (second));
  g_mutex_unlock (&self->writing);
  return done;
}

gboolean
assay_case_append_marked (AssayCase *self, const AssayEntry *entry, gint64 *seq, GError **error)
{
  return append_by (self, entry, seq, assay_ledger_write_marked, error);
}

const char *
assay_case_get_path (AssayCase *self)
{
  return self->path;
}

/* Texts stay alive with the case, so lending them past the lock is safe. */
static const char *
lend (AssayCase *self, const char *const *member)
{
  g_mutex_lock (&self->state);
  const char *text = *member;
  g_mutex_unlock (&self->state);
  return text;
}

const GError *
assay_case_get_obstacle (AssayCase *self)
{
  return self->obstacle;
}

const char *
assay_case_get_damage (AssayCase *self)
{
  return lend (self, &self->damage);
}

static gboolean
announce_damage (gpointer data)
{
  g_autoptr (AssayCase) self = g_weak_ref_get (data);
  if (self != NULL)
    g_signal_emit (self, damaged_signal, 0);
  return G_SOURCE_REMOVE;
}

static void
announcement_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

/* A message that waits keeps no case open, nor its lock. */
static void
announce_damage_later (AssayCase *self)
{
  GWeakRef *ref = g_new0 (GWeakRef, 1);
  g_weak_ref_init (ref, self);
  (void) g_idle_add_full (G_PRIORITY_DEFAULT, announce_damage, ref, announcement_free);
}

void
assay_case_set_damage (AssayCase *self, const char *sentence)
{
  g_mutex_lock (&self->writing);
  g_mutex_lock (&self->state);
  const gboolean news = self->damage == NULL;
  if (news)
    self->damage = assay_case_keep (self, sentence);
  self->mode = ASSAY_CASE_READ_ONLY;
  g_mutex_unlock (&self->state);
  g_mutex_unlock (&self->writing);
  if (news)
    announce_damage_later (self);
}

const char *
assay_case_get_uuid (AssayCase *self)
{
  return lend (self, &self->uuid);
}

const char *
assay_case_get_title (AssayCase *self)
{
  return lend (self, &self->title);
}

const char *
assay_case_get_reference (AssayCase *self)
{
  return lend (self, &self->reference);
}

const char *
assay_case_get_examiner (AssayCase *self)
{
  return lend (self, &self->examiner);
}

gint64
assay_case_get_opened (AssayCase *self)
{
  return self->opened;
}

AssayCaseMode
assay_case_get_mode (AssayCase *self)
{
  return self->mode;
}

gboolean
assay_case_is_closed (AssayCase *self)
{
  g_mutex_lock (&self->state);
  const gboolean closed = self->closed;
  g_mutex_unlock (&self->state);
  return closed;
}

guint
assay_case_get_n_exhibits (AssayCase *self)
{
  g_mutex_lock (&self->state);
  const guint count = self->exhibits->len;
  g_mutex_unlock (&self->state);
  return count;
}

AssayExhibit *
assay_case_get_exhibit (AssayCase *self, guint number)
{
  g_mutex_lock (&self->state);
  AssayExhibit *exhibit = number >= 1 && number <= self->exhibits->len
                              ? g_ptr_array_index (self->exhibits, number - 1)
                              : NULL;
  g_mutex_unlock (&self->state);
  return exhibit;
}

gint64
assay_case_get_n_entries (AssayCase *self)
{
  g_mutex_lock (&self->state);
  const gint64 count = self->n_entries;
  g_mutex_unlock (&self->state);
  return count;
}
