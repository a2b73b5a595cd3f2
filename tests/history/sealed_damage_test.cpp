#include "history/samples.hpp"
#include "history/sealed_format.hpp"
#include "history/series_reader.hpp"
#include "os/simulated_disk.hpp"

#include <cstddef>
#include <cstring>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

// What happens to a sealed file that is not what the writer wrote.
namespace tradelab {
namespace {

std::string small_file() {
    SimulatedDisk disk;
    const BarColumns columns = bars({0, 1, 4, 5});
    static_cast<void>(sealed_at(disk, "/a.tlh", bar_request(columns)));
    return disk.read_file("/a.tlh", {.size_max = 1 << 20}).value();
}

Result<SealedFile> opened(const std::string& bytes) {
    SimulatedDisk disk;
    const auto written = write_atomically(disk, "/a.tlh", bytes);
    EXPECT_TRUE(written);
    return SealedFile::open(disk, "/a.tlh");
}

TEST(SealedDamage, EveryFlippedByteIsFoundByVerifyAndChangesNoRow) {
    const std::string whole = small_file();
    const auto rows = rows_in(bars({0, 1, 4, 5}).view());
    std::uint64_t data_at = 0;
    std::memcpy(&data_at, whole.data() + offsetof(sealed::Header, data_at), sizeof data_at);

    std::size_t opened_anyway = 0;
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (const unsigned flip : {0x01U, 0x80U, 0xffU}) {
            std::string bytes = whole;
            bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ flip);
            const auto file = opened(bytes);
            if (!file) {
                continue;
            }
            ++opened_anyway;
            EXPECT_GE(at, data_at) << "the front says something else and was believed";
            EXPECT_FALSE(file->verify()) << at;
            const auto held = file->bars(file->all_rows());
            if (held) {
                EXPECT_EQ(rows_in(*held), rows) << at;
            }
        }
    }
    EXPECT_GT(opened_anyway, 0U);  // opening does not look at the columns
}

TEST(SealedDamage, EveryTruncationAndEveryTailIsRefused) {
    const std::string whole = small_file();

    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_FALSE(opened(whole.substr(0, size))) << size;
    }
    EXPECT_FALSE(opened(whole + '\0'));
    EXPECT_FALSE(opened(whole + std::string(64, '\0')));
    EXPECT_TRUE(opened(whole));
}

// The bytes with a changed front whose checksum is right again: what remains is our own care.
template <class Change>
std::string forged(std::string bytes, Change change) {
    sealed::Header header{};
    std::memcpy(&header, bytes.data(), sizeof header);
    const std::uint64_t data_at = header.data_at;
    change(header);
    std::memcpy(bytes.data(), &header, sizeof header);
    header.front_crc = sealed::front_crc(std::as_bytes(std::span(bytes)).first(data_at));
    std::memcpy(bytes.data(), &header, sizeof header);
    return bytes;
}

TEST(SealedDamage, HostileNumbersInTheHeaderAreRefused) {
    const std::string whole = small_file();
    ASSERT_TRUE(opened(forged(whole, [](sealed::Header&) {})));
    const std::vector<std::uint64_t> numbers = {0,
                                                1,
                                                3,
                                                5,
                                                64,
                                                std::uint64_t{1} << 28U,
                                                std::uint64_t{1} << 32U,
                                                std::uint64_t{1} << 60U,
                                                std::uint64_t{1} << 61U,
                                                std::uint64_t{1} << 63U,
                                                std::numeric_limits<std::uint64_t>::max() - 63,
                                                std::numeric_limits<std::uint64_t>::max()};
    using Field = std::uint64_t sealed::Header::*;
    for (const Field field : {&sealed::Header::rows,
                              &sealed::Header::blocks,
                              &sealed::Header::directory_at,
                              &sealed::Header::provenance_at,
                              &sealed::Header::provenance_bytes,
                              &sealed::Header::holes_at,
                              &sealed::Header::holes,
                              &sealed::Header::index_at,
                              &sealed::Header::data_at,
                              &sealed::Header::file_bytes}) {
        for (const std::uint64_t number : numbers) {
            bool same = false;
            const std::string bytes = forged(whole, [&](sealed::Header& header) {
                same = header.*field == number;
                header.*field = number;
            });
            EXPECT_TRUE(same || !opened(bytes)) << number;
        }
    }
}

