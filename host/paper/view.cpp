#include "paper/view.hpp"

#include "paper/manifest.hpp"
#include "paper/session_state.hpp"

#include <algorithm>

namespace tradelab {

PaperStanding standing_of(const PaperView& view) {
    const Cash equity = view.statement.equity;
    PaperStanding out{.day = equity - view.day_opening,
                      .drawdown = std::max(view.high - equity, Cash())};
    if (view.high > Cash()) {
        const Int128 share = Int128{out.drawdown.mantissa()} * rate_one.mantissa();
        out.share = Rate(
            static_cast<std::int64_t>(std::min<Int128>(share / view.high.mantissa(), INT64_MAX)));
    }
    return out;
}

void PaperSession::State::add_holdings(PaperView& out) const {
    Kernel& kernel = desk().kernel();
    const Portfolio& portfolio = kernel.portfolio();
    for (const Instrument& one : desk().instruments()) {
        out.instruments.push_back({.id = one.id,
                                   .name = one.name.text(),
                                   .places = one.places,
                                   .last = kernel.last_of(one.id),
                                   .mark = portfolio.mark_of(one.id)});
    }
    for (std::uint32_t at = 0; at < options.candidates.size(); ++at) {
        const InstanceId id(at + 1);
        const Candidate& candidate = options.candidates[at];
        out.instances.push_back({.instance = id,
                                 .name = candidate.name,
                                 .plugin = candidate.declaration.id,
                                 .budget = portfolio.budget(id),
                                 .equity = portfolio.equity(id),
                                 .is_retired = is_retired(id)});
        const auto demotion = std::ranges::find(demoted, id, &Demotion::instance);
        if (demotion != demoted.end()) {
            out.instances.back().demoted_why = demotion->why;
        }
        if (const auto watch = watched.find(id); watch != watched.end()) {
            out.instances.back().watched = watch->second;
        }
        for (const IsolationRecord& one : kernel.record().isolations) {
            if (one.instance == id) {
                out.instances.back().failed_why = one.why;
            }
        }
        for (const Instrument& one : desk().instruments()) {
            const Position held = portfolio.position(id, one.id);
            if (held.quantity == Quantity()) {
                continue;
            }
            const bool is_dust = kernel.closable(id, one.id) == Quantity();
            out.is_flat = out.is_flat && is_dust;
            out.positions.push_back(
                {.instance = id, .instrument = one.id, .position = held, .is_dust = is_dust});
        }
    }
    for (const OrderRecord& one : kernel.record().orders) {
        ++out.instances[one.instance.value() - 1].orders;
    }
    for (const std::size_t place : teller->open()) {
        out.orders.push_back(kernel.record().orders[place]);
        out.is_flat = false;
    }
    for (const ProtectiveTerms& terms : kernel.protections()) {
        const Quantity held = portfolio.quantity(terms.instance, terms.instrument);
        const bool is_held = terms.opened == Side::buy ? held > Quantity() : held < Quantity();
        out.protections.push_back({.terms = terms, .is_waiting = !is_held});
    }
}

void PaperSession::State::add_refusals(PaperView& out) const {
    for (std::size_t at = 1; at < risk_reason_count; ++at) {
        const auto reason = static_cast<RiskReason>(at);
        if (const std::uint64_t count = desk().gate().refused(reason); count != 0) {
            out.refusals.emplace_back(risk_reason_text(reason), count);
        }
    }
    if (const std::uint64_t count = teller->told().refused_by_filter; count != 0) {
        out.refusals.emplace_back("venue_filter", count);
    }
    if (const std::uint64_t count = desk().kernel().record().counts.malformed_intents; count != 0) {
        out.refusals.emplace_back("malformed", count);
    }
}

PaperView PaperSession::State::view() const {
    Kernel& kernel = desk().kernel();
    const Portfolio& portfolio = kernel.portfolio();
    PaperView out{.now = now,
                  .last_event = desk().replay().last_instant(),
                  .feed_from = plan.from,
                  .feed_to = plan.to,
                  .has_ended = has_ended,
                  .origin = origin_of(plan),
                  .mode = mode,
                  .last_command = last_command,
                  .commanded_at = commanded_at,
                  .asset = desk().instruments().front().quote,
                  .statement = portfolio.statement(),
                  .day_opening = desk().gate().day_equity(),
                  .high = desk().gate().peak(),
                  .free_spot = portfolio.free_margin(Wallet::spot),
                  .free_futures = portfolio.free_margin(Wallet::futures),
                  .gross_exposure = desk().gate().gross_exposure(),
                  .coverage = kernel.coverage(),
                  .steps = steps,
                  .commands = commands,
                  .orders_made = teller->told().orders,
                  .fills = teller->told().fills,
                  .decision_hash = kernel.decision_hash()};
    add_holdings(out);
    add_refusals(out);
    return out;
}

}  // namespace tradelab
