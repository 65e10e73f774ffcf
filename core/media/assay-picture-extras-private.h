/* assay-picture-extras-private.h: how the blocks are announced in their files. */
#pragma once

#define ASSAY_EXTRAS_EXIF "Exif\0" /* six bytes with the NUL at its end */
#define ASSAY_EXTRAS_XMP "http://ns.adobe.com/xap/1.0/"
#define ASSAY_EXTRAS_XMP_MORE "http://ns.adobe.com/xmp/extension/"
#define ASSAY_EXTRAS_ICC "ICC_PROFILE"
#define ASSAY_EXTRAS_PHOTOSHOP "Photoshop 3.0"
#define ASSAY_EXTRAS_PNG_XMP "XML:com.adobe.xmp"
#define ASSAY_EXTRAS_PNG_MAGIC "\x89PNG\r\n\x1a\n"
