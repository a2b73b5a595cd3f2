#include "validate/checks_description.hpp"

#include "core/text.hpp"
#include "plugin/descriptor.hpp"
#include "plugin/load.hpp"
#include "strategy/declaration.hpp"
#include "validate/exam.hpp"
#include "validate/last_words.hpp"
#include "validate/measure.hpp"
#include "validate/silence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace tradelab {

Result<CheckVerdict> check_cost_of_loading(Workbench& bench) {
    constexpr auto time_max = std::chrono::milliseconds(100);
    constexpr std::uint64_t resident_max = std::uint64_t{32} << 20;
    const auto time_before = processor_time();
    const auto resident_before = peak_resident_bytes();
    const auto heap_before = heap_bytes();

    const auto specimen = load_specimen(bench.disk, bench.folder);
    if (!specimen) {
        return fail(specimen.error());
    }
    const auto milliseconds =
        std::chrono::duration_cast<std::chrono::milliseconds>(processor_time() - time_before);
    const auto grown = std::max(peak_resident_bytes() - resident_before,
                                std::max(heap_bytes(), heap_before) - heap_before);
    auto seen =
        fmt::format("{} ms of processor time, {} KiB of memory", milliseconds.count(), grown >> 10);
    if (is_sanitized()) {
        return passed(std::move(seen));
    }
    if (grown > resident_max) {
        return failed(seen + fmt::format(": at most {} MiB", resident_max >> 20));
    }
    if (milliseconds > time_max) {
        return warned(seen + fmt::format(": more than {} ms, every start of the host pays it",
                                         time_max.count()));
    }
    return passed(std::move(seen));
}

namespace {

struct Belongings {
    std::size_t threads = 0;
    std::size_t descriptors = 0;
};

Result<Belongings> belongings(const Disk& disk) {
    const auto threads = disk.list("/proc/self/task");
    const auto descriptors = disk.list("/proc/self/fd");
    if (!threads || !descriptors) {
        return fail(threads ? descriptors.error() : threads.error());
    }
    return Belongings{.threads = threads->size(), .descriptors = descriptors->size()};
}

}  // namespace

Result<CheckVerdict> check_quiet_loading(Workbench& bench) {
    auto package = open_package(bench.disk, bench.folder);
    if (!package) {
        return fail(std::move(package.error()));
    }
    // A sanitizer talks to the kernel itself: there only what is left behind is seen.
    if (!is_sanitized() && silence::fall_before_loading().empty()) {
        const auto specimen = load_specimen(std::move(*package));
        return specimen ? Result<CheckVerdict>(passed("no thread, no file, no word"))
                        : fail(specimen.error());
    }
    const auto before = belongings(bench.disk);
    if (!before) {
        return skipped("this machine shows no /proc: " + describe(before.error()));
    }
    const auto specimen = load_specimen(std::move(*package));
    if (!specimen) {
        return fail(specimen.error());
    }
    const auto after = belongings(bench.disk);
    if (!after) {
        return fail(after.error());
    }
    if (after->threads != before->threads) {
        return failed(
            fmt::format("loading it started {} threads: a plugin is called, it does not "
                        "run by itself",
                        after->threads - before->threads));
    }
    if (after->descriptors != before->descriptors) {
        return failed(fmt::format("loading it left {} descriptors open: a plugin opens nothing",
                                  after->descriptors - before->descriptors));
    }
    return passed("no thread or descriptor left, no word");  // words are seen by the parent
}

Result<CheckVerdict> check_agreement(Workbench& bench) {
    const auto package = open_package(bench.disk, bench.folder);
    if (!package) {
        return fail(package.error());
    }
    const auto library = open_library(*package);
    if (!library) {
        return fail(library.error());
    }
    const auto descriptor = library->find(package->manifest.id);
    if (!descriptor) {
        return fail(descriptor.error());
    }
    auto agrees = check_agrees(**descriptor, package->manifest, package->folder / manifest_name);
    if (!agrees) {
        return fail(std::move(agrees.error()));
    }
    if ((*descriptor)->summary != package->manifest.summary) {
        return warned("its summary is " + in_quotes((*descriptor)->summary) + " in code and " +
                      in_quotes(package->manifest.summary) + " in plugin.toml");
    }
    return passed("code and manifest agree on id, version, kind and summary");
}

