#include "campaign/search_record.hpp"

#include "document/sha256.hpp"
#include "os/simulated_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace tradelab {
namespace {

using testing::AllOf;
using testing::HasSubstr;

CampaignIdentity identity(const std::string& plugin, const std::string& rules) {
    return {.search = sha256_hex("momentum on a market, 24 trials, seed 1"),
            .circumstances = {{.what = "plugin org.test.momentum", .is = sha256_hex(plugin)},
                              {.what = "the gate's rules", .is = sha256_hex(rules)},
                              {.what = "the fill model", .is = "pessimistic/1"}}};
}

std::string short_hash(const std::string& of) {
    return sha256_hex(of).substr(0, 12);
}

struct Searches {
    SimulatedDisk disk;
    Lifetime lifetime{disk, "/state/vault"};
    SearchRecord record{disk, "/state/searches"};

    Result<SearchBeginning> begin(const CampaignIdentity& one) {
        return record.begin(one, lifetime);
    }
    Grant granted(const std::string& campaign) {
        return lifetime.grant(campaign, UnixNanos(1)).value();
    }
    void judge(const std::string& campaign) {
        const Grant grant = granted(campaign);
        EXPECT_TRUE(lifetime.conclude(
            grant, sha256_hex("verdict"), Lifetime::Ending::not_promoted, UnixNanos(2)));
    }
};

TEST(SearchRecord, TheSameCampaignMayBeginAsOftenAsItLikes) {
    Searches searches;
    const auto same = identity("one", "rules");

    for (int time = 0; time < 3; ++time) {
        const auto began = searches.begin(same);
        ASSERT_TRUE(began) << describe(began.error());
        EXPECT_FALSE(began->note);
        EXPECT_FALSE(began->refusal);
    }
}

TEST(SearchRecord, ANewPluginIsAnotherCampaignWhichIsToldWithBothNames) {
    Searches searches;
    const auto before = identity("one", "rules");
    const auto after = identity("two", "rules");
    ASSERT_TRUE(searches.begin(before));

    const auto began = searches.begin(after);

    EXPECT_NE(before.campaign(), after.campaign());
    ASSERT_TRUE(began) << describe(began.error());
    ASSERT_TRUE(began->note);
    EXPECT_THAT(*began->note,
                AllOf(HasSubstr("begun as campaign " + before.campaign().substr(0, 12)),
                      HasSubstr("plugin org.test.momentum was " + short_hash("one") + " and is " +
                                short_hash("two")),
                      HasSubstr("another campaign, " + after.campaign().substr(0, 12))));
    EXPECT_THAT(*began->note, Not(HasSubstr("fill model"))) << "what did not change";
}

TEST(SearchRecord, NewRulesGiveWhatWasJudgedNoSecondLook) {
    Searches searches;
    const auto before = identity("one", "rules");
    ASSERT_TRUE(searches.begin(before));
    searches.judge(before.campaign());

    const auto began = searches.begin(identity("one", "other rules"));

    ASSERT_TRUE(began) << describe(began.error());
    ASSERT_TRUE(began->refusal);
    EXPECT_EQ(began->refusal->code, ErrorCode::refused);
    EXPECT_THAT(describe(*began->refusal),
                AllOf(HasSubstr("was judged: tradelab gate explain " + short_hash("verdict")),
                      HasSubstr("the gate's rules was " + short_hash("rules") + " and is " +
                                short_hash("other rules"))));
}

TEST(SearchRecord, AnOpenedVaultRefusesANewPlugin) {
    Searches searches;
    const auto before = identity("one", "rules");
    ASSERT_TRUE(searches.begin(before));
    const Grant grant = searches.granted(before.campaign());
    const std::string hash = sha256_hex("x");
    const VaultBinding binding{.parameters = hash,
                               .plugin = hash,
                               .data = hash,
                               .limits = hash,
                               .venue = hash,
                               .epochs = hash,
                               .rules = hash,
                               .engine = "tl.engine/1",
                               .fill_model = "pessimistic/1",
                               .vault_from = UnixNanos(1),
                               .vault_to = UnixNanos(2)};
    ASSERT_TRUE(searches.lifetime.open_vault(grant, binding, 500, UnixNanos(3)));

    const auto began = searches.begin(identity("two", "rules"));

    ASSERT_TRUE(began) << describe(began.error());
    ASSERT_TRUE(began->refusal);
    EXPECT_THAT(describe(*began->refusal), HasSubstr("opened its vault on "));
}

// Campaigns that were judged when a campaign was known by its search alone.
TEST(SearchRecord, AnOldCampaignOfTheSameSearchStaysJudged) {
    Searches searches;
    searches.judge(identity("one", "rules").search);

    const auto began = searches.begin(identity("one", "rules"));

    ASSERT_TRUE(began) << describe(began.error());
    ASSERT_TRUE(began->refusal);
    EXPECT_EQ(began->refusal->code, ErrorCode::refused);
}

// Two processes with the same search and other plugins: both were let in before either was heard.
TEST(SearchRecord, WhatWasJudgedMeanwhileAsAnotherCampaignIsNotHeard) {
    Searches searches;
    const auto before = identity("one", "rules");
    const auto after = identity("two", "rules");
    ASSERT_TRUE(searches.begin(before));
    ASSERT_TRUE(searches.begin(after));
    {
        const auto held = searches.record.hold(after, searches.lifetime);
        ASSERT_TRUE(held) << describe(held.error());
        EXPECT_FALSE(searches.record.hold(before, searches.lifetime)) << "one at a time";
        searches.judge(after.campaign());
    }

    const auto late = searches.record.hold(before, searches.lifetime);
    const auto same = searches.record.hold(after, searches.lifetime);

    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, ErrorCode::refused);
    EXPECT_THAT(describe(late.error()),
                HasSubstr("as campaign " + after.campaign().substr(0, 12) + ", was judged"));
    EXPECT_TRUE(same) << "its own verdict is not this record's business";
}

TEST(SearchRecord, AnEditedFileIsNamed) {
    Searches searches;
    const auto before = identity("one", "rules");
    ASSERT_TRUE(searches.begin(before));
    const Disk::Path file = "/state/searches/" + before.search + ".json";
    std::string text = searches.disk.read_file(file, {.size_max = 1 << 20}).value();
    text.replace(text.find("pessimistic/1"), 13, "pessimistic/2");
    ASSERT_TRUE(write_atomically(searches.disk, file, text));

    const auto began = searches.begin(before);

    ASSERT_FALSE(began);
    EXPECT_THAT(describe(began.error()),
                AllOf(HasSubstr(file.string()), HasSubstr("/campaigns/0")));
}

}  // namespace
}  // namespace tradelab
