#include "ingest/importer.hpp"
#include "os/real_disk.hpp"

#include <cstdio>

// import_child STORE FILE...
int main(int argc, char** argv) {
    tradelab::RealDisk disk;
    tradelab::Catalogue store(disk, argv[1]);
    for (int i = 2; i < argc; ++i) {
        const auto imported = tradelab::import_file(disk, store, argv[i], {});
        if (!imported) {
            (void)std::fprintf(stderr, "%s\n", tradelab::describe(imported.error()).c_str());
            return 1;
        }
    }
    return 0;
}
