#include "statistics/stationary_bootstrap.hpp"

#include "core/check.hpp"
#include "core/counter_draws.hpp"

#include <algorithm>
#include <cmath>

namespace tradelab {

namespace {

constexpr std::uint32_t purpose = 0x626f6f74;  // "boot": no other stream of the same seed has it
constexpr std::size_t bars_max = std::size_t{1} << 31U;

std::size_t changes_in(std::span<const std::uint32_t> counts) {
    std::size_t changes = 0;
    std::uint32_t before = 0;
    for (const std::uint32_t count : counts) {
        changes += count != before ? 1 : 0;
        before = count;
    }
    return changes + (before != 0 ? 1 : 0);
}

}  // namespace

void stationary_bootstrap(const StationaryBootstrap& bootstrap,
                          std::uint64_t resample,
                          std::span<std::uint32_t> indices) {
    TL_CHECK(bootstrap.bars >= 2 && bootstrap.bars < bars_max);
    TL_CHECK(bootstrap.mean_block >= 1 && std::isfinite(bootstrap.mean_block));
    TL_CHECK(indices.size() == bootstrap.bars);
    CounterDraws draws({.seed = bootstrap.seed, .purpose = purpose, .place = resample});
    const auto bars = static_cast<std::uint32_t>(bootstrap.bars);
    // A block ends where 32 random bits lie below this.
    const auto ends_below = static_cast<std::uint64_t>(0x1p32 / bootstrap.mean_block);
    std::uint32_t at = draws.below(bars);
    indices.front() = at;
    for (auto& index : indices.subspan(1)) {
        const bool ends = (draws.bits() >> 32U) < ends_below;
        const std::uint32_t next = at + 1 == bars ? 0 : at + 1;
        at = ends ? draws.below(bars) : next;
        index = at;
    }
}

Resamples Resamples::stationary(const StationaryBootstrap& bootstrap, std::size_t count) {
    Resamples made(bootstrap.bars, bootstrap.mean_block);
    std::vector<std::uint32_t> indices(bootstrap.bars);
    std::vector<std::uint32_t> counts(bootstrap.bars);
    made.ends_.reserve(count);
    for (std::size_t resample = 0; resample < count; ++resample) {
        stationary_bootstrap(bootstrap, resample, indices);
        made.append(indices, counts);
    }
    return made;
}

Resamples Resamples::from_indices(std::span<const std::uint32_t> indices,
                                  std::size_t bars,
                                  double mean_block) {
    TL_CHECK(bars >= 2 && bars < bars_max && indices.size() % bars == 0);
    TL_CHECK(mean_block >= 1);
    Resamples made(bars, mean_block);
    std::vector<std::uint32_t> counts(bars);
    for (std::size_t at = 0; at < indices.size(); at += bars) {
        made.append(indices.subspan(at, bars), counts);
    }
    return made;
}

std::span<const Resamples::Term> Resamples::terms(std::size_t resample) const {
    TL_CHECK(resample < ends_.size());
    const std::size_t begin = resample == 0 ? 0 : ends_[resample - 1];
    return std::span(terms_).subspan(begin, ends_[resample] - begin);
}

// The first resample decides for all: they are alike, and one table is half the memory to pass.
void Resamples::choose_table(std::span<const std::uint32_t> counts) {
    const auto absent = static_cast<std::size_t>(std::ranges::count(counts, 0U));
    const bool few_changes = changes_in(counts) < counts.size() - absent;
    table_ = few_changes ? Table::running_sums : Table::values;
}

void Resamples::append(std::span<const std::uint32_t> indices, std::vector<std::uint32_t>& counts) {
    std::ranges::fill(counts, 0U);
    for (const std::uint32_t index : indices) {
        TL_CHECK(index < bars_);
        ++counts[index];
    }
    if (ends_.empty()) {
        choose_table(counts);
    }
    if (table_ == Table::values) {
        for (std::uint32_t t = 0; t < bars_; ++t) {
            if (counts[t] != 0) {
                terms_.push_back({.place = t, .weight = static_cast<float>(counts[t])});
            }
        }
    } else {
        // sum count[t] x[t] = sum (count[t - 1] - count[t]) running[t], by parts.
        std::uint32_t before = 0;
        for (std::uint32_t t = 0; t <= bars_; ++t) {
            const std::uint32_t count = t < bars_ ? counts[t] : 0;
            if (count != before) {
                const auto weight = static_cast<float>(before) - static_cast<float>(count);
                terms_.push_back({.place = t, .weight = weight});
            }
            before = count;
        }
    }
    ends_.push_back(terms_.size());
}

}  // namespace tradelab
