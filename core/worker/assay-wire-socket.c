/* assay-wire-socket.c: sending and receiving frames over a stream socket, descriptors included. */
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "worker/assay-client.h"
#include "worker/assay-wire-private.h"

#define HEADER_SIZE 8

struct _AssayWire
{
  int fd;
  AssayWireFrom from;
  GMutex send_lock;
  guint8 header[HEADER_SIZE];
  gsize header_have;
  guint8 *body; /* NULL until the header is whole */
  gsize body_size;
  gsize body_have;
  int fds[ASSAY_WIRE_MAX_FDS]; /* of the frame being read */
  guint n_fds;
};

AssayWire *
assay_wire_new (int fd, AssayWireFrom from)
{
  AssayWire *self = g_new0 (AssayWire, 1);

  self->fd = fd;
  self->from = from;
  g_mutex_init (&self->send_lock);
  return self;
}

void
assay_wire_free (AssayWire *self)
{
  close (self->fd);
  assay_wire_close_all (self->fds, &self->n_fds);
  g_free (self->body);
  g_mutex_clear (&self->send_lock);
  g_free (self);
}

int
assay_wire_get_fd (const AssayWire *self)
{
  return self->fd;
}

gboolean
assay_wire_pair (int fds[2], GError **error)
{
  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) == 0)
    return TRUE;
  g_set_error (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_START,
               _ ("The analysis process cannot be connected: %s"), g_strerror (errno));
  return FALSE;
}

/* Milliseconds left until @deadline (monotonic µs, -1 for none), as poll() wants them. */
static int
time_left (gint64 deadline)
{
  if (deadline < 0)
    return -1;

  gint64 left = deadline - g_get_monotonic_time ();

  return left <= 0 ? 0 : (int) MIN ((left + 999) / 1000, G_MAXINT);
}

static gint64
deadline_after (int timeout_ms)
{
  return timeout_ms < 0 ? -1 : g_get_monotonic_time () + (gint64) timeout_ms * 1000;
}

/* Waits until @fd can be read or written; FALSE when the time is over. */
static gboolean
wait_for (int fd, short events, gint64 deadline)
{
  struct pollfd item = { .fd = fd, .events = events };

  for (;;)
    {
      int left = time_left (deadline);
      int ready = poll (&item, 1, left);

      if (ready > 0)
        return TRUE;
      if (ready == 0 && left >= 0 && time_left (deadline) == 0)
        return FALSE;
      if (ready < 0 && errno != EINTR)
        return FALSE;
    }
}

