#include "report/xml_parser.hpp"

#include "os/process.hpp"
#include "os/real_disk.hpp"
#include "support/tree.hpp"

#include <filesystem>

namespace tradelab {
namespace {

const std::filesystem::path python = "/usr/bin/python3";

constexpr const char* parse =
    "import sys, xml.dom.minidom as m; d = m.parse(sys.argv[1]); "
    "ids = [e.getAttribute('id') for e in d.getElementsByTagName('*') if e.hasAttribute('id')]; "
    "assert len(ids) == len(set(ids)), ids";

}  // namespace

bool has_xml_parser() {
    return RealDisk().exists(python);
}

std::string complaint_about(const std::string& name, const std::string& page) {
    RealDisk disk;
    const std::filesystem::path folder = build_tree() / "pages";
    const auto file = folder / (name + ".html");
    if (auto made = disk.make_directories(folder); !made) {
        return describe(made.error());
    }
    if (auto written = write_atomically(disk, file, page); !written) {
        return describe(written.error());
    }
    const auto outcome =
        RealProcess().run({.program = python, .arguments = {"-c", parse, file.string()}});
    if (!outcome) {
        return describe(outcome.error());
    }
    return outcome->exit_code == 0 ? "" : name + ": " + outcome->errors.bytes;
}

}  // namespace tradelab
