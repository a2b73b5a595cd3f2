// Whether the lab tells noise from an edge: see tests/bench/honesty.md, and `./dev honesty`.
#include "document/json_write.hpp"
#include "honesty/cell_store.hpp"
#include "honesty/recorded_noise.hpp"
#include "honesty/study.hpp"
#include "honesty/table.hpp"
#include "os/real_disk.hpp"
#include "support/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace bench {
namespace {

using namespace tradelab;

struct Wanted {
    bool smoke = false;
    bool json = false;
    std::optional<std::uint64_t> first_seed;
    std::size_t workers = std::max(1U, std::thread::hardware_concurrency());
    std::string only;  // cells whose names begin with this
    std::filesystem::path out = build_tree() / "honesty";
};

std::optional<std::uint64_t> number(std::string_view text) {
    char* end = nullptr;
    const std::string word(text);
    const unsigned long long value = std::strtoull(word.c_str(), &end, 10);
    const bool good = !word.empty() && word.front() != '-' && *end == '\0';
    return good ? std::optional<std::uint64_t>(value) : std::nullopt;
}

Result<Wanted> parse(int count, char** words) {
    Wanted out;
    for (int at = 1; at < count; ++at) {
        const std::string_view word = words[at];
        const std::string_view value = at + 1 < count ? words[at + 1] : "";
        const bool takes_number = word == "--first-seed" || word == "--workers";
        const auto given = takes_number ? number(value) : std::nullopt;
        if (word == "--smoke") {
            out.smoke = true;
        } else if (word == "--json") {
            out.json = true;
        } else if (takes_number && given) {
            (word == "--workers" ? void(out.workers = std::max<std::size_t>(1, *given))
                                 : void(out.first_seed = *given));
            ++at;
        } else if (takes_number) {
            return fail(
                ErrorCode::invalid_argument,
                std::string(word) + " '" + std::string(value) +
                    "' is no whole number from 0 to 18446744073709551615",
                "for example: " + std::string(word) + (word == "--workers" ? " 2" : " 4000000"));
        } else if ((word == "--only" || word == "--out") && !value.empty()) {
            (word == "--only" ? void(out.only = value) : void(out.out = value));
            ++at;
        } else {
            return fail(ErrorCode::invalid_argument,
                        "honesty does not understand '" + std::string(word) + "'",
                        "honesty [--smoke] [--first-seed N] [--json] [--workers N] [--only CELL] "
                        "[--out DIR]");
        }
    }
    return out;
}

class Study {
public:
    Study(Wanted wanted, LabKit kit) : wanted_(std::move(wanted)), kit_(std::move(kit)) {}

    [[nodiscard]] Result<CellResult> run(const Cell& cell) {
        const auto begun = std::chrono::steady_clock::now();
        auto last = begun;
        const auto tell = [&](std::size_t done) {
            const auto now = std::chrono::steady_clock::now();
            if (now - last >= std::chrono::seconds(4) || done == cell.labs) {
                last = now;
                fmt::print(stderr,
                           "{}: {} of {} labs, {:.0f} s\n",
                           cell.name,
                           done,
                           cell.labs,
                           std::chrono::duration<double>(now - begun).count());
            }
        };
        return run_cell(kit_, cell, {.workers = wanted_.workers, .progress = tell});
    }

    // 0 where what must hold of the smoke holds.
    [[nodiscard]] Result<int> smoke() {
        const SmokeStudy study = smoke_study(wanted_.first_seed.value_or(smoke_first_seed));
        CellResult noise;
        CellResult planted;
        for (const auto& [cells, sum] :
             {std::pair(&study.noise, &noise), std::pair(&study.planted, &planted)}) {
            for (const Cell& cell : *cells) {
                const auto result = run(cell);
                if (!result) {
                    return fail(result.error());
                }
                sum->labs += result->labs;
                sum->promoted += result->promoted;
                sum->trials += result->trials;
            }
        }
        const bool holds = noise.promoted <= 2 && planted.promoted * 2 >= planted.labs;
        if (wanted_.json) {
            fmt::print("{}\n",
                       pretty_json(JsonObject{{"schema", "tradelab.honesty-smoke/1"},
                                              {"labs", noise.labs},
                                              {"promoted", noise.promoted},
                                              {"planted", planted.labs},
                                              {"planted_promoted", planted.promoted},
                                              {"trials", noise.trials + planted.trials},
                                              {"first_seed", study.noise.front().first_seed},
                                              {"noise_base", kit_.base().source},
                                              {"holds", holds}}));
        } else {
            fmt::print(
                "noise: {} of {} labs promoted something (at most 2 may)\n"
                "planted, Sharpe 3, 5 years: {} of {} (at least half must)\n"
                "first seed {}; {}\n",
                noise.promoted,
                noise.labs,
                planted.promoted,
                planted.labs,
                study.noise.front().first_seed,
                kit_.base().source);
        }
        return holds ? EXIT_SUCCESS : EXIT_FAILURE;
    }

    [[nodiscard]] Result<int> full() {
        std::filesystem::create_directories(wanted_.out);
        auto store = CellStore::open(wanted_.out / "cells.jsonl");
        if (!store) {
            return fail(std::move(store).error());
        }
        std::vector<Row> rows;
        for (const Cell& cell : full_study(wanted_.first_seed.value_or(reporting_first_seed))) {
            if (!cell.name.starts_with(wanted_.only)) {
                continue;
            }
            auto result = store->find(cell, kit_.base().source);
            if (!result) {
                const auto ran = run(cell);
                if (!ran) {
                    return fail(ran.error());
                }
                if (auto kept = store->add(cell, kit_.base().source, *ran); !kept) {
                    return fail(std::move(kept).error());
                }
                result = *ran;
            }
            rows.emplace_back(cell, *result);
        }
        const std::string table = markdown_of(rows, kit_.base().source);
        std::ofstream(wanted_.out / "honesty.md") << table;
        std::ofstream(wanted_.out / "honesty.svg") << chart_of(rows);
        fmt::print("{}\nwritten to {}\n", table, wanted_.out.string());
        return EXIT_SUCCESS;
    }

    [[nodiscard]] bool wants_smoke() const { return wanted_.smoke; }

private:
    Wanted wanted_;
    LabKit kit_;
};

Result<int> run(int count, char** words) {
    auto wanted = parse(count, words);
    if (!wanted) {
        return fail(std::move(wanted).error());
    }
    const RealDisk disk;
    auto base = noise_base(disk);
    if (!base) {
        return fail(std::move(base).error());
    }
    auto kit = LabKit::make(disk,
                            {.plugins = build_tree() / "stage/lib/tradelab/plugins",
                             .config = source_tree() / "config"},
                            *std::move(base));
    if (!kit) {
        return fail(std::move(kit).error());
    }
    Study study(*std::move(wanted), *std::move(kit));
    return study.wants_smoke() ? study.smoke() : study.full();
}

}  // namespace
}  // namespace bench

int main(int count, char** words) {
    const auto answer = bench::run(count, words);
    if (!answer) {
        fmt::print(stderr, "error: {}\n", tradelab::describe(answer.error()));
        return 2;
    }
    return *answer;
}
