#pragma once

#include "core/result.hpp"
#include "document/json_value.hpp"
#include "os/clock.hpp"
#include "os/disk.hpp"
#include "store/history.hpp"
#include "store/sources.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tradelab {

// What somebody wants to know of the past, and the way back.
struct StoreQuestion {
    enum class Of : std::uint8_t { events, audit };

    Of of = Of::events;
    HistoryQuestion which = {};
    JsonObject head = {};  // what the answer begins with
    InstrumentPlaces places = {};
    // Takes the answer's line, once; from the keeper's thread, never throws, never waits.
    std::function<void(std::string)> answer;
};

// For the log of whoever owns the keeper.
struct StoreNotice {
    enum class Grade : std::uint8_t { info, warning };

    Grade grade = Grade::info;
    std::string text;
};

// Keeps the projection level with the journals, on a thread of its own: whatever its file does, a
// full disk or a slow one, nobody who trades waits for it.  What cannot be written is said once and
// tried again, later each time.
class StoreKeeper {
public:
    static constexpr std::size_t waiting_max = 64;

    // Disk and clock outlive it, and are asked from its thread.
    StoreKeeper(const Disk& disk, const Clock& clock, ProjectionPlaces places);
    StoreKeeper(const StoreKeeper&) = delete;
    StoreKeeper& operator=(const StoreKeeper&) = delete;
    StoreKeeper(StoreKeeper&&) = delete;
    StoreKeeper& operator=(StoreKeeper&&) = delete;
    ~StoreKeeper();  // finishes

    // Answered after a look at the journals.  False: too many wait, and this one was not taken.
    [[nodiscard]] bool ask(StoreQuestion question);

    [[nodiscard]] std::vector<StoreNotice> take_notices();
    // Why it is behind, as long as it is.
    [[nodiscard]] std::optional<std::string> problem() const;

    // Reads what is left, as far as that goes within a moment, closes the file and ends the thread.
    // The rest is read by the next one.
    void finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tradelab
