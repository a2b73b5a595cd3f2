#pragma once

#include "document/json_value.hpp"
#include "strategy/declaration.hpp"

namespace tradelab {

// The parameter files of one plugin as a JSON Schema (draft 2020-12), for editors and models that
// write them.  Says all that bind() checks except what a schema cannot: constraints between two
// parameters are named in its comment, the order of versions is left to the program.
[[nodiscard]] JsonValue parameter_schema(const Declaration& declaration);

}  // namespace tradelab
