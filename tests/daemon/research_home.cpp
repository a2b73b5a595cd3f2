#include "daemon/research_home.hpp"

#include "document/json_parse.hpp"
#include "document/json_write.hpp"
#include "os/real_disk.hpp"
#include "support/made_market.hpp"
#include "support/tree.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace tradelab {
namespace {

std::string quoted(const std::filesystem::path& path) {
    return "\"" + path.string() + "\"";
}

}  // namespace

std::string text_of(const JsonValue& value) {
    return value.text() == nullptr ? line_json(value) : *value.text();
}

ParameterFile another_like(const std::filesystem::path& file, const std::string& name) {
    std::ifstream stream(file);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    auto parsed = parse_parameter_file(text, file.string()).value();
    const std::string was = parsed.name;
    text.replace(text.find(was), was.size(), name);
    const std::size_t at = text.find("\"rebalance\": ");
    text.replace(at, text.find_first_of(",\n", at) - at, "\"rebalance\": 30");
    std::ofstream(file.parent_path() / (name + ".json")) << text;
    return parse_parameter_file(text, name).value();
}

void prove_like(const StrategyLife& first,
                Lifecycle& record,
                const std::string& strategy,
                const std::string& name) {
    std::vector<StageEdge> edges;
    for (std::size_t at = 0; at < 4; ++at) {
        edges.push_back(first.steps[at].edge);
        edges.back().strategy = strategy;
        edges.back().name = name;
    }
    edges.back().binding->parameters = strategy;
    ASSERT_TRUE(record.add(edges, UnixNanos(1)));
}

ResearchHome::ResearchHome() {
    make_market("5");
    settings({});
}

void ResearchHome::make_market(const std::string& seed,
                               const std::vector<std::string>& more) const {
    std::string name = "edge 6, seed " + seed;
    for (const std::string& word : more) {
        name += " " + word;
    }
    std::filesystem::remove_all(store());
    put_made_market(store(), name, [&](const std::filesystem::path& folder) {
        std::vector<std::string> words = {
            "data", "synth", "--seed", seed, "--edge-sharpe", "6", "--store", folder.native()};
        words.insert(words.end(), more.begin(), more.end());
        const auto made = home.run("tradelab", words);
        ASSERT_EQ(made.exit_code, 0) << made.errors.bytes;
    });
}

void ResearchHome::settings(const std::vector<std::pair<std::string, std::string>>& more) const {
    const auto file = [](const char* name) { return quoted(source_tree() / "strategies" / name); };
    std::vector<std::pair<std::string, std::string>> all = {
        {"paper.strategies", "\"proven\""},
        {"store", quoted(store())},
        {"mode", "\"on\""},
        {"research.strategies",
         "[" + file("momentum_syn_perp_1h.json") + ", " + file("mean_reversion_syn_perp_1h.json") +
             "]"},
        {"trials", "24"},
        {"to", "\"2022-06-01T00:00:00Z\""},
        {"cpu_percent", "100"},
        {"pause_hours", "\"once\""}};
    all.insert(all.end(), more.begin(), more.end());
    home.settings(all);
}

JsonValue ResearchHome::json_of(std::vector<std::string> words) const {
    words.insert(words.end(), {"--json", "--state", home.state().string()});
    return parse_json(home.run("tradelab", std::move(words)).output.bytes, {.bytes_max = 1 << 24})
        .value();
}

std::vector<std::string> ResearchHome::trials() const {
    std::vector<std::string> out;
    const JsonValue list = json_of({"trials", "list", "--all"});
    for (const JsonValue& one : *list["trials"].array()) {
        out.push_back(text_of(one["result_hash"]) + " " + line_json(one["instances"]));
    }
    return out;
}

JsonValue ResearchHome::best() const {
    const JsonValue list = json_of({"lab", "hypotheses"});
    return list["strategies"].array()->empty() ? JsonValue() : (*list["strategies"].array())[0];
}

std::optional<LifeStage> ResearchHome::stage() const {
    RealDisk disk;
    const auto lives = Lifecycle(disk, home.state() / "lifecycle").lives();
    return !lives || lives->empty() ? std::nullopt : std::optional(lives->front().stage);
}

}  // namespace tradelab
