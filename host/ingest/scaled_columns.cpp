#include "ingest/scaled_columns.hpp"

#include <utility>

namespace tradelab {

bool ScaledColumns::raise(std::size_t places) {
    if (places > archive_places_max) {
        return false;
    }
    if (places <= places_) {
        return true;
    }
    const std::int64_t factor = powers_of_ten[places - std::exchange(places_, places)];
    bool overflow = false;
    for (I64Column* column : columns_) {
        for (std::int64_t& value : *column) {
            overflow |= __builtin_mul_overflow(value, factor, &value);
        }
    }
    return !overflow;
}

}  // namespace tradelab
