#pragma once

#include "cli/program.hpp"
#include "document/json_parse.hpp"
#include "support/made_market.hpp"
#include "support/tree.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <filesystem>
#include <stdexcept>
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
    void make_market() { put_market("two years of noise", {"--seed", "40", "--days", "730"}); }
    // Three generated years with an edge that a search of 24 trials finds.
    void make_market_with_edge() {
        put_market("three years, edge 6", {"--seed", "5", "--days", "1096", "--edge-sharpe", "6"});
    }
    [[nodiscard]] std::string json_text(std::vector<std::string> words) const {
        words.emplace_back("--json");
        return tradelab(std::move(words)).output.bytes;
    }
    [[nodiscard]] std::size_t trials() const {
        return document_in(json_text({"trials", "list", "--all"}))["trials"].array()->size();
    }
    // Of the progress of a campaign; empty where it has written none.
    [[nodiscard]] std::string phase_of(const std::string& file) const {
        const auto path = tradelab.home.path() / file;
        return std::filesystem::exists(path) ? *document_in(read_text(path))["phase"].text() : "";
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

private:
    [[nodiscard]] static JsonValue document_in(const std::string& text) {
        auto document = parse_json(text, {.bytes_max = 1U << 22U, .depth_max = 16});
        return document ? *std::move(document) : throw std::runtime_error(text);
    }
    void put_market(const std::string& name, std::vector<std::string> words) const {
        words.insert(words.begin(), {"data", "synth"});
        const auto store = tradelab.home.path() / ".local/share/tradelab/history";
        put_made_market(store, name, [&](const std::filesystem::path& folder) {
            words.insert(words.end(), {"--store", folder.native()});
            const auto made = tradelab(words);
            ASSERT_EQ(made.exit_code, 0) << made.errors.bytes;
        });
    }
};

}  // namespace tradelab
