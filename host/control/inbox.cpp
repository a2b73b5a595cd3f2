#include "control/inbox.hpp"

#include <condition_variable>
#include <iterator>
#include <mutex>
#include <utility>

namespace tradelab {

struct ControlInbox::State {
    std::mutex mutex;
    std::condition_variable arrived;
    std::vector<PendingRequest> urgent;
    std::vector<PendingRequest> others;

    // The mutex is held.
    [[nodiscard]] std::vector<PendingRequest> all() {
        std::vector<PendingRequest> out = std::exchange(urgent, {});
        std::ranges::move(others, std::back_inserter(out));
        others.clear();
        return out;
    }
};

ControlInbox::ControlInbox() : state_(std::make_unique<State>()) {}
ControlInbox::~ControlInbox() = default;

bool ControlInbox::post(PendingRequest request) {
    const auto* asked = std::get_if<ControlRequest>(&request.asked);
    const bool is_urgent = asked != nullptr && takes_risk_away(asked->verb);
    {
        const std::scoped_lock lock(state_->mutex);
        auto& queue = is_urgent ? state_->urgent : state_->others;
        if (queue.size() >= (is_urgent ? urgent_max : waiting_max)) {
            return false;
        }
        queue.push_back(std::move(request));
    }
    state_->arrived.notify_one();
    return true;
}

std::vector<PendingRequest> ControlInbox::take() {
    const std::scoped_lock lock(state_->mutex);
    return state_->all();
}

std::vector<PendingRequest> ControlInbox::wait(std::chrono::nanoseconds at_most) {
    std::unique_lock lock(state_->mutex);
    state_->arrived.wait_for(
        lock, at_most, [&] { return !state_->urgent.empty() || !state_->others.empty(); });
    return state_->all();
}

}  // namespace tradelab
