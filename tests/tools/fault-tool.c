/* fault-tool.c: test.fault: a worker that does what no honest one would, at the level of the wire
 * where needed. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "everything-info.h"
#include "test-tools.h"
#include "worker/assay-wire.h"

/* The socket of a job's process (assay-sandbox.c), and the host's buffer after one input. */
#define WIRE_FD 3
#define BUFFER_FD 5

typedef struct
{
  const char *name;
  void (*misbehave) (AssayToolJob *job);
} Fault;

/* A frame with a header of its own making. */
static void
send_raw (guint32 kind, guint32 length, const void *data, gsize size)
{
  guint32 header[2] = { GUINT32_TO_LE (kind), GUINT32_TO_LE (length) };
  struct iovec parts[2] = { { header, sizeof header }, { (gpointer) (gsize) data, size } };

  if (writev (WIRE_FD, parts, 2) < 0)
    _exit (0);
}

static void
send_variant (AssayWireKind kind, GVariant *floating)
{
  g_autoptr (GVariant) variant = g_variant_ref_sink (floating);

  send_raw (kind, (guint32) g_variant_get_size (variant), g_variant_get_data (variant),
            g_variant_get_size (variant));
}

static void G_GNUC_NORETURN
sleep_for_ever (void)
{
  for (;;)
    sleep (1000);
}

static void
fault_crash (AssayToolJob *job)
{
  raise (SIGSEGV);
}

static void
fault_abort (AssayToolJob *job)
{
  abort ();
}

static void
fault_critical (AssayToolJob *job)
{
  g_critical ("planted");
}

static void
fault_exit (AssayToolJob *job)
{
  _exit (0);
}

static void
fault_hang (AssayToolJob *job)
{
  sleep_for_ever ();
}

static void
fault_spin (AssayToolJob *job)
{
  for (volatile guint64 i = 0;; i++)
    if (i % (1u << 26) == 0)
      assay_progress_set (assay_tool_job_get_progress (job), 0.5, "Spinning");
}

static void
fault_flood (AssayToolJob *job)
{
  for (;;)
    send_variant (ASSAY_WIRE_PROGRESS,
                  g_variant_new ("(dstt)", 0.5, "more", (guint64) 0, (guint64) 0));
}

static void
fault_slow (AssayToolJob *job)
{
  for (guint i = 0; !g_cancellable_is_cancelled (assay_tool_job_get_cancellable (job)); i++)
    {
      assay_progress_set_count (assay_tool_job_get_progress (job), MIN (i, 900), 1000, "Waiting");
      g_usleep (20000);
    }
}

static void
fault_oversized (AssayToolJob *job)
{
  send_raw (ASSAY_WIRE_RESULT, G_MAXUINT32, "x", 1);
  sleep_for_ever ();
}

static void
fault_partial (AssayToolJob *job)
{
  send_raw (ASSAY_WIRE_RESULT, 1000, "half", 4);
  sleep_for_ever ();
}

static void
fault_garbage (AssayToolJob *job)
{
  guint8 noise[4096];

  for (gsize i = 0; i < sizeof noise; i++)
    noise[i] = (guint8) (i * 2654435761u >> 13);
  if (write (WIRE_FD, noise, sizeof noise) < 0)
    _exit (0);
  sleep_for_ever ();
}

static void
fault_unknown (AssayToolJob *job)
{
  send_raw (4711, 0, "", 0);
  sleep_for_ever ();
}

/* More descriptors than the kind allows, all of them copies of the socket. */
static void
fault_descriptors (AssayToolJob *job)
{
  guint32 header[2] = { GUINT32_TO_LE (ASSAY_WIRE_READY), GUINT32_TO_LE (1) };
  struct iovec part = { header, sizeof header };
  union
  {
    struct cmsghdr align;
    char space[CMSG_SPACE (sizeof (int) * 100)];
  } control = { 0 };
  struct msghdr message = { .msg_iov = &part,
                            .msg_iovlen = 1,
                            .msg_control = control.space,
                            .msg_controllen = sizeof control.space };
  struct cmsghdr *rights = CMSG_FIRSTHDR (&message);

  rights->cmsg_level = SOL_SOCKET;
  rights->cmsg_type = SCM_RIGHTS;
  rights->cmsg_len = CMSG_LEN (sizeof (int) * 100);
  for (gsize i = 0; i < 100; i++)
    {
      const int fd = WIRE_FD;

      memcpy (CMSG_DATA (rights) + i * sizeof fd, &fd, sizeof fd);
    }
  if (sendmsg (WIRE_FD, &message, 0) < 0)
    _exit (0);
  sleep_for_ever ();
}

static void
fault_malformed (AssayToolJob *job)
{
  guint8 bytes[64];

  memset (bytes, 0xff, sizeof bytes);
  send_raw (ASSAY_WIRE_RESULT, sizeof bytes, bytes, sizeof bytes);
  sleep_for_ever ();
}

/* A result with one image, written by hand so that its members need not fit. */
static GVariant *
forged_result (guint32 verdict, GVariant *image)
{
  GVariantBuilder images;

  g_variant_builder_init (&images, G_VARIANT_TYPE ("av"));
  if (image != NULL)
    g_variant_builder_add (&images, "v", image);
  return g_variant_new ("(u@a(ss)@a(ss)@a(sd)@av@av@avav)", verdict,
                        g_variant_new_array (G_VARIANT_TYPE ("(ss)"), NULL, 0),
                        g_variant_new_array (G_VARIANT_TYPE ("(ss)"), NULL, 0),
                        g_variant_new_array (G_VARIANT_TYPE ("(sd)"), NULL, 0),
                        g_variant_new_array (G_VARIANT_TYPE_VARIANT, NULL, 0),
                        g_variant_new_array (G_VARIANT_TYPE_VARIANT, NULL, 0),
                        g_variant_new_array (G_VARIANT_TYPE_VARIANT, NULL, 0), &images);
}

