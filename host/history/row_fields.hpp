#pragma once

#include "core/money.hpp"
#include "history/columns.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tradelab {

// One row of any kind, field by field, so that rows of two files can be compared and named.
struct RowFields {
    enum class Unit { plain, price, quantity };
    struct Field {
        std::string_view name;
        std::int64_t value = 0;
        Unit unit = Unit::plain;
        std::optional<bool> known = {};  // nothing: the field is always known
    };

    std::array<Field, 10> fields = {};
    std::size_t count = 0;
    Places places = {};
};

// Of the first row of a view.
[[nodiscard]] RowFields fields_of(const ColumnsView& view, Places places);

// How many fields are known.
[[nodiscard]] std::size_t known_fields(const RowFields& row);

// Nothing when two rows of one time agree: what both know is exactly equal, whatever places it is
// written with, and one of them knows all that the other does.  Else in words what differs first.
[[nodiscard]] std::optional<std::string> difference(const RowFields& a, const RowFields& b);

}  // namespace tradelab
