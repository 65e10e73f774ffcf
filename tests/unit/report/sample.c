/* sample.c: see sample.h. */
#include "sample.h"

#include <glib/gstdio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <string.h>

static const AssayMetricInfo metrics[] = {
  { "entropy", "Mean entropy", "bit", 3 },
  { NULL },
};

static const AssayToolInfo integrity_info = {
  .id = "integrity",
  .version = "1",
  .panel = "Overview",
  .title = "Integrity check",
  .summary = "Does the file show signs of having been changed?",
  .limits = "Finding nothing does not prove that a file is original.",
  .kinds = ASSAY_MEDIA_ANY,
  .metrics = metrics,
};

static const AssayToolInfo metadata_info = {
  .id = "metadata",
  .version = "1",
  .panel = "Metadata",
  .title = "Metadata",
  .summary = "What does the file say about itself?",
  .limits = "Metadata can be written by anybody.",
  .kinds = ASSAY_MEDIA_ANY,
};

static const AssayToolInfo structure_info = {
  .id = "structure",
  .version = "1",
  .panel = "Structure",
  .title = "Structure",
  .summary = "How is the file built?",
  .limits = "A sound structure is no proof of origin.",
  .kinds = ASSAY_MEDIA_ANY,
};

static const char *const raw_names[] = {
  "IMG_20260214_183012.jpg",
  "வணக்கம் புகைப்படம்.jpg",
  "प्रमाण वीडियो क्लिप.mp4",
  "صورة الحفلة ٣.png",
  "证据照片_最终版.heic",
  "photo\xE2\x80\xAEgpj.exe",
  "beach 😀🏖 party.jpg",
  "tab\there\nand\x01"
  "bell.jpg",
  "Größe Ёлка Ωμέγα.mov",
  "bad\xFF\xFEutf8.jpg",
};

char *
sample_name (guint index)
{
  if (index % 11 == 10)
    {
      g_autofree char *stem = g_strnfill (251, 'W');
      g_autofree char *name = g_strconcat (stem, ".jpg", NULL);
      return assay_report_line (name, -1);
    }
  return assay_report_line (raw_names[index % 11], -1);
}

static AssayFinding *
make_finding (const char *rule, AssaySeverity severity, guint seed)
{
  AssayFindingBuilder *builder = assay_finding_builder_new (rule, severity);
  assay_finding_builder_text (builder, "software", "Adobe Photoshop 24.0 (Windows)");
  assay_finding_builder_place (builder, "place", 0x1a2b + seed, 26);
  assay_finding_builder_int (builder, "declared_size", 4096, "bytes");
  return assay_finding_builder_end (builder);
}

static AssayPlot *
make_plot (void)
{
  double x[64];
  double y[64];
  for (guint i = 0; i < 64; i++)
    {
      x[i] = i * 4.0;
      y[i] = 900.0 - (i - 32.0) * (i - 32.0) * 0.8;
    }
  const AssayAxis level = { "Level", "", ASSAY_SCALE_LINEAR, 0, 256 };
  const AssayAxis count = { "Pixels", "", ASSAY_SCALE_LINEAR, 0, 0 };
  AssayPlotBuilder *builder
      = assay_plot_builder_new ("histogram", "Luminance histogram", &level, &count);
  assay_plot_builder_series (builder, ASSAY_SERIES_HISTOGRAM, "Luminance", x, y, NULL, 64, 0);
  return assay_plot_builder_end (builder);
}

