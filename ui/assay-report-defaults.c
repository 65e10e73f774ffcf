/* assay-report-defaults.c: see the header. */
#include "assay-report-defaults.h"

#include "config.h"

#include "assay-settings.h"

AssayReportOptions *
assay_report_defaults_new (void)
{
  GSettings *settings = assay_settings_get ();
  g_auto (GStrv) left_out = g_settings_get_strv (settings, "report-left-out");
  g_autofree char *examiner = g_settings_get_string (settings, "examiner");
  g_autofree char *organisation = g_settings_get_string (settings, "organisation");
  AssayReportOptions *options = assay_report_options_new ();

  for (guint i = 0; left_out[i]; i++)
    {
      AssayReportSection section;
      if (assay_report_section_parse (left_out[i], &section))
        assay_report_options_set_section (options, section, FALSE);
    }
  assay_report_options_set_text (options, ASSAY_REPORT_TEXT_EXAMINER, examiner);
  assay_report_options_set_text (options, ASSAY_REPORT_TEXT_ORGANISATION, organisation);
  return options;
}
