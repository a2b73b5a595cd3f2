#include "store/schema.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

namespace tradelab {
namespace {

constexpr std::string_view by_number = "";
constexpr std::string_view by_account = ", PRIMARY KEY (account, seq)";
constexpr std::string_view by_account_and_place = ", PRIMARY KEY (account, place)";
constexpr std::string_view by_number_and_place = ", PRIMARY KEY (seq, place)";
constexpr std::string_view by_source = ", PRIMARY KEY (source, seq)";

constexpr std::array<TableDefinition, table_count> tables = {
    TableDefinition{"sessions",
                    "account INTEGER NOT NULL, seq INTEGER NOT NULL, at_ns INTEGER NOT NULL, "
                    "engine TEXT NOT NULL,"
                    " capital_e8 INTEGER NOT NULL, fill_model TEXT NOT NULL, origin TEXT NOT NULL,"
                    " begins TEXT NOT NULL, ends TEXT NOT NULL, manifest TEXT NOT NULL",
                    by_account},
    TableDefinition{"instances",
                    "account INTEGER NOT NULL, place INTEGER NOT NULL, seq INTEGER NOT NULL,"
                    " name TEXT NOT NULL,"
                    " strategy TEXT NOT NULL, plugin TEXT NOT NULL",
                    by_account_and_place},
    TableDefinition{"standings",
                    "account INTEGER NOT NULL, seq INTEGER NOT NULL, at_ns INTEGER NOT NULL, "
                    "equity_e8 INTEGER NOT NULL,"
                    " orders INTEGER NOT NULL, fills INTEGER NOT NULL, mode TEXT NOT NULL,"
                    " decisions TEXT NOT NULL",
                    by_account},
    TableDefinition{"commands",
                    "account INTEGER NOT NULL, seq INTEGER NOT NULL, at_ns INTEGER NOT NULL, verb "
                    "TEXT NOT NULL,"
                    " instance INTEGER, author TEXT NOT NULL, reason TEXT NOT NULL,"
                    " given_at_ns INTEGER NOT NULL",
                    by_account},
    TableDefinition{
        "decided_orders",
        "account INTEGER NOT NULL, seq INTEGER NOT NULL, at_ns INTEGER NOT NULL, place INTEGER NOT "
        "NULL,"
        " order_id INTEGER NOT NULL, instance INTEGER NOT NULL, instrument TEXT NOT NULL,"
        " side TEXT NOT NULL, quantity INTEGER NOT NULL, limit_price INTEGER,"
        " time_in_force INTEGER NOT NULL, reduce_only INTEGER NOT NULL,"
        " post_only INTEGER NOT NULL, purpose TEXT NOT NULL, reason INTEGER NOT NULL,"
        " cause INTEGER NOT NULL, pair INTEGER NOT NULL, refused_by TEXT,"
        " refused_value INTEGER, refused_limit INTEGER",
        by_account},
    TableDefinition{"order_states",
                    "account INTEGER NOT NULL, seq INTEGER NOT NULL, at_ns INTEGER NOT NULL, place "
                    "INTEGER NOT NULL,"
                    " order_id INTEGER NOT NULL, state TEXT NOT NULL, filled INTEGER NOT NULL",
                    by_account},
    TableDefinition{"fills",
                    "account INTEGER NOT NULL, seq INTEGER NOT NULL, at_ns INTEGER NOT NULL, "
                    "order_id INTEGER NOT NULL,"
                    " instance INTEGER NOT NULL, instrument TEXT NOT NULL, side TEXT NOT NULL,"
                    " cause TEXT NOT NULL, price INTEGER NOT NULL, quantity INTEGER NOT NULL,"
                    " fee_e8 INTEGER NOT NULL, slippage_e8 INTEGER NOT NULL,"
                    " realised_e8 INTEGER NOT NULL, position_after INTEGER NOT NULL,"
                    " reason INTEGER NOT NULL, ambiguous INTEGER NOT NULL",
                    by_account},
    TableDefinition{
        "funding",
        "account INTEGER NOT NULL, seq INTEGER NOT NULL, at_ns INTEGER NOT NULL, instance INTEGER "
        "NOT NULL,"
        " instrument TEXT NOT NULL, rate_e12 INTEGER NOT NULL, mark_e8 INTEGER NOT NULL,"
        " mark_source TEXT NOT NULL, position INTEGER NOT NULL, paid_e8 INTEGER NOT NULL",
        by_account},
    TableDefinition{"incidents",
                    "account INTEGER NOT NULL, seq INTEGER NOT NULL, at_ns INTEGER NOT NULL, kind "
                    "TEXT NOT NULL,"
                    " instance INTEGER, instrument TEXT, mark_e8 INTEGER, realised_e8 INTEGER,"
                    " fee_e8 INTEGER, insurance_e8 INTEGER, why TEXT",
                    by_account},
    TableDefinition{"notes",
                    "account INTEGER NOT NULL, seq INTEGER NOT NULL, at_ns INTEGER NOT NULL, "
                    "instance INTEGER NOT NULL,"
                    " reason INTEGER NOT NULL, number_bits INTEGER NOT NULL",
                    by_account},
    TableDefinition{
        "runs",
        "seq INTEGER PRIMARY KEY, written_ns INTEGER NOT NULL, version INTEGER NOT NULL,"
        " from_ns INTEGER NOT NULL, to_ns INTEGER NOT NULL, engine TEXT, fill_model TEXT,"
        " cost_stress_permille INTEGER NOT NULL, latency_bars INTEGER NOT NULL,"
        " capital_e8 INTEGER NOT NULL, risk TEXT, venues TEXT, seed INTEGER NOT NULL,"
        " campaign TEXT, hypothesis TEXT, arm TEXT, parent INTEGER, result TEXT,"
        " figures TEXT, basis TEXT NOT NULL, counts INTEGER NOT NULL,"
        " metrics TEXT NOT NULL",
        by_number},
    TableDefinition{
        "trials",
        "seq INTEGER NOT NULL, place INTEGER NOT NULL, strategy TEXT NOT NULL, plugin TEXT,"
        " plugin_version TEXT, library TEXT, origin TEXT",
        by_number_and_place},
    TableDefinition{"stages",
                    "seq INTEGER PRIMARY KEY, at_ns INTEGER NOT NULL, strategy TEXT NOT NULL,"
                    " name TEXT NOT NULL, basis TEXT NOT NULL, was TEXT NOT NULL,"
                    " became TEXT NOT NULL, author TEXT NOT NULL, evidence TEXT NOT NULL,"
                    " why TEXT NOT NULL, binding TEXT, expires_ns INTEGER",
                    by_number},
    TableDefinition{"gate",
                    "source INTEGER NOT NULL, seq INTEGER NOT NULL, at_ns INTEGER NOT NULL,"
                    " test INTEGER NOT NULL, act TEXT NOT NULL, campaign TEXT, level TEXT,"
                    " binding TEXT, power_permille INTEGER, verdict TEXT, promoted INTEGER",
                    by_source},
    TableDefinition{"idle_commands",
                    "seq INTEGER PRIMARY KEY, verb TEXT NOT NULL, author TEXT NOT NULL,"
                    " reason TEXT NOT NULL, given_at_ns INTEGER NOT NULL",
                    by_number}};

// What stands beside the rows: how far each journal was read, by its number, the byte behind the
// record and the chain up to there; and the digest over all of it.
constexpr std::array<std::string_view, 2> books = {
    "CREATE TABLE sources (source INTEGER NOT NULL, account INTEGER NOT NULL, name TEXT NOT NULL,"
    " applied_seq INTEGER NOT NULL, end_byte INTEGER NOT NULL, chain TEXT NOT NULL,"
    " PRIMARY KEY (source, account)) STRICT, WITHOUT ROWID",
    "CREATE TABLE seal (one INTEGER PRIMARY KEY CHECK (one = 1), digest INTEGER NOT NULL) STRICT"};

constexpr std::array<std::string_view, 8> views = {
    "CREATE UNIQUE INDEX order_places ON decided_orders (account, place)",
    "CREATE INDEX order_newest ON order_states (account, place, seq)",
    // How each order stands.
    "CREATE VIEW orders AS SELECT d.*, CASE WHEN d.refused_by IS NOT NULL THEN 'refused' ELSE"
    " coalesce((SELECT s.state FROM order_states s WHERE"
    " s.account = d.account AND s.place = d.place"
    " ORDER BY s.seq DESC LIMIT 1), 'intent') END AS state,"
    " coalesce((SELECT s.filled FROM order_states s WHERE"
    " s.account = d.account AND s.place = d.place"
    " ORDER BY s.seq DESC LIMIT 1), 0) AS filled FROM decided_orders d",
    // What the newest fill left behind; of one row per group SQLite takes the one with the maximum.
    "CREATE VIEW positions AS SELECT account, instance, instrument, quantity, seq FROM (SELECT"
    " account, instance, instrument, position_after AS quantity, max(seq) AS seq FROM fills"
    " GROUP BY account, instance, instrument) WHERE quantity <> 0",
    "CREATE VIEW strategies AS SELECT strategy, name, basis, became AS stage, max(seq) AS seq,"
    " at_ns AS since_ns, author, why FROM stages GROUP BY strategy",
    "CREATE VIEW approvals AS SELECT seq, at_ns, strategy, name, basis, author, evidence, why,"
    " binding, expires_ns FROM stages WHERE became = 'approved' AND author <> 'a replay of its "
    "evidence'",
    // Who did what: on the account, and to strategies.  What a campaign does by itself is no act of
    // anybody.
    "CREATE VIEW audit AS SELECT given_at_ns AS at_ns, 'paper' AS source, account, seq, author, "
    "verb AS act,"
    " instance, NULL AS strategy, NULL AS name, reason AS why, at_ns AS feed_ns FROM commands"
    " UNION ALL SELECT given_at_ns, 'idle', NULL, seq, author, verb, NULL, NULL, NULL, reason, NULL"
    " FROM idle_commands"
    " UNION ALL SELECT at_ns, 'lifecycle', NULL, seq, author, CASE WHEN author ="
    " 'the end of an approval' THEN 'expire' WHEN author = 'the binding of an approval' THEN"
    " 'void' WHEN author = 'a replay of its evidence' THEN 'carry_over' WHEN became = 'approved' "
    "THEN"
    " 'approve' WHEN was = 'awaiting_approval' AND became = 'retired' AND"
    " why LIKE 'rejected: %' THEN 'reject'"
    " WHEN became = 'retired' THEN 'retire' ELSE became END, NULL, strategy, name, why, NULL"
    " FROM stages WHERE author LIKE 'user %' OR became = 'approved'"
    " OR author IN ('the end of an approval', 'the binding of an approval',"
    " 'a replay of its evidence')",
    // What happened on the account, in the order of its journal.  A plus takes its affinity from a
    // column: SQLite merges the parts by their keys only where these are alike in all of them, and
    // else sorts everything that ever happened.
    "CREATE VIEW events AS SELECT account, seq, at_ns, CASE WHEN refused_by IS NULL THEN 'order' "
    "ELSE"
    " 'refusal' END AS event, +instance AS instance, +instrument AS instrument, +side AS side,"
    " +quantity AS quantity, +limit_price AS price, NULL AS amount_e8,"
    " coalesce(refused_by, purpose) AS what, NULL AS author FROM decided_orders"
    " UNION ALL SELECT s.account, s.seq, s.at_ns, +s.state, +d.instance, +d.instrument, +d.side, "
    "+d.quantity,"
    " +d.limit_price, NULL, +d.purpose, NULL FROM order_states s CROSS JOIN decided_orders d"
    " ON d.account = s.account AND d.place = s.place WHERE s.state IN ('cancelled', 'rejected', "
    "'expired')"
    " UNION ALL SELECT account, seq, at_ns, 'fill', +instance, +instrument, +side, +quantity, "
    "+price,"
    " +realised_e8, +cause, NULL FROM fills"
    " UNION ALL SELECT account, seq, at_ns, 'funding', +instance, +instrument, NULL, +position, "
    "NULL,"
    " -paid_e8, +mark_source, NULL FROM funding"
    " UNION ALL SELECT account, seq, at_ns, +verb, +instance, NULL, NULL, NULL, NULL, NULL, "
    "+reason, +author"
    " FROM commands"
    " UNION ALL SELECT account, seq, at_ns, +kind, +instance, +instrument, NULL, NULL, NULL, "
    "+realised_e8,"
    " +why, NULL FROM incidents"};

std::string creation_of(const TableDefinition& table) {
    const std::string_view ending = table.key.empty() ? ") STRICT" : ") STRICT, WITHOUT ROWID";
    return "CREATE TABLE " + std::string(table.name) + " (" + std::string(table.columns) +
           std::string(table.key) + std::string(ending);
}

std::vector<std::string> statements() {
    std::vector<std::string> out;
    std::ranges::transform(tables, std::back_inserter(out), creation_of);
    out.insert(out.end(), books.begin(), books.end());
    out.insert(out.end(), views.begin(), views.end());
    return out;
}

}  // namespace

std::string_view source_text(Source source) {
    constexpr std::array<std::string_view, source_count> names = {
        "paper", "trials", "lifecycle", "vault", "vault-synthetic", "idle"};
    return names.at(static_cast<std::size_t>(source));
}

const TableDefinition& definition_of(StoreTable table) {
    return tables.at(static_cast<std::size_t>(table));
}

int columns_of(StoreTable table) {
    return static_cast<int>(std::ranges::count(definition_of(table).columns, ',')) + 1;
}

std::string insertion_into(StoreTable table) {
    std::string places = "?";
    for (int at = 1; at < columns_of(table); ++at) {
        places += ",?";
    }
    return "INSERT INTO " + std::string(definition_of(table).name) + " VALUES (" + places + ")";
}

std::span<const std::string> schema_statements() {
    static const std::vector<std::string> made = statements();
    return made;
}

}  // namespace tradelab
