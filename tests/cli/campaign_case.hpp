#pragma once

#include "cli/program.hpp"
#include "support/tree.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace tradelab {

inline std::string strategy(const std::string& name) {
    return (source_tree() / "strategies" / (name + ".json")).string();
}

class CampaignCase : public testing::Test {
public:
    Program tradelab;

    // Two generated years, nothing planted, and nothing found by 24 trials of the first seed.
    void make_market() {
        const auto made = tradelab({"data", "synth", "--seed", "40", "--days", "730"});
        ASSERT_EQ(made.exit_code, 0) << made.errors.bytes;
    }
    // Three generated years with an edge that a search of 24 trials finds.
    void make_market_with_edge() {
        const auto made =
            tradelab({"data", "synth", "--seed", "5", "--days", "1096", "--edge-sharpe", "6"});
        ASSERT_EQ(made.exit_code, 0) << made.errors.bytes;
    }
    [[nodiscard]] std::string json_text(std::vector<std::string> words) const {
        words.emplace_back("--json");
        return tradelab(std::move(words)).output.bytes;
    }
    [[nodiscard]] std::filesystem::path state() const {
        return tradelab.home.path() / ".local/state/tradelab";
    }
    [[nodiscard]] Outcome search(std::vector<std::string> more) const {
        more.insert(more.begin(), {"--trials", "24"});
        return searching(std::move(more));
    }
    [[nodiscard]] Outcome searching(std::vector<std::string> more) const {
        more.insert(more.begin(),
                    {"lab",
                     "campaign",
                     strategy("momentum_syn_perp_1h"),
                     strategy("mean_reversion_syn_perp_1h")});
        return tradelab(std::move(more));
    }
};

}  // namespace tradelab
