#!/bin/sh
# compare.sh TRADELAB PACKAGE README: what `tradelab plugin run` prints must stand in the README, to
# the letter, in its first ```text block.
set -eu
shown=$(awk '/^```text/ { on = 1; next } /^```/ { if (on) exit } on' "$3")
printed=$("$1" plugin run "$2" --plain 2> /dev/null)
if [ "$shown" != "$printed" ]; then
    echo "README.md shows another result than the program prints.  It prints:"
    echo "$printed"
    exit 1
fi
echo "README.md shows what the program prints"