static AssayResult *
make_integrity (AssayVerdict verdict, guint seed)
{
  AssayResultBuilder *builder = assay_result_builder_new (&integrity_info);
  assay_result_builder_verdict (builder, verdict);
  assay_result_builder_answer (builder, "type", "image/jpeg");
  assay_result_builder_finding (builder, make_finding ("JPG-01", ASSAY_SEVERITY_INFO, seed));
  if (verdict >= ASSAY_VERDICT_ATTENTION)
    {
      assay_result_builder_finding (builder,
                                    make_finding ("EXF-01", ASSAY_SEVERITY_ATTENTION, seed));
      assay_result_builder_finding (builder,
                                    make_finding ("THB-01", ASSAY_SEVERITY_ATTENTION, seed));
    }
  if (verdict == ASSAY_VERDICT_COMPROMISED)
    assay_result_builder_finding (builder,
                                  make_finding ("FMT-02", ASSAY_SEVERITY_COMPROMISED, seed));
  assay_result_builder_metric (builder, "entropy", 7.4321 + seed * 0.001);
  assay_result_builder_plot (builder, make_plot ());
  assay_result_builder_not_run (builder, "VID-01", "Applies to videos only.");
  assay_result_builder_not_run (builder, "VID-02", "Applies to videos only.");
  assay_result_builder_not_run (builder, "GPS-01", "The file has no position.");
  g_autoptr (GError) error = NULL;
  AssayResult *result = assay_result_builder_end (builder, &error);
  g_assert_no_error (error);
  return result;
}

static AssayResult *
make_metadata (guint rows)
{
  static const AssayColumn columns[] = {
    { "name", "Property", ASSAY_COLUMN_TEXT, "", 0 },
    { "value", "Value", ASSAY_COLUMN_TEXT, "", 0 },
    { "offset", "Offset", ASSAY_COLUMN_OFFSET, "", 0 },
  };
  static const char *const values[] = {
    "Canon EOS 5D Mark IV",
    "2026:02:14 18:30:12",
    "தமிழ் நாடு",
    "हिन्दी पाठ",
    "نص عربي طويل",
    "中文说明",
  };
  AssayTableBuilder *table = assay_table_builder_new ("properties", "Properties", columns, 3);
  for (guint i = 0; i < rows; i++)
    {
      g_autofree char *name = g_strdup_printf ("exif.ifd0.Tag%04u", i);
      assay_table_builder_text (table, name);
      assay_table_builder_text (table, values[i % G_N_ELEMENTS (values)]);
      assay_table_builder_int (table, 0x100 + i * 12);
      assay_table_builder_row (table, 0);
    }
  AssayResultBuilder *builder = assay_result_builder_new (&metadata_info);
  assay_result_builder_table (builder, assay_table_builder_end (table));
  g_autoptr (GError) error = NULL;
  AssayResult *result = assay_result_builder_end (builder, &error);
  g_assert_no_error (error);
  return result;
}

static AssayResult *
make_structure (void)
{
  static const AssayColumn columns[] = {
    { "name", "Element", ASSAY_COLUMN_TEXT, "", 0 },
    { "offset", "Offset", ASSAY_COLUMN_OFFSET, "", 0 },
    { "size", "Size", ASSAY_COLUMN_SIZE, "", 0 },
    { "detail", "Detail", ASSAY_COLUMN_TEXT, "", 0 },
  };
  static const char *const names[] = { "ftyp", "moov", "mvhd", "trak", "tkhd", "mdia", "mdat" };
  static const guint depths[] = { 0, 0, 1, 1, 2, 2, 0 };
  AssayTableBuilder *table = assay_table_builder_new ("elements", "Elements", columns, 4);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      assay_table_builder_text (table, names[i]);
      assay_table_builder_int (table, i * 64);
      assay_table_builder_int (table, 64);
      assay_table_builder_text (table, "major brand isom, version 512");
      assay_table_builder_row (table, depths[i]);
    }
  AssayResultBuilder *builder = assay_result_builder_new (&structure_info);
  assay_result_builder_table (builder, assay_table_builder_end (table));
  return assay_result_builder_end (builder, NULL);
}

static AssayReportRun *
make_run (const AssayToolInfo *info, AssayResult *result, gint64 entry, const char *input)
{
  AssayReportRun *run = assay_report_run_new ();
  g_autoptr (JsonNode) node = assay_result_to_json (result, TRUE);
  g_autofree char *text = assay_json_text (node, ASSAY_JSON_CANONICAL);
  run->entry = entry;
  run->info = info;
  run->tool = g_strdup (info->id);
  run->version = g_strdup (info->version);
  run->parameters = g_strdup ("{}");
  run->input_sha256 = g_strdup (input);
  run->result_sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  run->error = g_strdup ("");
  run->sandbox = g_strdup ("seccomp+landlock");
  run->libraries = g_strdup ("libexif 0.6.24");
  run->started = 1771093812000 + entry * 1000;
  run->ended = run->started + 900;
  run->result = result;
  return run;
}

