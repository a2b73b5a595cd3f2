#pragma once

#include <string>

// A parser that is not ours: python3 has one.
namespace tradelab {

inline constexpr const char* no_xml_parser =
    "python3 is not on this machine: nothing else here parses XML";

[[nodiscard]] bool has_xml_parser();

// What it has against a page, or against ids that occur twice in it; empty: nothing.  The page
// stays in the build tree, as `name`, for whoever wants to look at it.
[[nodiscard]] std::string complaint_about(const std::string& name, const std::string& page);

}  // namespace tradelab
