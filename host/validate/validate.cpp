#include "validate/validate.hpp"

#include "core/limits.hpp"
#include "core/text.hpp"
#include "document/sha256.hpp"
#include "plugin/elf.hpp"
#include "plugin/elf_gate.hpp"
#include "plugin/package.hpp"
#include "plugin/registry.hpp"
#include "validate/examination.hpp"

#include <tradelab/abi/strategy.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace tradelab {
namespace {

// After so many, the next would hang as well: each costs a whole deadline.
constexpr std::size_t hung_max = 2;

Status check_ids(const std::vector<std::string>& only) {
    for (const std::string& id : only) {
        if (find_check(id) == nullptr) {
            return fail(ErrorCode::invalid_argument,
                        "there is no check " + in_quotes(id),
                        "see the list: tradelab plugin validate --help");
        }
    }
    return {};
}

bool is_wanted(const ValidateOptions& options, std::string_view id) {
    return options.only.empty() || std::ranges::find(options.only, id) != options.only.end();
}

// What says whether the library can be loaded here.
constexpr std::string_view library_check = "E1";

// Why no loader of this machine would have it; nothing where one would.
std::optional<std::string> why_not_loadable(std::string_view bytes,
                                            const std::filesystem::path& file) {
    const auto facts = read_elf(bytes, file);
    if (!facts) {
        return facts.error().context;
    }
    const auto loadable = check_loadable(*facts, file);
    return loadable ? std::nullopt : std::optional(loadable.error().context);
}

// Runs the wanted checks stage by stage and reports in the order of the table.
class Schedule {
public:
    Schedule(const Examination& examination,
             const ValidateOptions& options,
             std::string kind,
             std::optional<std::string> unloadable,
             const ValidateProgress& progress)
        : examination_(examination),
          options_(options),
          kind_(std::move(kind)),
          unloadable_(std::move(unloadable)),
          progress_(progress) {
        for (const Check& check : all_checks()) {
            // A library that cannot be loaded is told of, whatever was asked: the rest only skips.
            const bool says_why = unloadable_ && check.info.id == library_check;
            if (says_why || is_wanted(options, check.info.id)) {
                wanted_.push_back(&check);
            }
        }
        results_.resize(wanted_.size());
    }

    std::vector<CheckResult> run() {
        for (const Stage stage : {Stage::files, Stage::description, Stage::behaviour}) {
            next_ = 0;
            std::vector<std::thread> workers;
            for (std::size_t at = 1; at < std::max<std::size_t>(1, options_.jobs); ++at) {
                workers.emplace_back([this, stage] { work(stage); });
            }
            work(stage);
            for (std::thread& worker : workers) {
                worker.join();
            }
        }
        std::vector<CheckResult> out;
        for (auto& result : results_) {
            out.push_back(std::move(*result));
        }
        return out;
    }

private:
    void work(Stage stage) {
        while (const auto at = take(stage)) {
            const Check& check = *wanted_[*at];
            const auto reason = reason_to_skip(check);
            CheckResult result = reason ? CheckResult{.id = std::string(check.info.id),
                                                      .name = std::string(check.info.name),
                                                      .level = Level::skip,
                                                      .text = *reason}
                                        : examination_.run(check);
            finish(*at, std::move(result));
        }
    }

    [[nodiscard]] std::optional<std::size_t> take(Stage stage) {
        const std::lock_guard lock(mutex_);
        while (next_ < wanted_.size() && wanted_[next_]->stage != stage) {
            ++next_;
        }
        return next_ < wanted_.size() ? std::optional(next_++) : std::nullopt;
    }