static AssayImage *
make_thumbnail (void)
{
  g_autofree guint8 *pixels = g_malloc (120 * 90 * 3);
  for (guint y = 0; y < 90; y++)
    for (guint x = 0; x < 120; x++)
      {
        guint8 *p = pixels + (y * 120 + x) * 3;
        p[0] = (guint8) (x * 2);
        p[1] = (guint8) (y * 2 + 40);
        p[2] = (x - 60) * (x - 60) + (y - 45) * (y - 45) < 900 ? 40 : 200;
      }
  g_autoptr (GBytes) bytes = g_bytes_new (pixels, 120 * 90 * 3);
  return assay_image_new ("thumbnail", "", ASSAY_PIXELS_RGB8, 120, 90, bytes, NULL);
}

static AssayReportExhibit *
make_exhibit (guint index, AssayVerdict verdict)
{
  AssayReportExhibit *exhibit = assay_report_exhibit_new ();
  g_autofree char *seed = g_strdup_printf ("exhibit %u", index);
  exhibit->number = index + 1;
  exhibit->name = sample_name (index);
  exhibit->mime = g_strdup ("image/jpeg");
  exhibit->size = 1234567 + index;
  exhibit->sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, seed, -1);
  exhibit->sha512 = g_compute_checksum_for_string (G_CHECKSUM_SHA512, seed, -1);
  exhibit->sha1 = g_compute_checksum_for_string (G_CHECKSUM_SHA1, seed, -1);
  exhibit->md5 = g_compute_checksum_for_string (G_CHECKSUM_MD5, seed, -1);
  exhibit->source = g_strdup ("/media/phone/DCIM/100ANDRO");
  exhibit->note = g_strdup ("Handed over in person on a USB stick.");
  exhibit->taken_in = 1771093812000 + index * 60000;
  exhibit->source_mtime = 1770000000000;
  exhibit->entry = index + 2;
  exhibit->state = index % 2 == 0 ? ASSAY_CUSTODY_VERIFIED : ASSAY_CUSTODY_HELD;
  exhibit->verdict = verdict;
  exhibit->error = g_strdup ("");
  exhibit->thumbnail = make_thumbnail ();
  const gint64 entry = index + 3;
  g_ptr_array_add (exhibit->runs, make_run (&integrity_info, make_integrity (verdict, index), entry,
                                            exhibit->sha256));
  g_ptr_array_add (exhibit->runs,
                   make_run (&metadata_info, make_metadata (24), entry, exhibit->sha256));
  g_ptr_array_add (exhibit->runs,
                   make_run (&structure_info, make_structure (), entry, exhibit->sha256));
  return exhibit;
}

/* RFC 8032 test key 1: a fixed seed keeps the file the same each time. */
static EVP_PKEY *
make_signer (void)
{
  g_autoptr (GBytes) seed
      = assay_text_unhex ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
  return EVP_PKEY_new_raw_private_key (EVP_PKEY_ED25519, NULL, g_bytes_get_data (seed, NULL), 32);
}

static void
sign (EVP_PKEY *key, const char *text, gsize size, guint8 signature[64])
{
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  gsize length = 64;
  g_assert_cmpint (EVP_DigestSignInit (context, NULL, NULL, NULL, key), ==, 1);
  g_assert_cmpint (EVP_DigestSign (context, signature, &length, (const guint8 *) text, size), ==,
                   1);
  EVP_MD_CTX_free (context);
}

static char *
public_pem (EVP_PKEY *key)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  g_assert_cmpint (PEM_write_bio_PUBKEY (bio, key), ==, 1);
  char *data;
  const long size = BIO_get_mem_data (bio, &data);
  char *pem = g_strndup (data, (gsize) size);
  BIO_free (bio);
  return pem;
}

