#pragma once

#include "core/result.hpp"
#include "gate/lifetime.hpp"
#include "gate/lifetime_record.hpp"
#include "journal/record.hpp"
#include "statistics/lord_plus_plus.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// What a record of a lifetime amounts to, built from its first record on.  The same rules hold for
// what was read and for what is to be written, so a record that breaks them was made by nobody.
class LifetimeHistory {
public:
    LifetimeHistory();

    // Refused where the record does not follow from those before.
    [[nodiscard]] Status apply(const RecordView& at, const LifetimeRecord& record);
    // The same question without the answer being kept.
    [[nodiscard]] Status admits(const LifetimeRecord& record) const;

    [[nodiscard]] const std::vector<LifetimeTest>& tests() const { return tests_; }
    [[nodiscard]] double next_level() const { return budget_.next_level(); }
    // In words, when a vault was opened for this hypothesis, or for these parameters on a span that
    // overlaps.
    [[nodiscard]] std::optional<std::string> looked_into(const VaultBinding& binding) const;
    // The grant of this campaign, if it ever had one.
    [[nodiscard]] const LifetimeTest* find(std::string_view campaign) const;

private:
    [[nodiscard]] Status admits_opening(const OpeningRecord& opening) const;
    [[nodiscard]] Result<std::size_t> open_test(std::uint64_t test) const;

    struct Opened {
        std::uint64_t test = 0;
        VaultBinding binding = {};
        UnixNanos at = {};
    };

    std::vector<LifetimeTest> tests_ = {};
    std::vector<Opened> opened_ = {};
    LordPlusPlus budget_;
};

}  // namespace tradelab
