#include "model.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct Params {
    Object object;
    const Model *model;
    Search search;
} Params;

typedef struct Generator {
    Object object;
    const Model *model;
    int32_t *tokens;
    size_t count, prompt_count, max_length;
    int32_t last;
    atomic_bool is_terminated;
} Generator;

/// The real library's words.
static const char terminated[] = "Exiting due to terminate flag being set to true.";

EXPORTED void *OgaCreateGeneratorParams(const Model *model, void **out) {
    if (!object_check(model, KIND_MODEL)) return wrong_handle();
    Params *params = object_new(KIND_PARAMS, sizeof *params, model->object.record);
    params->model = model;
    *out = params;
    return NULL;
}

EXPORTED void OgaDestroyGeneratorParams(void *handle) { free(object_end(handle, KIND_PARAMS)); }

EXPORTED void *OgaGeneratorParamsSetSearchNumber(Params *params, const char *name, double value) {
    if (!object_check(params, KIND_PARAMS)) return wrong_handle();
    const char *fault = params->model->script.faults[FAULT_SEARCH];
    if (fault) return failure(params->object.record, fault);
    Search *search = &params->search;
    if (search->count == SEARCH_OPTIONS || strlen(name) >= NAME_LENGTH) return failure(params->object.record, "too many search options");
    SearchOption *option = &search->options[search->count++];
    memcpy(option->name, name, strlen(name) + 1);
    option->value = value;
    return NULL;
}

EXPORTED void *OgaGeneratorParamsSetSearchBool(Params *params, const char *name, bool value) {
    return OgaGeneratorParamsSetSearchNumber(params, name, value ? 1 : 0);
}

EXPORTED void *OgaCreateGenerator(const Model *model, const Params *params, void **out) {
    if (!object_check(model, KIND_MODEL) || !object_check(params, KIND_PARAMS)) return wrong_handle();
    Record *record = model->object.record;
    record_search(record, &params->search);
    if (model->script.faults[FAULT_GENERATOR]) return failure(record, model->script.faults[FAULT_GENERATOR]);
    const double *max_length = search_value(&params->search, "max_length");
    if (!max_length || *max_length < 1 || *max_length > 1e8) return failure(record, "max_length is missing or out of range");
    Generator *generator = object_new(KIND_GENERATOR, sizeof *generator, record);
    generator->model = model;
    generator->max_length = (size_t)*max_length;
    generator->tokens = calloc(generator->max_length, sizeof *generator->tokens);
    generator->last = -1;
    atomic_fetch_add(&record->generators, 1);
    *out = generator;
    return NULL;
}

EXPORTED void OgaDestroyGenerator(void *handle) {
    Generator *generator = object_end(handle, KIND_GENERATOR);
    if (!generator) return;
    free(generator->tokens);
    free(generator);
}

/// Whether the prompt read so far holds a text.
static bool prompt_contains(const Generator *generator, const char *text) {
    size_t length = strlen(text);
    for (size_t start = 0; start + length <= generator->prompt_count; start++) {
        size_t index = 0;
        while (index < length && generator->tokens[start + index] == (unsigned char)text[index]) index++;
        if (index == length) return true;
    }
    return false;
}

static bool is_meant(const Generator *generator) {
    const char *only = generator->model->script.only_for;
    return !only || prompt_contains(generator, only);
}

/// Waits in small pieces, so that a termination is seen. False where the generator was terminated.
static bool wait_microseconds(Generator *generator, long duration) {
    for (; duration > 0 && !atomic_load(&generator->is_terminated); duration -= 500) usleep((useconds_t)(duration < 500 ? duration : 500));
    return !atomic_load(&generator->is_terminated);
}

