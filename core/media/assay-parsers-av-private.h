/* assay-parsers-av-private.h: the parsers of video, sound and box formats, one a family. */
#pragma once

#include "media/assay-parser-private.h"

G_BEGIN_DECLS

void assay_parse_bmff (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable);
void assay_parse_riff (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable);
void assay_parse_adts (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable);
void
assay_parse_annexb (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable);
void assay_parse_flac (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable);
void
assay_parse_matroska (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable);
void assay_parse_mp3 (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable);
void
assay_parse_mpegps (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable);
void
assay_parse_mpegts (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable);
void assay_parse_ogg (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable);

G_END_DECLS
