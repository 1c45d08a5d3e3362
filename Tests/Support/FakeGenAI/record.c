#include "record.h"
#include "FakeGenAI.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static Record *records;

typedef struct Result {
    Object object;
    char *text;
} Result;

typedef struct String {
    Object object;
    char text[];
} String;

static size_t folder_length(const char *folder) {
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/') length--;
    return length;
}

Record *record_of(const char *folder) {
    size_t length = folder_length(folder);
    pthread_mutex_lock(&lock);
    Record *record = records;
    while (record && !(strlen(record->folder) == length && memcmp(record->folder, folder, length) == 0)) record = record->next;
    if (!record) {
        record = calloc(1, sizeof *record);
        record->folder = strndup(folder, length);
        record->next = records;
        records = record;
    }
    pthread_mutex_unlock(&lock);
    return record;
}

void record_text(char **place, const char *text) {
    char *copy = strdup(text);
    pthread_mutex_lock(&lock);
    char *old = *place;
    *place = copy;
    pthread_mutex_unlock(&lock);
    free(old);
}

void record_search(Record *record, const Search *search) {
    pthread_mutex_lock(&lock);
    record->search = *search;
    pthread_mutex_unlock(&lock);
}

void record_largest(atomic_long *place, long value) {
    long old = atomic_load(place);
    while (old < value && !atomic_compare_exchange_weak(place, &old, value)) {}
}

const double *search_value(const Search *search, const char *name) {
    for (size_t index = 0; index < search->count; index++)
        if (strcmp(search->options[index].name, name) == 0) return &search->options[index].value;
    return NULL;
}

void *object_new(Kind kind, size_t size, Record *record) {
    Object *object = calloc(1, size);
    *object = (Object){.kind = kind, .record = record, .thread = pthread_self()};
    if (record) atomic_fetch_add(&record->live, 1);
    return object;
}

bool object_check(const void *handle, Kind kind) {
    const Object *object = handle;
    if (!object) return false;
    bool fits = object->kind == (uint32_t)kind;
    if ((!fits || (!object->any_thread && !pthread_equal(object->thread, pthread_self()))) && object->record)
        atomic_fetch_add(&object->record->wrong, 1);
    return fits;
}

void *object_end(void *handle, Kind kind) {
    if (!object_check(handle, kind)) return NULL;
    Object *object = handle;
    if (object->record) atomic_fetch_sub(&object->record->live, 1);
    object->kind = 0;
    return object;
}

char *string_new(Record *record, size_t length) {
    String *string = object_new(KIND_STRING, sizeof *string + length + 1, record);
    return string->text;
}

void *failure(Record *record, const char *text) {
    Result *result = object_new(KIND_RESULT, sizeof *result, record);
    result->text = strdup(text);
    return result;
}

void *wrong_handle(void) { return failure(NULL, "the handle is no object of this kind"); }

EXPORTED const char *OgaResultGetError(const void *result) { return object_check(result, KIND_RESULT) ? ((const Result *)result)->text : NULL; }

EXPORTED void OgaDestroyResult(void *handle) {
    Result *result = object_end(handle, KIND_RESULT);
    if (!result) return;
    free(result->text);
    free(result);
}

EXPORTED void OgaDestroyString(const char *text) {
    if (text) free(object_end((char *)text - offsetof(String, text), KIND_STRING));
}

EXPORTED long fake_genai_live_objects(const char *folder) { return atomic_load(&record_of(folder)->live); }
EXPORTED long fake_genai_wrong_thread_calls(const char *folder) { return atomic_load(&record_of(folder)->wrong); }
EXPORTED long fake_genai_generators(const char *folder) { return atomic_load(&record_of(folder)->generators); }
EXPORTED long fake_genai_largest_append(const char *folder) { return atomic_load(&record_of(folder)->largest_append); }
EXPORTED long fake_genai_written_tokens(const char *folder) { return atomic_load(&record_of(folder)->written); }
EXPORTED long fake_genai_blocked_calls(const char *folder) { return atomic_load(&record_of(folder)->blocked); }

EXPORTED double fake_genai_last_search(const char *folder, const char *name) {
    Record *record = record_of(folder);
    pthread_mutex_lock(&lock);
    const double *value = search_value(&record->search, name);
    double result = value ? *value : (double)NAN;
    pthread_mutex_unlock(&lock);
    return result;
}

EXPORTED long fake_genai_last_max_length(const char *folder) {
    double value = fake_genai_last_search(folder, "max_length");
    return isnan(value) ? -1 : (long)value;
}

static size_t copy_text(char *const *place, char *buffer, size_t capacity) {
    pthread_mutex_lock(&lock);
    const char *text = *place ? *place : "";
    size_t length = strlen(text);
    if (capacity > 0) {
        size_t count = length < capacity ? length : capacity - 1;
        memcpy(buffer, text, count);
        buffer[count] = 0;
    }
    pthread_mutex_unlock(&lock);
    return length;
}

EXPORTED size_t fake_genai_last_prompt(const char *folder, char *buffer, size_t capacity) {
    return copy_text(&record_of(folder)->prompt, buffer, capacity);
}

EXPORTED size_t fake_genai_last_overlay(const char *folder, char *buffer, size_t capacity) {
    return copy_text(&record_of(folder)->overlay, buffer, capacity);
}
