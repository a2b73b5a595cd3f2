#include "core/version_range.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tradelab {
namespace {

constexpr std::size_t conditions_max = 4;

Failure no_range(std::string_view text) {
    return fail(ErrorCode::malformed,
                in_quotes(text) + " is no range of versions",
                "write conditions with one blank between: \">=1.2.0 <2.0.0\", \"=1.2.3\"");
}

}  // namespace

Result<VersionRange> VersionRange::parse(std::string_view text) {
    // The longer signs first: "<" is also the beginning of "<=".
    constexpr std::array<std::pair<std::string_view, Test>, 5> signs = {{
        {"<=", Test::at_most},
        {">=", Test::at_least},
        {"<", Test::below},
        {">", Test::above},
        {"=", Test::equal},
    }};
    VersionRange range{std::string(text)};
    while (true) {
        const std::size_t end = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, end);
        const auto sign = std::ranges::find_if(
            signs, [&](const auto& known) { return word.starts_with(known.first); });
        if (sign == signs.end() || range.conditions_.size() == conditions_max) {
            return no_range(range.text_);
        }
        auto version = parse_version(word.substr(sign->first.size()));
        if (!version) {
            return no_range(range.text_);
        }
        range.conditions_.push_back({sign->second, std::move(*version)});
        if (end == text.size()) {
            return range;
        }
        text.remove_prefix(end + 1);
    }
}

bool VersionRange::holds(const Condition& condition, const Version& version) {
    const auto order = precedence(version, condition.version);
    switch (condition.test) {
        case Test::equal:
            return order == 0;
        case Test::below:
            return order < 0;
        case Test::at_most:
            return order <= 0;
        case Test::above:
            return order > 0;
        case Test::at_least:
            return order >= 0;
    }
    return false;
}

bool VersionRange::contains(const Version& version) const {
    const auto names_it = [&](const Condition& condition) {
        return !condition.version.prerelease.empty() && condition.version.major == version.major &&
               condition.version.minor == version.minor && condition.version.patch == version.patch;
    };
    if (!version.prerelease.empty() && std::ranges::none_of(conditions_, names_it)) {
        return false;
    }
    return std::ranges::all_of(
        conditions_, [&](const Condition& condition) { return holds(condition, version); });
}

}  // namespace tradelab
