#pragma once

#include "core/result.hpp"

#include <tradelab/abi/plugin.h>

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace tradelab {

// A plugin's library in this process, with an entry table that was checked.
//
// Loading runs the library's constructors, so everything that can be known without running it must
// have been asked before: call load(), which has the order.  A hostile library can still end the
// process here; one that is not trusted yet is loaded in a child.
//
// Never unloaded.  dlclose answers success and leaves a library with a thread_local destructor or a
// unique symbol resident with its old state, so "unloaded" could not be told from "half loaded".
// What is replaced is loaded beside it, from another path; what must go, goes with its process.
class Library {
public:
    // Main thread.  The path must be absolute: a plain name would be searched for.
    [[nodiscard]] static Result<Library> open(const std::filesystem::path& file);

    // Checked: the major is ours, at least one plugin, no null function.  Lives as long as the
    // process.
    [[nodiscard]] const tl_entry& entry() const { return *entry_; }

    // The checked descriptor of the plugin with this index or id.  Main thread.
    [[nodiscard]] Result<const tl_descriptor*> describe(std::uint32_t index) const;
    [[nodiscard]] Result<const tl_descriptor*> find(std::string_view id) const;

private:
    Library(std::filesystem::path file, const tl_entry& entry)
        : file_(std::move(file)), entry_(&entry) {}

    std::filesystem::path file_;
    const tl_entry* entry_;
};

// Whether an entry table can be used by this host.  In the order that the ABI prescribes: nothing
// but size and version is read before the major is known to be ours.
[[nodiscard]] Status check_entry(const tl_entry* entry);

}  // namespace tradelab
