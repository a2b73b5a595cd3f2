#include "core/decimal.hpp"
#include "document/json_parse.hpp"
#include "report/fixture.hpp"
#include "report/record_sheets.hpp"
#include "report/sheet.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace tradelab {
namespace {

using Rows = std::vector<std::vector<std::string>>;

// Reads RFC 4180 as a stranger would, by its grammar.
Rows read_csv(const std::string& text) {
    Rows rows;
    std::vector<std::string> row(1);
    bool quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (quoted && text[at] == '"' && text.compare(at, 2, "\"\"") == 0) {
            row.back() += text[at++];
        } else if (text[at] == '"') {
            quoted = !quoted;
        } else if (!quoted && text[at] == ',') {
            row.emplace_back();
        } else if (!quoted && text.compare(at, 2, "\r\n") == 0) {
            rows.push_back(row);
            row.assign(1, "");
            ++at;
        } else {
            row.back() += text[at];
        }
    }
    EXPECT_EQ(row, std::vector<std::string>(1)) << "the last line has its end too";
    return rows;
}

void expect_round_trip(const Sheet& sheet) {
    const Rows rows = read_csv(csv_of(sheet));

    ASSERT_EQ(rows.size(), sheet.rows.size() + 1);
    for (std::size_t at = 0; at < sheet.columns.size(); ++at) {
        EXPECT_EQ(rows[0][at], sheet.columns[at].name);
    }
    EXPECT_EQ(rows[0].back(), basis_title(sheet.basis, sheet.rows.size()));
    for (std::size_t at = 0; at < sheet.rows.size(); ++at) {
        std::vector<std::string> cells = sheet.rows[at];
        cells.push_back(sheet.basis);
        EXPECT_EQ(rows[at + 1], cells);
    }
}

TEST(Csv, WhatIsWrittenIsReadBackWhateverTheNamesHold) {
    for (const BacktestResult& result :
         {fixture_result({.bars = 2'000, .trades = 30}), hostile_result(), empty_result()}) {
        expect_round_trip(trades_sheet(result));
        expect_round_trip(orders_sheet(result));
        expect_round_trip(fills_sheet(result));
        expect_round_trip(funding_sheet(result));
    }
}

TEST(Csv, QuotesOnlyWhatNeedsIt) {
    const Sheet sheet{.columns = {{.name = "a"}, {.name = "b"}},
                      .rows = {{"plain", "say \"hi\""}, {"x,y", "two\r\nlines"}}};

    EXPECT_EQ(
        csv_of(sheet),
        "a,b,basis\r\nplain,\"say \"\"hi\"\"\",recorded\r\n\"x,y\",\"two\r\nlines\",recorded\r\n");
}

TEST(Csv, SumsOfTheFilesAreThoseOfTheRecord) {
    const BacktestResult result = fixture_result({.bars = 8'000, .trades = 60});
    const Rows fills = read_csv(csv_of(fills_sheet(result)));
    const Rows funding = read_csv(csv_of(funding_sheet(result)));
    const Rows trades = read_csv(csv_of(trades_sheet(result)));
    const auto sum = [](const Rows& rows, const std::string& column) {
        const auto place = std::ranges::find(rows[0], column) - rows[0].begin();
        Cash total;
        for (std::size_t at = 1; at < rows.size(); ++at) {
            total += parse_cash(rows[at][static_cast<std::size_t>(place)]).value();
        }
        return total;
    };

    EXPECT_EQ(sum(fills, "fee"), result.statement.fees);
    EXPECT_EQ(sum(fills, "realised"), result.statement.realised);
    EXPECT_EQ(sum(funding, "received"), -result.statement.funding);
    EXPECT_EQ(sum(trades, "funding_received"), -result.statement.funding);
    EXPECT_EQ(sum(trades, "net"), result.statement.equity - result.statement.opening);
    EXPECT_EQ(sum(trades, "slippage"), sum(fills, "slippage"));
}

TEST(Csv, TheCurveHasEveryBar) {
    const BacktestResult result = fixture_result({.bars = 500, .trades = 5});

    const Rows rows = read_csv(equity_csv(result));

    ASSERT_EQ(rows.size(), 501U);
    EXPECT_EQ(rows[1][0], "2020-01-01T01:00:00Z");
    EXPECT_EQ(parse_cash(rows.back()[1]).value(), result.statement.equity);
}

TEST(EquityJson, SaysWhatTheCsvSays) {
    for (const std::uint32_t bars : {1U, 500U}) {
        const BacktestResult result = flat_result(bars);
        const Rows rows = read_csv(equity_csv(result));

        const auto json = parse_json(equity_json(result), {.bytes_max = 100'000, .depth_max = 4});

        ASSERT_TRUE(json) << describe(json.error());
        const JsonArray& points = *json->find("rows")->array();
        ASSERT_EQ(points.size() + 1, rows.size());
        for (std::size_t at = 0; at < points.size(); ++at) {
            EXPECT_EQ(points[at]["ts"], rows[at + 1][0]);
            EXPECT_EQ(points[at]["equity"], rows[at + 1][1]);
            EXPECT_EQ(points[at]["exposure"], rows[at + 1][2]);
        }
    }
}

TEST(Csv, EveryRowOfASyntheticSheetSaysSoAndWithoutRowsItsTitleDoes) {
    Sheet sheet{.columns = {{.name = "a"}}, .rows = {{"1"}, {"2"}}, .basis = "synthetic"};
    EXPECT_EQ(csv_of(sheet), "a,basis\r\n1,synthetic\r\n2,synthetic\r\n");
    sheet.rows.clear();
    EXPECT_EQ(csv_of(sheet), "a,basis: synthetic\r\n");
    sheet.basis = "recorded";
    EXPECT_EQ(csv_of(sheet), "a,basis\r\n");
}

TEST(SheetJson, KeepsAmountsAsTextAndAbsenceAsNull) {
    const Sheet sheet{.columns = {{.name = "n", .kind = SheetKind::whole},
                                  {.name = "amount"},
                                  {.name = "is", .kind = SheetKind::truth}},
                      .rows = {{"7", "0.10000000", "yes"}, {"8", "", "no"}}};

    const auto json = parse_json(json_of(sheet, "tradelab.test/1")).value();

    const JsonArray& rows = *json.find("rows")->array();
    EXPECT_EQ(*rows[0].find("n")->integer(), 7);
    EXPECT_EQ(*rows[0].find("amount")->text(), "0.10000000");
    EXPECT_TRUE(*rows[0].find("is")->boolean());
    EXPECT_TRUE(rows[1].find("amount")->is_null());
}

}  // namespace
}  // namespace tradelab
