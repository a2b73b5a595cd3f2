#include "tidy/layers.hpp"

#include "tidy/expect.hpp"

#include <gtest/gtest.h>

namespace tradelab::tidy {

namespace {

TEST(Layers, AnIncludeAgainstTheDirectionIsNamedWithWhatIsAllowed) {
    expect_one(check_layers,
               "host/core/money.cpp",
               "#include \"core/money.hpp\"\n#include \"os/disk.hpp\"\n",
               "host/core/money.cpp:2",
               "core includes os");
}

TEST(Layers, AnIncludeAlongTheDirectionIsFine) {
    EXPECT_EQ(said(check_layers, "host/os/disk.cpp", "#include \"core/result.hpp\"\n"), "");
    EXPECT_EQ(said(check_layers, "host/core/x.cpp", "#include <tradelab/abi/base.h>\n"), "");
    EXPECT_EQ(said(check_layers, "host/core/x.cpp", "// #include \"os/disk.hpp\"\n"), "");
}

TEST(Layers, AnIncludeWithoutAPartIsRefused) {
    expect_one(check_layers,
               "host/os/disk.cpp",
               "#include \"disk.hpp\"\n",
               "host/os/disk.cpp:1",
               "write \"os/disk.hpp\"");
}

TEST(Layers, AnUnknownPartMustBeGivenItsPlaceFirst) {
    expect_one(check_layers,
               "host/attic/x.cpp",
               "#include \"core/result.hpp\"\n",
               "host/attic/x.cpp:1",
               "part attic has no place");
}

TEST(Layers, PluginsAndTheSdkSeeNothingOfTheHost) {
    expect_one(check_layers,
               "plugins/strategy_x/plugin.cpp",
               "#include \"core/money.hpp\"\n",
               "plugins/strategy_x/plugin.cpp:1",
               "use <tradelab/...>");
    expect_one(check_layers,
               "sdk/include/tradelab/x.hpp",
               "#include \"os/clock.hpp\"\n",
               "sdk/include/tradelab/x.hpp:1",
               "belongs to the host");
    EXPECT_EQ(said(check_layers, "plugins/strategy_x/a.cpp", "#include \"signal.hpp\"\n"), "");
}

TEST(Layers, TheTableItselfHasNoCycleAndNamesOnlyItsOwnParts) {
    EXPECT_TRUE(find_cycle(allowed_directions()).empty());
    for (const auto& [part, others] : allowed_directions()) {
        for (const auto& other : others) {
            EXPECT_TRUE(allowed_directions().contains(other)) << part << " -> " << other;
        }
    }
}

TEST(Layers, ThePureLoopDoesNoInputAndOutput) {
    expect_one(check_purity,
               "host/strategy/runner.cpp",
               "#include <vector>\n#include <fstream>\n",
               "host/strategy/runner.cpp:2",
               "strategy includes <fstream>");
    expect_one(check_purity,
               "host/risk/gate.hpp",
               "#include <sys/stat.h>\n",
               "host/risk/gate.hpp:1",
               "<sys/stat.h>");
    EXPECT_EQ(said(check_purity, "host/os/real_disk.cpp", "#include <fstream>\n"), "");
}

TEST(Layers, AParentIncludeIsRefusedSaveBetweenInstalledHeaders) {
    expect_one(check_parent_includes,
               "host/os/disk.cpp",
               "#include \"../core/result.hpp\"\n",
               "host/os/disk.cpp:1",
               "from its include root");
    EXPECT_EQ(said(check_parent_includes,
                   "sdk/include/tradelab/abi/draft/source.h",
                   "#include \"../strategy.h\"\n"),
              "");
}

TEST(Layers, UsesMustFollowTheTable) {
    expect_one(
        check_uses,
        "host/os/CMakeLists.txt",
        "tradelab_part(os\n    SOURCES clock.cpp\n    USES core cli sdk\n    LINKS fmt::fmt)\n",
        "host/os/CMakeLists.txt",
        "part os names cli in USES");
    EXPECT_EQ(said(check_uses, "host/os/CMakeLists.txt", "tradelab_part(os USES core)\n"), "");
}

TEST(Layers, ACycleOfUsesIsToldAsAWay) {
    const std::vector<SourceFile> tree = {
        make_source("host/a/CMakeLists.txt", "tradelab_part(a SOURCES x.cpp USES b)\n"),
        make_source("host/b/CMakeLists.txt", "tradelab_part(b SOURCES x.cpp USES c d)\n"),
        make_source("host/c/CMakeLists.txt", "tradelab_part(c SOURCES x.cpp USES a)\n"),
        make_source("host/d/CMakeLists.txt", "tradelab_part(d SOURCES x.cpp)\n"),
    };

    expect_one(check_cycles(tree), "host", "a -> b -> c -> a");
    EXPECT_TRUE(check_cycles({tree[0], tree[1], tree[3]}).empty());
}

TEST(ThirdParty, ALibraryStaysInTheFileThatHidesIt) {
    expect_one(check_third_party,
               "host/cli/list.cpp",
               "#include <boost/dll/shared_library.hpp>\n",
               "host/cli/list.cpp:1",
               "plugin/library.hpp");
    EXPECT_EQ(said(check_third_party,
                   "host/plugin/library.cpp",
                   "#include <boost/dll/shared_library.hpp>\n"),
              "");
}

TEST(ThirdParty, ALibraryIsNeverInAHeader) {
    expect_one(check_third_party,
               "host/document/json.hpp",
               "#include <nlohmann/json.hpp>\n",
               "host/document/json.hpp:1",
               "pimpl");
    expect_one(check_third_party,
               "host/os/log.hpp",
               "#include \"fmt/format.h\"\n",
               "host/os/log.hpp:1",
               "in a header");
    EXPECT_EQ(said(check_third_party, "host/core/result.hpp", "#include <tl/expected.hpp>\n"), "");
    EXPECT_EQ(said(check_third_party, "tests/tidy/expect.hpp", "#include <gtest/gtest.h>\n"), "");
}

TEST(ThirdParty, AnUnknownLibraryMustBeGivenItsPlaceFirst) {
    expect_one(check_third_party,
               "host/os/x.cpp",
               "#include <sys/stat.h>\n#include <absl/strings/str_cat.h>\n",
               "host/os/x.cpp:2",
               "library without a place");
}

}  // namespace

}  // namespace tradelab::tidy
