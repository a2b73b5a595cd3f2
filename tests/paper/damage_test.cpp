#include "paper/forge.hpp"
#include "paper/records.hpp"
#include "paper/session_case.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>

// What a session refuses to go on with, and how it says so.
namespace tradelab::paper_test {
namespace {

using namespace std::chrono_literals;

void begin(SimulatedDisk& disk) {
    auto session = the_case().open(disk);
    ASSERT_TRUE(session.has_value()) << describe(session.error());
    const auto steps = the_case().steps(24h);
    ASSERT_TRUE(go_on(*session, std::span(steps).first(12)).has_value());
    ASSERT_GT(session->view().fills, 0U);
}

std::string refusal(SimulatedDisk& disk, const std::function<void(PaperOptions&)>& change = {}) {
    const auto session = the_case().open(disk, change);
    EXPECT_FALSE(session.has_value());
    return session ? "" : describe(session.error());
}

TEST(Journal, WithOneByteChangedIsRefused) {
    SimulatedDisk disk;
    begin(disk);
    std::string bytes = bytes_of(disk, "journal");
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    ASSERT_TRUE(write_atomically(disk, folder / "journal", bytes).has_value());

    const std::string why = refusal(disk);

    EXPECT_NE(why.find("journal"), std::string::npos) << why;
}

TEST(Journal, ForgedWithAChainThatHoldsIsRefusedByDoingItAgain) {
    SimulatedDisk disk;
    begin(disk);
    forge(disk, "journal", paper_journal_kind, [](auto& records) {
        for (auto& [record, payload] : records) {
            if (record.kind == paper_fill) {
                replace(payload, "side ", "side forged-");
                return;
            }
        }
    });

    const std::string why = refusal(disk);

    EXPECT_NE(why.find("(fill) says 'side forged-"), std::string::npos) << why;
    EXPECT_NE(why.find("doing it again says 'side "), std::string::npos) << why;
}

TEST(Journal, OfWhichAFillIsMissingOrTwiceIsRefused) {
    for (const bool is_twice : {false, true}) {
        SimulatedDisk disk;
        begin(disk);
        forge(disk, "journal", paper_journal_kind, [&](auto& records) {
            const auto fill = std::ranges::find_if(
                records, [](const auto& one) { return one.first.kind == paper_fill; });
            ASSERT_NE(fill, records.end());
            if (is_twice) {
                const auto copy = *fill;
                records.insert(fill, copy);
            } else {
                records.erase(fill);
            }
        });
        EXPECT_NE(refusal(disk).find("doing it again"), std::string::npos);
    }
}

TEST(Journal, WithAnActThatIsNoneIsRefused) {
    SimulatedDisk disk;
    begin(disk);
    forge(disk, "journal", paper_journal_kind, [](auto& records) {
        for (auto& [record, payload] : records) {
            if (record.kind == paper_step && record.seq > 10) {
                payload = "until_ns 5\n";
                return;
            }
        }
    });
    EXPECT_NE(refusal(disk).find("where a step or a command begins"), std::string::npos);
}

TEST(Tape, ThatIsOfAnotherSessionOrAheadOfItsJournalIsRefused) {
    SimulatedDisk disk;
    begin(disk);
    forge(disk, "tape", paper_tape_kind, [](auto& records) {
        replace(records.at(3).second, "rows ", "rows 9");
    });
    EXPECT_NE(refusal(disk).find("tape"), std::string::npos);

    SimulatedDisk cut;
    begin(cut);
    forge(cut, "journal", paper_journal_kind, [](auto& records) {
        const auto last = std::ranges::find_if(records.rbegin(), records.rend(), [](auto& one) {
            return one.first.kind == paper_step;
        });
        records.erase(last.base() - 1, records.end());
    });
    EXPECT_NE(refusal(cut).find("journal knows nothing of"), std::string::npos);
}

struct Other {
    const char* what;
    std::function<void(PaperOptions&)> change;
    const char* was;
    const char* is;
};

TEST(Session, OpenedWithAnythingElseThanItWasBegunWithIsRefusedWithBothNamed) {
    SimulatedDisk disk;
    begin(disk);
    const std::vector<Other> others = {
        {"fill model",
         [](PaperOptions& one) { one.options.fill_model = "base/1"; },
         "fill_model pessimistic/1",
         "fill_model base/1"},
        {"parameters",
         [](PaperOptions& one) { one.candidates[1] = one.candidates[0]; },
         "mean_reversion_syn_perp_1h",
         "momentum_syn_perp_1h"},
        {"fewer strategies",
         [](PaperOptions& one) { one.candidates.pop_back(); },
         "mean_reversion_syn_perp_1h",
         "without 'parameters.2'"},
        {"limits",
         [](PaperOptions& one) {
             one.options.limits->order_notional = Limit(Cash(123'000'000'000));
             one.options.limits->open_orders = Limit<std::int64_t>(7);
         },
         "begun with max_order_usdt = 10000, max_open_orders = 64, and is opened with 1230, 7",
         "set back max_order_usdt = 10000, max_open_orders = 64, or begin another"},
        {"no limits", [](PaperOptions& one) { one.options.limits.reset(); }, "limits ", "none"},
        {"capital",
         [](PaperOptions& one) { one.options.capital = Cash(500'000'000'000); },
         "capital_e8 1000000000000",
         "capital_e8 500000000000"},
        {"start",
         [](PaperOptions& one) { one.options.from = *one.options.from + Duration(1h); },
         "2020-03-01T00:00:00",
         "2020-03-01T01:00:00"},
        {"end",
         [](PaperOptions& one) { one.options.to = *one.options.to - Duration(1h); },
         "2020-03-22T00:00:00",
         "2020-03-21T23:00:00"},
        {"costs",
         [](PaperOptions& one) { one.options.cost_stress_permille = 2000; },
         "cost_stress_permille 1000",
         "cost_stress_permille 2000"},
    };
    for (const Other& other : others) {
        const std::string journal = bytes_of(disk, "journal");
        const std::string why = refusal(disk, other.change);
        EXPECT_NE(why.find(other.was), std::string::npos) << other.what << ": " << why;
        EXPECT_NE(why.find(other.is), std::string::npos) << other.what << ": " << why;
        EXPECT_EQ(bytes_of(disk, "journal"), journal) << other.what;
    }
    EXPECT_TRUE(the_case().open(disk).has_value());
}

TEST(Session, OnDataThatIsOtherThanItWasIsRefused) {
    SimulatedDisk disk;
    begin(disk);
    static const BacktestCase elsewhere = BacktestCase::synthetic({.seed = 12});

    auto session =
        PaperSession::open({.disk = disk,
                            .catalogue = elsewhere.catalogue(),
                            .venues = the_case().market().venues(the_case().candidates()),
                            .folder = folder,
                            .candidates = the_case().candidates(),
                            .options = the_case().options()});

    ASSERT_FALSE(session.has_value());
    EXPECT_NE(describe(session.error()).find("begun with 'data.1 synthetic"), std::string::npos)
        << describe(session.error());
}

TEST(Session, OnAFullDiskSaysSoAndHasLostNothingWhenThereIsRoomAgain) {
    SimulatedDisk disk;
    begin(disk);
    const auto steps = the_case().steps(24h);
    for (std::uint64_t n = 1; n <= 30; ++n) {
        auto session = the_case().open(disk);
        ASSERT_TRUE(session.has_value()) << describe(session.error());
        const PaperView before = session->view();
        disk.fail_at(n, ErrorCode::disk_full);
        const auto stepped = session->advance(before.now + Duration(1min));
        if (stepped) {
            disk.fail_at(1'000'000, ErrorCode::disk_full);
            continue;
        }
        EXPECT_EQ(stepped.error().code, ErrorCode::disk_full) << describe(stepped.error());
        // It has failed for good, and says the same again.
        EXPECT_FALSE(session->advance(the_case().to()).has_value());
        EXPECT_FALSE(session->command(asked(PaperVerb::pause)).has_value());
    }
    auto session = the_case().open(disk);
    ASSERT_TRUE(session.has_value()) << describe(session.error());
    ASSERT_TRUE(session->advance(the_case().to()).has_value());
    auto outcome = session->finish();
    const auto whole = the_case().outcome(the_case().options());
    ASSERT_TRUE(outcome && whole);
    EXPECT_EQ(outcome->result_hash, whole->result_hash);
}

TEST(Session, InAReadOnlyFolderIsRefusedWithThePathNamed) {
    SimulatedDisk fresh;
    fresh.restrict_to(SimulatedDisk::Access::read_only);
    EXPECT_NE(refusal(fresh).find("/paper"), std::string::npos);

    SimulatedDisk disk;
    begin(disk);
    const std::string journal = bytes_of(disk, "journal");
    disk.restrict_to(SimulatedDisk::Access::read_only);

    const std::string why = refusal(disk);

    EXPECT_NE(why.find("/paper/"), std::string::npos) << why;
    EXPECT_EQ(bytes_of(disk, "journal"), journal);
    disk.restrict_to(SimulatedDisk::Access::read_write);
    EXPECT_TRUE(the_case().open(disk).has_value());
}

}  // namespace
}  // namespace tradelab::paper_test
