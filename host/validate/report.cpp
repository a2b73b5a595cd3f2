#include "validate/report.hpp"

#include <algorithm>

namespace tradelab {

std::size_t Report::count(Level level) const {
    return static_cast<std::size_t>(std::ranges::count(results, level, &CheckResult::level));
}

Level Report::verdict() const {
    if (std::ranges::any_of(results, is_failure, &CheckResult::level)) {
        return Level::fail;
    }
    return count(Level::warn) != 0 ? Level::warn : Level::pass;
}

JsonValue report_json(const Report& report) {
    JsonObject counts;
    for (const Level level :
         {Level::pass, Level::warn, Level::fail, Level::crash, Level::hung, Level::skip}) {
        counts.push_back({std::string(level_text(level)), report.count(level)});
    }
    JsonArray results;
    for (const CheckResult& result : report.results) {
        results.emplace_back(JsonObject{{"id", result.id},
                                        {"name", result.name},
                                        {"level", level_text(result.level)},
                                        {"text", result.text},
                                        {"took_ms", result.took.count()}});
    }
    return JsonObject{{"schema", "tradelab.plugin-report/1"},
                      {"plugin", report.plugin},
                      {"version", report.version},
                      {"library_sha256", report.library_sha256},
                      {"host_abi", report.host_abi},
                      {"seed", report.seed},
                      {"verdict", level_text(report.verdict())},
                      {"counts", std::move(counts)},
                      {"results", std::move(results)}};
}

}  // namespace tradelab
