#!/bin/sh
# new_project.sh BUILD SCRATCH: what `tradelab plugin new` makes builds, passes its own tests, is
# found good by the validator, runs and installs, untouched; the paths have a blank in them.
set -eu
tradelab=$1/stage/bin/tradelab
scratch=$2/"a new project"

rm -rf "$scratch"
mkdir -p "$scratch"
cd "$scratch"
export TRADELAB_PLUGINS="$scratch/store"

# The command that goes there is pasted as it was printed.
eval "$("$tradelab" plugin new my-cross --kind strategy | grep '^  cd ')"
cmake -B build
cmake --build build
ctest --test-dir build --output-on-failure
package=build/plugins/org.example.my-cross
"$tradelab" plugin validate "$package" --reproduce 1
"$tradelab" plugin run "$package" --plain
"$tradelab" plugin install "$package"
"$tradelab" plugin list | grep -q "org.example.my-cross *0.1.0 *strategy *installed"
"$tradelab" plugin info org.example.my-cross
echo "made, built, tested, validated, run, installed and listed"
