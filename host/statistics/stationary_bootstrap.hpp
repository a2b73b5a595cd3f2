#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tradelab {

// D. N. Politis and J. P. Romano, "The Stationary Bootstrap", Journal of the American Statistical
// Association 89 (1994): each place of a resample is the bar after the one before (going round at
// the end), or with probability 1 / mean_block a bar drawn anew.
struct StationaryBootstrap {
    std::size_t bars = 0;   // of the series, at least 2 and below 2^31
    double mean_block = 1;  // at least 1: then each bar is drawn anew
    std::uint64_t seed = 0;
};

// Fills `indices` (one for each bar) with the bars of a resample.  Resample 7 is the same whether 8
// or 8,000 are drawn.
void stationary_bootstrap(const StationaryBootstrap& bootstrap,
                          std::uint64_t resample,
                          std::span<std::uint32_t> indices);

// Many resamples of the same bars, kept as how often each bar occurs: all that sums of a resample
// need, small enough for thousands of them, and drawn once for every series of a set.
class Resamples {
public:
    [[nodiscard]] static Resamples stationary(const StationaryBootstrap& bootstrap,
                                              std::size_t count);

    // Given bars instead of drawn ones: resample after resample, `bars` of each.  `mean_block` says
    // how they were drawn.
    [[nodiscard]] static Resamples from_indices(std::span<const std::uint32_t> indices,
                                                std::size_t bars,
                                                double mean_block);

    [[nodiscard]] std::size_t bars() const { return bars_; }
    [[nodiscard]] std::size_t count() const { return ends_.size(); }
    [[nodiscard]] double mean_block() const { return mean_block_; }

    // A resample's sum is the sum of weight x table[place].  The table is the series itself, or its
    // running sums (place t: all before bar t), whichever needs fewer terms: long blocks are two
    // running sums each, and single bars are their counts.
    enum class Table : std::uint8_t { values, running_sums };
    struct Term {
        std::uint32_t place = 0;
        float weight = 0;  // a count: small whole numbers are exact
    };
    [[nodiscard]] Table table() const { return table_; }
    [[nodiscard]] std::span<const Term> terms(std::size_t resample) const;

private:
    Resamples(std::size_t bars, double mean_block) : bars_(bars), mean_block_(mean_block) {}
    void choose_table(std::span<const std::uint32_t> counts);
    void append(std::span<const std::uint32_t> indices, std::vector<std::uint32_t>& counts);

    std::size_t bars_;
    double mean_block_;
    Table table_ = Table::values;
    std::vector<Term> terms_;
    std::vector<std::size_t> ends_;  // of each resample's terms
};

}  // namespace tradelab
