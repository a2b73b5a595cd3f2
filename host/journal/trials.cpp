#include "journal/trials.hpp"

#include "core/check.hpp"
#include "journal/reader.hpp"
#include "journal/writer.hpp"

#include <algorithm>

namespace tradelab {
namespace {

constexpr RecordKind trial_kind{.type = trial_record_type, .version = trial_record_version};

Result<Trial> decode_as(std::uint16_t version, std::string_view payload) {
    switch (version) {
        case trial_record_version_1:
            return decode_trial_1(payload);
        case trial_record_version_2:
            return decode_trial_2(payload);
        default:
            return decode_trial(payload);
    }
}

Result<RecordedTrial> decode(const RecordView& record, const Disk::Path& path) {
    const std::string where =
        "'" + path.native() + "', record " + std::to_string(record.seq) + ": ";
    if (record.kind.type != trial_record_type || !is_trial_version(record.kind.version)) {
        return fail(ErrorCode::unsupported,
                    where + "type " + std::to_string(record.kind.type) + ", version " +
                        std::to_string(record.kind.version) + " is unknown to this program",
                    "read the ledger with the program that wrote it, or a newer one");
    }
    auto trial = decode_as(record.kind.version, record.payload);
    if (!trial) {
        return fail(trial.error().code,
                    where + trial.error().context,
                    "restore it together with its .mark file from a backup");
    }
    return RecordedTrial{.seq = record.seq,
                         .written = record.times.written,
                         .version = record.kind.version,
                         .trial = std::move(*trial)};
}

}  // namespace

std::uint64_t matches(const TrialFilter& filter, const Trial& trial) {
    const auto fits = [](const auto& wanted, const auto& found) {
        return !wanted || *wanted == found;
    };
    const bool is_meant =
        fits(filter.basis, trial.basis) && fits(filter.counts, trial.counts) &&
        fits(filter.campaign, trial.proposal.campaign) &&
        (!filter.data ||
         std::ranges::find(trial.data, *filter.data, &TrialSeries::manifest) != trial.data.end());
    if (!is_meant) {
        return 0;
    }
    return static_cast<std::uint64_t>(
        std::ranges::count_if(trial.instances, [&](const TrialInstance& instance) {
            return fits(filter.strategy, instance.strategy) &&
                   fits(filter.plugin_id, instance.plugin_id);
        }));
}

Result<std::uint64_t> append_trials(Disk& disk,
                                    const Disk::Path& path,
                                    std::span<const Trial> trials,
                                    UnixNanos now,
                                    std::chrono::nanoseconds patience) {
    TL_CHECK(!trials.empty());
    for (const auto& trial : trials) {  // all of them before the first is written
        if (auto checked = check_trial(trial); !checked) {
            return fail(checked.error());
        }
    }
    if (auto made = disk.make_directories(path.parent_path()); !made) {
        return fail(made.error());
    }
    auto ledger = JournalWriter::open(
        disk,
        path,
        {.kind = std::string(trials_kind), .check = ReadFrom::mark, .patience = patience});
    if (!ledger) {
        return fail(ledger.error());
    }

    const std::uint64_t first = ledger->head().seq + 1;
    for (const auto& trial : trials) {
        const auto seq =
            ledger->append(trial_kind, {.event = trial.to, .written = now}, encode_trial(trial));
        if (!seq) {
            return fail(seq.error());
        }
    }
    if (const auto synced = ledger->sync(); !synced) {
        return fail(synced.error());
    }
    return first;
}

Result<std::uint64_t> append_trial(Disk& disk,
                                   const Disk::Path& path,
                                   const Trial& trial,
                                   UnixNanos now) {
    return append_trials(disk, path, std::span(&trial, 1), now);
}

Status for_each_trial(const Disk& disk,
                      const Disk::Path& path,
                      const std::function<void(const RecordedTrial&)>& visit) {
    auto ledger = JournalReader::open(disk, path, ReadFrom::first_record, trials_kind);
    if (!ledger) {
        const bool never_begun = ledger.error().code == ErrorCode::not_found;
        return never_begun ? Status{} : fail(ledger.error());
    }
    while (true) {
        const auto record = ledger->next();
        if (!record) {
            return fail(record.error());
        }
        if (!*record) {
            return {};
        }
        const auto trial = decode(**record, path);
        if (!trial) {
            return fail(trial.error());
        }
        visit(*trial);
    }
}

Result<std::vector<RecordedTrial>> read_trials(const Disk& disk,
                                               const Disk::Path& path,
                                               const TrialFilter& filter) {
    std::vector<RecordedTrial> found;
    const auto read = for_each_trial(disk, path, [&](const RecordedTrial& recorded) {
        if (matches(filter, recorded.trial) != 0) {
            found.push_back(recorded);
        }
    });
    if (!read) {
        return fail(read.error());
    }
    return found;
}

Result<RecordedTrial> read_trial(const Disk& disk, const Disk::Path& path, std::uint64_t number) {
    std::optional<RecordedTrial> found;
    std::uint64_t in_all = 0;
    const auto read = for_each_trial(disk, path, [&](const RecordedTrial& recorded) {
        ++in_all;
        if (recorded.seq == number) {
            found = recorded;
        }
    });
    if (!read) {
        return fail(read.error());
    }
    if (!found) {
        return fail(ErrorCode::not_found,
                    "there is no trial " + std::to_string(number),
                    "the ledger holds " + std::to_string(in_all) + ": tradelab trials list");
    }
    return *std::move(found);
}

Result<std::uint64_t> last_trial(const Disk& disk, const Disk::Path& path) {
    auto ledger = JournalReader::open(disk, path, ReadFrom::mark, trials_kind);
    if (!ledger) {
        const bool never_begun = ledger.error().code == ErrorCode::not_found;
        return never_begun ? Result<std::uint64_t>(0) : fail(ledger.error());
    }
    return ledger->mark().head.seq;
}

Result<std::uint64_t> count_trials(const Disk& disk,
                                   const Disk::Path& path,
                                   const TrialFilter& filter) {
    std::uint64_t count = 0;
    const auto read = for_each_trial(disk, path, [&](const RecordedTrial& recorded) {
        count += matches(filter, recorded.trial);
    });
    if (!read) {
        return fail(read.error());
    }
    return count;
}

}  // namespace tradelab
