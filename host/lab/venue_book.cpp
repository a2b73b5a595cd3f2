#include "lab/venue_book.hpp"

#include "core/check.hpp"
#include "document/sha256.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

namespace tradelab {
namespace {

std::string_view venue_word(const InstrumentName& name) {
    const std::string_view venue = name.venue();
    return venue.substr(0, venue.find('.'));
}

Status check_entries(const VenueFile& file,
                     const InstrumentName& name,
                     const std::filesystem::path& path) {
    const VenueFile::Traded* traded = file.traded(name);
    if (traded == nullptr) {
        return fail(ErrorCode::data_missing,
                    path.string() + " says nothing of " + name.text(),
                    "add an [[instruments]] entry: its tick, lot and limits");
    }
    if (file.fees_of(name) == nullptr) {
        return fail(ErrorCode::data_missing,
                    path.string() + " has no fees of the market " + std::string(name.venue()),
                    "add a [[fees]] entry");
    }
    if (traded->kind == InstrumentKind::perp && file.tiers_of(name) == nullptr) {
        return fail(ErrorCode::data_missing,
                    path.string() + " has no maintenance margin of " + name.text(),
                    "add a [[maintenance]] entry with its tiers");
    }
    return {};
}

struct Entry {
    UnixNanos valid_from;
    std::string source;
};

// Of entries in the order of their time, those that hold somewhere from `from` to `to`.
void add_sources(std::vector<std::string>& out,
                 const std::string& what,
                 std::span<const Entry> entries,
                 UnixNanos from,
                 UnixNanos to) {
    for (std::size_t at = 0; at < entries.size(); ++at) {
        const bool is_over = at + 1 < entries.size() && entries[at + 1].valid_from <= from;
        const bool is_later = at > 0 && entries[at].valid_from > to;
        std::string sentence =
            what + " from " + iso_text(entries[at].valid_from) + ": " + entries[at].source;
        if (!is_over && !is_later && std::ranges::find(out, sentence) == out.end()) {
            out.push_back(std::move(sentence));
        }
    }
}

}  // namespace

Result<VenueBook> VenueBook::read(const Disk& disk,
                                  const std::filesystem::path& folder,
                                  std::span<const InstrumentName> names) {
    VenueBook book;
    std::set<std::string> venues;
    for (const InstrumentName& name : names) {
        venues.emplace(venue_word(name));
    }
    for (const std::string& venue : venues) {
        auto file = read_venue(disk, folder / (venue + ".toml"));
        if (!file) {
            return fail(std::move(file).error());
        }
        book.pages_.push_back({.venue = venue, .file = *std::move(file)});
    }
    for (const InstrumentName& name : names) {
        const auto path = folder / (std::string(venue_word(name)) + ".toml");
        if (auto checked = check_entries(book.file_of(name), name, path); !checked) {
            return fail(std::move(checked).error());
        }
    }
    book.sha256_ = book.sha256_of(names);
    return book;
}

std::string VenueBook::sha256_of(std::span<const InstrumentName> names) const {
    // By name and market, so that neither order nor number of the names matters.
    std::map<std::string, std::string_view> said;
    for (const InstrumentName& name : names) {
        const VenueFile& file = file_of(name);
        const VenueFile::Traded* traded = file.traded(name);
        const auto fees = std::ranges::find(
            file.markets, std::string(name.venue()), &VenueFile::MarketFees::market);
        TL_CHECK(traded != nullptr && fees != file.markets.end());
        said.emplace("instrument " + name.text(), traded->said);
        said.emplace("fees " + fees->market, fees->said);
        const auto tiers = std::ranges::find(file.tiers, name, &VenueFile::Tiers::instrument);
        if (tiers != file.tiers.end()) {
            said.emplace("maintenance " + name.text(), tiers->said);
        }
    }
    std::string text = "tradelab.venue_terms/1\n";
    for (const auto& [what, values] : said) {
        text += "[" + what + "]\n" + std::string(values);
    }
    return sha256_hex(text);
}

std::vector<std::string> VenueBook::sources(std::span<const InstrumentName> names,
                                            UnixNanos from,
                                            UnixNanos to) const {
    std::vector<std::string> out;
    for (const InstrumentName& name : names) {
        const VenueFile& file = file_of(name);
        const VenueFile::Traded* traded = file.traded(name);
        TL_CHECK(traded != nullptr);
        std::vector<Entry> entries;
        for (const Filters& one : traded->filters.all()) {
            entries.push_back({one.valid_from, one.source});
        }
        add_sources(out, "rules of " + name.text(), entries, from, to);
        entries.clear();
        for (const FeeTier& one : fees(name).all()) {
            entries.push_back({one.valid_from, one.source});
        }
        add_sources(out, "fees of " + std::string(name.venue()), entries, from, to);
        entries.clear();
        const MaintenanceHistory maintenance = tiers(name);
        for (const MaintenanceTable& one : maintenance.all()) {
            entries.push_back({one.valid_from(), one.source()});
        }
        add_sources(out, "maintenance of " + name.text(), entries, from, to);
    }
    return out;
}

bool VenueBook::is_as_recorded(std::string_view sha256,
                               std::span<const InstrumentName> names) const {
    return sha256 == sha256_of(names) || sha256 == files_sha256_of(names);
}

std::string VenueBook::files_sha256_of(std::span<const InstrumentName> names) const {
    std::string hashes;
    for (const Page& page : pages_) {
        const bool is_of_it = std::ranges::any_of(
            names, [&](const InstrumentName& name) { return venue_word(name) == page.venue; });
        hashes += is_of_it ? page.venue + " " + page.file.sha256 + "\n" : "";
    }
    return sha256_hex(hashes);
}

const VenueFile& VenueBook::file_of(const InstrumentName& name) const {
    const auto at = std::ranges::find(pages_, venue_word(name), &Page::venue);
    TL_CHECK(at != pages_.end());
    return at->file;
}

Instrument VenueBook::instrument(const InstrumentName& name, InstrumentId id) const {
    const VenueFile::Traded* traded = file_of(name).traded(name);
    TL_CHECK(traded != nullptr);
    return {.id = id,
            .name = name,
            .kind = traded->kind,
            .base = traded->base,
            .quote = traded->quote,
            .settle = traded->quote,
            .places = traded->places,
            .filters = traded->filters};
}

const FeeHistory& VenueBook::fees(const InstrumentName& name) const {
    const FeeHistory* fees = file_of(name).fees_of(name);
    TL_CHECK(fees != nullptr);
    return *fees;
}

MaintenanceHistory VenueBook::tiers(const InstrumentName& name) const {
    const MaintenanceHistory* tiers = file_of(name).tiers_of(name);
    return tiers == nullptr ? MaintenanceHistory() : *tiers;
}

}  // namespace tradelab
