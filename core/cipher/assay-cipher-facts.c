/* assay-cipher-facts.c: see the header. */
#include "cipher/assay-cipher-facts.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "cipher/assay-cipher-classes.h"

/* Named as the standard names them: they are no language. */
static const char *const tool_names[] = {
  "entropy_coding_sync",
  "tiles",
  "dependent_slice_segments",
  "sign_data_hiding",
  "cu_qp_delta",
  "cu_chroma_qp_offset",
  "transquant_bypass",
  "transform_skip",
  "pcm",
  "amp",
  "sao",
  "scaling_list",
  "implicit_rdpcm",
  "explicit_rdpcm",
  "transform_skip_context",
  "cabac_init",
  "cross_component",
  "temporal_mvp",
};

void
assay_cipher_facts_add_unit (AssayCipherFacts *self, const AssayHevcNal *nal)
{
  if (nal->layer != 0)
    {
      self->other_layers++;
      self->other_bytes += nal->size;
      self->which_layers |= G_GUINT64_CONSTANT (1) << (nal->layer & 63);
    }
  else
    self->units[nal->type & 63]++;
  if (!self->encrypted && assay_cipher_header_is (nal))
    self->encrypted = assay_cipher_header_read (&self->header, nal, NULL);
  if (self->encrypted || !assay_cipher_seal_is (nal))
    return;
  self->sealed = TRUE;
  self->encrypted = assay_cipher_seal_get_header (&self->header, nal);
}

/* In the order of the names. */
static guint64
find_tools (const AssayHevcSps *sps, const AssayHevcPps *pps)
{
  const gboolean uses[] = {
    pps->wavefront,
    pps->tiles,
    pps->dependent_slices,
    pps->sign_hiding,
    pps->qp_delta,
    pps->chroma_qp_offsets,
    pps->transquant_bypass,
    pps->transform_skip,
    sps->pcm,
    sps->amp,
    sps->sao,
    sps->scaling_lists,
    sps->implicit_rdpcm,
    sps->explicit_rdpcm,
    sps->transform_skip_context,
    pps->cabac_init,
    pps->cross_component,
    sps->temporal_mvp,
  };
  guint64 tools = 0;

  G_STATIC_ASSERT (G_N_ELEMENTS (uses) == G_N_ELEMENTS (tool_names));
  for (guint i = 0; i < G_N_ELEMENTS (uses); i++)
    if (uses[i])
      tools |= G_GUINT64_CONSTANT (1) << i;
  return tools;
}

void
assay_cipher_facts_add_segment (AssayCipherFacts *self, const AssayHevcSliceSegment *segment)
{
  const AssayHevcSliceHeader *header = segment->header;

  if (!self->any)
    {
      self->any = TRUE;
      self->sps = *segment->sps;
      self->least_qp = header->qp;
      self->most_qp = header->qp;
    }
  self->tools |= find_tools (segment->sps, segment->pps);
  self->n_columns = MAX (self->n_columns, segment->pps->n_columns);
  self->n_rows = MAX (self->n_rows, segment->pps->n_rows);
  if (header->dependent)
    return;
  self->least_qp = MIN (self->least_qp, header->qp);
  self->most_qp = MAX (self->most_qp, header->qp);
  self->slices[header->type]++;
}

static void add_row (AssayTableBuilder *builder, const char *property, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static void
add_row (AssayTableBuilder *builder, const char *property, const char *format, ...)
{
  va_list arguments;
  g_autofree char *value = NULL;

  va_start (arguments, format);
  value = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  assay_table_builder_text (builder, property);
  assay_table_builder_text (builder, value);
  assay_table_builder_row (builder, 0);
}

static void
add_tools (const AssayCipherFacts *self, AssayTableBuilder *builder)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tool_names); i++)
    if ((self->tools >> i & 1) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", tool_names[i]);
  add_row (builder, N_ ("Coding tools"), "%s", text->str);
}

/* "1×32 17×1": types and how many. */
static void
add_units (const AssayCipherFacts *self, AssayTableBuilder *builder)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (self->units); i++)
    if (self->units[i] > 0)
      g_string_append_printf (text, "%s%u×%" G_GUINT64_FORMAT, text->len > 0 ? " " : "", i,
                              self->units[i]);
  add_row (builder, N_ ("NAL units (type×number)"), "%s", text->str);
  add_row (builder, N_ ("NAL units of other layers"), "%" G_GUINT64_FORMAT, self->other_layers);
}

