#include "history/sealed_writer.hpp"

#include "document/sha256.hpp"
#include "history/samples.hpp"
#include "os/real_disk.hpp"
#include "os/simulated_disk.hpp"
#include "support/temporary_directory.hpp"

#include <functional>

namespace tradelab {
namespace {

std::string refusal(const SealRequest& request) {
    return error_of(SealedImage::make(request));
}

TEST(SealedImage, TheBytesOfTheFormatArePinned) {
    SimulatedDisk disk;
    const BarColumns columns = bars({0, 1, 3});
    static_cast<void>(sealed_at(disk, "/golden.tlh", bar_request(columns)));

    const auto bytes = disk.read_file("/golden.tlh", {.size_max = 1 << 20});

    // A change here is a new version of the format: old files would no longer be read.
    ASSERT_TRUE(bytes);
    EXPECT_EQ(bytes->size(), 1664U);
    EXPECT_EQ(sha256_hex(*bytes),
              "73c5262e1239c0d1f04215db968001bfb8d5306b39fdbb3e20903c7287cbc93d");
    const auto image = SealedImage::make(bar_request(columns));
    EXPECT_EQ(image->content_sha256(),
              "09b53e36c3eccdbe8caf8947a1cd4d247c05c731586c62f55ce7fc9ad3061824");
}

TEST(SealedImage, ItsNameTellsTheTimesAndTheRows) {
    const BarColumns columns = bars({0, 1, 3});

    const auto image = SealedImage::make(bar_request(columns));

    EXPECT_EQ(image->file_name(),
              "20200101T000000Z-20200101T030000Z-" + image->data_sha256().substr(0, 8) + ".tlh");
}

TEST(SealedImage, TheDataHashIsOfTheRowsAlone) {
    const BarColumns columns = bars({0, 1, 3});
    SealRequest later = bar_request(columns);
    later.provenance.fetched_at.reset();

    const auto one = SealedImage::make(bar_request(columns));
    const auto other = SealedImage::make(later);

    EXPECT_EQ(one->data_sha256(), other->data_sha256());
    EXPECT_NE(one->content_sha256(), other->content_sha256());
}

TEST(SealedImage, IsReadOnlyOnTheMachinesDisk) {
    const TemporaryDirectory directory;
    RealDisk disk;
    const BarColumns columns = bars({0, 1, 3});

    const SealedFile file = sealed_at(disk, directory.path() / "a.tlh", bar_request(columns));

    EXPECT_EQ(disk.stat(directory.path() / "a.tlh")->mode, 0444U);
    EXPECT_TRUE(file.verify());
}

TEST(SealedImage, BadBarsAreRefusedWithTheirRow) {
    struct Case {
        std::function<void(BarColumns&)> spoil;
        std::string says;
    };
    const std::vector<Case> cases = {
        {[](BarColumns& c) { c = {}; }, "0 rows"},
        {[](BarColumns& c) { c.high.pop_back(); }, "the column high has 2 values and not 3"},
        {[](BarColumns& c) { c.known.push_back(0); }, "the column known"},
        {[](BarColumns& c) { c.ts[1] = c.ts[0]; }, "row 1: 2020-01-01T00:00:00Z follows"},
        {[](BarColumns& c) { c.ts[2] = c.ts[0]; }, "row 2"},
        {[](BarColumns& c) { c.ts[2] += 1; }, "not on the grid"},
        {[](BarColumns& c) { c.ts[0] = TL_NONE; }, "the time is missing"},
        {[](BarColumns& c) { c.low[1] = 0; }, "row 1: low is not positive"},
        {[](BarColumns& c) { c.close[2] = -1; }, "row 2: close is not positive"},
        {[](BarColumns& c) { c.volume[0] = -1; }, "row 0: volume is negative"},
        {[](BarColumns& c) { c.known[1] = 0; }, "said to be unknown"},
        {[](BarColumns& c) { c.known[1] |= 0x10; }, "bits that mean nothing"},
    };

    for (const auto& [spoil, says] : cases) {
        BarColumns columns = bars({0, 1, 3});
        spoil(columns);

        EXPECT_THAT(refusal(bar_request(columns)), testing::HasSubstr(says));
    }
}

TEST(SealedImage, BadTradesFundingAndMarksAreRefused) {
    const auto request = [](std::string_view text, ColumnsView rows) {
        return SealRequest{.series = series(text),
                           .places = btc_places,
                           .provenance = provenance(),
                           .rows = std::move(rows)};
    };
    TradeColumns back = trades(0, 6);
    back.ts[4] -= 2;
    TradeColumns twice = trades(0, 6);
    twice.id[1] = 0;
    TradeColumns some_ids = trades(0, 6);
    some_ids.id[2] = TL_NONE;
    TradeColumns sided = trades(0, 6);
    sided.aggressor[0] = 2;
    FundingColumns rateless = funding(3);
    rateless.rate_e12[1] = TL_NONE;
    MarkColumns free = marks({0, 1});
    free.index_e8[1] = 0;

    const auto trade_series = "binance.spot:BTC-USDT trades";
    EXPECT_THAT(refusal(request(trade_series, back.view())), testing::HasSubstr("row 4"));
    EXPECT_THAT(refusal(request(trade_series, twice.view())), testing::HasSubstr("ids must grow"));
    EXPECT_THAT(refusal(request(trade_series, some_ids.view())), testing::HasSubstr("row 2"));
    EXPECT_THAT(refusal(request(trade_series, sided.view())), testing::HasSubstr("aggressor"));
    EXPECT_THAT(refusal(request("binance.usdm:BTC-USDT-PERP funding", rateless.view())),
                testing::HasSubstr("row 1: the rate is missing"));
    EXPECT_THAT(refusal(request("binance.usdm:BTC-USDT-PERP mark 1h", free.view())),
                testing::HasSubstr("row 1: index"));
    EXPECT_THAT(refusal(request("binance.usdm:BTC-USDT-PERP mark 1h", back.view())),
                testing::HasSubstr("rows of trades for the series"));
}

TEST(SealedImage, WithoutProvenanceThereIsNoFile) {
    const BarColumns columns = bars({0, 1, 3});
    SealRequest request = bar_request(columns);
    request.provenance = {};

    EXPECT_THAT(refusal(request), testing::HasSubstr("provenance"));
}

TEST(SealedImage, APowerCutAtAnyOperationLeavesTheWholeFileOrNone) {
    const BarColumns columns = bars({0, 1, 3});
    const auto image = SealedImage::make(bar_request(columns)).value();
    SimulatedDisk whole;
    ASSERT_TRUE(image.write(whole, "/a.tlh"));
    const std::uint64_t operations = whole.operations();
    ASSERT_GT(operations, 20U);

    bool seen = false;
    for (std::uint64_t n = 1; n <= operations + 1; ++n) {
        SimulatedDisk disk;
        disk.cut_power_at(n);
        const bool written = image.write(disk, "/a.tlh").has_value();
        disk.reboot();

        const bool there = disk.exists("/a.tlh");
        EXPECT_TRUE(there || !written) << "a file that was promised is gone, cut at " << n;
        if (there) {
            const auto file = SealedFile::open(disk, "/a.tlh");
            ASSERT_TRUE(file) << "cut at " << n << ": " << error_of(file);
            EXPECT_TRUE(file->verify()) << n;
            seen = true;
        }
        EXPECT_TRUE(image.write(disk, "/a.tlh")) << "the next attempt, cut at " << n;
    }
    EXPECT_TRUE(seen);
}

TEST(SealedImage, AFullDiskLeavesNothing) {
    const BarColumns columns = bars({0, 1, 3});
    const auto image = SealedImage::make(bar_request(columns)).value();
    SimulatedDisk disk({.capacity_bytes = 1000});

    const auto written = image.write(disk, "/a.tlh");

    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::disk_full);
    EXPECT_TRUE(disk.list("/")->empty());
}

}  // namespace
}  // namespace tradelab
