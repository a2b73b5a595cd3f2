#include "brain/analyzer.hpp"

#include "brain/council.hpp"
#include "campaign/campaign_case.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tradelab {
namespace {

constexpr std::size_t bars = 3'000;
constexpr std::size_t explore_bars = 1'500;

class AnalyzerInCampaign : public CampaignTest {
protected:
    // The bars of one seed as far as explore goes, and those of another behind it.
    Market spliced(std::uint64_t explore, std::uint64_t later) {
        Path path = path_of({.bars = bars, .seed = explore}, base_);
        const Path other = path_of({.bars = bars, .seed = later}, base_);
        for (const auto& [into, from] : {std::pair(&path.open, &other.open),
                                         std::pair(&path.high, &other.high),
                                         std::pair(&path.low, &other.low),
                                         std::pair(&path.close, &other.close)}) {
            for (std::size_t at = explore_bars; at < bars; ++at) {
                (*into)[at] = (*from)[at];
            }
        }
        return made(market_of(path));
    }
    // All that an analyzer is told in a search on this market.
    std::vector<std::string> told(const Market& market) {
        std::vector<std::string> questions;
        std::vector<std::unique_ptr<brain::Proposer>> more;
        more.push_back(std::make_unique<brain::Analyzer>(
            "model", [&](const brain::AnalyzerQuestion& question) -> Result<std::string> {
                questions.push_back(std::to_string(question.seed) + " " + question.brief);
                return R"({"schema":"tradelab.answer/0","proposals":[]})";
            }));
        const auto council = brain::make_council(std::move(more));
        const SearchFamily family = made(make_search_family(candidate(), {&market}, {}));
        options_.explore = {
            .from = market.plan().from,
            .to = market.plan().from + std::chrono::hours(8) * std::int64_t{explore_bars}};
        options_.budget = 60;
        options_.batch = 20;
        const auto result = run_campaign(
            {.families = std::span(&family, 1), .proposer = *council, .venues = venues_},
            options_,
            {});
        EXPECT_TRUE(result) << describe(result.error());
        return questions;
    }
};

TEST_F(AnalyzerInCampaign, IsToldNothingOfWhatComesAfterExplore) {
    const auto one = told(spliced(5, 6));
    const auto later = told(spliced(5, 7));
    const auto other = told(spliced(8, 7));

    ASSERT_GE(one.size(), 3U);
    EXPECT_EQ(one, later);
    EXPECT_NE(one, other) << "what explore said is in it";
}

}  // namespace
}  // namespace tradelab
