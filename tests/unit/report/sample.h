/* sample.h: report data made from nothing: a case with real signatures, results with every kind of
 * part, and hostile names. */
#pragma once

#include "report/assay-report-data-private.h"

/* @n_exhibits with their runs; @n_entries at least as many as exhibits + 1. */
AssayReportData *sample_case (guint n_exhibits, guint n_entries);
/* One file, no case. */
AssayReportData *sample_check (AssayVerdict verdict);
/* Name of exhibit @index as the report shows it. */
char *sample_name (guint index);
/* A folder that goes when the test program ends. */
const char *sample_folder (void);
/* Runs @argv; its standard output; fails the test unless it ends with @status. */
char *sample_run (const char *const *argv, int status);
/* Lays out and writes @data to @name in the sample folder; the path. */
char *sample_write (AssayReportData *data, const char *name, AssayReportKey *key);
