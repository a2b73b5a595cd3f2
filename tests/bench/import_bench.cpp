#include "bench/measure.hpp"
#include "bench/options.hpp"
#include "bench/run.hpp"
#include "document/sha256.hpp"
#include "history/catalogue.hpp"
#include "ingest/importer.hpp"
#include "ingest/packing.hpp"
#include "ingest/read_table.hpp"
#include "os/large_pages.hpp"
#include "os/real_disk.hpp"
#include "support/temporary_directory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>
#include <time.h>
#include <vector>

// How fast klines of a file become a sealed file: read, hashed, parsed, judged, sealed, synced,
// compared.  The generator is ours; the sealed rows must equal what it wrote before any time is
// printed.
namespace bench {
namespace {

using namespace tradelab;

constexpr double csv_rows_per_second_min = 3e6;
constexpr double gzip_rows_per_second_min = 1e6;
constexpr std::int64_t start_ms = 1'577'836'800'000;  // 2020-01-01T00:00:00Z
constexpr std::int64_t minute_ms = 60'000;

struct Market {
    std::string text;
    BarColumns bars;
};

// A walk of an LCG (Knuth, MMIX): prices with 2 decimals, volumes with 3, all columns there.
Market make_market(std::size_t rows) {
    Market market;
    market.bars.reserve(rows);
    market.text =
        "open_time,open,high,low,close,volume,close_time,quote_volume,count,"
        "taker_buy_volume,taker_buy_quote_volume,ignore\n";
    std::uint64_t state = 7;
    const auto draw = [&state](std::int64_t below) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::int64_t>((state >> 33U) % static_cast<std::uint64_t>(below));
    };
    std::int64_t close = 4'000'000;
    for (std::size_t i = 0; i < rows; ++i) {
        const std::int64_t opened = start_ms + static_cast<std::int64_t>(i) * minute_ms;
        Bar bar;
        bar.ts = (opened + minute_ms) * 1'000'000;
        bar.open = close;
        close = std::max<std::int64_t>(close + draw(4'001) - 2'000, 10'000);
        bar.close = close;
        bar.high = std::max(bar.open, bar.close) + draw(900);
        bar.low = std::min(bar.open, bar.close) - draw(900);
        bar.volume = 1'000 + draw(900'000);
        bar.quote_volume_e8 = bar.volume * bar.close * 1'000;
        bar.taker_buy_volume = draw(bar.volume);
        bar.trades = 1 + draw(20'000);
        bar.known = TL_BAR_KNOWS_VOLUME | TL_BAR_KNOWS_QUOTE_VOLUME | TL_BAR_KNOWS_TAKER |
                    TL_BAR_KNOWS_TRADES;
        market.bars.append(bar);
        const auto cents = [](std::int64_t v) { return fmt::format("{}.{:02}", v / 100, v % 100); };
        const auto milli = [](std::int64_t v) {
            return fmt::format("{}.{:03}", v / 1'000, v % 1'000);
        };
        market.text += fmt::format("{},{},{},{},{},{},{},{}.{:08},{},{},{}.{:05},0\n",
                                   opened,
                                   cents(bar.open),
                                   cents(bar.high),
                                   cents(bar.low),
                                   cents(bar.close),
                                   milli(bar.volume),
                                   opened + minute_ms - 1,
                                   bar.quote_volume_e8 / 100'000'000,
                                   bar.quote_volume_e8 % 100'000'000,
                                   bar.trades,
                                   milli(bar.taker_buy_volume),
                                   bar.taker_buy_volume * bar.close / 100'000,
                                   bar.taker_buy_volume * bar.close % 100'000);
    }
    return market;
}

// The rate is of the wall's time.  What all threads computed says more where other programs run.
struct Time {
    double wall_s = 0;
    double processor_s = 0;
};

Time now() {
    timespec computed{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &computed);
    const auto wall = std::chrono::steady_clock::now().time_since_epoch();
    return {.wall_s = std::chrono::duration<double>(wall).count(),
            .processor_s = static_cast<double>(computed.tv_sec) +
                           static_cast<double>(computed.tv_nsec) * 1e-9};
}

Time time_of(const auto& act) {
    const Time begin = now();
    act();
    const Time end = now();
    return {.wall_s = end.wall_s - begin.wall_s,
            .processor_s = end.processor_s - begin.processor_s};
}

template <class Value>
Value proven(Result<Value> result) {
    if (!result) {
        throw std::runtime_error(describe(result.error()));
    }
    return std::move(*result);
}

bool equal(I64Span a, const I64Column& b) {
    return std::ranges::equal(a, b);
}

// What lies in the store is what the generator meant.
bool holds(const Catalogue& store,
           const Imported& imported,
           const RealDisk& disk,
           const BarColumns& meant) {
    const auto file = proven(SealedFile::open(disk, imported.path));
    if (auto verified = file.verify(); !verified) {
        throw std::runtime_error(describe(verified.error()));
    }
    const BarView rows = proven(file.bars(file.all_rows()));
    return proven(store.list()).series.size() == 1 && equal(rows.ts, meant.ts) &&
           equal(rows.open, meant.open) && equal(rows.high, meant.high) &&
           equal(rows.low, meant.low) && equal(rows.close, meant.close) &&
           equal(rows.volume, meant.volume) && equal(rows.quote_volume_e8, meant.quote_volume_e8) &&
           equal(rows.taker_buy_volume, meant.taker_buy_volume) &&
           equal(rows.trades, meant.trades) && std::ranges::equal(rows.known, meant.known);
}

class ImportBench {
public:
    explicit ImportBench(Options options)
        : options_(options), market_(make_market(options.quick ? 60'000 : 1'000'000)) {
        packed_ = gzipped(market_.text);
        write("um/BTCUSDT-1m.csv", market_.text);
        write("um/BTCUSDT-1m.csv.gz", packed_);
    }

    // Imports each file once, and compares.
    bool all_agree() {
        for (const char* name : {"um/BTCUSDT-1m.csv", "um/BTCUSDT-1m.csv.gz"}) {
            Catalogue store(disk_, fresh_store());
            const auto imported = proven(import_file(disk_, store, folder_.path() / name, {}));
            if (!holds(store, imported, disk_, market_.bars)) {
                fmt::print(stderr, "{}: the sealed rows are not those that were generated\n", name);
                return false;
            }
        }
        return true;
    }

    void time() {
        const std::size_t rounds = 5;
        for (std::size_t round = 0; round < rounds; ++round) {
            csv_.push_back(import_time("um/BTCUSDT-1m.csv"));
            gzip_.push_back(import_time("um/BTCUSDT-1m.csv.gz"));
            read_csv_.push_back(read_time(market_.text));
            read_gzip_.push_back(read_time(packed_));
            inflate_.push_back(inflate_time());
            hash_.push_back(time_of([this] { found_ += sha256_hex(market_.text).size(); }));
            copy_.push_back(copy_time());
            seal_.push_back(seal_time());
        }
    }

    void print_agreement() const {
        fmt::print(
            "{} rows, {} bytes of csv (sha256 {}), {} of gz, state 7: the sealed rows equal "
            "the generated ones\n",
            market_.bars.size(),
            market_.text.size(),
            sha256_hex(market_.text),
            packed_.size());
    }

    void print_times() const {
        fmt::print(
            "\n{:<44} {:>9} {:>12} {:>12}\n", "median of 5", "ns/row", "M rows/s", "computed ns");
        line("csv to a sealed file", csv_);
        line("  of it: text to columns", read_csv_);
        line("  of it: columns to a sealed file, synced", seal_);
        line("csv.gz to a sealed file", gzip_);
        line("  of it: gz to columns", read_gzip_);
        line("limit: inflate alone", inflate_);
        line("limit: SHA-256 of the csv alone", hash_);
        line("limit: memcpy of the csv alone", copy_);
        goal("csv", csv_, csv_rows_per_second_min);
        goal("csv.gz", gzip_, gzip_rows_per_second_min);
        fmt::print("ratio to the limit: csv {:.1f} x its SHA-256, gz {:.1f} x its inflate\n",
                   rate(hash_) / rate(csv_),
                   rate(inflate_) / rate(gzip_));
        fmt::print(
            "\nagain: cmake --workflow --preset release && "
            "build/release/tests/bench/import_bench\n");
    }

    void print_json() const {
        fmt::print(
            "{{\"bench\":\"import\",\"rows\":{},\"csv_rows_per_s\":{:.0f},"
            "\"csv_rows_per_s_min\":{:.0f},\"gz_rows_per_s\":{:.0f},"
            "\"gz_rows_per_s_min\":{:.0f}}}\n",
            market_.bars.size(),
            rate(csv_),
            csv_rows_per_second_min,
            rate(gzip_),
            gzip_rows_per_second_min);
    }

private:
    using Times = std::vector<Time>;

    void write(const std::filesystem::path& name, std::string_view bytes) {
        const auto path = folder_.path() / name;
        if (!disk_.make_directories(path.parent_path()) || !write_atomically(disk_, path, bytes)) {
            throw std::runtime_error("cannot write the bench's files");
        }
    }

    std::filesystem::path fresh_store() {
        return folder_.path() / fmt::format("store-{}", stores_++);
    }

    Time import_time(const char* name) {
        const auto where = fresh_store();
        Catalogue store(disk_, where);
        const Time time =
            time_of([&] { proven(import_file(disk_, store, folder_.path() / name, {})); });
        static_cast<void>(disk_.remove_tree(where));
        return time;
    }

    Time read_time(std::string_view raw) {
        return time_of([&] {
            auto source = proven(TextSource::open(raw));
            found_ +=
                proven(read_table(source, {.raw_bytes = raw.size()})).places.price.count() > 0;
        });
    }

    Time inflate_time() {
        std::vector<char> piece(std::size_t{512} << 10U);
        return time_of([&] {
            auto source = proven(TextSource::open(packed_));
            while (const std::size_t got = proven(source.read(piece))) {
                found_ += got;
            }
        });
    }

    Time copy_time() {
        std::vector<char> copy(market_.text.size());
        return time_of([&] {
            std::memcpy(copy.data(), market_.text.data(), copy.size());
            found_ += static_cast<std::size_t>(copy.back());
        });
    }

    Time seal_time() {
        const auto where = fresh_store();
        Catalogue store(disk_, where);
        const SealRequest request{
            .series = proven(Series::parse("binance.usdm:BTC-USDT-PERP bars 1m")),
            .places = {.price = DecimalPlaces(2), .quantity = DecimalPlaces(3)},
            .provenance = {.source = "bench",
                           .location = "bench",
                           .raw = RawInput{.sha256 = std::string(64, 'a'), .bytes = 1},
                           .importer = {.id = "bench", .version = "1"}},
            .rows = market_.bars.view()};
        const Time time = time_of([&] { proven(store.add(request)); });
        static_cast<void>(disk_.remove_tree(where));
        return time;
    }

    [[nodiscard]] double rate(const Times& times) const {
        return static_cast<double>(market_.bars.size()) / median_of(times, &Time::wall_s);
    }
    [[nodiscard]] static double median_of(const Times& times, double Time::* which) {
        std::vector<double> values;
        for (const Time& time : times) {
            values.push_back(time.*which);
        }
        return median(values);
    }
    void line(std::string_view name, const Times& times) const {
        const double computed = median_of(times, &Time::processor_s);
        fmt::print("{:<44} {:>9.1f} {:>12.2f} {:>12.1f}\n",
                   name,
                   1e9 / rate(times),
                   rate(times) / 1e6,
                   1e9 * computed / static_cast<double>(market_.bars.size()));
    }
    void goal(std::string_view name, const Times& times, double least_rate) const {
        fmt::print("\n{}: {:.2f} M rows/s (goal: at least {:.0f}): {}",
                   name,
                   rate(times) / 1e6,
                   least_rate / 1e6,
                   rate(times) >= least_rate ? "met" : "MISSED");
        fmt::print("\n");
    }

    Options options_;
    Market market_;
    std::string packed_;
    TemporaryDirectory folder_;
    RealDisk disk_;
    std::size_t stores_ = 0;
    std::size_t found_ = 0;  // keeps the compiler from leaving work out
    Times csv_, gzip_, read_csv_, read_gzip_, inflate_, hash_, copy_, seal_;
};

}  // namespace

int run(const std::vector<std::string_view>& arguments) {
    tradelab::keep_heap_in_large_pages(std::size_t{512} << 20U);  // as `tradelab data import`
    const auto options = options_of("import_bench", arguments);
    if (!options) {
        return 2;
    }
    ImportBench bench(*options);
    if (!bench.all_agree()) {
        return 1;
    }
    if (options->quick && !options->json) {
        bench.print_agreement();
        return 0;
    }
    bench.time();
    if (options->json) {
        bench.print_json();
    } else {
        bench.print_agreement();
        bench.print_times();
    }
    return 0;
}

}  // namespace bench
