#include "paper/session_case.hpp"

#include "lab/backtest_run.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>

namespace tradelab::paper_test {
namespace {

template <class T>
T made(Result<T> result, const std::string& what) {
    if (!result) {
        throw std::runtime_error(what + ": " + describe(result.error()));
    }
    return *std::move(result);
}

}  // namespace

SessionCase::SessionCase()
    : market_(BacktestCase::synthetic()),
      candidates_({market_.candidate("momentum_syn_perp_1h"),
                   market_.candidate("mean_reversion_syn_perp_1h")}),
      carry_({market_.candidate("funding_carry_syn")}),
      venues_(market_.venues({candidates_[0], candidates_[1], carry_[0]})),
      from_(made(parse_iso("2020-03-01T00:00:00Z"), "from")),
      to_(made(parse_iso("2020-03-22T00:00:00Z"), "to")) {}

BacktestOptions SessionCase::options() const {
    BacktestOptions out = market_.options();
    out.from = from_;
    out.to = to_;
    return out;
}

Result<PaperSession> SessionCase::open(Disk& disk,
                                       const std::function<void(PaperOptions&)>& change) const {
    PaperOptions out{.disk = disk,
                     .catalogue = market_.catalogue(),
                     .venues = venues_,
                     .folder = folder,
                     .candidates = candidates_,
                     .options = options()};
    if (change) {
        change(out);
    }
    return PaperSession::open(std::move(out));
}

Result<RunOutcome> SessionCase::outcome(const BacktestOptions& options) const {
    const auto prepared = made(prepare(candidates_, venues_), "warm-up");
    const auto plan =
        made(plan_backtest(candidates_,
                           market_.catalogue(),
                           venues_,
                           {.from = options.from, .to = options.to, .warmup = prepared.warmup}),
             "a plan");
    return run_backtest(candidates_,
                        market_.catalogue(),
                        venues_,
                        plan,
                        options,
                        {.data_from = plan.data_from, .to = plan.to});
}

std::vector<Act> SessionCase::steps(Duration length) const {
    std::vector<Act> out;
    for (UnixNanos at = from_ + length; at < to_; at = at + length) {
        out.emplace_back(at);
    }
    out.emplace_back(to_);
    return out;
}

const SessionCase& the_case() {
    static const SessionCase made_once;
    return made_once;
}

PaperCommand asked(PaperVerb verb, std::string reason) {
    return {.verb = verb, .by = "a test", .reason = std::move(reason), .given_at = UnixNanos(7)};
}

Status go_on(PaperSession& session, std::span<const Act> acts) {
    const PaperView view = session.view();
    const std::size_t done = view.steps - 1 + view.commands;  // the first step warms up
    for (const Act& act : acts.subspan(std::min(done, acts.size()))) {
        if (const auto* until = std::get_if<UnixNanos>(&act)) {
            if (auto stepped = session.advance(*until); !stepped) {
                return fail(std::move(stepped).error());
            }
        } else if (auto obeyed = session.command(std::get<PaperCommand>(act)); !obeyed) {
            return obeyed;
        }
    }
    return {};
}

std::string bytes_of(const Disk& disk, const std::string& name) {
    const auto text = disk.read_file(folder / name, {.size_max = std::size_t{64} << 20U});
    EXPECT_TRUE(text.has_value()) << (text ? "" : describe(text.error()));
    return text.value_or("");
}

}  // namespace tradelab::paper_test
