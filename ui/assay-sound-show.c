/* assay-sound-show.c: see the header. */
#include "assay-sound-show.h"

#include "config.h"

#include <fcntl.h>
#include <glib/gi18n.h>
#include <unistd.h>

#define SUBJECT "assay-sound-subject"
#define CHANGED "assay-sound-changed"

/* The output that can be heard; NULL without one. */
static const AssayOutputInfo *
find_sound (const AssayToolInfo *tool, AssayOutcome *outcome, AssayOutcomeOutput *output)
{
  static const char *const extensions[] = { "wav", "flac", "ogg", "opus", "mp3", "m4a", NULL };

  for (guint i = 0; outcome != NULL && i < assay_outcome_get_n_outputs (outcome); i++)
    {
      const AssayOutputInfo *info;

      assay_outcome_get_output (outcome, i, output);
      info = assay_tool_info_output (tool, output->role);
      if (info != NULL && info->extension != NULL && g_strv_contains (extensions, info->extension))
        return info;
    }
  return NULL;
}

/* A panel for pictures alone, or one that takes just anything, listens to nothing. */
static gboolean
listens (const AssayToolInfo *tool, AssaySubject *subject)
{
  guint kinds = assay_subject_get_kinds (subject);

  return (tool->kinds & ASSAY_MEDIA_AUDIO) != 0 && tool->kinds != ASSAY_MEDIA_ANY
         && kinds != ASSAY_MEDIA_ANY
         && (kinds & (guint) (ASSAY_MEDIA_AUDIO | ASSAY_MEDIA_VIDEO)) != 0;
}

static void
on_picked (AssaySoundCard *card, AssaySubject *subject)
{
  g_autoptr (AssayRegion) region = NULL;
  g_autofree char *text = NULL;
  double start;
  double end;

  if (assay_sound_view_get_selection (assay_sound_card_get_view (card), &start, &end))
    {
      region = assay_region_new (start, end, NULL, 0);
      text = assay_region_to_text (region);
    }
  assay_subject_set_selection (subject, text != NULL ? text : "");
}

/* What was selected in another panel of the same subject. */
static void
take_selection (AssaySoundCard *card, AssaySubject *subject)
{
  g_autoptr (AssayRegion) region = assay_region_parse (assay_subject_get_selection (subject), NULL);

  if (region != NULL && assay_region_get_end (region) > 0.0)
    assay_sound_view_select (assay_sound_card_get_view (card), assay_region_get_start (region),
                             assay_region_get_end (region));
}

static void
on_loaded (AssaySoundView *view, AssaySoundCard *card)
{
  AssaySubject *subject = g_object_get_data (G_OBJECT (card), SUBJECT);
  double start;
  double end;

  if (subject != NULL && assay_sound_view_is_complete (view)
      && !assay_sound_view_get_selection (view, &start, &end))
    take_selection (card, subject);
  /* a video without sound */
  if (subject != NULL && assay_sound_view_get_error (view) != NULL
      && (assay_subject_get_kinds (subject) & ASSAY_MEDIA_AUDIO) == 0)
    gtk_widget_set_visible (GTK_WIDGET (card), FALSE);
}

static void
forget (AssaySoundCard *card)
{
  AssaySubject *subject = g_object_get_data (G_OBJECT (card), SUBJECT);

  if (subject != NULL)
    {
      g_signal_handlers_disconnect_by_func (card, on_picked, subject);
      g_signal_handlers_disconnect_by_func (assay_sound_card_get_view (card), on_loaded, card);
    }
  g_object_set_data (G_OBJECT (card), SUBJECT, NULL);
  g_object_set_data (G_OBJECT (card), CHANGED, NULL);
}

static gboolean
open_card (AssaySoundCard *card, AssaySubject *subject, const char *path, const char *title)
{
  int original = assay_subject_open_fd (subject, NULL);
  int made = path != NULL ? open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) : -1;
  AssayCompareFile changed = { path, title, made, NULL, NULL };

  if (original < 0)
    {
      if (made >= 0)
        close (made);
      return FALSE;
    }
  g_object_set_data_full (G_OBJECT (card), SUBJECT, g_object_ref (subject), g_object_unref);
  g_object_set_data_full (G_OBJECT (card), CHANGED, g_strdup (path), g_free);
  g_signal_connect (card, "picked", G_CALLBACK (on_picked), subject);
  g_signal_connect (assay_sound_card_get_view (card), "loaded", G_CALLBACK (on_loaded), card);
  assay_sound_card_open (
      card, assay_subject_get_client (subject),
      &(AssayCompareFile){ assay_subject_get_name (subject), _ ("Original"), original, NULL, NULL },
      made >= 0 ? &changed : NULL);
  close (original);
  if (made >= 0)
    close (made);
  return TRUE;
}

void
assay_sound_show (AssaySoundCard *card,
                  AssaySubject *subject,
                  const AssayToolInfo *tool,
                  AssayOutcome *outcome)
{
  AssayOutcomeOutput output = { 0 };
  const AssayOutputInfo *info
      = subject != NULL && tool != NULL ? find_sound (tool, outcome, &output) : NULL;
  const char *path = info != NULL ? output.path : NULL;

  if (subject == NULL || tool == NULL || !listens (tool, subject))
    {
      forget (card);
      assay_sound_card_close (card);
      gtk_widget_set_visible (GTK_WIDGET (card), FALSE);
      return;
    }
  if (g_object_get_data (G_OBJECT (card), SUBJECT) == subject
      && g_strcmp0 (g_object_get_data (G_OBJECT (card), CHANGED), path) == 0)
    return;
  forget (card);
  gtk_widget_set_visible (
      GTK_WIDGET (card),
      open_card (card, subject, path, info != NULL ? g_dgettext (NULL, info->title) : NULL));
}
