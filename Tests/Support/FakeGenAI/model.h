#ifndef FAKE_GENAI_MODEL_H
#define FAKE_GENAI_MODEL_H

#include "script.h"

/// A model and the script it writes by. Objects made from it look at its script, so it has to outlive them, as with the real one.
typedef struct Model {
    Object object;
    Script script;
} Model;

#endif
