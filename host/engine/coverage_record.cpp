#include "engine/run_record.hpp"

namespace tradelab {
namespace {

constexpr auto bare = static_cast<std::size_t>(ProtectionKind::none);

std::optional<Rate> share_of_all(Int128 part, Int128 whole) {
    if (whole <= 0) {
        return std::nullopt;
    }
    // Sums of exposure over years may leave no room for twelve more digits.
    while (whole > Int128{1} << 84) {
        part >>= 1;
        whole >>= 1;
    }
    return Rate(
        static_cast<std::int64_t>(divide(part * rate_one.mantissa(), whole, Rounding::down)));
}

}  // namespace

void CoverageRecord::add(const Coverage& coverage, std::uint64_t bars) {
    if (coverage.open <= Cash()) {
        return;
    }
    open_bars += bars;
    for (std::size_t kind = 0; kind < of_kind.size(); ++kind) {
        if (coverage.of[kind] > Cash()) {
            of_kind[kind].bars += bars;
            of_kind[kind].exposure += Int128{coverage.of[kind].mantissa()} * bars;
        }
    }
}

std::optional<Rate> CoverageRecord::of_time() const {
    return share_of_all(Int128{open_bars} - bare_bars(), open_bars);
}

Int128 CoverageRecord::exposure() const {
    Int128 all = 0;
    for (const Kind& one_of : of_kind) {
        all += one_of.exposure;
    }
    return all;
}

std::optional<Rate> CoverageRecord::of_exposure() const {
    return share_of_all(exposure() - of_kind[bare].exposure, exposure());
}

std::optional<Rate> CoverageRecord::of_exposure(ProtectionKind kind) const {
    return share_of_all(of_kind[static_cast<std::size_t>(kind)].exposure, exposure());
}

}  // namespace tradelab
