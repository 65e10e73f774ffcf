/* fuzz-replay-protocol.c: a list of recordings with their truth; what is counted must be there. */
#include "replay/assay-replay-protocol.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (AssaySource) source = assay_source_new_bytes (bytes);
  g_autoptr (AssayReplayProtocol) protocol = assay_replay_protocol_new ();
  g_autoptr (GError) error = NULL;
  const gboolean read = assay_replay_protocol_read (protocol, source, "p.txt", &error);
  const gsize n = assay_replay_protocol_get_n (protocol);
  gsize genuine = 0;

  g_assert_true (read == (error == NULL));
  for (gsize i = 0; i < n; i++)
    {
      const AssayReplayTrial *trial = assay_replay_protocol_get (protocol, i);

      g_assert_true (trial->file[0] != '\0' && trial->talker != NULL);
      g_assert_cmpuint (assay_replay_protocol_get_talker (protocol, i), <,
                        assay_replay_protocol_get_n_talkers (protocol));
      genuine += trial->genuine ? 1 : 0;
    }
  g_assert_cmpuint (assay_replay_protocol_count (protocol, TRUE), ==, genuine);
  g_assert_cmpuint (assay_replay_protocol_count (protocol, FALSE), ==, n - genuine);
  return 0;
}
