#include "control/inbox.hpp"

#include "document/error_form.hpp"
#include "document/json_write.hpp"

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <iterator>
#include <mutex>
#include <string>
#include <utility>

namespace tradelab {

struct ControlInbox::State {
    std::mutex mutex;
    std::condition_variable arrived;
    std::vector<PendingRequest> urgent;
    std::vector<PendingRequest> others;

    // The mutex is held.  A resume that waits was asked before the stop that comes now: whoever
    // stops has the last word, and must not be undone by what was said before.
    [[nodiscard]] std::vector<PendingRequest> overtaken() {
        const auto rest = std::stable_partition(others.begin(), others.end(), [](const auto& one) {
            const auto* asked = std::get_if<ControlRequest>(&one.asked);
            return asked == nullptr || asked->verb != ControlVerb::resume;
        });
        std::vector<PendingRequest> out(std::make_move_iterator(rest),
                                        std::make_move_iterator(others.end()));
        others.erase(rest, others.end());
        return out;
    }

    // The mutex is held.
    [[nodiscard]] std::vector<PendingRequest> next() {
        std::vector<PendingRequest> out = std::exchange(urgent, {});
        const auto turn =
            others.begin() + static_cast<std::ptrdiff_t>(std::min(others.size(), others_a_turn));
        std::move(others.begin(), turn, std::back_inserter(out));
        others.erase(others.begin(), turn);
        return out;
    }
};

ControlInbox::ControlInbox() : state_(std::make_unique<State>()) {}
ControlInbox::~ControlInbox() = default;

bool ControlInbox::post(PendingRequest request) {
    const auto* asked = std::get_if<ControlRequest>(&request.asked);
    const bool is_urgent = asked != nullptr && takes_risk_away(asked->verb);
    const std::string verb = asked != nullptr ? std::string(control_verb_text(asked->verb)) : "";
    std::vector<PendingRequest> overtaken;
    {
        const std::scoped_lock lock(state_->mutex);
        auto& queue = is_urgent ? state_->urgent : state_->others;
        if (queue.size() >= (is_urgent ? urgent_max : waiting_max)) {
            return false;
        }
        if (is_urgent) {
            overtaken = state_->overtaken();
        }
        queue.push_back(std::move(request));
    }
    state_->arrived.notify_one();
    for (const PendingRequest& one : overtaken) {
        one.answer(line_json(
            error_document({.code = ErrorCode::refused,
                            .context = "resume was overtaken by " + verb + ", which came later",
                            .hint = "if it shall trade all the same, say resume again"})));
    }
    return true;
}

std::vector<PendingRequest> ControlInbox::take() {
    const std::scoped_lock lock(state_->mutex);
    return state_->next();
}

std::vector<PendingRequest> ControlInbox::wait(std::chrono::nanoseconds at_most) {
    std::unique_lock lock(state_->mutex);
    state_->arrived.wait_for(
        lock, at_most, [&] { return !state_->urgent.empty() || !state_->others.empty(); });
    return state_->next();
}

}  // namespace tradelab
