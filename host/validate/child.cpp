#include "validate/child.hpp"

#include "core/exit_code.hpp"
#include "os/real_disk.hpp"
#include "validate/channel.hpp"
#include "validate/confinement.hpp"
#include "validate/last_words.hpp"
#include "validate/testimony.hpp"
#include "validate/validate.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <exception>
#include <utility>

namespace tradelab {
namespace {

template <class Number>
bool read_number(const std::string& text, Number& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size();
}

CheckVerdict run(const Check& check, Workbench& bench) {
    // The border at which a stranger's exceptions end.
    try {
        auto verdict = check.run(bench);
        return verdict ? std::move(*verdict) : failed(describe(verdict.error()));
    } catch (const std::exception& error) {
        return failed(
            fmt::format("an exception came through the C border while {}: {}: catch it "
                        "in the plugin and return a status",
                        last_words::where(),
                        error.what()));
    } catch (...) {
        return failed(
            fmt::format("an exception of unknown type came through the C border while "
                        "{}: catch it in the plugin and return a status",
                        last_words::where()));
    }
}

}  // namespace

std::vector<std::string> arguments_of(const ChildTask& task) {
    return {"--child",
            task.check,
            "--package",
            task.package.string(),
            "--seed",
            std::to_string(task.seed),
            "--variation",
            std::to_string(task.variation),
            "--deadline",
            std::to_string(task.deadline.count())};
}

Result<ChildTask> task_of(std::span<const std::string> arguments) {
    ChildTask task;
    std::int64_t deadline = 0;
    bool good = arguments.size() == 10 && arguments[0] == "--child" &&
                arguments[2] == "--package" && arguments[4] == "--seed" &&
                arguments[6] == "--variation" && arguments[8] == "--deadline";
    if (good) {
        task.check = arguments[1];
        task.package = arguments[3];
        good = read_number(arguments[5], task.seed) && read_number(arguments[7], task.variation) &&
               read_number(arguments[9], deadline) && task.package.is_absolute();
    }
    if (!good) {
        return fail(ErrorCode::invalid_argument,
                    "not the command line of a check's process",
                    "`tradelab plugin validate` writes it; it is not for people");
    }
    task.deadline = std::chrono::milliseconds(deadline);
    return task;
}

int validate_child(std::span<const std::string> arguments) {
    const auto task = task_of(arguments);
    const Check* const check = task ? find_check(task->check) : nullptr;
    if (check == nullptr) {
        const auto text = task ? "no check " + task->check : describe(task.error());
        std::fprintf(stderr, "%s\n", text.c_str());
        return static_cast<int>(ExitCode::usage);
    }
    // All of it before anything of the plugin is looked at.
    channel::take_over();
    last_words::listen(task->deadline);
    static_cast<void>(confinement::begin());  // E7 tells where it cannot be
    RealDisk disk;
    Workbench bench{
        .disk = disk, .folder = task->package, .seed = task->seed, .variation = task->variation};
    CheckVerdict verdict = run(*check, bench);
    if (auto rubbish = channel::rubbish()) {
        verdict = failed(std::move(*rubbish));
    }
    last_words::verdict_given();
    channel::write_line(verdict_line(verdict));
    return static_cast<int>(is_failure(verdict.level) ? ExitCode::failed : ExitCode::ok);
}

}  // namespace tradelab
