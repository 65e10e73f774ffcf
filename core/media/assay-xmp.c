/* assay-xmp.c: XMP packets (ISO 16684-1) by GMarkup, which knows no DTD, no external entities and
 * no network. Namespaces are resolved here; the result is a flat list of facts. */
#include "config.h"

#include <string.h>

#include "media/assay-parser-private.h"
#include "media/assay-time-private.h"

#define NS_RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define NS_META "adobe:ns:meta/"
#define NS_XML "http://www.w3.org/XML/1998/namespace"

/* Real packets stay below ten levels; a property name is made of all of them. */
#define DEPTH_MOST 64
#define VALUE_MOST 16384
#define BINDINGS_MOST 200
/* Packets with embedded previews reach some megabytes. */
#define PACKET_MOST 16777216u

/* The prefix that facts use for a namespace, whatever the file calls it. */
static const struct
{
  const char *uri;
  const char *prefix;
} namespaces[] = {
  { "http://ns.adobe.com/xap/1.0/", "xmp" },
  { "http://ns.adobe.com/xap/1.0/mm/", "xmpMM" },
  { "http://ns.adobe.com/xap/1.0/rights/", "xmpRights" },
  { "http://ns.adobe.com/xap/1.0/bj/", "xmpBJ" },
  { "http://ns.adobe.com/xap/1.0/t/pg/", "xmpTPg" },
  { "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#", "stEvt" },
  { "http://ns.adobe.com/xap/1.0/sType/ResourceRef#", "stRef" },
  { "http://ns.adobe.com/xap/1.0/sType/Version#", "stVer" },
  { "http://ns.adobe.com/xap/1.0/g/img/", "xmpGImg" },
  { "http://ns.adobe.com/xmp/1.0/DynamicMedia/", "xmpDM" },
  { "http://ns.adobe.com/xmp/note/", "xmpNote" },
  { "http://purl.org/dc/elements/1.1/", "dc" },
  { "http://purl.org/dc/terms/", "dcterms" },
  { "http://ns.adobe.com/photoshop/1.0/", "photoshop" },
  { "http://ns.adobe.com/camera-raw-settings/1.0/", "crs" },
  { "http://ns.adobe.com/lightroom/1.0/", "lr" },
  { "http://ns.adobe.com/tiff/1.0/", "tiff" },
  { "http://ns.adobe.com/exif/1.0/", "exif" },
  { "http://ns.adobe.com/exif/1.0/aux/", "aux" },
  { "http://cipa.jp/exif/1.0/", "exifEX" },
  { "http://ns.adobe.com/pdf/1.3/", "pdf" },
  { "http://ns.adobe.com/illustrator/1.0/", "illustrator" },
  { "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/", "Iptc4xmpCore" },
  { "http://iptc.org/std/Iptc4xmpExt/2008-02-29/", "Iptc4xmpExt" },
  { "http://ns.useplus.org/ldf/xmp/1.0/", "plus" },
  { "http://www.metadataworkinggroup.com/schemas/regions/", "mwg-rs" },
  { "http://www.metadataworkinggroup.com/schemas/keywords/", "mwg-kw" },
  { "http://ns.microsoft.com/photo/1.0/", "MicrosoftPhoto" },
  { "http://ns.google.com/photos/1.0/camera/", "GCamera" },
  { "http://ns.google.com/photos/1.0/container/", "Container" },
  { "http://ns.google.com/photos/1.0/container/item/", "Item" },
  { "http://ns.google.com/photos/1.0/panorama/", "GPano" },
  { "http://ns.google.com/photos/1.0/image/", "GImage" },
  { "http://ns.google.com/photos/1.0/depthmap/", "GDepth" },
  { "http://ns.adobe.com/hdr-gain-map/1.0/", "hdrgm" },
  { "http://ns.apple.com/faceinfo/1.0/", "apple-fi" },
  { "http://www.gimp.org/xmp/", "GIMP" },
  { "http://www.digikam.org/ns/1.0/", "digiKam" },
  { "http://ns.camerabits.com/photomechanic/1.0/", "photomechanic" },
  { "http://www.dji.com/drone-dji/1.0/", "drone-dji" },
};

typedef struct
{
  char *prefix;
  char *uri;
  guint depth; /* of the element that declared it */
} Binding;

