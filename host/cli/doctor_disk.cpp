#include "cli/doctor_disk.hpp"

#include "cli/kept_journals.hpp"
#include "history/sealed_file.hpp"
#include "journal/verify.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>

namespace tradelab {

namespace {

// A day of hourly bars is some 50 KB of journal and tape; this lasts for years, or for one bad day.
constexpr std::uint64_t free_bytes_wanted = std::uint64_t{256} << 20U;
// What is read of either kind: a few seconds at most.
constexpr std::uint64_t read_bytes_max = std::uint64_t{256} << 20U;
constexpr std::uint32_t read_by_others = 0004;
constexpr std::uint32_t passed_by_others = 0001;

// How much of it was looked at, and what to type for the rest.
class Coverage {
public:
    // Whether there is patience for one more.
    [[nodiscard]] bool takes(std::uint64_t bytes) {
        const bool fits = bytes <= read_bytes_max - bytes_;
        bytes_ += fits ? bytes : 0;
        ++(fits ? looked_at_ : left_out_);
        return fits;
    }
    [[nodiscard]] std::string text(std::string_view kind, std::string_view rest) const {
        return fmt::format("{} {}{} whole", looked_at_, kind, looked_at_ == 1 ? "" : "s") +
               (left_out_ == 0
                    ? ""
                    : fmt::format(
                          "; {} not looked at, which would take long: {}", left_out_, rest));
    }

private:
    std::uint64_t bytes_ = 0;
    std::size_t looked_at_ = 0;
    std::size_t left_out_ = 0;
};

Status try_to_write(Disk& disk, const std::filesystem::path& state) {
    const auto probe = state / "doctor.probe";
    const auto written = write_atomically(disk, probe, "May the daemon write here?\n");
    return written ? disk.remove_file(probe) : written;
}

// Journals that were begun before they were kept from others.
bool is_read_by_others(const Disk& disk, const std::filesystem::path& state) {
    const auto folder = disk.stat(state);
    const auto lets_pass = folder && (folder->mode & passed_by_others) != 0;
    for (const auto& journal : kept_journals(disk, state)) {
        const auto info = disk.stat(journal);
        if (lets_pass && info && (info->mode & read_by_others) != 0) {
            return true;
        }
    }
    return false;
}

}  // namespace

Symptom look_at_state(Session& session, const DaemonPlaces& places) {
    const std::string state = places.state.string();
    if (!session.disk.exists(places.state)) {
        return {.subject = "state", .what = state + " is made by the first start"};
    }
    const auto free = session.disk.free_bytes(places.state);
    if (!free) {
        return broken("state", free.error());
    }
    if (const auto written = try_to_write(session.disk, places.state); !written) {
        return broken("state", written.error());
    }
    std::string what = state;
    const bool is_tight = *free < free_bytes_wanted;
    const bool is_open = is_read_by_others(session.disk, places.state);
    what += is_tight ? ": less than 256 MiB are free" : "";
    what += is_open ? ": everybody can read the journals: chmod -R o-r " + state : "";
    return {.subject = "state",
            .health = is_tight || is_open ? Health::warning : Health::fine,
            .what = std::move(what)};
}

Symptom look_at_journals(Session& session, const DaemonPlaces& places) {
    Coverage coverage;
    for (const auto& journal : kept_journals(session.disk, places.state)) {
        const auto info = session.disk.stat(journal);
        if (info && !coverage.takes(info->size)) {
            continue;
        }
        if (const auto verdict = verify_journal(session.disk, journal); !verdict) {
            return broken("journals", verdict.error());
        }
    }
    return {.subject = "journals", .what = coverage.text("journal", "tradelab journal verify")};
}

Symptom look_at_blocks(Session& session, const BacktestPlan& plan) {
    Coverage coverage;
    for (const PlannedSeries& series : plan.series) {
        for (const CataloguedFile& file : series.found.files) {
            const auto info = session.disk.stat(file.path);
            if (info && !coverage.takes(info->size)) {
                continue;
            }
            const auto opened = SealedFile::open(session.disk, file.path);
            const Status verified = opened ? opened->verify() : Status(fail(opened.error()));
            if (!verified) {
                return broken("history", verified.error());
            }
        }
    }
    return {.subject = "history", .what = coverage.text("file", "tradelab data verify")};
}

}  // namespace tradelab
