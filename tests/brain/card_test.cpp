#include "brain/card.hpp"

#include "brain/campaign.hpp"
#include "brain/families.hpp"
#include "brain/playbook.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tradelab::brain {
namespace {

std::string card_text(std::string_view parameters, std::string_view more = "") {
    return R"({"schema": "tradelab.playbook/1", "name": "trends", "effect": "Trends last.",
 "source": {"authors": "A. Author", "title": "Trends", "published": "Journal 1", "year": 2012},
 "sample": "58 futures", "costs": "None.", "plugin": "org.test.trend",
 "parameters": )" +
           std::string(parameters) + std::string(more) + "}";
}

// A stop in steps of 0.1 atr, as plugins declare it.
Family with_atr() {
    Family family = trend();
    family.parameters[3].unit = "atr";
    family.parameters[3].step_e9 = 100'000'000;
    return family;
}

Card card_of(std::string_view parameters) {
    auto card = parse_card(card_text(parameters), "x.json");
    EXPECT_TRUE(card) << describe(card.error());
    return std::move(*card);
}

TEST(Card, SaysWhatWasPublishedAndWhereToLook) {
    const Card card = card_of(R"({"entry": {"unit": "choice", "is": "cross"},
                                  "stop": {"unit": "atr", "least": 1.5, "most": 4}})");

    EXPECT_EQ(card.name, "trends");
    EXPECT_EQ(card.source.year, 2012);
    ASSERT_EQ(card.parameters.size(), 2U);
    EXPECT_EQ(card.parameters[0].choice, "cross");
    EXPECT_EQ(card.parameters[1].range->least_e9, 1'500'000'000);
    EXPECT_EQ(card.parameters[1].range->most_e9, 4'000'000'000);
}

TEST(Card, WrongOnesAreRefusedWithFileAndPlace) {
    const std::string fine = R"({"stop": {"unit": "atr", "least": 1, "most": 2}})";
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"{", "x.json"},
        {card_text(fine, R"(, "profit": "sure")"), "/profit"},
        {card_text("{}"), "/parameters names 0"},
        {card_text("[]"), "/parameters"},
        {card_text(R"({"stop": 3})"), "/parameters/stop"},
        {card_text(R"({"stop": {"unit": "atr", "least": 1}})"), "/parameters/stop/most is missing"},
        {card_text(R"({"stop": {"unit": "atr", "least": "1", "most": 2}})"),
         "/parameters/stop/least"},
        {card_text(R"({"stop": {"unit": "atr", "least": 3, "most": 2}})"), "/parameters/stop/most"},
        {card_text(R"({"stop": {"unit": "atr", "least": 1e3, "most": 2}})"), "no exponent"},
        {card_text(R"({"stop": {"unit": "atr", "least": 0.00000000001, "most": 2}})"),
         "9 decimal places"},
        {card_text(R"({"entry": {"unit": "choice", "is": "cross", "most": 2}})"),
         "/parameters/entry/most"},
    };
    for (const auto& [text, place] : cases) {
        const auto card = parse_card(text, "x.json");
        ASSERT_FALSE(card) << text;
        const std::string said = describe(card.error());
        EXPECT_TRUE(said.starts_with("x.json")) << said;
        EXPECT_NE(said.find(place), std::string::npos) << said;
    }
}

TEST(Card, NarrowsAFamilyToTheTicksWithinItsRanges) {
    const Card card = card_of(R"({"entry": {"unit": "choice", "is": "cross"},
                                  "fast": {"unit": "bars", "least": 1, "most": 30},
                                  "stop": {"unit": "atr", "least": 1.55, "most": 4.05}})");

    const auto family = narrowed(card, with_atr());

    ASSERT_TRUE(family) << describe(family.error());
    EXPECT_EQ(family->parameters[0].min, 1);
    EXPECT_EQ(family->parameters[0].max, 1);
    EXPECT_EQ(family->parameters[1].min, 2) << "the plugin's own range is kept";
    EXPECT_EQ(family->parameters[1].max, 30);
    EXPECT_EQ(family->parameters[3].min, 16) << "rounded inwards";
    EXPECT_EQ(family->parameters[3].max, 40);
    EXPECT_NE(family->parameters[2].flags & TL_PARAM_FIXED, 0U) << "not named: stays as it is";
}

