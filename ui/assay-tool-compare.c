/* assay-tool-compare.c: see the header. */
#include "assay-tool-compare.h"

#include "config.h"

#include <fcntl.h>
#include <glib/gi18n.h>
#include <unistd.h>

/* Longest side of the frames that are compared: full size up to common video. */
#define COMPARE_SIZE 1920
/* What a preview gives when nothing else is asked for. */
#define VIEW_SIZE 1280
#define SHOWN ((guint) (ASSAY_MEDIA_IMAGE | ASSAY_MEDIA_VIDEO | ASSAY_MEDIA_BITSTREAM))

/* An output without an extension of its own is of the exhibit's kind. */
static gboolean
is_picture (const AssayOutputInfo *info)
{
  static const char *const extensions[]
      = { "mkv", "mp4", "mov", "webm", "avi", "hevc", "png", "jpeg", "jpg", NULL };

  return info->extension == NULL || g_strv_contains (extensions, info->extension);
}

/* The output that the player can show; NULL without one. */
static const AssayOutputInfo *
find_picture (const AssayToolInfo *tool, AssayOutcome *outcome, AssayOutcomeOutput *output)
{
  for (guint i = 0; outcome != NULL && i < assay_outcome_get_n_outputs (outcome); i++)
    {
      const AssayOutputInfo *info;

      assay_outcome_get_output (outcome, i, output);
      info = assay_tool_info_output (tool, output->role);
      if (info != NULL && is_picture (info))
        return info;
    }
  return NULL;
}

/* The exhibit beside what a tool makes of it. */
static const char *
exhibit_title (const AssayToolInfo *tool)
{
  return tool->exhibit != NULL ? g_dgettext (NULL, tool->exhibit) : _ ("Original");
}

static gboolean
open_both (AssayComparePlayer *player,
           AssaySubject *subject,
           const AssayToolInfo *tool,
           const char *path,
           const char *title,
           AssayParameters *settings)
{
  int original = assay_subject_open_fd (subject, NULL);
  int made = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  gboolean both = original >= 0 && made >= 0;

  if (both)
    assay_compare_player_open (player, assay_subject_get_client (subject),
                               &(AssayCompareFile){ assay_subject_get_name (subject),
                                                    exhibit_title (tool), original, NULL, NULL },
                               &(AssayCompareFile){ path, title, made, NULL, settings },
                               COMPARE_SIZE);
  if (original >= 0)
    close (original);
  if (made >= 0)
    close (made);
  return both;
}

void
assay_tool_compare_show (AssayComparePlayer *player,
                         AssaySubject *subject,
                         const AssayToolInfo *tool,
                         AssayOutcome *outcome)
{
  AssayOutcomeOutput output;
  const AssayOutputInfo *info = find_picture (tool, outcome, &output);

  if ((assay_subject_get_kinds (subject) & SHOWN) == 0)
    info = NULL;
  assay_compare_player_close (player);
  gtk_widget_set_visible (GTK_WIDGET (player),
                          info != NULL
                              && open_both (player, subject, tool, output.path,
                                            g_dgettext (NULL, info->title),
                                            assay_outcome_get_parameters (outcome)));
}

static gboolean
open_view (AssayComparePlayer *player, AssaySubject *subject, AssayParameters *parameters)
{
  const char *name = assay_subject_get_name (subject);
  const AssayToolInfo *tool = assay_parameters_get_info (parameters);
  const char *title = g_dgettext (NULL, tool->view);
  int fd = assay_subject_open_fd (subject, NULL);

  if (fd < 0)
    return FALSE;
  assay_compare_player_open (player, assay_subject_get_client (subject),
                             &(AssayCompareFile){ name, exhibit_title (tool), fd, NULL, NULL },
                             &(AssayCompareFile){ name, title, fd, parameters, NULL }, VIEW_SIZE);
  close (fd);
  return TRUE;
}

void
assay_tool_compare_show_view (AssayComparePlayer *player,
                              AssaySubject *subject,
                              AssayParameters *parameters)
{
  gboolean can = (assay_subject_get_kinds (subject) & SHOWN) != 0
                 && assay_parameters_get_info (parameters)->view != NULL;

  assay_compare_player_close (player);
  gtk_widget_set_visible (GTK_WIDGET (player), can && open_view (player, subject, parameters));
}
