#include "cli/child.hpp"
#include "cli/commands.hpp"
#include "cli/trial.hpp"
#include "core/check.hpp"
#include "core/decimal.hpp"
#include "core/time.hpp"
#include "plugin/load.hpp"

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The child of `plugin run`: what a strategy wants on the sample market, as a document.
namespace tradelab {

namespace {

// What the events say of each role, bar by bar.
struct Series {
    std::vector<tl_fixed> closes;
};

JsonValue price_or_null(tl_fixed price, const tl_instrument& instrument) {
    return price == TL_NONE
               ? JsonValue()
               : JsonValue(decimal_text(price, DecimalPlaces(int{instrument.price_dp})));
}

// A plugin chooses these freely; one beyond int64 is shown as text.
JsonValue number_json(std::uint64_t number) {
    return std::in_range<std::int64_t>(number) ? JsonValue(number)
                                               : JsonValue(std::to_string(number));
}

const char* type_name(std::uint16_t type) {
    switch (type) {
        case TL_IN_TARGET:
            return "target";
        case TL_IN_ORDER:
            return "order";
        case TL_IN_CANCEL:
            return "cancel";
        case TL_IN_CANCEL_ALL:
            return "cancel_all";
        case TL_IN_TIMER:
            return "timer";
        case TL_IN_NOTE:
            return "note";
        default:
            return "other";
    }
}

void add_fields(JsonObject& json, const tl_intent& intent, const tl_instrument& instrument) {
    switch (intent.type) {
        case TL_IN_TARGET:
            json.push_back({"target", short_decimal_text(intent.target_e9, DecimalPlaces(9))});
            json.push_back({"stop", price_or_null(intent.stop_price, instrument)});
            json.push_back({"take", price_or_null(intent.take_price, instrument)});
            break;
        case TL_IN_ORDER:
            json.push_back({"side", intent.side > 0 ? "buy" : "sell"});
            json.push_back({"quantity",
                            short_decimal_text(intent.qty, DecimalPlaces(int{instrument.qty_dp}))});
            json.push_back({"limit", price_or_null(intent.limit_price, instrument)});
            json.push_back({"stop", price_or_null(intent.stop_price, instrument)});
            json.push_back({"take", price_or_null(intent.take_price, instrument)});
            break;
        case TL_IN_CANCEL:
            json.push_back({"order", number_json(intent.order)});
            break;
        case TL_IN_TIMER:
            json.push_back({"timer", number_json(intent.timer)});
            json.push_back({"at",
                            intent.expires == TL_NONE
                                ? JsonValue()
                                : JsonValue(iso_text(UnixNanos(intent.expires)))});
            break;
        case TL_IN_NOTE:
            json.push_back({"note", JsonValue::real(intent.note)});
            break;
        default:
            break;
    }
}

// Which role an intent speaks of: that of its instrument, else that of its cause, else the first.
std::size_t role_of(const tl_intent& intent, const tl_ev& cause, std::size_t roles) {
    for (const tl_inst inst : {intent.inst, cause.inst}) {
        if (inst >= 1 && inst <= roles) {
            return inst - 1;
        }
    }
    return 0;
}

struct Story {
    const Declaration& declaration;
    std::vector<tl_instrument> instruments;
    std::vector<Series> series;
};

JsonValue json_of(const Wish& wish, const tl_ev& cause, const Story& story) {
    const std::size_t role = role_of(wish.intent, cause, story.series.size());
    const auto& closes = story.series[role].closes;
    const auto& reasons = story.declaration.reasons;
    JsonObject json = {
        {"time", iso_text(UnixNanos(cause.ts_recv))},
        {"seq", cause.seq},
        {"role", story.declaration.roles[role].name},
        {"bar", closes.empty() ? JsonValue() : JsonValue(closes.size() - 1)},
        {"close",
         closes.empty() ? JsonValue() : price_or_null(closes.back(), story.instruments[role])},
        {"type", type_name(wish.intent.type)}};
    add_fields(json, wish.intent, story.instruments[role]);
    json.push_back({"reason", reasons.empty() ? "" : reasons[wish.intent.reason]});
    return json;
}

// The intents in their order, each with the last close before or at its cause.
JsonArray intents_of(const TryOut& trial, Story& story) {
    JsonArray intents;
    auto wish = trial.wishes.begin();
    for (std::size_t at = 0; at < trial.events.count(); ++at) {
        const tl_ev& event = trial.events[at];
        if (event.type == TL_EV_BAR) {
            const auto& bar = reinterpret_cast<const tl_ev_bar&>(event);
            story.series[event.inst - 1].closes.push_back(bar.close);
        }
        for (; wish != trial.wishes.end() && wish->event == at; ++wish) {
            intents.push_back(json_of(*wish, event, story));
        }
    }
    TL_CHECK(wish == trial.wishes.end());
    return intents;
}

JsonArray log_of(const TryOut& trial) {
    constexpr std::array<std::string_view, 6> levels = {
        "trace", "debug", "information", "warning", "error", "critical"};
    JsonArray lines;
    for (const Said& said : trial.log) {
        lines.emplace_back(JsonObject{{"level", levels.at(static_cast<std::size_t>(said.level))},
                                      {"text", said.text}});
    }
    return lines;
}

JsonValue document_of(const TryOut& trial, const Declaration& declaration, const RunPlugin& run) {
    Story story{.declaration = declaration, .instruments = {}, .series = {}};
    for (std::size_t role = 0; role < declaration.roles.size(); ++role) {
        story.instruments.push_back(trial_instrument(declaration.roles[role], role));
    }
    story.series.resize(declaration.roles.size());
    JsonArray intents = intents_of(trial, story);
    JsonArray roles;
    for (std::size_t role = 0; role < story.series.size(); ++role) {
        JsonArray closes;
        for (const tl_fixed close : story.series[role].closes) {
            closes.push_back(price_or_null(close, story.instruments[role]));
        }
        roles.emplace_back(JsonObject{{"name", declaration.roles[role].name},
                                      {"instrument", story.instruments[role].symbol},
                                      {"warmup_bars", trial.warmup_bars[role]},
                                      {"closes", std::move(closes)}});
    }
    return JsonObject{
        {"schema", "tradelab.run/1"},
        {"plugin", JsonObject{{"id", declaration.id}, {"version", declaration.version}}},
        {"synthetic", true},
        {"seed", run.seed},
        {"bars", run.bars},
        {"batch", run.batch},
        {"roles", std::move(roles)},
        {"intents", std::move(intents)},
        {"log", log_of(trial)},
        {"decision_hash", trial.decision_hash}};
}

Result<JsonValue> run_plugin(const Disk& disk, const RunPlugin& run) {
    const auto package = read_package(disk, run.target, Origin::named);
    if (!package) {
        return fail(package.error());
    }
    const auto plugin = load(disk, *package, this_host());
    if (!plugin) {
        return fail(plugin.error());
    }
    const auto declaration = read_declaration(*plugin->descriptor);
    if (!declaration) {
        return fail(declaration.error());
    }
    const auto trial =
        try_out(*plugin, *declaration, {.bars = run.bars, .seed = run.seed, .batch = run.batch});
    if (!trial) {
        return fail(trial.error());
    }
    return document_of(*trial, *declaration, run);
}

}  // namespace

Answer run(Session& session, const RunChild& request) {
    const auto json = run_plugin(session.disk, request.run);
    return json ? answer(*json) : answer(json.error());
}

}  // namespace tradelab
