/* assay-series-number.h: a number in a cell: its value, how it is written, and written again. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double value;
  guint decimals; /* digits behind the mark, of the mantissa if there is an exponent */
  int exponent;   /* power of ten behind "e"; 0 without */
  gboolean scientific;
  double quantum; /* 10^(exponent - decimals): what the last digit counts */
  /* How it is written, so that it can be written again in the same way. */
  gboolean plus;       /* with "+" */
  guint8 whole;        /* least digits before the mark: 0 for ".5", 3 for "007" */
  gboolean point;      /* a mark without digits behind it: "12." */
  char letter;         /* 'e' or 'E' */
  char power_sign;     /* of the exponent: '+', '-' or 0 */
  guint8 power_digits; /* least digits of the exponent */
} AssaySeriesNumber;

/* Characters of a cell that is read as a number. */
#define ASSAY_SERIES_NUMBER_MOST_LENGTH 64u
/* Room for any number that assay_series_number_print() writes. */
#define ASSAY_SERIES_NUMBER_SIZE 400

/**
 * assay_series_number_parse:
 * @text: @length bytes; spaces around it are allowed
 * @decimal: '.' or ','
 *
 * Optional sign, digits with at most one mark, optional exponent. No thousands separators, no
 * "nan", no "inf"; not above 1e15 quanta nor outside 1e-300..1e300: a cell that is none is left
 * alone.
 */
gboolean
assay_series_number_parse (const char *text, gsize length, char decimal, AssaySeriesNumber *number);
/* @value rounded to the quantum of @number and written as that is: digits behind the mark, plus
 * sign, leading zeros, exponent.
 * Returns: the length of @text */
gsize assay_series_number_print (const AssaySeriesNumber *number,
                                 double value,
                                 char decimal,
                                 char text[ASSAY_SERIES_NUMBER_SIZE]);
/* The decimal digits of @value, at least @least of them; @text has room for 20 and gets no NUL.
 * Returns: how many */
gsize assay_series_number_digits (guint64 value, guint least, char *text);
/* @value as assay_series_number_print() would write it, as a number. */
double assay_series_number_round (const AssaySeriesNumber *number, double value);

G_END_DECLS
