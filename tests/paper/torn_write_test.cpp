#include "paper/latch.hpp"
#include "paper/session_case.hpp"
#include "paper/short_run.hpp"

#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <optional>

// A power cut may leave any part of what was written since the last sync.
namespace tradelab::paper_test {
namespace {

constexpr const char* files[] = {"journal", "journal.mark", "tape", "tape.mark", "latch"};

using Folder = std::map<std::string, std::string>;

Folder read_folder(const Disk& disk) {
    Folder out;
    for (const char* name : files) {
        if (disk.exists(folder / name)) {
            out[name] = bytes_of(disk, name);
        }
    }
    return out;
}

void write_folder(Disk& disk, const Folder& files_in_it) {
    ASSERT_TRUE(disk.make_directories(folder).has_value());
    for (const auto& [name, bytes] : files_in_it) {
        ASSERT_TRUE(write_atomically(disk, folder / name, bytes).has_value());
    }
}

// How the folder looks before and after each act.
std::vector<Folder> after_each_act(const std::vector<Act>& acts) {
    std::vector<Folder> out;
    SimulatedDisk disk;
    auto session = open_short_run(disk);
    EXPECT_TRUE(session.has_value());
    for (std::size_t done = 0; session; ++done) {
        out.push_back(read_folder(disk));
        if (done == acts.size()) {
            break;
        }
        EXPECT_TRUE(go_on(*session, std::span(acts).first(done + 1)).has_value());
    }
    return out;
}

TEST(TornWrite, OfAnyPartOfAnActIsCompletedWhenTheSessionIsTakenUp) {
    const Uninterrupted& whole = uninterrupted();
    const std::vector<Folder> folders = after_each_act(whole.acts);
    ASSERT_EQ(folders.size(), whole.acts.size() + 1);
    std::size_t tried = 0;
    for (std::size_t act = 0; act < whole.acts.size(); ++act) {
        const std::size_t begin = folders[act].at("journal").size();
        const std::string& all = folders[act + 1].at("journal");
        for (std::size_t end = begin; end <= all.size(); end += 56, ++tried) {
            Folder torn = folders[act];
            torn["journal"] = all.substr(0, end);
            torn.erase("latch");
            if (const auto latch = folders[act + 1].find("latch");
                latch != folders[act + 1].end()) {
                torn.insert(*latch);
            }
            SimulatedDisk disk;
            write_folder(disk, torn);

            const std::string where =
                "act " + std::to_string(act) + ", torn at byte " + std::to_string(end - begin);
            expect_same(finished(disk, whole.acts, where), whole.left, where);
            if (HasFailure()) {
                return;
            }
        }
    }
    EXPECT_GT(tried, 200U);
    std::cout << "torn at " << tried << " places\n";
}

TEST(TornWrite, OfTheTapeIsMadeGoodFromTheJournal) {
    const Uninterrupted& whole = uninterrupted();
    const std::vector<Folder> folders = after_each_act(whole.acts);
    for (std::size_t act = 0; act < whole.acts.size(); ++act) {
        const std::size_t begin = folders[act].at("tape").size();
        const std::string& all = folders[act + 1].at("tape");
        for (std::size_t end = begin; end < all.size(); end += 100) {
            Folder torn = folders[act + 1];
            torn["tape.mark"] = folders[act].at("tape.mark");
            torn["tape"] = all.substr(0, end);
            SimulatedDisk disk;
            write_folder(disk, torn);

            const std::string where =
                "act " + std::to_string(act) + ", tape cut at byte " + std::to_string(end - begin);
            expect_same(finished(disk, whole.acts, where), whole.left, where);
            if (HasFailure()) {
                return;
            }
        }
    }
}

TEST(Stop, ThatCannotWriteItsLatchIsDoneAllTheSameAndSaysSo) {
    SimulatedDisk disk;
    auto session = open_short_run(disk);
    ASSERT_TRUE(session.has_value()) << describe(session.error());
    disk.deny(paper_latch_path(folder));

    const auto stopped = session->command(asked(PaperVerb::stop));

    ASSERT_FALSE(stopped.has_value());
    EXPECT_NE(describe(stopped.error()).find("latch"), std::string::npos);
    EXPECT_EQ(session->view().mode, PaperMode::stopped);
    EXPECT_EQ(session->view().commands, 1U);
}

}  // namespace
}  // namespace tradelab::paper_test
