/* assay-media-loss.h: packets that a container declares and that cannot be read. Only
 * assay-worker-media links it.
 *
 * libavformat reads what it finds and says nothing of the rest: a sample table with one wrong bit
 * makes a shorter video. What was read is therefore compared with what this program's own parser
 * finds in the tables (MP4, MOV: samples and their bytes; Matroska: blocks). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gboolean lost;
  gint stream;      /* number in the container, from 0; -1: of all together */
  guint64 declared; /* packets; 0: the container is damaged, so how many is not known */
  guint64 found;    /* packets */
  guint64 position; /* bytes: behind the last packet that was read, or where the damage is */
} AssayMediaLoss;

/* (transfer full): what @loss, which must be one, says, as a sentence without its full stop. */
char *assay_media_loss_describe (const AssayMediaLoss *loss) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
