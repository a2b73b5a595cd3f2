#pragma once

#include "ingest/decimal_field.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace tradelab {

// A field for an error message: in quotes, printable, cut to what a line can hold.
[[nodiscard]] std::string shown_field(std::string_view field);

// What is wrong with a line.  `what` follows the column's name and the field's text.
struct LineProblem {
    std::size_t column = 0;
    std::string what = {};
    std::string hint = {};
};

// Reads the fields of a line that ends with a newline, one after the other, and says what was
// wrong with the first that could not be read.
class LineFields {
public:
    struct Field {
        std::size_t column = 0;
        char end = ',';  // what must follow: a comma, or the newline
    };

    // Each moves `at` behind the field and what follows it; false leaves a problem.
    [[nodiscard]] bool decimal(const char*& at, Field field, Decimal& out) {
        const char* const end = read_decimal(at, out);
        if (end == nullptr || *end != field.end) [[unlikely]] {
            return refuse(at, field, "a decimal");
        }
        at = end + 1;
        return true;
    }
    [[nodiscard]] bool integer(const char*& at, Field field, std::int64_t& out) {
        const char* const end = read_integer(at, out);
        if (end == nullptr || *end != field.end) [[unlikely]] {
            return refuse(at, field, "a whole number");
        }
        at = end + 1;
        return true;
    }
    // true, false, True, False.
    [[nodiscard]] bool truth(const char*& at, Field field, bool& out);
    // Whatever it says.
    [[nodiscard]] bool skipped(const char*& at, Field field);

    [[nodiscard]] const LineProblem& problem() const { return problem_; }
    // For what is wrong with a value that could be read.  Always false.
    bool refuse(LineProblem problem);

private:
    bool refuse(const char* at, Field field, std::string_view expected);

    LineProblem problem_;
};

}  // namespace tradelab
