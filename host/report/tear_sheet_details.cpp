#include "core/decimal.hpp"
#include "report/figures.hpp"
#include "report/headline.hpp"
#include "report/html.hpp"
#include "report/names.hpp"
#include "report/sums.hpp"
#include "report/tear_sheet_tables.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace tradelab {

namespace {

constexpr auto text = CellKind::text;
constexpr auto numeric = CellKind::number;
constexpr auto code = CellKind::code;

std::string instance_table(const BacktestResult& result, const InstanceUsed& instance) {
    std::vector<HtmlFact> facts = {{"Plugin", instance.plugin + " " + instance.plugin_version},
                                   {"Plugin SHA-256", instance.plugin_sha256, code},
                                   {"Parameter file SHA-256", instance.file_sha256, code},
                                   {"Timeframe", instance.timeframe}};
    for (const NamedValue& role : instance.roles) {
        facts.push_back({"Role " + role.name, role.value});
    }
    for (const NamedValue& parameter : instance.parameters) {
        facts.push_back({parameter.name, parameter.value});
    }
    facts.push_back({"Origin", instance.origin});
    facts.push_back({"Rationale", instance.rationale});
    std::erase_if(facts, [](const HtmlFact& fact) { return fact.value.empty(); });
    return html_of("Strategy " + instance.name, facts, origin_of(result));
}

std::string data_table(const BacktestResult& result) {
    HtmlTable table{.caption = "Data",
                    .columns = {{"Series", text},
                                {"From", text},
                                {"To", text},
                                {"Rows", numeric},
                                {"Holes", numeric},
                                {"Score", numeric},
                                {"Source", text},
                                {"Content SHA-256", code}},
                    .rows = {}};
    for (const DataUsed& data : result.manifest.data) {
        std::string hashes;
        for (const std::string& hash : data.content_sha256) {
            hashes += (hashes.empty() ? "" : " ") + hash;
        }
        table.rows.push_back(
            {data.series + (data.is_synthetic ? " (synthetic)" : ""),
             date_text(data.first),
             date_text(data.last),
             count_text(data.rows),
             count_text(data.holes),
             data.score_e4 ? fmt::format("{}.{:02}", *data.score_e4 / 100, *data.score_e4 % 100)
                           : "not judged",
             data.source,
             std::move(hashes)});
    }
    return html_of(table, origin_of(result));
}

}  // namespace

std::string cost_table(const BacktestResult& result) {
    HtmlTable table{.caption = "From gross to net (" + result.manifest.asset + ")",
                    .columns = {{"Step", text}, {"Amount", numeric}},
                    .rows = {}};
    Cash sum;
    for (const CostStep& step : cost_steps(result)) {
        table.rows.push_back({step.name, signed_cash_text(step.amount)});
        sum += step.amount;
    }
    table.foot = {"Change of equity", signed_cash_text(sum)};
    return html_of(table, origin_of(result));
}

std::string fee_table(const BacktestResult& result) {
    HtmlTable table{.caption = "Fees and slippage by instrument (" + result.manifest.asset + ")",
                    .columns = {{"Instrument", text},
                                {"Fills", numeric},
                                {"Fees", numeric},
                                {"Slippage", numeric},
                                {"In ambiguous bars", numeric}},
                    .rows = {}};
    FeeRow sum;
    for (const FeeRow& row : fee_rows(result)) {
        table.rows.push_back({row.instrument,
                              count_text(row.fills),
                              cash_text(row.fees),
                              cash_text(row.slippage),
                              count_text(row.ambiguous)});
        sum.fills += row.fills;
        sum.fees += row.fees;
        sum.slippage += row.slippage;
        sum.ambiguous += row.ambiguous;
    }
    table.foot = {"All",
                  count_text(sum.fills),
                  cash_text(sum.fees),
                  cash_text(sum.slippage),
                  count_text(sum.ambiguous)};
    return html_of(table, origin_of(result));
}

std::string funding_table(const BacktestResult& result) {
    HtmlTable table{.caption = "Funding by year (" + result.manifest.asset + ")",
                    .columns = {{"Year", text},
                                {"Instrument", text},
                                {"Settlements held", numeric},
                                {"All rates", numeric},
                                {"Rates while held", numeric},
                                {"Mean notional held", numeric},
                                {"Received", numeric},
                                {"Paid", numeric},
                                {"Net", numeric},
                                {"Without mark", numeric}},
                    .rows = {}};
    FundingYear sum;
    for (const FundingYear& row : funding_years(result)) {
        table.rows.push_back({std::to_string(row.year),
                              row.instrument,
                              count_text(row.settlements),
                              rate_text(row.rates),
                              rate_text(row.rates_held),
                              cash_text(row.mean_notional),
                              cash_text(row.received),
                              cash_text(row.paid),
                              signed_cash_text(row.net()),
                              count_text(row.without_mark)});
        sum.settlements += row.settlements;
        sum.received += row.received;
        sum.paid += row.paid;
        sum.without_mark += row.without_mark;
    }
    table.foot = {"All",
                  "",
                  count_text(sum.settlements),
                  "",
                  "",
                  "",
                  cash_text(sum.received),
                  cash_text(sum.paid),
                  signed_cash_text(sum.net()),
                  count_text(sum.without_mark)};
    return html_of(table, origin_of(result));
}

