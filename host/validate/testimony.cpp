#include "validate/testimony.hpp"

#include "core/text.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"

#include <fmt/format.h>

#include <cstring>
#include <utility>

namespace tradelab {
namespace {

constexpr std::size_t line_bytes_max = std::size_t{512} << 10;
constexpr std::size_t text_bytes_max = 1'500;
constexpr std::size_t facts_max = 4'096;
constexpr std::size_t depth_max = 3;

// A member of type string, made printable.
std::optional<std::string> text_in(const JsonValue& object, std::string_view key) {
    const std::string* text = object[key].text();
    return text == nullptr ? std::nullopt : std::optional(printable(*text, text_bytes_max));
}

std::optional<JsonValue> parsed(std::string_view line) {
    auto object = parse_json(line, {.bytes_max = line_bytes_max, .depth_max = depth_max});
    return object && object->object() != nullptr ? std::optional(std::move(*object)) : std::nullopt;
}

std::optional<CheckVerdict> verdict_in(const JsonValue& object) {
    const auto level_text = text_in(object, "level");
    auto text = text_in(object, "text");
    const auto level = level_text ? level_named(*level_text) : std::nullopt;
    if (!level || !text || *level == Level::crash || *level == Level::hung) {
        return std::nullopt;
    }
    CheckVerdict verdict{.level = *level, .text = std::move(*text)};
    const JsonArray* facts = object["facts"].array();
    if (facts != nullptr && facts->size() <= facts_max) {
        for (const JsonValue& fact : *facts) {
            if (fact.text() != nullptr) {
                verdict.facts.push_back(printable(*fact.text(), text_bytes_max));
            }
        }
    }
    return verdict;
}

// Everything that was said, the latest word of each sort.
struct Words {
    std::optional<CheckVerdict> verdict;
    std::optional<std::string> broken;  // what it did that it must not, and where
    std::string where = "before it said a word";
    std::string fault;
    std::optional<std::string> rubbish;  // the first line that the check did not say
};

// The line without its seal, as an object.
std::optional<JsonValue> sealed(std::string_view line, std::string_view seal) {
    const bool bears_it =
        line.starts_with(seal) && line.size() > seal.size() && line[seal.size()] == ' ';
    return bears_it ? parsed(line.substr(seal.size() + 1)) : std::nullopt;
}

// Takes the line in; false where it is none of ours.
bool take_in(Words& words, const std::optional<JsonValue>& object) {
    if (!object || words.verdict) {
        return false;
    }
    if (auto verdict = verdict_in(*object)) {
        words.verdict = std::move(verdict);
        return true;
    }
    auto where = text_in(*object, "where");
    if (!where) {
        return false;
    }
    words.where = std::move(*where);
    if (auto fault = text_in(*object, "fault")) {
        words.fault = std::move(*fault);
    }
    if (auto broken = text_in(*object, "broken")) {
        words.broken = *broken + " while " + words.where;
    }
    return true;
}

Words read_words(const Captured& report, std::string_view seal) {
    Words words;
    std::string_view rest = report.bytes;
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        const std::string_view line = rest.substr(0, end);
        // A process that is killed may leave half a line of its own.
        const bool is_half = end == std::string_view::npos && line.starts_with(seal);
        if (!take_in(words, sealed(line, seal)) && !is_half && !words.rubbish) {
            words.rubbish = in_quotes(line);
        }
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    if (report.dropped != 0 && !words.rubbish) {
        words.rubbish = fmt::format("{} bytes too many", report.dropped);
    }
    return words;
}

// The first line on standard error: "terminate called after throwing ...".
std::string first_line(const Captured& errors) {
    const std::string line = errors.bytes.substr(0, errors.bytes.find('\n'));
    return line.empty() ? "" : "; it said " + in_quotes(line);
}

std::string signal_name(int number) {
    const char* const name = ::sigabbrev_np(number);
    return name == nullptr ? fmt::format("signal {}", number) : fmt::format("SIG{}", name);
}

}  // namespace

std::string verdict_line(const CheckVerdict& verdict) {
    JsonObject line = {{"level", level_text(verdict.level)}, {"text", verdict.text}};
    if (!verdict.facts.empty()) {
        line.push_back({"facts", verdict.facts});
    }
    return line_json(line) + "\n";
}

CheckVerdict heard(const Outcome& outcome, std::string_view seal) {
    Words words = read_words(outcome.report, seal);
    if (outcome.ended == Ended::timed_out && !words.verdict) {
        return {.level = Level::hung,
                .text = fmt::format("did not come back within {:.1f} s while {}: killed",
                                    std::chrono::duration<double>(outcome.wall).count(),
                                    words.where)};
    }
    if (words.rubbish) {
        return failed("its process wrote " + *words.rubbish +
                      " where only the check writes, so nothing it said counts: a plugin has no "
                      "business with a descriptor that it did not open");
    }
    if (words.verdict) {
        return std::move(*words.verdict);
    }
    if (words.broken) {
        return {.level = Level::fail, .text = std::move(*words.broken)};
    }
    const std::string fault = words.fault.empty() ? "" : ": touched memory " + words.fault;
    if (outcome.ended == Ended::signalled) {
        return {.level = Level::crash,
                .text = fmt::format("{} while {}{}{}",
                                    signal_name(outcome.signal),
                                    words.where,
                                    fault,
                                    first_line(outcome.errors))};
    }
    return {.level = Level::crash,
            .text = fmt::format("exited {} while {}{}{}",
                                outcome.exit_code,
                                words.where,
                                fault,
                                first_line(outcome.errors))};
}

}  // namespace tradelab
