#include "tidy/words.hpp"

#include "tidy/expect.hpp"

#include <gtest/gtest.h>

// Planted words are written in two pieces, so that this file keeps the rules it tests.
namespace tradelab::tidy {

namespace {

std::string words(std::string_view code) {
    return said(check_words, "host/core/x.cpp", code);
}

TEST(Words, APromiseInACommentIsRefused) {
    expect_one(check_words,
               "host/core/x.cpp",
               "int n;\n// TO"
               "DO: later\n",
               "host/core/x.cpp:2",
               "open an issue");
    EXPECT_NE(words("// FIX"
                    "ME"),
              "");
    EXPECT_EQ(words("int todos_max;  // the list of todos"), "");
}

TEST(Words, ASharedOwnerNeedsItsReason) {
    EXPECT_NE(words("std::shared_ptr<Book> book;"), "");
    EXPECT_EQ(words("std::shared_ptr<Book> book;  // both threads read it"), "");
    EXPECT_EQ(words("// Both threads read it.\nstd::shared_ptr<Book> book;"), "");
}

TEST(Words, CastsDetachedThreadsAndOpenNamespacesAreRefused) {
    EXPECT_NE(words("auto* b = dynamic_cast<B*>(a);"), "");
    EXPECT_NE(words("using namespace std;"), "");
    EXPECT_NE(words("using namespace std::chrono;"), "");
    EXPECT_NE(words("char* p = const_cast<char*>(q);"), "");
    EXPECT_EQ(words("char* p = const_cast<char*>(q);  // execve's signature"), "");
    EXPECT_EQ(words("using namespace std::chrono_literals;"), "");
    EXPECT_NE(words("worker.detach();"), "");
    EXPECT_EQ(words("fail(\"dynamic_cast\"); using namespace std_like;"), "");
}

TEST(Accessors, ADeclaredGetterOrSetterIsRefused) {
    expect_one(check_accessors,
               "host/core/x.hpp",
               "class X {\n    int get_count() const;\n};\n",
               "host/core/x.hpp:2",
               "name the fact");
    EXPECT_NE(said(check_accessors, "host/core/x.hpp", "void set_count(int n);"), "");
}

TEST(Accessors, OtherPeoplesNamesAreTheirs) {
    EXPECT_EQ(said(check_accessors, "host/core/x.cpp", "std::set_terminate(f);"), "");
    EXPECT_EQ(said(check_accessors, "host/core/x.cpp", "std::set_difference(a, b);"), "");
    EXPECT_EQ(said(check_accessors, "host/core/x.cpp", "app.get_option(name);"), "");
    EXPECT_EQ(said(check_accessors, "host/core/x.cpp", "api->set_timer(1);"), "");
    EXPECT_EQ(said(check_accessors, "host/x.hpp", "static void set_error(const tl_host* h);"), "");
    EXPECT_EQ(said(check_accessors, "sdk/x.hpp", "int get_count() const;"), "");
}

TEST(Names, ADrawerIsRefusedAsFileAndAsFolder) {
    expect_one(check_names, "host/utils/x.cpp", "", "host/utils/x.cpp", "name the idea");
    EXPECT_NE(said(check_names, "host/core/base.hpp", ""), "");
    EXPECT_NE(said(check_names, "host/core/string_utils.hpp", ""), "");
    EXPECT_NE(said(check_names, "host/core/order_manager.hpp", ""), "");
    EXPECT_EQ(said(check_names, "sdk/include/tradelab/abi/base.h", ""), "");
    EXPECT_EQ(said(check_names, "host/core/database.hpp", ""), "");
}

TEST(MachinePaths, APathOfOneMachineIsRefusedInAnyFile) {
    expect_one(check_machine_paths,
               "README.md",
               "one\nsee /ho"
               "me/anna/lab\n",
               "README.md:2",
               "relative to the source tree");
    EXPECT_NE(said(check_machine_paths,
                   "x.cpp",
                   "f(\"/wo"
                   "rk/main\");"),
              "");
    EXPECT_NE(said(check_machine_paths,
                   "x.sh",
                   "cd=/ro"
                   "ot/x"),
              "");
    EXPECT_NE(said(check_machine_paths,
                   "x.cpp",
                   "open(\"/tm"
                   "p/test.so\");"),
              "");
}

TEST(MachinePaths, RelativeAndGeneralPathsAreFine) {
    EXPECT_EQ(said(check_machine_paths,
                   "x.sh",
                   "$TMPDIR/wo"
                   "rk/x ./wo"
                   "rk/x a/tm"
                   "p/b"),
              "");
    EXPECT_EQ(said(check_machine_paths, "x.md", "never write under /home/ or /tmp/."), "");
    EXPECT_EQ(said(check_machine_paths,
                   "x.sh",
                   "${HOME}/ro"
                   "ot/x"),
              "");
}

TEST(PackageHosts, AnIndexIsTheMachinesOwnMatter) {
    expect_one(check_package_hosts,
               ".ci/run",
               "curl https://py"
               "pi.org/simple\n",
               ".ci/run:1",
               "package settings");
    EXPECT_EQ(said(check_package_hosts, "README.md", "https://www.binance.com\n"), "");
}

}  // namespace

}  // namespace tradelab::tidy
