#include "core/semver.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

namespace tradelab {

namespace {

constexpr std::string_view remedy =
    R"(write a semantic version 2.0.0, such as "1.4.0" or "2.0.0-rc.1")";

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_number(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_digit);
}

bool is_identifier_character(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
    if (!is_number(text) || (text.size() > 1 && text.front() == '0')) {
        return std::nullopt;
    }
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> pieces;
    for (;;) {
        const std::size_t dot = text.find('.');
        pieces.push_back(text.substr(0, dot));
        if (dot == std::string_view::npos) {
            return pieces;
        }
        text.remove_prefix(dot + 1);
    }
}

// In a pre-release a number has no leading zero; in build metadata it may (section 9 against 10).
enum class LeadingZeros { refused, allowed };

bool are_identifiers(std::string_view text, LeadingZeros zeros) {
    return std::ranges::all_of(split(text), [zeros](std::string_view piece) {
        const bool zero_led = is_number(piece) && piece.size() > 1 && piece.front() == '0';
        return !piece.empty() && std::ranges::all_of(piece, is_identifier_character) &&
               (zeros == LeadingZeros::allowed || !zero_led);
    });
}

// Cuts off what follows the first `mark`, if it is there.
std::optional<std::string_view> cut_tail(std::string_view& text, char mark) {
    const std::size_t at = text.find(mark);
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view tail = text.substr(at + 1);
    text = text.substr(0, at);
    return tail;
}

std::weak_ordering compare_identifiers(std::string_view left, std::string_view right) {
    const bool left_is_number = is_number(left);
    if (left_is_number != is_number(right)) {
        return left_is_number ? std::weak_ordering::less : std::weak_ordering::greater;
    }
    if (left_is_number && left.size() != right.size()) {
        return left.size() <=> right.size();  // no leading zeros: the longer is the larger
    }
    return left <=> right;
}

}  // namespace

Result<Version> parse_version(std::string_view text) {
    const auto refuse = [text] {
        return fail(
            ErrorCode::malformed, in_quotes(text) + " is not a version", std::string(remedy));
    };
    if (text.size() > version_length_max) {
        return refuse();
    }

    std::string_view rest = text;
    const auto build = cut_tail(rest, '+');
    const auto prerelease = cut_tail(rest, '-');
    if ((build && !are_identifiers(*build, LeadingZeros::allowed)) ||
        (prerelease && !are_identifiers(*prerelease, LeadingZeros::refused))) {
        return refuse();
    }

    const auto pieces = split(rest);
    if (pieces.size() != 3) {
        return refuse();
    }
    const auto major = parse_number(pieces[0]);
    const auto minor = parse_number(pieces[1]);
    const auto patch = parse_number(pieces[2]);
    if (!major || !minor || !patch) {
        return refuse();
    }
    return Version{.major = *major,
                   .minor = *minor,
                   .patch = *patch,
                   .prerelease = std::string(prerelease.value_or("")),
                   .build = std::string(build.value_or(""))};
}

std::string text(const Version& version) {
    std::string out = std::to_string(version.major) + "." + std::to_string(version.minor) + "." +
                      std::to_string(version.patch);
    if (!version.prerelease.empty()) {
        out += "-" + version.prerelease;
    }
    if (!version.build.empty()) {
        out += "+" + version.build;
    }
    return out;
}

std::weak_ordering precedence(const Version& left, const Version& right) {
    if (const auto order = left.major <=> right.major; order != 0) {
        return order;
    }
    if (const auto order = left.minor <=> right.minor; order != 0) {
        return order;
    }
    if (const auto order = left.patch <=> right.patch; order != 0) {
        return order;
    }
    if (left.prerelease.empty() || right.prerelease.empty()) {
        return left.prerelease.empty() <=> right.prerelease.empty();  // a release is the newer
    }

    const auto ours = split(left.prerelease);
    const auto theirs = split(right.prerelease);
    return std::lexicographical_compare_three_way(
        ours.begin(), ours.end(), theirs.begin(), theirs.end(), compare_identifiers);
}

}  // namespace tradelab
