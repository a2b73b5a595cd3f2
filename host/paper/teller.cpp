#include "paper/teller.hpp"

#include "paper/lines.hpp"
#include "paper/record_text.hpp"
#include "paper/records.hpp"

#include <string>

namespace tradelab {
const std::string& Teller::name_of(InstrumentId instrument) const {
    return (*instruments_)[instrument.value() - 1].name.text();
}

Status Teller::tell(Chronicle& journal, const RunRecord& record, UnixNanos now) {
    auto told = tell_orders(journal, record, now);
    told = !told ? told : tell_money(journal, record, now);
    return !told ? told : tell_states(journal, record, now);
}

Status Teller::tell_orders(Chronicle& journal, const RunRecord& record, UnixNanos now) {
    for (; told_.orders < record.orders.size(); ++told_.orders) {
        const OrderRecord& order = record.orders[told_.orders];
        const std::string text = order_text(order, told_.orders, name_of(order.terms.instrument));
        if (auto done =
                journal.tell(paper_order, {.event = order.decided_at, .written = now}, text);
            !done) {
            return done;
        }
        told_.refused_by_filter += order.refused_by_filter ? 1U : 0U;
        if (order.order) {
            open_.push_back(told_.orders);
            last_.push_back({});
        }
    }
    return {};
}

Status Teller::tell_money(Chronicle& journal, const RunRecord& record, UnixNanos now) {
    Status done;
    for (; done && told_.fills < record.fills.size(); ++told_.fills) {
        const FillRecord& one = record.fills[told_.fills];
        done = journal.tell(
            paper_fill, {.event = one.at, .written = now}, fill_text(one, name_of(one.instrument)));
    }
    for (; done && told_.funding < record.funding.size(); ++told_.funding) {
        const FundingRecord& one = record.funding[told_.funding];
        done = journal.tell(paper_funding,
                            {.event = one.boundary, .written = now},
                            funding_text(one, name_of(one.instrument)));
    }
    for (; done && told_.liquidations < record.liquidations.size(); ++told_.liquidations) {
        const LiquidationRecord& one = record.liquidations[told_.liquidations];
        done = journal.tell(paper_liquidation,
                            {.event = one.at, .written = now},
                            liquidation_text(one, name_of(one.instrument)));
    }
    for (; done && told_.notes < record.notes.size(); ++told_.notes) {
        const NoteRecord& one = record.notes[told_.notes];
        done = journal.tell(paper_note, {.event = one.at, .written = now}, note_text(one));
    }
    for (; done && told_.isolations < record.isolations.size(); ++told_.isolations) {
        const IsolationRecord& one = record.isolations[told_.isolations];
        done =
            journal.tell(paper_isolation, {.event = one.at, .written = now}, isolation_text(one));
    }
    return done;
}

Status Teller::tell_states(Chronicle& journal, const RunRecord& record, UnixNanos now) {
    std::size_t kept = 0;
    for (std::size_t at = 0; at < open_.size(); ++at) {
        const OrderRecord& order = record.orders[open_[at]];
        if (order.state != last_[at].state || order.filled != last_[at].filled) {
            Lines lines;
            lines.add("place", open_[at] + 1).add("order", order.order.value());
            lines.add("state", order_state_text(order.state));
            lines.add("filled", order.filled.mantissa());
            if (auto done =
                    journal.tell(paper_order_state, {.event = now, .written = now}, lines.text());
                !done) {
                return done;
            }
        }
        if (!is_terminal(order.state)) {
            open_[kept] = open_[at];
            last_[kept++] = {.state = order.state, .filled = order.filled};
        }
    }
    open_.resize(kept);
    last_.resize(kept);
    return {};
}

}  // namespace tradelab
