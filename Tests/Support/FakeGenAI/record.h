#ifndef FAKE_GENAI_RECORD_H
#define FAKE_GENAI_RECORD_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Everything but the exported functions is hidden, so that a second copy in the same process is never called by mistake.
#define HIDDEN __attribute__((visibility("hidden")))
#define EXPORTED __attribute__((visibility("default")))

enum { VOCABULARY = 256, SEARCH_OPTIONS = 16, NAME_LENGTH = 40 };

typedef struct SearchOption {
    char name[NAME_LENGTH];
    double value;
} SearchOption;

typedef struct Search {
    SearchOption options[SEARCH_OPTIONS];
    size_t count;
} Search;

/// What is known about one model folder; it is kept until the process ends.
typedef struct Record {
    struct Record *next;
    char *folder;
    atomic_long live, wrong, generators, largest_append, written, blocked;
    /// These are read and written under the lock of record.c.
    Search search;
    char *prompt, *overlay;
} Record;

typedef enum Kind {
    KIND_CONFIG = 0x4F676101, KIND_MODEL, KIND_TOKENIZER, KIND_STREAM, KIND_SEQUENCES, KIND_PARAMS, KIND_GENERATOR, KIND_RESULT,
    KIND_STRING
} Kind;

/// What every object begins with.
typedef struct Object {
    uint32_t kind;
    Record *record;
    pthread_t thread;
    /// Results of calls that any thread may make.
    bool any_thread;
} Object;

/// The folder's record, made where there is none.
HIDDEN Record *record_of(const char *folder);
/// Keeps a copy of a text in one of the record's places.
HIDDEN void record_text(char **place, const char *text);
HIDDEN void record_search(Record *record, const Search *search);
HIDDEN void record_largest(atomic_long *place, long value);
HIDDEN const double *search_value(const Search *search, const char *name);

/// A new zeroed object that belongs to this thread.
HIDDEN void *object_new(Kind kind, size_t size, Record *record);
/// Counts a call that must not be made; false where the handle is no such object.
HIDDEN bool object_check(const void *object, Kind kind);
/// Counts the object off, and returns it for its own members to be freed; null where it is none.
HIDDEN void *object_end(void *object, Kind kind);
/// A string that OgaDestroyString frees.
HIDDEN char *string_new(Record *record, size_t length);

/// The result of a failed call, with the text it is given.
HIDDEN void *failure(Record *record, const char *text);
HIDDEN void *wrong_handle(void);

#endif
