#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace tradelab {

// What a user may ask for; each includes the ones before it.
enum class Role : std::uint8_t { view, operate, approve };

[[nodiscard]] std::string_view role_text(Role role);

// Who may ask.  The owner, whose process the daemon is, and root may everything: they could do it
// to its files as well.
struct Access {
    std::int64_t owner = 0;
    std::vector<std::int64_t> view = {};
    std::vector<std::int64_t> operate = {};
    std::vector<std::int64_t> approve = {};

    // The highest that the lists give this user; nothing where they do not know it.
    [[nodiscard]] std::optional<Role> role_of(std::int64_t user) const;
    [[nodiscard]] bool is_owners_alone() const {
        return view.empty() && operate.empty() && approve.empty();
    }
};

}  // namespace tradelab
