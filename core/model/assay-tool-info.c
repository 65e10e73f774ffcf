/* assay-tool-info.c: look-ups in a tool's constant description. */
#include "model/assay-tool-info.h"

#include <string.h>

#include "base/assay-base.h"

const AssayParameterInfo *
assay_tool_info_parameter (const AssayToolInfo *info, const char *name)
{
  for (const AssayParameterInfo *at = info->parameters; at != NULL && at->name != NULL; at++)
    if (g_str_equal (at->name, name))
      return at;
  return NULL;
}

const AssayInputInfo *
assay_tool_info_input (const AssayToolInfo *info, const char *role)
{
  for (const AssayInputInfo *at = info->inputs; at != NULL && at->role != NULL; at++)
    if (g_str_equal (at->role, role))
      return at;
  return NULL;
}

const AssayOutputInfo *
assay_tool_info_output (const AssayToolInfo *info, const char *role)
{
  for (const AssayOutputInfo *at = info->outputs; at != NULL && at->role != NULL; at++)
    if (g_str_equal (at->role, role))
      return at;
  return NULL;
}

const char *
assay_tool_info_instead (const AssayToolInfo *info, const char *path)
{
  const char *dot = strrchr (path, '.');

  for (const AssayEndingInfo *at = info->never; dot != NULL && at != NULL && at->ending != NULL;
       at++)
    if (g_ascii_strcasecmp (dot + 1, at->ending) == 0)
      return at->instead;
  return NULL;
}

const AssayMetricInfo *
assay_tool_info_metric (const AssayToolInfo *info, const char *name)
{
  for (const AssayMetricInfo *at = info->metrics; at != NULL && at->name != NULL; at++)
    if (g_str_equal (at->name, name))
      return at;
  return NULL;
}

const char *
assay_tool_info_metric_title (const AssayToolInfo *info, const char *name)
{
  const AssayMetricInfo *metric = info == NULL ? NULL : assay_tool_info_metric (info, name);

  return metric == NULL ? name : assay_text_translate (metric->title);
}

const char *
assay_tool_info_output_title (const AssayToolInfo *info, const char *role)
{
  const AssayOutputInfo *output = info == NULL ? NULL : assay_tool_info_output (info, role);

  return output == NULL ? role : assay_text_translate (output->title);
}

const char *
assay_parameter_type_name (AssayParameterType type)
{
  static const char *const names[] = { "bool",   "int",  "real",   "choice", "text",
                                       "secret", "file", "folder", "region", "exhibit" };

  return names[type];
}