Result<CheckVerdict> check_tables(Workbench& bench) {
    const auto package = open_package(bench.disk, bench.folder);
    if (!package) {
        return fail(package.error());
    }
    const auto library = open_library(*package);
    if (!library) {
        return fail(library.error());
    }
    const tl_entry& entry = library->entry();
    for (std::uint32_t index = 0; index < entry.count; ++index) {
        if (const auto descriptor = library->describe(index); !descriptor) {
            return fail(descriptor.error());
        }
    }
    if (package->manifest.abi.minor != TL_ABI_MINOR_OF(entry.abi)) {
        return warned(fmt::format("its code says ABI {}.{}, its manifest {}",
                                  TL_ABI_MAJOR_OF(entry.abi),
                                  TL_ABI_MINOR_OF(entry.abi),
                                  text(package->manifest.abi)));
    }
    return passed(fmt::format("ABI {}.{}, {} in the library, every table whole",
                              TL_ABI_MAJOR_OF(entry.abi),
                              TL_ABI_MINOR_OF(entry.abi),
                              entry.count));
}

Result<CheckVerdict> check_unknown_ids(Workbench& bench) {
    const auto specimen = load_specimen(bench.disk, bench.folder);
    if (!specimen) {
        return fail(specimen.error());
    }
    const tl_entry& entry = specimen->library.entry();
    auto random = random_for(bench, "D5");
    last_words::enter("describing plugins that are not there");
    for (const std::uint32_t index :
         {entry.count, entry.count + 1, 0xffffffffU, static_cast<std::uint32_t>(random.next())}) {
        if (index >= entry.count && entry.describe(index) != nullptr) {
            return failed(fmt::format("describe({}) of {} is not null", index, entry.count));
        }
    }
    last_words::enter("creating plugins that are not there");
    const std::string id = specimen->declaration.id;
    for (const std::string& other : {std::string("unknown.plugin"), id + "x1", std::string()}) {
        ProbeHost host({});
        tl_config config{};
        config.size = sizeof(tl_config);
        tl_instance* made = nullptr;
        const tl_status status = entry.create(other.c_str(), host.host(), &config, &made);
        if (status != TL_E_UNSUPPORTED || made != nullptr) {
            return failed(
                fmt::format("create({}) returned {}: an id that it does not hold is "
                            "TL_E_UNSUPPORTED",
                            in_quotes(other),
                            status));
        }
    }
    auto subject = Subject::create(*specimen, {});
    if (!subject) {
        return fail(std::move(subject.error()));
    }
    last_words::enter("being asked for unknown extensions");
    for (int asked = 0; asked < 10; ++asked) {
        const auto unknown = fmt::format("tl.{:x}/{}", random.next(), asked);
        if (subject->raw().get(&subject->raw(), unknown.c_str()) != nullptr) {
            return failed("get(" + in_quotes(unknown) + ") is not null");
        }
    }
    return passed("what it does not know it refuses");
}

Result<CheckVerdict> check_declaration(Workbench& bench) {
    const auto specimen = load_specimen(bench.disk, bench.folder);
    if (!specimen) {
        return fail(specimen.error());
    }
    const Declaration& declaration = specimen->declaration;
    if (specimen->is_strategy() && declaration.roles.empty()) {
        return failed("declares no role: a strategy trades at least one instrument");
    }
    return passed(fmt::format("{} parameters, {} constraints, {} roles, {} reasons, all documented",
                              declaration.parameters.size(),
                              declaration.constraints.size(),
                              declaration.roles.size(),
                              declaration.reasons.size()));
}

}  // namespace tradelab
