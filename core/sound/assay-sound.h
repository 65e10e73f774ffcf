/* assay-sound.h: what assay-worker-media needs of this folder. */
#pragma once

#include "model/assay-tool.h"
#include "sound/assay-sound-info.h"

G_BEGIN_DECLS

/* Streams of the tool `sound`; assay-sound-info.h says what their units hold. */
extern const AssayToolPreview assay_sound_preview;

G_END_DECLS
