#include "store/sources.hpp"

#include "gate/lifetime.hpp"
#include "journal/trials.hpp"
#include "lifecycle/lifecycle.hpp"
#include "paper/idle_record.hpp"
#include "paper/records.hpp"
#include "store/gate_rows.hpp"
#include "store/lifecycle_rows.hpp"
#include "store/paper_rows.hpp"
#include "store/trial_rows.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

namespace tradelab {

namespace {

constexpr std::string_view account_prefix = "account-";

// "account-2" is 2, and so is nothing else.
std::optional<std::uint64_t> account_in(std::string_view name) {
    if (!name.starts_with(account_prefix)) {
        return std::nullopt;
    }
    const std::string_view digits = name.substr(account_prefix.size());
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool is_number = error == std::errc{} && std::to_string(number) == digits;
    return is_number && number > 0 && std::in_range<std::int64_t>(number) ? std::optional(number)
                                                                          : std::nullopt;
}

std::pair<Source, std::uint64_t> key_of(const SourceState& one) {
    return {one.source, one.account};
}

void add(std::vector<SourceState>& sources, const SourceState& one) {
    const auto at = std::ranges::lower_bound(sources, key_of(one), {}, key_of);
    if (at == sources.end() || key_of(*at) != key_of(one)) {
        sources.insert(at, one);
    }
}

}  // namespace

std::string SourceState::name() const {
    const std::string name(source_text(source));
    return account == 0 ? name : name + "/" + std::string(account_prefix) + std::to_string(account);
}

ProjectionPlaces projection_places(const Disk::Path& state, const Disk::Path& paper) {
    return {.file = state / "projection.sqlite", .state = state, .paper = paper};
}

Disk::Path journal_of(const ProjectionPlaces& places, const SourceState& source) {
    if (source.source == Source::idle) {
        return idle_journal_path(places.paper);
    }
    if (source.source != Source::paper) {
        return places.state / source_text(source.source);
    }
    const std::string folder = std::string(account_prefix) + std::to_string(source.account);
    return source.account == 0 ? places.paper / "journal" : places.paper / folder / "journal";
}

void find_sources(const Disk& disk,
                  const ProjectionPlaces& places,
                  std::vector<SourceState>& sources) {
    for (std::size_t at = 0; at < source_count; ++at) {
        add(sources, {.source = static_cast<Source>(at)});
    }
    // Where it cannot be listed it is not there yet.
    const auto names = disk.list(places.paper);
    for (const std::string& name : names ? *names : std::vector<std::string>()) {
        if (const auto account = account_in(name)) {
            add(sources, {.source = Source::paper, .account = *account});
        }
    }
}

std::string_view kind_of(Source source) {
    switch (source) {
        case Source::paper:
            return paper_journal_kind;
        case Source::trials:
            return trials_kind;
        case Source::lifecycle:
            return lifecycle_kind;
        case Source::idle:
            return idle_journal_kind;
        default:
            return vault_kind;
    }
}

Status add_rows(RowWriter& rows, const SourceState& source, const RecordView& record) {
    switch (source.source) {
        case Source::paper:
            return add_paper_rows(rows, source.account, record);
        case Source::trials:
            return add_trial_rows(rows, record);
        case Source::lifecycle:
            return add_lifecycle_rows(rows, record);
        case Source::idle:
            return add_idle_rows(rows, record);
        default:
            return add_gate_rows(rows, source.source, record);
    }
}

}  // namespace tradelab
