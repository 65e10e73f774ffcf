/* assay-panel.c: see the header. */
#include "assay-panel.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

typedef struct
{
  char *id;
  char *title;
  char *icon_name;
  AssaySubject *subject;
  GtkWidget *content;
  AssayJob *job;
  GSignalGroup *job_signals;

  GtkStack *stack;
  GtkStackPage *content_page;
  AdwBin *content_bin;
  AdwStatusPage *empty_page;
  AdwStatusPage *failed_page;
  GtkLabel *working_title;
  GtkLabel *working_status;
  GtkProgressBar *working_bar;
  GtkButton *working_cancel;
  guint pulse;
} AssayPanelPrivate;

enum
{
  PROP_ID = 1,
  PROP_TITLE,
  PROP_ICON_NAME,
  PROP_SUBJECT,
  PROP_CONTENT,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (AssayPanel, assay_panel, GTK_TYPE_WIDGET)

static AssayPanelPrivate *
private_of (AssayPanel *self)
{
  return assay_panel_get_instance_private (self);
}

static void
stop_pulse (AssayPanelPrivate *priv)
{
  g_clear_handle_id (&priv->pulse, g_source_remove);
}

static void
leave_job (AssayPanelPrivate *priv)
{
  stop_pulse (priv);
  g_clear_object (&priv->job);
  g_signal_group_set_target (priv->job_signals, NULL);
}

static gboolean
on_pulse (gpointer data)
{
  gtk_progress_bar_pulse (data);
  return G_SOURCE_CONTINUE;
}

static void
show_job (AssayPanel *self)
{
  AssayPanelPrivate *priv = private_of (self);
  double fraction = priv->job ? assay_job_get_fraction (priv->job) : -1;

  gtk_label_set_label (priv->working_title,
                       priv->job ? assay_job_get_title (priv->job) : _ ("Working"));
  gtk_label_set_label (priv->working_status,
                       priv->job ? assay_job_get_status (priv->job) : _ ("Reading what is stored"));
  gtk_widget_set_visible (GTK_WIDGET (priv->working_cancel), priv->job != NULL);
  if (fraction >= 0)
    {
      stop_pulse (priv);
      gtk_progress_bar_set_fraction (priv->working_bar, fraction);
    }
  else if (!priv->pulse)
    priv->pulse = g_timeout_add (100, on_pulse, priv->working_bar);
}

static void
cancel_job (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayPanelPrivate *priv = private_of (ASSAY_PANEL (widget));

  if (priv->job)
    assay_job_cancel (priv->job);
}

static void
retry (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ASSAY_PANEL_GET_CLASS (widget)->retry (ASSAY_PANEL (widget));
}

static void
assay_panel_real_retry (AssayPanel *self)
{
  AssayPanelPrivate *priv = private_of (self);

  if (ASSAY_PANEL_GET_CLASS (self)->set_subject)
    ASSAY_PANEL_GET_CLASS (self)->set_subject (self, priv->subject);
}

static void
assay_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AssayPanel *self = ASSAY_PANEL (object);
  AssayPanelPrivate *priv = private_of (self);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, priv->id);
      break;
    case PROP_TITLE:
      g_value_set_string (value, priv->title);
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, priv->icon_name);
      break;
    case PROP_SUBJECT:
      g_value_set_object (value, priv->subject);
      break;
    case PROP_CONTENT:
      g_value_set_object (value, priv->content);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
