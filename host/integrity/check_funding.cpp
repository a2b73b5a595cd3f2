#include "core/decimal.hpp"
#include "integrity/series_checks.hpp"
#include "integrity/wording.hpp"

#include <algorithm>
#include <string>

namespace tradelab {
namespace {

std::string milliseconds(std::uint64_t ns) {
    return decimal_text(static_cast<std::int64_t>(ns / 1'000'000), DecimalPlaces(0)) + " ms";
}

// How late the stamps are that are a little late.
struct Lateness {
    std::uint64_t least = UINT64_MAX;
    std::uint64_t most = 0;
};

void check_stamp(const FundingView& v,
                 std::size_t i,
                 const IntegrityOptions& options,
                 Lateness& late,
                 Tally& tally) {
    const std::uint64_t by = distance(v.ts_recorded[i], v.ts[i]);
    if (by == 0) {
        return;
    }
    const bool after = v.ts_recorded[i] > v.ts[i];
    if (after && by <= static_cast<std::uint64_t>(options.late_stamp_max_ns)) {
        late.least = std::min(late.least, by);
        late.most = std::max(late.most, by);
        tally.note(Defect::late_stamp, v.ts[i], [&] { return milliseconds(by) + " late"; });
    } else {
        tally.note(
            Defect::stamp, v.ts[i], [&] { return "stamped " + wording::time(v.ts_recorded[i]); });
    }
}

void check_step(const FundingView& v, std::size_t i, Tally& tally) {
    if (v.ts[i] <= v.ts[i - 1]) {
        tally.note(v.ts[i] == v.ts[i - 1] ? Defect::duplicate : Defect::time_order, v.ts[i]);
    } else if (distance(v.ts[i], v.ts[i - 1]) != static_cast<std::uint64_t>(v.interval_ns[i])) {
        tally.note(Defect::funding_interval, v.ts[i], [&] {
            return "the one before was " + wording::time(v.ts[i - 1]);
        });
    }
}

}  // namespace

void check_funding(const FundingView& v, const IntegrityOptions& options, Tally& tally) {
    Lateness late;
    for (std::size_t i = 0; i < v.size(); ++i) {
        if (distance(v.rate_e12[i], 0) > static_cast<std::uint64_t>(options.funding_rate_max_e12)) {
            tally.note(Defect::funding_rate, v.ts[i], [&] {
                return "rate " + wording::decimal(v.rate_e12[i], rate_places);
            });
        }
        if (v.mark_e8[i] == TL_NONE) {
            tally.note(Defect::mark_missing, v.ts[i]);
        }
        check_stamp(v, i, options, late, tally);
        if (i > 0) {
            check_step(v, i, tally);
        }
    }
    if (late.most > 0) {
        tally.explain(Defect::late_stamp,
                      wording::rows(tally.count(Defect::late_stamp)) + " stamped " +
                          milliseconds(late.least) + " to " + milliseconds(late.most) +
                          " after their boundary");
    }
}

}  // namespace tradelab
