#include "validate/check.hpp"
#include "validate/checks_conduct.hpp"
#include "validate/checks_description.hpp"
#include "validate/checks_host.hpp"
#include "validate/checks_inputs.hpp"
#include "validate/checks_lifecycle.hpp"
#include "validate/checks_look_ahead.hpp"
#include "validate/checks_package.hpp"
#include "validate/checks_state.hpp"

#include <array>

namespace tradelab {
namespace {

constexpr auto any_kind = Scope::any_kind;
constexpr auto strategies = Scope::strategies;

constexpr Check files(CheckInfo info, CheckFunction run) {
    return {.info = info, .stage = Stage::files, .scope = any_kind, .run = run};
}
constexpr Check description(CheckInfo info, CheckFunction run) {
    return {.info = info, .stage = Stage::description, .scope = any_kind, .run = run};
}
constexpr Check behaviour(Scope scope, CheckInfo info, CheckFunction run) {
    return {.info = info, .stage = Stage::behaviour, .scope = scope, .run = run};
}

std::vector<Check> about_the_package() {
    return {
        files({"P1", "manifest", "plugin.toml reads, and this host can serve it"}, check_manifest),
        files({"P2", "files", "the package is exactly the listed files, every hash matches"},
              check_files),
        files({"P3", "signature", "somebody we know vouches for it"}, check_signature),

        files({"E1", "one-symbol", "the library exports its entry point and nothing else"},
              check_one_symbol),
        files({"E2", "no-sharing", "it shares no variable and no type with other libraries"},
              check_no_sharing),
        files({"E3", "libraries", "it needs the C and C++ libraries only, and searches nowhere"},
              check_needed_libraries),
        files({"E4", "hardening", "read-only relocations, bound at load, no executable stack"},
              check_hardening),
        files({"E5", "versions", "it runs on the oldest system we support"}, check_symbol_versions),
        files({"E6", "imports", "it imports no clock, file, socket, process, thread or chance"},
              check_imports),
        files({"E7", "loading", "it loads, again, and from memory"}, check_loading),
        files({"E8", "static-tls", "it takes nothing of the thread storage that all share"},
              check_static_tls),
    };
}

std::vector<Check> about_the_description() {
    return {
        description({"D1", "cost", "loading and describing costs little time and memory"},
                    check_cost_of_loading),
        description({"D2", "quiet", "loading starts no thread, opens nothing, prints nothing"},
                    check_quiet_loading),
        description({"D3", "agreement", "the code says of itself what plugin.toml says"},
                    check_agreement),
        description({"D4", "tables", "every table is whole and of our ABI"}, check_tables),
        description({"D5", "unknown-ids", "ids that it does not know it refuses"},
                    check_unknown_ids),
        description({"D6", "declaration", "parameters, constraints, roles and reasons are sane"},
                    check_declaration),
    };
}

std::vector<Check> about_its_lives() {
    return {
        // Runs the code, so it stands behind what says whether it can be run.
        behaviour(
            any_kind, {"P4", "grants", "nothing is asked for that is not used"}, check_grants),

        behaviour(any_kind,
                  {"H1", "older-host", "a host without services is served or refused in words"},
                  check_older_host),
        behaviour(any_kind,
                  {"H2", "newer-host", "longer tables and unknown events change nothing"},
                  check_newer_host),
        behaviour(any_kind,
                  {"H3", "missing-service", "a service that is needed and missing is refused"},
                  check_missing_service),
        behaviour(any_kind,
                  {"H4", "host-calls", "it calls its own host, while it is called, and no other"},
                  check_host_calls),

        behaviour(any_kind,
                  {"L1", "leaks", "a thousand instances and a long run take nothing for good"},
                  check_leaks),
        behaviour(
            any_kind, {"L2", "restart", "stop and start work, again and again"}, check_restart),
        behaviour(any_kind,
                  {"L3", "many-instances", "64 instances at once decide as each alone"},
                  check_many_instances),
        behaviour(any_kind, {"L4", "states", "calls in the wrong state are refused"}, check_states),
        behaviour(any_kind,
                  {"L5", "threads", "another thread for each part changes nothing"},
                  check_threads),
    };
}

std::vector<Check> about_its_decisions() {
    return {
        behaviour(strategies,
                  {"S1", "batch-invariance", "how many events come in one call changes nothing"},
                  check_batch_invariance),
        Check{.info = {"S2",
                       "determinism",
                       "other processes, addresses, time zones, locales and moments change nothing "
                       "(the only clock is the ts_recv of the event)"},
              .stage = Stage::behaviour,
              .scope = strategies,
              .run = check_determinism,
              .variations = worlds()},
        behaviour(strategies,
                  {"S3", "truncation", "less of the future changes nothing"},
                  check_truncation),
        behaviour(strategies,
                  {"S4", "future-poison", "another future changes nothing"},
                  check_future_poison),
        behaviour(strategies,
                  {"S5", "scale", "how many decimals prices have changes nothing"},
                  check_scale),
        behaviour(strategies,
                  {"S6", "parameters", "every parameter set that is allowed works"},
                  check_parameters),
        behaviour(strategies,
                  {"S7", "bad-data", "bad data is lived through, a gap opens nothing"},
                  check_bad_data),
        behaviour(
            strategies, {"S8", "no-room", "too little room for intents is refused"}, check_no_room),
        behaviour(strategies, {"S9", "intents", "every intent can be carried out"}, check_intents),
        behaviour(strategies,
                  {"S10", "warm-up", "no trade is wished for before it is warm"},
                  check_warmup),
        behaviour(strategies,
                  {"S11", "stillness", "it does not talk to the kernel, nor allocate once warm"},
                  check_stillness),
        behaviour(strategies,
                  {"S12", "endurance", "two million bars in five seconds, in constant memory"},
                  check_endurance),
    };
}

std::vector<Check> about_its_state() {
    return {
        behaviour(strategies,
                  {"T1", "continuation", "saved, loaded and continued as if nothing"},
                  check_continuation),
        behaviour(strategies,
                  {"T2", "saved-twice", "what was loaded is saved as the same bytes"},
                  check_saved_twice),
        behaviour(
            strategies, {"T3", "full-sink", "a sink that refuses is told of"}, check_refusing_sink),
        behaviour(strategies,
                  {"T4", "broken-blobs", "what it did not save it does not load"},
                  check_broken_blobs),
        behaviour(strategies,
                  {"T5", "old-blobs", "what earlier releases saved is loaded or refused"},
                  check_old_blobs),
    };
}

// In the order of the report.  An id keeps its meaning for ever; a new check gets a new one.
std::vector<Check> every_check() {
    std::vector<Check> all;
    for (const auto group : {about_the_package,
                             about_the_description,
                             about_its_lives,
                             about_its_decisions,
                             about_its_state}) {
        for (const Check& check : group()) {
            all.push_back(check);
        }
    }
    return all;
}

}  // namespace

std::span<const Check> all_checks() {
    static const std::vector<Check> checks = every_check();
    return checks;
}

}  // namespace tradelab
