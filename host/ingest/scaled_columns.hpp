#pragma once

#include "core/money.hpp"
#include "history/columns.hpp"
#include "ingest/decimal_field.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tradelab {

// More decimal places than venues use; a file that has more is not theirs.
inline constexpr std::size_t archive_places_max = 8;

// Columns that share their decimal places, which are found from the data: as many as any value
// needs.  A value that needs more than those before it raises all of them.
class ScaledColumns {
public:
    // The columns are borrowed, and must outlive this.
    explicit ScaledColumns(std::vector<I64Column*> columns) : columns_(std::move(columns)) {}

    // False where the value, or one before it, does not fit any more, or has too many places.
    [[nodiscard]] bool append(std::size_t column, const Decimal& value) {
        if (value.places > places_ && !raise(value.places)) {
            return false;
        }
        std::int64_t mantissa = 0;
        if (!scaled(value, places_, mantissa)) {
            return false;
        }
        columns_[column]->push_back(mantissa);
        return true;
    }

    // Gives all of them at least these places.
    [[nodiscard]] bool raise(std::size_t places);

    [[nodiscard]] DecimalPlaces places() const { return DecimalPlaces(static_cast<int>(places_)); }

private:
    std::vector<I64Column*> columns_;
    std::size_t places_ = 0;
};

}  // namespace tradelab
