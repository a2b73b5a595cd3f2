#pragma once

#include <string_view>

namespace tradelab {

// What a name in a manifest may look like.  All of them end up in paths, messages or requests, so
// what is not allowed here cannot do harm there.

// [a-z0-9]([a-z0-9.-]*[a-z0-9])?, at least one dot, none beside another, at most 127 bytes.
[[nodiscard]] bool is_plugin_id(std::string_view text);

// "tl.host.log/1": dotted lower-case words, a slash, a revision.
[[nodiscard]] bool is_service_id(std::string_view text);

// A path inside a package: relative, no empty, "." or ".." component, nothing unprintable.
[[nodiscard]] bool is_package_path(std::string_view text);

// "api.example.org": a DNS name in lower case, without port and without wildcard.
[[nodiscard]] bool is_host_name(std::string_view text);

// [a-z][a-z0-9_-]*, at most 63 bytes: kinds and secrets.
[[nodiscard]] bool is_word(std::string_view text);

// "sha256:" and 64 lower-case hexadecimal digits.
[[nodiscard]] bool is_file_hash(std::string_view text);

}  // namespace tradelab
