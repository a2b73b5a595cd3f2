#include "ingest/import_plan.hpp"

#include "ingest/archive_path.hpp"

#include <set>

namespace tradelab {
namespace {

class Walk {
public:
    explicit Walk(const Disk& disk) : disk_(disk) {}

    Status named(const std::filesystem::path& path) {
        const auto info = disk_.stat(path);
        if (!info) {
            return fail(info.error());
        }
        return info->kind == FileKind::directory ? folder(path, 0) : take(path, info->size);
    }

    ImportPlan plan;

private:
    Status folder(const std::filesystem::path& path, std::size_t depth) {
        if (depth > import_depth_max) {
            return fail(ErrorCode::too_large,
                        "'" + path.native() + "' lies too deep",
                        "name the folder itself");
        }
        const auto names = disk_.list(path);
        if (!names) {
            return fail(names.error());
        }
        for (const std::string& name : *names) {
            if (auto done = found(path / name, depth); !done) {
                return done;
            }
        }
        return {};
    }

    Status found(const std::filesystem::path& path, std::size_t depth) {
        const auto info = disk_.stat(path);
        if (!info) {
            return fail(info.error());
        }
        const std::string name = path.filename().native();
        if (info->kind == FileKind::directory && !name.starts_with('.')) {
            return folder(path, depth + 1);
        }
        const bool recording = is_recording_path(path);
        if (!is_table_name(name) && !recording) {
            return {};
        }
        if (info->kind != FileKind::file) {
            plan.passed_over.push_back({.path = path, .why = "is no regular file"});
            return {};
        }
        if (recording) {
            return take(path, info->size);
        }
        const auto facts = read_archive_path(path);
        if (!facts) {
            plan.passed_over.push_back({.path = path, .why = facts.error().context});
            return {};
        }
        if (!facts->instrument) {
            plan.passed_over.push_back(
                {.path = path, .why = "no folder above it says which market it is of"});
            return {};
        }
        return take(path, info->size);
    }

    Status take(const std::filesystem::path& path, std::uint64_t bytes) {
        if (!taken_.insert(path.native()).second) {
            return {};
        }
        if (plan.files.size() + plan.recordings.size() == import_files_max) {
            return fail(ErrorCode::too_large,
                        "there are more than " + std::to_string(import_files_max) + " files",
                        "import the folders one after the other");
        }
        if (is_recording_path(path)) {
            plan.recordings.push_back(path);
            return {};
        }
        plan.files.push_back({.path = path, .bytes = bytes});
        plan.bytes += bytes;
        return {};
    }

    const Disk& disk_;
    std::set<std::string> taken_;
};

}  // namespace

Result<ImportPlan> plan_import(const Disk& disk, const std::vector<std::filesystem::path>& paths) {
    Walk walk(disk);
    for (const auto& path : paths) {
        if (auto done = walk.named(path); !done) {
            return fail(done.error());
        }
    }
    return std::move(walk.plan);
}

}  // namespace tradelab