TEST(SealedDamage, OtherLiesInTheHeaderAreRefused) {
    const std::string whole = small_file();
    const std::vector<std::function<void(sealed::Header&)>> lies = {
        [](sealed::Header& h) { h.kind = 0; },
        [](sealed::Header& h) { h.kind = 5; },
        [](sealed::Header& h) { h.kind = 4; },
        [](sealed::Header& h) { h.version = 2; },
        [](sealed::Header& h) { h.interval_ns = 0; },
        [](sealed::Header& h) { h.interval_ns = -hour_ns; },
        [](sealed::Header& h) { h.interval_ns = hour_ns * 2; },
        [](sealed::Header& h) { h.interval_ns = 7'000'000'000; },
        [](sealed::Header& h) { h.price_places = 19; },
        [](sealed::Header& h) { h.quantity_places = 255; },
        [](sealed::Header& h) { h.synthetic = 1; },
        [](sealed::Header& h) { h.synthetic = 2; },
        [](sealed::Header& h) { h.reserved[3] = 1; },
        [](sealed::Header& h) { h.first_ts += hour_ns; },
        [](sealed::Header& h) { h.first_ts = std::numeric_limits<std::int64_t>::min(); },
        [](sealed::Header& h) { h.last_ts = std::numeric_limits<std::int64_t>::max(); },
        [](sealed::Header& h) { h.last_ts = h.first_ts; },
        [](sealed::Header& h) { h.instrument.fill('A'); },
        [](sealed::Header& h) { h.instrument[0] = '\0'; },
        [](sealed::Header& h) { h.instrument[63] = 'A'; },
        [](sealed::Header& h) { h.block_rows = 0; },
        [](sealed::Header& h) { h.columns = 11; },
    };

    for (std::size_t i = 0; i < lies.size(); ++i) {
        EXPECT_FALSE(opened(forged(whole, lies[i]))) << "lie " << i;
    }
}

TEST(SealedDamage, ProvenanceThatWasEmptiedIsRefused) {
    const std::string whole = small_file();

    const std::string bytes = [&whole] {
        std::string emptied = whole;
        sealed::Header header{};
        std::memcpy(&header, emptied.data(), sizeof header);
        std::memset(emptied.data() + header.provenance_at, 0, header.provenance_bytes);
        return forged(emptied, [](sealed::Header&) {});
    }();

    EXPECT_THAT(error_of(opened(bytes)), testing::HasSubstr("provenance"));
}

TEST(SealedDamage, ADamagedBlockIsNamedAndTheOthersAreRead) {
    SimulatedDisk disk;
    const BarColumns columns = bars_between(0, 10'000);
    static_cast<void>(sealed_at(disk, "/a.tlh", bar_request(columns)));
    std::string bytes = disk.read_file("/a.tlh", {.size_max = 10 << 20}).value();
    const auto close = columns.close[5000];
    char needle[sizeof close];
    std::memcpy(needle, &close, sizeof close);
    const auto at = bytes.find(std::string_view(needle, sizeof close));
    ASSERT_NE(at, std::string::npos);
    bytes[at] = static_cast<char>(bytes[at] ^ 4);

    const auto file = opened(bytes);

    ASSERT_TRUE(file);
    EXPECT_TRUE(file->rows({.first = 0, .count = 4096}));
    EXPECT_TRUE(file->rows({.first = 8192, .count = 1}));
    const auto held = file->rows({.first = 4096, .count = 1});
    ASSERT_FALSE(held);
    EXPECT_EQ(held.error().code, ErrorCode::hash_mismatch);
    EXPECT_THAT(describe(held.error()), testing::HasSubstr("block 1 (rows from 4096)"));
    EXPECT_FALSE(file->verify());
}

TEST(SealedDamage, ABlockThatWasLookedAtAheadAndFailedIsStillToldToTheReader) {
    SimulatedDisk disk;
    const BarColumns columns = bars_between(0, 3 * SealedFile::block_rows);
    static_cast<void>(sealed_at(disk, "/a.tlh", bar_request(columns)));
    std::string bytes = disk.read_file("/a.tlh", {.size_max = 8 << 20}).value();
    std::uint64_t data_at = 0;
    std::memcpy(&data_at, bytes.data() + offsetof(sealed::Header, data_at), sizeof data_at);
    char& in_second_block = bytes[data_at + (SealedFile::block_rows + 7) * sizeof(std::int64_t)];
    in_second_block = static_cast<char>(in_second_block ^ 1);
    ASSERT_TRUE(write_atomically(disk, "/b.tlh", bytes));
    std::vector<SealedFile> files;
    files.push_back(SealedFile::open(disk, "/b.tlh").value());
    auto reader = SeriesReader::open(std::move(files), {});
    ASSERT_TRUE(reader) << error_of(reader);

    reader->check_ahead({});

    std::size_t read = 0;
    auto rows = reader->next(EventBlock::capacity);
    for (; rows && rows_of(*rows) != 0; rows = reader->next(EventBlock::capacity)) {
        read += rows_of(*rows);
    }
    EXPECT_EQ(read, SealedFile::block_rows);
    EXPECT_NE(error_of(rows).find("block 1"), std::string::npos) << error_of(rows);
}

}  // namespace
}  // namespace tradelab
