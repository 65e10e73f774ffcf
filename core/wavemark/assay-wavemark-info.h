/* assay-wavemark-info.h: the descriptions of the tools for waveform marks; both sides link them. */
#pragma once

#include "model/assay-tool-info.h"

G_BEGIN_DECLS

extern const AssayToolInfo assay_series_embed_info;
extern const AssayToolInfo assay_series_extract_info;
extern const AssayToolInfo assay_series_attack_info;
extern const AssayToolInfo assay_series_robustness_info;
extern const AssayToolInfo assay_audio_embed_info;   /* "audio.embed": marks sound */
extern const AssayToolInfo assay_audio_extract_info; /* "audio.extract": reads its mark */
extern const AssayToolInfo assay_audio_attack_info;  /* "audio.attack": damages sound */
extern const AssayToolInfo assay_audio_robustness_info;

/* Endings of names for marked and changed sound that would say of WAV that it is something else. */
extern const AssayEndingInfo assay_audio_never[];

G_END_DECLS
