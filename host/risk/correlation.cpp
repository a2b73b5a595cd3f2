#include "risk/correlation.hpp"

#include "core/check.hpp"

namespace tradelab {

CorrelationTable::CorrelationTable(std::size_t instruments)
    : width_(instruments + 1), table_(width_ * width_), known_(width_ * width_) {
    TL_CHECK_MSG(instruments <= 256, "a correlation table of more than 256 instruments");
}

std::size_t CorrelationTable::index_of(InstrumentId a, InstrumentId b) const {
    return a.value() * width_ + b.value();
}

void CorrelationTable::set(InstrumentId a, InstrumentId b, Rate correlation) {
    TL_CHECK(a.value() < width_ && b.value() < width_);
    TL_CHECK(correlation >= -rate_one && correlation <= rate_one);
    table_[index_of(a, b)] = table_[index_of(b, a)] = correlation;
    known_[index_of(a, b)] = known_[index_of(b, a)] = 1;
}

std::optional<Rate> CorrelationTable::of(InstrumentId a, InstrumentId b) const {
    if (a == b) {
        return rate_one;
    }
    const bool known = a.value() < width_ && b.value() < width_ && known_[index_of(a, b)] != 0;
    return known ? std::optional(table_[index_of(a, b)]) : std::nullopt;
}

}  // namespace tradelab
