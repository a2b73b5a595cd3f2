#include "store/trial_rows.hpp"

#include "document/sha256.hpp"
#include "journal/trial.hpp"
#include "journal/trial_lines.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {
namespace {

using Number = std::int64_t;

// One parameter file of a run.
struct File {
    std::string strategy;  // its hash, which its record does not say
    std::string_view plugin;
    std::string_view version;
    std::string_view library;
    std::string_view origin;
};

// What the tables have of a run.
struct Run {
    std::vector<File> files = {};
    Number from = 0;
    Number to = 0;
    std::string_view engine = {};
    std::string_view fill_model = {};
    Number cost_stress_permille = 0;
    Number latency_bars = 0;
    Number capital_e8 = 0;
    std::string_view risk = {};
    std::string_view venues = {};
    std::uint64_t seed = 0;
    std::string_view campaign = {};
    std::string_view hypothesis = {};
    std::string_view arm = {};
    std::optional<std::uint64_t> parent = {};
    std::string_view result = {};
    std::string_view figures = {};
    std::string metrics = {};
    std::string_view basis = {};
    std::string_view counts = {};
};

void pass_over(TrialLines& lines, std::string_view key) {
    while (lines.next_is(key)) {
        static_cast<void>(lines.text(key));
    }
}

void read_metrics(TrialLines& lines, Run& run) {
    while (lines.next_is("metric")) {
        run.metrics.append(lines.text("metric")).append("\n");
    }
}

// Read where they lie, and not judged as whoever runs a trial again must: the chain proves that
// they are what was written, and who wrote them had judged them.
Run read_run(TrialLines& lines) {
    Run run;
    while (lines.next_is("file")) {
        run.files.push_back({.strategy = sha256_hex(lines.text("file")),
                             .plugin = lines.text("plugin"),
                             .version = lines.text("version"),
                             .library = lines.text("library"),
                             .origin = lines.text("origin")});
    }
    pass_over(lines, "data");
    pass_over(lines, "asked_from_ns");
    pass_over(lines, "asked_to_ns");
    run.from = lines.number<Number>("from_ns");
    run.to = lines.number<Number>("to_ns");
    run.engine = lines.text("engine");
    run.fill_model = lines.text("fill_model");
    run.cost_stress_permille = lines.number<Number>("cost_stress_permille");
    run.latency_bars = lines.number<Number>("latency_bars");
    pass_over(lines, "finer");
    static_cast<void>(lines.text("at_end"));
    run.capital_e8 = lines.number<Number>("capital_e8");
    pass_over(lines, "spot_share_e12");
    static_cast<void>(lines.text("margin"));
    static_cast<void>(lines.text("leverage"));
    run.venues = lines.text("venues");
    run.risk = lines.text("risk");
    run.seed = lines.number<std::uint64_t>("seed");
    run.campaign = lines.text_if_there("campaign");
    run.hypothesis = lines.text_if_there("hypothesis");
    run.arm = lines.text_if_there("arm");
    run.parent = lines.number_if_there<std::uint64_t>("parent");
    run.result = lines.text("result");
    run.figures = lines.text("figures");
    pass_over(lines, "checks");
    read_metrics(lines, run);
    run.basis = lines.text("basis");
    run.counts = lines.text("counts");
    return run;
}

// Version 1 had hashes alone, of one file.
Run read_run_1(TrialLines& lines) {
    Run run;
    File& only = run.files.emplace_back();
    only.strategy = lines.text("strategy");
    only.plugin = lines.text("plugin");
    only.version = lines.text("version");
    only.library = lines.text("library");
    pass_over(lines, "data");
    run.from = lines.number<Number>("from_ns");
    run.to = lines.number<Number>("to_ns");
    run.engine = lines.text("engine");
    run.fill_model = lines.text("fill_model");
    run.risk = lines.text("risk");
    run.cost_stress_permille = lines.number<Number>("cost_stress_permille");
    run.seed = lines.number<std::uint64_t>("seed");
    run.result = lines.text("result");
    read_metrics(lines, run);
    run.basis = lines.text("basis");
    only.origin = lines.text("origin");
    run.counts = lines.text("counts");
    return run;
}

void add_run(RowWriter& rows, const RecordView& record, const Run& run) {
    rows.add(StoreTable::runs,
             {table_cell(record.seq),
              table_cell(record.times.written.ns()),
              table_cell(record.kind.version),
              table_cell(run.from),
              table_cell(run.to),
              table_cell(run.engine),
              table_cell(run.fill_model),
              table_cell(run.cost_stress_permille),
              table_cell(run.latency_bars),
              table_cell(run.capital_e8),
              table_cell(run.risk),
              table_cell_or_null(run.venues),
              table_cell(run.seed),
              table_cell_or_null(run.campaign),
              table_cell_or_null(run.hypothesis),
              table_cell_or_null(run.arm),
              table_cell(run.parent),
              table_cell(run.result),
              table_cell_or_null(run.figures),
              table_cell(run.basis),
              table_cell(run.counts == "yes" ? 1 : 0),
              table_cell(run.metrics)});
    for (std::size_t place = 0; place < run.files.size(); ++place) {
        const File& one = run.files[place];
        rows.add(StoreTable::trials,
                 {table_cell(record.seq),
                  table_cell(place + 1),
                  table_cell(one.strategy),
                  table_cell(one.plugin),
                  table_cell(one.version),
                  table_cell(one.library),
                  table_cell(one.origin)});
    }
}

}  // namespace

Status add_trial_rows(RowWriter& rows, const RecordView& record) {
    const bool is_first = record.kind.version == trial_record_version_1;
    if (record.kind.type != trial_record_type || !is_trial_version(record.kind.version)) {
        return fail(ErrorCode::unsupported,
                    "its type or version is unknown to this program",
                    "read it with the program that wrote it, or a newer one");
    }
    TrialLines lines(record.payload);
    const Run run = is_first ? read_run_1(lines) : read_run(lines);
    if (!lines.wrong().empty() || !lines.at_end() || run.files.empty()) {
        return fail(ErrorCode::malformed,
                    "a trial with a wrong line '" + std::string(lines.wrong()) + "'",
                    "the ledger was written by another version, or edited");
    }
    add_run(rows, record, run);
    return {};
}

}  // namespace tradelab
