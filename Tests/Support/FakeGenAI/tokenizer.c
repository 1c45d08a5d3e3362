#include "chat.h"
#include "model.h"

#include <stdlib.h>
#include <string.h>

typedef struct Tokenizer {
    Object object;
    const Model *model;
} Tokenizer;

typedef struct Stream {
    Object object;
    const Model *model;
    long steps;
    char held[5];
    size_t held_count;
    char text[5];
} Stream;

typedef struct Sequences {
    Object object;
    int32_t **tokens;
    size_t *counts;
    size_t count;
} Sequences;

/// Sequences are made from nothing, so they go to the folder that this thread tokenized for last.
static _Thread_local Record *current;

EXPORTED void *OgaCreateTokenizer(const Model *model, void **out) {
    if (!object_check(model, KIND_MODEL)) return wrong_handle();
    Record *record = current = model->object.record;
    if (model->script.faults[FAULT_TOKENIZER]) return failure(record, model->script.faults[FAULT_TOKENIZER]);
    Tokenizer *tokenizer = object_new(KIND_TOKENIZER, sizeof *tokenizer, record);
    tokenizer->model = model;
    *out = tokenizer;
    return NULL;
}

EXPORTED void OgaDestroyTokenizer(void *handle) { free(object_end(handle, KIND_TOKENIZER)); }

EXPORTED void *OgaTokenizerApplyChatTemplate(
    const Tokenizer *tokenizer, const char *template, const char *messages, const char *tools, bool add_generation_prompt, const char **out
) {
    (void)template, (void)tools;
    if (!object_check(tokenizer, KIND_TOKENIZER)) return wrong_handle();
    Record *record = tokenizer->object.record;
    const Script *script = &tokenizer->model->script;
    if (script->faults[FAULT_TEMPLATE]) return failure(record, script->faults[FAULT_TEMPLATE]);
    Text text = {0};
    if (!chat_render(messages, &text)) {
        free(text.bytes);
        return failure(record, "the messages are no JSON array of objects with strings");
    }
    if (add_generation_prompt) text_add(&text, "<assistant>", strlen("<assistant>"));
    if (script->empty_prompt) text.count = 0;
    char *copy = string_new(record, text.count);
    memcpy(copy, text.bytes, text.count);
    free(text.bytes);
    record_text(&record->prompt, copy);
    *out = copy;
    return NULL;
}

EXPORTED void *OgaCreateSequences(void **out) {
    *out = object_new(KIND_SEQUENCES, sizeof(Sequences), current);
    return NULL;
}

EXPORTED void OgaDestroySequences(void *handle) {
    Sequences *sequences = object_end(handle, KIND_SEQUENCES);
    if (!sequences) return;
    for (size_t index = 0; index < sequences->count; index++) free(sequences->tokens[index]);
    free(sequences->tokens);
    free(sequences->counts);
    free(sequences);
}

EXPORTED void *OgaTokenizerEncode(const Tokenizer *tokenizer, const char *text, Sequences *sequences) {
    if (!object_check(tokenizer, KIND_TOKENIZER) || !object_check(sequences, KIND_SEQUENCES)) return wrong_handle();
    const Script *script = &tokenizer->model->script;
    if (script->faults[FAULT_ENCODE]) return failure(tokenizer->object.record, script->faults[FAULT_ENCODE]);
    size_t length = strlen(text), count = 0;
    int32_t *tokens = calloc(length + 1, sizeof *tokens);
    if (script->has_bad_encode) tokens[count++] = (int32_t)script->bad_encode;
    for (size_t index = 0; index < length; index++) tokens[count++] = (unsigned char)text[index];
    sequences->tokens = realloc(sequences->tokens, (sequences->count + 1) * sizeof *sequences->tokens);
    sequences->counts = realloc(sequences->counts, (sequences->count + 1) * sizeof *sequences->counts);
    sequences->tokens[sequences->count] = tokens;
    sequences->counts[sequences->count++] = count;
    return NULL;
}

EXPORTED size_t OgaSequencesGetSequenceCount(const Sequences *sequences, size_t index) {
    return object_check(sequences, KIND_SEQUENCES) && index < sequences->count ? sequences->counts[index] : 0;
}

EXPORTED const int32_t *OgaSequencesGetSequenceData(const Sequences *sequences, size_t index) {
    return object_check(sequences, KIND_SEQUENCES) && index < sequences->count ? sequences->tokens[index] : NULL;
}

EXPORTED void *OgaCreateTokenizerStream(const Tokenizer *tokenizer, void **out) {
    if (!object_check(tokenizer, KIND_TOKENIZER)) return wrong_handle();
    const Model *model = tokenizer->model;
    if (model->script.faults[FAULT_STREAM]) return failure(model->object.record, model->script.faults[FAULT_STREAM]);
    Stream *stream = object_new(KIND_STREAM, sizeof *stream, model->object.record);
    stream->model = model;
    *out = stream;
    return NULL;
}

EXPORTED void OgaDestroyTokenizerStream(void *handle) { free(object_end(handle, KIND_STREAM)); }

/// How many bytes the character has that begins with this one.
static size_t character_length(unsigned char first) { return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4; }

EXPORTED void *OgaTokenizerStreamDecode(Stream *stream, int32_t token, const char **out) {
    if (!object_check(stream, KIND_STREAM)) return wrong_handle();
    const Script *script = &stream->model->script;
    Record *record = stream->object.record;
    if (++stream->steps == script->fail_decode_step) return failure(record, script->faults[FAULT_DECODE]);
    if (token < 0 || token >= VOCABULARY) return failure(record, "the token is not in the vocabulary");
    stream->held[stream->held_count++] = (char)token;
    stream->text[0] = 0;
    if (stream->held_count >= character_length((unsigned char)stream->held[0])) {
        memcpy(stream->text, stream->held, stream->held_count);
        stream->text[stream->held_count] = 0;
        stream->held_count = 0;
    }
    *out = stream->text;
    return NULL;
}