typedef struct
{
  gsize path;         /* length of the path before this element */
  gboolean property;  /* added a part to the path */
  gboolean list;      /* rdf:Seq, Bag or Alt */
  gboolean item;      /* rdf:li */
  gboolean structure; /* had fields: whatever text is within is layout */
  guint items;        /* list: structures so far */
} Level;

typedef struct
{
  AssayInspection *inspection;
  guint64 base;
  guint64 size;
  GArray *bindings;
  Level levels[DEPTH_MOST];
  guint depth;
  GString *path; /* "xmpMM.History" */
  GString *value;
  gboolean too_deep;
} Xmp;

static void
binding_clear (gpointer data)
{
  Binding *binding = data;

  g_free (binding->prefix);
  g_free (binding->uri);
}

static const char *
resolve (const Xmp *self, const char *prefix, gsize length)
{
  for (guint i = self->bindings->len; i > 0; i--)
    {
      const Binding *binding = &g_array_index (self->bindings, Binding, i - 1);

      if (strlen (binding->prefix) == length && strncmp (binding->prefix, prefix, length) == 0)
        return binding->uri;
    }
  return length == 3 && strncmp (prefix, "xml", 3) == 0 ? NS_XML : NULL;
}

/* Splits "prefix:local"; *@uri is NULL when the prefix is not declared. Returns the local part. */
static const char *
split_name (const Xmp *self, const char *name, const char **uri, gsize *prefix_length)
{
  const char *colon = strchr (name, ':');

  *prefix_length = colon == NULL ? 0 : (gsize) (colon - name);
  *uri = resolve (self, name, *prefix_length);
  return colon == NULL ? name : colon + 1;
}

static gboolean
is_rdf (const char *uri)
{
  return uri != NULL && strcmp (uri, NS_RDF) == 0;
}

/* "xmpMM.": the prefix by which facts know @uri; the file's own where nobody lists it. */
static void
append_prefix (GString *text, const char *uri, const char *name, gsize prefix_length)
{
  for (gsize i = 0; uri != NULL && i < G_N_ELEMENTS (namespaces); i++)
    if (strcmp (namespaces[i].uri, uri) == 0)
      {
        g_string_append_printf (text, "%s.", namespaces[i].prefix);
        return;
      }
  if (prefix_length > 0)
    {
      g_string_append_len (text, name, (gssize) MIN (prefix_length, 64));
      g_string_append_c (text, '.');
    }
}

static void
time_fact (Xmp *self, const char *name, const char *value)
{
  static const struct
  {
    const char *property;
    const char *fact;
  } times[] = { { "xmp.xmp.CreateDate", "xmp.time.created" },
                { "xmp.xmp.ModifyDate", "xmp.time.modified" },
                { "xmp.xmp.MetadataDate", "xmp.time.metadata" } };
  gint64 unix_ms;
  gboolean zoned;

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    if (strcmp (times[i].property, name) == 0 && assay_time_parse_iso (value, &unix_ms, &zoned))
      assay_inspection_time (self->inspection, times[i].fact, unix_ms, zoned, value, self->base,
                             self->size);
}

static void
add_value (Xmp *self, const char *path, const char *value)
{
  g_autofree char *name = g_strconcat ("xmp.", path, NULL);

  assay_inspection_text (self->inspection, name, value, self->base, self->size);
  time_fact (self, name, value);
}

/* A structure begins in the innermost property or list item; an item gets its number in the list,
 * so that fields of several items can be told apart. */
static void
begin_structure (Xmp *self)
{
  guint at = self->depth;

  while (at > 0 && !self->levels[at - 1].property && !self->levels[at - 1].item)
    at--;
  if (at == 0 || self->levels[at - 1].structure)
    return;
  self->levels[at - 1].structure = TRUE;
  if (!self->levels[at - 1].item || at < 2)
    return;

  g_autofree char *name = g_strdup_printf ("xmp.%s.item", self->path->str);

  assay_inspection_int (self->inspection, name, ++self->levels[at - 2].items, NULL, self->base,
                        self->size);
}

/* A property written as an attribute, as rdf:Description may have them. */
static void
add_attribute (Xmp *self, const char *name, const char *value)
{
  const char *uri;
  gsize prefix_length;
  const char *local = split_name (self, name, &uri, &prefix_length);
  gsize length = self->path->len;
  gboolean resource = is_rdf (uri) && strcmp (local, "resource") == 0;

  if (prefix_length == 0 || (is_rdf (uri) && !resource)
      || (uri != NULL && strcmp (uri, NS_XML) == 0))
    return;
  if (resource)
    {
      if (length > 0)
        add_value (self, self->path->str, value);
      return;
    }
  begin_structure (self);
  if (length > 0)
    g_string_append_c (self->path, '.');
  else
    append_prefix (self->path, uri, name, prefix_length);
  g_string_append (self->path, local);
  add_value (self, self->path->str, value);
  g_string_truncate (self->path, length);
}

