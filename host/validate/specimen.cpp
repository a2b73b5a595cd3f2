#include "validate/specimen.hpp"

#include "validate/last_words.hpp"

#include <utility>

namespace tradelab {

Result<Package> open_package(const Disk& disk, const std::filesystem::path& folder) {
    last_words::enter("reading the package");
    return read_package(disk, folder, Origin::named);
}

Result<Library> open_library(const Package& package) {
    last_words::enter("loading the library");
    return Library::open(package.library);
}

Result<Specimen> load_specimen(Package package) {
    auto library = open_library(package);
    if (!library) {
        return fail(std::move(library.error()));
    }
    last_words::enter("describing itself");
    const auto descriptor = library->find(package.manifest.id);
    if (!descriptor) {
        return fail(descriptor.error());
    }
    auto declaration = read_declaration(**descriptor);
    if (!declaration) {
        return fail(declaration.error(), "its declaration");
    }
    last_words::enter("examining");
    return Specimen{.package = std::move(package),
                    .library = std::move(*library),
                    .descriptor = *descriptor,
                    .declaration = std::move(*declaration)};
}

Result<Specimen> load_specimen(const Disk& disk, const std::filesystem::path& folder) {
    auto package = open_package(disk, folder);
    return package ? load_specimen(std::move(*package)) : fail(std::move(package.error()));
}

}  // namespace tradelab
