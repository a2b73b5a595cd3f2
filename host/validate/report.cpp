#include "validate/report.hpp"

#include <nlohmann/json.hpp>

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

std::string report_json(const Report& report) {
    nlohmann::ordered_json counts;
    for (const Level level :
         {Level::pass, Level::warn, Level::fail, Level::crash, Level::hung, Level::skip}) {
        counts[std::string(level_text(level))] = report.count(level);
    }
    auto results = nlohmann::ordered_json::array();
    for (const CheckResult& result : report.results) {
        nlohmann::ordered_json one;
        one["id"] = result.id;
        one["name"] = result.name;
        one["level"] = level_text(result.level);
        one["text"] = result.text;
        one["took_ms"] = result.took.count();
        results.push_back(std::move(one));
    }
    nlohmann::ordered_json out;
    out["schema"] = "tradelab.plugin-report/1";
    out["plugin"] = report.plugin;
    out["version"] = report.version;
    out["library_sha256"] = report.library_sha256;
    out["host_abi"] = report.host_abi;
    out["seed"] = report.seed;
    out["verdict"] = level_text(report.verdict());
    out["counts"] = std::move(counts);
    out["results"] = std::move(results);
    return out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace tradelab