/* RFC 9162 2.1.1 as it is written there: recursive, unlike what it is checked against. */
static void
tree_hash (GPtrArray *leaves, guint first, guint n, guint8 out[32])
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = 32;
  if (n == 1)
    {
      const char *leaf = leaves->pdata[first];
      g_checksum_update (sum, (const guchar *) "", 1);
      g_checksum_update (sum, (const guchar *) leaf, (gssize) strlen (leaf));
    }
  else
    {
      guint8 halves[2][32];
      guint k = 1;
      while (2 * k < n)
        k *= 2;
      tree_hash (leaves, first, k, halves[0]);
      tree_hash (leaves, first + k, n - k, halves[1]);
      g_checksum_update (sum, (const guchar *) "\x01", 1);
      g_checksum_update (sum, halves[0], 64);
    }
  g_checksum_get_digest (sum, out, &length);
}

static char *
make_checkpoint (EVP_PKEY *key, GPtrArray *leaves, const char *head)
{
  guint8 root[32];
  guint8 tail[68] = { 0 };
  guint8 raw[32];
  gsize raw_size = sizeof raw;
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 id[32];
  gsize id_size = sizeof id;
  g_assert_cmpint (EVP_PKEY_get_raw_public_key (key, raw, &raw_size), ==, 1);
  g_checksum_update (sum, (const guchar *) "assay-case/0123456789abcdef0123456789abcdef\n\x01", -1);
  g_checksum_update (sum, raw, 32);
  g_checksum_get_digest (sum, id, &id_size);
  memcpy (tail, id, 4);
  tree_hash (leaves, 0, leaves->len, root);
  g_autofree char *base64 = g_base64_encode (root, sizeof root);
  g_autofree char *text = g_strdup_printf (
      "assay-case/0123456789abcdef0123456789abcdef\n%u\n%s\nchain %s\n", leaves->len, base64, head);
  sign (key, text, strlen (text), tail + 4);
  g_autofree char *signature = g_base64_encode (tail, sizeof tail);
  return g_strdup_printf ("%s\n\xE2\x80\x94 assay-case/0123456789abcdef0123456789abcdef %s\n", text,
                          signature);
}

static void
add_entries (AssayReportData *data, guint n_exhibits, guint n)
{
  EVP_PKEY *key = make_signer ();
  guint8 raw[32];
  gsize raw_size = sizeof raw;
  g_assert_cmpint (EVP_PKEY_get_raw_public_key (key, raw, &raw_size), ==, 1);
  g_autofree char *raw_hex = assay_text_hex (raw, sizeof raw);
  g_autofree char *prev = g_strnfill (64, '0');
  g_autoptr (GPtrArray) leaves = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 1; i <= n; i++)
    {
      AssayReportEntry *entry = assay_report_entry_new ();
      const gboolean intake = i > 1 && i <= n_exhibits + 1;
      entry->seq = i;
      entry->event = g_strdup (i == 1 ? "case.open" : intake ? "intake" : "analyse");
      entry->time = assay_time_text (1771093812000 + i * 1000);
      entry->actor = g_strdup ("ed25519:21fe31dfa154a261");
      entry->examiner = g_strdup ("A. Examiner");
      entry->exhibit = intake ? i - 1 : i == 1 || n_exhibits == 0 ? 0 : i % n_exhibits + 1;
      entry->detail = g_strdup (intake ? "IMG_20260214.jpg, 1 234 567 bytes, SHA-256 as section 4"
                                       : "integrity 1, result as recorded");
      g_autofree char *taken
          = i == 1 ? g_strdup_printf (",\"public_key\":\"%s\"", raw_hex)
            : intake
                ? g_strdup_printf (",\"sha256\":\"%s\"",
                                   ((AssayReportExhibit *) data->exhibits->pdata[i - 2])->sha256)
                : g_strdup ("");
      g_autofree char *body = g_strdup_printf (
          "{\"actor\":\"%s\",\"data\":{\"item\":%u%s},\"event\":\"%s\",\"log\":"
          "\"0123456789abcdef0123456789abcdef\",\"prev\":\"%s\",\"seq\":%u,"
          "\"time\":\"%s\",\"v\":1}\n",
          entry->actor, entry->exhibit, taken, entry->event, prev, i, entry->time);
      guint8 signature[64];
      sign (key, body, strlen (body), signature);
      g_autofree char *hex = assay_text_hex (signature, sizeof signature);
      g_string_append (data->ledger, body);
      g_string_append_printf (data->signatures, "%s\n", hex);
      g_free (prev);
      prev = g_compute_checksum_for_string (G_CHECKSUM_SHA256, body, -1);
      entry->hash = g_strdup (prev);
      g_ptr_array_add (leaves, g_strdup (body));
      g_ptr_array_add (data->entries, entry);
    }
  data->checkpoint = make_checkpoint (key, leaves, prev);
  data->checkpoint_size = n;
  data->public_pem = public_pem (key);
  EVP_PKEY_free (key);
}

