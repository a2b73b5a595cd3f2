#include "report/artefacts.hpp"

#include "document/json_write.hpp"
#include "document/sha256.hpp"
#include "report/manifest_proof.hpp"
#include "report/record_sheets.hpp"
#include "report/result_json.hpp"
#include "report/stored_result.hpp"
#include "report/tear_sheet.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

struct NamedBytes {
    std::string name;
    std::string bytes;
};

// All but the manifest, which has the checksums of these.
std::vector<NamedBytes> files_of(const BacktestResult& result) {
    std::vector<NamedBytes> files;
    files.push_back({"metrics.json", pretty_json(metrics_json(result)) + "\n"});
    files.push_back({"equity.csv", equity_csv(result)});
    files.push_back({"equity.json", equity_json(result)});
    files.push_back({"tear_sheet.html", tear_sheet(result)});
    const std::pair<const char*, Sheet> sheets[] = {{"trades", trades_sheet(result)},
                                                    {"orders", orders_sheet(result)},
                                                    {"fills", fills_sheet(result)},
                                                    {"funding", funding_sheet(result)}};
    for (const auto& [name, sheet] : sheets) {
        const std::string text = name;
        files.push_back({text + ".csv", csv_of(sheet)});
        files.push_back({text + ".json", json_of(sheet, "tradelab." + text + "/1")});
    }
    return files;
}

std::string manifest_text(const BacktestResult& result, const std::vector<NamedBytes>& files) {
    JsonObject checksums;
    for (const NamedBytes& file : files) {
        checksums.push_back({file.name, sha256_hex(file.bytes)});
    }
    const JsonValue manifest = manifest_json(result.manifest);
    JsonObject members = *manifest.object();
    members.push_back({"files", std::move(checksums)});
    members.push_back({std::string(manifest_proof), std::string(64, '0')});
    return with_proof(pretty_json(members) + "\n");
}

Status write_all(Disk& disk, const Path& folder, const BacktestResult& result) {
    std::vector<NamedBytes> files = files_of(result);
    files.push_back({"manifest.json", manifest_text(result, files)});
    for (const NamedBytes& file : files) {
        if (auto written = write_file(disk, folder / file.name, file.bytes); !written) {
            return written;
        }
    }
    return disk.sync_directory(folder);
}

Result<Written> judge_existing(const Disk& disk, const Path& folder, const BacktestResult& result) {
    const auto there = read_stored_result(disk, folder);
    if (!there && there.error().code == ErrorCode::hash_mismatch) {
        return fail(there.error());
    }
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

Result<Written> write_artefacts(Disk& disk,
                                const Path& folder,
                                const BacktestResult& result,
                                const Path& lock) {
    const Path parent = folder.parent_path();
    for (const Path& needed : {parent, lock.parent_path()}) {
        if (auto made = disk.make_directories(needed); !made) {
            return fail(std::move(made.error()));
        }
    }
    const auto held = disk.lock(lock, patience);
    if (!held) {
        return fail(held.error());
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
