/* assay-parameters.h: the values of one run, checked against the tool's description.
 *
 * Immutable once built. Every value has one text form, used on the command line, in JSON and in the
 * ledger. */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "model/assay-region.h"
#include "model/assay-tool-info.h"

G_BEGIN_DECLS

typedef struct _AssayParameters AssayParameters;
#define ASSAY_TYPE_PARAMETERS (assay_parameters_get_type ())
GType assay_parameters_get_type (void);

typedef struct _AssayParametersBuilder AssayParametersBuilder;

/* Starts with the defaults of @info. */
AssayParametersBuilder *assay_parameters_builder_new (const AssayToolInfo *info);
/* From text; ASSAY_MODEL_ERROR_UNKNOWN_PARAMETER or _INVALID with a sentence naming the parameter,
 * the value and the range. SECRET takes the bytes of @text. FILE and FOLDER take a path, EXHIBIT a
 * number. */
gboolean assay_parameters_builder_set (AssayParametersBuilder *self,
                                       const char *name,
                                       const char *text,
                                       GError **error);
gboolean assay_parameters_builder_set_secret (AssayParametersBuilder *self,
                                              const char *name,
                                              GBytes *secret,
                                              GError **error);
/* A tool that can write several formats or containers writes the one that @path, the name of an
 * output, says: its parameter `format`, `container` or `codec` takes the ending as its choice.
 * Nothing changes for other endings. Before what the person sets. */
gboolean assay_parameters_builder_set_by_name (AssayParametersBuilder *self,
                                               const char *path,
                                               GError **error);
/* Whether the ending of @path says one. */
gboolean assay_parameters_know_name (const AssayToolInfo *info, const char *path);
/* The other way round: the ending that the parameter `container` or `format` says; NULL where it
 * leaves that open ("auto") or the tool has none. */
const char *assay_parameters_get_ending (const AssayParameters *self);
/* What the ending of @path, the name of an output, says although the parameter `format` of
 * @self has another choice; NULL where they agree or either leaves it open. */
const char *assay_parameters_contradict (const AssayParameters *self,
                                         const char *path,
                                         const AssayParameterInfo **parameter);
/* Frees the builder. NULL if a parameter without default was not given. */
AssayParameters *assay_parameters_builder_end (AssayParametersBuilder *self,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_parameters_builder_free (AssayParametersBuilder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayParametersBuilder, assay_parameters_builder_free)

/* All defaults. NULL if some parameter has none. */
AssayParameters *assay_parameters_new_default (const AssayToolInfo *info,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
AssayParameters *assay_parameters_ref (AssayParameters *self);
void assay_parameters_unref (AssayParameters *self);
const AssayToolInfo *assay_parameters_get_info (const AssayParameters *self);

/* Typed access; wrong names or types are programming errors. Borrowed. */
gboolean assay_parameters_get_bool (const AssayParameters *self, const char *name);
gint64 assay_parameters_get_int (const AssayParameters *self, const char *name);
double assay_parameters_get_real (const AssayParameters *self, const char *name);
/* CHOICE, TEXT; FILE and FOLDER: the path (host side), or its display name (worker side). */
const char *assay_parameters_get_text (const AssayParameters *self, const char *name);
GBytes *assay_parameters_get_secret (const AssayParameters *self, const char *name);
AssayRegion *assay_parameters_get_region (const AssayParameters *self, const char *name);
/* Whether an optional value (FILE, FOLDER, EXHIBIT, SECRET, REGION, TEXT) is empty. */
gboolean assay_parameters_is_empty (const AssayParameters *self, const char *name);
/* Text form; a secret gives "hmac-sha256:" and 16 hex of HMAC-SHA-256 (@fingerprint_key, secret),
 * or "secret" without a key. */
char *assay_parameters_to_text (const AssayParameters *self,
                                const char *name,
                                GBytes *fingerprint_key) G_GNUC_WARN_UNUSED_RESULT;
/* What stands for a secret in records: "hmac-sha256:" and 16 hex of HMAC-SHA-256 (@key, @secret).
 * (transfer full) */
char *
assay_secret_fingerprint (GBytes *key, const void *secret, gsize size) G_GNUC_WARN_UNUSED_RESULT;
/* An object of all parameters in the order of the description: numbers and booleans as such, the
 * rest as text. */
JsonNode *assay_parameters_to_json (const AssayParameters *self,
                                    GBytes *fingerprint_key) G_GNUC_WARN_UNUSED_RESULT;

/* For the wire: a{sv} with names of type b, x, d, s; secrets ay. Floating. */
GVariant *assay_parameters_to_variant (const AssayParameters *self);
/* Runs the same checks as the builder; ASSAY_MODEL_ERROR_INVALID. */
AssayParameters *assay_parameters_from_variant (const AssayToolInfo *info,
                                                GVariant *variant,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayParameters, assay_parameters_unref)

G_END_DECLS