AssayReportData *
sample_case (guint n_exhibits, guint n_entries)
{
  static const AssayVerdict verdicts[]
      = { ASSAY_VERDICT_ATTENTION, ASSAY_VERDICT_CLEAR, ASSAY_VERDICT_COMPROMISED };
  g_autoptr (AssayReportOptions) options = assay_report_options_new ();
  assay_report_options_set_paper (options, ASSAY_REPORT_A4);
  assay_report_options_set_text (options, ASSAY_REPORT_TEXT_INSTRUCTION,
                                 "Cyber Crime Cell, Chennai, 12 February 2026");
  assay_report_options_set_text (options, ASSAY_REPORT_TEXT_QUALIFICATIONS,
                                 "M.Sc. Forensic Science; eight years of casework");
  AssayReportData *data = assay_report_data_new (options);
  data->case_uuid = g_strdup ("3f2b8c1e-7a44-4d0e-9a51-0c7d6e5f4a3b");
  data->title = g_strdup ("State v. X — சென்னை");
  data->reference = g_strdup ("CR 112/2026");
  data->examiner = g_strdup ("A. Examiner");
  data->opened = 1771093812000;
  data->date = 1771100000000;
  data->upto = n_entries;
  data->n_entries = n_entries;
  data->n_exhibits = n_exhibits;
  for (guint i = 0; i < n_exhibits; i++)
    g_ptr_array_add (data->exhibits, make_exhibit (i, verdicts[i % 3]));
  add_entries (data, n_exhibits, n_entries);
  return data;
}

AssayReportData *
sample_check (AssayVerdict verdict)
{
  g_autoptr (AssayReportOptions) options = assay_report_options_new ();
  assay_report_options_set_paper (options, ASSAY_REPORT_LETTER);
  AssayReportData *data = assay_report_data_new (options);
  data->quick = TRUE;
  data->date = 1771100000000;
  data->n_exhibits = 1;
  g_ptr_array_add (data->exhibits, make_exhibit (0, verdict));
  return data;
}

static void
remove_folder (const char *folder)
{
  const char *const argv[] = { "rm", "-rf", folder, NULL };
  g_spawn_sync (NULL, (char **) (guintptr) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
                NULL, NULL);
}

static char *folder_made;

static void
clean_up (void)
{
  if (g_getenv ("ASSAY_KEEP") == NULL)
    remove_folder (folder_made);
}

const char *
sample_folder (void)
{
  if (folder_made == NULL)
    {
      folder_made = g_dir_make_tmp ("assay-report-XXXXXX", NULL);
      g_assert_nonnull (folder_made);
      atexit (clean_up);
    }
  return folder_made;
}

char *
sample_run (const char *const *argv, int status)
{
  char *out = NULL;
  g_autofree char *err = NULL;
  int ended;
  g_autoptr (GError) error = NULL;
  g_spawn_sync (sample_folder (), (char **) (guintptr) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                &out, &err, &ended, &error);
  g_assert_no_error (error);
  if (!WIFEXITED (ended) || WEXITSTATUS (ended) != status)
    g_error ("%s ended with %d: %s %s", argv[0], ended, out, err);
  return out;
}

char *
sample_write (AssayReportData *data, const char *name, AssayReportKey *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayReport) report = assay_report_new_from_data (data, &error);
  g_assert_no_error (error);
  char *path = g_build_filename (sample_folder (), name, NULL);
  g_autofree char *sha256 = NULL;
  assay_report_write_pdf (report, path, key, &sha256, &error);
  g_assert_no_error (error);
  g_autofree char *contents = NULL;
  gsize size;
  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  g_autofree char *again
      = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) contents, size);
  g_assert_cmpstr (sha256, ==, again);
  return path;
}
