#include "engine/random_market.hpp"
#include "plugin/cell_plugins.hpp"

#include <gmock/gmock.h>

#include <cstdio>
#include <map>

// The kernel cannot tell a cell from an instance of its own process.
namespace tradelab::cell_test {
namespace {

using engine_test::World;
using testing::HasSubstr;

constexpr std::uint64_t seed = 29;
constexpr std::size_t bars_count = 12'000;

enum class Where : bool { in_process, in_cells };

// One strategy of a run: its package and what it trades.
struct Player {
    std::filesystem::path folder;
    InstrumentId instrument;
};

struct Played {
    RunOutcome outcome;
    std::vector<std::uint64_t> restarts;
};

Played play(const std::vector<Player>& players,
            Where where,
            std::uint32_t batch,
            OnFailure on_failure = OnFailure::end_run) {
    RealCompanions companions;
    std::vector<LoadedPlugin> plugins;
    std::vector<Instance> instances;
    std::vector<std::unique_ptr<StrategyCell>> cells;
    World world;
    world.batch = batch;
    world.on_failure = on_failure;
    world.reasons = limits::reasons_max;
    world.account.instances.clear();
    for (const Player& player : players) {
        const bool is_loaded_here =
            where == Where::in_process || player.folder == TRADELAB_MOMENTUM;
        const auto id = InstanceId(static_cast<std::uint32_t>(world.played.size() + 1));
        world.account.instances.push_back({.instance = id, .budget = desk::usdt("20000")});
        std::vector<std::int64_t> ticks{5, 20};  // of all animals
        if (is_loaded_here) {
            plugins.push_back(loaded(player.folder));
            ticks = initial_ticks(read_declaration(*plugins.back().descriptor).value());
        }
        const CellTask task = task_for(player.folder, ticks, player.instrument.value());
        const std::vector<RoleFeed> roles{
            {.instrument = player.instrument, .events = 1ULL << TL_EV_BAR}};
        if (where == Where::in_cells) {
            CellOptions options = options_for(task);
            options.save_every = 500;
            options.restarts.restarts_max = 1;
            options.patience.process = std::chrono::seconds(3);
            cells.push_back(start(companions, std::move(options)));
            world.play(cells.back()->instance(), cells.back()->strategy(), roles, id);
            world.played.back().last_error = [cell = cells.back().get()] {
                return cell->last_error();
            };
        } else {
            instances.push_back(in_process(plugins.back(), task));
            world.play(*instances.back().raw(), *instances.back().strategy().value(), roles, id);
        }
    }
    for (const InstrumentId id : {engine_test::btc_perp, engine_test::eth_perp}) {
        world.bars(id, engine_test::walk(id, seed + id.value(), bars_count, true));
    }
    Played out{.outcome = engine_test::run(world), .restarts = {}};
    for (const auto& cell : cells) {
        out.restarts.push_back(cell->restarts());
    }
    return out;
}

void expect_same(const Played& cells, const Played& own) {
    EXPECT_EQ(cells.outcome.decision_hash, own.outcome.decision_hash);
    EXPECT_EQ(cells.outcome.result_hash, own.outcome.result_hash);
    EXPECT_GT(own.outcome.record.fills.size(), 20U) << "nothing was traded";
    EXPECT_THAT(cells.restarts, testing::Each(0U));
}

TEST(CellKernel, OneStrategyDecidesInACellAsInTheKernelsOwnProcess) {
    for (const std::filesystem::path& folder :
         {std::filesystem::path(TRADELAB_MOMENTUM), animal("good")}) {
        const std::vector<Player> one{{folder, engine_test::btc_perp}};
        const Played own = play(one, Where::in_process, 64);
        for (const std::uint32_t batch : {1U, 64U}) {
            expect_same(play(one, Where::in_cells, batch), own);
        }
    }
}

TEST(CellKernel, SeveralDecideInLockstepAsInTheKernelsOwnProcess) {
    const std::vector<Player> three{{TRADELAB_MOMENTUM, engine_test::btc_perp},
                                    {TRADELAB_MOMENTUM, engine_test::eth_perp},
                                    {animal("good"), engine_test::btc_perp}};
    const Played own = play(three, Where::in_process, 64);
    for (const std::uint32_t batch : {1U, 64U}) {
        expect_same(play(three, Where::in_cells, batch), own);
    }
}

// Fills of one instance, but for the numbers of its orders, which all share.
std::vector<std::string> trades_of(const RunOutcome& outcome, InstanceId id) {
    std::vector<std::string> out;
    for (const FillRecord& one : outcome.record.fills) {
        if (one.instance == id) {
            out.push_back(std::to_string(one.at.ns()) + (one.side == Side::buy ? " +" : " -") +
                          std::to_string(one.quantity.mantissa()) + " at " +
                          std::to_string(one.price.mantissa()));
        }
    }
    return out;
}

TEST(CellKernel, TheSickAreIsolatedAndTheOthersTradeAsIfAlone) {
    const std::vector<Player> well{{TRADELAB_MOMENTUM, engine_test::eth_perp}};
    const auto expected = trades_of(play(well, Where::in_process, 64).outcome, InstanceId(1));
    ASSERT_GT(expected.size(), 20U);
    std::vector<Player> ward = well;
    for (const char* sick : {"segfault", "abort", "endless", "leaves", "scribbles"}) {
        ward.push_back({animal(sick), engine_test::btc_perp});
    }

    const Played played = play(ward, Where::in_cells, 64, OnFailure::isolate);

    EXPECT_EQ(trades_of(played.outcome, InstanceId(1)), expected);
    EXPECT_EQ(played.outcome.record.isolations.size(), ward.size() - 1);
    EXPECT_EQ(played.restarts, (std::vector<std::uint64_t>{0, 1, 1, 1, 1, 1}));
    EXPECT_THAT(played.outcome.record.isolations[0].why,
                HasSubstr("its process was ended by SIGSEGV, while processing event"));
    EXPECT_THAT(played.outcome.warnings,
                testing::Contains(HasSubstr("5 strategies failed and were isolated")));
}

}  // namespace
}  // namespace tradelab::cell_test
