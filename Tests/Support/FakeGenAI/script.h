#ifndef FAKE_GENAI_SCRIPT_H
#define FAKE_GENAI_SCRIPT_H

#include "record.h"

/// The places where a script lets a call fail.
typedef enum Fault {
    FAULT_CONFIG, FAULT_OVERLAY, FAULT_MODEL, FAULT_TOKENIZER, FAULT_TEMPLATE, FAULT_ENCODE, FAULT_SEARCH, FAULT_GENERATOR,
    FAULT_STREAM, FAULT_APPEND, FAULT_STEP, FAULT_DECODE, FAULTS
} Fault;

/// What fake_script.txt says; see FakeGenAI.h.
typedef struct Script {
    uint8_t *bytes;
    size_t count;
    bool has_bytes, loop, block_append, empty_prompt, has_bad_encode;
    long eos, prefill_delay_us, token_delay_us, bad_token_step, bad_token, bad_encode, crash_step, fail_step, fail_decode_step;
    char *faults[FAULTS];
    char *only_for;
} Script;

/// Reads a folder's script. Returns null, or what is wrong with it (a text for `free`).
HIDDEN char *script_read(const char *folder, Script *script);
HIDDEN void script_end(Script *script);

#endif
