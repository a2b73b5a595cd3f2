#include "report/sheet.hpp"

#include "core/check.hpp"
#include "document/json_write.hpp"

#include <charconv>
#include <utility>

namespace tradelab {

namespace {

void add_cell(std::string& out, std::string_view cell) {
    if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
        out += cell;
        return;
    }
    out += '"';
    for (const char c : cell) {
        out += c;
        if (c == '"') {
            out += '"';
        }
    }
    out += '"';
}

JsonValue value_of(const std::string& cell, SheetKind kind) {
    if (cell.empty()) {
        return nullptr;
    }
    if (kind == SheetKind::truth) {
        return cell == "yes";
    }
    if (kind == SheetKind::text) {
        return cell;
    }
    std::int64_t number = 0;
    const auto read = std::from_chars(cell.data(), cell.data() + cell.size(), number);
    TL_CHECK(read.ec == std::errc() && read.ptr == cell.data() + cell.size());
    return number;
}

}  // namespace

std::string csv_of(const Sheet& sheet) {
    std::string out;
    for (const SheetColumn& column : sheet.columns) {
        add_cell(out, column.name);
        out += ',';
    }
    out += basis_title(sheet.basis, sheet.rows.size()) + "\r\n";
    for (const auto& row : sheet.rows) {
        TL_CHECK(row.size() == sheet.columns.size());
        for (const std::string& cell : row) {
            add_cell(out, cell);
            out += ',';
        }
        out += sheet.basis + "\r\n";
    }
    return out;
}

std::string basis_title(std::string_view basis, std::size_t rows) {
    const bool is_told_by_rows = rows > 0 || basis == "recorded";
    return is_told_by_rows ? "basis" : "basis: " + std::string(basis);
}

std::string json_of(const Sheet& sheet, std::string_view schema) {
    JsonArray rows;
    rows.reserve(sheet.rows.size());
    for (const auto& row : sheet.rows) {
        TL_CHECK(row.size() == sheet.columns.size());
        JsonObject object;
        for (std::size_t at = 0; at < row.size(); ++at) {
            object.push_back({sheet.columns[at].name, value_of(row[at], sheet.columns[at].kind)});
        }
        rows.emplace_back(std::move(object));
    }
    return pretty_json(
               JsonObject{{"schema", schema}, {"basis", sheet.basis}, {"rows", std::move(rows)}}) +
           "\n";
}

}  // namespace tradelab
