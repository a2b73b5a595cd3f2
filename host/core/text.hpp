#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tradelab {

// Text that strangers wrote, made fit to print: manifests, plugin errors, symbol names.

// Where the first byte lies that is no part of valid UTF-8 (RFC 3629: no overlong form, no
// surrogate, nothing above U+10FFFF), or nothing when all of it is valid.
[[nodiscard]] std::optional<std::size_t> first_invalid_utf8(std::string_view text);

// The text on one line: control characters and bytes that are not UTF-8 as \xNN, so that a terminal
// obeys none of it; cut with "..." once `length_max` bytes are reached.
[[nodiscard]] std::string printable(std::string_view text, std::size_t length_max);

// printable() in quotation marks, short enough for the middle of a sentence.
[[nodiscard]] std::string in_quotes(std::string_view text);

// "a, b and c".
[[nodiscard]] std::string listed(std::span<const std::string> names);

}  // namespace tradelab
