#include "cli/campaign_beat.hpp"

#include "cli/interrupt.hpp"
#include "os/self.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <poll.h>
#include <unistd.h>
#include <utility>

namespace tradelab {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::nanoseconds keep_every = 1s;
// A rest is cut in pieces, so that Ctrl-C is heard.
constexpr std::chrono::milliseconds rest_piece = 50ms;
constexpr std::uint32_t whole_core = 100;

}  // namespace

CampaignBeat::CampaignBeat(Session& session, const Clock& clock, const RunCampaign& request)
    : session_(session), clock_(clock) {
    if (!request.progress.empty()) {
        file_ = session.layout.absolute(request.progress);
    }
    if (request.cpu_percent < whole_core) {
        share_.emplace(request.cpu_percent);
    }
    progress_.seed = request.seed;
    progress_.budget = request.trials;
    progress_.process = ::getpid();
    progress_.begun_at = clock.now();
}

void CampaignBeat::before_run() {
    if (share_) {
        const auto until =
            clock_.monotonic() + share_->rest({.cpu = cpu_time(), .wall = clock_.monotonic()});
        for (auto now = clock_.monotonic(); now < until && !HeldInterrupt::is_set();
             now = clock_.monotonic()) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - now);
            (void)::poll(nullptr, 0, static_cast<int>(std::min(left, rest_piece).count()));
        }
    }
    keep();
}

void CampaignBeat::begin(const std::string& campaign, bool is_synthetic, std::size_t known) {
    progress_.campaign = campaign;
    progress_.is_synthetic = is_synthetic;
    progress_.known = known;
    keep_now();
}

void CampaignBeat::tried(const CampaignProgress& at) {
    progress_.tried = at.tried;
    if (at.best_sharpe) {
        progress_.best_sharpe = fmt::format("{:.2f}", *at.best_sharpe);
    }
    if (!file_) {
        session_.output.progress(fmt::format(
            "{} of {} tried{}",
            at.tried,
            at.budget,
            at.best_sharpe ? fmt::format(", best Sharpe on explore {:.2f}", *at.best_sharpe) : ""));
    }
    keep();
}

void CampaignBeat::judging() {
    progress_.phase = SearchPhase::judging;
    keep_now();
}

void CampaignBeat::end(const std::string& outcome,
                       const std::string& verdict,
                       std::vector<std::string> page) {
    progress_.phase = SearchPhase::ended;
    progress_.page = std::move(page);
    progress_.outcome = outcome;
    progress_.verdict = verdict;
    keep_now();
}

void CampaignBeat::keep() {
    if (file_ && clock_.monotonic() - kept_ >= keep_every) {
        keep_now();
    }
}

void CampaignBeat::keep_now() {
    if (!file_) {
        return;
    }
    kept_ = clock_.monotonic();
    progress_.written_at = clock_.now();
    progress_.cpu_ms = std::chrono::duration_cast<std::chrono::milliseconds>(cpu_time()).count();
    if (auto kept = keep_progress(session_.disk, *file_, progress_); !kept) {
        // A search does not end because nobody can see how far it is.
        session_.output.note(describe(kept.error()));
        file_.reset();
    }
}

}  // namespace tradelab
