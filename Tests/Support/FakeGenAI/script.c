#include "script.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const fault_names[FAULTS] = {
    [FAULT_CONFIG] = "fail_config",       [FAULT_OVERLAY] = "fail_overlay", [FAULT_MODEL] = "fail_model",   [FAULT_TOKENIZER] = "fail_tokenizer",
    [FAULT_TEMPLATE] = "fail_template",   [FAULT_ENCODE] = "fail_encode",   [FAULT_SEARCH] = "fail_search", [FAULT_GENERATOR] = "fail_generator",
    [FAULT_STREAM] = "fail_stream",       [FAULT_APPEND] = "fail_append",   [FAULT_STEP] = "fail_step",     [FAULT_DECODE] = "fail_decode",
};

/// The rest of the line after a directive's name and a space; null where it is another directive.
static char *argument(char *line, const char *name) {
    size_t length = strlen(name);
    if (strncmp(line, name, length) != 0) return NULL;
    if (line[length] == 0) return line + length;
    return line[length] == ' ' ? line + length + 1 : NULL;
}

static bool take_number(char **text, long *value) {
    char *end = NULL;
    *value = strtol(*text, &end, 10);
    if (end == *text || (*end != 0 && *end != ' ')) return false;
    *text = *end == ' ' ? end + 1 : end;
    return true;
}

static bool only_number(char *text, long *value) { return take_number(&text, value) && *text == 0; }

static bool take_bytes(const char *text, Script *script) {
    size_t digits = strlen(text);
    if (digits % 2 != 0 || script->has_bytes) return false;
    script->bytes = calloc(1, digits / 2 + 1);
    script->has_bytes = true;
    for (const char *digit = text; *digit; digit += 2) {
        unsigned value = 0;
        char pair[3] = {digit[0], digit[1], 0};
        if (strspn(pair, "0123456789abcdefABCDEF") != 2 || sscanf(pair, "%2x", &value) != 1) return false;
        script->bytes[script->count++] = (uint8_t)value;
    }
    return true;
}

static bool take_fault(char *line, Script *script) {
    for (int fault = 0; fault < FAULTS; fault++) {
        char *rest = argument(line, fault_names[fault]);
        if (!rest) continue;
        if (fault == FAULT_STEP && !take_number(&rest, &script->fail_step)) return false;
        if (fault == FAULT_DECODE && !take_number(&rest, &script->fail_decode_step)) return false;
        free(script->faults[fault]);
        script->faults[fault] = strdup(rest);
        return true;
    }
    return false;
}

static bool take_line(char *line, Script *script) {
    char *rest = NULL;
    if (*line == 0 || *line == '#' || strcmp(line, "echo") == 0) return true;
    if (strcmp(line, "loop") == 0) return script->loop = true;
    if (strcmp(line, "block_append") == 0) return script->block_append = true;
    if (strcmp(line, "empty_prompt") == 0) return script->empty_prompt = true;
    if ((rest = argument(line, "emit"))) return take_bytes(rest, script);
    if ((rest = argument(line, "eos"))) return only_number(rest, &script->eos);
    if ((rest = argument(line, "prefill_delay_us"))) return only_number(rest, &script->prefill_delay_us);
    if ((rest = argument(line, "token_delay_us"))) return only_number(rest, &script->token_delay_us);
    if ((rest = argument(line, "crash_step"))) return only_number(rest, &script->crash_step);
    if ((rest = argument(line, "bad_token"))) return take_number(&rest, &script->bad_token_step) && only_number(rest, &script->bad_token);
    if ((rest = argument(line, "bad_encode"))) return script->has_bad_encode = only_number(rest, &script->bad_encode);
    if ((rest = argument(line, "only_for"))) {
        free(script->only_for);
        script->only_for = strdup(rest);
        return *rest != 0;
    }
    return take_fault(line, script);
}

char *script_read(const char *folder, Script *script) {
    *script = (Script){0};
    size_t length = strlen(folder) + sizeof "/fake_script.txt";
    char *path = malloc(length);
    snprintf(path, length, "%s/fake_script.txt", folder);
    FILE *file = fopen(path, "re");
    bool is_absent = !file && errno == ENOENT;
    free(path);
    if (is_absent) return NULL;
    if (!file) return strdup("fake_script.txt cannot be opened");

    char *problem = NULL, *line = NULL;
    size_t capacity = 0;
    ssize_t count;
    while (!problem && (count = getline(&line, &capacity, file)) >= 0) {
        while (count > 0 && (line[count - 1] == '\n' || line[count - 1] == '\r')) line[--count] = 0;
        if (take_line(line, script)) continue;
        size_t size = strlen(line) + 64;
        problem = malloc(size);
        snprintf(problem, size, "fake_script.txt has a line that is no directive: %s", line);
    }
    free(line);
    fclose(file);
    if (problem) script_end(script);
    return problem;
}

void script_end(Script *script) {
    free(script->bytes);
    for (int fault = 0; fault < FAULTS; fault++) free(script->faults[fault]);
    free(script->only_for);
    *script = (Script){0};
}
