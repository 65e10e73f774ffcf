/* assay-cipher-options.c: parameters of the tools. */
#include "cipher/assay-cipher-options.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <openssl/evp.h>
#include <string.h>

#include "cipher/assay-cipher-classes.h"
#include "cipher/assay-cipher-error.h"
#include "cipher/assay-cipher-plan.h"

#define MOST_KEY_FILE ((guint64) 1024 * 1024)
#define BLOCK ((gsize) 1024 * 1024)
#define ALL_ELEMENTS ((1u << ASSAY_CIPHER_N_CLASSES) - 1)

/* @possible: with commas between them. */
static gboolean
set_invalid (const char *name, const char *value, const char *possible, GError **error)
{
  g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
               /* Translators: a value, a parameter, values with commas between them. */
               _ ("“%s” is no value that %s can have; possible are %s"), value, name, possible);
  return FALSE;
}

static gboolean
set_invalid_element (const char *value, GError **error)
{
  g_autoptr (GString) possible = g_string_new ("all");

  for (guint i = 0; i < ASSAY_CIPHER_N_CLASSES; i++)
    g_string_append_printf (possible, ", %s", assay_cipher_class_id (i));
  return set_invalid ("elements", value, possible->str, error);
}

static gboolean
read_elements (const char *text, guint *elements, GError **error)
{
  g_auto (GStrv) names = g_strsplit (text, ",", -1);

  *elements = strcmp (text, "all") == 0 ? ALL_ELEMENTS : 0;
  for (guint i = 0; names[i] != NULL && *elements != ALL_ELEMENTS; i++)
    {
      const char *name = g_strstrip (names[i]);
      guint element = 0;

      while (element < ASSAY_CIPHER_N_CLASSES
             && strcmp (assay_cipher_class_id (element), name) != 0)
        element++;
      if (element == ASSAY_CIPHER_N_CLASSES)
        return set_invalid_element (name, error);
      *elements |= 1u << element;
    }
  return *elements != 0 || set_invalid_element (text, error);
}

/* Layers above the base are not encrypted yet: who names one must not believe that it is. */
static gboolean
read_layers (const char *text, guint64 *layers, GError **error)
{
  g_auto (GStrv) names = g_strsplit (text, ",", -1);

  *layers = G_MAXUINT64;
  if (strcmp (text, "all") == 0)
    return TRUE;
  *layers = 0;
  for (guint i = 0; names[i] != NULL; i++)
    {
      guint64 layer;

      if (!g_ascii_string_to_unsigned (g_strstrip (names[i]), 10, 0, ASSAY_CIPHER_LAYERS - 1,
                                       &layer, NULL))
        return set_invalid ("layers", names[i], "all, 0", error);
      if (layer > 0)
        {
          g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                       _ ("Layer %u cannot be encrypted by this version, only the base layer, 0"),
                       (guint) layer);
          return FALSE;
        }
      *layers |= G_GUINT64_CONSTANT (1) << layer;
    }
  return *layers != 0 || set_invalid ("layers", text, "all, 0", error);
}

static GBytes *
read_key_file (AssayToolJob *job, GError **error)
{
  g_autoptr (AssaySource) source = assay_tool_job_open_file (job, "key_file", error);
  guint64 size;

  if (source == NULL)
    return NULL;
  size = assay_source_get_size (source);
  if (size == 0)
    {
      g_set_error_literal (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                           _ ("The key file is empty; 32 random bytes make a good one"));
      return NULL;
    }
  if (size <= MOST_KEY_FILE)
    return assay_source_read (source, 0, (gsize) size, error);
  g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT,
                       _ ("A key file has at most 1 MiB"));
  return NULL;
}

GBytes *
assay_cipher_options_secret (AssayToolJob *job, gboolean *key_file, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  gboolean has_text = !assay_parameters_is_empty (parameters, "key");

  *key_file = !assay_parameters_is_empty (parameters, "key_file");
  if (has_text == *key_file)
    {
      g_set_error_literal (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                           _ ("Give either a passphrase or a key file"));
      return NULL;
    }
  if (*key_file)
    return read_key_file (job, error);
  return g_bytes_ref (assay_parameters_get_secret (parameters, "key"));
}

typedef EVP_MD_CTX Digest;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Digest, EVP_MD_CTX_free)

/* By OpenSSL: GLib's takes four times as long, which a second core would wait for. */
static gboolean
make_nonce (AssayCipherHeader *header,
            AssaySource *source,
            GBytes *secret,
            AssayToolJob *job,
            GError **error)
{
  g_autoptr (Digest) sum = EVP_MD_CTX_new ();
  g_autofree guint8 *block = g_malloc (BLOCK);
  guint8 digest[32];
  guint64 at = 0;
  gssize got;

  if (sum == NULL || EVP_DigestInit_ex (sum, EVP_sha256 (), NULL) != 1)
    g_error ("SHA-256 is not available");
  while ((got = assay_source_read_into (source, at, block, BLOCK, error)) > 0)
    {
      if (g_cancellable_set_error_if_cancelled (assay_tool_job_get_cancellable (job), error))
        return FALSE;
      EVP_DigestUpdate (sum, block, (gsize) got);
      at += (guint64) got;
    }
  if (got < 0)
    return FALSE;
  if (EVP_DigestFinal_ex (sum, digest, NULL) != 1)
    g_error ("SHA-256 failed");
  return assay_cipher_header_set_nonce (header, digest, secret, error);
}

gboolean
assay_cipher_options_read_choices (AssayCipherHeader *header,
                                   AssaySource *source,
                                   AssayToolJob *job,
                                   GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  const char *generator = assay_parameters_get_text (parameters, "generator");
  const char *hash_sei = assay_parameters_get_text (parameters, "hash_sei");

  *header
      = (AssayCipherHeader){ .generator = ASSAY_GENERATOR_AES, .hash_sei = ASSAY_HASH_SEI_KEEP };
  if (strcmp (generator, "chaos") == 0)
    header->generator = ASSAY_GENERATOR_CHAOS;
  else if (strcmp (generator, "null") == 0)
    header->generator = ASSAY_GENERATOR_NULL;
  if (strcmp (hash_sei, "strip") == 0)
    header->hash_sei = ASSAY_HASH_SEI_STRIP;
  else if (strcmp (hash_sei, "rewrite") == 0)
    header->hash_sei = ASSAY_HASH_SEI_REWRITE;
  header->sound = assay_parameters_get_bool (parameters, "audio");
  if (header->sound && header->generator == ASSAY_GENERATOR_NULL)
    {
      g_set_error_literal (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                           _ ("Without a key stream the sound cannot be encrypted"));
      return FALSE;
    }
  header->mode = assay_cipher_mode_parse (assay_parameters_get_text (parameters, "mode"));
  assay_cipher_kdf_init (&header->kdf, !assay_parameters_is_empty (parameters, "key_file"));
  return read_elements (assay_parameters_get_text (parameters, "elements"), &header->elements,
                        error)
         && read_layers (assay_parameters_get_text (parameters, "layers"), &header->layers, error)
         && assay_cipher_plan (header, source, job, error);
}

gboolean
assay_cipher_options_read (AssayCipherHeader *header,
                           AssaySource *source,
                           GBytes *secret,
                           AssayToolJob *job,
                           GError **error)
{
  return assay_cipher_options_read_choices (header, source, job, error)
         && make_nonce (header, source, secret, job, error);
}
