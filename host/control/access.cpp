#include "control/access.hpp"

#include <algorithm>

namespace tradelab {

std::string_view role_text(Role role) {
    switch (role) {
        case Role::view:
            return "view";
        case Role::operate:
            return "operate";
        case Role::approve:
            return "approve";
    }
    return "";
}

std::optional<Role> Access::role_of(std::int64_t user) const {
    const auto named = [user](const std::vector<std::int64_t>& users) {
        return std::ranges::find(users, user) != users.end();
    };
    if (user == owner || user == 0 || named(approve)) {
        return Role::approve;
    }
    if (named(operate)) {
        return Role::operate;
    }
    return named(view) ? std::optional(Role::view) : std::nullopt;
}

}  // namespace tradelab
