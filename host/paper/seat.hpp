#pragma once

#include "core/id.hpp"
#include "lab/backtest_run.hpp"
#include "paper/answers.hpp"
#include "paper/player.hpp"

#include <tradelab/abi/strategy.h>

#include <memory>
#include <string>

namespace tradelab {

// A strategy of a session as the kernel sees it.  What it answered before is answered out of the
// record, and the player sees it again beside; what is new the player is asked, and its answer is
// noted.  So a session that is taken up decides as it did, whatever has become of its strategies:
// one that was isolated is not asked a second time, and one that decides otherwise now fails only
// at what is new.
class Seat {
public:
    // The answers outlive the seat.
    Seat(InstanceId id, std::unique_ptr<Player> player, Answers& answers);
    Seat(const Seat&) = delete;
    Seat& operator=(const Seat&) = delete;
    Seat(Seat&&) = delete;
    Seat& operator=(Seat&&) = delete;
    ~Seat() = default;

    // Valid as long as the seat.
    [[nodiscard]] SeatedStrategy seated();

private:
    static tl_status process(tl_instance* instance, tl_batch* batch);
    static std::uint32_t warmup_bars(const tl_instance* instance, std::uint32_t role);

    [[nodiscard]] tl_status process(tl_batch& batch);
    [[nodiscard]] tl_status answer_again(tl_batch& batch, const Answer* answer);
    // It failed, so the kernel takes it out of the game and asks nothing more.
    [[nodiscard]] tl_status leave(const Answer& answer);

    InstanceId id_;
    std::unique_ptr<Player> player_;  // none once it has failed or was let go
    Answers& answers_;
    tl_instance instance_{};
    tl_strategy strategy_{};
    std::string said_;
};

}  // namespace tradelab
