#pragma once

#include "document/sha256.hpp"
#include "os/process.hpp"
#include "support/temporary_directory.hpp"
#include "support/tree.hpp"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <pty.h>
#include <string>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace tradelab {

inline const std::filesystem::path program_path = build_tree() / "stage/bin/tradelab";

// Packages built for these tests: org.example.cross works, org.example.crash kills its process.
inline const std::filesystem::path packages = CLI_PACKAGES;

// The real program, run in a home and a current folder of its own.
class Program {
public:
    TemporaryDirectory home;
    std::vector<EnvironmentVariable> variables;

    [[nodiscard]] Outcome operator()(std::vector<std::string> words) const {
        return run(program_path, std::move(words));
    }
    // The words behind its name as a person types them into a shell.
    [[nodiscard]] Outcome typed(const std::string& words) const {
        return run("/bin/sh", {"-c", "'" + program_path.string() + "' " + words});
    }

    // What it says to a terminal of so many columns.
    [[nodiscard]] std::string on_terminal(int columns, std::vector<std::string> words) const {
        words.insert(words.begin(), program_path.string());
        std::vector<char*> arguments;
        for (std::string& word : words) {
            arguments.push_back(word.data());
        }
        arguments.push_back(nullptr);
        winsize size{.ws_row = 24,
                     .ws_col = static_cast<unsigned short>(columns),
                     .ws_xpixel = 0,
                     .ws_ypixel = 0};
        int terminal = -1;
        const pid_t child = ::forkpty(&terminal, nullptr, nullptr, &size);
        if (child == 0) {
            ::setenv("HOME", home.path().c_str(), 1);
            ::execv(arguments.front(), arguments.data());
            ::_exit(127);
        }
        std::string said;
        std::array<char, 4'096> bytes{};
        // Reading from a terminal that nobody has open any more is an error, not an end.
        for (ssize_t count = 0; (count = ::read(terminal, bytes.data(), bytes.size())) > 0;) {
            said.append(bytes.data(), static_cast<std::size_t>(count));
        }
        ::close(terminal);
        ::waitpid(child, nullptr, 0);
        return said;
    }

    [[nodiscard]] std::filesystem::path store() const {
        return home.path() / ".local/share/tradelab/plugins";
    }

private:
    [[nodiscard]] Outcome run(const std::filesystem::path& program,
                              std::vector<std::string> words) const {
        Command command;
        command.program = program;
        command.arguments = std::move(words);
        command.variables = variables;
        command.variables.push_back({"HOME", home.path().string()});
        command.directory = home.path();
        command.time_limit = std::chrono::seconds(120);
        auto outcome = RealProcess().run(command);
        if (!outcome) {
            throw std::runtime_error(describe(outcome.error()));
        }
        return std::move(*outcome);
    }
};

inline std::string read_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline void write_text(const std::filesystem::path& path, const std::string& text) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

inline void replace_in(const std::filesystem::path& path,
                       const std::string& old,
                       const std::string& fresh) {
    std::string text = read_text(path);
    const auto at = text.find(old);
    if (at == std::string::npos) {
        throw std::runtime_error(path.string() + " does not contain " + old);
    }
    write_text(path, text.replace(at, old.size(), fresh));
}

// A copy of the working package, to be broken or aged.
inline std::filesystem::path copy_of_cross(const std::filesystem::path& where) {
    std::filesystem::create_directories(where.parent_path());
    std::filesystem::copy(packages / "org.example.cross", where);
    return where;
}

// The package of cross with another library, listed as it should be.
inline void give_library(const std::filesystem::path& folder, const std::string& bytes) {
    const auto library = folder / "org.example.cross.so";
    const std::string before = sha256_hex(read_text(library));
    write_text(library, bytes);
    replace_in(folder / "plugin.toml", before, sha256_hex(bytes));
}

// The package of cross, grown to another version of the same length in manifest and code.
inline void give_version(const std::filesystem::path& folder, const std::string& version) {
    const std::string old("1.0.0", 6);  // with the zero that ends it
    std::string bytes = read_text(folder / "org.example.cross.so");
    for (auto at = bytes.find(old); at != std::string::npos; at = bytes.find(old, at + 1)) {
        bytes.replace(at, version.size(), version);
    }
    give_library(folder, bytes);
    replace_in(folder / "plugin.toml", "version = \"1.0.0\"", "version = \"" + version + "\"");
}

}  // namespace tradelab
