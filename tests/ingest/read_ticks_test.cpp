#include "ingest/read_ticks.hpp"

#include "ingest/packing.hpp"
#include "ingest/tables.hpp"
#include "support/shared.hpp"

#include <iostream>
#include <ostream>

namespace tradelab {
namespace {

using testing::HasSubstr;

// Lines as Binance's streams sent them on 2024-08-08, the levels of their books cut.
constexpr std::string_view combined_trade =
    R"(1723161254087896568 {"stream":"btcusdt@trade","data":{"e":"trade","E":1723161255343,)"
    R"("s":"BTCUSDT","t":3735683259,"p":"61837.63000000","q":"0.02000000","T":1723161255342,)"
    R"("m":true,"M":true}})"
    "\n";
constexpr std::string_view combined_depth =
    R"(1723161253937085768 {"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate",)"
    R"("E":1723161255208,"s":"BTCUSDT","U":50093239189,"u":50093239202,)"
    R"("b":[["61737.63000000","0.00000000"]],"a":[]}})"
    "\n";
constexpr std::string_view spot_best_prices =
    R"(1723161254087891268 {"stream":"btcusdt@bookTicker","data":{"u":50093239212,)"
    R"("s":"BTCUSDT","b":"61837.63000000","B":"3.78826000","a":"61837.64000000",)"
    R"("A":"1.54698000"}})"
    "\n";
constexpr std::string_view spot_snapshot =
    R"(1723161254206652067 {"lastUpdateId":50093239218,"bids":[["61837.63000000","3.78826000"]],)"
    R"("asks":[]})"
    "\n";
constexpr std::string_view futures_snapshot =
    R"(1723161255206652067 {"lastUpdateId":5123107846081,"E":1723161256387,"T":1723161256382,)"
    R"("bids":[],"asks":[]})"
    "\n";
constexpr std::string_view raw_trade =
    R"(1723161254087896568 {"e":"trade","E":1723161255343,"s":"BTCUSDT"})"
    "\n";

Result<RecordedTicks> ticks_in(std::string_view raw) {
    auto source = TextSource::open(raw);
    if (!source) {
        return fail(source.error());
    }
    return read_ticks(*source);
}

std::string text_of(std::initializer_list<std::string_view> lines) {
    std::string text;
    for (const std::string_view line : lines) {
        text += line;
    }
    return text;
}

// What is said of a recording whose second line is this one.
std::string error_of_line(std::string_view line) {
    return error_of(ticks_in(text_of({combined_trade, line, "\n", combined_depth})));
}

TEST(RecordedTicks, GiveTheTwoTimesOfEveryEvent) {
    const auto ticks = ticks_in(gzipped(text_of({combined_depth, combined_trade, raw_trade})));

    ASSERT_TRUE(ticks) << error_of(ticks);
    ASSERT_EQ(ticks->events.size(), 3U);
    EXPECT_EQ(ticks->events[0].received.ns(), 1'723'161'253'937'085'768);
    EXPECT_EQ(ticks->events[0].happened.ns(), 1'723'161'255'208'000'000);
    EXPECT_EQ(ticks->events[1].happened.ns(), 1'723'161'255'343'000'000);
    EXPECT_EQ(ticks->events[2].happened.ns(), 1'723'161'255'343'000'000);
    EXPECT_EQ(ticks->without_event_time, 0U);
}

TEST(RecordedTicks, MessagesOfNoTimedEventAreCountedAndNoError) {
    const auto ticks =
        ticks_in(text_of({spot_best_prices, spot_snapshot, futures_snapshot, combined_trade}));

    ASSERT_TRUE(ticks) << error_of(ticks);
    EXPECT_EQ(ticks->events.size(), 1U);
    EXPECT_EQ(ticks->without_event_time, 3U);
    EXPECT_EQ(ticks->lines(), 4U);
}

TEST(RecordedTicks, StampsInMicrosecondsAreToldByTheirSize) {
    const auto ticks = ticks_in("1723161254087896568 {\"e\":\"trade\",\"E\":1723161255343210}\n");

    ASSERT_TRUE(ticks) << error_of(ticks);
    EXPECT_EQ(ticks->events.at(0).happened.ns(), 1'723'161'255'343'210'000);
}

TEST(RecordedTicks, ATimeInsideOfATextOrAnotherObjectIsNotTheEvents) {
    const auto ticks =
        ticks_in(R"(1723161254087896568 {"e":"x","s":"\"E\":1","o":{"E":2},"E":1723161255343})"
                 "\n");

