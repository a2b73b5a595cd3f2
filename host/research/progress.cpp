#include "research/progress.hpp"

#include "document/json_fields.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tradelab {
namespace {

constexpr std::string_view schema = "tradelab.search-progress/1";
constexpr std::array<std::string_view, 3> phases = {"searching", "judging", "ended"};
constexpr std::size_t text_bytes_max = 2'000;
constexpr std::size_t page_lines_max = 64;
constexpr std::uint64_t file_bytes_max = std::uint64_t{64} << 10U;

JsonValue unless_empty(const std::string& text) {
    return text.empty() ? JsonValue() : JsonValue(text);
}

// A member that may be null.
std::string text_or_empty(JsonFields& fields, std::string_view name) {
    return fields.value(name).is_null() ? std::string() : fields.text(name, text_bytes_max);
}

UnixNanos moment(JsonFields& fields, std::string_view name) {
    const auto at = parse_iso(fields.text(name, 40));
    if (!at && !fields.is_broken()) {
        fields.refuse(fields.pointer(name) + " is no time", "the campaign writes it anew");
    }
    return at ? *at : UnixNanos();
}

std::int64_t count(JsonFields& fields, std::string_view name) {
    const std::int64_t value = fields.integer(name);
    if (value < 0) {
        fields.refuse(fields.pointer(name) + " is below 0", "the campaign writes it anew");
    }
    return std::max<std::int64_t>(value, 0);
}

SearchPhase phase_of(JsonFields& fields) {
    const std::string text = fields.text("phase", 40);
    const auto at = std::ranges::find(phases, text);
    if (at == phases.end() && !fields.is_broken()) {
        fields.refuse("/phase = \"" + text + "\" is none", "the campaign writes it anew");
    }
    return at == phases.end() ? SearchPhase::ended : static_cast<SearchPhase>(at - phases.begin());
}

JsonValue json_of_page(const std::vector<std::string>& page) {
    JsonArray lines;
    for (const std::string& line : page) {
        lines.emplace_back(line);
    }
    return lines;
}

std::vector<std::string> page_of(JsonFields& fields) {
    std::vector<std::string> out;
    const JsonArray& lines = fields.array("page");
    for (const JsonValue& line : lines) {
        const bool is_line = line.text() != nullptr && line.text()->size() <= text_bytes_max;
        if ((!is_line || lines.size() > page_lines_max) && !fields.is_broken()) {
            fields.refuse("/page is no page of at most 64 lines", "the campaign writes it anew");
        }
        if (is_line && !fields.is_broken()) {
            out.push_back(*line.text());
        }
    }
    return out;
}

}  // namespace

std::string_view search_phase_text(SearchPhase phase) {
    return phases.at(static_cast<std::size_t>(phase));
}

JsonValue json_of(const SearchProgress& progress) {
    return JsonObject{
        {"schema", schema},
        {"campaign", progress.campaign},
        {"seed", progress.seed},
        {"synthetic", progress.is_synthetic},
        {"phase", search_phase_text(progress.phase)},
        {"tried", progress.tried},
        {"known", progress.known},
        {"budget", progress.budget},
        {"best_sharpe", progress.best_sharpe ? JsonValue(*progress.best_sharpe) : JsonValue()},
        {"process", progress.process},
        {"begun_at", iso_text(progress.begun_at)},
        {"written_at", iso_text(progress.written_at)},
        {"cpu_ms", progress.cpu_ms},
        {"outcome", unless_empty(progress.outcome)},
        {"verdict", unless_empty(progress.verdict)},
        {"page", json_of_page(progress.page)}};
}

Result<SearchProgress> parse_search_progress(std::string_view text) {
    const auto document = parse_json(text, {.bytes_max = file_bytes_max, .depth_max = 2});
    if (!document) {
        return fail(document.error());
    }
    std::optional<Error> problem;
    JsonFields fields(*document,
                      "",
                      {"schema",
                       "campaign",
                       "seed",
                       "synthetic",
                       "phase",
                       "tried",
                       "known",
                       "budget",
                       "best_sharpe",
                       "process",
                       "begun_at",
                       "written_at",
                       "cpu_ms",
                       "outcome",
                       "verdict",
                       "page"},
                      problem);
    if (const std::string said = fields.text("schema", 60); said != schema && !problem) {
        fields.refuse("/schema = \"" + said + "\" is another one", "the campaign writes it anew");
    }
    SearchProgress out;
    out.campaign = fields.text("campaign", 64);
    out.seed = static_cast<std::uint64_t>(count(fields, "seed"));
    out.is_synthetic = fields.truth("synthetic");
    out.phase = phase_of(fields);
    out.tried = static_cast<std::uint64_t>(count(fields, "tried"));
    out.known = static_cast<std::uint64_t>(count(fields, "known"));
    out.budget = static_cast<std::uint64_t>(count(fields, "budget"));
    if (!fields.value("best_sharpe").is_null()) {
        out.best_sharpe = fields.text("best_sharpe", 40);
    }
    out.process = count(fields, "process");
    out.begun_at = moment(fields, "begun_at");
    out.written_at = moment(fields, "written_at");
    out.cpu_ms = count(fields, "cpu_ms");
    out.outcome = text_or_empty(fields, "outcome");
    out.verdict = text_or_empty(fields, "verdict");
    out.page = page_of(fields);
    return problem ? Result<SearchProgress>(fail(*std::move(problem))) : out;
}

Status keep_progress(Disk& disk, const Disk::Path& file, const SearchProgress& progress) {
    if (auto made = disk.make_directories(file.parent_path()); !made) {
        return made;
    }
    return write_atomically(disk, file, pretty_json(json_of(progress)) + "\n");
}

Result<std::optional<SearchProgress>> read_progress(const Disk& disk, const Disk::Path& file) {
    const auto text = disk.read_file(file, {.size_max = file_bytes_max});
    if (!text) {
        return text.error().code == ErrorCode::not_found ? Result<std::optional<SearchProgress>>()
                                                         : fail(text.error());
    }
    auto parsed = parse_search_progress(*text);
    return parsed ? Result<std::optional<SearchProgress>>(*std::move(parsed))
                  : fail(std::move(parsed).error(), "'" + file.string() + "'");
}

std::optional<SearchRate> rate_of(const SearchProgress& progress) {
    const auto passed = checked_sub(progress.written_at, progress.begun_at);
    const std::int64_t seconds = passed ? passed->count() / 1'000'000'000 : 0;
    if (progress.tried == 0 || seconds <= 0) {
        return std::nullopt;
    }
    const auto tried = static_cast<std::int64_t>(progress.tried);
    const std::int64_t left = static_cast<std::int64_t>(progress.budget) - tried;
    return SearchRate{.trials_per_minute = tried * 60 / seconds,
                      .minutes_left = std::max<std::int64_t>(left, 0) * seconds / tried / 60};
}

}  // namespace tradelab
