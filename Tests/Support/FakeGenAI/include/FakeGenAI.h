/// A stand-in for ONNX Runtime GenAI that needs no model: it exports the Oga* functions that the engine looks up, writes what a
/// script in the model folder says, and counts what the engine does with it.
///
/// Text is tokenized by bytes: a token's id is its byte's value, the vocabulary has 256 ids, 0 ends an answer. The chat template
/// writes each message as `<role>content\n` and then `<assistant>` where a generation prompt is asked for.
///
/// The script is `fake_script.txt` in the model folder, a directive a line; lines that begin with `#` and empty ones are skipped.
/// Without a script, the answer repeats the last user's message. Steps count from 1 within each answer.
///
///     echo                        write the content of the last user's message, then the end token
///     emit HEX                    write these bytes instead, then the end token
///     loop                        begin again instead of writing the end token
///     eos ID                      the end token, 0 unless given
///     prefill_delay_us N          wait this long for each prompt token
///     token_delay_us N            wait this long for each written token
///     block_append                reading a prompt waits until the generator is terminated
///     bad_token STEP ID           write this id at this step, whatever it is
///     bad_encode ID               the tokenizer puts this id before every prompt
///     empty_prompt                the chat template writes nothing
///     fail_step STEP TEXT         this step fails with this text
///     fail_decode STEP TEXT       decoding the token of this step fails
///     crash_step STEP             this step aborts the process
///     fail_WHAT TEXT              WHAT is config, overlay, model, tokenizer, template, encode, search, generator, stream or append
///     only_for TEXT               block_append, bad_token, fail_append, fail_step and crash_step hold only for prompts with this text
///
/// A line that is none of these makes OgaCreateConfig fail. All counts are kept by model folder, so that tests do not disturb each
/// other; every function below takes the folder's path as the engine was given it.
#ifndef FAKE_GENAI_H
#define FAKE_GENAI_H

#include <stddef.h>

/// Objects, results and strings that were handed out for a folder and not destroyed yet.
long fake_genai_live_objects(const char *folder);

/// The `max_length` of the generator that was made last; -1 where there is none.
long fake_genai_last_max_length(const char *folder);

/// The search option that the generator made last was given (a boolean as 0 or 1); not a number where it was given none.
double fake_genai_last_search(const char *folder, const char *name);

/// Calls made on another thread than the one that read the configuration, and calls with a handle of the wrong kind.
/// OgaGenerator_SetRuntimeOption and what becomes of its result do not count.
long fake_genai_wrong_thread_calls(const char *folder);

/// Generators made so far.
long fake_genai_generators(const char *folder);

/// The most prompt tokens given in one call.
long fake_genai_largest_append(const char *folder);

/// Tokens written so far, those of all answers together.
long fake_genai_written_tokens(const char *folder);

/// Calls that wait in `block_append` now.
long fake_genai_blocked_calls(const char *folder);

/// Copies the text that the chat template wrote last, or the configuration's last overlay, zero-terminated and cut to fit.
/// Returns the whole length in bytes.
size_t fake_genai_last_prompt(const char *folder, char *buffer, size_t capacity);
size_t fake_genai_last_overlay(const char *folder, char *buffer, size_t capacity);

#endif
