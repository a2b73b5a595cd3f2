#include "report/manifest_proof.hpp"

#include "document/sha256.hpp"

#include <cstddef>
#include <optional>

namespace tradelab {
namespace {

constexpr std::size_t digits = 64;

// Where the digits begin: behind the last member of that name.
std::optional<std::size_t> place_in(std::string_view text) {
    const std::string name = "\"" + std::string(manifest_proof) + "\": \"";
    const std::size_t at = text.rfind(name);
    const bool is_there = at != std::string_view::npos && at + name.size() + digits <= text.size();
    return is_there ? std::optional(at + name.size()) : std::nullopt;
}

}  // namespace

std::string proof_of_manifest(std::string text) {
    const auto at = place_in(text);
    return at ? sha256_hex(text.replace(*at, digits, digits, '0')) : std::string();
}

std::string with_proof(std::string text) {
    const auto at = place_in(text);
    return at ? text.replace(*at, digits, proof_of_manifest(text)) : text;
}

}  // namespace tradelab
