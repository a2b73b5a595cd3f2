#include "honesty/study.hpp"

#include "gate/lifetime.hpp"

#include <array>
#include <string>

namespace tradelab {
namespace {

constexpr std::array noise_families = {NoiseFamily::student,
                                       NoiseFamily::garch,
                                       NoiseFamily::sign_blocks,
                                       NoiseFamily::phase_volatility};
constexpr std::array edge_kinds = {EdgeKind::momentum, EdgeKind::reversal};

constexpr std::size_t noise_labs = 400;
constexpr std::size_t planted_labs = 200;
constexpr std::size_t adversary_trials = 10'000;
constexpr std::size_t smoke_trials = 64;

// Cells do not share seeds: one lucky market would count in several.
constexpr std::uint64_t seeds_per_cell = 10'000;

std::string years_text(std::uint32_t years) {
    return std::to_string(years) + " y";
}

struct Planted {
    double sharpe;
    std::uint32_t years;
    std::uint32_t symbols;
};

std::string planted_name(const Planted& planted, EdgeKind kind) {
    std::string name = std::string(edge_kind_text(kind)) + ", Sharpe " +
                       std::to_string(static_cast<int>(planted.sharpe)) + ", " +
                       years_text(planted.years);
    return planted.symbols == 1 ? name : name + ", " + std::to_string(planted.symbols) + " symbols";
}

LabSetting planted_setting(const Planted& planted, EdgeKind kind) {
    LabSetting setting = standard_setting();
    setting.edge = kind;
    setting.sharpe = planted.sharpe;
    setting.years = planted.years;
    setting.symbols = planted.symbols;
    return setting;
}

}  // namespace

LabSetting standard_setting() {
    LabSetting setting;
    setting.joint_level = first_joint_level();
    return setting;
}

std::vector<Cell> full_study(std::uint64_t first_seed) {
    std::vector<Cell> out;
    const auto add = [&](std::string name, const LabSetting& setting, std::size_t labs) {
        const std::uint64_t seed = first_seed + out.size() * seeds_per_cell;
        out.push_back(
            {.name = std::move(name), .setting = setting, .labs = labs, .first_seed = seed});
    };
    for (const EdgeKind kind : edge_kinds) {
        for (const Planted planted : {Planted{.sharpe = 2, .years = 5, .symbols = 1},
                                      Planted{.sharpe = 3, .years = 3, .symbols = 1},
                                      Planted{.sharpe = 3, .years = 5, .symbols = 1},
                                      Planted{.sharpe = 2, .years = 5, .symbols = 5}}) {
            add(planted_name(planted, kind), planted_setting(planted, kind), planted_labs);
        }
    }
    for (const NoiseFamily family : noise_families) {
        for (const std::uint32_t years : {3U, 5U}) {
            LabSetting setting = standard_setting();
            setting.family = family;
            setting.years = years;
            add("noise, " + std::string(noise_family_text(family)) + ", " + years_text(years),
                setting,
                noise_labs);
        }
    }
    LabSetting setting = standard_setting();
    setting.years = 3;
    setting.author = Author::adversary;
    setting.trials = adversary_trials;
    setting.batch = 250;
    add("adversary, t4 walk, 3 y, 10000 trials", setting, planted_labs);
    return out;
}

SmokeStudy smoke_study(std::uint64_t first_seed) {
    SmokeStudy out;
    std::uint64_t seed = first_seed;
    for (const NoiseFamily family : noise_families) {
        LabSetting setting = standard_setting();
        setting.family = family;
        setting.years = 3;
        setting.trials = smoke_trials;
        setting.batch = 16;
        out.noise.push_back({.name = "noise, " + std::string(noise_family_text(family)) + ", 3 y",
                             .setting = setting,
                             .labs = 50,
                             .first_seed = seed});
        seed += 50;
    }
    for (const EdgeKind kind : edge_kinds) {
        const Planted planted{.sharpe = 3, .years = 5, .symbols = 1};
        LabSetting setting = planted_setting(planted, kind);
        setting.trials = smoke_trials;
        setting.batch = 16;
        out.planted.push_back({.name = planted_name(planted, kind),
                               .setting = setting,
                               .labs = 20,
                               .first_seed = seed});
        seed += 20;
    }
    return out;
}

}  // namespace tradelab
