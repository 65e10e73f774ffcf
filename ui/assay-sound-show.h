/* assay-sound-show.h: the sound of a subject, and of what a tool made of it, in the card of a
 * tool's panel. */
#pragma once

#include "assay-sound-card.h"
#include "assay-subject.h"

G_BEGIN_DECLS

/* Opens the sound of @subject for panels whose @tool listens, with the sound that @outcome
 * (nullable) made as a second version; else hides @card. What is open already stays as it is. The
 * selection goes both ways between card and subject. */
void assay_sound_show (AssaySoundCard *card,
                       AssaySubject *subject,
                       const AssayToolInfo *tool,
                       AssayOutcome *outcome);

G_END_DECLS