assay_panel_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AssayPanel *self = ASSAY_PANEL (object);
  AssayPanelPrivate *priv = private_of (self);

  switch (id)
    {
    case PROP_ID:
      g_free (priv->id);
      priv->id = g_value_dup_string (value);
      break;
    case PROP_TITLE:
      assay_panel_set_title (self, g_value_get_string (value));
      break;
    case PROP_ICON_NAME:
      g_free (priv->icon_name);
      priv->icon_name = g_value_dup_string (value);
      break;
    case PROP_SUBJECT:
      assay_panel_set_subject (self, g_value_get_object (value));
      break;
    case PROP_CONTENT:
      assay_panel_set_content (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
assay_panel_dispose (GObject *object)
{
  AssayPanelPrivate *priv = private_of (ASSAY_PANEL (object));
  GtkWidget *child;

  if (priv->job_signals)
    leave_job (priv);
  g_clear_object (&priv->job_signals);
  g_clear_object (&priv->subject);
  /* gtk_widget_dispose_template() of GTK 4.8 looks into the template of the subclass whatever type
   * it is given. */
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);
  priv->content = NULL;
  G_OBJECT_CLASS (assay_panel_parent_class)->dispose (object);
}

static void
assay_panel_finalize (GObject *object)
{
  AssayPanelPrivate *priv = private_of (ASSAY_PANEL (object));

  g_free (priv->id);
  g_free (priv->title);
  g_free (priv->icon_name);
  G_OBJECT_CLASS (assay_panel_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags text = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, "", text);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", text);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, "", text);
  properties[PROP_SUBJECT]
      = g_param_spec_object ("subject", NULL, NULL, ASSAY_TYPE_SUBJECT,
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CONTENT]
      = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET,
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
assay_panel_class_init (AssayPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = assay_panel_dispose;
  object_class->finalize = assay_panel_finalize;
  object_class->get_property = assay_panel_get_property;
  object_class->set_property = assay_panel_set_property;
  klass->retry = assay_panel_real_retry;
  install_properties (object_class);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/assay/Workbench/assay-panel.ui");
  gtk_widget_class_bind_template_child_private (widget_class, AssayPanel, stack);
  gtk_widget_class_bind_template_child_private (widget_class, AssayPanel, content_bin);
  gtk_widget_class_bind_template_child_private (widget_class, AssayPanel, empty_page);
  gtk_widget_class_bind_template_child_private (widget_class, AssayPanel, failed_page);
  gtk_widget_class_bind_template_child_private (widget_class, AssayPanel, working_title);
  gtk_widget_class_bind_template_child_private (widget_class, AssayPanel, working_status);
  gtk_widget_class_bind_template_child_private (widget_class, AssayPanel, working_bar);
  gtk_widget_class_bind_template_child_private (widget_class, AssayPanel, working_cancel);
  gtk_widget_class_install_action (widget_class, "panel.cancel", NULL, cancel_job);
  gtk_widget_class_install_action (widget_class, "panel.retry", NULL, retry);
}

static void
assay_panel_init (AssayPanel *self)
{
  AssayPanelPrivate *priv = private_of (self);

  gtk_widget_init_template (GTK_WIDGET (self));
  priv->job_signals = g_signal_group_new (ASSAY_TYPE_JOB);
  g_signal_group_connect_swapped (priv->job_signals, "notify", G_CALLBACK (show_job), self);
}

const char *
assay_panel_get_id (AssayPanel *self)
{
  return private_of (self)->id;
}

void
assay_panel_set_title (AssayPanel *self, const char *title)
{
  AssayPanelPrivate *priv = private_of (self);

  g_free (priv->title);
  priv->title = g_strdup (title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title ? title : "", -1);
}

const char *
assay_panel_get_icon_name (AssayPanel *self)
{
  return private_of (self)->icon_name;
}

AssaySubject *
assay_panel_get_subject (AssayPanel *self)
{
  return private_of (self)->subject;
}

void
assay_panel_set_subject (AssayPanel *self, AssaySubject *subject)
{
  AssayPanelPrivate *priv = private_of (self);

  if (!g_set_object (&priv->subject, subject))
    return;
  leave_job (priv);
  if (ASSAY_PANEL_GET_CLASS (self)->set_subject)
    ASSAY_PANEL_GET_CLASS (self)->set_subject (self, subject);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUBJECT]);
}

void
assay_panel_set_content (AssayPanel *self, GtkWidget *content)
{
  AssayPanelPrivate *priv = private_of (self);

  priv->content = content;
  adw_bin_set_child (priv->content_bin, content);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONTENT]);
}

void
assay_panel_show_content (AssayPanel *self)
{
  AssayPanelPrivate *priv = private_of (self);

  leave_job (priv);
  gtk_stack_set_visible_child_name (priv->stack, "content");
}

void
assay_panel_show_empty (AssayPanel *self,
                        const char *icon_name,
                        const char *title,
                        const char *description)
{
  AssayPanelPrivate *priv = private_of (self);

  leave_job (priv);
  adw_status_page_set_icon_name (priv->empty_page, icon_name);
  adw_status_page_set_title (priv->empty_page, title);
  adw_status_page_set_description (priv->empty_page, description);
  gtk_stack_set_visible_child_name (priv->stack, "empty");
}

void
assay_panel_show_working (AssayPanel *self, AssayJob *job)
{
  AssayPanelPrivate *priv = private_of (self);

  g_set_object (&priv->job, job);
  g_signal_group_set_target (priv->job_signals, job);
  show_job (self);
  gtk_stack_set_visible_child_name (priv->stack, "working");
}

void
assay_panel_show_error (AssayPanel *self, const GError *error)
{
  AssayPanelPrivate *priv = private_of (self);
  gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* Status pages read markup; a message may quote a file name. */
  g_autofree char *reason = g_markup_escape_text (
      cancelled ? _ ("Nothing was kept of the unfinished work.") : error->message, -1);

  leave_job (priv);
  adw_status_page_set_title (priv->failed_page,
                             cancelled ? _ ("Cancelled") : _ ("This could not be done"));
  adw_status_page_set_description (priv->failed_page, reason);
  gtk_stack_set_visible_child_name (priv->stack, "failed");
}