static void
add_sequence (const AssayCipherFacts *self, AssayTableBuilder *builder)
{
  static const char *const formats[] = { "4:0:0", "4:2:0", "4:2:2", "4:4:4" };
  const AssayHevcSps *sps = &self->sps;

  add_row (builder, N_ ("Coded size"), "%u×%u", sps->width, sps->height);
  add_row (builder, N_ ("Chroma format"), "%s", formats[sps->chroma_format & 3]);
  add_row (builder, N_ ("Bit depth, luma and chroma"), "%u %u", sps->bit_depth_luma,
           sps->bit_depth_chroma);
  add_row (builder, N_ ("Coding tree unit"), "%u", 1u << sps->log2_ctb);
  add_row (builder, N_ ("Smallest coding unit"), "%u", 1u << sps->log2_min_cb);
  add_row (builder, N_ ("Tiles"), "%u×%u", self->n_columns, self->n_rows);
  add_row (builder, N_ ("Quantiser of slices"), "%d %d", self->least_qp, self->most_qp);
  add_row (builder, N_ ("Slices I, P, B"),
           "%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT,
           self->slices[ASSAY_HEVC_SLICE_I], self->slices[ASSAY_HEVC_SLICE_P],
           self->slices[ASSAY_HEVC_SLICE_B]);
  add_tools (self, builder);
}

/* What an encrypted video says of itself; whether it is true only the key can tell. */
static void
add_encryption (const AssayCipherHeader *header, AssayTableBuilder *builder)
{
  static const char *const generators[] = {
    [ASSAY_GENERATOR_AES] = "aes",
    [ASSAY_GENERATOR_CHAOS] = "chaos",
    [ASSAY_GENERATOR_NULL] = "null",
  };
  static const char *const hashes[] = {
    [ASSAY_HASH_SEI_KEEP] = "keep",
    [ASSAY_HASH_SEI_STRIP] = "strip",
    [ASSAY_HASH_SEI_REWRITE] = "rewrite",
  };
  g_autoptr (GString) elements = g_string_new (NULL);
  g_autoptr (GString) keys = g_string_new (NULL);

  for (guint i = 0; i < ASSAY_CIPHER_N_CLASSES; i++)
    if ((header->elements >> i & 1) != 0)
      g_string_append_printf (elements, "%s%s", elements->len > 0 ? " " : "",
                              assay_cipher_class_id (i));
  for (guint i = 0; i < header->regions.n_tracks; i++)
    g_string_append_printf (keys, " %u", header->regions.tracks[i].n_keys);
  add_row (builder, N_ ("Encrypted: key stream"), "%s", generators[header->generator]);
  add_row (builder, N_ ("Encrypted: rule for low bits of levels"), "%s",
           header->mode == ASSAY_CIPHER_MODE_PAPER   ? "paper"
           : header->mode == ASSAY_CIPHER_MODE_EXACT ? "exact"
                                                     : "extended");
  add_row (builder, N_ ("Encrypted: version of the method"), "%u", header->version);
  if (header->kdf.key_file)
    add_row (builder, N_ ("Encrypted: key"), "HMAC-SHA-256 of a key file");
  else
    add_row (builder, N_ ("Encrypted: key"), "Argon2id, t=%u, m=%u KiB, p=%u", header->kdf.passes,
             1u << MIN (header->kdf.memory_log2, 31), header->kdf.lanes);
  add_row (builder, N_ ("Encrypted: elements"), "%s", elements->str);
  add_row (builder, N_ ("Encrypted: picture hashes"), "%s", hashes[header->hash_sei]);
  add_row (builder, N_ ("Encrypted: key frames of each region"), "%s",
           keys->len > 0 ? keys->str + 1 : "-");
  add_row (builder, N_ ("Encrypted: sound"), "%s", header->sound ? "aes" : "-");
}

AssayTable *
assay_cipher_facts_to_table (const AssayCipherFacts *self)
{
  static const AssayColumn columns[] = {
    { "property", N_ ("Property"), ASSAY_COLUMN_TERM, "", 0 },
    { "value", N_ ("Value"), ASSAY_COLUMN_TEXT, "", 0 },
  };
  AssayTableBuilder *builder
      = assay_table_builder_new ("video", N_ ("Video"), columns, G_N_ELEMENTS (columns));

  if (self->any)
    add_sequence (self, builder);
  add_units (self, builder);
  if (self->sealed)
    add_row (builder, N_ ("Encrypted: where the description stands"), "%s",
             self->encrypted ? "seal" : "-");
  if (self->encrypted)
    add_encryption (&self->header, builder);
  return assay_table_builder_end (builder);
}
