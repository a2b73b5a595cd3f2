#include "daemon/answer_head.hpp"
#include "daemon/lab_desk.hpp"
#include "document/error_form.hpp"
#include "lifecycle/decision.hpp"
#include "lifecycle/life_form.hpp"
#include "paper/command.hpp"
#include "research/research_form.hpp"

#include <algorithm>
#include <utility>

// What people ask of the desk and decide, and whom that takes off the account.
namespace tradelab {
namespace {

constexpr std::string_view user = "user ";

std::string user_text(const Peer& peer) {
    return std::string(user) + std::to_string(peer.user);
}

std::optional<HumanWord> word_of(ControlVerb verb) {
    switch (verb) {
        case ControlVerb::approve:
            return HumanWord::approve;
        case ControlVerb::reject:
            return HumanWord::reject;
        case ControlVerb::retire_strategy:
            return HumanWord::retire;
        default:
            return std::nullopt;
    }
}

// Not: the watch over decay, which lets a strategy look after what it holds; nor a search that gave
// one up, which a person may have put on paper by hand to see for himself.
bool was_ended_by_a_person(const StrategyLife& life) {
    return life.stage == LifeStage::retired && life.steps.back().edge.by.starts_with(user);
}

}  // namespace

bool LabDesk::answers(ControlVerb verb) {
    return verb == ControlVerb::research || verb == ControlVerb::research_start ||
           verb == ControlVerb::research_stop || word_of(verb).has_value();
}

JsonValue LabDesk::answer(const ControlRequest& request,
                          const Peer& peer,
                          PaperAccount& account,
                          const DaemonFacts& facts) {
    JsonObject told{{"verb", control_verb_text(request.verb)},
                    {"by", user_text(peer)},
                    {"strategy", request.strategy},
                    {"reason", request.reason}};
    if (word_of(request.verb)) {
        const auto life = decide_on(request, peer, account);
        told.push_back({"error", life ? JsonValue() : JsonValue(describe(life.error()))});
        parts_.log.write(life ? LogLevel::warning : LogLevel::error, "decision", std::move(told));
        return life ? JsonValue(JsonObject{{"schema", "tradelab.decision/1"},
                                           {"strategy", json_of(*life)}})
                    : error_document(life.error());
    }
    if (request.verb != ControlVerb::research) {
        const Status done =
            request.verb == ControlVerb::research_start ? researcher_.start() : researcher_.stop();
        told.push_back({"error", done ? JsonValue() : JsonValue(describe(done.error()))});
        parts_.log.write(LogLevel::warning, "research_command", std::move(told));
        if (!done) {
            return error_document(done.error());
        }
    }
    JsonObject out = answer_head("tradelab.research/1", account.view(), facts);
    const ResearchView view = researcher_.view();
    // The head says how the account is; here it is the search that is asked about.
    std::erase_if(out, [](const JsonMember& member) { return member.name == "state"; });
    for (JsonMember& member : research_members(view, view.progress)) {
        out.push_back(std::move(member));
    }
    return out;
}

Result<StrategyLife> LabDesk::decide_on(const ControlRequest& request,
                                        const Peer& peer,
                                        PaperAccount& account) {
    const std::string by = user_text(peer);
    if (request.verb == ControlVerb::retire_strategy) {
        const auto life = record_.find(request.strategy);
        if (!life) {
            return fail(life.error());
        }
        // First what takes risk away.
        if (auto off = take_off({life->strategy, by, request.reason}, account); !off) {
            return fail(std::move(off).error(), "taking " + life->name + " off paper");
        }
    }
    auto life = decide(record_,
                       {.word = *word_of(request.verb),
                        .strategy = request.strategy,
                        .by = by,
                        .why = request.reason,
                        .now = parts_.clock.now(),
                        .days = request.days,
                        .running = running_now()});
    const auto read = record_.catch_up();
    const auto off = read ? take_retired_off(account) : read;
    trouble_ = off ? "" : describe(off.error());
    return life;
}

Status LabDesk::take_off(const Retirement& what, PaperAccount& account) const {
    const auto at = std::ranges::find(members_, what.strategy, &ProvenMember::strategy);
    if (at == members_.end() || account.is_idle()) {
        return {};
    }
    const InstanceId instance(static_cast<std::uint32_t>(at - members_.begin()) + 1);
    const PaperView view = account.view();
    const auto seen = std::ranges::find(view.instances, instance, &PaperInstance::instance);
    if (seen != view.instances.end() && seen->is_retired) {
        return {};
    }
    const PaperCommand command{.verb = PaperVerb::retire,
                               .instance = instance,
                               .by = command_text(what.by),
                               .reason = command_text(what.why),
                               .given_at = parts_.clock.now()};
    if (auto off = account.command(command); !off) {
        return off;
    }
    parts_.log.write(LogLevel::warning,
                     paper_verb_text(command.verb),
                     {{"instance", instance.value()},
                      {"strategy", at->name},
                      {"by", command.by},
                      {"reason", command.reason}});
    return {};
}

Status LabDesk::take_retired_off(PaperAccount& account) const {
    for (const ProvenMember& one : members_) {
        const StrategyLife* life = record_.known(one.strategy);
        if (life == nullptr || !was_ended_by_a_person(*life)) {
            continue;
        }
        const StageEdge& last = life->steps.back().edge;
        if (auto off = take_off({life->strategy, last.by, last.why}, account); !off) {
            return fail(std::move(off).error(), "taking " + life->name + " off paper");
        }
    }
    return {};
}

}  // namespace tradelab
