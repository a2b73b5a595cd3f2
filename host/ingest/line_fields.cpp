#include "ingest/line_fields.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {
namespace {

constexpr std::size_t shown_max = 40;

// Up to the comma or newline behind it.
std::string_view field_at(const char* at) {
    const char* end = at;
    while (*end != ',' && *end != '\n') {
        ++end;
    }
    return {at, end};
}

bool is_number(std::string_view field) {
    return !field.empty() && field.find_first_not_of("0123456789.") == std::string_view::npos &&
           std::ranges::count(field, '.') <= 1 && field.front() != '.' && field.back() != '.';
}

LineProblem problem_of(std::string_view field, std::string_view expected) {
    if (field.ends_with('\r')) {
        return {.what = "ends in CR LF",
                .hint = "another program has saved this file anew: import the original"};
    }
    if (field.find('"') != std::string_view::npos) {
        return {.what = "is in quotes",
                .hint = "another program has saved this file anew: import the original"};
    }
    if (field.empty()) {
        return {.what = "is empty", .hint = "a value that is not known is written 0"};
    }
    if (field.starts_with('-') && is_number(field.substr(1))) {
        return {.what = "is negative", .hint = "no market has such a value"};
    }
    if (is_number(field) && field.size() > digits_max) {
        return {.what = "has more than " + std::to_string(digits_max) + " digits",
                .hint = "64 bits do not hold it"};
    }
    return {.what = "is not " + std::string(expected),
            .hint = "digits, and a point where there are decimals"};
}

}  // namespace

std::string shown_field(std::string_view field) {
    std::string shown(field.substr(0, shown_max));
    std::ranges::replace_if(shown, [](char c) { return c < ' ' || c > '~'; }, '?');
    return "'" + shown + (field.size() > shown_max ? "...'" : "'");
}

bool LineFields::truth(const char*& at, Field field, bool& out) {
    const std::string_view text = field_at(at);
    const bool yes = text == "true" || text == "True";
    if ((!yes && text != "false" && text != "False") || at[text.size()] != field.end) {
        return refuse(at, field, "true or false");
    }
    out = yes;
    at += text.size() + 1;
    return true;
}

bool LineFields::skipped(const char*& at, Field field) {
    const std::string_view text = field_at(at);
    if (at[text.size()] != field.end || text.ends_with('\r')) {
        return refuse(at, field, "the last column");
    }
    at += text.size() + 1;
    return true;
}

bool LineFields::refuse(LineProblem problem) {
    problem_ = std::move(problem);
    return false;
}

bool LineFields::refuse(const char* at, Field field, std::string_view expected) {
    const std::string_view text = field_at(at);
    const char behind = at[text.size()];
    if (behind != field.end && !text.ends_with('\r') && (is_number(text) || text == "true")) {
        problem_ = {.what = behind == '\n' ? "is the last column, and others must follow"
                                           : "must be the last column, and others follow",
                    .hint = "the line is cut or has columns that its file does not have"};
    } else {
        problem_ = problem_of(text, expected);
    }
    problem_.column = field.column;
    return false;
}

}  // namespace tradelab
