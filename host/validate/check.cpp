#include "validate/check.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tradelab {
namespace {

constexpr std::array<std::string_view, 6> level_names = {
    "pass", "warn", "fail", "crash", "hung", "skip"};

}  // namespace

std::string_view level_text(Level level) {
    return level_names[static_cast<std::size_t>(level)];
}

std::optional<Level> level_named(std::string_view text) {
    const auto found = std::ranges::find(level_names, text);
    if (found == level_names.end()) {
        return std::nullopt;
    }
    return static_cast<Level>(found - level_names.begin());
}

CheckVerdict passed(std::string text) {
    return {.level = Level::pass, .text = std::move(text)};
}

CheckVerdict warned(std::string text) {
    return {.level = Level::warn, .text = std::move(text)};
}

CheckVerdict failed(std::string text) {
    return {.level = Level::fail, .text = std::move(text)};
}

CheckVerdict skipped(std::string text) {
    return {.level = Level::skip, .text = std::move(text)};
}

const Check* find_check(std::string_view id) {
    const auto checks = all_checks();
    const auto found = std::ranges::find(checks, id, [](const Check& c) { return c.info.id; });
    return found == checks.end() ? nullptr : &*found;
}

const std::vector<CheckInfo>& check_table() {
    static const std::vector<CheckInfo> table = [] {
        std::vector<CheckInfo> infos;
        for (const Check& check : all_checks()) {
            infos.push_back(check.info);
        }
        return infos;
    }();
    return table;
}

bool is_sanitized() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
    return true;
#else
    return false;
#endif
#else
    return false;
#endif
}

}  // namespace tradelab