/* One sendmsg() of what is left of header and body; descriptors go with the first byte. */
static gssize
send_some (AssayWire *self, struct iovec *parts, const int *fds, guint n_fds)
{
  union
  {
    struct cmsghdr align;
    char space[CMSG_SPACE (sizeof (int) * ASSAY_WIRE_MAX_FDS)];
  } control = { 0 };
  struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };

  if (n_fds > 0)
    {
      message.msg_control = control.space;
      message.msg_controllen = CMSG_SPACE (sizeof (int) * n_fds);

      struct cmsghdr *rights = CMSG_FIRSTHDR (&message);

      rights->cmsg_level = SOL_SOCKET;
      rights->cmsg_type = SCM_RIGHTS;
      rights->cmsg_len = CMSG_LEN (sizeof (int) * n_fds);
      memcpy (CMSG_DATA (rights), fds, sizeof (int) * n_fds);
    }
  return sendmsg (self->fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void
skip_sent (struct iovec *parts, gsize sent)
{
  for (guint i = 0; i < 2; i++)
    {
      gsize step = MIN (sent, parts[i].iov_len);

      parts[i].iov_base = (guint8 *) parts[i].iov_base + step;
      parts[i].iov_len -= step;
      sent -= step;
    }
}

static gboolean
send_all (AssayWire *self,
          struct iovec *parts,
          const int *fds,
          guint n_fds,
          gint64 deadline,
          GError **error)
{
  while (parts[0].iov_len + parts[1].iov_len > 0)
    {
      gssize sent = send_some (self, parts, fds, n_fds);

      if (sent >= 0)
        {
          skip_sent (parts, (gsize) sent);
          n_fds = sent > 0 ? 0 : n_fds;
          continue;
        }
      if (errno == EINTR)
        continue;
      if (errno != EAGAIN)
        {
          g_set_error_literal (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_DIED,
                               _ ("The analysis process ended without an answer"));
          return FALSE;
        }
      if (!wait_for (self->fd, POLLOUT, deadline))
        {
          g_set_error_literal (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_TIMED_OUT,
                               _ ("The analysis process does not respond"));
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
assay_wire_send (AssayWire *self,
                 AssayWireKind kind,
                 GVariant *body,
                 const int *fds,
                 guint n_fds,
                 int timeout_ms,
                 GError **error)
{
  const AssayWireInfo *info = assay_wire_find (kind);
  g_autoptr (GVariant) sunk = g_variant_ref_sink (body);

  g_return_val_if_fail (info != NULL, FALSE);
  g_return_val_if_fail (g_variant_is_of_type (sunk, G_VARIANT_TYPE (info->type)), FALSE);
  g_return_val_if_fail (n_fds >= info->least_fds && n_fds <= info->most_fds, FALSE);
#if G_BYTE_ORDER == G_BIG_ENDIAN
  g_autoptr (GVariant) little = g_variant_byteswap (sunk);
#else
  g_autoptr (GVariant) little = g_variant_ref (sunk);
#endif
  gsize size = g_variant_get_size (little);

  if (size > info->limit)
    {
      g_set_error_literal (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_LIMIT,
                           _ ("There is more to send to the analysis process than it may take"));
      return FALSE;
    }

  guint32 header[2] = { GUINT32_TO_LE ((guint32) kind), GUINT32_TO_LE ((guint32) size) };
  struct iovec parts[2]
      = { { .iov_base = header, .iov_len = sizeof header },
          { .iov_base = (gpointer) (gsize) g_variant_get_data (little), .iov_len = size } };

  g_mutex_lock (&self->send_lock);

  gboolean sent = send_all (self, parts, fds, n_fds, deadline_after (timeout_ms), error);

  g_mutex_unlock (&self->send_lock);
  return sent;
}

/* Keeps the descriptors of one control message; FALSE (and all closed) when there are too many. */
static gboolean
take_rights (AssayWire *self, struct msghdr *message)
{
  gboolean fits = (message->msg_flags & MSG_CTRUNC) == 0;

  for (struct cmsghdr *part = CMSG_FIRSTHDR (message); part != NULL;
       part = CMSG_NXTHDR (message, part))
    {
      if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
        continue;

      gsize count = (part->cmsg_len - CMSG_LEN (0)) / sizeof (int);

      for (gsize i = 0; i < count; i++)
        {
          int fd;

          memcpy (&fd, CMSG_DATA (part) + i * sizeof (int), sizeof fd);
          if (self->n_fds < ASSAY_WIRE_MAX_FDS)
            self->fds[self->n_fds++] = fd;
          else
            {
              close (fd);
              fits = FALSE;
            }
        }
    }
  return fits;
}

/* recvmsg() for the header, which is where descriptors come with; the body is read without room for
 * them, so the kernel closes any that a hostile worker hides there. */
static gssize
receive_header (AssayWire *self, GError **error)
{
  union
  {
    struct cmsghdr align;
    char space[CMSG_SPACE (sizeof (int) * ASSAY_WIRE_MAX_FDS)];
  } control;
  struct iovec part = { .iov_base = self->header + self->header_have,
                        .iov_len = HEADER_SIZE - self->header_have };
  struct msghdr message = { .msg_iov = &part,
                            .msg_iovlen = 1,
                            .msg_control = control.space,
                            .msg_controllen = sizeof control.space };
  gssize got = recvmsg (self->fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);

  if (got > 0 && !take_rights (self, &message))
    {
      assay_wire_set_protocol_error (error, "too many descriptors");
      return -2;
    }
  return got;
}

/* What a receive call returned, as a status; FRAME stands for "got something". */
static AssayWireStatus
status_of (gssize got)
{
  if (got > 0)
    return ASSAY_WIRE_FRAME;
  if (got == -2)
    return ASSAY_WIRE_FAILED;
  if (got < 0 && (errno == EAGAIN || errno == EINTR))
    return ASSAY_WIRE_AGAIN;
  /* An end in the middle of a frame is the end of a process that died while it spoke. */
  return ASSAY_WIRE_END;
}

/* Makes room for the body that a whole header announces. */
static gboolean
begin_body (AssayWire *self, GError **error)
{
  guint32 words[2];

  memcpy (words, self->header, sizeof words);

  guint32 length = GUINT32_FROM_LE (words[1]);
  const AssayWireInfo *info
      = assay_wire_check_header (GUINT32_FROM_LE (words[0]), self->from, length, error);

  if (info == NULL)
    return FALSE;
  if (self->n_fds < info->least_fds || self->n_fds > info->most_fds)
    {
      assay_wire_set_protocol_error (error, "wrong number of descriptors");
      return FALSE;
    }
  self->body = g_try_malloc (MAX (length, 1));
  if (self->body == NULL)
    {
      g_set_error_literal (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_LIMIT,
                           _ ("There is not enough memory for the answer"));
      return FALSE;
    }
  self->body_size = length;
  self->body_have = 0;
  return TRUE;
}

static AssayWireStatus
end_frame (AssayWire *self, AssayFrame *frame, GError **error)
{
  guint32 kind;

  memcpy (&kind, self->header, sizeof kind);

  const AssayWireInfo *info = assay_wire_find (GUINT32_FROM_LE (kind));
  GVariant *body
      = assay_wire_decode_taken (info, g_steal_pointer (&self->body), self->body_size, error);

  self->header_have = 0;
  if (body == NULL)
    return ASSAY_WIRE_FAILED;
  frame->kind = info->kind;
  frame->body = body;
  memcpy (frame->fds, self->fds, sizeof self->fds);
  frame->n_fds = self->n_fds;
  self->n_fds = 0;
  return ASSAY_WIRE_FRAME;
}

AssayWireStatus
assay_wire_receive (AssayWire *self, AssayFrame *frame, GError **error)
{
  while (self->header_have < HEADER_SIZE)
    {
      gssize got = receive_header (self, error);
      AssayWireStatus status = status_of (got);

      if (status != ASSAY_WIRE_FRAME)
        return status;
      self->header_have += (gsize) got;
    }
  if (self->body == NULL && !begin_body (self, error))
    return ASSAY_WIRE_FAILED;
  while (self->body_have < self->body_size)
    {
      gssize got = recv (self->fd, self->body + self->body_have, self->body_size - self->body_have,
                         MSG_DONTWAIT);
      AssayWireStatus status = status_of (got);

      if (status != ASSAY_WIRE_FRAME)
        return status;
      self->body_have += (gsize) got;
    }
  return end_frame (self, frame, error);
}

AssayWireStatus
assay_wire_wait (AssayWire *self, AssayFrame *frame, int timeout_ms, GError **error)
{
  gint64 deadline = deadline_after (timeout_ms);

  for (;;)
    {
      AssayWireStatus status = assay_wire_receive (self, frame, error);

      if (status != ASSAY_WIRE_AGAIN)
        return status;
      if (!wait_for (self->fd, POLLIN, deadline))
        return ASSAY_WIRE_AGAIN;
    }
}
