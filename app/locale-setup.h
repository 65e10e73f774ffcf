/* locale-setup.h: the language of the process, for both programs. */
#pragma once

/* Sets the locale and binds the message catalogues: those of the build folder when the program runs
 * from one, else the installed ones. Call first in main(). */
void assay_locale_setup (void);
