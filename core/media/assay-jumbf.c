/* assay-jumbf.c: JUMBF boxes (ISO 19566-5) and the C2PA manifests in them: which boxes there are,
 * and what the claims and actions declare. Nothing is validated: a signature is neither believed
 * nor doubted here. A box that is broken is listed as far as its bytes go, with a problem. */
#include "config.h"

#include <string.h>

#include "media/assay-cbor-private.h"
#include "media/assay-parser-private.h"

typedef struct
{
  AssayInspection *inspection;
  guint64 base;
  guint boxes;
  guint manifests;
  char label[256]; /* of the superbox that is being read */
} Jumbf;

static guint64
place (const Jumbf *self, gsize position)
{
  return self->base == ASSAY_OFFSET_NONE ? ASSAY_OFFSET_NONE : self->base + position;
}

static void
on_cbor (const char *path, const char *text, gpointer data)
{
  /* What of a claim or an assertion is worth a fact; the rest stays in the file. */
  static const struct
  {
    const char *tail;
    const char *fact;
  } wanted[] = { { "claim_generator", "c2pa.generator" },
                 { "claim_generator_info.name", "c2pa.generator" },
                 { "dc:title", "c2pa.title" },
                 { "dc:format", "c2pa.format" },
                 { "actions.action", "c2pa.action" },
                 { "actions.digitalSourceType", "c2pa.source_type" },
                 { "actions.softwareAgent", "c2pa.agent" },
                 { "actions.softwareAgent.name", "c2pa.agent" },
                 { "actions.when", "c2pa.when" } };
  Jumbf *self = data;

  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (strcmp (path, wanted[i].tail) == 0)
      assay_inspection_text (self->inspection, wanted[i].fact, text, self->base, 0);
}

/* Description box: UUID (16), toggles (1), then the label if the toggles say so. */
static void
read_description (Jumbf *self, AssayReader *reader)
{
  const guint8 *type = assay_reader_read_bytes (reader, 16);
  guint8 toggles = assay_reader_read_u8 (reader);

  if (!assay_reader_ok (reader))
    assay_inspection_problem (self->inspection, "truncated", self->base,
                              "JUMBF description box without its type");
  if (type == NULL || (toggles & 2) == 0)
    return;

  gsize left = assay_reader_left (reader);
  const guint8 *label = assay_reader_peek (reader, left);
  gsize length = label == NULL ? 0 : strnlen ((const char *) label, left);

  length = MIN (length, sizeof self->label - 1);
  if (length == 0)
    return;
  memcpy (self->label, label, length);
  self->label[length] = '\0';
  assay_inspection_text (self->inspection, "c2pa.box", self->label,
                         place (self, (gsize) assay_reader_offset (reader)), length);
  if (strcmp (self->label, "c2pa") == 0)
    {
      assay_inspection_bool (self->inspection, "c2pa.present", TRUE, self->base, 0);
      assay_inspection_text (self->inspection, "c2pa.label", self->label,
                             place (self, (gsize) assay_reader_offset (reader)), length);
    }
  /* C2PA 1.x, 11.1.4: "c2ma" a standard manifest, "c2um" an update manifest. */
  if (memcmp (type, "c2ma", 4) == 0 || memcmp (type, "c2um", 4) == 0)
    self->manifests++;
}

static void walk_boxes (Jumbf *self, AssayReader *reader, guint depth);

static void
read_box (
    Jumbf *self, const char *type, AssayReader *content, gsize start, gsize header, guint depth)
{
  gsize length = header + assay_reader_left (content);

  if (!assay_inspection_open (self->inspection, type, place (self, start), header, length, ""))
    return;
  if (strcmp (type, "jumb") == 0)
    walk_boxes (self, content, depth + 1);
  else if (strcmp (type, "jumd") == 0)
    read_description (self, content);
  else if (strcmp (type, "cbor") == 0 && !assay_cbor_walk (content, on_cbor, self))
    assay_inspection_problem (self->inspection, "malformed", place (self, start),
                              "CBOR of a JUMBF box cannot be read to its end");
  assay_inspection_close (self->inspection);
}

/* ISO 19566-5, B.2: length, type and, for length 1, a length of 64 bits. FALSE at the end of what
 * can be told apart: the box after a broken one has no known place. */
static gboolean
walk_box (Jumbf *self, AssayReader *reader, guint depth)
{
  const gsize start = (gsize) (reader->base + reader->position);
  guint64 size = assay_reader_read_u32_be (reader);
  const guint8 *raw = assay_reader_read_bytes (reader, 4);
  const gsize header = size == 1 ? 16 : 8;
  char type[5] = "";
  AssayReader content;

  memcpy (type, raw, 4);
  if (size == 1)
    size = assay_reader_read_u64_be (reader);
  else if (size == 0)
    size = assay_reader_left (reader) + 8;

  const gsize left = assay_reader_left (reader);
  const gboolean whole = assay_reader_ok (reader) && size >= header && size - header <= left;

  if (!whole)
    assay_inspection_problem (
        self->inspection, assay_reader_ok (reader) && size < header ? "malformed" : "overrun",
        place (self, start), "JUMBF box %s declares %" G_GUINT64_FORMAT " of %zu bytes", type, size,
        left + header);
  if (!assay_reader_ok (reader))
    return FALSE;
  assay_reader_sub (reader, whole ? (gsize) (size - header) : left, &content);
  read_box (self, type, &content, start, header, depth);
  return whole;
}

static void
walk_boxes (Jumbf *self, AssayReader *reader, guint depth)
{
  if (depth > ASSAY_LIMIT_DEPTH)
    return;
  while (assay_reader_left (reader) >= 8 && self->boxes++ < ASSAY_LIMIT_ELEMENTS)
    if (!walk_box (self, reader, depth))
      return;
  if (assay_reader_left (reader) > 0 && assay_reader_left (reader) < 8)
    assay_inspection_problem (self->inspection, "underrun",
                              place (self, (gsize) (reader->base + reader->position)),
                              "%zu bytes after the last JUMBF box", assay_reader_left (reader));
}

void
assay_block_jumbf (AssayInspection *inspection, const guint8 *data, gsize size, guint64 base)
{
  Jumbf self = { .inspection = inspection, .base = base };
  AssayReader reader;

  /* Positions count from the block; place() makes them the file's, if it has any. */
  assay_reader_init (&reader, data, size, 0);
  walk_boxes (&self, &reader, 0);
  if (self.manifests > 0)
    assay_inspection_int (inspection, "c2pa.manifests", self.manifests, NULL, base, size);
}
