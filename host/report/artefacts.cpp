#include "report/artefacts.hpp"

#include "document/json_write.hpp"
#include "report/record_sheets.hpp"
#include "report/result_json.hpp"
#include "report/stored_result.hpp"
#include "report/tear_sheet.hpp"

#include <chrono>
#include <string_view>
#include <utility>

namespace tradelab {

namespace {

using Path = Disk::Path;

// Writing some MB takes well below a second; whoever waits longer waits for something that hangs.
constexpr auto patience = std::chrono::seconds(10);

Status write_file(Disk& disk, const Path& path, std::string_view bytes) {
    auto file = disk.create_new(path);
    if (!file) {
        return fail(std::move(file.error()));
    }
    if (auto written = (*file)->write(bytes); !written) {
        return written;
    }
    if (auto synced = (*file)->sync(); !synced) {
        return synced;
    }
    return (*file)->close();
}

Status write_sheet(Disk& disk, const Path& folder, const std::string& name, const Sheet& sheet) {
    if (auto written = write_file(disk, folder / (name + ".csv"), csv_of(sheet)); !written) {
        return written;
    }
    return write_file(disk, folder / (name + ".json"), json_of(sheet, "tradelab." + name + "/1"));
}

Status write_all(Disk& disk, const Path& folder, const BacktestResult& result) {
    const std::pair<const char*, std::string> files[] = {
        {"manifest.json", pretty_json(manifest_json(result.manifest)) + "\n"},
        {"metrics.json", pretty_json(metrics_json(result)) + "\n"},
        {"equity.csv", equity_csv(result)},
        {"equity.json", equity_json(result)},
        {"tear_sheet.html", tear_sheet(result)}};
    for (const auto& [name, bytes] : files) {
        if (auto written = write_file(disk, folder / name, bytes); !written) {
            return written;
        }
    }
    const std::pair<const char*, Sheet> sheets[] = {{"trades", trades_sheet(result)},
                                                    {"orders", orders_sheet(result)},
                                                    {"fills", fills_sheet(result)},
                                                    {"funding", funding_sheet(result)}};
    for (const auto& [name, sheet] : sheets) {
        if (auto written = write_sheet(disk, folder, name, sheet); !written) {
            return written;
        }
    }
    return disk.sync_directory(folder);
}

Result<Written> judge_existing(const Disk& disk, const Path& folder, const BacktestResult& result) {
    const auto there = read_stored_result(disk, folder);
    if (there && there->result_hash == result.manifest.result_hash) {
        return Written::same_was_there;
    }
    return fail(ErrorCode::already_exists,
                folder.string() + " holds " +
                    (there ? "another result, " + there->result_hash : "something else"),
                "name another folder, or move this one away");
}

// Replaces what a crash left of an earlier attempt.
Status make_staging(Disk& disk, const Path& staging) {
    if (disk.exists(staging)) {
        if (auto removed = disk.remove_tree(staging); !removed) {
            return removed;
        }
    }
    return disk.make_directory(staging);
}

}  // namespace

Result<Written> write_artefacts(Disk& disk, const Path& folder, const BacktestResult& result) {
    const Path parent = folder.parent_path();
    if (auto made = disk.make_directories(parent); !made) {
        return fail(std::move(made.error()));
    }
    const auto lock = disk.lock(parent / ".lock", patience);
    if (!lock) {
        return fail(lock.error());
    }
    if (disk.exists(folder)) {
        return judge_existing(disk, folder, result);
    }
    const Path staging = parent / (".unfinished-" + folder.filename().string());
    auto written = make_staging(disk, staging);
    if (written) {
        written = write_all(disk, staging, result);
    }
    if (written) {
        written = disk.rename(staging, folder);
    }
    if (!written) {
        static_cast<void>(disk.remove_tree(staging));  // else the next attempt does
        return fail(std::move(written.error()), "writing the result to " + folder.string());
    }
    if (auto synced = disk.sync_directory(parent); !synced) {
        return fail(std::move(synced.error()));
    }
    return Written::new_folder;
}

}  // namespace tradelab
