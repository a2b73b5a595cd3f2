#include "cli/output.hpp"

#include "cli/json_form.hpp"
#include "cli/write.hpp"
#include "document/json_write.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace tradelab {

namespace {

constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view red = "\x1b[31m";
constexpr std::string_view ordinary = "\x1b[0m";
constexpr std::string_view erase_line = "\r\x1b[K";

std::string painted(std::string_view text, std::string_view colour, Colour when) {
    if (when == Colour::never) {
        return std::string(text);
    }
    return std::string(colour) + std::string(text) + std::string(ordinary);
}

// Where messages cannot be written there is nobody left to tell.
void say(std::string_view text) {
    (void)write_all(STDERR_FILENO, text);
}

}  // namespace

void Output::add_place(NextCommands::Given place) {
    auto& given = options_.next.given;
    if (std::ranges::find(given, place.option, &NextCommands::Given::option) == given.end()) {
        given.push_back(std::move(place));
    }
}

void Output::line(std::string_view text) {
    if (!wants_json()) {
        data_ += completed(text);
        data_ += '\n';
    }
}

void Output::title(std::string_view text) {
    line(painted(text, bold, options_.data_colour));
}

void Output::table(const Table& table) {
    bool is_title = true;
    const std::string_view rule = options_.look == Look::rich ? "─" : "-";
    for (const auto& shown :
         options_.width == 0 ? lines_of(table, rule) : lines_within(table, rule, options_.width)) {
        is_title ? title(shown) : line(shown);
        is_title = false;
    }
}

void Output::document(const JsonValue& json) {
    if (wants_json() && !has_document_) {
        data_ = pretty_json(json) + "\n";
        has_document_ = true;
    }
}

void Output::verbatim(std::string_view text) {
    data_ += text;
    has_document_ = true;
}

void Output::note(std::string_view text) {
    end_progress();
    say(completed(text) + "\n");
}

void Output::error(const Error& error) {
    Error without_hint = error;
    without_hint.hint.clear();
    note(painted("error: ", red, options_.message_colour) + describe(without_hint));
    if (!error.hint.empty()) {
        note("  hint: " + error.hint);
    }
}

void Output::progress(std::string_view text) {
    if (options_.messages == Stream::file || options_.look == Look::plain) {
        say(std::string(text) + "\n");
        return;
    }
    say(std::string(erase_line) + std::string(text));
    progress_shown_ = true;
}

void Output::end_progress() {
    if (std::exchange(progress_shown_, false)) {
        say(erase_line);
    }
}

void Output::fail_with(const Error& error) {
    this->error(error);
    document(error_document(error));
}

ExitCode Output::finish(ExitCode code) {
    end_progress();
    const int failed = write_all(STDOUT_FILENO, std::exchange(data_, {}));
    if (failed == 0 || failed == EPIPE) {  // `| head` has seen enough
        return code;
    }
    error({.code = ErrorCode::io_failed,
           .context = "cannot write to standard output: " + std::generic_category().message(failed),
           .hint = "make room where it is redirected to, and run the command again"});
    return code == ExitCode::ok ? ExitCode::failed : code;
}

}  // namespace tradelab
