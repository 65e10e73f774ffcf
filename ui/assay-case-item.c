/* assay-case-item.c: see the header. */
#include "assay-case-item.h"

#include "config.h"

#include <glib/gi18n.h>

#include "assay-words.h"

struct _AssayCaseItem
{
  GObject parent_instance;

  char *path;
  char *title;
  char *reference;
  char *examiner;
  char *facts;
  char *error;
  gint64 modified;
  guint exhibits;
};

enum
{
  PROP_PATH = 1,
  PROP_TITLE,
  PROP_REFERENCE,
  PROP_EXAMINER,
  PROP_FACTS,
  PROP_ERROR,
  PROP_MODIFIED,
  PROP_EXHIBITS,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (AssayCaseItem, assay_case_item, G_TYPE_OBJECT)

static void
assay_case_item_finalize (GObject *object)
{
  AssayCaseItem *self = ASSAY_CASE_ITEM (object);

  g_free (self->path);
  g_free (self->title);
  g_free (self->reference);
  g_free (self->examiner);
  g_free (self->facts);
  g_free (self->error);
  G_OBJECT_CLASS (assay_case_item_parent_class)->finalize (object);
}

static void
assay_case_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AssayCaseItem *self = ASSAY_CASE_ITEM (object);

  switch (id)
    {
    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_REFERENCE:
      g_value_set_string (value, self->reference);
      break;
    case PROP_EXAMINER:
      g_value_set_string (value, self->examiner);
      break;
    case PROP_FACTS:
      g_value_set_string (value, self->facts);
      break;
    case PROP_ERROR:
      g_value_set_string (value, self->error);
      break;
    case PROP_MODIFIED:
      g_value_set_int64 (value, self->modified);
      break;
    case PROP_EXHIBITS:
      g_value_set_uint (value, self->exhibits);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
assay_case_item_class_init (AssayCaseItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = assay_case_item_finalize;
  object_class->get_property = assay_case_item_get_property;
  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, "", flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_REFERENCE] = g_param_spec_string ("reference", NULL, NULL, "", flags);
  properties[PROP_EXAMINER] = g_param_spec_string ("examiner", NULL, NULL, "", flags);
  properties[PROP_FACTS] = g_param_spec_string ("facts", NULL, NULL, "", flags);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, flags);
  properties[PROP_MODIFIED]
      = g_param_spec_int64 ("modified", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_EXHIBITS] = g_param_spec_uint ("exhibits", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
assay_case_item_init (AssayCaseItem *self)
{
}

/* One line below the title. A broken case says why instead. */
static char *
facts_of (const AssayCaseSummary *summary)
{
  if (summary->error)
    return g_strdup (summary->error);

  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (parts,
                   g_strdup_printf (ngettext ("%u exhibit", "%u exhibits", summary->exhibits),
                                    summary->exhibits));
  g_ptr_array_add (parts, assay_words_show_time (summary->modified));
  if (summary->reference && *summary->reference)
    g_ptr_array_add (parts, g_strdup (summary->reference));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

AssayCaseItem *
assay_case_item_new (const AssayCaseSummary *summary)
{
  AssayCaseItem *self = g_object_new (ASSAY_TYPE_CASE_ITEM, NULL);
  g_autofree char *folder = g_path_get_basename (summary->path);

  self->path = g_strdup (summary->path);
  self->title = g_strdup (summary->title && *summary->title ? summary->title : folder);
  self->reference = g_strdup (summary->reference ? summary->reference : "");
  self->examiner = g_strdup (summary->examiner ? summary->examiner : "");
  self->error = g_strdup (summary->error);
  self->facts = facts_of (summary);
  self->modified = summary->modified;
  self->exhibits = summary->exhibits;
  return self;
}

const char *
assay_case_item_get_path (AssayCaseItem *self)
{
  return self->path;
}

const char *
assay_case_item_get_title (AssayCaseItem *self)
{
  return self->title;
}

const char *
assay_case_item_get_reference (AssayCaseItem *self)
{
  return self->reference;
}

const char *
assay_case_item_get_examiner (AssayCaseItem *self)
{
  return self->examiner;
}

const char *
assay_case_item_get_facts (AssayCaseItem *self)
{
  return self->facts;
}

const char *
assay_case_item_get_error (AssayCaseItem *self)
{
  return self->error;
}
