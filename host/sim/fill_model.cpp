#include "sim/fill_model.hpp"

#include <array>

namespace tradelab {
namespace {

constexpr Rate bps(std::int64_t tenths) {
    return Rate(tenths * 10'000'000);  // tenths of a basis point
}
constexpr Rate percent(std::int64_t count) {
    return Rate(count * 10'000'000'000);
}

// The one table.  The numbers are assumptions for the most liquid pairs of a large venue, whose
// quoted spread is a fraction of a basis point: `base` is near what a small market order pays there
// in calm hours, `pessimistic` several times of it, `optimistic` pays nothing but fees.
const std::array<FillModel, 3>& table() {
    static const std::array<FillModel, 3> models = {{
        {.name = "pessimistic/1",
         .half_spread = bps(10),
         .impact_at_cap = bps(50),
         .stop_slippage = bps(50),
         .participation_cap = percent(5),
         .limit_rule = LimitRule::through},
        {.name = "base/1",
         .half_spread = bps(3),
         .impact_at_cap = bps(20),
         .stop_slippage = bps(20),
         .participation_cap = percent(10),
         .limit_rule = LimitRule::through},
        {.name = "optimistic/1",
         .half_spread = bps(0),
         .impact_at_cap = bps(0),
         .stop_slippage = bps(0),
         .participation_cap = percent(100),
         .limit_rule = LimitRule::touch},
    }};
    return models;
}

}  // namespace

std::span<const FillModel> fill_models() {
    return table();
}

Result<FillModel> fill_model(std::string_view name) {
    std::string known;
    for (const FillModel& model : table()) {
        if (model.name == name) {
            return model;
        }
        known += (known.empty() ? "" : ", ") + model.name;
    }
    return fail(ErrorCode::not_found,
                "there is no fill model \"" + std::string(name) + "\"",
                "there are: " + known);
}

Result<FillModel> fill_model_said(std::string_view word) {
    // Versions of a name stand in the order in which they came.
    const FillModel* newest = nullptr;
    for (const FillModel& model : table()) {
        if (std::string_view(model.name).substr(0, model.name.find('/')) == word) {
            newest = &model;
        }
    }
    return newest != nullptr ? Result<FillModel>(*newest) : fill_model(word);
}

}  // namespace tradelab
