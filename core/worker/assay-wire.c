/* assay-wire.c: the table of frame kinds, and what makes a frame's bytes acceptable. */
#include "worker/assay-wire.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "base/assay-limits.h"
#include "worker/assay-client.h"
#include "worker/assay-wire-private.h"

/* Small kinds have small limits, so that a hostile worker cannot make the host hold much. */
#define SMALL 4096
#define MEDIUM (256u * 1024u)
#define LARGE ASSAY_LIMIT_WIRE_FRAME

/* clang-format off */
static const AssayWireInfo infos[] = {
  { ASSAY_WIRE_SPAWN, "spawn", ASSAY_WIRE_FROM_HOST_TO_TEMPLATE, "(tttuu)", SMALL, 2, 2 },
  { ASSAY_WIRE_STARTED, "started", ASSAY_WIRE_FROM_TEMPLATE, "u", SMALL, 1, 1 },
  { ASSAY_WIRE_ENDED, "ended", ASSAY_WIRE_FROM_TEMPLATE, "i", SMALL, 0, 0 },
  { ASSAY_WIRE_ATTACH, "attach", ASSAY_WIRE_FROM_HOST, "u", SMALL, 1, ASSAY_WIRE_MAX_FDS },
  { ASSAY_WIRE_JOB, "job", ASSAY_WIRE_FROM_HOST, "(usa{sv}a(ssu)a(su)a(su)ux)", LARGE, 1, 1 },
  { ASSAY_WIRE_CANCEL, "cancel", ASSAY_WIRE_FROM_HOST, "()", SMALL, 0, 0 },
  { ASSAY_WIRE_FOLDER_REPLY, "folder-reply", ASSAY_WIRE_FROM_HOST, "(uu)", SMALL, 0, 1 },
  { ASSAY_WIRE_SEEK, "seek", ASSAY_WIRE_FROM_HOST, "d", SMALL, 0, 0 },
  { ASSAY_WIRE_NEXT, "next", ASSAY_WIRE_FROM_HOST, "()", SMALL, 1, 1 },
  { ASSAY_WIRE_STOP, "stop", ASSAY_WIRE_FROM_HOST, "()", SMALL, 0, 0 },
  { ASSAY_WIRE_RANGE, "range", ASSAY_WIRE_FROM_HOST, "(ddu)", SMALL, 0, 0 },
  { ASSAY_WIRE_HELLO, "hello", ASSAY_WIRE_FROM_WORKER, "(uss)", SMALL, 0, 0 },
  { ASSAY_WIRE_PROGRESS, "progress", ASSAY_WIRE_FROM_WORKER, "(dstt)", SMALL, 0, 0 },
  { ASSAY_WIRE_FOLDER_REQUEST, "folder-request", ASSAY_WIRE_FROM_WORKER, "(uss)", 2 * SMALL, 0, 0 },
  { ASSAY_WIRE_RESULT, "result", ASSAY_WIRE_FROM_WORKER, ASSAY_WIRE_RESULT_TYPE, LARGE, 0, 0 },
  { ASSAY_WIRE_RESULT_BUFFER, "result-buffer", ASSAY_WIRE_FROM_WORKER, "t", SMALL, 0, 0 },
  { ASSAY_WIRE_ERROR, "error", ASSAY_WIRE_FROM_WORKER, "(sis)", MEDIUM, 0, 0 },
  { ASSAY_WIRE_READY, "ready", ASSAY_WIRE_FROM_WORKER, "()", SMALL, 0, 0 },
  { ASSAY_WIRE_UNIT, "unit", ASSAY_WIRE_FROM_WORKER, "(ddxb(uuut)(uut))", SMALL, 0, 0 },
  { 0 },
};
/* clang-format on */

const AssayWireInfo *
assay_wire_get_infos (void)
{
  return infos;
}

const AssayWireInfo *
assay_wire_find (guint32 kind)
{
  for (const AssayWireInfo *info = infos; info->name != NULL; info++)
    if ((guint32) info->kind == kind)
      return info;
  return NULL;
}

void
assay_wire_close_all (int *fds, guint *n_fds)
{
  for (guint i = 0; i < *n_fds; i++)
    if (fds[i] >= 0)
      close (fds[i]);
  *n_fds = 0;
}

void
assay_frame_clear (AssayFrame *self)
{
  g_clear_pointer (&self->body, g_variant_unref);
  assay_wire_close_all (self->fds, &self->n_fds);
}

int
assay_frame_take_fd (AssayFrame *self, guint index)
{
  if (index >= self->n_fds)
    return -1;

  int fd = self->fds[index];

  self->fds[index] = -1;
  return fd;
}

void
assay_wire_set_protocol_error (GError **error, const char *reason)
{
  /* Translators: %s is an English technical reason, "unknown frame kind" */
  g_set_error (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_PROTOCOL,
               _ ("The analysis process broke its protocol (%s)"), reason);
}

const AssayWireInfo *
assay_wire_check_header (guint32 kind, AssayWireFrom from, gsize length, GError **error)
{
  const AssayWireInfo *info = assay_wire_find (kind);

  if (info == NULL || info->from != from)
    {
      assay_wire_set_protocol_error (error, "unknown frame kind");
      return NULL;
    }
  if (length > info->limit)
    {
      assay_wire_set_protocol_error (error, "oversized frame");
      return NULL;
    }
  return info;
}

/* @bytes as a variant of @type, in normal form or not at all. */
static GVariant *
decode_bytes (const char *type, GBytes *bytes, GError **error)
{
  g_autoptr (GVariant) variant
      = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (type), bytes, FALSE));

  if (!g_variant_is_normal_form (variant))
    {
      assay_wire_set_protocol_error (error, "malformed frame");
      return NULL;
    }
#if G_BYTE_ORDER == G_BIG_ENDIAN
  return g_variant_byteswap (variant);
#else
  return g_steal_pointer (&variant);
#endif
}

GVariant *
assay_wire_decode_taken (const AssayWireInfo *info, guint8 *data, gsize length, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (data, length);

  return decode_bytes (info->type, bytes, error);
}

GVariant *
assay_wire_decode_result (GBytes *bytes, GError **error)
{
  return decode_bytes (ASSAY_WIRE_RESULT_TYPE, bytes, error);
}

GVariant *
assay_wire_decode (
    guint32 kind, AssayWireFrom from, const guint8 *data, gsize length, GError **error)
{
  const AssayWireInfo *info = assay_wire_check_header (kind, from, length, error);

  if (info == NULL)
    return NULL;
  return assay_wire_decode_taken (info, g_memdup2 (data, length), length, error);
}
