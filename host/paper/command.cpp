#include "paper/command.hpp"

#include "journal/trial_lines.hpp"
#include "paper/command_text.hpp"
#include "paper/lines.hpp"

#include <algorithm>
#include <array>

namespace tradelab {
namespace {

constexpr std::array<std::string_view, 9> verbs = {
    "", "pause", "resume", "stop", "panic", "retire", "demote", "readmit", "watch"};

bool is_of_one(PaperVerb verb) {
    return verb >= PaperVerb::retire;
}

Status check_text(std::string_view key, std::string_view text) {
    const bool is_plain = std::ranges::none_of(
        text, [](char one) { return static_cast<unsigned char>(one) < 0x20 || one == 0x7f; });
    if (text.size() <= command_text_bytes_max && is_plain) {
        return {};
    }
    return fail(ErrorCode::invalid_argument,
                "the " + std::string(key) + " of a command has " + std::to_string(text.size()) +
                    " bytes, or control characters",
                "write at most 200 bytes of plain text on one line");
}

}  // namespace

bool changes_trade(PaperVerb verb) {
    return verb != PaperVerb::watch;
}

bool is_of_the_watch(PaperVerb verb) {
    return verb == PaperVerb::demote || verb == PaperVerb::readmit || verb == PaperVerb::watch;
}

std::string_view paper_verb_text(PaperVerb verb) {
    return verbs[static_cast<std::size_t>(verb)];
}

std::optional<PaperVerb> paper_verb_of(std::string_view text) {
    const auto found = std::find(verbs.begin() + 1, verbs.end(), text);
    return found == verbs.end() ? std::nullopt
                                : std::optional(static_cast<PaperVerb>(found - verbs.begin()));
}

std::string command_text(std::string_view written) {
    std::size_t end = std::min(written.size(), command_text_bytes_max);
    // Bytes of UTF-8 that go on with a character begin with 10.
    while (end > 0 && end < written.size() &&
           (static_cast<unsigned char>(written[end]) & 0xc0U) == 0x80U) {
        --end;
    }
    return on_one_line(written.substr(0, end));
}

std::string_view paper_mode_text(PaperMode mode) {
    constexpr std::array<std::string_view, 5> modes = {
        "", "running", "paused", "stopped", "panicked"};
    return modes[static_cast<std::size_t>(mode)];
}

Status check_command(const PaperCommand& command) {
    if (is_of_one(command.verb) != command.instance.has_value()) {
        return fail(ErrorCode::invalid_argument,
                    std::string(paper_verb_text(command.verb)) +
                        (command.instance ? " names an instance" : " names no instance"),
                    "retire, demote, readmit and watch name one, the others none");
    }
    if (auto good = check_text("author", command.by); !good) {
        return good;
    }
    return check_text("reason", command.reason);
}

std::string encode_command(const PaperCommand& command) {
    Lines lines;
    lines.add("verb", paper_verb_text(command.verb));
    if (command.instance) {
        lines.add("instance", command.instance->value());
    }
    lines.add("by", command.by).add("reason", command.reason);
    lines.add("given_at_ns", command.given_at.ns());
    return lines.text();
}

Result<PaperCommand> decode_command(std::string_view text) {
    TrialLines lines(text);
    PaperCommand out;
    const auto verb = paper_verb_of(lines.text("verb"));
    if (const auto instance = lines.number_if_there<std::uint32_t>("instance")) {
        out.instance = InstanceId(*instance);
    }
    out.verb = verb.value_or(PaperVerb::pause);
    out.by = lines.text("by");
    out.reason = lines.text("reason");
    out.given_at = UnixNanos(lines.number<std::int64_t>("given_at_ns"));
    if (!verb || !lines.wrong().empty() || !lines.at_end()) {
        return fail(ErrorCode::malformed,
                    "a command with a wrong line '" + std::string(lines.wrong()) + "'",
                    "the journal was written by another version, or edited");
    }
    if (auto good = check_command(out); !good) {
        return fail(std::move(good).error());
    }
    return out;
}

PaperMode mode_after(PaperMode mode, PaperVerb verb) {
    switch (verb) {
        case PaperVerb::resume:
            return PaperMode::running;
        case PaperVerb::pause:
            return std::max(mode, PaperMode::paused);
        case PaperVerb::stop:
            return std::max(mode, PaperMode::stopped);
        case PaperVerb::panic:
            return PaperMode::panicked;
        case PaperVerb::retire:
        case PaperVerb::demote:
        case PaperVerb::readmit:
        case PaperVerb::watch:
            break;
    }
    return mode;
}

}  // namespace tradelab
