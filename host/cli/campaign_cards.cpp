#include "cli/campaign_cards.hpp"

#include "document/sha256.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

namespace tradelab {
namespace {

constexpr std::string_view ending = ".json";

struct ReadCard {
    brain::Card card;
    std::string sha256;
    std::string file;
};

// A folder that is not there holds no cards.
Status read_folder(const Disk& disk,
                   const std::filesystem::path& folder,
                   std::vector<ReadCard>& into) {
    auto names = disk.list(folder);
    if (!names) {
        return names.error().code == ErrorCode::not_found
                   ? Status()
                   : fail(std::move(names).error(), "reading the playbook");
    }
    std::ranges::sort(*names);
    for (const std::string& name : *names) {
        if (!name.ends_with(ending)) {
            continue;
        }
        const auto path = folder / name;
        const auto text = disk.read_file(path, {.size_max = brain::card_bytes_max});
        if (!text) {
            return fail(text.error(), "reading the playbook");
        }
        auto card = brain::parse_card(*text, path.string());
        if (!card) {
            return fail(std::move(card).error());
        }
        const auto same =
            std::ranges::find(into, card->name, [](const ReadCard& one) -> const std::string& {
                return one.card.name;
            });
        if (same != into.end()) {
            return fail(
                ErrorCode::invalid_argument,
                path.string() + " is a second card named " + card->name + ", beside " + same->file,
                "give it a name of its own: a dossier names the card that it is from");
        }
        into.push_back(
            {.card = *std::move(card), .sha256 = sha256_hex(*text), .file = path.string()});
    }
    return {};
}

// Nothing where it fits one of them; otherwise why it does not, of those with its plugin.
std::optional<std::string> why_unfit(const brain::Card& card,
                                     std::span<const brain::Family> families) {
    std::optional<std::string> why;
    for (const brain::Family& family : families) {
        const auto narrow = brain::narrowed(card, family);
        if (narrow) {
            return std::nullopt;
        }
        if (family.plugin == card.plugin) {
            why = describe(narrow.error());
        }
    }
    return why.value_or("");
}

}  // namespace

Result<CampaignCards> cards_for(Session& session, std::span<const brain::Family> families) {
    std::vector<ReadCard> all;
    for (const auto& folder : session.layout.playbooks) {
        if (auto read = read_folder(session.disk, folder, all); !read) {
            return fail(std::move(read).error());
        }
    }
    std::ranges::sort(
        all, {}, [](const ReadCard& one) -> const std::string& { return one.card.name; });
    CampaignCards out;
    for (ReadCard& one : all) {
        if (auto why = why_unfit(one.card, families)) {
            if (!why->empty()) {
                out.unfit.push_back(*std::move(why));
            }
            continue;
        }
        out.identity += one.card.name + " " + one.sha256 + "\n";
        out.cards.push_back(std::move(one.card));
    }
    return out;
}

}  // namespace tradelab
