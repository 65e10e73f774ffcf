/* assay-report-icc.c: the sRGB output profile, made from the numbers of the standard
 * (ICC.1:2010, IEC 61966-2-1). */
#include "config.h"

#include <math.h>
#include <string.h>

#include "report/assay-report-private.h"

static void
put32 (GByteArray *out, guint32 value)
{
  const guint32 big = GUINT32_TO_BE (value);
  g_byte_array_append (out, (const guint8 *) &big, 4);
}

static void
put16 (GByteArray *out, guint16 value)
{
  const guint16 big = GUINT16_TO_BE (value);
  g_byte_array_append (out, (const guint8 *) &big, 2);
}

static void
put_text (GByteArray *out, const char *text, guint size)
{
  g_byte_array_append (out, (const guint8 *) text, size);
}

/* s15Fixed16 of a value. */
static guint32
fixed (double value)
{
  return (guint32) (gint32) lround (value * 65536.0);
}

static GByteArray *
make_xyz (double x, double y, double z)
{
  GByteArray *tag = g_byte_array_new ();
  put_text (tag, "XYZ \0\0\0\0", 8);
  put32 (tag, fixed (x));
  put32 (tag, fixed (y));
  put32 (tag, fixed (z));
  return tag;
}

/* parametricCurveType 3, the curve of IEC 61966-2-1 in five numbers: a table would make viewers
 * invert it on each page. */
static GByteArray *
make_curve (void)
{
  GByteArray *tag = g_byte_array_new ();
  put_text (tag, "para\0\0\0\0", 8);
  put16 (tag, 3);
  put16 (tag, 0);
  put32 (tag, fixed (2.4));
  put32 (tag, fixed (1.0 / 1.055));
  put32 (tag, fixed (0.055 / 1.055));
  put32 (tag, fixed (1.0 / 12.92));
  put32 (tag, fixed (0.04045));
  return tag;
}

/* multiLocalizedUnicodeType with one record. */
static GByteArray *
make_text (const char *text)
{
  GByteArray *tag = g_byte_array_new ();
  const guint length = (guint) strlen (text);
  put_text (tag, "mluc\0\0\0\0", 8);
  put32 (tag, 1);
  put32 (tag, 12);
  put_text (tag, "enUS", 4);
  put32 (tag, 2 * length);
  put32 (tag, 28);
  for (guint i = 0; i < length; i++)
    put16 (tag, (guint8) text[i]);
  return tag;
}

/* From D65, the white of sRGB, to D50 of the connection space, by Bradford. */
static GByteArray *
make_adaptation (void)
{
  static const double matrix[] = { 1.0478112,  0.0228866,  -0.0501270, 0.0295424, 0.9904844,
                                   -0.0170491, -0.0092345, 0.0150436,  0.7521316 };
  GByteArray *tag = g_byte_array_new ();
  put_text (tag, "sf32\0\0\0\0", 8);
  for (guint i = 0; i < G_N_ELEMENTS (matrix); i++)
    put32 (tag, fixed (matrix[i]));
  return tag;
}

static GByteArray *
make_header (guint32 size)
{
  GByteArray *head = g_byte_array_new ();
  put32 (head, size);
  put32 (head, 0);
  put32 (head, 0x04200000);
  put_text (head, "mntrRGB XYZ ", 12);
  const guint16 made[6] = { 2026, 1, 1, 0, 0, 0 };
  for (guint i = 0; i < 6; i++)
    put16 (head, made[i]);
  put_text (head, "acsp", 4);
  for (guint i = 0; i < 7; i++)
    put32 (head, 0);
  /* Illuminant D50 of the connection space. */
  put32 (head, fixed (0.9642));
  put32 (head, fixed (1.0));
  put32 (head, fixed (0.8249));
  while (head->len < 128)
    put32 (head, 0);
  return head;
}

GBytes *
assay_report_srgb_profile (void)
{
  /* Primaries adapted to D50 by Bradford, as the standard profile has them. */
  const struct
  {
    const char *name;
    GByteArray *tag;
  } tags[] = {
    { "desc", make_text ("sRGB IEC61966-2.1") },
    { "cprt", make_text ("Public domain") },
    { "chad", make_adaptation () },
    { "wtpt", make_xyz (0.9642, 1.0, 0.8249) },
    { "rXYZ", make_xyz (0.43607, 0.22249, 0.01392) },
    { "gXYZ", make_xyz (0.38515, 0.71687, 0.09708) },
    { "bXYZ", make_xyz (0.14307, 0.06061, 0.71410) },
    { "rTRC", make_curve () },
    { "gTRC", make_curve () },
    { "bTRC", make_curve () },
  };
  g_autoptr (GByteArray) table = g_byte_array_new ();
  g_autoptr (GByteArray) body = g_byte_array_new ();
  const guint start = 128 + 4 + 12 * G_N_ELEMENTS (tags);
  put32 (table, G_N_ELEMENTS (tags));
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      put_text (table, tags[i].name, 4);
      put32 (table, start + body->len);
      put32 (table, tags[i].tag->len);
      g_byte_array_append (body, tags[i].tag->data, tags[i].tag->len);
      while (body->len % 4 != 0)
        put_text (body, "", 1);
      g_byte_array_unref (tags[i].tag);
    }
  g_autoptr (GByteArray) profile = make_header (start + body->len);
  g_byte_array_append (profile, table->data, table->len);
  g_byte_array_append (profile, body->data, body->len);
  return g_byte_array_free_to_bytes (g_steal_pointer (&profile));
}
