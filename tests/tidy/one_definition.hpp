#pragma once

#include "tidy/shape.hpp"
#include "tidy/source_file.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace tradelab::tidy {

// A struct, class, union or enumeration that is defined at namespace scope.
struct TypeDefinition {
    std::string name = {};  // "tradelab::tidy::Finding"
    std::size_t line = 0;

    friend bool operator==(const TypeDefinition&, const TypeDefinition&) = default;
};

// Those that other files of a program would meet: what stands in an unnamed namespace is the
// file's own and left out, as are specialisations.
[[nodiscard]] std::vector<TypeDefinition> types_defined_in(const SourceFile&);

// Two types of one name in one program.  No compiler sees it: the linker keeps one of the two
// destructors, and the other type is destroyed by it.  The house (host/, tests/support/) is one
// program, what includes the SDK another; a plugin or a folder of tests meets both, and itself.
[[nodiscard]] Findings check_one_definition(const Tree&);

}  // namespace tradelab::tidy
