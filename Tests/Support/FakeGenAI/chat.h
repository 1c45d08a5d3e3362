#ifndef FAKE_GENAI_CHAT_H
#define FAKE_GENAI_CHAT_H

#include "record.h"

/// A text that grows.
typedef struct Text {
    char *bytes;
    size_t count, capacity;
} Text;

HIDDEN void text_add(Text *text, const char *bytes, size_t count);
/// Writes messages (a JSON array of objects with strings) as `<role>content\n`. False where the JSON is not so.
HIDDEN bool chat_render(const char *json, Text *output);

#endif
