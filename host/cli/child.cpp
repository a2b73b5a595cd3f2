#include "cli/child.hpp"

#include "cli/json_form.hpp"
#include "cli/write.hpp"
#include "core/text.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"

#include <fmt/format.h>

#include <csignal>
#include <cstring>
#include <system_error>

namespace tradelab {

namespace {

constexpr int report_descriptor = 3;

// A hundred thousand bars with an intent each, and room.
constexpr std::size_t report_bytes_max = std::size_t{64} << 20U;
constexpr std::size_t depth_max = 8;

// Without what it waited for others, for which it cannot be blamed.
std::chrono::nanoseconds time_of_its_own(const Outcome& outcome) {
    return outcome.wall - outcome.kept_waiting;
}

Failure fell_silent(const Question& question, const Outcome& outcome, const std::string& remedy) {
    const auto had = time_of_its_own(outcome);
    if (had < question.own_time) {
        return fail(ErrorCode::io_failed,
                    fmt::format("the machine is too busy to run {}: of {} s it had {:.1f} s",
                                question.about,
                                question.patience.count(),
                                std::chrono::duration<double>(had).count()),
                    "give the command again when less runs beside it");
    }
    return fail(ErrorCode::timed_out,
                fmt::format("{} gave no answer in {} s", question.about, question.patience.count()),
                remedy);
}

Failure died(const Question& question, const Outcome& outcome) {
    const std::string remedy = "find out with: tradelab plugin validate " + question.target +
                               "; its code ran in a child process, so nothing else was touched";
    if (outcome.ended == Ended::timed_out) {
        return fell_silent(question, outcome, remedy);
    }
    if (outcome.ended == Ended::signalled && outcome.signal == SIGXCPU) {
        return fail(ErrorCode::timed_out,
                    fmt::format("{} gave no answer in {} s of the processor",
                                question.about,
                                question.limits.cpu_seconds.value_or(0)),
                    remedy);
    }
    // Whoever ends us by the group ends the child, too: that says nothing of the plugin.
    if (outcome.ended == Ended::signalled &&
        (outcome.signal == SIGTERM || outcome.signal == SIGINT || outcome.signal == SIGHUP)) {
        return fail(ErrorCode::interrupted,
                    fmt::format("the process of {} was ended from outside by signal {} ({})",
                                question.about,
                                outcome.signal,
                                ::strsignal(outcome.signal)),
                    "give the command again");
    }
    if (outcome.ended == Ended::signalled) {
        return fail(ErrorCode::crashed,
                    fmt::format("{} crashed with signal {} ({})",
                                question.about,
                                outcome.signal,
                                ::strsignal(outcome.signal)),
                    remedy);
    }
    return fail(ErrorCode::crashed,
                fmt::format("{} ended its process with exit code {} before it had answered",
                            question.about,
                            outcome.exit_code),
                remedy);
}

Failure nonsense(const Question& question) {
    return fail(ErrorCode::malformed,
                question.about + " gave an answer that is no document",
                "a plugin has no business with descriptor 3; find out with: tradelab plugin "
                "validate " +
                    question.target);
}

}  // namespace

Result<ChildAnswer> ask_child(Session& session, const Question& question) {
    Command command;
    command.program = session.layout.program;
    command.arguments = question.words;
    command.input = question.input;
    command.time_limit = question.patience;
    command.limits = question.limits;
    command.report_max = report_bytes_max;
    auto outcome = session.process.run(command);
    if (!outcome) {
        return fail(std::move(outcome.error()), "starting a child process");
    }
    if (outcome->ended != Ended::exited || outcome->report.bytes.empty()) {
        return died(question, *outcome);
    }
    auto document =
        parse_json(outcome->report.bytes, {.bytes_max = report_bytes_max, .depth_max = depth_max});
    if (!document || document->object() == nullptr) {
        return nonsense(question);
    }
    if (auto error = error_in(*document)) {
        error->context = printable(error->context, 2'000);
        error->hint = printable(error->hint, 2'000);
        return fail(std::move(*error));
    }
    return ChildAnswer{.document = *std::move(document), .took = time_of_its_own(*outcome)};
}

Result<ExitCode> answer(const JsonValue& document) {
    if (const int failed = write_all(report_descriptor, line_json(document)); failed != 0) {
        return fail(ErrorCode::io_failed,
                    "cannot write to descriptor 3: " + std::generic_category().message(failed),
                    "this command is for the program itself");
    }
    return ExitCode::ok;
}

Result<ExitCode> answer(const Error& error) {
    return answer(error_document(error));
}

}  // namespace tradelab
