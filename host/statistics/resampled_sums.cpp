#include "statistics/resampled_sums.hpp"

#include "core/check.hpp"

#include <cstring>

namespace tradelab {

namespace {

// Two doubles of one register, on every processor of this architecture.
__extension__ typedef double Pair __attribute__((vector_size(16)));

}  // namespace

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

// The loop that everything waits for: eight pairs of sums that stay in registers, which the
// compiler does not manage from an array of sixteen.  Each lane's terms are added in their order,
// so wider registers would give the same bits.
ResampledSums::Row ResampledSums::sums(std::size_t resample) const {
    std::array<Pair, lanes / 2> sums = {};
    const Row* const table = table_.data();
    for (const auto& [place, weight] : resamples_.terms(resample)) {
        const auto count = static_cast<double>(weight);
        const Pair factor = {count, count};
        const double* const row = table[place].data();
#pragma GCC unroll 8
        for (std::size_t pair = 0; pair < lanes / 2; ++pair) {
            Pair values;
            std::memcpy(&values, row + 2 * pair, sizeof values);
            sums[pair] += factor * values;
        }
    }
    Row out = {};
    static_assert(sizeof out == sizeof sums);
    std::memcpy(out.data(), sums.data(), sizeof out);
    return out;
}

}  // namespace tradelab
