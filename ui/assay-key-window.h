/* assay-key-window.h: the keys for marks and encryption: made, chosen, exported, removed. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ASSAY_TYPE_KEY_WINDOW (assay_key_window_get_type ())
G_DECLARE_FINAL_TYPE (AssayKeyWindow, assay_key_window, ASSAY, KEY_WINDOW, AdwPreferencesWindow)

/* @name as the person calls the key, @secret its characters. */
typedef void (*AssayKeyChosen) (const char *name, GBytes *secret, gpointer user_data);

/* Opens the window over @parent. With @chosen each key has a button "Use"; @owner is its user data
 * and kept alive while the window is open. */
void assay_key_window_show (GtkWindow *parent, AssayKeyChosen chosen, GObject *owner);

G_END_DECLS
