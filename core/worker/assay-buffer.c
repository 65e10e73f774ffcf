/* assay-buffer.c: lending memory to a worker. The host makes it, so that a worker needs no call
 * that makes memory files, and seals it itself before it looks inside. */
#include "worker/assay-buffer.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "worker/assay-client.h"
#include "worker/assay-wire.h"

#define SIZE_SEALS (F_SEAL_SHRINK | F_SEAL_GROW)
#define ALL_SEALS (SIZE_SEALS | F_SEAL_WRITE | F_SEAL_SEAL)

int
assay_buffer_new (GError **error)
{
  int fd = memfd_create ("assay-buffer", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  if (fd >= 0 && ftruncate (fd, (off_t) ASSAY_WIRE_BUFFER_SIZE) == 0
      && fcntl (fd, F_ADD_SEALS, SIZE_SEALS) == 0)
    return fd;
  g_set_error (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_START,
               _ ("The analysis process cannot be started: %s"), g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return -1;
}

typedef struct
{
  gpointer start;
  gsize size;
} Mapping;

static void
unmap (gpointer data)
{
  Mapping *mapping = data;

  munmap (mapping->start, mapping->size);
  g_free (mapping);
}

static GBytes *
refuse (const char *reason, GError **error)
{
  g_set_error (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_PROTOCOL,
               _ ("The analysis process broke its protocol (%s)"), reason);
  return NULL;
}

GBytes *
assay_buffer_map (int fd, guint64 size, GError **error)
{
  if (size > ASSAY_WIRE_BUFFER_SIZE)
    return refuse ("size of a buffer", error);
  if (size == 0)
    return g_bytes_new (NULL, 0);
  if (fcntl (fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SEAL) != 0
      || fcntl (fd, F_GET_SEALS) != ALL_SEALS)
    return refuse ("seals of a buffer", error);

  gpointer start = mmap (NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);

  if (start == MAP_FAILED)
    return refuse ("buffer", error);

  Mapping *mapping = g_new (Mapping, 1);

  *mapping = (Mapping){ .start = start, .size = size };
  return g_bytes_new_with_free_func (start, size, unmap, mapping);
}
