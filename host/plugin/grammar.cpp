#include "plugin/grammar.hpp"

#include "core/limits.hpp"
#include "core/text.hpp"
#include "document/sha256.hpp"

#include <algorithm>
#include <cstddef>

namespace tradelab {

namespace {

bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_lower_or_digit(char c) {
    return is_lower(c) || is_digit(c);
}

// RFC 1035 gives a label 63 bytes and a name 253.
bool is_label(std::string_view text) {
    return !text.empty() && text.size() <= 63 && is_lower_or_digit(text.front()) &&
           is_lower_or_digit(text.back()) &&
           std::ranges::all_of(text, [](char c) { return is_lower_or_digit(c) || c == '-'; });
}

// Whether every piece between separators passes.
template <class Test>
bool all_pieces(std::string_view text, char separator, Test test) {
    for (;;) {
        const std::size_t at = text.find(separator);
        if (!test(text.substr(0, at))) {
            return false;
        }
        if (at == std::string_view::npos) {
            return true;
        }
        text.remove_prefix(at + 1);
    }
}

}  // namespace

bool is_plugin_id(std::string_view text) {
    const auto allowed = [](char c) { return is_lower_or_digit(c) || c == '.' || c == '-'; };
    return !text.empty() && text.size() <= limits::plugin_id_length_max &&
           is_lower_or_digit(text.front()) && is_lower_or_digit(text.back()) &&
           std::ranges::all_of(text, allowed) && text.find('.') != std::string_view::npos &&
           text.find("..") == std::string_view::npos;
}

bool is_service_id(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos || text.size() > limits::plugin_id_length_max) {
        return false;
    }
    const std::string_view revision = text.substr(slash + 1);
    const auto is_part = [](std::string_view part) {
        return !part.empty() &&
               std::ranges::all_of(part, [](char c) { return is_lower_or_digit(c) || c == '-'; });
    };
    return all_pieces(text.substr(0, slash), '.', is_part) && !revision.empty() &&
           revision.size() <= 4 && std::ranges::all_of(revision, is_digit);
}

bool is_package_path(std::string_view text) {
    // File systems give a name 255 bytes.
    const auto is_component = [](std::string_view part) {
        return !part.empty() && part.size() <= 255 && part != "." && part != "..";
    };
    constexpr std::size_t length_max = 512;
    return text.size() <= length_max && printable(text, 4 * length_max) == text &&
           all_pieces(text, '/', is_component);
}

bool is_host_name(std::string_view text) {
    return text.size() <= 253 && all_pieces(text, '.', is_label);
}

bool is_word(std::string_view text) {
    return !text.empty() && text.size() <= 63 && is_lower(text.front()) &&
           std::ranges::all_of(text,
                               [](char c) { return is_lower_or_digit(c) || c == '_' || c == '-'; });
}

bool is_file_hash(std::string_view text) {
    constexpr std::string_view prefix = "sha256:";
    return text.starts_with(prefix) && is_sha256_hex(text.substr(prefix.size()));
}

}  // namespace tradelab
