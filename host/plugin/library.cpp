#include "plugin/library.hpp"

#include "core/check.hpp"
#include "core/text.hpp"
#include "plugin/descriptor.hpp"

#define BOOST_DLL_USE_STD_FS
#include <boost/dll/shared_library.hpp>

#include <cstddef>
#include <mutex>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace tradelab {

namespace {

// A library with more plugins than this was not written by a person.
constexpr std::uint32_t plugins_per_library_max = 64;

// The one thing of ours that lives as long as the process on purpose: the header of Library says
// why.  Its destructor never runs, so that no library is closed at exit while threads still run.
void keep_for_ever(boost::dll::shared_library library) {
    static std::mutex mutex;
    static auto& kept = *new std::vector<boost::dll::shared_library>();
    const std::lock_guard lock(mutex);
    kept.push_back(std::move(library));
}

Failure refuse(ErrorCode code, std::string context, std::string hint) {
    return fail(code, std::move(context), std::move(hint));
}

Failure in_file(Error error, const std::filesystem::path& file) {
    error.file = file.string();
    return fail(std::move(error));
}

}  // namespace

Status check_entry(const tl_entry* entry) {
    constexpr std::string_view rebuild = "build it again with the SDK of this host";
    if (entry == nullptr) {
        return refuse(
            ErrorCode::malformed, TL_ENTRY_SYMBOL " returned a null pointer", std::string(rebuild));
    }
    if (!TL_HAS(tl_entry, entry, abi)) {
        return refuse(ErrorCode::malformed,
                      "its entry table has " + std::to_string(entry->size) + " bytes",
                      std::string(rebuild));
    }
    if (const auto major = TL_ABI_MAJOR_OF(entry->abi); major != TL_ABI_MAJOR) {
        return refuse(ErrorCode::abi_mismatch,
                      "its code speaks ABI " + std::to_string(major) + ", this host speaks ABI " +
                          std::to_string(TL_ABI_MAJOR),
                      std::string(rebuild));
    }
    if (!TL_HAS(tl_entry, entry, create)) {
        return refuse(ErrorCode::malformed,
                      "its entry table has " + std::to_string(entry->size) +
                          " bytes, ABI 1.0 has " +
                          std::to_string(offsetof(tl_entry, create) + sizeof(entry->create)),
                      std::string(rebuild));
    }
    if (entry->count == 0 || entry->count > plugins_per_library_max) {
        return refuse(ErrorCode::malformed,
                      "it says that it holds " + std::to_string(entry->count) + " plugins",
                      "a library holds 1 to " + std::to_string(plugins_per_library_max));
    }
    if (entry->describe == nullptr || entry->create == nullptr) {
        return refuse(
            ErrorCode::malformed, "its entry table lacks describe or create", std::string(rebuild));
    }
    return {};
}

Result<Library> Library::open(const std::filesystem::path& file) {
    TL_CHECK(file.is_absolute());

    // rtld_now: a missing symbol fails here and not in the middle of a trade.  rtld_local: no
    // plugin sees the symbols of another.
    using boost::dll::load_mode::rtld_local;
    using boost::dll::load_mode::rtld_now;
    try {
        boost::dll::shared_library library(file, rtld_now | rtld_local);
        if (!library.has(TL_ENTRY_SYMBOL)) {
            return in_file({.code = ErrorCode::malformed,
                            .context = "does not export " TL_ENTRY_SYMBOL,
                            .hint = "is it a plugin? build it again with tradelab_add_plugin"},
                           file);
        }
        const auto entry_of = library.get<const tl_entry*()>(TL_ENTRY_SYMBOL);
        keep_for_ever(std::move(library));

        const tl_entry* const entry = entry_of();
        if (auto checked = check_entry(entry); !checked) {
            return in_file(std::move(checked.error()), file);
        }
        return Library(file, *entry);
    } catch (const std::system_error& error) {
        return in_file({.code = ErrorCode::io_failed,
                        .context = "cannot be loaded: " + printable(error.what(), 500),
                        .hint = "build it again on this machine with tradelab_add_plugin"},
                       file);
    }
}

Result<const tl_descriptor*> Library::describe(std::uint32_t index) const {
    TL_CHECK(index < entry_->count);

    const tl_descriptor* const descriptor = entry_->describe(index);
    if (auto checked = check_descriptor(descriptor); !checked) {
        return in_file(std::move(checked.error()), file_);
    }
    return descriptor;
}

Result<const tl_descriptor*> Library::find(std::string_view id) const {
    std::vector<std::string> held;
    for (std::uint32_t index = 0; index < entry_->count; ++index) {
        auto descriptor = describe(index);
        if (!descriptor || (*descriptor)->id == id) {
            return descriptor;
        }
        held.push_back(in_quotes((*descriptor)->id));
    }
    return in_file({.code = ErrorCode::not_found,
                    .context = "holds no plugin " + in_quotes(id) + " but " + listed(held),
                    .hint = "make the id in the code and in plugin.toml the same"},
                   file_);
}

}  // namespace tradelab
