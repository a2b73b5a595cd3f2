// The ledger holds all it takes to run a trial again, and the answer is the same to the last bit.

#include "lab/reproduction.hpp"

#include "config/risk_file.hpp"
#include "journal/trials.hpp"
#include "lab/assumptions.hpp"
#include "lab/backtest_case.hpp"
#include "lab/trial_entry.hpp"
#include "os/simulated_disk.hpp"
#include "support/tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace tradelab {
namespace {

using testing::ElementsAre;

const Disk::Path ledger = "/state/trials";
const std::filesystem::path shipped = source_tree() / "config";

const BacktestCase& market() {
    static const BacktestCase made = BacktestCase::synthetic();
    return made;
}

VenueBook venues_of(const std::vector<Candidate>& candidates) {
    const RealDisk disk;
    return VenueBook::read(disk, shipped / "venues", instruments_of(candidates)).value();
}

// A run, its record, and a place to run it again.
class Redone {
public:
    Redone(const BacktestCase& on, std::vector<std::string> names, BacktestOptions options) {
        for (const std::string& name : names) {
            candidates.push_back(on.candidate(name));
        }
        const auto result = on.run(candidates, std::move(options));
        if (!result) {
            throw std::runtime_error(describe(result.error()));
        }
        const auto receipt = record_trial(disk, ledger, *result, UnixNanos(1));
        if (!receipt) {
            throw std::runtime_error(describe(receipt.error()));
        }
        counted = receipt->counted;
        trial = read_trial(disk, ledger, receipt->number).value().trial;
        catalogue = &on.catalogue();
    }

    [[nodiscard]] Result<Reproduction> again(std::optional<RiskFile> today = std::nullopt) const {
        const VenueBook venues = venues_of(candidates);
        return reproduce({.disk = disk,
                          .ledger = ledger,
                          .catalogue = *catalogue,
                          .venues = venues,
                          .limits_today = std::move(today)},
                         trial,
                         candidates);
    }
    // What is other than it was, by name.
    [[nodiscard]] std::vector<std::string> inputs() const {
        const auto done = again();
        std::vector<std::string> names;
        for (const TrialDifference& one : done ? done->inputs : std::vector<TrialDifference>()) {
            EXPECT_NE(one.recorded, one.now);
            names.push_back(one.what);
        }
        EXPECT_TRUE(done && done->result_hash.empty()) << "it was not run";
        return names;
    }

