#pragma once

#include "core/result.hpp"
#include "os/companion.hpp"
#include "plugin/cell_link.hpp"
#include "plugin/cell_memory.hpp"
#include "plugin/cell_task.hpp"

#include <tradelab/abi/strategy.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tradelab {

// What happened to a cell, for logs and the operator.
struct CellIncident {
    enum class Outcome : std::uint8_t { restarting, not_saved, given_up };

    std::string cell;  // its name
    Outcome outcome = Outcome::restarting;
    Error error;
};

// How long we wait for each kind of answer.
struct CellPatience {
    std::chrono::nanoseconds begin = std::chrono::seconds(10);  // load and create
    // A batch of events: the longest that the whole house stands still for one strategy's thought.
    std::chrono::nanoseconds process = std::chrono::seconds(1);
    std::chrono::nanoseconds save = std::chrono::seconds(1);
    std::chrono::nanoseconds replay = std::chrono::seconds(10);  // up to 4,096 events
    std::chrono::nanoseconds leave = std::chrono::milliseconds(200);
};

// So many restarts within so many events: counted in events, so that a slow market and a fast one
// are judged alike, and a replay as the run was.
struct RestartPolicy {
    std::size_t restarts_max = 3;
    std::uint64_t window_events = 100'000;
};

struct CellOptions {
    std::string name;                    // in every message: "momentum-btc"
    std::filesystem::path program;       // absolute: this very program
    std::vector<std::string> arguments;  // those that lead it to serve_cell
    std::vector<EnvironmentVariable> variables = {{.name = "TZ", .value = "UTC"},
                                                  {.name = "LC_ALL", .value = "C"}};
    ProcessLimits limits = {};
    CellTask task;
    std::string state = {};  // to go on from: what save() gave
    CellPatience patience = {};
    RestartPolicy restarts = {};
    // A plugin that keeps state is asked for it each time that it has seen so many events.
    std::uint64_t save_every = 4'096;
    // Events and answers kept for a restart: half a million bars.
    std::size_t memory_bytes_max = std::size_t{64} << 20U;
    std::function<void(const CellIncident&)> tell = [](const CellIncident&) {};
};

// A strategy instance in a process of its own, for whoever runs one in this: instance() and
// strategy() are tables as those of a plugin, so that the kernel cannot tell the difference.
//
// A child that crashes, hangs, leaves or talks rubbish is ended and another takes its place: made
// the same way, given the last saved state, told every event since, and held to the answers that
// were given before.  Nobody outside notices but by the time it takes.  Past the policy's bound the
// cell is given up: process() fails for ever, and what then becomes of the instance is the kernel's
// (OnFailure).  An orderly error of the plugin is passed on as it is.
//
// One thread, which must live as long as the cell.  Blocks it for at most the patience it is given.
class StrategyCell {
public:
    // The first child has begun; without a restart, for what fails now would fail again.
    // `companions` outlives the cell.
    [[nodiscard]] static Result<std::unique_ptr<StrategyCell>> start(Companions& companions,
                                                                     CellOptions options);
    ~StrategyCell();
    StrategyCell(const StrategyCell&) = delete;
    StrategyCell& operator=(const StrategyCell&) = delete;
    StrategyCell(StrategyCell&&) = delete;
    StrategyCell& operator=(StrategyCell&&) = delete;

    [[nodiscard]] tl_instance& instance() { return instance_; }
    [[nodiscard]] const tl_strategy& strategy() const { return strategy_; }

    // What an instance in its place saw and answered before, as somebody recorded it: to be seen
    // again before the next process(), by thousands at a time.  Whose answers are others now is
    // given up; until it is asked anything new, nobody notices.
    void see_again(const CellEvents& events, std::span<const tl_intent> intents);

    // The state after all events so far, of a plugin that keeps one.
    [[nodiscard]] Result<std::string> save();

    [[nodiscard]] const std::optional<Error>& given_up() const { return given_up_; }
    [[nodiscard]] std::uint64_t restarts() const { return restarts_; }
    // Why process() failed last, for people: why it was given up, or the plugin's own words.
    [[nodiscard]] std::string last_error() const;
    // Of the child's process, 0 where there is none.
    [[nodiscard]] std::int64_t process_number() const;

private:
    StrategyCell(Companions& companions, CellOptions options);

    static tl_status process(tl_instance* instance, tl_batch* batch);
    static std::uint32_t warmup_bars(const tl_instance* instance, std::uint32_t role);

    [[nodiscard]] tl_status process(tl_batch& batch);
    // As many of the events as are asked about at once.
    [[nodiscard]] CellEvents part_of(const CellEvents& events) const;
    // The answer of this child or of those that follow it; an error when it is given up.
    [[nodiscard]] Result<CellAnswer> ask(const CellEvents& events);
    [[nodiscard]] Result<CellLink> begin();
    // A child that is where the last one was.
    [[nodiscard]] Status revive();
    // To where the record ends that see_again() was given.
    [[nodiscard]] Status catch_up();
    // Counts it; an error when that was once too often.
    [[nodiscard]] Status bear(Error failure);
    [[nodiscard]] Failure give_up(Error why);
    void save_if_due();

    Companions& companions_;
    CellOptions options_;
    tl_instance instance_{};
    tl_strategy strategy_{};
    CellHello hello_;
    CellMemory memory_;
    CellMemory behind_;  // what the child has yet to see again
    std::optional<CellLink> link_;
    std::optional<Error> given_up_;
    std::string last_error_;
    std::deque<std::uint64_t> failures_;  // after how many events
    std::uint64_t events_ = 0;
    std::uint64_t save_due_ = 0;
    std::uint64_t restarts_ = 0;
    // After a failure events are asked about one by one, so that the next one names its event.
    std::uint64_t careful_until_ = 0;
};

}  // namespace tradelab
