/* test-protocol.c: the forms in which recordings and their truth are listed. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/assay-error.h"
#include "replay/assay-replay-protocol.h"

static AssayReplayProtocol *
read_text (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (AssaySource) source = assay_source_new_bytes (bytes);
  g_autoptr (AssayReplayProtocol) protocol = assay_replay_protocol_new ();

  if (!assay_replay_protocol_read (protocol, source, "p.txt", error))
    return NULL;
  return g_steal_pointer (&protocol);
}

static void
check (const char *text, const char *file, const char *talker, gboolean genuine)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayReplayProtocol) protocol = read_text (text, &error);
  const AssayReplayTrial *trial;

  g_assert_no_error (error);
  g_assert_cmpuint (assay_replay_protocol_get_n (protocol), ==, 1);
  trial = assay_replay_protocol_get (protocol, 0);
  g_assert_cmpstr (trial->file, ==, file);
  g_assert_cmpstr (trial->talker, ==, talker);
  g_assert_true (trial->genuine == genuine);
}

static void
test_forms (void)
{
  check ("T_1.flac genuine 1263 S1 - - -\n", "T_1.flac", "1263", TRUE);
  check ("T_1000001.wav spoof M0002 S04 E05 P05 R04\r\n", "T_1000001.wav", "M0002", FALSE);
  check ("a.flac genuine", "a.flac", "", TRUE);
  check ("PA_0079 PA_T_0000001 aaa - bonafide\n", "PA_T_0000001", "PA_0079", TRUE);
  check ("PA_0079 PA_T_0000002 aac AC spoof\n", "PA_T_0000002", "PA_0079", FALSE);
  check ("PA_0010 PA_E_1000001 R1 M1 d1 r1 m1 s1 c1 spoof notrim eval\n", "PA_E_1000001", "PA_0010",
         FALSE);
  check ("# a comment\n\n  \nb.wav\tspoof\n", "b.wav", "", FALSE);
  check ("b.wav -1.25 spoof\n", "b.wav", "", FALSE);
  check ("\xef\xbb\xbf"
         "b.wav spoof\r\n",
         "b.wav", "", FALSE);
}

static void
test_scores (void)
{
  g_autoptr (AssayReplayProtocol) protocol = read_text ("b.wav -1.25 spoof\na genuine\n", NULL);

  g_assert_cmpfloat_with_epsilon (assay_replay_protocol_get (protocol, 0)->score, -1.25, 1e-12);
  g_assert_true (isnan (assay_replay_protocol_get (protocol, 1)->score));
}

static void
test_labels (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;
  g_autoptr (AssayReplayProtocol) twice = read_text ("a genuine\nb spoof\na genuine\n", &again);
  g_autoptr (AssayReplayProtocol) both = read_text ("a genuine\nb spoof\na spoof\n", &error);

  g_assert_null (twice);
  g_assert_error (again, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED);
  g_assert_nonnull (strstr (again->message, "“a”"));
  g_assert_null (both);
  g_assert_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED);
  g_assert_nonnull (strstr (error->message, "“a”"));
}

static void
test_talkers (void)
{
  g_autoptr (AssayReplayProtocol) protocol
      = read_text ("a genuine x\nb spoof y\nc spoof x\nd genuine\ne genuine -\n", NULL);

  g_assert_cmpuint (assay_replay_protocol_get_n_talkers (protocol), ==, 4);
  g_assert_cmpuint (assay_replay_protocol_get_talker (protocol, 2), ==, 0);
  g_assert_cmpuint (assay_replay_protocol_get_talker (protocol, 4), ==, 3);
  g_assert_cmpuint (assay_replay_protocol_count (protocol, TRUE), ==, 3);
}

static void
refuse (const char *text, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_text (text, &error));
  g_assert_error (error, ASSAY_BASE_ERROR, code);
}

static void
test_refusals (void)
{
  g_autofree char *endless = g_strnfill (10000, 'x');

  refuse ("a genuine\nb\n", ASSAY_BASE_ERROR_MALFORMED);
  refuse ("a maybe x\n", ASSAY_BASE_ERROR_MALFORMED);
  refuse ("a nan spoof\n", ASSAY_BASE_ERROR_MALFORMED);
  refuse ("\xff\xfe genuine\n", ASSAY_BASE_ERROR_MALFORMED);
  refuse (endless, ASSAY_BASE_ERROR_MALFORMED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/replay/protocol/forms", test_forms);
  g_test_add_func ("/replay/protocol/scores", test_scores);
  g_test_add_func ("/replay/protocol/labels", test_labels);
  g_test_add_func ("/replay/protocol/talkers", test_talkers);
  g_test_add_func ("/replay/protocol/refusals", test_refusals);
  return g_test_run ();
}