TEST(Card, FitsWhatIsLeftToPeopleWhereItAllowsTheirValueAndLeavesItThere) {
    const auto plain = with_atr();
    Family family = plain;
    Parameter& fast = family.parameters[1];
    fast.flags |= TL_PARAM_FIXED;
    const std::string value = std::to_string(fast.initial);
    const std::string above = std::to_string(fast.initial + 1);

    const auto fits = narrowed(
        card_of(R"({"fast": {"unit": "bars", "least": )" + value + R"(, "most": 190}})"), family);
    const auto misses = narrowed(
        card_of(R"({"fast": {"unit": "bars", "least": )" + above + R"(, "most": 190}})"), family);

    ASSERT_TRUE(fits) << describe(fits.error());
    EXPECT_NE(fits->parameters[1].flags & TL_PARAM_FIXED, 0U);
    EXPECT_EQ(fits->parameters[1].initial, fast.initial);
    ASSERT_FALSE(misses);
    EXPECT_NE(describe(misses.error()).find("who put it at " + value), std::string::npos)
        << describe(misses.error());
}

TEST(Card, ThatDoesNotFitSaysWhy) {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {R"({"speed": {"unit": "bars", "least": 1, "most": 2}})", "no parameter \"speed\""},
        {R"({"stop": {"unit": "bars", "least": 1, "most": 2}})", "declares it in \"atr\""},
        {R"({"size": {"unit": "bars", "least": 1, "most": 2}})", "left to people"},
        {R"({"entry": {"unit": "choice", "least": 0, "most": 1}})", "is a choice"},
        {R"({"stop": {"unit": "atr", "is": "wide"}})", "is no choice"},
        {R"({"entry": {"unit": "choice", "is": "moon"}})", "one of channel and cross"},
        {R"({"stop": {"unit": "atr", "least": 20, "most": 30}})", "no value in that range"},
        {R"({"fast": {"unit": "bars", "least": 190, "most": 200},
             "slow": {"unit": "bars", "least": 10, "most": 20}})",
         "no ticks meet"},
    };
    for (const auto& [parameters, why] : cases) {
        const auto family = narrowed(card_of(parameters), with_atr());
        ASSERT_FALSE(family) << parameters;
        EXPECT_NE(describe(family.error()).find(why), std::string::npos)
            << describe(family.error());
    }
    Family other = with_atr();
    other.plugin = "org.test.other";
    EXPECT_FALSE(narrowed(card_of(R"({"stop": {"unit": "atr", "least": 1, "most": 2}})"), other));
}

TEST(Playbook, EveryProposalLiesWithinItsCardAndNamesTheSource) {
    const Card narrow = card_of(R"({"stop": {"unit": "atr", "least": 1, "most": 3}})");
    Card wide = card_of(R"({"fast": {"unit": "bars", "least": 5, "most": 50},
                            "slow": {"unit": "bars", "least": 60, "most": 200}})");
    wide.name = "wide";
    Playbook playbook({narrow, wide});
    const std::vector<Family> families = {box("box", 2, {0, 9}), with_atr()};

    const auto past =
        campaign(playbook,
                 families,
                 [](std::size_t, const Ticks&) { return Trial{.score = 1, .behaviour = {}}; },
                 {.seed = 1, .trials = 100});

    // 21 stops of the narrow card, the rest of the wide one.
    ASSERT_EQ(past.size(), 100U);
    std::size_t of_narrow = 0;
    for (const Outcome& outcome : past) {
        EXPECT_EQ(outcome.family, 1U);
        EXPECT_EQ(outcome.ticks[4], 5);
        const bool is_narrow = outcome.ticks[1] == 101 && outcome.ticks[2] == 251;
        of_narrow += is_narrow ? 1U : 0U;
        if (is_narrow) {
            EXPECT_GE(outcome.ticks[3], 10);
            EXPECT_LE(outcome.ticks[3], 30);
        } else {
            EXPECT_GE(outcome.ticks[2], 60);
            EXPECT_LE(outcome.ticks[2], 200);
        }
    }
    EXPECT_EQ(of_narrow, 21U);
    const auto proposals =
        playbook.propose({.seed = 1, .families = families, .past = {}, .pending = {}, .wanted = 1});
    ASSERT_EQ(proposals.size(), 1U);
    EXPECT_NE(proposals[0].rationale.find("A. Author, \"Trends\", Journal 1, 2012"),
              std::string::npos)
        << proposals[0].rationale;
}

}  // namespace
}  // namespace tradelab::brain
