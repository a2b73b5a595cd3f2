#include "paper/session_case.hpp"
#include "paper/ward.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <iostream>

// A process for each strategy: nobody can tell by what is decided, and one that is lost takes
// nobody with it.
namespace tradelab::paper_test {
namespace {

using namespace std::chrono_literals;
using testing::Each;
using testing::HasSubstr;

struct Ran {
    std::string journal;
    std::string tape;
    std::string result_hash;
    std::uint64_t events = 0;
    std::uint64_t fills = 0;
    std::chrono::nanoseconds took{0};
};

// The three bundled strategies on one account, over the whole generated year.
Ran year(Companions* companions) {
    SimulatedDisk disk;
    auto session = the_case().open(disk, [&](PaperOptions& one) {
        one.candidates.push_back(the_case().carry().front());
        one.options.from.reset();
        one.options.to.reset();
        if (companions != nullptr) {
            one.cells.emplace(cells_of(*companions));
        }
    });
    EXPECT_TRUE(session.has_value()) << describe(session.error());
    const auto begun = std::chrono::steady_clock::now();
    for (UnixNanos at = session->view().now; !session->view().has_ended;) {
        at = at + 37h;
        const auto stepped = session->advance(at);
        EXPECT_TRUE(stepped.has_value()) << describe(stepped.error());
        if (!stepped) {
            return {};
        }
    }
    Ran out{.journal = bytes_of(disk, "journal"),
            .tape = bytes_of(disk, "tape"),
            .result_hash = {},
            .events = session->record().counts.events,
            .fills = session->view().fills,
            .took = std::chrono::steady_clock::now() - begun};
    out.result_hash = session->finish().value().result_hash;
    return out;
}

TEST(Cells, DecideOverAWholeYearAsStrategiesInThisProcessDoToTheLastBit) {
    const Ran own = year(nullptr);
    RealCompanions companions;

    const Ran cells = year(&companions);

    EXPECT_TRUE(cells.journal == own.journal);
    EXPECT_TRUE(cells.tape == own.tape);
    EXPECT_EQ(cells.result_hash, own.result_hash);
    EXPECT_GT(own.fills, 100U);
    EXPECT_GT(own.events, 20'000U);
    const auto each = (cells.took - own.took) / static_cast<std::int64_t>(own.events);
    std::cout << own.events << " events, " << own.fills << " fills: " << own.took / 1ms
              << " ms in this process, " << cells.took / 1ms << " ms in cells, " << each / 1ns
              << " ns an event more\n";
}

// Two that are well, and `others`.
Result<PaperSession> ward(Disk& disk,
                          Companions& companions,
                          const std::vector<Candidate>& others,
                          std::vector<CellIncident>* told = nullptr) {
    return the_case().open(disk, [&](PaperOptions& one) {
        one.candidates.insert(one.candidates.end(), others.begin(), others.end());
        one.cells.emplace(cells_of(companions));
        one.cells->restarts.restarts_max = 1;
        one.cells->patience.process = 3s;
        if (told != nullptr) {
            one.cells->tell = [told](const CellIncident& incident) { told->push_back(incident); };
        }
    });
}

TEST(Cells, WhoCrashesLeavesHangsOrErrsIsIsolatedAndTheOthersTradeAsBesideTheHealthy) {
    struct Sick {
        Illness illness;
        const char* says;
    };
    const std::vector<Sick> sick = {{Illness::throws, "I feel unwell"},
                                    {Illness::segfault, "was ended by SIGSEGV"},
                                    {Illness::abort, "was ended by SIGABRT"},
                                    {Illness::exits, "exited with code 0"},
                                    {Illness::hangs, "gave no answer within 3000 ms"}};
    RealCompanions companions;
    std::vector<Candidate> ill;
    for (const Sick& one : sick) {
        ill.push_back(patient(one.illness, 400));
    }
    SimulatedDisk disk_of_well;
    auto well = ward(disk_of_well,
                     companions,
                     std::vector<Candidate>(sick.size(), patient(Illness::silent, 400)));
    ASSERT_TRUE(well.has_value()) << describe(well.error());
    ASSERT_TRUE(go_on(*well, the_case().steps(11h)).has_value());
    ASSERT_GT(trades_of(well->record(), InstanceId(1)).size(), 3U);
    std::vector<CellIncident> told;
    SimulatedDisk disk;

    auto session = ward(disk, companions, ill, &told);
    ASSERT_TRUE(session.has_value()) << describe(session.error());
    const auto done = go_on(*session, the_case().steps(11h));

    ASSERT_TRUE(done.has_value()) << describe(done.error());
    const PaperView view = session->view();
    for (std::uint32_t id : {1U, 2U}) {
        EXPECT_FALSE(view.instances[id - 1].failed_why.has_value());
        EXPECT_EQ(trades_of(session->record(), InstanceId(id)),
                  trades_of(well->record(), InstanceId(id)));
    }
    ASSERT_EQ(session->record().isolations.size(), sick.size());
    for (std::size_t at = 0; at < sick.size(); ++at) {
        ASSERT_TRUE(view.instances[at + 2].failed_why.has_value()) << at;
        EXPECT_THAT(*view.instances[at + 2].failed_why, HasSubstr(sick[at].says));
        std::cout << *view.instances[at + 2].failed_why << "\n";
    }
    // Each but the one that errs was given a second process.
    EXPECT_EQ(told.size(), 2 * (sick.size() - 1));
}

TEST(Cells, WhatAnIsolatedOneHoldsKeepsItsStopAndTheSessionEndsWithTheBooksInOrder) {
    Candidate holder = the_case().candidates().front();
    Mortals companions(std::uint64_t{420});
    SimulatedDisk disk;
    auto session = the_case().open(disk, [&](PaperOptions& one) {
        one.candidates = {holder};
        one.cells.emplace(cells_of(companions));
        one.cells->restarts.restarts_max = 0;
    });
    ASSERT_TRUE(session.has_value()) << describe(session.error());
    bool was_held = false;
    for (UnixNanos at = the_case().from(); at < the_case().to(); at = at + 1h) {
        ASSERT_TRUE(session->advance(at).has_value());
        const PaperView view = session->view();
        if (!view.instances[0].failed_why || view.positions.empty()) {
            continue;
        }
        was_held = true;
        ASSERT_FALSE(view.protections.empty());
        EXPECT_TRUE(view.protections[0].terms.stop.has_value());
        EXPECT_EQ(view.coverage.share(), rate_one);
    }
    EXPECT_TRUE(session->view().instances[0].failed_why.has_value());
    EXPECT_TRUE(was_held) << "it held nothing when it was lost: choose another moment";
    EXPECT_TRUE(session->finish().has_value());
}

// What a session without interruption comes to, of which the third strategy was lost on the way.
std::string finish_with(PaperSession& session, const Disk& disk) {
    EXPECT_TRUE(go_on(session, the_case().steps(9h)).has_value());
    return session.view().decision_hash + bytes_of(disk, "journal") + bytes_of(disk, "tape");
}

TEST(Cells, AnIsolationHoldsAfterAKillThoughNobodyCrashesTheSecondTime) {
    Mortals mortals(std::uint64_t{600});
    RealCompanions immortals;
    const auto open = [](Disk& disk, Companions& companions) {
        return the_case().open(disk, [&](PaperOptions& one) {
            one.cells.emplace(cells_of(companions));
            one.cells->restarts.restarts_max = 0;
        });
    };
    SimulatedDisk whole_disk;
    auto whole = open(whole_disk, mortals);
    ASSERT_TRUE(whole.has_value()) << describe(whole.error());
    SimulatedDisk disk;
    {
        auto session = open(disk, mortals);
        ASSERT_TRUE(session.has_value()) << describe(session.error());
        const auto steps = the_case().steps(9h);
        for (std::size_t done = 1; session->record().isolations.size() < 2; ++done) {
            ASSERT_LT(done, steps.size()) << "nobody was lost";
            ASSERT_TRUE(go_on(*session, std::span(steps).first(done)).has_value());
        }
    }
    const std::string uninterrupted = finish_with(*whole, whole_disk);
    ASSERT_EQ(whole->record().isolations.size(), 2U);

    auto again = open(disk, immortals);

    ASSERT_TRUE(again.has_value()) << describe(again.error());
    EXPECT_EQ(again->record().isolations.size(), 2U);
    EXPECT_TRUE(finish_with(*again, disk) == uninterrupted);
}

TEST(Cells, ALossThatARestartMakesGoodChangesNothing) {
    Mortals mortals(std::uint64_t{100});
    SimulatedDisk disk;
    SimulatedDisk own_disk;
    auto own = the_case().open(own_disk);
    auto session = the_case().open(disk, [&](PaperOptions& one) {
        one.cells.emplace(cells_of(mortals));
        one.cells->restarts.restarts_max = 1'000;
    });
    ASSERT_TRUE(own.has_value() && session.has_value());

    EXPECT_TRUE(finish_with(*session, disk) == finish_with(*own, own_disk));
    EXPECT_TRUE(session->record().isolations.empty());
}

// Its past is what the journal says, and its future nobody can know: so it is isolated where the
// record ends, and the session goes on.
TEST(Cells, WhoDecidesOtherwiseTheSecondTimeIsIsolatedAtTheFirstNewEvent) {
    SimulatedDisk disk;
    PaperView before;
    const auto open = [&](Illness illness) {
        return the_case().open(disk, [&](PaperOptions& one) {
            one.candidates.push_back(patient(Illness::none, 0));
            // The same file by name and hash, and another mind.
            one.candidates.back().ticks[2] = static_cast<std::int64_t>(illness);
        });
    };
    {
        auto session = open(Illness::none);
        ASSERT_TRUE(session.has_value()) << describe(session.error());
        ASSERT_TRUE(session->advance(the_case().from() + Duration(200h)).has_value());
        before = session->view();
        ASSERT_GT(trades_of(session->record(), InstanceId(3)).size(), 2U);
    }

    auto session = open(Illness::silent);

    ASSERT_TRUE(session.has_value()) << describe(session.error());
    EXPECT_EQ(session->view().decision_hash, before.decision_hash);
    EXPECT_FALSE(session->view().instances[2].failed_why.has_value());
    ASSERT_TRUE(session->advance(the_case().to()).has_value());
    ASSERT_TRUE(session->view().instances[2].failed_why.has_value());
    EXPECT_THAT(*session->view().instances[2].failed_why,
                HasSubstr("differ from those before at event"));
    EXPECT_FALSE(session->view().instances[0].failed_why.has_value());
}

TEST(Cells, APackageThatCannotBeginIsAnErrorThatNamesTheStrategy) {
    RealCompanions companions;
    SimulatedDisk disk;

    const auto session = the_case().open(disk, [&](PaperOptions& one) {
        one.candidates.push_back(patient(Illness::none, 0));
        one.candidates.back().ticks.pop_back();
        one.cells.emplace(cells_of(companions));
    });

    ASSERT_FALSE(session.has_value());
    EXPECT_THAT(describe(session.error()), HasSubstr("patient"));
    EXPECT_FALSE(disk.exists(folder / "journal"));
}

}  // namespace
}  // namespace tradelab::paper_test