    // Why a check would say nothing now.
    [[nodiscard]] std::optional<std::string> reason_to_skip(const Check& check) const {
        const std::lock_guard lock(mutex_);
        if (check.scope == Scope::strategies && kind_ != TL_KIND_STRATEGY) {
            return "it is of kind " + kind_ + ", this is asked of strategies";
        }
        const bool asks_library = check.stage != Stage::files || check.info.id.starts_with('E');
        if (unloadable_ && asks_library && check.info.id != library_check) {
            return fmt::format("{} failed: {}", library_check, *unloadable_);
        }
        const auto failed = [this](std::string_view id) {
            return std::ranges::any_of(results_, [&](const auto& result) {
                return result && result->id == id && is_failure(result->level);
            });
        };
        for (const auto& [gate, from] : {std::pair{"E7", Stage::description},
                                         std::pair{"D4", Stage::behaviour},
                                         std::pair{"D6", Stage::behaviour}}) {
            if (check.stage >= from && failed(gate)) {
                return fmt::format("{} failed: repair that first", gate);
            }
        }
        const auto hung = std::ranges::count_if(
            results_, [](const auto& result) { return result && result->level == Level::hung; });
        if (static_cast<std::size_t>(hung) >= hung_max) {
            return fmt::format("{} checks hung already: repair those first", hung);
        }
        return std::nullopt;
    }

    void finish(std::size_t at, CheckResult result) {
        const std::lock_guard lock(mutex_);
        results_[at] = std::move(result);
        for (; told_ < results_.size() && results_[told_]; ++told_) {
            if (progress_) {
                progress_(*results_[told_], told_ + 1, results_.size());
            }
        }
    }

    const Examination& examination_;
    const ValidateOptions& options_;
    std::string kind_;
    std::optional<std::string> unloadable_;
    const ValidateProgress& progress_;
    std::vector<const Check*> wanted_;

    mutable std::mutex mutex_;  // of all below
    std::vector<std::optional<CheckResult>> results_;
    std::size_t next_ = 0;
    std::size_t told_ = 0;
};

// A package whose manifest or library cannot be read: that is the first check's answer, and the
// others have nothing to look at.
Report report_unreadable(const Error& error,
                         const ValidateOptions& options,
                         const ValidateProgress& progress) {
    Report report{.host_abi = text(this_host().abi), .seed = options.seed};
    for (const CheckInfo& info : check_table()) {
        const bool first = report.results.empty();
        if (first || is_wanted(options, info.id)) {
            report.results.push_back(
                {.id = std::string(info.id),
                 .name = std::string(info.name),
                 .level = first ? Level::fail : Level::skip,
                 .text = first ? describe(error) : "P1 failed: repair that first"});
        }
    }
    for (std::size_t at = 0; progress && at < report.results.size(); ++at) {
        progress(report.results[at], at + 1, report.results.size());
    }
    return report;
}

}  // namespace

Result<Report> validate(Process& process,
                        const Disk& disk,
                        const ValidateOptions& options,
                        const ValidateProgress& progress) {
    if (auto known = check_ids(options.only); !known) {
        return fail(std::move(known.error()));
    }
    if (!options.package.is_absolute() || !options.program.is_absolute()) {
        return fail(ErrorCode::invalid_argument,
                    "the package and the program need absolute paths",
                    "each check runs in a process with a working directory of its own");
    }
    if (const auto folder = disk.list(options.package); !folder) {
        return fail(folder.error(), "looking for a package");
    }
    const auto package = read_package(disk, options.package, Origin::named);
    if (!package) {
        return report_unreadable(package.error(), options, progress);
    }
    const auto library = disk.read_file(package->library, {.size_max = limits::library_bytes_max});
    if (!library) {
        return report_unreadable(library.error(), options, progress);
    }
    const Examination examination(process, options, options.package);
    Schedule schedule(examination,
                      options,
                      package->manifest.kind,
                      why_not_loadable(*library, package->library),
                      progress);
    return Report{.plugin = package->manifest.id,
                  .version = text(package->manifest.version),
                  .library_sha256 = sha256_hex(*library),
                  .host_abi = text(this_host().abi),
                  .seed = options.seed,
                  .results = schedule.run()};
}

}  // namespace tradelab
