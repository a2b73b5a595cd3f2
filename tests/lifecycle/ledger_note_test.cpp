#include "lifecycle/ledger_note.hpp"

#include "journal/mark.hpp"
#include "journal/trials.hpp"
#include "journal/verify.hpp"
#include "journal/writer.hpp"
#include "lifecycle/subject.hpp"
#include "os/simulated_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>

namespace tradelab {
namespace {

using testing::AllOf;
using testing::HasSubstr;

const Disk::Path ledger = "/state/trials";

class LedgerNote : public testing::Test {
public:
    SimulatedDisk disk;
    Lifecycle record{disk, "/state/lifecycle"};

    // Records of the ledger's kind; what is in them is not the matter here.
    void append(const std::string& payload) {
        ASSERT_TRUE(disk.make_directories("/state"));
        auto writer = JournalWriter::open(disk, ledger, {.kind = std::string(trials_kind)});
        ASSERT_TRUE(writer) << describe(writer.error());
        ASSERT_TRUE(writer->append({.type = 1, .version = 1}, {}, payload));
        ASSERT_TRUE(writer->sync());
    }
    void remove_ledger() {
        ASSERT_TRUE(disk.remove_file(ledger));
        ASSERT_TRUE(disk.remove_file(mark_path(ledger)));
    }
    [[nodiscard]] Status note() { return note_ledger(disk, ledger, record, day(1)); }
};

TEST_F(LedgerNote, NotesHowFarItGoesAndNothingWhereItDidNotGrow) {
    ASSERT_TRUE(note());
    EXPECT_FALSE(disk.exists("/state/lifecycle")) << "no trial, no note";
    append("one");
    ASSERT_TRUE(note());
    const auto first = acknowledged_head(disk, ledger).value();
    const auto bytes = disk.stat("/state/lifecycle")->size;
    ASSERT_TRUE(note());
    EXPECT_EQ(disk.stat("/state/lifecycle")->size, bytes);
    EXPECT_EQ(Lifecycle(disk, "/state/lifecycle").noted_ledger(), std::nullopt) << "not read yet";

    append("two");
    ASSERT_TRUE(note());

    Lifecycle anew(disk, "/state/lifecycle");
    ASSERT_TRUE(anew.catch_up());
    EXPECT_EQ(anew.noted_ledger(), acknowledged_head(disk, ledger).value());
    EXPECT_NE(anew.noted_ledger(), first);
    EXPECT_TRUE(anew.add(std::array{step("one", LifeStage::idea, LifeStage::valid)}, day(1)));
}

// Each of them is whole: no byte of it is damaged.
TEST_F(LedgerNote, ALedgerThatWasWrittenAnewIsFoundOutHoweverLongItIs) {
    append("one");
    append("a trial that lost");
    ASSERT_TRUE(note());
    for (const int trials : {1, 2, 3}) {
        remove_ledger();
        for (int at = 0; at < trials; ++at) {
            append("a trial that won");
        }
        ASSERT_TRUE(verify_journal(disk, ledger));

        const auto noted = note();

        ASSERT_FALSE(noted) << trials;
        EXPECT_THAT(describe(noted.error()),
                    AllOf(HasSubstr("is not the one that was noted"), HasSubstr("backup")))
            << trials;
    }
    remove_ledger();
    EXPECT_FALSE(note()) << "gone";
}

TEST_F(LedgerNote, IsReadAsItWasWrittenAndNothingElseIs) {
    append("one");
    const JournalHead head = acknowledged_head(disk, ledger).value();
    const std::string bytes = encode_ledger_note(head);
    EXPECT_EQ(decode_ledger_note(bytes), head);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        std::string other = bytes;
        other[at] = '\x01';
        EXPECT_FALSE(decode_ledger_note(other)) << at;
    }
    EXPECT_FALSE(decode_ledger_note(bytes + " "));
    EXPECT_FALSE(decode_ledger_note(std::string(2'000, '[')));
}

}  // namespace
}  // namespace tradelab