    ASSERT_TRUE(ticks) << error_of(ticks);
    EXPECT_EQ(ticks->events.at(0).happened.ns(), 1'723'161'255'343'000'000);
}

TEST(RecordedTicks, ALineThatIsNoTimeIsRefusedWithItsNumber) {
    EXPECT_THAT(error_of_line("{}"), HasSubstr("2: there is no time and space before '{}'"));
    EXPECT_THAT(error_of_line(""), HasSubstr("2: there is no time and space before ''"));
    EXPECT_THAT(error_of_line(" {}"), HasSubstr("2: there is no time and space"));
    EXPECT_THAT(error_of_line("12a {}"), HasSubstr("'12a' is no whole number"));
    EXPECT_THAT(error_of_line("-1723161254087896568 {}"), HasSubstr("is no whole number"));
    EXPECT_THAT(error_of_line("99999999999999999999 {}"), HasSubstr("is no whole number"));
    EXPECT_THAT(error_of_line("1723161254087 {}"), HasSubstr("is no time in nanoseconds"));
    EXPECT_THAT(error_of_line("9223372036854775807 {}"), HasSubstr("is no time in nanoseconds"));
}

TEST(RecordedTicks, AMessageThatIsNoObjectIsRefusedWithItsPlace) {
    const std::string time = "1723161254087896568 ";

    EXPECT_THAT(error_of_line(time + "{\"e\":tru}"),
                HasSubstr("2: the message is no JSON: column "));
    EXPECT_THAT(error_of_line(time), HasSubstr("2: the message is no JSON"));
    EXPECT_THAT(error_of_line(time + "{} {}"), HasSubstr("2: the message is no JSON"));
    EXPECT_THAT(error_of_line(time + "[1]"), HasSubstr("and no JSON object"));
    EXPECT_THAT(error_of_line(time + "{\"data\":1}"), HasSubstr("/data is a whole number"));
    EXPECT_THAT(error_of_line(time + R"({"e":"x","E":"1723161255343"})"),
                HasSubstr("2: the message's /E is a text and no whole number"));
    EXPECT_THAT(error_of_line(time + R"({"data":{"e":"x","E":1.5}})"), HasSubstr("/data/E is "));
    EXPECT_THAT(error_of_line(time + R"({"e":"x","E":7})"), HasSubstr("/E 7 is no time"));
    EXPECT_THAT(error_of_line(time + R"({"e":"x","E":-1723161255343})"), HasSubstr("no time"));
    EXPECT_THAT(error_of_line(time + R"({"e":"x","E":1723161255343,"E":1723161255344})"),
                HasSubstr("2: the message is no JSON"));
    EXPECT_THAT(error_of_line(time + std::string(100, '[')), HasSubstr("no JSON"));
    EXPECT_THAT(error_of_line(time + std::string("{\"e\":\"\0\"}", 9)), HasSubstr("no JSON"));
}