static void
fault_verdict (AssayToolJob *job)
{
  send_variant (ASSAY_WIRE_RESULT, forged_result (77, NULL));
  sleep_for_ever ();
}

/* 60000 × 60000 pixels in eight bytes. */
static void
fault_image (AssayToolJob *job)
{
  const guint64 words[] = { 0x64636261 };
  GVariant *pixels = g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, words, 1, sizeof words[0]);

  send_variant (ASSAY_WIRE_RESULT, forged_result (0, g_variant_new ("(ssuuu@at)", "grey", "A lie",
                                                                    0u, 60000u, 60000u, pixels)));
  sleep_for_ever ();
}

static void
fault_buffer (AssayToolJob *job)
{
  send_variant (ASSAY_WIRE_RESULT_BUFFER, g_variant_new_uint64 (G_MAXUINT64 - 7));
  sleep_for_ever ();
}

/* Keeps the host's buffer mapped for writing, to change it after the host has looked. */
static void
fault_unsealed (AssayToolJob *job)
{
  if (mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, BUFFER_FD, 0) == MAP_FAILED)
    _exit (0);
  send_variant (ASSAY_WIRE_RESULT_BUFFER, g_variant_new_uint64 (4096));
  sleep_for_ever ();
}

static void
fault_domain (AssayToolJob *job)
{
  send_variant (ASSAY_WIRE_ERROR, g_variant_new ("(sis)", "g-file-error-quark", 1, "forged"));
  sleep_for_ever ();
}

static void
fault_cancelled (AssayToolJob *job)
{
  send_variant (ASSAY_WIRE_ERROR, g_variant_new ("(sis)", "g-io-error-quark",
                                                 (gint32) G_IO_ERROR_CANCELLED, "Cancelled"));
  sleep_for_ever ();
}

static void
fault_memory (AssayToolJob *job)
{
  for (;;)
    memset (g_malloc (1 << 20), 1, 1 << 20);
}

static gpointer
idle_thread (gpointer data)
{
  sleep_for_ever ();
}

static void
fault_threads (AssayToolJob *job)
{
  while (g_thread_try_new ("more", idle_thread, NULL, NULL) != NULL)
    continue;
  abort ();
}

/* Without an output it fills the host's buffer, which can hold no more than its size. */
static void
fault_fill (AssayToolJob *job)
{
  static guint8 block[1 << 16];
  int fd = assay_tool_job_get_output (job, "copy");

  for (guint64 i = 0; i < 64; i++)
    if (write (fd, block, sizeof block) < 0)
      break;
  abort ();
}

static void
fault_twice (AssayToolJob *job)
{
  send_variant (ASSAY_WIRE_RESULT, forged_result (1, NULL));
}

static const Fault faults[] = {
  { "crash", fault_crash },
  { "abort", fault_abort },
  { "critical", fault_critical },
  { "exit", fault_exit },
  { "hang", fault_hang },
  { "spin", fault_spin },
  { "flood", fault_flood },
  { "slow", fault_slow },
  { "oversized", fault_oversized },
  { "partial", fault_partial },
  { "garbage", fault_garbage },
  { "unknown", fault_unknown },
  { "descriptors", fault_descriptors },
  { "malformed", fault_malformed },
  { "verdict", fault_verdict },
  { "image", fault_image },
  { "buffer", fault_buffer },
  { "unsealed", fault_unsealed },
  { "domain", fault_domain },
  { "cancelled", fault_cancelled },
  { "memory", fault_memory },
  { "threads", fault_threads },
  { "fill", fault_fill },
  { "twice", fault_twice },
};

/* An honest result above the frame limit: a noisy picture. */
static gboolean
add_large_image (AssayResultBuilder *builder, GError **error)
{
  const gsize size = 4096 * 2048 * 4;
  guint8 *pixels = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    pixels[i] = (guint8) (i * 2654435761u >> 11);

  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, size);
  AssayImage *image
      = assay_image_new ("large", "Noise", ASSAY_PIXELS_RGBA8, 4096, 2048, bytes, error);

  if (image == NULL)
    return FALSE;
  assay_result_builder_image (builder, image);
  return TRUE;
}

AssayResult *
test_fault_run (AssayToolJob *job, GError **error)
{
  g_autoptr (AssayResultBuilder) builder = assay_result_builder_new (&test_fault_info);
  const char *name = assay_parameters_get_text (assay_tool_job_get_parameters (job), "fault");

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    if (g_str_equal (faults[i].name, name))
      faults[i].misbehave (job);
  if (g_cancellable_set_error_if_cancelled (assay_tool_job_get_cancellable (job), error))
    return NULL;
  if (g_str_equal (name, "error"))
    {
      g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED, "planted \033[31m\n error");
      return NULL;
    }
  if (g_str_equal (name, "large") && !add_large_image (builder, error))
    return NULL;
  assay_result_builder_answer (builder, "outcome", name);
  return assay_result_builder_end (g_steal_pointer (&builder), error);
}
