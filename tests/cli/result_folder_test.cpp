// What a backtest leaves in a folder, and that it is believed only as it was written.

#include "cli/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <iterator>

namespace tradelab {
namespace {

using testing::HasSubstr;

class ResultFolder : public testing::Test {
public:
    Program tradelab;

    void SetUp() override {
        ASSERT_EQ(tradelab({"data", "synth", "--seed", "3", "--days", "200"}).exit_code, 0);
    }
    [[nodiscard]] Outcome backtest(std::vector<std::string> more) const {
        const auto file = source_tree() / "strategies/momentum_syn_perp_1h.json";
        more.insert(more.begin(), {"backtest", file.string()});
        return tradelab(std::move(more));
    }
    [[nodiscard]] std::filesystem::path kept(const std::string& name) const {
        return tradelab.home.path() / "kept" / name;
    }
};

TEST_F(ResultFolder, ThatIsNamedIsWrittenAloneAndNotWithoutAReport) {
    const auto both = backtest({"--no-report", "--out", "kept/one"});
    const auto written = backtest({"--out", "kept/one"});

    EXPECT_EQ(both.exit_code, 2);
    EXPECT_THAT(both.errors.bytes, HasSubstr("--no-report writes no folder, and --out names one"));
    EXPECT_EQ(written.exit_code, 0) << written.errors.bytes;
    const std::filesystem::directory_iterator all(tradelab.home.path() / "kept");
    EXPECT_EQ(std::distance(begin(all), end(all)), 1);
    EXPECT_EQ(tradelab({"backtest", "show", "kept/one"}).errors.bytes, "");
}

TEST_F(ResultFolder, ThatWasEditedIsNeitherShownNorCompared) {
    ASSERT_EQ(backtest({"--out", "kept/one"}).exit_code, 0);
    ASSERT_EQ(backtest({"--out", "kept/two", "--cost-stress", "2"}).exit_code, 0);
    replace_in(kept("two") / "metrics.json", "\"value\": \"", "\"value\": \"9");

    const auto shown = tradelab({"backtest", "show", "kept/two"});
    const auto compared = tradelab({"backtest", "compare", "kept/one", "kept/two"});

    for (const Outcome* refused : {&shown, &compared}) {
        EXPECT_EQ(refused->exit_code, 1) << refused->output.bytes;
        EXPECT_THAT(refused->errors.bytes, HasSubstr("kept/two/metrics.json: it is not what was "));
    }
}

TEST_F(ResultFolder, OfBeforeThereWereChecksumsIsReadAndSaysSo) {
    ASSERT_EQ(backtest({"--out", "kept/old"}).exit_code, 0);
    const auto manifest = kept("old") / "manifest.json";
    const std::string text = read_text(manifest);
    write_text(manifest, text.substr(0, text.find(",\n  \"files\"")) + "\n}\n");

    const auto shown = tradelab({"backtest", "show", "kept/old"});
    const auto document = tradelab({"backtest", "show", "kept/old", "--json"});

    EXPECT_EQ(shown.exit_code, 0) << shown.errors.bytes;
    EXPECT_THAT(shown.errors.bytes, HasSubstr("old was written before results carried checksums"));
    EXPECT_EQ(nlohmann::json::parse(document.output.bytes).at("unproven"), nlohmann::json({"old"}));
}

}  // namespace
}  // namespace tradelab
