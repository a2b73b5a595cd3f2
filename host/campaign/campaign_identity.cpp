#include "campaign/campaign_identity.hpp"

#include "document/sha256.hpp"

#include <algorithm>

namespace tradelab {
namespace {

constexpr std::size_t hash_length = 64;
constexpr std::size_t shown = 12;

std::string value_of(std::span<const Circumstance> all, const std::string& what) {
    const auto found = std::ranges::find(all, what, &Circumstance::what);
    return found == all.end() ? "not there" : found->is;
}

std::string short_text(const std::string& value) {
    return value.size() == hash_length ? value.substr(0, shown) : value;
}

}  // namespace

std::string CampaignIdentity::campaign() const {
    std::string text = "tradelab.campaign/2\n" + search + "\n";
    for (const Circumstance& one : circumstances) {
        text += one.what + " " + one.is + "\n";
    }
    return sha256_hex(text);
}

std::string changes(std::span<const Circumstance> before, std::span<const Circumstance> now) {
    std::vector<std::string> names;
    for (const auto side : {now, before}) {
        for (const Circumstance& one : side) {
            if (std::ranges::find(names, one.what) == names.end()) {
                names.push_back(one.what);
            }
        }
    }
    std::string out;
    for (const std::string& what : names) {
        const std::string was = value_of(before, what);
        const std::string is = value_of(now, what);
        if (was != is) {
            out += (out.empty() ? "" : "; ") + what + " was " + short_text(was) + " and is " +
                   short_text(is);
        }
    }
    return out;
}

}  // namespace tradelab