static void
declare_namespaces (Xmp *self, const char **names, const char **values)
{
  for (gsize i = 0; names[i] != NULL; i++)
    {
      Binding binding = { .depth = self->depth };

      if (!g_str_has_prefix (names[i], "xmlns") || self->bindings->len >= BINDINGS_MOST)
        continue;
      if (names[i][5] != ':' && names[i][5] != '\0')
        continue;
      binding.prefix = g_strdup (names[i][5] == ':' ? names[i] + 6 : "");
      binding.uri = g_strdup (values[i]);
      g_array_append_val (self->bindings, binding);
    }
}

/* Opens the level of an element: which part of the name it adds. */
static void
enter_element (Xmp *self, const char *name)
{
  const char *uri;
  gsize prefix_length;
  const char *local = split_name (self, name, &uri, &prefix_length);
  Level level = { .path = self->path->len };

  if (is_rdf (uri))
    {
      level.list
          = strcmp (local, "Seq") == 0 || strcmp (local, "Bag") == 0 || strcmp (local, "Alt") == 0;
      level.item = strcmp (local, "li") == 0 || strcmp (local, "value") == 0;
    }
  else if (uri == NULL || strcmp (uri, NS_META) != 0)
    {
      level.property = TRUE;
      if (level.path > 0)
        {
          begin_structure (self);
          g_string_append_c (self->path, '.');
        }
      else
        {
          append_prefix (self->path, uri, name, prefix_length);
        }
      g_string_append (self->path, local);
    }
  self->levels[self->depth++] = level;
}

/* "xaptk" before 2004. */
static gboolean
is_toolkit (const char *local)
{
  return strcmp (local, "xmptk") == 0 || strcmp (local, "xaptk") == 0;
}

static void
on_start (GMarkupParseContext *context,
          const char *name,
          const char **names,
          const char **values,
          gpointer data,
          GError **error)
{
  Xmp *self = data;

  if (self->depth >= DEPTH_MOST || self->path->len > 1024)
    {
      self->too_deep = TRUE;
      g_set_error_literal (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "depth");
      return;
    }
  declare_namespaces (self, names, values);
  enter_element (self, name);
  g_string_truncate (self->value, 0);
  for (gsize i = 0; names[i] != NULL; i++)
    {
      const char *uri;
      gsize prefix_length;
      const char *local = split_name (self, names[i], &uri, &prefix_length);

      if (g_str_has_prefix (names[i], "xmlns"))
        continue;
      if (uri != NULL && strcmp (uri, NS_META) == 0 && is_toolkit (local))
        assay_inspection_text (self->inspection, "xmp.toolkit", values[i], self->base, self->size);
      else if (uri == NULL || strcmp (uri, NS_META) != 0)
        add_attribute (self, names[i], values[i]);
    }
}

static void
on_text (
    GMarkupParseContext *context, const char *text, gsize length, gpointer data, GError **error)
{
  Xmp *self = data;

  if (self->value->len < VALUE_MOST)
    g_string_append_len (self->value, text, (gssize) MIN (length, VALUE_MOST - self->value->len));
}

static void
on_end (GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  Xmp *self = data;

  if (self->depth == 0)
    return;

  Level level = self->levels[self->depth - 1];
  Level *parent = self->depth > 1 ? &self->levels[self->depth - 2] : NULL;

  g_strstrip (self->value->str);
  /* Text counts where no element or attribute stands within: in a simple property or a list item.
   */
  if ((level.property || level.item) && !level.structure && self->value->str[0] != '\0'
      && self->path->len > 0)
    add_value (self, self->path->str, self->value->str);
  g_string_truncate (self->value, 0);
  g_string_truncate (self->path, level.path);
  self->depth--;
  if (parent != NULL && level.list)
    parent->structure = TRUE;
  while (self->bindings->len > 0
         && g_array_index (self->bindings, Binding, self->bindings->len - 1).depth >= self->depth)
    g_array_set_size (self->bindings, self->bindings->len - 1);
}

