#include "daemon/running_daemon.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"
#include "support/shared.hpp"
#include "support/tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

// What the exchange has recorded of two symbols, from its archive files to verdicts.  What is found
// there is not the test's to say: every threshold is the shipped one, and nothing is proven unless
// it is.
namespace tradelab {
namespace {

constexpr std::array<const char*, 4> files_of_symbol = {
    "data/um/@-1h.csv.gz",
    "data/spot/@-1h.csv.gz",
    "data/um/mark/@-1h.csv.gz",
    "data/um/fundingRate/@.csv.gz",
};

std::string text_of(const JsonValue& value) {
    return value.text() == nullptr ? line_json(value) : *value.text();
}

// The archive files of both symbols; empty where they are not all there.
std::vector<std::string> archive() {
    std::vector<std::string> out;
    for (const std::string symbol : {"BTCUSDT", "ETHUSDT"}) {
        for (std::string file : files_of_symbol) {
            const auto path = shared_file(file.replace(file.find('@'), 1, symbol));
            if (!path) {
                return {};
            }
            out.push_back(path->string());
        }
    }
    return out;
}

TEST(RecordedMarket, ASearchOnTwoSymbolsEndsWithAVerdictAndADossierForEach) {
    const auto files = archive();
    if (files.empty()) {
        GTEST_SKIP() << "recorded data are missing: TRADELAB_SHARED names their folder";
    }
    const DaemonHome home;
    std::vector<std::string> import = {"data", "import"};
    import.insert(import.end(), files.begin(), files.end());
    const auto imported = home.run("tradelab", import);
    ASSERT_EQ(imported.exit_code, 0) << imported.errors.bytes;

    std::size_t finalists = 0;
    for (const std::string symbol : {"btc", "eth"}) {
        const auto strategy = [&](const std::string& name) {
            return (source_tree() / "strategies" / name).string();
        };
        const auto run = home.run("tradelab",
                                  {"lab",
                                   "campaign",
                                   strategy("momentum_" + symbol + "_perp_1h.json"),
                                   strategy("mean_reversion_" + symbol + "_1h.json"),
                                   strategy("funding_carry_" + symbol + ".json"),
                                   "--trials",
                                   "64",
                                   "--json",
                                   "--state",
                                   home.state().string()});
        ASSERT_EQ(run.exit_code, 0) << run.errors.bytes;
        const auto found = parse_json(run.output.bytes, {.bytes_max = 1 << 22}).value();
        EXPECT_EQ(line_json(found["synthetic"]), "false");
        EXPECT_EQ(text_of(found["tried"]), "64");
        finalists += found["finalists"].array()->size();
        std::cout << symbol << ": proven " << text_of(found["proven"]) << ", "
                  << text_of(found["verdict"]["sentence"]) << "\n";
        // No finalist, no verdict: such a search would be none to test with.
        EXPECT_GT(found["finalists"].array()->size(), 0U);
        ASSERT_FALSE(found["verdict"].is_null());
        EXPECT_FALSE(text_of(found["verdict"]["sentence"]).empty());
        const std::filesystem::path dossier = text_of(found["dossier"]);
        EXPECT_EQ(dossier.stem(), text_of(found["verdict_id"]));
        EXPECT_GT(std::filesystem::file_size(dossier), 1'000U);
    }

    const auto lives = home.run(
        "tradelab", {"lab", "hypotheses", "--all", "--json", "--state", home.state().string()});
    const auto document = parse_json(lives.output.bytes, {.bytes_max = 1 << 22}).value();
    EXPECT_EQ(document["strategies"].array()->size(), finalists);
    for (const JsonValue& one : *document["strategies"].array()) {
        EXPECT_THAT(text_of(one["stage"]), testing::AnyOf("vaulted", "retired"));
    }
}

}  // namespace
}  // namespace tradelab