std::string liquidation_table(const BacktestResult& result) {
    const RecordNames names(result.manifest);
    HtmlTable table{.caption = "Liquidations (" + result.manifest.asset + ")",
                    .columns = {{"At, UTC", text},
                                {"Instrument", text},
                                {"Mark", numeric},
                                {"Realised", numeric},
                                {"Fee", numeric},
                                {"Borne by insurance", numeric}},
                    .rows = {}};
    for (const LiquidationRecord& record : result.record.liquidations) {
        table.rows.push_back({minute_text(record.at),
                              names.instrument(record.instrument),
                              short_decimal_text(record.mark.mantissa(), mark_places),
                              signed_cash_text(record.realised),
                              cash_text(record.fee),
                              cash_text(record.insurance)});
    }
    return html_of(table, origin_of(result));
}

std::string refusal_table(const BacktestResult& result) {
    HtmlTable table{.caption = "Orders refused, by reason",
                    .columns = {{"Reason", text}, {"How often", numeric}},
                    .rows = {}};
    std::uint64_t sum = 0;
    for (const auto& [reason, count] : result.refusals) {
        table.rows.push_back({reason, count_text(count)});
        sum += count;
    }
    table.foot = {"All", count_text(sum)};
    return html_of(table, origin_of(result));
}

std::string count_table(const BacktestResult& result) {
    const RunCounts& counts = result.record.counts;
    return html_of(
        "What happened",
        {{"Bars", count_text(counts.bars), numeric},
         {"Events given to strategies", count_text(counts.events), numeric},
         {"Orders wished for", count_text(result.record.orders.size()), numeric},
         {"Fills", count_text(result.record.fills.size()), numeric},
         {"Partial fills", count_text(counts.partial_fills), numeric},
         {"Ambiguous bars", count_text(counts.ambiguous_bars), numeric},
         {"of these, decided by finer bars", count_text(counts.resolved_bars), numeric},
         {"Gaps in the data", count_text(counts.gaps), numeric},
         {"Funding without a mark", count_text(counts.funding_without_mark), numeric},
         {"Malformed intents", count_text(counts.malformed_intents), numeric},
         {"Groups of orders", count_text(counts.pairs), numeric},
         {"Orders that evened out a lone leg", count_text(counts.pair_unwinds), numeric},
         {"Pairs unwound at their margin floor", count_text(counts.margin_unwinds), numeric},
         {"Pairs unwound at their basis stop", count_text(counts.basis_unwinds), numeric},
         {"Legs trimmed to their delta band", count_text(counts.delta_trims), numeric}},
        origin_of(result));
}

std::string coverage_table(const BacktestResult& result) {
    const CoverageRecord& coverage = result.record.coverage;
    HtmlTable table{
        .caption = "What protected the open positions",
        .columns = {{"Kind", CellKind::text}, {"Bars", numeric}, {"Share of exposure", numeric}},
        .rows = {}};
    constexpr std::array<const char*, protection_kind_count> names = {
        "Nothing", "Stop", "Stop and target", "Hedge pair"};
    for (std::size_t at = 0; at < names.size(); ++at) {
        const auto share = coverage.of_exposure(static_cast<ProtectionKind>(at));
        table.rows.push_back({names.at(at),
                              count_text(coverage.of_kind.at(at).bars),
                              percent_text(share_of_one(share), 1)});
    }
    table.foot = {"Any", count_text(coverage.open_bars), ""};
    return html_of(table, origin_of(result));
}

std::string check_table(const BacktestResult& result) {
    std::vector<HtmlFact> facts;
    for (const NamedValue& check : result.checks) {
        facts.push_back({check.name, check.value});
    }
    return html_of("Look-ahead and recursion checks", facts, origin_of(result));
}

std::string manifest_tables(const BacktestResult& result) {
    const RunManifest& m = result.manifest;
    std::string out;
    for (const InstanceUsed& instance : m.instances) {
        out += instance_table(result, instance);
    }
    out += data_table(result);
    out += html_of("Manifest",
                   {{"From", iso_text(m.from)},
                    {"To", iso_text(m.to)},
                    {"Capital", cash_text(m.capital, m.asset)},
                    {"Engine", m.engine},
                    {"Fill model", m.fill_model},
                    {"Cost stress", fmt::format("x {:.3g}", m.cost_stress_permille / 1000.0)},
                    {"Seed", std::to_string(m.seed)},
                    {"Risk limits SHA-256", m.risk, code},
                    {"Venue SHA-256", m.venue_sha256, code},
                    {"May be promoted", m.may_be_promoted ? "yes" : "no: " + m.why_not},
                    {"Result hash", m.result_hash, code}},
                   origin_of(result));
    return out;
}

}  // namespace tradelab
