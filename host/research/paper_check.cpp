#include "research/paper_check.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::nanoseconds look_every = 200ms;
constexpr int exit_ok = 0;
// Compared, and not the same: an answer.
constexpr int exit_refused = 5;

UnixNanos compared_until(const PaperCheck::Standing& standing) {
    return std::min(standing.now, standing.commanded_at.value_or(standing.now));
}

}  // namespace

Duration PaperCheck::window_of(const Standing& standing) {
    return checked_sub(compared_until(standing), standing.from).value_or(Duration(0));
}

bool PaperCheck::is_cut_short(const Standing& standing) const {
    return standing.commanded_at && window_of(standing) < after_;
}

PaperCheck::PaperCheck(Companions& companions, Command command, Duration after)
    : companions_(&companions), command_(std::move(command)), after_(after) {}

bool PaperCheck::is_due(const Standing& standing) const {
    if (!standing.awaits_proof) {
        return false;
    }
    if (window_of(standing) < after_) {
        return false;
    }
    if (!checked_at_) {
        return true;
    }
    const auto since = checked_sub(compared_until(standing), *checked_at_).value_or(Duration(0));
    return since >= after_ || (standing.has_ended && since > Duration(0));
}

bool PaperCheck::look(const Standing& standing, std::chrono::nanoseconds monotonic) {
    if (job_) {
        if (monotonic - looked_ < look_every) {
            return false;
        }
        looked_ = monotonic;
        const auto end = job_->look();
        if (!end) {
            return false;
        }
        job_.reset();
        const bool is_answer = end->ended == Ended::exited &&
                               (end->exit_code == exit_ok || end->exit_code == exit_refused);
        failure_ = is_answer ? "" : describe(*end) + ": " + end->errors;
        return true;
    }
    if (is_due(standing)) {
        checked_at_ = compared_until(standing);
        looked_ = monotonic;
        auto job = BackgroundJob::start(*companions_, command_);
        if (job) {
            job_.emplace(*std::move(job));
        } else {
            failure_ = describe(job.error());
        }
    }
    return false;
}

void PaperCheck::begin_anew() {
    end(0ns);
    checked_at_.reset();
    failure_.clear();
}

void PaperCheck::end(std::chrono::nanoseconds patience) {
    if (job_) {
        (void)job_->end(patience);
        job_.reset();
    }
}

}  // namespace tradelab
