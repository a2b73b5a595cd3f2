#!/bin/sh
# stranger.sh BUILD CONSUMER SCRATCH: installs the SDK into a fresh prefix (with a space in its
# path), and builds, tests and inspects a plugin against that prefix alone.
set -eu
build=$1 consumer=$2 scratch=$3/"a stranger"

rm -rf "$scratch"
mkdir -p "$scratch"
cp -R "$consumer" "$scratch/project"
prefix=$scratch/prefix

cmake --install "$build" --prefix "$prefix" --component sdk > "$scratch/install.log"
cd "$scratch/project"
cmake -S . -B build -G Ninja -DCMAKE_PREFIX_PATH="$prefix"
cmake --build build
ctest --test-dir build --output-on-failure --no-tests=error

library=build/plugins/org.example.stranger/org.example.stranger.so
exported=$(nm -D --defined-only "$library")
if [ "$(echo "$exported" | wc -l)" != 1 ] || [ "${exported##* }" != tl_plugin_entry_v1 ]; then
    echo "the plugin exports more than its entry:"
    echo "$exported"
    exit 1
fi
hash=$(sha256sum < "$library" | cut -d' ' -f1)
grep -q "sha256:$hash" build/plugins/org.example.stranger/plugin.toml

# The same headers through pkg-config, in C.
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name tradelab-sdk.pc)")
export PKG_CONFIG_PATH
printf '#include <tradelab/abi/layout.h>\nint main(void) { return sizeof(tl_ev) != 40; }\n' > c.c
eval "cc -std=c11 -pedantic-errors $(pkg-config --cflags tradelab-sdk) c.c -o c"
./c

# An author needs no header but the SDK's, and none of the host's is to be had.
if echo '#include <strategy/runner.hpp>' |
    c++ -std=c++20 -fsyntax-only -I"$prefix/include" -x c++ - 2> /dev/null; then
    echo "a header of the host is visible to plugins"
    exit 1
fi
echo "built, tested and inspected from the installed prefix"
