#include "campaign/kept_answers.hpp"

#include "brain/analyzer_json.hpp"
#include "document/error_form.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"
#include "document/sha256.hpp"

#include <chrono>
#include <cstdint>
#include <string_view>

namespace tradelab {
namespace {

constexpr std::string_view schema = "tradelab.analyzer_answer/1";
// A brief and an answer, each byte of them as an escape.
constexpr std::size_t bytes_max = 6 * (brain::brief_bytes_max + brain::answer_bytes_max);

constexpr std::chrono::nanoseconds patience = std::chrono::seconds(10);

// What was asked of whom, as the file says it.
JsonObject asked(const std::string& analyzer, const brain::AnalyzerQuestion& question) {
    return {{"schema", schema},
            {"analyzer", analyzer},
            {"seed", std::to_string(question.seed)},
            {"brief", question.brief}};
}

// Files of before do not say how long an answer took, and stay as they are.
enum class Timing : std::uint8_t { said, unsaid };

// The whole text of the file, of which the last line proves that nobody has edited it.
std::string kept_text(JsonObject all, const Result<TimedAnswer>& said, Timing timing) {
    all.push_back({"answer", said ? JsonValue(said->text) : JsonValue()});
    all.push_back({"failure", said ? JsonValue() : error_document(said.error())});
    if (timing == Timing::said) {
        all.push_back({"took_ms", said ? JsonValue(said->took.count()) : JsonValue()});
    }
    std::string hash = sha256_hex(line_json(JsonValue(all)));
    all.push_back({"sha256", std::move(hash)});
    return pretty_json(JsonValue(std::move(all))) + "\n";
}

// Nothing where the file is not what was written.
std::optional<Result<TimedAnswer>> said_in(const std::string& text, const JsonObject& question) {
    const auto value = parse_json(text, {.bytes_max = bytes_max});
    if (!value) {
        return std::nullopt;
    }
    std::optional<Result<TimedAnswer>> said;
    if (const std::string* answer = (*value)["answer"].text()) {
        const std::int64_t* took = (*value)["took_ms"].integer();
        said = TimedAnswer{.text = *answer,
                           .took = std::chrono::milliseconds(took == nullptr ? 0 : *took)};
    } else if (auto error = error_in((*value)["failure"])) {
        said = Result<TimedAnswer>(fail(*std::move(error)));
    }
    const auto timing = value->find("took_ms") == nullptr ? Timing::unsaid : Timing::said;
    return said && kept_text(question, *said, timing) == text ? std::move(said) : std::nullopt;
}

// What the plugin did, so that it would do it again; not what kept it from being asked.
bool is_its_own(const Error& failure) {
    switch (failure.code) {
        case ErrorCode::crashed:
        case ErrorCode::timed_out:
        case ErrorCode::malformed:
        case ErrorCode::refused:
        case ErrorCode::unsupported:
        case ErrorCode::too_large:
        case ErrorCode::abi_mismatch:
            return true;
        default:
            return false;
    }
}

}  // namespace

std::optional<Result<TimedAnswer>> KeptAnswers::read(const Disk::Path& file,
                                                     const JsonObject& question) {
    const auto text = disk_->read_file(file, {.size_max = bytes_max, .links = Links::refuse});
    if (!text) {
        return text.error().code == ErrorCode::not_found
                   ? std::nullopt
                   : std::optional(give_up(text.error(), file));
    }
    if (auto said = said_in(*text, question)) {
        return said;
    }
    return give_up({.code = ErrorCode::malformed,
                    .context = "this is not what was kept of an analyzer's answer",
                    .hint = "put the file back as it was; without it, take it away: the analyzer "
                            "is asked anew, and what was tried on its first answer stays counted"},
                   file);
}

Result<TimedAnswer> KeptAnswers::give_up(Error error, const Disk::Path& file) {
    if (error.file.empty()) {
        error.file = file.string();
    }
    trouble_ = error;
    return fail(std::move(error), "keeping what an analyzer answered");
}

Result<TimedAnswer> KeptAnswers::asked_now(const std::string& analyzer,
                                           const brain::AnalyzerQuestion& question,
                                           const AskInTime& ask) const {
    const auto used = used_.find(analyzer);
    if (used == used_.end() || used->second < allowance) {
        return ask(question);
    }
    const auto seconds = [](std::chrono::milliseconds time) {
        return std::to_string(std::chrono::floor<std::chrono::seconds>(time).count()) + " s";
    };
    return fail(ErrorCode::timed_out,
                "it has thought for " + seconds(used->second) + ", and may for " +
                    seconds(allowance) + " in one campaign",
                "what it proposed until then stays; a faster one is asked to the end");
}

Result<TimedAnswer> KeptAnswers::kept_or_asked(const std::string& analyzer,
                                               const brain::AnalyzerQuestion& question,
                                               const AskInTime& ask) {
    const JsonObject begun = asked(analyzer, question);
    const auto file = folder_ / (sha256_hex(line_json(JsonValue(begun))) + ".json");
    if (auto said = read(file, begun)) {
        return *std::move(said);
    }
    auto said = asked_now(analyzer, question, ask);
    if (!said && !is_its_own(said.error())) {
        trouble_ = said.error();
        return said;
    }
    if (auto made = disk_->make_directories(folder_); !made) {
        return give_up(std::move(made).error(), file);
    }
    const auto lock = disk_->lock(folder_ / ".lock", patience);
    if (!lock) {
        return give_up(lock.error(), file);
    }
    // Another run of this campaign may have asked meanwhile: what it was told holds for both.
    if (auto first = read(file, begun)) {
        return *std::move(first);
    }
    auto kept = write_atomically(*disk_, file, kept_text(begun, said, Timing::said));
    return kept ? std::move(said) : give_up(std::move(kept).error(), file);
}

Result<std::string> KeptAnswers::answer(const std::string& analyzer,
                                        const brain::AnalyzerQuestion& question,
                                        const AskInTime& ask) {
    auto said = kept_or_asked(analyzer, question, ask);
    if (!said) {
        return fail(std::move(said).error());
    }
    used_[analyzer] += said->took;
    return std::move(said->text);
}

}  // namespace tradelab