/* Packets may be UTF-16 or UTF-32; the first bytes of XML tell (ISO 16684-1, 7.3.2). */
static char *
to_utf8 (const guint8 *data, gsize size, gsize *length)
{
  static const struct
  {
    const char *first;
    gsize bytes;
    const char *encoding;
  } encodings[]
      = { { "<\0\0\0", 4, "UTF-32LE" }, { "\0\0\0<", 4, "UTF-32BE" }, { "\xff\xfe", 2, "UTF-16" },
          { "\xfe\xff", 2, "UTF-16" },  { "<\0", 2, "UTF-16LE" },     { "\0<", 2, "UTF-16BE" } };

  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
    if (size >= encodings[i].bytes && memcmp (data, encodings[i].first, encodings[i].bytes) == 0)
      return g_convert ((const char *) data, (gssize) size, "UTF-8", encodings[i].encoding, NULL,
                        length, NULL);
  if (size >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    {
      data += 3;
      size -= 3;
    }
  /* Old writers left Latin-1 in UTF-8 packets: better a wrong letter than no metadata. */
  if (!g_utf8_validate_len ((const char *) data, size, NULL))
    return g_utf8_make_valid ((const char *) data, (gssize) size);
  *length = size;
  return g_strndup ((const char *) data, size);
}

/* Packets end in blanks for editing in place, and in JPEG sometimes in NULs. */
static gsize
used_length (const guint8 *data, gsize size)
{
  while (size > 0 && (data[size - 1] == '\0' || g_ascii_isspace (data[size - 1])))
    size--;
  return size;
}

static const char *
fault_of (const GError *error)
{
  static const char *const names[] = {
    [G_MARKUP_ERROR_BAD_UTF8] = "invalid UTF-8",
    [G_MARKUP_ERROR_EMPTY] = "no element",
    [G_MARKUP_ERROR_PARSE] = "malformed XML",
    [G_MARKUP_ERROR_UNKNOWN_ELEMENT] = "unknown element",
    [G_MARKUP_ERROR_UNKNOWN_ATTRIBUTE] = "unknown attribute",
    [G_MARKUP_ERROR_INVALID_CONTENT] = "nested too deeply",
    [G_MARKUP_ERROR_MISSING_ATTRIBUTE] = "missing attribute",
  };

  return error->domain == G_MARKUP_ERROR && (guint) error->code < G_N_ELEMENTS (names)
             ? names[error->code]
             : "malformed XML";
}

static void
parse_packet (Xmp *self, const char *text, gsize length)
{
  static const GMarkupParser parser
      = { .start_element = on_start, .end_element = on_end, .text = on_text };
  GMarkupParseContext *context
      = g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, self, NULL);
  g_autoptr (GError) error = NULL;

  if (!g_markup_parse_context_parse (context, text, (gssize) length, &error)
      || !g_markup_parse_context_end_parse (context, &error))
    {
      int line = 0;
      int character = 0;
      /* GLib's own sentence is in the person's language: a result holds none. */
      g_markup_parse_context_get_position (context, &line, &character);
      assay_inspection_problem (self->inspection, self->too_deep ? "depth" : "malformed",
                                self->base, "XMP, line %d, character %d: %s", line, character,
                                fault_of (error));
    }
  g_markup_parse_context_free (context);
}

void
assay_block_xmp (AssayInspection *inspection, const guint8 *data, gsize size, guint64 base)
{
  Xmp self = { .inspection = inspection, .base = base, .size = size };
  gsize used = used_length (data, MIN (size, PACKET_MOST));
  gsize length = 0;
  g_autofree char *text = to_utf8 (data, used, &length);

  assay_inspection_bool (inspection, "xmp.present", TRUE, base, size);
  assay_inspection_int (inspection, "xmp.bytes", (gint64) size, NULL, base, size);
  if (text == NULL || used == 0)
    {
      assay_inspection_problem (inspection, "malformed", base, "XMP without readable text");
      return;
    }
  if (length == 0)
    length = strlen (text);
  self.bindings = g_array_new (FALSE, FALSE, sizeof (Binding));
  g_array_set_clear_func (self.bindings, binding_clear);
  self.path = g_string_new (NULL);
  self.value = g_string_new (NULL);
  parse_packet (&self, text, length);
  g_array_unref (self.bindings);
  g_string_free (self.path, TRUE);
  g_string_free (self.value, TRUE);
}