    SimulatedDisk disk;
    std::vector<Candidate> candidates;
    Trial trial;
    std::uint64_t counted = 0;
    const Catalogue* catalogue = nullptr;
};

struct Kind {
    std::vector<std::string> files;
    BacktestOptions options;
};

UnixNanos day(const char* text) {
    return parse_iso(text).value();
}

std::vector<Kind> kinds(const std::string& trend,
                        const std::string& reversal,
                        const std::string& carry) {
    return {
        {{trend}, {}},
        {{reversal}, {}},
        {{carry}, {}},
        {{trend}, {.latency_bars = 1}},
        {{reversal}, {.latency_bars = 3}},
        {{carry}, {.latency_bars = 1}},
        {{trend}, {.cost_stress_permille = 2000}},
        {{carry}, {.cost_stress_permille = 1500}},
        {{reversal}, {.fill_model = "base/1"}},
        {{trend}, {.fill_model = "optimistic/1"}},
        {{trend}, {.from = day("2020-03-01"), .to = day("2020-09-15")}},
        {{carry}, {.from = day("2020-02-03T07:00:00Z")}},
        {{trend}, {.capital = Cash(123'456'789'012'345)}},
        {{carry}, {.spot_share = Rate(700'000'000'000)}},
        {{carry}, {.margin = {.mode = MarginMode::isolated, .leverage = 5}}},
        {{trend}, {.at_end = AtEnd::close}},
        {{trend}, {.batch = 7}},
        {{trend, reversal}, {}},
        {{reversal, trend}, {.cost_stress_permille = 2000, .latency_bars = 2}},
        {{trend, reversal, carry}, {.at_end = AtEnd::close}},
    };
}

void expect_identical(const BacktestCase& on, const Kind& kind) {
    const Redone redone(on, kind.files, kind.options);
    const auto done = redone.again();
    ASSERT_TRUE(done) << describe(done.error());
    EXPECT_TRUE(done->is_identical())
        << (done->inputs.empty() ? done->outcome : done->inputs).front().what;
    EXPECT_EQ(done->result_hash, redone.trial.result);
    EXPECT_EQ(redone.trial.metrics.size(), 13U);
}

TEST(Reproduction, TwentyTrialsOfTwentyKindsComeOutTheSameToTheLastBit) {
    const auto all =
        kinds("momentum_syn_perp_1h", "mean_reversion_syn_perp_1h", "funding_carry_syn");
    ASSERT_EQ(all.size(), 20U);
    for (std::size_t at = 0; at < all.size(); ++at) {
        SCOPED_TRACE("kind " + std::to_string(at));
        expect_identical(market(), all[at]);
    }
}

// As trials were recorded when one hash covered all of a venue's file.
TEST(Reproduction, OfATrialWithTheHashOfTheWholeVenueFileIsTheSame) {
    Redone redone(market(), {"funding_carry_syn"}, {});
    const auto venues = venues_of(redone.candidates);
    const auto names = instruments_of(redone.candidates);
    ASSERT_EQ(redone.trial.venues, venues.sha256_of(names));
    redone.trial.venues = venues.files_sha256_of(names);
    ASSERT_NE(redone.trial.venues, venues.sha256_of(names));

    const auto done = redone.again();

    ASSERT_TRUE(done) << describe(done.error());
    EXPECT_TRUE(done->is_identical()) << done->inputs.size();
}

TEST(Reproduction, OfRecordedHistoryIsTheSameToTheLastBitFinerBarsIncluded) {
    const auto recorded = BacktestCase::recorded();
    if (!recorded) {
        GTEST_SKIP() << "the recorded data (TRADELAB_SHARED) is not here";
    }
    expect_identical(*recorded, {{"momentum_btc_perp_1h"}, {}});
    expect_identical(*recorded, {{"funding_carry_btc", "mean_reversion_eth_1h"}, {}});
    expect_identical(*recorded,
                     {{"momentum_eth_perp_1h"}, {.cost_stress_permille = 2000, .latency_bars = 1}});
}

TEST(Reproduction, NamesWhatIsOtherThanItWasAndDoesNotRun) {
    const std::string other(64, '1');
    const std::pair<std::function<void(Trial&)>, std::string> changes[] = {
        {[&](Trial& t) { t.instances[0].library = other; }, "library of org.tradelab.momentum"},
        {[&](Trial& t) { t.instances[0].plugin_version = "0.9.0"; },
         "version of org.tradelab.momentum"},
        {[&](Trial& t) { t.engine = "tl.engine/0"; }, "engine"},
        {[&](Trial& t) { t.venues = other; }, "venue files"},
        {[&](Trial& t) { t.risk = other; }, "limits"},
        {[&](Trial& t) { t.data[0].manifest = other; },
         "data synthetic.usdm:SYN-USDT-PERP bars 1h"},
        {[&](Trial& t) { t.data.pop_back(); }, "data synthetic.usdm:SYN-USDT-PERP mark 1h"},
    };
    Redone redone(market(), {"momentum_syn_perp_1h"}, {});
    const Trial sound = redone.trial;
    for (const auto& [change, what] : changes) {
        redone.trial = sound;
        change(redone.trial);
        EXPECT_THAT(redone.inputs(), ElementsAre(what));
    }
}

TEST(Reproduction, NamesEveryFigureThatComesOutOtherwise) {
    Redone redone(market(), {"momentum_syn_perp_1h"}, {});
    redone.trial.result.front() ^= 1;
    redone.trial.metrics[8].value += "1";
    redone.trial.figures.front() ^= 1;

    const auto done = redone.again();

    ASSERT_TRUE(done) << describe(done.error());
    std::vector<std::string> names;
    for (const TrialDifference& one : done->outcome) {
        names.push_back(one.what);
    }
    EXPECT_THAT(names, ElementsAre("result hash", "metric sharpe", "hash of all figures"));
}

// A campaign reads the venue files of all its families at once.
TEST(Reproduction, OfTheVenueFilesOnlyThoseOfWhatItTradesMatter) {
    Redone redone(market(), {"momentum_syn_perp_1h"}, {});
    const VenueBook of_all =
        venues_of({redone.candidates.front(), market().candidate("momentum_btc_perp_1h")});
    ASSERT_NE(of_all.sha256(), venues_of(redone.candidates).sha256());
    const auto result = backtest({.candidates = redone.candidates, .options = market().options()},
                                 market().catalogue(),
                                 of_all);
    ASSERT_TRUE(result) << describe(result.error());
    redone.trial = trial_of(*result);

    const auto done = redone.again();

    ASSERT_TRUE(done) << describe(done.error());
    EXPECT_TRUE(done->is_identical()) << (done->inputs.empty() ? "" : done->inputs[0].what);
}

TEST(Reproduction, RunsUnderTheLimitsOfItsDayThoughOthersHoldToday) {
    const Redone redone(market(), {"momentum_syn_perp_1h"}, {});
    const RealDisk disk;
    RiskFile today = read_risk(disk, shipped / "risk.toml").value();
    today.sha256 = std::string(64, '2');

    const auto done = redone.again(today);

    ASSERT_TRUE(done) << describe(done.error());
    EXPECT_TRUE(done->is_identical());
    ASSERT_EQ(done->notes.size(), 1U);
    EXPECT_THAT(done->notes[0], testing::HasSubstr(today.sha256));
}

TEST(Reproduction, WithoutItsLimitsItRunsOnlyUnderTheSame) {
    Redone redone(market(), {"momentum_syn_perp_1h"}, {});
    const RealDisk disk;
    const RiskFile today = read_risk(disk, shipped / "risk.toml").value();
    ASSERT_TRUE(redone.disk.remove_tree(limits_folder(ledger)));

    EXPECT_TRUE(redone.again(today)->is_identical());
    EXPECT_THAT(redone.inputs(), ElementsAre("limits"));
}

// Who looked has looked, whatever the terms; evidence is another matter.
TEST(TrialEntry, ALookAtRecordedDataCountsHoweverItRan) {
    const auto recorded = BacktestCase::recorded();
    if (!recorded) {
        GTEST_SKIP() << "the recorded data (TRADELAB_SHARED) is not here";
    }
    const std::vector<BacktestOptions> ways = {{},
                                               {.fill_model = "optimistic/1"},
                                               {.cost_stress_permille = 500},
                                               {.cost_stress_permille = 0},
                                               {.latency_bars = 5},
                                               {.at_end = AtEnd::close}};
    for (const BacktestOptions& way : ways) {
        EXPECT_EQ(Redone(*recorded, {"momentum_btc_perp_1h"}, way).counted, 1U);
    }
    EXPECT_EQ(Redone(*recorded, {"momentum_btc_perp_1h", "mean_reversion_eth_1h"}, {}).counted, 2U);
}

DataUsed data_of(std::string series, std::optional<std::uint32_t> score_e4) {
    DataUsed used{};
    used.series = std::move(series);
    used.score_e4 = score_e4;
    return used;
}

RunManifest manifest_of(std::vector<DataUsed> data) {
    RunManifest manifest;
    manifest.data = std::move(data);
    manifest.risk = std::string(64, 'f');
    manifest.fill_model = "pessimistic/1";
    for (const DataUsed& used : manifest.data) {
        manifest.is_synthetic = manifest.is_synthetic || used.is_synthetic;
    }
    return manifest;
}

TEST(TrialEntry, WithoutLimitsCostsOrHonestFillsItCountsAndIsNoEvidence) {
    const DataUsed good = data_of("x.spot:A-B bars 1h", 9'900);
    const std::function<void(RunManifest&)> ways[] = {
        [](RunManifest& m) { m.risk = "none"; },
        [](RunManifest& m) { m.cost_stress_permille = 999; },
        [](RunManifest& m) { m.fill_model = "optimistic/1"; }};
    EXPECT_EQ(why_no_evidence(manifest_of({good})), "");
    for (const auto& way : ways) {
        RunManifest manifest = manifest_of({good});
        way(manifest);
        EXPECT_NE(why_no_evidence(manifest), "");
        EXPECT_TRUE(looks_at_evidence(manifest));
    }
}

// Bad finer bars beside good hours would else be a way to look and not be counted.
TEST(TrialEntry, OneGoodSeriesAmongPoorOnesIsALookAtIt) {
    const DataUsed good = data_of("x.spot:A-B bars 1h", 9'900);
    const DataUsed poor = data_of("x.spot:A-B bars 1m", 100);
    const DataUsed unjudged = data_of("x.spot:A-B bars 5m", std::nullopt);
    DataUsed synthetic = data_of("s.spot:A-B bars 1h", 9'900);
    synthetic.is_synthetic = true;

    EXPECT_TRUE(looks_at_evidence(manifest_of({good, poor})));
    EXPECT_NE(why_no_evidence(manifest_of({good, poor})), "");
    EXPECT_FALSE(looks_at_evidence(manifest_of({poor, unjudged})));
    EXPECT_FALSE(looks_at_evidence(manifest_of({synthetic})));
}

TEST(TrialEntry, WhoAsksMoreOfEvidenceStillCountsWhatHeLookedAt) {
    RunManifest manifest = manifest_of({data_of("x.spot:A-B bars 1h", 9'000)});
    manifest.score_min_e4 = 9'500;
    EXPECT_NE(why_no_evidence(manifest), "");
    EXPECT_TRUE(looks_at_evidence(manifest));

    manifest = manifest_of({data_of("x.spot:A-B bars 1h", 7'000)});
    EXPECT_FALSE(looks_at_evidence(manifest));
    manifest.score_min_e4 = 6'000;
    EXPECT_EQ(why_no_evidence(manifest), "");
    EXPECT_TRUE(looks_at_evidence(manifest));
}

}  // namespace
}  // namespace tradelab
