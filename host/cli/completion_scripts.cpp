#include "cli/completion.hpp"

// All three only ask the program, so that they never have to change with it.  Where it offers
// nothing, the shell completes file names.
namespace tradelab {

namespace {

constexpr std::string_view bash_script = R"(# bash: source <(tradelab completion bash)
_tradelab() {
    local IFS=$'\n'
    COMPREPLY=($("${COMP_WORDS[0]}" complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _tradelab tradelab
)";

constexpr std::string_view zsh_script = R"(#compdef tradelab
# zsh: source <(tradelab completion zsh), or save it as _tradelab in a folder of $fpath
_tradelab() {
    local -a found
    found=("${(@f)$("${words[1]}" complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    if [[ -n "${found[1]}" ]]; then
        compadd -- "${found[@]}"
    else
        _files
    fi
}
if [[ "${funcstack[1]}" == _tradelab ]]; then
    _tradelab "$@"
elif (( $+functions[compdef] )); then
    compdef _tradelab tradelab
fi
)";

constexpr std::string_view fish_script = R"(# fish: tradelab completion fish | source
function __tradelab_complete
    set -l before (commandline -opc)
    set -l program $before[1]
    set -e before[1]
    set -l word (commandline -ct)
    set -l found ($program complete -- $before "$word" 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path "$word"
    end
end
complete -c tradelab -f -a '(__tradelab_complete)'
)";

}  // namespace

std::optional<std::string_view> completion_script(std::string_view shell) {
    if (shell == "bash") {
        return bash_script;
    }
    if (shell == "zsh") {
        return zsh_script;
    }
    if (shell == "fish") {
        return fish_script;
    }
    return std::nullopt;
}

}  // namespace tradelab
