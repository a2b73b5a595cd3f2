#include "journal/trial.hpp"

#include "trials_of.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace tradelab {
namespace {

// Everything that may be absent is there.
Trial full_trial() {
    Trial trial = trial_of(7);
    trial.instances.push_back(trial_instance_of(8));
    trial.asked_from = UnixNanos(-5);
    trial.asked_to = UnixNanos(1'751'328'000'000'000'000);
    trial.latency_bars = 3;
    trial.finer = "1m";
    trial.at_end = TrialEnd::close;
    trial.spot_share = Rate(500'000'000'000);
    trial.margin = TrialMargin::isolated;
    trial.proposal = {.campaign = "2026-a", .hypothesis = "h/17", .arm = "tpe", .parent = 12};
    trial.metrics[0].value = "-1.25e-07";
    trial.checks = TrialChecks::passed;
    return trial;
}

// As a program of the first version wrote it.
std::string version_1() {
    return "strategy " + std::string(64, 'b') +
           "\nplugin tl.strategy.momentum\nversion 1.2.0\nlibrary " + std::string(64, 'c') +
           "\ndata " + std::string(64, 'd') + "\ndata " + std::string(64, 'e') +
           "\nfrom_ns 1577836800000000000\nto_ns 1751328000000000000\nengine tl.engine/1\n"
           "fill_model pessimistic/1\nrisk " +
           std::string(64, 'f') + "\ncost_stress_permille 2000\nseed 7\nresult " +
           std::string(32, '0') +
           "\nmetric max_drawdown -0.250000\nmetric sharpe undefined\nmetric trades 417\n"
           "basis recorded\norigin human\ncounts yes\n";
}

TEST(Trial, ComesBackAsItWasWritten) {
    Trial bare = trial_of(0);
    bare.metrics.clear();
    bare.data.resize(1);
    bare.risk = "none";
    bare.basis = TrialData::synthetic;
    bare.counts = TrialCounts::no;

    for (const Trial& trial : {trial_of(1), trial_of(~std::uint64_t{0}), bare, full_trial()}) {
        const auto read = decode_trial(encode_trial(trial));

        ASSERT_TRUE(read) << describe(read.error());
        EXPECT_EQ(*read, trial);
    }
}

TEST(Trial, OfVersion2SaysNothingOfChecks) {
    Trial checked = trial_of(7);
    checked.checks = TrialChecks::failed;

    EXPECT_EQ(decode_trial(encode_trial(checked)).value().checks, TrialChecks::failed);
    EXPECT_EQ(decode_trial_2(encode_trial(trial_of(7))).value(), trial_of(7));
    EXPECT_FALSE(decode_trial_2(encode_trial(checked)));
    std::string bad = encode_trial(checked);
    bad.replace(bad.find("checks failed"), 13, "checks likely");
    EXPECT_FALSE(decode_trial(bad));
}

TEST(Trial, CanBeReadByAPerson) {
    const auto text = encode_trial(trial_of(7));

    EXPECT_TRUE(text.starts_with("file {\"name\":\"odd\"")) << text;
    EXPECT_NE(text.find("\nat_end value\ncapital_e8 1000000000000\nmargin cross\nleverage 2\n"),
              std::string::npos)
        << text;
    EXPECT_TRUE(
        text.ends_with("metric sharpe undefined\nmetric trades 417\nbasis recorded\ncounts yes\n"))
        << text;
}

// A line left out, doubled, moved or made up is another document, and is not guessed at.
TEST(Trial, IsReadInExactlyOneForm) {
    const auto text = encode_trial(full_trial());
    const auto replaced = [&](std::string_view what, std::string_view with) {
        auto changed = text;
        const auto at = changed.find(what);
        EXPECT_NE(at, std::string::npos) << what;
        return changed.replace(at, what.size(), with);
    };
    ASSERT_TRUE(decode_trial(text));

    for (const auto& bad : {std::string(),
                            text + "more yes\n",
                            text + "\n",
                            text.substr(0, text.size() - 1),
                            replaced("seed 7\n", ""),
                            replaced("seed 7\n", "seed 7\nseed 7\n"),
                            replaced("seed 7\n", "seed 7\ncolour red\n"),
                            replaced("seed 7\n", "seed 07\n"),
                            replaced("seed 7\n", "seed +7\n"),
                            replaced("seed 7\n", "seed -7\n"),
                            replaced("seed 7\n", "seed  7\n"),
                            replaced("seed 7\n", "seed 7\r\n"),
                            replaced("seed 7\n", "seed 18446744073709551616\n"),
                            replaced("engine", "Engine"),
                            replaced("latency_bars 3", "latency_bars 03"),
                            replaced("latency_bars 3\n", ""),
                            replaced("spot_share_e12 5", "spot_share_e12 05"),
                            replaced("finer 1m", "finer "),
                            replaced("parent 12", "parent 0"),
                            replaced("at_end close", "at_end never"),
                            replaced("margin isolated", "margin none"),
                            replaced("basis recorded", "basis guessed"),
                            replaced("basis recorded", "basis synthetic"),
                            replaced("counts yes", "counts maybe"),
                            replaced("metric sharpe", "metric aaa"),
                            replaced("metric trades 417", "metric trades"),
                            replaced("metric trades 417", "metric trades nan"),
                            replaced("metric trades 417", "metric sharpe 417"),
                            replaced("data dddd", "data Dddd"),
                            replaced(" bars 1h", "  bars 1h")}) {
        EXPECT_FALSE(decode_trial(bad)) << bad;
    }
}

// The hash is made of the text, so a changed file is another strategy and never passes for this.
TEST(Trial, AnotherTextOfItsFileIsAnotherStrategy) {
    auto text = encode_trial(trial_of(7));
    text.replace(text.find("odd"), 3, "ODD");

    const auto read = decode_trial(text);

    ASSERT_TRUE(read);
    EXPECT_NE(read->instances[0].strategy, trial_of(7).instances[0].strategy);
}

TEST(Trial, EveryCutOfItIsRefused) {
    const auto text = encode_trial(full_trial());
    for (std::size_t size = 0; size < text.size(); ++size) {
        ASSERT_FALSE(decode_trial(std::string_view(text).substr(0, size))) << size;
    }
}

TEST(Trial, OfVersion1IsStillReadAndSaysLess) {
    const auto read = decode_trial_1(version_1());

    ASSERT_TRUE(read) << describe(read.error());
    ASSERT_EQ(read->instances.size(), 1U);
    EXPECT_EQ(read->instances[0].strategy, std::string(64, 'b'));
    EXPECT_EQ(read->instances[0].file, "");
    EXPECT_EQ(read->instances[0].origin, "human");
    EXPECT_EQ(read->data.size(), 2U);
    EXPECT_EQ(read->metrics.size(), 3U);
    EXPECT_EQ(read->counts, TrialCounts::yes);
    EXPECT_FALSE(check_trial(*read)) << "and it is never written again";
}

TEST(Trial, OfVersion1IsReadAsStrictly) {
    const auto text = version_1();
    for (std::size_t size = 0; size < text.size(); ++size) {
        ASSERT_FALSE(decode_trial_1(std::string_view(text).substr(0, size))) << size;
    }
    for (const std::string_view word : {"strategy b", "library c", "data d", "seed 7", "risk f"}) {
        auto changed = text;
        changed.replace(changed.find(word) + word.size() - 1, 1, "Q");
        EXPECT_FALSE(decode_trial_1(changed)) << word;
    }
    EXPECT_FALSE(decode_trial_1(encode_trial(trial_of(7))));
    EXPECT_FALSE(decode_trial(text));
}

TEST(Trial, ThatCannotBeRunAgainIsRefused) {
    const std::vector<std::function<void(Trial&)>> spoils = {
        [](Trial& t) { t.instances.clear(); },
        [](Trial& t) { t.instances.resize(trial_instances_max + 1, t.instances[0]); },
        [](Trial& t) { t.instances[0].strategy.clear(); },
        [](Trial& t) { t.instances[0].strategy[0] ^= 1; },
        [](Trial& t) { t.instances[0].file.clear(); },
        [](Trial& t) { t.instances[0].file += ' '; },
        [](Trial& t) {
            t.instances[0].file = "{\n}";
            t.instances[0].strategy = sha256_hex("{\n}");
        },
        [](Trial& t) {
            const std::string file = "{" + std::string(trial_file_bytes_max, ' ') + "}";
            t.instances[0].file = file;
            t.instances[0].strategy = sha256_hex(file);
        },
        [](Trial& t) { t.instances[0].library.pop_back(); },
        [](Trial& t) { t.instances[0].plugin_id = "two words"; },
        [](Trial& t) { t.instances[0].plugin_version.clear(); },
        [](Trial& t) { t.instances[0].origin = "\xc3\xa9"; },
        [](Trial& t) { t.data.clear(); },
        [](Trial& t) { t.data.resize(trial_data_max + 1, t.data[0]); },
        [](Trial& t) { t.data[0].series = "two  blanks"; },
        [](Trial& t) { t.engine = "tl\nengine"; },
        [](Trial& t) { t.fill_model.assign(128, 'x'); },
        [](Trial& t) { t.finer = "1 m"; },
        [](Trial& t) { t.capital = Cash(); },
        [](Trial& t) { t.leverage = 0; },
        [](Trial& t) { t.spot_share = Rate(1'000'000'000'001); },
        [](Trial& t) { t.venues = ""; },
        [](Trial& t) { t.risk = "None"; },
        [](Trial& t) { t.proposal.arm = "a b"; },
        [](Trial& t) { t.proposal.parent = 0; },
        [](Trial& t) { t.result = "0"; },
        [](Trial& t) { t.figures = "0"; },
        [](Trial& t) { t.to = t.from; },
        [](Trial& t) { t.metrics[0].value = "1e5"; },
        [](Trial& t) { t.metrics[0].value = "1e+5"; },
        [](Trial& t) { t.metrics[0].value = "."; },
        [](Trial& t) { t.metrics[0].name = "zzz"; },
        [](Trial& t) { t.metrics[1].name = t.metrics[0].name; },
        [](Trial& t) { t.basis = TrialData::synthetic; },
    };
    for (std::size_t i = 0; i < spoils.size(); ++i) {
        Trial trial = trial_of(7);
        ASSERT_TRUE(check_trial(trial));

        spoils[i](trial);

        const auto checked = check_trial(trial);
        ASSERT_FALSE(checked) << "number " << i;
        EXPECT_TRUE(checked.error().context.starts_with("trial: "));
    }
}

}  // namespace
}  // namespace tradelab
