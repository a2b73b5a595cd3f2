#include "journal/trial.hpp"

#include "trials_of.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace tradelab {
namespace {

TEST(Trial, ComesBackAsItWasWritten) {
    Trial bare = trial_of(0);
    bare.metrics.clear();
    bare.data.resize(1);
    bare.risk = "none";
    bare.basis = TrialData::synthetic;
    bare.counts = TrialCounts::no;

    for (const Trial& trial : {trial_of(1), trial_of(~std::uint64_t{0}), bare}) {
        const auto read = decode_trial(encode_trial(trial));

        ASSERT_TRUE(read) << describe(read.error());
        EXPECT_EQ(*read, trial);
    }
}

TEST(Trial, CanBeReadByAPerson) {
    const auto text = encode_trial(trial_of(7));

    EXPECT_TRUE(text.starts_with("strategy bbbb")) << text;
    EXPECT_NE(text.find("\nfill_model pessimistic/1\nrisk ffff"), std::string::npos) << text;
    EXPECT_TRUE(
        text.ends_with("metric sharpe undefined\nmetric trades 417\nbasis recorded\n"
                       "origin human\ncounts yes\n"))
        << text;
}

// A line left out, doubled, moved or made up is another document, and is not guessed at.
TEST(Trial, IsReadInExactlyOneForm) {
    const auto text = encode_trial(trial_of(7));
    const auto replaced = [&](std::string_view what, std::string_view with) {
        auto changed = text;
        const auto at = changed.find(what);
        EXPECT_NE(at, std::string::npos) << what;
        return changed.replace(at, what.size(), with);
    };
    const std::string unchanged = text;
    ASSERT_TRUE(decode_trial(unchanged));

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
                            replaced("basis recorded", "basis guessed"),
                            replaced("basis recorded", "basis synthetic"),
                            replaced("counts yes", "counts maybe"),
                            replaced("metric sharpe", "metric aaa"),
                            replaced("metric trades 417", "metric trades"),
                            replaced("metric trades 417", "metric trades nan"),
                            replaced("metric trades 417", "metric sharpe 417"),
                            replaced("data dddd", "data Dddd")}) {
        EXPECT_FALSE(decode_trial(bad)) << bad;
    }
}

TEST(Trial, EveryCutOfItIsRefused) {
    const auto text = encode_trial(trial_of(7));
    for (std::size_t size = 0; size < text.size(); ++size) {
        ASSERT_FALSE(decode_trial(std::string_view(text).substr(0, size))) << size;
    }
}

TEST(Trial, ThatCannotBeRunAgainIsRefused) {
    const std::vector<std::function<void(Trial&)>> spoils = {
        [](Trial& t) { t.strategy.clear(); },
        [](Trial& t) { t.strategy[0] = 'A'; },
        [](Trial& t) { t.library.pop_back(); },
        [](Trial& t) { t.data.clear(); },
        [](Trial& t) { t.data.resize(trial_data_max + 1, t.data[0]); },
        [](Trial& t) { t.plugin_id = "two words"; },
        [](Trial& t) { t.plugin_version.clear(); },
        [](Trial& t) { t.engine = "tl\nengine"; },
        [](Trial& t) { t.fill_model.assign(128, 'x'); },
        [](Trial& t) { t.risk = "None"; },
        [](Trial& t) { t.result = "0"; },
        [](Trial& t) { t.to = t.from; },
        [](Trial& t) { t.origin = "\xc3\xa9"; },
        [](Trial& t) { t.metrics[0].value = "1e5"; },
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
