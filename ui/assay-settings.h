/* assay-settings.h: the preferences of the person, kept by GSettings (schema org.assay.Workbench).
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ASSAY_SETTINGS_SCHEMA "org.assay.Workbench"

/* The one settings object of the process. Finds the schema that is installed, else the one beside a
 * program that runs from its build folder, so that `_build/app/assay` needs no environment. NULL if
 * there is none: the caller cannot go on. (transfer none) */
GSettings *assay_settings_get (void);

G_END_DECLS