EXPORTED void *OgaGenerator_AppendTokens(Generator *generator, const int32_t *tokens, size_t count) {
    if (!object_check(generator, KIND_GENERATOR)) return wrong_handle();
    Record *record = generator->object.record;
    const Script *script = &generator->model->script;
    record_largest(&record->largest_append, (long)count);
    if (count > generator->max_length - generator->count) return failure(record, "the prompt is longer than max_length");
    memcpy(generator->tokens + generator->count, tokens, count * sizeof *tokens);
    generator->count = generator->prompt_count = generator->count + count;
    if (script->faults[FAULT_APPEND] && is_meant(generator)) return failure(record, script->faults[FAULT_APPEND]);
    if (script->block_append && is_meant(generator)) {
        atomic_fetch_add(&record->blocked, 1);
        while (!atomic_load(&generator->is_terminated)) usleep(200);
        atomic_fetch_sub(&record->blocked, 1);
    }
    return wait_microseconds(generator, script->prefill_delay_us * (long)count) ? NULL : failure(record, terminated);
}

/// The byte an `echo` writes at a place; -1 after the last. The last user's message ends before `\n<assistant>`.
static int32_t echo(const Generator *generator, size_t place) {
    static const char opening[] = "<user>", closing[] = "\n<assistant>";
    const size_t open_length = sizeof opening - 1, close_length = sizeof closing - 1;
    if (generator->prompt_count < open_length + close_length) return -1;
    size_t end = generator->prompt_count - close_length, start = end - open_length;
    for (;; start--) {
        size_t index = 0;
        while (index < open_length && generator->tokens[start + index] == (unsigned char)opening[index]) index++;
        if (index == open_length) break;
        if (start == 0) return -1;
    }
    start += open_length;
    return start + place < end ? generator->tokens[start + place] : -1;
}

static int32_t next_token(const Generator *generator, const Script *script) {
    size_t place = generator->count - generator->prompt_count;
    if (script->has_bytes) {
        if (script->loop && script->count > 0) place %= script->count;
        return place < script->count ? script->bytes[place] : (int32_t)script->eos;
    }
    int32_t token = echo(generator, place);
    if (token < 0 && script->loop) {
        size_t length = 0;
        while (echo(generator, length) >= 0) length++;
        if (length > 0) token = echo(generator, place % length);
    }
    return token < 0 ? (int32_t)script->eos : token;
}

EXPORTED void *OgaGenerator_GenerateNextToken(Generator *generator) {
    if (!object_check(generator, KIND_GENERATOR)) return wrong_handle();
    Record *record = generator->object.record;
    const Script *script = &generator->model->script;
    if (generator->prompt_count == 0) return failure(record, "there is no prompt");
    if (generator->count >= generator->max_length) return failure(record, "max_length is reached");
    if (!wait_microseconds(generator, script->token_delay_us)) return failure(record, terminated);
    long step = (long)(generator->count - generator->prompt_count) + 1;
    bool meant = is_meant(generator);
    if (meant && step == script->crash_step) abort();
    if (meant && step == script->fail_step) return failure(record, script->faults[FAULT_STEP]);
    generator->last = meant && step == script->bad_token_step ? (int32_t)script->bad_token : next_token(generator, script);
    generator->tokens[generator->count++] = generator->last;
    atomic_fetch_add(&record->written, 1);
    return NULL;
}

EXPORTED void *OgaGenerator_GetNextTokens(const Generator *generator, const int32_t **out, size_t *count) {
    if (!object_check(generator, KIND_GENERATOR)) return wrong_handle();
    *out = &generator->last;
    *count = generator->count > generator->prompt_count ? 1 : 0;
    return NULL;
}

EXPORTED bool OgaGenerator_IsDone(const Generator *generator) {
    if (!object_check(generator, KIND_GENERATOR)) return true;
    // The real one throws there, through a C function that returns no result.
    if (atomic_load(&generator->is_terminated)) abort();
    return generator->count >= generator->max_length
        || (generator->count > generator->prompt_count && generator->last == generator->model->script.eos);
}

EXPORTED void *OgaGenerator_SetRuntimeOption(Generator *generator, const char *key, const char *value) {
    // The one call that other threads may make: its handle is looked at without counting.
    if (!generator || generator->object.kind != (uint32_t)KIND_GENERATOR) return wrong_handle();
    if (strcmp(key, "terminate_session") == 0) {
        atomic_store(&generator->is_terminated, strcmp(value, "1") == 0);
        return NULL;
    }
    Object *result = failure(generator->object.record, "there is no such option");
    result->any_thread = true;
    return result;
}
