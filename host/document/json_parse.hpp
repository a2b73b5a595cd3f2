#pragma once

#include "core/result.hpp"
#include "document/json_value.hpp"

#include <cstddef>
#include <string_view>

namespace tradelab {

struct JsonLimits {
    std::size_t bytes_max = std::size_t{64} << 10;
    std::size_t depth_max = 8;  // of lists and objects in one another
};

// One document of strict JSON (RFC 8259), read without trust.  Beyond its grammar, refused are: a
// name that stands twice in one object, a whole number beyond int64, a number beyond a double, a
// byte order mark, and what lies beyond the limits, which are looked at before memory is taken.
// What is not UTF-8, NaN, comments, and anything behind the document the grammar refuses itself.
//
// Errors of the grammar say "line 3, column 7", where reading stopped, in bytes from 1; those of
// meaning say where in the document, as a JSON pointer (RFC 6901).
[[nodiscard]] Result<JsonValue> parse_json(std::string_view text, JsonLimits limits = {});

// "/parameters" and "fast" give "/parameters/fast": RFC 6901, with its two escapes.
[[nodiscard]] std::string pointer_to(std::string_view parent, std::string_view name);
[[nodiscard]] std::string pointer_to(std::string_view parent, std::size_t place);

}  // namespace tradelab
