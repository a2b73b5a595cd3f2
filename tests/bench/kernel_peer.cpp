#include "bench/kernel_peer.hpp"

#include <fmt/format.h>

#include <charconv>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string_view>
#include <sys/resource.h>
#include <time.h>

namespace bench {
namespace {

// A run of more is a slip of the pen.
constexpr int runs_max = 10'000;

double seconds_of(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

void write_file(const std::string& path, std::string_view text) {
    std::ofstream file(path, std::ios::binary);
    file << text << std::flush;
    if (!file) {
        throw std::runtime_error(path + ": cannot be written; is its folder there?");
    }
}

// Prices of this workload are positive.
std::string decimals(std::int64_t price) {
    return fmt::format("{}.{:02}", price / 100, price % 100);
}

// The bar at whose open a fill happened.
std::int64_t bar_of(const tradelab::FillRecord& fill) {
    return (fill.at.ns() - (first_close_ns - minute_ns)) / minute_ns;
}

void answer(const Subject& subject, int runs) {
    double computed = 0;
    double passed = 0;
    for (int run = 0; run < runs; ++run) {
        subject.prepare();
        const double wall = seconds_of(CLOCK_MONOTONIC);
        const double processor = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
        subject.run();
        computed += seconds_of(CLOCK_PROCESS_CPUTIME_ID) - processor;
        passed += seconds_of(CLOCK_MONOTONIC) - wall;
    }
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    std::cout << fmt::format(
                     "{{\"runs\": {}, \"cpu_s\": {:.9f}, \"wall_s\": {:.9f}, "
                     "\"peak_kib\": {}}}\n",
                     runs,
                     computed,
                     passed,
                     used.ru_maxrss)
              << std::flush;
}

}  // namespace

void write_bars(const std::string& path, const Columns& columns) {
    std::string text = "open,high,low,close,volume\n";
    for (std::size_t at = 0; at < columns.size(); ++at) {
        text += fmt::format("{},{},{},{},{}\n",
                            decimals(columns.open[at]),
                            decimals(columns.high[at]),
                            decimals(columns.low[at]),
                            decimals(columns.close[at]),
                            columns.volume[at]);
    }
    write_file(path, text);
}

void write_trades(const std::string& path, std::span<const tradelab::FillRecord> fills) {
    std::string text = "entry_bar,exit_bar,side,quantity_e3,entry_price_e2,exit_price_e2,fee_e8\n";
    for (std::size_t at = 0; at + 1 < fills.size(); at += 2) {
        const auto& in = fills[at];
        const auto& out = fills[at + 1];
        if (in.side == out.side || in.quantity != out.quantity ||
            out.position_after.mantissa() != 0) {
            throw std::runtime_error("the fills are not round trips: what does the plugin do?");
        }
        text += fmt::format("{},{},{},{},{},{},{}\n",
                            bar_of(in),
                            bar_of(out),
                            in.side == tradelab::Side::buy ? 1 : -1,
                            in.quantity.mantissa(),
                            in.price.mantissa(),
                            out.price.mantissa(),
                            in.fee.mantissa() + out.fee.mantissa());
    }
    write_file(path, text);
}

int serve_runs(const Subject& subject) {
    for (std::string line; std::getline(std::cin, line);) {
        constexpr std::string_view verb = "run ";
        int runs = 0;
        if (line.starts_with(verb)) {
            std::from_chars(line.data() + verb.size(), line.data() + line.size(), runs);
        }
        if (runs < 1 || runs > runs_max) {
            std::cerr << fmt::format("\"{}\": say \"run N\", N in 1..{}\n", line, runs_max);
            return 2;
        }
        answer(subject, runs);
    }
    return 0;
}

}  // namespace bench
