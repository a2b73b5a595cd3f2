#include "daemon/answer_head.hpp"
#include "daemon/daemon.hpp"
#include "document/error_form.hpp"
#include "document/json_write.hpp"

#include <utility>

namespace tradelab {

namespace {

InstrumentPlaces places_in(const PaperView& view) {
    InstrumentPlaces out;
    for (const PaperInstrument& one : view.instruments) {
        out.emplace(one.name, one.places);
    }
    return out;
}

}  // namespace

void Daemon::ask_store(const ControlRequest& request, const PendingRequest& pending) {
    const PaperView view = parts_.account.view();
    const bool is_audit = request.verb == ControlVerb::audit;
    JsonObject head =
        answer_head(is_audit ? "tradelab.audit/1" : "tradelab.events/1", view, facts());
    head.push_back({"account", options_.facts.account});
    const bool is_taken =
        parts_.store.ask({.of = is_audit ? StoreQuestion::Of::audit : StoreQuestion::Of::events,
                          .which = {.last = request.last,
                                    .since = request.since,
                                    .after = request.after,
                                    .account = options_.facts.account},
                          .head = std::move(head),
                          .places = places_in(view),
                          .answer = pending.answer});
    if (!is_taken) {
        pending.answer(line_json(error_document({.code = ErrorCode::timed_out,
                                                 .context = "too many ask about the past at once",
                                                 .hint = "ask again in a moment"})));
    }
}

void Daemon::tell_of_store() {
    for (const StoreNotice& notice : parts_.store.take_notices()) {
        const bool is_warning = notice.grade == StoreNotice::Grade::warning;
        parts_.log.write(
            is_warning ? LogLevel::warning : LogLevel::info, "store", {{"what", notice.text}});
    }
}

}  // namespace tradelab
