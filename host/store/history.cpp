#include "store/history.hpp"

#include "core/decimal.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace tradelab {
namespace {

constexpr const char* name_of_instance =
    "(SELECT i.name FROM instances i WHERE i.account = h.account AND i.place = h.instance)";

JsonValue text_at(const SqlStatement& row, int column) {
    return row.is_null(column) ? JsonValue() : JsonValue(row.text(column));
}

JsonValue moment_at(const SqlStatement& row, int column) {
    return row.is_null(column) ? JsonValue() : JsonValue(iso_text(UnixNanos(row.integer(column))));
}

JsonValue cash_at(const SqlStatement& row, int column) {
    return row.is_null(column) ? JsonValue() : JsonValue(decimal_text(Cash(row.integer(column))));
}

JsonValue decimal_at(const SqlStatement& row, int column, std::optional<DecimalPlaces> places) {
    return row.is_null(column) || !places ? JsonValue()
                                          : JsonValue(decimal_text(row.integer(column), *places));
}

// All rows, each by `make`.
template <class Make>
Result<JsonArray> rows_of(const Database& database,
                          const std::string& sql,
                          const HistoryQuestion& question,
                          Make make) {
    auto rows = database.prepare(sql);
    if (!rows) {
        return fail(std::move(rows).error());
    }
    // Without a time any is late enough.
    rows->bind(1, table_cell(question.since.value_or(UnixNanos(INT64_MIN)).ns()));
    rows->bind(2, table_cell(question.last));
    if (question.after) {
        rows->bind(3, table_cell(*question.after));
    }
    JsonArray out;
    while (true) {
        const auto row = rows->step();
        if (!row) {
            return fail(row.error());
        }
        if (!*row) {
            break;
        }
        out.push_back(make(*rows));
    }
    return out;
}

// An act, which is a step or a command, is written in one go, orders first and fills behind them;
// what happened in it is told in the order in which it happened.  Where it ends there is a
// standing.
std::string events_sql(const HistoryQuestion& question) {
    const std::string account = question.account
                                    ? std::to_string(*question.account)
                                    : "(SELECT coalesce(max(account), 0) FROM sessions)";
    const std::string newest = "ORDER BY seq DESC";
    // Whoever goes on from a record is told acts that have ended: the others would be cut.
    const std::string ended =
        "AND seq > ?3 AND seq <= (SELECT coalesce(max(seq), 0) FROM standings"
        " WHERE account = " +
        account + ") ORDER BY seq ASC";
    return std::string("SELECT seq, at_ns, event, ") + name_of_instance +
           ", instrument, side, quantity, price, amount_e8, what, author, act FROM (SELECT e.*, "
           "coalesce((SELECT min(s.seq) FROM standings s WHERE s.account = e.account AND "
           "s.seq >= e.seq), 9223372036854775807) AS act FROM (SELECT * FROM events WHERE "
           "account = " +
           account + " AND at_ns >= ?1 " + (question.after ? ended : newest) +
           " LIMIT ?2) e) h ORDER BY act, at_ns, seq";
}

}  // namespace

Result<JsonArray> events_in(const Database& database,
                            const HistoryQuestion& question,
                            const InstrumentPlaces& places) {
    std::vector<std::int64_t> acts;
    auto rows = rows_of(database, events_sql(question), question, [&](const SqlStatement& row) {
        const auto of = places.find(row.text(4));
        const auto known = of == places.end() ? std::nullopt : std::optional(of->second);
        acts.push_back(row.integer(11));
        return JsonObject{
            {"seq", row.integer(0)},
            {"at", moment_at(row, 1)},
            {"event", row.text(2)},
            {"instance", text_at(row, 3)},
            {"instrument", text_at(row, 4)},
            {"side", text_at(row, 5)},
            {"quantity", decimal_at(row, 6, known ? std::optional(known->quantity) : std::nullopt)},
            {"price", decimal_at(row, 7, known ? std::optional(known->price) : std::nullopt)},
            {"amount", cash_at(row, 8)},
            {"what", text_at(row, 9)},
            {"by", text_at(row, 10)}};
    });
    // An act that was cut by the limit is told whole with the next answer, unless it fills one.
    if (rows && question.after && rows->size() == question.last && acts.front() != acts.back()) {
        const auto cut = std::ranges::find(acts, acts.back()) - acts.begin();
        rows->resize(static_cast<std::size_t>(cut));
    }
    return rows;
}

Result<JsonArray> audit_in(const Database& database, HistoryQuestion question) {
    question.after.reset();
    const std::string sql =
        std::string("SELECT at_ns, source, seq, author, act, coalesce(name, ") + name_of_instance +
        "), strategy, why, feed_ns, account FROM audit h WHERE at_ns >= ?1 ORDER BY at_ns "
        "DESC, source DESC, seq DESC LIMIT ?2";
    auto rows = rows_of(database, sql, question, [](const SqlStatement& row) {
        return JsonObject{{"at", moment_at(row, 0)},
                          {"journal", row.text(1)},
                          {"seq", row.integer(2)},
                          {"by", row.text(3)},
                          {"act", row.text(4)},
                          {"subject", text_at(row, 5)},
                          {"strategy", text_at(row, 6)},
                          {"why", text_at(row, 7)},
                          {"feed_time", moment_at(row, 8)},
                          {"account", row.is_null(9) ? JsonValue() : JsonValue(row.integer(9))}};
    });
    if (rows) {
        std::ranges::reverse(*rows);
    }
    return rows;
}

}  // namespace tradelab
