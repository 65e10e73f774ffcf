/* assay-number-button.c: see the header. */
#include "assay-number-button.h"

#include <string.h>

char *
assay_number_words (double value, guint digits)
{
  char *text = g_strdup_printf ("%.*f", (int) digits, value);
  gsize length = strlen (text);

  if (digits == 0)
    return text;
  while (text[length - 1] == '0')
    length--;
  /* the locale's decimal point, of however many bytes */
  while (!g_ascii_isdigit (text[length - 1]))
    length--;
  text[length] = '\0';
  return text;
}

static gboolean
on_output (GtkSpinButton *button)
{
  g_autofree char *text = assay_number_words (gtk_spin_button_get_value (button),
                                              gtk_spin_button_get_digits (button));

  if (!g_str_equal (text, gtk_editable_get_text (GTK_EDITABLE (button))))
    gtk_editable_set_text (GTK_EDITABLE (button), text);
  return TRUE;
}

GtkWidget *
assay_number_button_new (double low, double high, double step, guint digits)
{
  GtkWidget *button = gtk_spin_button_new_with_range (low, high, step);

  g_signal_connect (button, "output", G_CALLBACK (on_output), NULL);
  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (button), digits);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (button), TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (button), 6);
  return button;
}
