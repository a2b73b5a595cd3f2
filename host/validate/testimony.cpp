#include "validate/testimony.hpp"

#include "plugin/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstring>
#include <utility>

namespace tradelab {
namespace {

constexpr std::size_t line_bytes_max = std::size_t{512} << 10;
constexpr std::size_t text_bytes_max = 1'500;
constexpr std::size_t facts_max = 4'096;
constexpr int depth_max = 3;

using Json = nlohmann::json;

// A member of type string, made printable.
std::optional<std::string> text_in(const Json& object, const char* key) {
    const auto member = object.find(key);
    if (member == object.end() || !member->is_string()) {
        return std::nullopt;
    }
    return printable(member->get_ref<const std::string&>(), text_bytes_max);
}

std::optional<Json> parsed(std::string_view line) {
    if (line.size() > line_bytes_max) {
        return std::nullopt;
    }
    bool too_deep = false;
    const auto watch = [&too_deep](int depth, Json::parse_event_t, Json&) {
        too_deep = too_deep || depth > depth_max;
        return !too_deep;
    };
    Json object = Json::parse(line, watch, false);
    if (too_deep || !object.is_object()) {
        return std::nullopt;
    }
    return object;
}

std::optional<Verdict> verdict_in(const Json& object) {
    const auto level_text = text_in(object, "level");
    auto text = text_in(object, "text");
    const auto level = level_text ? level_named(*level_text) : std::nullopt;
    if (!level || !text || *level == Level::crash || *level == Level::hung) {
        return std::nullopt;
    }
    Verdict verdict{.level = *level, .text = std::move(*text)};
    const auto facts = object.find("facts");
    if (facts != object.end() && facts->is_array() && facts->size() <= facts_max) {
        for (const Json& fact : *facts) {
            if (fact.is_string()) {
                verdict.facts.push_back(
                    printable(fact.get_ref<const std::string&>(), text_bytes_max));
            }
        }
    }
    return verdict;
}

// Everything that was said, the latest word of each sort.
struct Words {
    std::optional<Verdict> verdict;
    std::optional<std::string> broken;  // what it did that it must not, and where
    std::string where = "before it said a word";
    std::string fault;
};

Words read_words(std::string_view report) {
    Words words;
    while (!report.empty()) {
        const std::size_t end = std::min(report.find('\n'), report.size());
        const auto object = parsed(report.substr(0, end));
        report.remove_prefix(std::min(end + 1, report.size()));
        if (!object || words.verdict) {
            continue;
        }
        if (auto verdict = verdict_in(*object)) {
            words.verdict = std::move(verdict);
            continue;
        }
        if (auto where = text_in(*object, "where")) {
            words.where = std::move(*where);
        }
        if (auto fault = text_in(*object, "fault")) {
            words.fault = std::move(*fault);
        }
        if (auto broken = text_in(*object, "broken")) {
            words.broken = *broken + " while " + words.where;
        }
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

std::string verdict_line(const Verdict& verdict) {
    nlohmann::ordered_json line;
    line["level"] = level_text(verdict.level);
    line["text"] = verdict.text;
    if (!verdict.facts.empty()) {
        line["facts"] = verdict.facts;
    }
    return line.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

Verdict heard(const Outcome& outcome) {
    Words words = read_words(outcome.report.bytes);
    if (outcome.ended == Ended::timed_out && !words.verdict) {
        return {.level = Level::hung,
                .text = fmt::format("did not come back within {:.1f} s while {}: killed",
                                    std::chrono::duration<double>(outcome.wall).count(),
                                    words.where)};
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
