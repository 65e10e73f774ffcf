/* assay-sound-file.h: a file that the sound screen shows: what opens workers on it. */
#pragma once

#include "worker/assay-client.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_SOUND_FILE (assay_sound_file_get_type ())
G_DECLARE_FINAL_TYPE (AssaySoundFile, assay_sound_file, ASSAY, SOUND_FILE, GObject)

/* @fd: read-only descriptor; it is duplicated. @name: what the worker calls it in messages. */
AssaySoundFile *
assay_sound_file_new (AssayClient *client, const char *name, int fd) G_GNUC_WARN_UNUSED_RESULT;

/**
 * assay_sound_file_open_async:
 * @settings: pairs of a parameter of the tool `sound` and its value, then %NULL
 *
 * A worker of its own.
 */
void assay_sound_file_open_async (AssaySoundFile *self,
                                  const char *const *settings,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
AssayPreview *assay_sound_file_open_finish (AssaySoundFile *self,
                                            GAsyncResult *result,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
