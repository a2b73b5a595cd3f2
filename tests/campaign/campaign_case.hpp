#pragma once

#include "campaign/campaign.hpp"
#include "config/risk_file.hpp"
#include "honesty/planted.hpp"
#include "os/real_disk.hpp"
#include "plugin/load.hpp"
#include "support/tree.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace tradelab {

template <class T>
T made(Result<T> result) {
    if (!result) {
        throw std::runtime_error(describe(result.error()));
    }
    return *std::move(result);
}

// Walks through the look-backs of the crossing averages, as a search without memory would.
class Walk final : public brain::Proposer {
public:
    explicit Walk(std::size_t fast) : fast_(fast) {}
    [[nodiscard]] std::string_view name() const override { return "walk"; }
    [[nodiscard]] std::vector<brain::Proposal> propose(const brain::Brief& brief) override {
        std::vector<brain::Proposal> out;
        for (std::size_t at = 0; at < brief.wanted; ++at) {
            brain::Ticks ticks;
            for (const Parameter& one : brief.families[0].parameters) {
                ticks.push_back(one.initial);
            }
            const auto place = static_cast<std::int64_t>(brief.past.size() + at) % distinct;
            ticks[fast_] = 3 + place;
            ticks[fast_ + 1] = 12 + 5 * place;
            out.push_back({.family = 0,
                           .ticks = std::move(ticks),
                           .parents = {},
                           .rationale = "the next one",
                           .arm = "walk"});
        }
        return out;
    }

    std::int64_t distinct = 1000;

private:
    std::size_t fast_;
};

class CampaignTest : public testing::Test {
protected:
    CampaignTest() {
        options_.budget = 24;
        options_.batch = 10;
        options_.explore = {.from = market_.plan().from, .to = market_.plan().to};
        options_.run.limits = made(read_risk(disk_, source / "config/risk.toml")).limits;
        const FixedTicks fixed[] = {{.parameter = "entry", .ticks = 1},
                                    {.parameter = "direction", .ticks = 2},
                                    {.parameter = "adx_min", .ticks = 0},
                                    {.parameter = "stop", .ticks = 100},
                                    {.parameter = "vol_target", .ticks = 5}};
        families_.push_back(made(make_search_family(candidate(), {&market_}, fixed)));
        for (std::size_t at = 0; at < families_[0].space.parameters.size(); ++at) {
            fast_ = families_[0].space.parameters[at].name == "fast" ? at : fast_;
        }
    }

    Candidate candidate() {
        auto plugin = made(
            load(disk_,
                 made(read_package(disk_, packages / "org.tradelab.momentum", Origin::bundled)),
                 this_host()));
        auto declaration = made(read_declaration(*plugin.descriptor));
        return {.name = "cross",
                .file_sha256 = {},
                .rationale = {},
                .origin = {},
                .timeframe = made(BarInterval::parse("8h")),
                .ticks = initial_ticks(declaration),
                .roles = {perp_},
                .plugin = std::move(plugin),
                .declaration = std::move(declaration)};
    }

    Result<CampaignResult> run(const CampaignWatch& watch = {}) {
        Walk walk(fast_);
        walk.distinct = distinct_;
        return run_campaign(
            {.families = families_, .proposer = walk, .venues = venues_}, options_, watch);
    }

    const std::filesystem::path source = source_tree();
    const std::filesystem::path packages = build_tree() / "stage/lib/tradelab/plugins";
    const InstrumentName perp_ = made(InstrumentName::make("synthetic.usdm:SYN-USDT-PERP"));
    const RealDisk disk_;
    const NoiseBase base_;
    const Market market_ = made(market_of(path_of(
        {.edge =
             PlantedEdge{.rule = {.kind = EdgeKind::momentum, .fast = 8, .slow = 40}, .sharpe = 4},
         .bars = 5475,
         .seed = 5},
        base_)));
    const VenueBook venues_ =
        made(VenueBook::read(disk_, source / "config/venues", std::span(&perp_, 1)));
    std::vector<SearchFamily> families_;
    CampaignOptions options_;
    std::size_t fast_ = 0;
    std::int64_t distinct_ = 1000;
};

}  // namespace tradelab
