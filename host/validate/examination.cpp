#include "validate/examination.hpp"

#include "core/check.hpp"
#include "core/shell_word.hpp"
#include "core/text.hpp"
#include "os/random.hpp"
#include "validate/channel.hpp"
#include "validate/child.hpp"
#include "validate/testimony.hpp"

#include <tradelab/abi/plugin.h>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tradelab {
namespace {

// Far beyond what any plugin needs, far below what would trouble the machine.
constexpr std::uint64_t address_space_max = std::uint64_t{8} << 30;

void put(std::vector<EnvironmentVariable>& variables, std::string name, std::string value) {
    std::erase_if(variables, [&](const auto& variable) { return variable.name == name; });
    variables.push_back({.name = std::move(name), .value = std::move(value)});
}

std::vector<EnvironmentVariable> plain_world() {
    std::vector<EnvironmentVariable> variables = {{.name = "TZ", .value = "UTC"},
                                                  {.name = "LC_ALL", .value = "C"}};
    if (is_sanitized()) {
        // A fault is ours to explain, by last_words; leaks are counted by a check.
        put(variables,
            "ASAN_OPTIONS",
            "handle_segv=0:handle_sigbus=0:handle_sigill=0:handle_sigfpe=0:handle_abort=0:"
            "use_sigaltstack=0:detect_leaks=0:abort_on_error=1");
        put(variables, "UBSAN_OPTIONS", "abort_on_error=1");
    }
    return variables;
}

// What the facts of two worlds say where they part.
std::string parting(const CheckVerdict& plain, const CheckVerdict& other, std::string_view what) {
    const auto [at, there] = std::ranges::mismatch(plain.facts, other.facts);
    const auto said = [](const CheckVerdict& verdict, auto fact) {
        return fact == verdict.facts.end() ? std::string("no more") : *fact;
    };
    // The first fact is the hash of all: the first intent that differs says more.
    if (at == plain.facts.begin() && !plain.facts.empty() && !other.facts.empty()) {
        const auto [intent, twin] = std::ranges::mismatch(
            plain.facts.begin() + 1, plain.facts.end(), other.facts.begin() + 1, other.facts.end());
        return fmt::format("intent {}: in a plain world {}, in {} {}",
                           intent - plain.facts.begin(),
                           said(plain, intent),
                           what,
                           said(other, twin));
    }
    return fmt::format("in a plain world {}, in {} {}", said(plain, at), what, said(other, there));
}

}  // namespace

std::string fresh_seal() {
    SystemRandom random;
    auto seal = fmt::format("{:016x}{:016x}", random.next(), random.next());
    TL_CHECK(seal.size() == channel::seal_length);
    return seal;
}

Examination::Examination(Process& process,
                         const ValidateOptions& options,
                         std::filesystem::path folder)
    : process_(process), options_(options), folder_(std::move(folder)) {}

Command Examination::command_for(const Check& check,
                                 std::uint32_t variation,
                                 const std::string& seal) const {
    const auto deadline = std::chrono::duration_cast<std::chrono::milliseconds>(
        check.info.deadline * options_.deadline_scale);
    Command command;
    command.program = options_.program;
    command.arguments = options_.arguments;
    command.input = seal;
    for (auto& argument : arguments_of({.check = std::string(check.info.id),
                                        .package = folder_,
                                        .seed = options_.seed,
                                        .variation = variation,
                                        .deadline = deadline})) {
        command.arguments.push_back(std::move(argument));
    }
    command.variables = plain_world();
    for (const EnvironmentVariable& variable : options_.variables) {
        put(command.variables, variable.name, variable.value);
    }
    if (!check.variations.empty()) {
        const Variation& world = check.variations[variation];
        for (const auto& [name, value] : world.variables) {
            put(command.variables, name, value);
        }
        command.directory = world.directory;
    }
    if (!is_sanitized()) {
        command.limits.address_space_bytes = address_space_max;
    }
    command.time_limit = deadline;
    return command;
}

Examination::Heard Examination::run_once(const Check& check, std::uint32_t variation) const {
    const std::string seal = options_.seal();
    const auto outcome = process_.run(command_for(check, variation, seal));
    if (!outcome) {
        return {.verdict =
                    failed("its process could not be started: " + describe(outcome.error()))};
    }
    Heard heard_it{.verdict = heard(*outcome, seal),
                   .took = std::chrono::duration_cast<std::chrono::milliseconds>(outcome->wall)};
    // What a child prints while it only loads is the plugin's.
    if (check.info.id == "D2" && heard_it.verdict.level == Level::pass) {
        const std::string& words =
            outcome->output.bytes.empty() ? outcome->errors.bytes : outcome->output.bytes;
        if (!words.empty()) {
            heard_it.verdict = failed("loading it printed " + in_quotes(words) +
                                      ": log through " TL_HOST_LOG
                                      " (`log()` of the C++ wrapper), once there is something "
                                      "to say");
        }
    }
    return heard_it;
}

CheckResult Examination::run(const Check& check) const {
    auto [verdict, took] = run_once(check, 0);
    for (std::uint32_t other = 1; other < check.variations.size(); ++other) {
        if (is_failure(verdict.level) || verdict.level == Level::skip) {
            break;
        }
        const std::string_view what = check.variations[other].what;
        const auto [again, took_again] = run_once(check, other);
        took += took_again;
        if (is_failure(again.level)) {
            verdict = {.level = again.level, .text = fmt::format("in {}: {}", what, again.text)};
        } else if (again.facts != verdict.facts) {
            verdict = failed(parting(verdict, again, what) +
                             ": decide by the events alone, not by addresses, clocks, files, "
                             "environment or uninitialised memory");
        }
    }
    if (is_failure(verdict.level) && check.stage == Stage::behaviour) {
        verdict.text += fmt::format(
            " (reproduce with: tradelab plugin validate {} --only {} "
            "--reproduce {})",
            shell_word(folder_.native()),
            check.info.id,
            options_.seed);
    }
    return {.id = std::string(check.info.id),
            .name = std::string(check.info.name),
            .level = verdict.level,
            .text = std::move(verdict.text),
            .took = took};
}

}  // namespace tradelab
