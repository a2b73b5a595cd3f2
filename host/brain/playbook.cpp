#include "brain/playbook.hpp"

#include "brain/answer.hpp"
#include "brain/sobol.hpp"

#include <optional>
#include <string>
#include <utility>

namespace tradelab::brain {
namespace {

// A card on one family that it fits.
struct Page {
    const Card* card = nullptr;
    std::size_t family = 0;
    Space space;
};

std::vector<Page> pages_of(const std::vector<Card>& cards, const Brief& brief) {
    std::vector<Page> pages;
    for (const Card& card : cards) {
        for (std::size_t family = 0; family < brief.families.size(); ++family) {
            if (const auto narrow = narrowed(card, brief.families[family])) {
                pages.push_back({.card = &card, .family = family, .space = Space(*narrow)});
            }
        }
    }
    return pages;
}

// The first point of the page from that place on that is not known: a card stays within its
// ranges, so nothing is moved to make it new.
std::optional<Ticks> unknown_of(const Page& page, const Answer& answer, std::uint32_t place) {
    constexpr std::uint32_t patience = 64;
    const Sobol sequence(page.space.free().size(),
                         Draws(answer.brief().seed, page.card->name, {page.family}).bits());
    for (std::uint32_t i = 0; i < patience; ++i) {
        Ticks ticks = page.space.ticks_at(sequence.point(place + i));
        if (!answer.known().contains(page.family, ticks)) {
            return ticks;
        }
    }
    return std::nullopt;
}

std::string rationale_of(const Card& card) {
    return "Card " + card.name + ": " + card.effect + " (" + card.source.authors + ", \"" +
           card.source.title + "\", " + card.source.published + ", " +
           std::to_string(card.source.year) + "; sample: " + card.sample + ")";
}

}  // namespace

std::vector<Proposal> Playbook::propose(const Brief& brief) {
    Answer answer(brief, name());
    const auto pages = pages_of(cards_, brief);
    std::size_t turn = answer.made_before();
    std::size_t exhausted = 0;  // pages in a row that had nothing new
    while (!answer.is_full() && exhausted < pages.size()) {
        const Page& page = pages[turn % pages.size()];
        const auto place = static_cast<std::uint32_t>(turn / pages.size());
        ++turn;
        auto ticks = unknown_of(page, answer, place);
        if (!ticks) {
            ++exhausted;
            continue;
        }
        exhausted = 0;
        answer.add(page.family, std::move(*ticks), {.rationale = rationale_of(*page.card)});
    }
    return answer.take();
}

}  // namespace tradelab::brain
