#include "cli/child.hpp"

#include "cli/json_form.hpp"
#include "cli/write.hpp"
#include "plugin/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstring>
#include <system_error>

namespace tradelab {

namespace {

using Json = nlohmann::ordered_json;

constexpr int report_descriptor = 3;

// A hundred thousand bars with an intent each, and room.
constexpr std::size_t report_bytes_max = std::size_t{64} << 20U;

Failure died(const Question& question, const Outcome& outcome) {
    const std::string remedy =
        "find out with: tradelab plugin validate; its code ran in a child process, so nothing "
        "else was touched";
    if (outcome.ended == Ended::timed_out) {
        return fail(
            ErrorCode::timed_out,
            fmt::format("{} gave no answer in {} s", question.about, question.patience.count()),
            remedy);
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
                "a plugin has no business with descriptor 3: tradelab plugin validate");
}

}  // namespace

Result<std::string> ask_child(Session& session, const Question& question) {
    Command command;
    command.program = session.layout.program;
    command.arguments = question.words;
    command.time_limit = question.patience;
    command.report_max = report_bytes_max;
    auto outcome = session.process.run(command);
    if (!outcome) {
        return fail(std::move(outcome.error()), "starting a child process");
    }
    if (outcome->ended != Ended::exited || outcome->report.bytes.empty()) {
        return died(question, *outcome);
    }
    try {
        const auto json = Json::parse(outcome->report.bytes);
        if (json.at("schema") == "tradelab.error/1") {
            Error error = error_from_json(json.at("error"));
            error.context = printable(error.context, 2'000);
            error.hint = printable(error.hint, 2'000);
            return fail(std::move(error));
        }
    } catch (const Json::exception&) {
        return nonsense(question);
    }
    return std::move(outcome->report.bytes);
}

Result<ExitCode> answer(std::string_view document) {
    if (const int failed = write_all(report_descriptor, document); failed != 0) {
        return fail(ErrorCode::io_failed,
                    "cannot write to descriptor 3: " + std::generic_category().message(failed),
                    "this command is for the program itself");
    }
    return ExitCode::ok;
}

Result<ExitCode> answer(const Error& error) {
    Json json;
    json["schema"] = "tradelab.error/1";
    json["error"] = error_json<Json>(error);
    return answer(dumped(json));
}

}  // namespace tradelab
