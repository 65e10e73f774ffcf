/* assay-cipher-content.c: see the header. */
#include "cipher/assay-cipher-content.h"

#include <string.h>

#include "cipher/assay-hevc-params.h"

/* Units of a group before the first slice; a stream with more is summed as it is packed. */
#define MOST_SETS 64u
/* A longer message is no description of a stream. */
#define LONGEST_MESSAGE 65536u
#define LAST_SLICE 31

/* Units that may be repeated. */
typedef struct
{
  GPtrArray *sets;  /* Set: different ones, in order once a slice has come */
  gboolean literal; /* which came last matters: from there on all are summed as they come */
} Group;

enum
{
  PARAMETERS,
  MESSAGES,
  N_GROUPS,
};

struct _AssayCipherContent
{
  AssayCipherSum *sum;
  gboolean packed; /* units as they are packed: versions before 7 */
  gboolean begun;  /* a slice has come */
  Group groups[N_GROUPS];
};

/* A parameter set, or a message. */
typedef struct
{
  GBytes *nal;
  guint type;
  gint id;          /* assay_hevc_parameters_id(), 0 of a message */
  guint32 payloads; /* of a message: bits of payload_kinds */
} Set;

/* payloadType values (H.265 D.2.1) of messages that hold for a whole stream. */
static const guint payload_kinds[] = { 5, 137, 144, 147 };
/* The first of them takes the place of no other. */
#define REPLACED ~1u

static void
free_set (gpointer data)
{
  Set *self = data;

  g_bytes_unref (self->nal);
  g_free (self);
}

/* Bits of payload_kinds; 0 if there is any other message, or none. */
static guint32
read_payloads (const GByteArray *rbsp)
{
  AssayReader reader;
  guint32 kinds = 0;

  assay_reader_init (&reader, rbsp->data, rbsp->len, 0);
  assay_reader_skip (&reader, 2);
  /* What is left after the last message is the trailing bits. */
  while (assay_reader_left (&reader) > 1)
    {
      const guint type = assay_hevc_sei_number (&reader);
      guint32 kind = 0;

      for (guint i = 0; i < G_N_ELEMENTS (payload_kinds); i++)
        kind |= payload_kinds[i] == type ? 1u << i : 0;
      assay_reader_skip (&reader, assay_hevc_sei_number (&reader));
      if (kind == 0 || !assay_reader_ok (&reader))
        return 0;
      kinds |= kind;
    }
  return kinds;
}

static Set *
new_set (const guint8 *nal, gsize size, guint type)
{
  g_autoptr (GByteArray) rbsp = g_byte_array_new ();
  g_autoptr (GArray) removed = g_array_new (FALSE, FALSE, sizeof (guint32));
  Set *self = g_new (Set, 1);

  assay_hevc_unescape (nal, size, rbsp, removed);
  *self = (Set){ .nal = g_bytes_new (nal, size), .type = type };
  if (type == ASSAY_NAL_PREFIX_SEI)
    self->payloads = read_payloads (rbsp);
  else
    self->id = assay_hevc_parameters_id (rbsp->data, rbsp->len);
  return self;
}

AssayCipherContent *
assay_cipher_content_new (const AssayCipherKeys *keys, guint version)
{
  AssayCipherContent *self = g_new0 (AssayCipherContent, 1);

  self->sum = assay_cipher_sum_new (keys, "content");
  self->packed = version != 0 && version < ASSAY_CIPHER_REPEATS_VERSION;
  for (guint i = 0; i < N_GROUPS; i++)
    self->groups[i].sets = g_ptr_array_new_with_free_func (free_set);
  return self;
}

void
assay_cipher_content_free (AssayCipherContent *self)
{
  if (self == NULL)
    return;
  assay_cipher_sum_free (self->sum);
  for (guint i = 0; i < N_GROUPS; i++)
    g_ptr_array_unref (self->groups[i].sets);
  g_free (self);
}

static gint
compare_sets (gconstpointer a, gconstpointer b)
{
  return g_bytes_compare ((*(Set *const *) a)->nal, (*(Set *const *) b)->nal);
}

