#include "bench/measure.hpp"
#include "bench/options.hpp"
#include "bench/run.hpp"
#include "bench/store_journals.hpp"
#include "os/clock.hpp"
#include "os/real_disk.hpp"
#include "store/anew.hpp"
#include "store/projection.hpp"
#include "support/temporary_directory.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// How fast the database is made anew of the journals: read, chain proved, parsed, inserted,
// committed.  First, what was made at once must equal what was made bit by bit.
namespace bench {
namespace {

using namespace tradelab;

constexpr std::uint64_t records_per_second_min = 100'000;

template <class T>
T proven(Result<T> result) {
    if (!result) {
        throw std::runtime_error(describe(result.error()));
    }
    return *std::move(result);
}

RebuildProgress rebuilt(const RealDisk& disk, const ProjectionPlaces& places) {
    const SystemClock clock;
    auto done = proven(
        rebuild_projection(disk, clock, places, [](const RebuildProgress&) { return true; }));
    if (!done.remarks.empty()) {
        throw std::runtime_error(done.remarks.front());
    }
    return done.progress;
}

// As a daemon does that is ended every 20,000 records.
void made_bit_by_bit(const RealDisk& disk, const ProjectionPlaces& places) {
    bool is_level = false;
    while (!is_level) {
        auto projection = proven(Projection::open(disk, places));
        for (int batch = 0; batch < 20 && !is_level; ++batch) {
            is_level = proven(projection.catch_up(997)).is_level;
        }
        if (!projection.take_remarks().empty()) {
            throw std::runtime_error("a good file was thrown away");
        }
    }
}

// Of all rows and books; that they are those is proved by opening.
std::string contents(const RealDisk& disk, const ProjectionPlaces& places) {
    const auto projection = proven(Projection::open(disk, places));
    std::string text;
    for (const char* sql : {"SELECT digest FROM seal",
                            "SELECT count(*) FROM fills",
                            "SELECT sum(realised_e8) FROM fills",
                            "SELECT count(*) FROM orders",
                            "SELECT count(*) FROM trials"}) {
        text += std::to_string(proven(projection.database().number(sql))) + " ";
    }
    return text;
}

struct Measured {
    std::string_view what;
    std::uint64_t records = 0;
    std::vector<double> rates = {};
};

Measured measured(std::string_view what, const RealDisk& disk, const ProjectionPlaces& places) {
    Measured out{.what = what};
    for (int round = 0; round < 3; ++round) {
        const RebuildProgress progress = rebuilt(disk, places);
        out.records = progress.records;
        out.rates.push_back(static_cast<double>(rate_of(progress)));
    }
    return out;
}

void print(const Measured& one) {
    fmt::print("{:<34} {:>9} records {:>10.0f} records/s (median of 3)\n",
               one.what,
               one.records,
               median(one.rates));
}

}  // namespace

int run(const std::vector<std::string_view>& arguments) {
    const auto options = options_of("store_bench", arguments);
    if (!options) {
        return 2;
    }
    const std::uint64_t records = options->quick ? 20'000 : 500'000;
    const TemporaryDirectory folder;
    RealDisk disk;
    const auto places_in = [&](const char* name) {
        return projection_places(folder.path() / name, folder.path() / name / "paper");
    };
    const ProjectionPlaces paper = places_in("paper");
    const ProjectionPlaces ledger = places_in("ledger");
    write_paper_journal(disk, paper, records);
    write_trials(disk, ledger, records / 10);

    ProjectionPlaces bit_by_bit = paper;
    bit_by_bit.file += ".bits";
    made_bit_by_bit(disk, bit_by_bit);
    (void)rebuilt(disk, paper);
    if (contents(disk, paper) != contents(disk, bit_by_bit)) {
        fmt::print(stderr, "made at once and bit by bit are not the same\n");
        return 1;
    }
    if (options->quick && !options->json) {
        fmt::print("{} records: made at once and bit by bit are the same: {}\n",
                   records,
                   contents(disk, paper));
        return 0;
    }
    const Measured session = measured("a paper session's journal", disk, paper);
    const Measured trials = measured("a trial ledger", disk, ledger);
    const double rate = median(session.rates);
    if (options->json) {
        fmt::print(
            "{{\"bench\":\"store\",\"records\":{},\"records_per_s\":{:.0f},"
            "\"records_per_s_min\":{},\"trials_per_s\":{:.0f}}}\n",
            session.records,
            rate,
            records_per_second_min,
            median(trials.rates));
        return 0;
    }
    fmt::print("made at once and bit by bit are the same\n\n");
    print(session);
    print(trials);
    fmt::print(
        "\nagain: cmake --workflow --preset release && build/release/tests/bench/store_bench\n");
    fmt::print("rebuilding: {:.0f} records/s (goal: at least {}): {}\n",
               rate,
               records_per_second_min,
               rate >= static_cast<double>(records_per_second_min) ? "met" : "MISSED");
    return 0;
}

}  // namespace bench
