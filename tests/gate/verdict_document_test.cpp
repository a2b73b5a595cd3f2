#include "gate/verdict_document.hpp"

#include "document/json_write.hpp"
#include "document/sha256.hpp"
#include "gate/evidence.hpp"
#include "os/simulated_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tradelab {
namespace {

using namespace gate_test;
using testing::HasSubstr;

const Disk::Path folder = "/state/verdicts";

VerdictDocument document(double vault_sharpe = 4) {
    const LabDays lab;
    const GateRules rules;
    return {.campaign = sha256_hex("campaign"),
            .strategy = "momentum on BTC",
            .basis = VerdictBasis::synthetic,
            .judged_at = parse_iso("2026-01-01T12:00:00Z").value(),
            .test = 1,
            .binding = sha256_hex("binding"),
            .epochs = "tradelab.epochs/1\n",
            .rules = rules.text(),
            .verdict = judge(finalists(1, 5, 4, Shape::normal, lab),
                             rules,
                             plan(lab),
                             vault(1, vault_sharpe, Shape::normal, lab))
                           .value()};
}

TEST(VerdictDocument, ComesBackAsItWas) {
    for (const double vault_sharpe : {4.0, -4.0}) {
        const auto written = document(vault_sharpe);

        const auto read = parse_verdict(pretty_json(json_of(written)));

        ASSERT_TRUE(read) << describe(read.error());
        EXPECT_EQ(*read, written);
    }
}

TEST(VerdictDocument, UndefinedIsNullAndComesBackAsUndefined) {
    auto written = document();
    written.verdict.figures[0].value = std::nullopt;
    written.verdict.promised = std::nullopt;
    written.verdict.more = MoreData{.days = 700, .trades = 3};

    EXPECT_EQ(parse_verdict(pretty_json(json_of(written))).value(), written);
}

TEST(VerdictDocument, RefusesWhatWasNeverWritten) {
    const std::string good = pretty_json(json_of(document()));
    const auto with = [&](std::string_view from, std::string_view to) {
        auto text = good;
        text.replace(text.find(from), from.size(), to);
        return parse_verdict(text);
    };
    EXPECT_THAT(describe(with("\"pass\"", "\"maybe\"").error()), HasSubstr("maybe"));
    EXPECT_THAT(describe(with("\"test\": 1", "\"test\": -1").error()), HasSubstr("test"));
    EXPECT_FALSE(with("tradelab.verdict/1", "tradelab.verdict/2"));
    EXPECT_FALSE(with("\"campaign\"", "\"compaign\""));
    EXPECT_FALSE(parse_verdict(good.substr(0, good.size() / 2)));
    EXPECT_FALSE(parse_verdict("[]"));
}

TEST(VerdictStore, KeepsADocumentUnderItsHashAndFindsItByABeginning) {
    SimulatedDisk disk;
    VerdictStore store(disk, folder);
    EXPECT_TRUE(store.ids()->empty());

    const auto id = store.put(document()).value();
    const auto again = store.put(document()).value();
    const auto other = store.put(document(-4)).value();

    EXPECT_EQ(id, again);
    EXPECT_NE(id, other);
    EXPECT_EQ(store.ids()->size(), 2U);
    EXPECT_EQ(store.find(id).value(), document());
    EXPECT_EQ(store.find(id.substr(0, 8)).value(), document());
    EXPECT_EQ(store.find("").error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(store.find("zz").error().code, ErrorCode::not_found);
}

TEST(VerdictStore, RefusesADocumentThatWasEdited) {
    SimulatedDisk disk;
    VerdictStore store(disk, folder);
    const auto id = store.put(document(-4)).value();
    const Disk::Path path = folder / (id + ".json");
    auto text = disk.read_file(path, {.size_max = 1U << 20U}).value();
    text.replace(text.find("\"fail\""), 6, "\"pass\"");
    ASSERT_TRUE(write_atomically(disk, path, text));

    EXPECT_EQ(store.find(id).error().code, ErrorCode::hash_mismatch);
}

}  // namespace
}  // namespace tradelab
