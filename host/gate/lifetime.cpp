#include "gate/lifetime.hpp"

#include "gate/lifetime_history.hpp"
#include "journal/reader.hpp"
#include "journal/writer.hpp"

#include <chrono>
#include <utility>

namespace tradelab {

namespace {

// Others append within milliseconds each; a lock held longer is a process that hangs.
constexpr std::chrono::nanoseconds patience = std::chrono::seconds(10);

Result<LifetimeHistory> read_history(const Disk& disk, const Disk::Path& path) {
    LifetimeHistory history;
    auto reader = JournalReader::open(disk, path, ReadFrom::first_record, vault_kind);
    if (!reader) {
        const bool never_begun = reader.error().code == ErrorCode::not_found;
        return never_begun ? Result<LifetimeHistory>(std::move(history)) : fail(reader.error());
    }
    while (true) {
        const auto at = reader->next();
        if (!at) {
            return fail(at.error());
        }
        if (!*at) {
            return history;
        }
        const std::string where =
            "'" + path.native() + "', record " + std::to_string((*at)->seq) + ": ";
        const auto record = decode_lifetime((*at)->kind, (*at)->payload);
        auto applied = record ? history.apply(**at, *record) : Status(fail(record.error()));
        if (!applied) {
            // Whatever it says, what stands there could not have been written by us.
            const ErrorCode code = applied.error().code == ErrorCode::unsupported
                                       ? ErrorCode::unsupported
                                       : ErrorCode::malformed;
            return fail(code,
                        where + applied.error().context,
                        "restore it together with its .mark file from a backup");
        }
    }
}

// The record, held against others, with what it says.
struct Held {
    JournalWriter writer;
    LifetimeHistory history;
};

Result<Held> hold(Disk& disk, const Disk::Path& path) {
    if (auto made = disk.make_directories(path.parent_path()); !made) {
        return fail(std::move(made.error()));
    }
    auto writer =
        JournalWriter::open(disk, path, {.kind = std::string(vault_kind), .patience = patience});
    if (!writer) {
        return fail(std::move(writer.error()));
    }
    auto history = read_history(disk, path);
    if (!history) {
        return fail(std::move(history.error()));
    }
    return Held{.writer = std::move(*writer), .history = std::move(*history)};
}

Result<std::uint64_t> append(Held& held, const LifetimeRecord& record, UnixNanos now) {
    if (auto checked = check(record); !checked) {
        return fail(std::move(checked.error()));
    }
    if (auto admitted = held.history.admits(record); !admitted) {
        return fail(std::move(admitted.error()));
    }
    const auto seq =
        held.writer.append(kind_of(record), {.event = now, .written = now}, encode(record));
    if (!seq) {
        return fail(seq.error());
    }
    if (const auto synced = held.writer.sync(); !synced) {
        return fail(synced.error());
    }
    return *seq;
}

}  // namespace

Result<Grant> Lifetime::grant(std::string_view campaign, UnixNanos now) {
    auto held = hold(*disk_, path_);
    if (!held) {
        return fail(std::move(held.error()));
    }
    // A process that died before it opened a vault goes on where it was: it saw nothing that it
    // would not see again.
    const LifetimeTest* before = held->history.find(campaign);
    if (before != nullptr && !before->opened_at && !before->verdict) {
        return before->grant;
    }
    const double level = held->history.next_level();
    const GrantRecord record{.test = held->history.tests().size() + 1,
                             .campaign = std::string(campaign),
                             .level = level_text(level)};
    const auto seq = append(*held, record, now);
    if (!seq) {
        return fail(seq.error());
    }
    return Grant{.test = record.test, .seq = *seq, .level = level};
}

Status Lifetime::open_vault(const Grant& grant,
                            const VaultBinding& binding,
                            std::uint32_t power_permille,
                            UnixNanos now) {
    auto held = hold(*disk_, path_);
    if (!held) {
        return fail(std::move(held.error()));
    }
    const auto seq = append(
        *held,
        OpeningRecord{.test = grant.test, .binding = binding, .power_permille = power_permille},
        now);
    return seq ? Status{} : fail(seq.error());
}

Status Lifetime::conclude(const Grant& grant,
                          std::string_view verdict,
                          Ending ending,
                          UnixNanos now) {
    auto held = hold(*disk_, path_);
    if (!held) {
        return fail(std::move(held.error()));
    }
    const auto seq = append(*held,
                            EndingRecord{.test = grant.test,
                                         .verdict = std::string(verdict),
                                         .promoted = ending == Ending::promoted},
                            now);
    return seq ? Status{} : fail(seq.error());
}

Result<std::optional<std::string>> Lifetime::looked_into(const VaultBinding& binding) const {
    const auto history = read_history(*disk_, path_);
    if (!history) {
        return fail(history.error());
    }
    return history->looked_into(binding);
}

Result<std::vector<LifetimeTest>> Lifetime::tests() const {
    const auto history = read_history(*disk_, path_);
    if (!history) {
        return fail(history.error());
    }
    return history->tests();
}

Result<double> Lifetime::next_level() const {
    const auto history = read_history(*disk_, path_);
    if (!history) {
        return fail(history.error());
    }
    return history->next_level();
}

}  // namespace tradelab
