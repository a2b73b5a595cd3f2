#include "lab/backtest_case.hpp"

#include "config/risk_file.hpp"
#include "ingest/importer.hpp"
#include "integrity/judge.hpp"
#include "lab/venue_book.hpp"
#include "plugin/load.hpp"
#include "strategy/parameter_file.hpp"
#include "support/shared.hpp"
#include "support/tree.hpp"
#include "synthetic/market.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <utility>

namespace tradelab {
namespace {

const std::filesystem::path source = source_tree();
const std::filesystem::path packages = build_tree() / "stage/lib/tradelab/plugins";

// A fixture that cannot be made is a broken test, not a failed expectation.
template <class T>
T made(Result<T> result, const std::string& what) {
    if (!result) {
        throw std::runtime_error(what + ": " + describe(result.error()));
    }
    return *std::move(result);
}

constexpr const char* recorded_files[] = {"spot/BTCUSDT-1h.csv.gz",
                                          "spot/ETHUSDT-1h.csv.gz",
                                          "um/BTCUSDT-1h.csv.gz",
                                          "um/ETHUSDT-1h.csv.gz",
                                          "um/mark/BTCUSDT-1h.csv.gz",
                                          "um/mark/ETHUSDT-1h.csv.gz",
                                          "um/fundingRate/BTCUSDT.csv.gz",
                                          "um/fundingRate/ETHUSDT.csv.gz"};

}  // namespace

BacktestCase::BacktestCase()
    : folder_(std::make_unique<TemporaryDirectory>()),
      disk_(std::make_unique<RealDisk>()),
      catalogue_(std::make_unique<Catalogue>(*disk_, folder_->path() / "history")) {}

BacktestCase BacktestCase::synthetic(const SyntheticSettings& settings) {
    BacktestCase made_up;
    const auto hour = made(BarInterval::parse("1h"), "1h");
    const auto market = made(make_synthetic(settings, std::span(&hour, 1)), "a market");
    for (const SyntheticSeries& series : market) {
        const ColumnsView rows = view_of(series.columns);
        Provenance provenance = synthetic_provenance(settings);
        provenance.verdict = judge(series.series, series.places, rows);
        (void)made(made_up.catalogue_->add({.series = series.series,
                                            .places = series.places,
                                            .provenance = std::move(provenance),
                                            .rows = rows}),
                   series.series.text());
    }
    return made_up;
}

std::unique_ptr<BacktestCase> BacktestCase::recorded() {
    auto out = std::unique_ptr<BacktestCase>(new BacktestCase());
    for (const char* name : recorded_files) {
        const auto path = shared_file("data/" + std::string(name));
        if (!path) {
            return nullptr;
        }
        (void)made(import_file(*out->disk_, *out->catalogue_, *path, {}), name);
    }
    return out;
}

Candidate BacktestCase::candidate(const std::string& name) const {
    const auto path = source / "strategies" / (name + ".json");
    const auto text = made(disk_->read_file(path, {.size_max = parameter_file_bytes_max}), name);
    auto file = made(parse_parameter_file(text, path.string()), name);
    const auto package =
        made(read_package(*disk_, packages / file.plugin, Origin::bundled), file.plugin);
    auto plugin = made(load(*disk_, package, this_host()), file.plugin);
    auto declaration = made(read_declaration(*plugin.descriptor), file.plugin);
    auto bound = made(bind(file, declaration), name);
    return {.name = file.name,
            .file_sha256 = identity_of(file),
            .file_text = canonical_text(file),
            .rationale = file.rationale,
            .origin = "test",
            .timeframe = file.timeframe,
            .ticks = std::move(bound.ticks),
            .roles = std::move(bound.instruments),
            .plugin = std::move(plugin),
            .declaration = std::move(declaration)};
}

VenueBook BacktestCase::venues(const std::vector<Candidate>& candidates) const {
    return made(VenueBook::read(*disk_, source / "config/venues", instruments_of(candidates)),
                "venues");
}

BacktestOptions BacktestCase::options() const {
    const auto risk = made(read_risk(*disk_, source / "config/risk.toml"), "limits");
    BacktestOptions options;
    options.limits = risk.limits;
    options.risk_sha256 = risk.sha256;
    options.risk_text = risk.canonical;
    return options;
}

Result<BacktestResult> BacktestCase::run(std::vector<Candidate> candidates,
                                         BacktestOptions options,
                                         LookAheadChecks checks) const {
    const BacktestOptions shipped = this->options();
    options.limits = shipped.limits;
    options.risk_sha256 = shipped.risk_sha256;
    options.risk_text = shipped.risk_text;
    return backtest({.candidates = candidates, .options = std::move(options), .checks = checks},
                    *catalogue_,
                    venues(candidates));
}

}  // namespace tradelab
