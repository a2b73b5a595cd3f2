#include "paper/forge.hpp"
#include "paper/records.hpp"
#include "store/journals.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>

// Whatever is wrong with the file, it is made anew and says the same as ever.
namespace tradelab::store_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

struct Breakage {
    const char* what;
    std::function<void(const std::filesystem::path&)> act;
    const char* said;
};

TEST(BrokenFile, IsThrownAwayMadeAnewAndSaidSo) {
    StoreHome home;
    write_everything(home.disk);
    const std::string whole = home.made_at_once();
    const auto sql = [](std::string order) {
        return [order](const std::filesystem::path& file) { edit(file, order); };
    };
    const std::vector<Breakage> breakages = {
        {"no database", [](const auto& file) { write(file, std::string(9'000, 'x')); }, "not a"},
        {"empty", [](const auto& file) { write(file, ""); }, "no database of this program"},
        {"cut in half",
         [](const auto& file) { write(file, bytes_of(file).substr(0, bytes_of(file).size() / 2)); },
         "malformed"},
        {"another version", sql("PRAGMA user_version = 99"), "version 99"},
        {"another program's", sql("PRAGMA application_id = 7"), "no database of this program"},
        {"a changed amount",
         sql("UPDATE fills SET fee_e8 = fee_e8 - 1 WHERE seq = "
             "(SELECT max(seq) FROM fills)"),
         "not those that were written"},
        {"a changed text",
         sql("UPDATE commands SET author = 'nobody'"),
         "not those that were written"},
        {"a row less",
         sql("DELETE FROM funding WHERE seq = (SELECT min(seq) FROM funding)"),
         "not those that were written"},
        {"a row more",
         sql("INSERT INTO notes VALUES (0,1,2,3,4,5)"),
         "not those that were written"},
        {"books set back",
         sql("UPDATE sources SET applied_seq = applied_seq - 1 WHERE source = 0"),
         "not those that were written"},
        {"books without a journal",
         sql("DELETE FROM sources WHERE source = 3"),
         "not those that were written"},
        {"no seal", sql("DELETE FROM seal"), "not those that were written"},
        {"a table more", sql("CREATE TABLE more (one)"), "more tables"},
        {"a trigger",
         sql("CREATE TRIGGER t AFTER INSERT ON fills BEGIN DELETE FROM notes; END"),
         "more tables"},
        {"a view of other meaning",
         sql("DROP VIEW audit; CREATE VIEW audit AS SELECT 1"),
         "tables are others"},
        {"a table less", sql("DROP TABLE gate"), "tables are others"}};
    for (const Breakage& breakage : breakages) {
        (void)home.level();
        breakage.act(home.file());

        auto projection = Projection::open(home.disk, home.places());

        ASSERT_TRUE(projection) << breakage.what << ": " << describe(projection.error());
        EXPECT_THAT(projection->take_remarks(),
                    ElementsAre(testing::AllOf(HasSubstr("thrown away"), HasSubstr(breakage.said))))
            << breakage.what;
        EXPECT_GT(bring_level(*projection), 150U) << breakage.what;
        EXPECT_EQ(contents_of(projection->database()), whole) << breakage.what;
    }
}

TEST(BrokenFile, WithAnyByteChangedSaysTheSameAsEver) {
    StoreHome home;
    write_everything(home.disk);
    const std::string whole = home.made_at_once();
    (void)home.level();
    const std::string good = bytes_of(home.file());
    int thrown_away = 0;
    int tried = 0;
    for (std::size_t at = 0; at < good.size(); at += 1 + good.size() / 257) {
        std::string bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 0x20);
        ASSERT_TRUE(Database::remove(home.file()));
        write(home.file(), bad);

        auto projection = Projection::open(home.disk, home.places());
        ASSERT_TRUE(projection) << "byte " << at << ": " << describe(projection.error());
        (void)bring_level(*projection);

        ASSERT_EQ(contents_of(projection->database()), whole) << "byte " << at;
        thrown_away += projection->take_remarks().empty() ? 0 : 1;
        ++tried;
    }
    // The rest lies where nothing is.
    EXPECT_GT(thrown_away, tried / 6) << "of " << tried;
}

TEST(BrokenFile, WhoseLogWasCutGoesOnFromWhatIsWhole) {
    StoreHome home;
    write_everything(home.disk);
    const std::string whole = home.made_at_once();
    auto projection = Projection::open(home.disk, home.places()).value();
    while (!projection.catch_up(29).value().is_level) {
    }
    const std::string log = bytes_of(home.file().string() + "-wal");
    ASSERT_GT(log.size(), 100'000U);
    for (std::size_t keep = 0; keep < log.size(); keep += 1 + log.size() / 61) {
        ProjectionPlaces torn = home.places();
        torn.file = home.folder() / "torn.sqlite";
        ASSERT_TRUE(Database::remove(torn.file));
        std::filesystem::copy_file(home.file(), torn.file);
        write(torn.file.string() + "-wal", log.substr(0, keep));

        auto next = Projection::open(home.disk, torn).value();
        (void)bring_level(next);

        ASSERT_EQ(contents_of(next.database()), whole) << keep << " bytes of the log";
    }
}

TEST(BrokenFile, AheadOfItsJournalIsThrownAway) {
    StoreHome home;
    write_everything(home.disk);
    (void)home.level();
    // A backup of the journal is played back: it ends earlier.
    paper_test::forge(home.disk, "journal", paper_journal_kind, [](auto& records) {
        records.resize(records.size() - 20);
    });

    auto projection = Projection::open(home.disk, home.places()).value();
    (void)bring_level(projection);

    EXPECT_THAT(projection.take_remarks(), ElementsAre(HasSubstr("thrown away")));
    EXPECT_EQ(contents_of(projection.database()), home.made_at_once());
}

TEST(BrokenFile, OfAnotherSessionOrOfAJournalThatIsGoneIsThrownAway) {
    StoreHome home;
    write_everything(home.disk);
    (void)home.level();
    paper_test::forge(home.disk, "journal", paper_journal_kind, [](auto& records) {
        paper_test::replace(records.at(0).second, "capital_e8 1", "capital_e8 2");
        const auto copy = records.back();
        records.insert(records.end(), 3, copy);
    });
    {
        auto projection = Projection::open(home.disk, home.places()).value();
        (void)bring_level(projection);
        EXPECT_THAT(projection.take_remarks(), ElementsAre(HasSubstr("thrown away")));
        EXPECT_EQ(contents_of(projection.database()), home.made_at_once());
    }
    for (const char* name : {"/state/trials", "/state/trials.mark"}) {
        ASSERT_TRUE(home.disk.remove_file(name));
    }

    auto projection = Projection::open(home.disk, home.places()).value();
    (void)bring_level(projection);

    EXPECT_THAT(projection.take_remarks(), ElementsAre(HasSubstr("thrown away")));
    EXPECT_EQ(projection.database().number("SELECT count(*) FROM trials").value(), 0);
    EXPECT_EQ(contents_of(projection.database()), home.made_at_once());
}

}  // namespace
}  // namespace tradelab::store_test
