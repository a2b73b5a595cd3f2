#pragma once

#include "core/result.hpp"
#include "document/json_value.hpp"
#include "strategy/declaration.hpp"

#include <cstdint>
#include <optional>
#include <vector>

// A declaration on its way from the child that ran a plugin's code.
namespace tradelab {

struct DescribedPlugin {
    Declaration declaration;
    std::vector<std::optional<std::uint32_t>> warmup_bars;  // per role, where there is one
};

[[nodiscard]] JsonValue declaration_json(const DescribedPlugin& plugin);

// And back, believed no further than check_declaration() goes: a stranger's code may have written
// it.
[[nodiscard]] Result<DescribedPlugin> declaration_in(const JsonValue& document);

}  // namespace tradelab