static gboolean
has_set (const Group *group, const guint8 *nal, gsize size)
{
  for (guint i = 0; i < group->sets->len; i++)
    {
      GBytes *have = ((const Set *) group->sets->pdata[i])->nal;

      if (g_bytes_get_size (have) == size && memcmp (g_bytes_get_data (have, NULL), nal, size) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Whether the order of @set and of those before it decides what is shown: it takes the place of one
 * of them, or comes behind what may refer to it. Programs that pack anew sort them by their types.
 */
static gboolean
is_order_needed (const Group *group, const Set *set)
{
  for (guint i = 0; i < group->sets->len; i++)
    {
      const Set *before = group->sets->pdata[i];

      if (set->type == ASSAY_NAL_PREFIX_SEI)
        {
          if ((before->payloads & set->payloads & REPLACED) != 0)
            return TRUE;
        }
      else if (before->type > set->type
               || (before->type == set->type && (before->id == set->id || before->id < 0)))
        return TRUE;
    }
  return set->id < 0;
}

static void
sum_sets (AssayCipherContent *self, const Group *group)
{
  for (guint i = 0; i < group->sets->len; i++)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (((const Set *) group->sets->pdata[i])->nal, &size);

      assay_cipher_sum_unit (self->sum, data, size);
    }
}

/* The first slice: what may be repeated so far, whatever its order was. */
static void
begin_content (AssayCipherContent *self)
{
  self->begun = TRUE;
  for (guint i = 0; i < N_GROUPS; i++)
    {
      if (self->groups[i].literal)
        continue;
      g_ptr_array_sort (self->groups[i].sets, compare_sets);
      sum_sets (self, &self->groups[i]);
    }
}

/* Whether the unit waits for the first slice, or repeats another. */
static gboolean
keep_set (AssayCipherContent *self, Group *group, const guint8 *nal, gsize size, guint type)
{
  Set *set;

  if (has_set (group, nal, size))
    return TRUE;
  if (!self->begun && group->sets->len < MOST_SETS)
    {
      set = new_set (nal, size, type);
      if (!is_order_needed (group, set))
        {
          g_ptr_array_add (group->sets, set);
          return TRUE;
        }
      free_set (set);
    }
  /* From here on which one came last matters. */
  group->literal = TRUE;
  if (!self->begun)
    sum_sets (self, group);
  return FALSE;
}

/* A message that holds for the stream, and is not Assay's own. */
static gboolean
is_message (const guint8 *nal, gsize size)
{
  g_autoptr (GByteArray) rbsp = NULL;
  g_autoptr (GArray) removed = NULL;
  AssayHevcNal unit;

  if (size > LONGEST_MESSAGE || !assay_hevc_nal_read (nal, size, &unit)
      || assay_cipher_header_is (&unit))
    return FALSE;
  rbsp = g_byte_array_new ();
  removed = g_array_new (FALSE, FALSE, sizeof (guint32));
  assay_hevc_unescape (nal, size, rbsp, removed);
  return read_payloads (rbsp) != 0;
}

/* The group of a unit, NULL if it has none. */
static Group *
find_group (AssayCipherContent *self, const guint8 *nal, gsize size, guint type)
{
  if (type >= ASSAY_NAL_VPS && type <= ASSAY_NAL_PPS)
    return &self->groups[PARAMETERS];
  if (!self->packed && type == ASSAY_NAL_PREFIX_SEI && is_message (nal, size))
    return &self->groups[MESSAGES];
  return NULL;
}

void
assay_cipher_content_add (AssayCipherContent *self, const guint8 *nal, gsize size)
{
  const guint type = size > 0 ? nal[0] >> 1 & 0x3f : 64;
  Group *group;

  /* No unit ends in a zero (H.265 7.4.2): some programs take the first of a start code for one. */
  while (size > 0 && nal[size - 1] == 0)
    size--;
  if (!self->packed && type == ASSAY_NAL_AUD)
    return;
  group = find_group (self, nal, size, type);
  if (group != NULL && !group->literal && keep_set (self, group, nal, size, type))
    return;
  if (type <= LAST_SLICE && !self->begun)
    begin_content (self);
  assay_cipher_sum_unit (self->sum, nal, size);
}

void
assay_cipher_content_end (AssayCipherContent *self, guint8 *digest, gsize size)
{
  assay_cipher_sum_end (self->sum, digest, size);
}
