#include "lifecycle/tested_histories.hpp"

#include "journal/kept_text.hpp"

#include <string_view>
#include <utility>

namespace tradelab {
namespace {

constexpr std::string_view ending = ".json";

}  // namespace

Result<KeptFooting> TestedHistories::keep(const Footing& footing) {
    auto hash = keep_text(*disk_, folder_, text_of(as_kept(footing.history)), ending);
    if (!hash) {
        return fail(std::move(hash).error(), "keeping what a strategy was tested on");
    }
    return KeptFooting{
        .plugin = footing.plugin, .venue = footing.venue, .history = *std::move(hash)};
}

Result<const TestedHistory*> TestedHistories::of(const KeptFooting& footing) {
    if (footing.inside) {
        return &*footing.inside;
    }
    if (const auto held = held_.find(footing.history); held != held_.end()) {
        return &held->second;
    }
    const auto text = kept_text(*disk_, folder_, footing.history, ending);
    auto history = text ? parse_history(*text) : fail(text.error());
    if (!history) {
        Error error = std::move(history).error();
        error.hint = "restore " + kept_path(folder_, footing.history, ending).string() +
                     " from a backup, or search again: tradelab lab campaign";
        return fail(std::move(error), "reading what it was tested on");
    }
    return &held_.emplace(footing.history, *std::move(history)).first->second;
}

}  // namespace tradelab
