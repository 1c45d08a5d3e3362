#include "model.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct Config {
    Object object;
    Script script;
} Config;

EXPORTED void *OgaCreateConfig(const char *folder, void **out) {
    Record *record = record_of(folder);
    Script script;
    char *problem = script_read(folder, &script);
    if (problem) {
        void *result = failure(record, problem);
        free(problem);
        return result;
    }
    if (script.faults[FAULT_CONFIG]) {
        void *result = failure(record, script.faults[FAULT_CONFIG]);
        script_end(&script);
        return result;
    }
    Config *config = object_new(KIND_CONFIG, sizeof *config, record);
    config->script = script;
    *out = config;
    return NULL;
}

EXPORTED void *OgaConfigOverlay(Config *config, const char *json) {
    if (!object_check(config, KIND_CONFIG)) return wrong_handle();
    record_text(&config->object.record->overlay, json);
    const char *fault = config->script.faults[FAULT_OVERLAY];
    return fault ? failure(config->object.record, fault) : NULL;
}

EXPORTED void OgaDestroyConfig(void *handle) {
    Config *config = object_end(handle, KIND_CONFIG);
    if (!config) return;
    script_end(&config->script);
    free(config);
}

EXPORTED void *OgaCreateModelFromConfig(const Config *config, void **out) {
    if (!object_check(config, KIND_CONFIG)) return wrong_handle();
    Record *record = config->object.record;
    if (config->script.faults[FAULT_MODEL]) return failure(record, config->script.faults[FAULT_MODEL]);
    // The script is read again rather than shared, so that the configuration may go.
    Script script;
    char *problem = script_read(record->folder, &script);
    if (problem) {
        void *result = failure(record, problem);
        free(problem);
        return result;
    }
    Model *model = object_new(KIND_MODEL, sizeof *model, record);
    model->script = script;
    *out = model;
    return NULL;
}

EXPORTED void OgaDestroyModel(void *handle) {
    Model *model = object_end(handle, KIND_MODEL);
    if (!model) return;
    script_end(&model->script);
    free(model);
}
