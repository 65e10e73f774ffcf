/* assay-job-message.c: putting a job and its descriptors on the wire. */
#include "worker/assay-job-message.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "worker/assay-output-file.h"

/* Sends all descriptors of the job, as many a frame as it takes. */
static gboolean
attach (AssayWire *wire, const GArray *fds, int timeout_ms, GError **error)
{
  const int *all = (const int *) (gconstpointer) fds->data;

  for (guint i = 0; i < fds->len; i += ASSAY_WIRE_MAX_FDS)
    {
      guint n = MIN (fds->len - i, ASSAY_WIRE_MAX_FDS);

      if (!assay_wire_send (wire, ASSAY_WIRE_ATTACH, g_variant_new_uint32 (n), all + i, n,
                            timeout_ms, error))
        return FALSE;
    }
  return TRUE;
}

/* The members of JOB that name descriptors; the descriptors go to @fds. */
static GVariant *
job_body (const AssayDoors *doors, gboolean preview, GArray *fds)
{
  GVariantBuilder inputs;
  GVariantBuilder outputs;
  GVariantBuilder files;

  g_variant_builder_init (&inputs, G_VARIANT_TYPE ("a(ssu)"));
  g_variant_builder_init (&outputs, G_VARIANT_TYPE ("a(su)"));
  g_variant_builder_init (&files, G_VARIANT_TYPE ("a(su)"));
  for (guint i = 0; i < doors->request->inputs->len; i++)
    {
      AssayRequestInput *input = &g_array_index (doors->request->inputs, AssayRequestInput, i);

      g_variant_builder_add (&inputs, "(ssu)", input->role, input->name, fds->len);
      g_array_append_val (fds, input->fd);
    }
  for (guint i = 0; i < doors->outputs->len; i++)
    {
      int fd = assay_output_file_get_fd (doors->outputs->pdata[i]);

      g_variant_builder_add (&outputs, "(su)",
                             g_array_index (doors->request->outputs, AssayRequestOutput, i).role,
                             fds->len);
      g_array_append_val (fds, fd);
    }
  if (doors->scratch >= 0)
    {
      g_variant_builder_add (&outputs, "(su)", ASSAY_WIRE_SCRATCH, fds->len);
      g_array_append_val (fds, doors->scratch);
    }
  for (guint i = 0; i < doors->file_names->len; i++)
    {
      g_variant_builder_add (&files, "(su)", doors->file_names->pdata[i], fds->len);
      g_array_append_val (fds, g_array_index (doors->file_fds, int, i));
    }
  return g_variant_new ("(us@a{sv}a(ssu)a(su)a(su)ux)", preview ? 1u : 0u, doors->info->id,
                        assay_parameters_to_variant (doors->request->parameters), &inputs, &outputs,
                        &files, doors->threads, doors->reference_time);
}

gboolean
assay_job_message_send (AssayWire *wire,
                        const AssayDoors *doors,
                        gboolean preview,
                        int buffer,
                        int timeout_ms,
                        GError **error)
{
  g_autoptr (GArray) fds = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GVariant) body = g_variant_ref_sink (job_body (doors, preview, fds));

  if (fds->len > ASSAY_WIRE_MAX_JOB_FDS)
    {
      g_set_error (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_LIMIT,
                   _ ("One run takes at most %u files"), (guint) ASSAY_WIRE_MAX_JOB_FDS);
      return FALSE;
    }
  return attach (wire, fds, timeout_ms, error)
         && assay_wire_send (wire, ASSAY_WIRE_JOB, body, &buffer, 1, timeout_ms, error);
}