TEST(RecordedTicks, ABookOfManyLevelsFitsAndAnEndlessLineDoesNot) {
    std::string levels;
    for (int i = 0; i < 10'000; ++i) {
        levels += R"(["61837.63000000","3.78826000"],)";
    }
    levels.pop_back();
    const std::string book =
        R"(1723161254206652067 {"lastUpdateId":1,"bids":[)" + levels + "],\"asks\":[]}\n";

    const auto large = ticks_in(gzipped(book + std::string(combined_trade)));
    const std::string endless(3 * tick_line_bytes_max, '1');

    ASSERT_TRUE(large) << error_of(large);
    EXPECT_EQ(large->lines(), 2U);
    EXPECT_THAT(error_of(ticks_in(gzipped(std::string(combined_trade) + endless))),
                HasSubstr("a line is longer than 1048576 bytes"));
}

TEST(RecordedTicks, AFileThatIsEmptyOrCutIsRefused) {
    const std::string packed = gzipped(text_of({combined_depth, combined_trade}));

    EXPECT_THAT(error_of(ticks_in(gzipped(""))), HasSubstr("1: the file is empty"));
    EXPECT_FALSE(ticks_in(packed.substr(0, packed.size() - 9)));
    EXPECT_THAT(error_of(ticks_in(combined_trade.substr(0, 90))), HasSubstr("does not end"));
}

TEST(RecordedTicks, OfAFileSayItsNameAndLine) {
    Shelf shelf;
    const auto path = shelf.put("ticks/a.gz", gzipped(std::string(combined_trade) + "nonsense\n"));

    EXPECT_THAT(error_of(read_ticks(shelf.disk, path)), HasSubstr("ticks/a.gz:2: there is no"));
    EXPECT_FALSE(read_ticks(shelf.disk, shelf.folder.path() / "absent.gz"));
}

// The README of the recorded data: the receiver's clock runs about 1.27 s behind the exchange's,
// receive minus event time is -1275 to -1219 ms.  The ends of that range are each of another file.
struct RecordedClock {
    std::string_view file;
    std::uint64_t lines;
    std::size_t events;
    std::int64_t least_ms;  // rounded to the nearest
    std::int64_t most_ms;

    friend void PrintTo(const RecordedClock& clock, std::ostream* out) { *out << clock.file; }
};

class SharedTicks : public testing::TestWithParam<RecordedClock> {};

TEST_P(SharedTicks, TheReceiversClockRunsBehindAsTheirReadmeSays) {
    const RecordedClock& meant = GetParam();
    const auto path = shared_file("data/ticks/" + std::string(meant.file));
    if (!path) {
        GTEST_SKIP() << "no recorded data: set TRADELAB_SHARED";
    }
    const RealDisk disk;

    const auto ticks = read_ticks(disk, *path);

    ASSERT_TRUE(ticks) << error_of(ticks);
    EXPECT_EQ(ticks->lines(), meant.lines);
    EXPECT_EQ(ticks->events.size(), meant.events);
    const auto clock = examine_receiver_clock(ticks->events);
    ASSERT_TRUE(clock);
    const auto rounded = [](Duration time) {
        return std::chrono::round<std::chrono::milliseconds>(time).count();
    };
    EXPECT_EQ(rounded(clock->least), meant.least_ms);
    EXPECT_EQ(rounded(clock->most), meant.most_ms);
    ASSERT_EQ(clock->judgement.verdict.findings.size(), 1U);
    const Finding& finding = clock->judgement.verdict.findings.front();
    std::cout << meant.file << "  " << finding.code << ": " << finding.text << '\n';
    EXPECT_EQ(finding.code, "receiver_clock");
    EXPECT_EQ(finding.count, meant.events) << "every event came before its time";
}

INSTANTIATE_TEST_SUITE_P(Files,
                         SharedTicks,
                         testing::Values(RecordedClock{.file = "spot-btcusdt-20240808.gz",
                                                       .lines = 41'249,
                                                       .events = 13'208,
                                                       .least_ms = -1'275,
                                                       .most_ms = -1'250},
                                         RecordedClock{.file = "um-btcusdt-20240808.gz",
                                                       .lines = 93'954,
                                                       .events = 93'953,
                                                       .least_ms = -1'273,
                                                       .most_ms = -1'219}));

}  // namespace
}  // namespace tradelab
