/* assay-choice-factory.h: how the texts of a combo row are shown. libadwaita's own labels end after
 * 20 characters even where there is room; these take what the row leaves them. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* For @row, whose model must be a GtkStringList: both the value in the row and the list that opens,
 * where the chosen text has a tick. */
void assay_choice_factory_install (AdwComboRow *row);

G_END_DECLS
