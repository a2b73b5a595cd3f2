#include "honesty/cell_store.hpp"

#include "document/json_parse.hpp"
#include "document/json_write.hpp"
#include "document/sha256.hpp"

#include <fmt/format.h>

#include <fstream>

namespace bench {

using namespace tradelab;

namespace {

// Everything that decides what a cell's labs find.
std::string key_of(const Cell& cell, const std::string& base) {
    const LabSetting& set = cell.setting;
    return sha256_hex(fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}",
                                  cell.name,
                                  cell.labs,
                                  cell.first_seed,
                                  static_cast<int>(set.family),
                                  set.edge ? static_cast<int>(*set.edge) : 0,
                                  set.sharpe,
                                  set.years,
                                  set.symbols,
                                  set.trials,
                                  set.batch,
                                  static_cast<int>(set.author),
                                  set.finalists,
                                  static_cast<int>(set.testing),
                                  set.shares.explore_permille,
                                  set.shares.walk_forward_permille,
                                  set.rules.text(),
                                  set.joint_level,
                                  base));
}

constexpr double micro = 1e-6;

JsonValue document_of(const std::string& key, const CellResult& result) {
    JsonArray biases;
    for (const double one : result.biases) {
        biases.emplace_back(static_cast<std::int64_t>(one / micro));
    }
    JsonArray seeds;
    for (const std::uint64_t one : result.promoted_seeds) {
        seeds.emplace_back(one);
    }
    return JsonObject{{"key", key},
                      {"labs", result.labs},
                      {"trials", result.trials},
                      {"passed_first_look", result.passed_first_look},
                      {"promoted", result.promoted},
                      {"best_sharpe", result.best_sharpe},
                      {"best_on_validation", result.best_on_validation},
                      {"probabilistic", result.probabilistic},
                      {"any_improvement", result.any_improvement},
                      {"biases_e6", std::move(biases)},
                      {"promoted_seeds", std::move(seeds)}};
}

std::optional<std::int64_t> number(const JsonValue& value) {
    const auto* found = value.integer();
    return found != nullptr ? std::optional(*found) : std::nullopt;
}

std::optional<CellResult> result_of(const JsonValue& document) {
    CellResult out;
    const std::pair<const char*, std::size_t*> counts[] = {
        {"labs", &out.labs},
        {"trials", &out.trials},
        {"passed_first_look", &out.passed_first_look},
        {"promoted", &out.promoted},
        {"best_sharpe", &out.best_sharpe},
        {"best_on_validation", &out.best_on_validation},
        {"probabilistic", &out.probabilistic},
        {"any_improvement", &out.any_improvement}};
    for (const auto& [name, into] : counts) {
        const auto value = number(document[name]);
        if (!value || *value < 0) {
            return std::nullopt;
        }
        *into = static_cast<std::size_t>(*value);
    }
    const auto* biases = document["biases_e6"].array();
    const auto* seeds = document["promoted_seeds"].array();
    if (biases == nullptr || seeds == nullptr) {
        return std::nullopt;
    }
    for (const JsonValue& one : *biases) {
        out.biases.push_back(static_cast<double>(number(one).value_or(0)) * micro);
    }
    for (const JsonValue& one : *seeds) {
        out.promoted_seeds.push_back(static_cast<std::uint64_t>(number(one).value_or(0)));
    }
    return out;
}

}  // namespace

Result<CellStore> CellStore::open(std::filesystem::path file) {
    CellStore store(std::move(file));
    std::ifstream in(store.file_);
    for (std::string line; std::getline(in, line);) {
        const auto document = parse_json(line);
        const auto* key = document ? (*document)["key"].text() : nullptr;
        const auto result = key != nullptr ? result_of(*document) : std::nullopt;
        if (result) {
            store.done_.emplace_back(*key, *result);
        }
    }
    return store;
}

std::optional<CellResult> CellStore::find(const Cell& cell, const std::string& base) const {
    const std::string key = key_of(cell, base);
    for (const auto& [known, result] : done_) {
        if (known == key) {
            return result;
        }
    }
    return std::nullopt;
}

Status CellStore::add(const Cell& cell, const std::string& base, const CellResult& result) {
    const std::string key = key_of(cell, base);
    std::ofstream out(file_, std::ios::app);
    out << line_json(document_of(key, result)) << '\n' << std::flush;
    if (!out) {
        return fail(ErrorCode::io_failed,
                    "cannot write " + file_.string(),
                    "name another folder with --out");
    }
    done_.emplace_back(key, result);
    return {};
}

}  // namespace bench
