/* assay-cipher-pictures.c: units become access units, these become pictures and hashes. */
#include "cipher/assay-cipher-pictures.h"

/* Of an access unit: no level allows a tenth of it. A stream without beginnings of pictures must
 * not fill the memory. */
#define MOST_BYTES ((gsize) 256 * 1024 * 1024)

struct _AssayCipherPictures
{
  AssayUnitDecoder *decoder;
  GByteArray *access_unit;
  gboolean has_slice; /* in it */
  guint8 wanted;      /* AssayHashType that it carries */
  GArray *hashes;     /* AssayPictureHash */
};

/* Its hash, if one was asked for. */
static gboolean
take_picture (const AssayVideoFrame *frame, gpointer user_data, GError **error)
{
  AssayCipherPictures *self = user_data;
  AssayPictureHash *hash;

  if (frame->index < 0 || frame->index >= (gint64) self->hashes->len || frame->n_planes > 3)
    return TRUE;
  hash = &g_array_index (self->hashes, AssayPictureHash, frame->index);
  if (hash->type == ASSAY_N_HASHES || hash->length != 0)
    return TRUE;
  if (frame->corrupt)
    {
      hash->type = ASSAY_N_HASHES;
      return TRUE;
    }
  for (guint i = 0; i < frame->n_planes; i++)
    {
      guint x = i > 0 ? frame->shift_x : 0;
      guint y = i > 0 ? frame->shift_y : 0;
      AssayHashPlane plane = { .data = frame->plane[i],
                               .stride = frame->stride[i],
                               .width = frame->width >> x,
                               .height = frame->height >> y,
                               .wide = frame->sample > 1 };

      assay_picture_hash_add (hash, &plane);
    }
  return TRUE;
}

/* @func: NULL: hashes are computed */
static AssayCipherPictures *
make (AssayUnitPicture func, gpointer user_data, guint threads, GError **error)
{
  g_autoptr (AssayCipherPictures) self = g_new0 (AssayCipherPictures, 1);

  self->access_unit = g_byte_array_new ();
  self->hashes = g_array_new (FALSE, FALSE, sizeof (AssayPictureHash));
  self->wanted = ASSAY_N_HASHES;
  self->decoder = assay_unit_decoder_new ("hevc", threads, func != NULL ? func : take_picture,
                                          func != NULL ? user_data : self, error);
  if (self->decoder == NULL)
    return NULL;
  /* Hashes are of all samples (D.3.19). */
  if (func != NULL)
    assay_unit_decoder_set_cropping (self->decoder);
  return g_steal_pointer (&self);
}

AssayCipherPictures *
assay_cipher_pictures_new (guint threads, GError **error)
{
  return make (NULL, NULL, threads, error);
}

AssayCipherPictures *
assay_cipher_pictures_new_for (AssayUnitPicture func,
                               gpointer user_data,
                               guint threads,
                               GError **error)
{
  return make (func, user_data, threads, error);
}

void
assay_cipher_pictures_free (AssayCipherPictures *self)
{
  if (self == NULL)
    return;
  assay_unit_decoder_free (self->decoder);
  g_byte_array_unref (self->access_unit);
  g_array_unref (self->hashes);
  g_free (self);
}

/* 7.4.2.4.4: units behind the last slice of a picture that belong to the next one. */
static gboolean
begins_access_unit (const AssayHevcNal *nal)
{
  if (assay_hevc_nal_is_slice (nal))
    return nal->size > 2 && (nal->data[2] & 0x80) != 0;
  return (nal->type >= ASSAY_NAL_VPS && nal->type <= ASSAY_NAL_AUD)
         || nal->type == ASSAY_NAL_PREFIX_SEI || (nal->type >= 41 && nal->type <= 44)
         || (nal->type >= 48 && nal->type <= 55);
}

static gboolean
send (AssayCipherPictures *self, GError **error)
{
  AssayPictureHash none = { .type = self->wanted };
  gboolean done;

  g_array_append_val (self->hashes, none);
  done = assay_unit_decoder_push (self->decoder, self->access_unit->data, self->access_unit->len,
                                  (gint64) self->hashes->len - 1, error);
  g_byte_array_set_size (self->access_unit, 0);
  self->has_slice = FALSE;
  self->wanted = ASSAY_N_HASHES;
  return done;
}

gboolean
assay_cipher_pictures_take (AssayCipherPictures *self,
                            const guint8 *data,
                            gsize size,
                            GError **error)
{
  static const guint8 start_code[3] = { 0, 0, 1 };
  AssayHevcNal nal;
  AssayPictureHash hash;

  if (!assay_hevc_nal_read (data, size, &nal) || nal.layer != 0)
    return TRUE;
  if (self->has_slice && begins_access_unit (&nal) && !send (self, error))
    return FALSE;
  self->has_slice |= assay_hevc_nal_is_slice (&nal);
  if (self->wanted == ASSAY_N_HASHES && assay_hash_sei_read (&nal, &hash))
    self->wanted = hash.type;
  if (self->access_unit->len + size > MOST_BYTES)
    {
      g_byte_array_set_size (self->access_unit, 0);
      return TRUE;
    }
  g_byte_array_append (self->access_unit, start_code, sizeof start_code);
  g_byte_array_append (self->access_unit, data, (guint) size);
  return TRUE;
}

gboolean
assay_cipher_pictures_end (AssayCipherPictures *self, GError **error)
{
  return (!self->has_slice || send (self, error)) && assay_unit_decoder_end (self->decoder, error);
}

const GArray *
assay_cipher_pictures_get (const AssayCipherPictures *self)
{
  return self->hashes;
}
