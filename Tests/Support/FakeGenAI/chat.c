#include "chat.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void text_add(Text *text, const char *bytes, size_t count) {
    if (text->count + count + 1 > text->capacity) {
        text->capacity = (text->count + count + 1) * 2;
        text->bytes = realloc(text->bytes, text->capacity);
    }
    memcpy(text->bytes + text->count, bytes, count);
    text->count += count;
    text->bytes[text->count] = 0;
}

static void skip_space(const char **json) { *json += strspn(*json, " \t\r\n"); }

static bool take(const char **json, char character) {
    skip_space(json);
    if (**json != character) return false;
    (*json)++;
    return true;
}

static void add_scalar(Text *text, unsigned scalar) {
    char bytes[4];
    size_t count = 0;
    if (scalar < 0x80) bytes[count++] = (char)scalar;
    else if (scalar < 0x800) bytes[count++] = (char)(0xC0 | scalar >> 6);
    else if (scalar < 0x10000) bytes[count++] = (char)(0xE0 | scalar >> 12);
    else bytes[count++] = (char)(0xF0 | scalar >> 18);
    if (scalar >= 0x10000) bytes[count++] = (char)(0x80 | (scalar >> 12 & 0x3F));
    if (scalar >= 0x800) bytes[count++] = (char)(0x80 | (scalar >> 6 & 0x3F));
    if (scalar >= 0x80) bytes[count++] = (char)(0x80 | (scalar & 0x3F));
    text_add(text, bytes, count);
}

static bool take_hex(const char **json, unsigned *value) {
    if (strspn(*json, "0123456789abcdefABCDEF") < 4 || sscanf(*json, "%4x", value) != 1) return false;
    *json += 4;
    return true;
}

static bool take_escape(const char **json, Text *text) {
    static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    char name = *(*json)++;
    if (name == 'u') {
        unsigned scalar = 0, low = 0;
        if (!take_hex(json, &scalar)) return false;
        if (scalar >= 0xD800 && scalar < 0xDC00) {
            if (strncmp(*json, "\\u", 2) != 0) return false;
            *json += 2;
            if (!take_hex(json, &low) || low < 0xDC00 || low > 0xDFFF) return false;
            scalar = 0x10000 + ((scalar - 0xD800) << 10) + (low - 0xDC00);
        }
        add_scalar(text, scalar);
        return true;
    }
    const char *found = name ? strchr(names, name) : NULL;
    if (!found) return false;
    text_add(text, &values[found - names], 1);
    return true;
}

static bool take_string(const char **json, Text *text) {
    text->count = 0;
    text_add(text, "", 0);
    if (!take(json, '"')) return false;
    while (**json != '"') {
        if ((unsigned char)**json < 0x20) return false;
        if (*(*json) == '\\') {
            (*json)++;
            if (!take_escape(json, text)) return false;
        } else {
            text_add(text, (*json)++, 1);
        }
    }
    (*json)++;
    return true;
}

static bool take_message(const char **json, Text *output) {
    Text role = {0}, content = {0}, key = {0}, other = {0};
    bool good = take(json, '{');
    do {
        good = good && take_string(json, &key) && take(json, ':');
        Text *place = !good ? &other : strcmp(key.bytes, "role") == 0 ? &role : strcmp(key.bytes, "content") == 0 ? &content : &other;
        good = good && take_string(json, place);
    } while (good && take(json, ','));
    good = good && take(json, '}') && role.count > 0;
    if (good) {
        text_add(output, "<", 1);
        text_add(output, role.bytes, role.count);
        text_add(output, ">", 1);
        if (content.count > 0) text_add(output, content.bytes, content.count);
        text_add(output, "\n", 1);
    }
    free(role.bytes);
    free(content.bytes);
    free(key.bytes);
    free(other.bytes);
    return good;
}

bool chat_render(const char *json, Text *output) {
    if (!take(&json, '[')) return false;
    do {
        if (!take_message(&json, output)) return false;
    } while (take(&json, ','));
    if (!take(&json, ']')) return false;
    skip_space(&json);
    return *json == 0;
}
