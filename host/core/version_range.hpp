#pragma once

#include "core/result.hpp"
#include "core/semver.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// Which versions of a plugin a file was made for: ">=1.2.0 <2.0.0", "=1.2.3".
//
// One to four conditions (= < <= > >=, each with a whole version) with one blank between; all must
// hold.  A version before a release (2.0.0-rc.1) fits only where a condition names one of the same
// three numbers: "<2.0.0" means the releases below 2, not the candidates of 2 itself.
class VersionRange {
public:
    [[nodiscard]] static Result<VersionRange> parse(std::string_view text);

    [[nodiscard]] bool contains(const Version& version) const;
    // As it was written.
    [[nodiscard]] const std::string& text() const { return text_; }

    friend bool operator==(const VersionRange& left, const VersionRange& right) {
        return left.text_ == right.text_;
    }

private:
    enum class Test : std::uint8_t { equal, below, at_most, above, at_least };
    struct Condition {
        Test test = Test::equal;
        Version version = {};
    };

    explicit VersionRange(std::string text) : text_(std::move(text)) {}
    [[nodiscard]] static bool holds(const Condition& condition, const Version& version);

    std::string text_;
    std::vector<Condition> conditions_ = {};
};

}  // namespace tradelab
