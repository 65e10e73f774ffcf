/* assay-input-hash.c: SHA-256 through OpenSSL, one megabyte a step. */
#include "worker/assay-input-hash.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assay-base.h"

#define STEP (1024u * 1024u)

typedef struct
{
  int fd; /* -1 when done */
  EVP_MD_CTX *context;
  guint64 size;
  struct stat before; /* when it was put into the queue */
  char *sha256;
} Item;

struct _AssayInputHash
{
  GArray *items;
  guint current;
  guint8 *buffer;
};

static void
item_clear (gpointer data)
{
  Item *item = data;

  if (item->fd >= 0)
    close (item->fd);
  g_clear_pointer (&item->context, EVP_MD_CTX_free);
  g_clear_pointer (&item->sha256, g_free);
}

AssayInputHash *
assay_input_hash_new (void)
{
  AssayInputHash *self = g_new0 (AssayInputHash, 1);

  self->items = g_array_new (FALSE, FALSE, sizeof (Item));
  g_array_set_clear_func (self->items, item_clear);
  return self;
}

void
assay_input_hash_free (AssayInputHash *self)
{
  g_array_unref (self->items);
  g_free (self->buffer);
  g_free (self);
}

guint
assay_input_hash_add (AssayInputHash *self, int fd)
{
  Item item = { .fd = fcntl (fd, F_DUPFD_CLOEXEC, 0) };

  (void) fstat (fd, &item.before);
  g_array_append_val (self->items, item);
  return self->items->len - 1;
}

/* Fetching the algorithm by name costs more than hashing a small file: once a process. */
static const EVP_MD *
algorithm (void)
{
  static gsize fetched = 0;

  if (g_once_init_enter (&fetched))
    g_once_init_leave (&fetched, (gsize) EVP_MD_fetch (NULL, "SHA256", NULL));
  return (const EVP_MD *) fetched;
}

static void
finish_item (Item *item)
{
  guint8 digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;

  if (EVP_DigestFinal_ex (item->context, digest, &length) == 1)
    item->sha256 = assay_text_hex (digest, length);
}

static gboolean
is_same (const Item *item, int fd)
{
  struct stat now;

  return fstat (fd, &now) == 0 && now.st_size == item->before.st_size
         && now.st_mtim.tv_sec == item->before.st_mtim.tv_sec
         && now.st_mtim.tv_nsec == item->before.st_mtim.tv_nsec
         && now.st_ctim.tv_sec == item->before.st_ctim.tv_sec
         && now.st_ctim.tv_nsec == item->before.st_ctim.tv_nsec;
}

/* FALSE when @item is done, with or without a hash. */
static gboolean
hash_part (AssayInputHash *self, Item *item)
{
  if (item->fd < 0)
    return FALSE;
  if (item->context == NULL)
    {
      item->context = EVP_MD_CTX_new ();
      if (item->context == NULL || EVP_DigestInit_ex (item->context, algorithm (), NULL) != 1)
        return FALSE;
    }

  gssize got = pread (item->fd, self->buffer, STEP, (off_t) item->size);

  if (got < 0 && errno == EINTR)
    return TRUE;
  if (got > 0 && EVP_DigestUpdate (item->context, self->buffer, (gsize) got) == 1)
    {
      item->size += (guint64) got;
      return TRUE;
    }
  if (got == 0 && is_same (item, item->fd))
    finish_item (item);
  return FALSE;
}

gboolean
assay_input_hash_step (AssayInputHash *self)
{
  if (assay_input_hash_is_done (self))
    return FALSE;
  if (self->buffer == NULL)
    self->buffer = g_malloc (STEP);

  Item *item = &g_array_index (self->items, Item, self->current);

  if (!hash_part (self, item))
    {
      if (item->fd >= 0)
        close (item->fd);
      item->fd = -1;
      self->current++;
    }
  return !assay_input_hash_is_done (self);
}

guint
assay_input_hash_get_n_done (const AssayInputHash *self)
{
  return self->current;
}

gboolean
assay_input_hash_is_done (const AssayInputHash *self)
{
  return self->current == self->items->len;
}

const char *
assay_input_hash_get (const AssayInputHash *self, guint index)
{
  return g_array_index (self->items, Item, index).sha256;
}

guint64
assay_input_hash_get_size (const AssayInputHash *self, guint index)
{
  return g_array_index (self->items, Item, index).size;
}

gboolean
assay_input_hash_is_same (const AssayInputHash *self, guint index, int fd)
{
  return is_same (&g_array_index (self->items, Item, index), fd);
}

char *
assay_input_hash_file (int fd, GError **error)
{
  g_autoptr (AssayInputHash) hash = assay_input_hash_new ();

  assay_input_hash_add (hash, fd);
  while (assay_input_hash_step (hash))
    continue;
  if (assay_input_hash_get (hash, 0) == NULL)
    {
      g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO, _ ("The file cannot be read: %s"),
                   g_strerror (errno));
      return NULL;
    }
  return g_strdup (assay_input_hash_get (hash, 0));
}
