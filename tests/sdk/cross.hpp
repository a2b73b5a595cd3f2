#pragma once

#include <tradelab/strategy.hpp>

#include <cstddef>

// The smallest strategy that uses everything a parameter, a role and a reason can be.
struct Cross : tradelab::Strategy<Cross> {
    static constexpr tradelab::About about = {
        .id = "org.example.cross", .version = "1.0.0", .summary = "Long above its own average."};
    static constexpr tradelab::Param params[] = {
        {.name = "length",
         .unit = "bars",
         .initial = 4,
         .min = 2,
         .max = 100,
         .summary = "of the average"},
        {.name = "longest",
         .unit = "bars",
         .initial = 50,
         .min = 2,
         .max = 100,
         .summary = "nothing but an upper bound"},
        {.name = "size",
         .unit = "fraction",
         .initial = 50,
         .min = 1,
         .max = 100,
         .step = "0.01",
         .summary = "held when long"},
        {.name = "side",
         .unit = "choice",
         .initial = 0,
         .min = 0,
         .max = 1,
         .summary = "what to do below the average",
         .choices = "flat|short"},
    };
    static constexpr tradelab::Constraint constraints[] = {{.lower = "length", .upper = "longest"}};
    static constexpr const char* reasons[] = {"", "above", "below"};

    double weight = 2.0 / (value("length") + 1);
    double average = 0;
    std::uint64_t seen = 0;

    [[nodiscard]] std::int64_t warmup() const { return count("length"); }

    void on_bar(const tradelab::Bar& bar) {
        average = seen++ == 0 ? bar.close() : average + weight * (bar.close() - average);
        if (bar.close() > average) {
            target(value("size"), {.reason = "above", .stop = bar.close() * 0.5});
        } else {
            target(chosen("side", "short") ? -value("size") : 0.0, {.reason = "below"});
        }
    }

    template <class Archive>
    void state(Archive& archive) {
        archive(average, seen);
    }
};
