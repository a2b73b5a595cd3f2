#include "daemon/running_daemon.hpp"
#include "document/json_parse.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>

// What the daemon leaves on disk, and what `tradelab doctor` says of it.
namespace tradelab {
namespace {

using testing::HasSubstr;

// What `doctor` says of one thing, and whether it ends well.
std::string symptom_of(const DaemonHome& home, const std::string& subject) {
    const auto doctor = home.tradelab({"doctor", "--json"});
    const auto document = parse_json(doctor.output.bytes, {.bytes_max = answer_bytes_max});
    for (const JsonValue& one : *document.value()["findings"].array()) {
        if (*one["subject"].text() == subject) {
            return std::to_string(doctor.exit_code) + " " + *one["health"].text() + " " +
                   *one["what"].text();
        }
    }
    return "";
}

void damage(const std::filesystem::path& path, std::streamoff from_the_end) {
    std::filesystem::permissions(path, std::filesystem::perms(0644));
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(-from_the_end, std::ios::end);
    const char byte = static_cast<char>(file.get() ^ 1);
    file.seekp(-from_the_end, std::ios::end);
    file.put(byte);
}

TEST(Doctor, ReadsWhatTheDaemonWillReadAndWritesWhereItWillWrite) {
    const DaemonHome home;
    ASSERT_EQ(home.tradelabd({"--once"}).exit_code, 0);
    EXPECT_EQ(symptom_of(home, "journals"), "0 ok 2 journals whole");
    EXPECT_EQ(symptom_of(home, "history").substr(0, 5), "0 ok ");
    EXPECT_EQ(symptom_of(home, "state"), "0 ok " + home.state().string());

    damage(home.state() / "paper/tape", 40);
    EXPECT_THAT(symptom_of(home, "journals"), HasSubstr("1 BROKEN"));
    EXPECT_THAT(symptom_of(home, "journals"), HasSubstr("paper/tape"));
    const auto verify =
        home.run("tradelab", {"journal", "verify", "--state", home.state().string()});
    EXPECT_EQ(verify.exit_code, 1);
    EXPECT_THAT(verify.output.bytes, HasSubstr("paper/journal"));
    EXPECT_THAT(verify.output.bytes, HasSubstr("damaged"));

    for (const auto& one : std::filesystem::recursive_directory_iterator(
             home.file().parent_path() / ".local/share/tradelab/history")) {
        if (one.is_regular_file() && one.file_size() > 10'000) {
            damage(one.path(), 100);
        }
    }
    EXPECT_THAT(symptom_of(home, "history"), HasSubstr("1 BROKEN"));

    // Nobody may make a file in there, root included.
    const auto doctor =
        home.run("tradelab", {"doctor", "--config", home.file().string(), "--state", "/proc/self"});
    EXPECT_EQ(doctor.exit_code, 1);
    EXPECT_THAT(doctor.output.bytes, HasSubstr("doctor.probe"));
}

TEST(DaemonProcess, NobodyElseReadsWhatItKeeps) {
    const DaemonHome home;
    ASSERT_EQ(home.tradelabd({"--once"}).exit_code, 0);

    std::size_t seen = 0;
    for (const auto& one : std::filesystem::recursive_directory_iterator(home.state())) {
        const auto mode = static_cast<unsigned>(one.symlink_status().permissions());
        EXPECT_EQ(mode & 0026U, 0U) << one.path();
        ++seen;
    }
    EXPECT_GT(seen, 5U);
    const auto mode = static_cast<unsigned>(std::filesystem::status(home.state()).permissions());
    EXPECT_EQ(mode & 0026U, 0U);

    std::filesystem::permissions(home.state() / "paper/journal", std::filesystem::perms(0644));
    EXPECT_THAT(symptom_of(home, "state"), HasSubstr("chmod -R o-r"));
}

}  // namespace
}  // namespace tradelab
