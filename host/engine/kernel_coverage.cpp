#include "core/rounding.hpp"
#include "engine/kernel_state.hpp"

// How much of what is open something protects.
namespace tradelab {
namespace {

// Worth at the closes of some bars, summed up: each rounded as one position is.
Int128 worth_of(const CoverageLine& line, const tl_ev_bar* first, std::uint32_t count) {
    const int spare =
        cash_places.count() - line.places.price.count() - line.places.quantity.count();
    Int128 sum = 0;
    if (spare >= 0) {
        for (std::uint32_t i = 0; i < count; ++i) {
            sum += first[i].close;
        }
        return sum * line.size.mantissa() * DecimalPlaces(spare).one();
    }
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto worth =
            notional(Price(first[i].close), line.size, line.places, Rounding::away_from_zero);
        sum += worth.value_or(Cash()).mantissa();
    }
    return sum;
}

}  // namespace

Coverage Kernel::State::coverage() const {
    Coverage sum;
    for (const KernelInstance& instance : instances) {
        sum.add(book.coverage(instance.spec.id));
    }
    return sum;
}

void Kernel::State::begin_coverage(std::size_t moving) {
    const KernelInstance& instance = instances.front();
    const InstrumentId id = instruments[moving].instrument.id;
    line.others = book.coverage_without(instance.spec.id, id);
    line.size = magnitude(options.portfolio->quantity(instance.spec.id, id));
    line.places = instruments[moving].instrument.places;
    line.kind = kind_of(book.of(instance.spec.id, id));
}

void Kernel::State::keep_coverage(const tl_ev_bar* first, std::uint32_t count) {
    if (line.size == Quantity()) {
        record.coverage.add(line.others, count);
        return;
    }
    const auto kind = static_cast<std::size_t>(line.kind);
    CoverageRecord& kept = record.coverage;
    kept.open_bars += count;
    for (std::size_t at = 0; at < kept.of_kind.size(); ++at) {
        const Cash other = line.others.of[at];
        kept.of_kind[at].exposure += Int128{other.mantissa()} * count;
        kept.of_kind[at].bars += at == kind || other > Cash() ? count : 0;
    }
    kept.of_kind[kind].exposure += worth_of(line, first, count);
}

Coverage Kernel::coverage() const {
    return state_->coverage();
}

}  // namespace tradelab
