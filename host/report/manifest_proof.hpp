#pragma once

#include <string>
#include <string_view>

namespace tradelab {

// The member of manifest.json in which it vouches for itself: the SHA-256 of its text with zeros in
// the place of these 64 digits.  It shows a careless edit, not a forger, who works it out anew.
inline constexpr std::string_view manifest_proof = "manifest_sha256";

// Of a text that has the member, whatever is in it.  Empty: it has not.
[[nodiscard]] std::string proof_of_manifest(std::string text);

// The text of a manifest with zeros in the member, now with its proof.
[[nodiscard]] std::string with_proof(std::string text);

}  // namespace tradelab
