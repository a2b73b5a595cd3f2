#include "statistics/resampled_sums.hpp"

#include "core/check.hpp"

namespace tradelab {

ResampledSums::ResampledSums(const Resamples& resamples)
    : resamples_(resamples), table_(resamples.bars() + 1, Row{}) {}

void ResampledSums::clear() {
    table_.assign(table_.size(), Row{});
}

void ResampledSums::place(std::size_t lane, std::span<const double> values, Change change) {
    TL_CHECK(lane < lanes && values.size() == resamples_.bars());
    const bool runs = resamples_.table() == Resamples::Table::running_sums;
    double running = 0;
    for (std::size_t t = 0; t < values.size(); ++t) {
        const double value = (values[t] - change.origin) * change.scale;
        table_[t][lane] = runs ? running : value;
        running += value;
    }
    table_.back()[lane] = runs ? running : 0;
}

// The loop that everything waits for.
ResampledSums::Row ResampledSums::sums(std::size_t resample) const {
    Row sums = {};
    const auto terms = resamples_.terms(resample);
    for (const auto& [place, weight] : terms) {
        const double factor = weight;
        const Row& row = table_[place];
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            sums[lane] += factor * row[lane];
        }
    }
    return sums;
}

}  // namespace tradelab
